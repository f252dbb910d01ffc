"""Keys of screens: shown once, kept as a hash, bound to one wall, reading with the rights of one role, revocable."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from config.limits import NAME_CHARS, WALL_TOKEN_DAYS, WALL_TOKENS
from config.policy import Role, User
from config.spoken import SpokenError
from data import schema
from data.store import Store, utc_now

TABLE = schema.wall_token
# A key reads for one of these; nobody's key administers or moderates.
ROLES = (Role.OFFICIAL, Role.ANALYST, Role.DISTRICT_STAFF)
# The time of use is written this often at most: a wall asks every few seconds.
USED_EVERY = timedelta(minutes=10)


class ScreenKeyError(SpokenError, ValueError):
    """A key cannot be made; `key` names the sentence in the locales."""


@dataclass(frozen=True)
class ScreenKey:
    """A key without its secret: wall, place of the screen, rights, life (UTC)."""

    id: str
    wall: str
    place: str
    role: Role
    district: str | None
    made_by: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    revoked_by: str
    revoked_at: datetime | None

    @property
    def reader(self) -> User:
        """As whom the screen reads: no account, only the rights of its role."""
        return User(None, self.role, self.district)

    def open_at(self, now: datetime) -> bool:
        """Whether the key opens at a time."""
        return self.revoked_at is None and now < self.ends_at


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _key(row: Row[Any]) -> ScreenKey:
    given = {name: getattr(row, name) for name in ScreenKey.__dataclass_fields__}
    return ScreenKey(**{**given, "role": Role(row.role)})


def make(store: Store, wall: str, place: str, rights: tuple[str, str | None], by: str) -> tuple[str, ScreenKey]:
    """A new key of a wall and its secret, which is told here and never again; `rights` are role and district.

    Raises ScreenKeyError for a place without a name, a role that no key reads for, staff of no district, too many keys.
    """
    name, (role, district) = " ".join(place.split()), rights
    if not name or len(name) > NAME_CHARS or not name.isprintable():
        raise ScreenKeyError("place")
    if role not in ROLES or (role == Role.DISTRICT_STAFF) != bool(district):
        raise ScreenKeyError("rights")
    secret, now = secrets.token_urlsafe(32), utc_now()
    with store.write() as conn:
        held = select(func.count()).select_from(TABLE).where(TABLE.c.revoked_at.is_(None))
        if int(conn.execute(held).scalar_one()) >= WALL_TOKENS:
            raise ScreenKeyError("too_many")
        added = TABLE.insert().values(
            id=secrets.token_hex(8), hash=_hash(secret), wall=wall, place=name, role=role, district=district or None,
            made_by=by, made_at=now, ends_at=now + timedelta(days=WALL_TOKEN_DAYS),
        )  # fmt: skip
        made = conn.execute(added.returning(TABLE)).one()
    return secret, _key(made)


def by_secret(conn: Connection, secret: str) -> ScreenKey | None:
    """The key with this secret, if it opens now."""
    return _open(conn, TABLE.c.hash == _hash(secret))


def by_id(conn: Connection, key_id: str) -> ScreenKey | None:
    """The key with this id, if it opens now."""
    return _open(conn, TABLE.c.id == key_id)


def _open(conn: Connection, condition: Any) -> ScreenKey | None:
    row = conn.execute(select(TABLE).where(condition)).first()
    found = _key(row) if row is not None else None
    return found if found is not None and found.open_at(utc_now()) else None


def used(store: Store, key: ScreenKey) -> None:
    """Note that a key was used, unless that was noted a short while ago."""
    now = utc_now()
    if key.used_at is None or now - key.used_at >= USED_EVERY:
        with store.write() as conn:
            conn.execute(TABLE.update().where(TABLE.c.id == key.id).values(used_at=now))


def revoke(store: Store, key_id: str, by: str) -> bool:
    """Close a key for ever; whether there was an open one."""
    with store.write() as conn:
        open_one = (TABLE.c.id == key_id) & TABLE.c.revoked_at.is_(None)
        done = conn.execute(TABLE.update().where(open_one).values(revoked_by=by, revoked_at=utc_now()))
    return done.rowcount == 1


def listed(conn: Connection) -> list[ScreenKey]:
    """All keys, the newest first."""
    return [_key(row) for row in conn.execute(select(TABLE).order_by(TABLE.c.made_at.desc(), TABLE.c.id))]
