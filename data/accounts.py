"""Local accounts: passwords as argon2 hashes, sign-in with a bounded number of tries, sessions that an epoch ends."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, select, update

from config.limits import (
    PASSWORD_MAX_CHARS,
    PASSWORD_MIN_CHARS,
    SIGN_IN_KEPT_DAYS,
    SIGN_IN_TRIES,
    SIGN_IN_TRIES_WIDE,
    SIGN_IN_WINDOW_MINUTES,
)
from config.policy import Role, User
from config.spoken import SpokenError
from data import schema
from data.store import Store, utc_now

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")
_HASHER = PasswordHasher()
# A hash takes 64 MiB for its length: no more than two at once, however many people sign in.
_HASHING = BoundedSemaphore(2)
# Compared with when the name is unknown, so that the answer takes as long as for a known one.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$pa05BAWkqBLhxvRGkoTH7w$SHtuFC763p5GiR5jyVZRC+pKrlJleh9cvnyNQRyK+YQ"


class AccountError(SpokenError, ValueError):
    """An account cannot be made or used; `key` names the sentence in the locales, `values` its places."""


@dataclass(frozen=True)
class SignIn:
    """An account whose password was right: who it is, and the epoch a session must carry to hold."""

    user: User
    epoch: int


def tidy_name(name: str) -> str:
    """The name as it is kept: without outer blanks, in small letters."""
    return name.strip().lower()


def _hash(password: str) -> str:
    if not PASSWORD_MIN_CHARS <= len(password) <= PASSWORD_MAX_CHARS:
        raise AccountError("account.password_length", least=PASSWORD_MIN_CHARS, most=PASSWORD_MAX_CHARS)
    with _HASHING:
        return _HASHER.hash(password)


def _matches(stored: str, password: str) -> bool:
    with _HASHING:
        try:
            return _HASHER.verify(stored, password[:PASSWORD_MAX_CHARS])
        except (VerificationError, InvalidHashError):
            return False


def add_account(
    conn: Connection, name: str, role: str, district: str | None, password: str, body: str | None = None
) -> User:
    """Make an account inside the caller's transaction.

    Raises AccountError when the name is taken or no name, the role or district unknown, the password too short,
    or a district's staff has no district (other roles have none). `body` is the body an official belongs to, whose
    values they enter; other roles have none.
    """
    kept = tidy_name(name)
    if not NAME.fullmatch(kept):
        raise AccountError("account.name", name=name)
    if role not in {r.value for r in Role if r is not Role.VISITOR}:
        raise AccountError("account.role", role=role, roles=", ".join(r.value for r in Role if r is not Role.VISITOR))
    if (role == Role.DISTRICT_STAFF) != bool(district):
        raise AccountError("account.district_needed")
    known = schema.district
    if district and conn.execute(select(known.c.id).where(known.c.id == district)).first() is None:
        raise AccountError("account.district", district=district)
    _check_body(conn, role, body)
    table = schema.account
    if conn.execute(select(table.c.id).where(table.c.name == kept)).first():
        raise AccountError("account.taken", name=kept)
    conn.execute(
        insert(table).values(
            name=kept, role=role, district=district or None, body=body or None, password_hash=_hash(password),
            created_at=utc_now(),
        )
    )  # fmt: skip
    return User(kept, Role(role), district or None, body or None)


def _check_body(conn: Connection, role: str, body: str | None) -> None:
    if not body:
        return
    if role != Role.OFFICIAL:
        raise AccountError("account.body_role")
    if conn.execute(select(schema.body.c.id).where(schema.body.c.id == body)).first() is None:
        raise AccountError("account.body", body=body)


def set_body(conn: Connection, name: str, body: str | None) -> User:
    """Say to which body an official belongs, or to none; their sessions go on. Raises AccountError."""
    table = schema.account
    row = conn.execute(select(table).where(table.c.name == tidy_name(name))).first()
    if row is None:
        raise AccountError("account.unknown", name=name)
    _check_body(conn, row.role, body)
    conn.execute(update(table).where(table.c.id == row.id).values(body=body or None))
    return User(row.name, Role(row.role), row.district, body or None)


def set_password(conn: Connection, name: str, password: str) -> int:
    """Give an account another password and end its sessions; returns the new epoch. Raises AccountError."""
    table = schema.account
    hashed = _hash(password)
    done = conn.execute(
        update(table).where(table.c.name == tidy_name(name)).values(
            password_hash=hashed, session_epoch=table.c.session_epoch + 1
        )
    )  # fmt: skip
    if done.rowcount == 0:
        raise AccountError("account.unknown", name=name)
    return _epoch(conn, name)


def end_sessions(conn: Connection, name: str) -> None:
    """End every session of an account, on all devices."""
    table = schema.account
    conn.execute(update(table).where(table.c.name == tidy_name(name)).values(session_epoch=table.c.session_epoch + 1))


def _epoch(conn: Connection, name: str) -> int:
    table = schema.account
    return int(conn.execute(select(table.c.session_epoch).where(table.c.name == tidy_name(name))).scalar_one())


def holder(conn: Connection, name: str, epoch: int) -> User | None:
    """The person of a session, or None when the account is closed or the session was ended."""
    table = schema.account
    row = conn.execute(
        select(table.c.role, table.c.district, table.c.body).where(
            table.c.name == name, table.c.session_epoch == epoch, table.c.active
        )
    ).first()
    return None if row is None else User(name, Role(row.role), row.district, row.body)


def _check(row: Any, password: str) -> SignIn | None:
    right = _matches(row.password_hash if row else _NOBODY, password)
    if row is None or not right or not row.active:
        return None
    return SignIn(User(row.name, Role(row.role), row.district, row.body), row.session_epoch)


def verify(conn: Connection, name: str, password: str) -> User | None:
    """The person whose name and password these are, or None; unknown names take as long as known ones."""
    row = conn.execute(select(schema.account).where(schema.account.c.name == tidy_name(name))).first()
    found = _check(row, password)
    return found.user if found else None


def wait_minutes(conn: Connection, name: str, address: str, now: datetime | None = None) -> int:
    """Minutes until another sign-in may be tried with this name from this address; 0 when at once.

    Counted are failures since the last success: few for the pair, more for the name from anywhere and for the
    address with any name (an office shares one).
    """
    at = now or utc_now()
    since = at - timedelta(minutes=SIGN_IN_WINDOW_MINUTES)
    table, kept = schema.sign_in_try, tidy_name(name)
    by_name, by_address = table.c.name == kept, table.c.address == address
    last_ok = conn.execute(select(func.max(table.c.at)).where(table.c.ok, by_name, by_address)).scalar()
    start = max(since, last_ok) if last_ok else since
    waits = []
    for condition, first, most in (
        (by_name & by_address, start, SIGN_IN_TRIES), (by_name, since, SIGN_IN_TRIES_WIDE),
        (by_address, since, SIGN_IN_TRIES_WIDE),
    ):  # fmt: skip
        times = conn.execute(
            select(table.c.at).where(condition, ~table.c.ok, table.c.at > first).order_by(table.c.at.desc()).limit(most)
        ).scalars().all()  # fmt: skip
        if len(times) == most:
            waits.append(times[-1] + timedelta(minutes=SIGN_IN_WINDOW_MINUTES) - at)
    longest = max(waits, default=timedelta())
    return 0 if longest <= timedelta() else int(longest.total_seconds() // 60) + 1


def _reserve(conn: Connection, name: str, address: str) -> int:
    """Write a try down as failed before the password is looked at, so that tries at the same moment count too."""
    minutes = wait_minutes(conn, name, address)
    if minutes:
        raise AccountError("account.wait", minutes=minutes)
    table, now = schema.sign_in_try, utc_now()
    conn.execute(delete(table).where(table.c.at < now - timedelta(days=SIGN_IN_KEPT_DAYS)))
    added = insert(table).values(name=name[:60], address=address[:64], at=now, ok=False).returning(table.c.id)
    return int(conn.execute(added).scalar_one())


def sign_in(store: Store, name: str, password: str, address: str) -> SignIn:
    """Check name and password of a person at an address; the password is hashed outside of any transaction.

    Raises AccountError `account.wait` when tried too often, `account.wrong` when name or password is not right.
    """
    kept = tidy_name(name)
    with store.write() as conn:
        number = _reserve(conn, kept, address)
    with store.read() as conn:
        row = conn.execute(select(schema.account).where(schema.account.c.name == kept)).first()
    found = _check(row, password)
    if found is None:
        raise AccountError("account.wrong")
    tries, accounts = schema.sign_in_try, schema.account
    with store.write() as conn:
        conn.execute(update(tries).where(tries.c.id == number).values(ok=True))
        conn.execute(update(accounts).where(accounts.c.name == kept).values(signed_in_at=utc_now()))
    return found
