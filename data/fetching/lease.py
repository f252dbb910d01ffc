"""Leases in the store: of several workers one does the work, and when it dies another takes over."""

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Connection, or_
from sqlalchemy.dialects import postgresql, sqlite

from data.schema import lease
from data.store import Store, utc_now


def new_holder() -> str:
    """A name of this worker that no other has."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"


def take(store: Store, name: str, holder: str, seconds: float) -> bool:
    """Take or renew a lease for some seconds; False while another one holds it."""
    now = utc_now()
    until = now + timedelta(seconds=seconds)
    with store.write() as conn:
        if not _insert(conn, name, holder, until):
            free = or_(lease.c.holder == holder, lease.c.until < now)
            done = conn.execute(lease.update().where(lease.c.name == name, free).values(holder=holder, until=until))
            return done.rowcount == 1
    return True


def _insert(conn: Connection, name: str, holder: str, until: object) -> bool:
    """Make the row of a lease that nobody ever took."""
    make = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    done = conn.execute(make(lease).values(name=name, holder=holder, until=until).on_conflict_do_nothing())
    return done.rowcount == 1


def give_back(store: Store, name: str, holder: str) -> None:
    """End a lease of one's own."""
    with store.write() as conn:
        conn.execute(lease.delete().where(lease.c.name == name, lease.c.holder == holder))


@contextmanager
def held(store: Store, name: str, seconds: float) -> Iterator[bool]:
    """Whether the lease is ours for the length of a block; it is given back at its end."""
    holder = new_holder()
    if not take(store, name, holder, seconds):
        yield False
        return
    try:
        yield True
    finally:
        give_back(store, name, holder)
