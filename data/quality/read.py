"""What people may see of quality and loads: results with their history, the log, refused rows; by the policy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, select

from config.city import Source
from config.policy import Action, Sensitivity, Thing, User, district_scope, may
from data.fetching.state import FetchState, read_states
from data.loading.report import Refusal
from data.quality.records import CHECKS, Status
from data.quality.run import layers_of_source
from data.queries.scope import may_see
from data.queries.status import Load, SourceStatus
from data.queries.supply import statuses
from data.schema import load_log, load_refusal, quality_result
from data.store import Store

HISTORY = 20
PAGE = 50
REFUSED_SHOWN = 200
STATUSES = ("ok", "unchanged", "refused", "failed")
WORST: Mapping[Status, int] = {"bad": 0, "watch": 1, "good": 2, "none": 3}


@dataclass(frozen=True)
class Result:
    """One check of one layer of a source: at fault `found` of `of`; `history` has the shares of earlier loads too."""

    check: str
    layer: str
    found: int
    of: int
    status: Status
    history: tuple[float, ...] = ()

    @property
    def share(self) -> float | None:
        """Share at fault; None when there was nothing to look at."""
        return self.found / self.of if self.of else None


@dataclass(frozen=True)
class Quality:
    """All that is told of a source."""

    source: Source
    state: SourceStatus
    last: Load | None
    fetch: FetchState | None = None
    results: tuple[Result, ...] = ()
    counts: Mapping[Status, int] = field(default_factory=dict)

    @property
    def worst(self) -> Status:
        """The worst status of its checks."""
        return min((result.status for result in self.results), key=WORST.__getitem__, default="none")


def may_read_source(user: User, store: Store, source_id: str) -> bool:
    """Whether loads and checks of a source are told to a person: they may see all its layers, in the whole city.

    A source that is no record any more is told to those who may see everything for officials.
    """
    source = store.city.source(source_id)
    if source is None:
        return may_read_rows(user)
    names = layers_of_source(store, source)
    if (source.loads or source.accepts) and not names:
        return False
    levels = {store.layers[name].sensitivity for name in names}
    return all(may_see(user, store.layers[name]) for name in names) and _everywhere(user, levels)


def may_read_rows(user: User) -> bool:
    """Whether a person may read refused rows, names of files and of people in the log."""
    return may(user, Action.VIEW, Thing("load", Sensitivity.OFFICIAL)) and _everywhere(user, {Sensitivity.OFFICIAL})


def _everywhere(user: User, levels: Iterable[Sensitivity]) -> bool:
    return all(district_scope(user, Thing("load", level)) is None for level in levels)


def qualities(conn: Connection, store: Store, user: User, today: date) -> list[Quality]:
    """Every source that was ever loaded or is fetched, as far as the person may see it; the worst first."""
    states, fetches = statuses(conn, store, today), read_states(conn, store.city)
    last, results = _last_loads(conn), _results(conn)
    found = []
    for source in store.city.sources:
        if not may_read_source(user, store, source.id) or (source.id not in last and source.id not in fetches):
            continue
        own = tuple(results.get(source.id, ()))
        counts: dict[Status, int] = {}
        for result in own:
            counts[result.status] = counts.get(result.status, 0) + 1
        fetch = fetches.get(source.id)
        found.append(Quality(source, states[source.id], last.get(source.id), fetch, own, counts))
    return sorted(found, key=lambda one: WORST[one.worst])


def _last_loads(conn: Connection) -> dict[str, Load]:
    newest = select(func.max(load_log.c.id)).group_by(load_log.c.source)
    ids = [row[0] for row in conn.execute(newest)]
    return {load.source: load for load in loads_of(conn, ids)}


def loads_of(conn: Connection, ids: list[int]) -> list[Load]:
    """Entries of the log by number, newest first."""
    names = ("read", "added", "changed", "closed", "unchanged", "refused")
    query = select(load_log).where(load_log.c.id.in_(ids)).order_by(load_log.c.id.desc())
    return [
        Load(row.id, row.source, row.file_name, row.sha256, row.started_at, row.finished_at, row.status, row.message,
             row.by_user, {name: getattr(row, f"rows_{name}") for name in names})
        for row in conn.execute(query)
    ]  # fmt: skip


def _results(conn: Connection) -> dict[str, list[Result]]:
    """Newest result of each check with its history, by source, in the order of layers and checks."""
    order = [check.id for check in CHECKS]
    series: dict[tuple[str, str, str], list[tuple[int, int, int]]] = {}
    newest: dict[str, int] = {}
    for row in conn.execute(select(quality_result).order_by(quality_result.c.load)):
        series.setdefault((row.source, row.layer, row.check), []).append((row.load, row.found, row.of))
        newest[row.source] = max(newest.get(row.source, 0), row.load)
    found: dict[str, list[Result]] = {}
    for (source, layer, check), points in series.items():
        load, bad, of = points[-1]
        record = next((one for one in CHECKS if one.id == check), None)
        # A layer that the last load left empty, or a check that is no more, has a past only.
        if load != newest[source] or record is None:
            continue
        past = tuple(x / y for _, x, y in points[-HISTORY:] if y)
        found.setdefault(source, []).append(Result(check, layer, bad, of, record.status(bad, of), past))
    return {source: sorted(own, key=lambda r: (r.layer, order.index(r.check))) for source, own in found.items()}


@dataclass(frozen=True)
class LoadPage:
    """A page of the log and how many entries there are in all."""

    loads: tuple[Load, ...]
    total: int
    offset: int


def load_page(
    conn: Connection, store: Store, user: User, source: str = "", status: str = "", offset: int = 0
) -> LoadPage:
    """Entries of the log that the person may see, newest first, of one source and status if these are named."""
    names = [row[0] for row in conn.execute(select(load_log.c.source).distinct())]
    seen = [name for name in names if may_read_source(user, store, name) and source in ("", name)]
    where: list[ColumnElement[bool]] = [load_log.c.source.in_(seen)]
    if status:
        where.append(load_log.c.status == status)
    total = int(conn.execute(select(func.count()).select_from(load_log).where(*where)).scalar_one())
    query = select(load_log.c.id).where(*where).order_by(load_log.c.id.desc()).limit(PAGE).offset(offset)
    ids = [row[0] for row in conn.execute(query)]
    return LoadPage(tuple(loads_of(conn, ids)), total, offset)


def load_sources(conn: Connection, store: Store, user: User) -> list[str]:
    """Sources of the log that the person may see."""
    names = [row[0] for row in conn.execute(select(load_log.c.source).distinct().order_by(load_log.c.source))]
    return [name for name in names if may_read_source(user, store, name)]


def get_load(conn: Connection, store: Store, user: User, load_id: int) -> Load | None:
    """One entry of the log; None for what does not exist or must not be seen by this person."""
    found = loads_of(conn, [load_id])
    return found[0] if found and may_read_source(user, store, found[0].source) else None


def reasons(conn: Connection, load_id: int) -> list[tuple[str, str, int]]:
    """Field, reason and number of the rows that a load refused, the most frequent first."""
    c = load_refusal.c
    size = func.count()
    query = select(c.field, c.reason, size).where(c.load == load_id).group_by(c.field, c.reason)
    return [(row[0], row[1], int(row[2])) for row in conn.execute(query.order_by(size.desc(), c.field, c.reason))]


def refused_rows(conn: Connection, load_id: int) -> list[Refusal]:
    """The first refused rows of a load; only for those who `may_read_rows`."""
    query = select(load_refusal).where(load_refusal.c.load == load_id).order_by(load_refusal.c.id).limit(REFUSED_SHOWN)
    return [Refusal(row.row_no, row.field, row.reason, row.value) for row in conn.execute(query)]
