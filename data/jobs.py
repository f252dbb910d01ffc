"""Background jobs in the store: the table is the truth for every process; a worker that fell silent lost its job."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import Connection, Row, delete, func, or_, select, update

from config.i18n import Lang
from config.limits import JOB_SILENT_SECONDS, JOBS_OF_ONE, JOBS_WAITING
from config.policy import Role, User
from data import schema
from data.store import Store, utc_now

Status = Literal["waiting", "running", "done", "failed", "cancelled", "interrupted"]
OPEN = ("waiting", "running")
TABLE = schema.job


class TooManyJobsError(RuntimeError):
    """This person, or everybody together, has too many jobs that wait or run."""


class LostJobError(RuntimeError):
    """The job is no longer this worker's: it was cancelled, taken away or given up for lost."""


@dataclass(frozen=True)
class Order:
    """What is asked for: by whom (`owner` is the key of the person or session), which layer, format, parameters."""

    owner: str
    user: User
    lang: Lang
    layer: str
    format: str
    params: Mapping[str, str]
    rows: int


@dataclass(frozen=True)
class Job:
    """A job as it stands in the store."""

    id: str
    order: Order
    status: Status
    done: int
    bytes: int
    fault: str
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None


def add(store: Store, order: Order) -> Job:
    """Put an order at the end of the queue. Raises TooManyJobsError."""
    with store.write() as conn:
        _bury(conn)
        waiting = select(func.count()).select_from(TABLE).where(TABLE.c.status.in_(OPEN))
        strangers = waiting.where(TABLE.c.account == "")
        # Visitors can come in any number: half of the queue stays for people with an account.
        limits = [(waiting.where(TABLE.c.owner == order.owner), JOBS_OF_ONE), (waiting, JOBS_WAITING)]
        limits += [] if order.user.name else [(strangers, JOBS_WAITING // 2)]
        if any(conn.execute(query).scalar_one() >= most for query, most in limits):
            raise TooManyJobsError(order.owner)
        job_id = secrets.token_hex(16)
        conn.execute(
            TABLE.insert().values(
                id=job_id, owner=order.owner, account=order.user.name or "", role=order.user.role.value,
                district=order.user.district or "", lang=order.lang, layer=order.layer, format=order.format,
                params=json.dumps(dict(order.params), ensure_ascii=False), status="waiting", rows_total=order.rows,
                created_at=utc_now(),
            )
        )  # fmt: skip
        return _job(conn.execute(select(TABLE).where(TABLE.c.id == job_id)).one())


def _job(row: Row[Any]) -> Job:
    user = User(row.account or None, Role(row.role), row.district or None)
    order = Order(
        row.owner, user, cast(Lang, row.lang), row.layer, row.format, json.loads(row.params), row.rows_total
    )  # fmt: skip
    return Job(
        row.id, order, cast(Status, row.status), row.rows_done, row.bytes, row.fault, row.created_at, row.finished_at,
        row.expires_at,
    )  # fmt: skip


def _silent() -> Any:
    """Condition of jobs whose worker gave no sign of life."""
    limit = utc_now() - timedelta(seconds=JOB_SILENT_SECONDS)
    return (TABLE.c.status == "running") & or_(TABLE.c.beat_at.is_(None), TABLE.c.beat_at < limit)


def _bury(conn: Connection) -> int:
    """Mark running jobs of silent workers as interrupted; returns how many."""
    done = conn.execute(update(TABLE).where(_silent()).values(status="interrupted", finished_at=utc_now()))
    return done.rowcount


def bury(store: Store) -> None:
    """Mark running jobs of silent workers as interrupted; writes only when there are any."""
    with store.read() as conn:
        found = conn.execute(select(TABLE.c.id).where(_silent()).limit(1)).first()
    if found is not None:
        with store.write() as conn:
            _bury(conn)


def of_owner(store: Store, owner: str) -> list[Job]:
    """Jobs of a person or session, the latest first."""
    bury(store)
    query = select(TABLE).where(TABLE.c.owner == owner).order_by(TABLE.c.created_at.desc(), TABLE.c.id)
    with store.read() as conn:
        return [_job(row) for row in conn.execute(query)]


def find(store: Store, owner: str, job_id: str) -> Job | None:
    """A job, or None when there is none of that id or it is another person's."""
    bury(store)
    with store.read() as conn:
        row = conn.execute(select(TABLE).where(TABLE.c.id == job_id, TABLE.c.owner == owner)).first()
    return _job(row) if row is not None else None


def take(store: Store, worker: str) -> Job | None:
    """The oldest waiting job, now running for this worker; None when there is none."""
    waiting = select(TABLE.c.id).where(TABLE.c.status == "waiting").order_by(TABLE.c.created_at, TABLE.c.id).limit(1)
    with store.read() as conn:
        if conn.execute(waiting).first() is None:
            return None
    with store.write() as conn:
        job_id = conn.execute(waiting).scalar()
        taken = update(TABLE).where(TABLE.c.id == job_id, TABLE.c.status == "waiting")
        now = utc_now()
        if job_id is None or not conn.execute(taken.values(status="running", worker=worker, beat_at=now)).rowcount:
            return None
        return _job(conn.execute(select(TABLE).where(TABLE.c.id == job_id)).one())


def beat(store: Store, job_id: str, worker: str, done: int) -> None:
    """A sign of life with the rows written so far. Raises LostJobError."""
    _own(store, job_id, worker, {"beat_at": utc_now(), "rows_done": done})


def finish(store: Store, job_id: str, worker: str, size: int, keep: timedelta) -> None:
    """The file of a job is whole: its bytes, and how long it is kept. Raises LostJobError."""
    now = utc_now()
    done = {"status": "done", "bytes": size, "rows_done": TABLE.c.rows_total, "finished_at": now}
    _own(store, job_id, worker, {**done, "expires_at": now + keep})


def fail(store: Store, job_id: str, worker: str, fault: str) -> None:
    """A job ended without a file; `fault` is a key of words. Raises LostJobError."""
    _own(store, job_id, worker, {"status": "failed", "fault": fault, "finished_at": utc_now()})


def _own(store: Store, job_id: str, worker: str, values: Mapping[str, Any]) -> None:
    mine = (TABLE.c.id == job_id) & (TABLE.c.worker == worker) & (TABLE.c.status == "running")
    with store.write() as conn:
        if not conn.execute(update(TABLE).where(mine).values(**values)).rowcount:
            raise LostJobError(job_id)


def drop(store: Store, owner: str, job_id: str) -> Job | None:
    """Cancel a job that waits or runs, forget one that ended; the job as it was, None when it is not the person's."""
    with store.write() as conn:
        row = conn.execute(select(TABLE).where(TABLE.c.id == job_id, TABLE.c.owner == owner)).first()
        if row is None:
            return None
        if row.status in OPEN:
            conn.execute(
                update(TABLE).where(TABLE.c.id == job_id).values(status="cancelled", finished_at=utc_now())
            )  # fmt: skip
        else:
            conn.execute(delete(TABLE).where(TABLE.c.id == job_id))
        return _job(row)


def forget(store: Store, keep: timedelta) -> list[str]:
    """Take out jobs whose file has expired, or that ended longer ago than files are kept; returns their ids."""
    now = utc_now()
    old = or_(TABLE.c.expires_at < now, TABLE.c.expires_at.is_(None) & (TABLE.c.finished_at < now - keep))
    with store.read() as conn:
        found = list(conn.execute(select(TABLE.c.id).where(old)).scalars())
    if found:
        with store.write() as conn:
            conn.execute(delete(TABLE).where(TABLE.c.id.in_(found)))
    return found


def known(store: Store) -> set[str]:
    """Ids of all jobs that may have something on the disk: those that wait, run or are done."""
    with store.read() as conn:
        return set(conn.execute(select(TABLE.c.id).where(TABLE.c.status.in_((*OPEN, "done")))).scalars())


def still_holds(store: Store, user: User) -> bool:
    """Whether the account that asked is still active with the role and district it had."""
    if user.name is None:
        return True
    table = schema.account
    query = select(table.c.role, table.c.district).where(table.c.name == user.name, table.c.active)
    with store.read() as conn:
        row = conn.execute(query).first()
    return row is not None and (row.role, row.district or None) == (user.role.value, user.district)
