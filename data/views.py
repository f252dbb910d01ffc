"""Saved views of the map: an address query under a name of its owner's, one of them where the map opens."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from config.limits import NAME_CHARS, VIEW_CHARS, VIEWS_OF_ONE
from config.spoken import SpokenError
from data import schema
from data.store import Store, utc_now

TABLE = schema.saved_view


class KeepError(SpokenError, ValueError):
    """What should be kept cannot be; `key` names the error in the locales."""


@dataclass(frozen=True)
class View:
    """A saved view; `query` is what stands in the address after `/map?`."""

    id: str
    name: str
    query: str
    start: bool
    changed_at: datetime


def _view(row: Row[Any]) -> View:
    return View(row.id, row.name, row.query, bool(row.start), row.changed_at)


def of_owner(store: Store, owner: str) -> list[View]:
    """Views of a person by name."""
    query = select(TABLE).where(TABLE.c.owner == owner)
    with store.read() as conn:
        return sorted((_view(row) for row in conn.execute(query)), key=lambda view: view.name.casefold())


def start_of(store: Store, owner: str) -> str:
    """Query of the view where the person's map opens; empty without one."""
    query = select(TABLE.c.query).where(TABLE.c.owner == owner, TABLE.c.start)
    with store.read() as conn:
        return str(conn.execute(query).scalar() or "")


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > NAME_CHARS or not name.isprintable():
        raise KeepError("bad_name")
    return name


def _query(text: str) -> str:
    if len(text) > VIEW_CHARS or not text.isprintable() or "#" in text:
        raise KeepError("bad_query")
    return text.removeprefix("?")


def add(store: Store, owner: str, name: str, query: str) -> View:
    """Keep a view. Raises KeepError for a name or query that cannot be kept, a name taken, or too many views."""
    view = {"id": secrets.token_hex(16), "owner": owner, "name": _name(name), "query": _query(query), "start": False}
    now = utc_now()
    try:
        with store.write() as conn:
            count = select(func.count()).select_from(TABLE).where(TABLE.c.owner == owner)
            if conn.execute(count).scalar_one() >= VIEWS_OF_ONE:
                raise KeepError("too_many_views")
            conn.execute(TABLE.insert().values(**view, created_at=now, changed_at=now))
    except IntegrityError:
        raise KeepError("name_taken") from None
    return View(str(view["id"]), str(view["name"]), str(view["query"]), False, now)


def change(
    store: Store, owner: str, view_id: str, *, name: str | None = None, query: str | None = None,
    start: bool | None = None,
) -> View | None:  # fmt: skip
    """Give a view another name or query, or make it the start (there is one at most); None when it is not the person's.

    Raises KeepError as `add`.
    """
    values: dict[str, Any] = {"changed_at": utc_now()}
    values |= {} if name is None else {"name": _name(name)}
    values |= {} if query is None else {"query": _query(query)}
    values |= {} if start is None else {"start": start}
    mine = (TABLE.c.id == view_id) & (TABLE.c.owner == owner)
    try:
        with store.write() as conn:
            if _read(conn, mine) is None:
                return None
            if start:
                conn.execute(update(TABLE).where(TABLE.c.owner == owner).values(start=False))
            conn.execute(update(TABLE).where(mine).values(**values))
            return _read(conn, mine)
    except IntegrityError:
        raise KeepError("name_taken") from None


def _read(conn: Connection, mine: Any) -> View | None:
    row = conn.execute(select(TABLE).where(mine)).first()
    return _view(row) if row is not None else None


def remove(store: Store, owner: str, view_id: str) -> bool:
    """Take a view out; False when it is not the person's."""
    with store.write() as conn:
        return bool(conn.execute(delete(TABLE).where(TABLE.c.id == view_id, TABLE.c.owner == owner)).rowcount)
