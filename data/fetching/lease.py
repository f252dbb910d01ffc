"""Leases in the store: of several workers one does the work, and when it dies another takes over."""

import logging
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from sqlalchemy import Connection, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from data.schema import lease
from data.store import Store, utc_now

RENEWALS = 4
LOG = logging.getLogger("sitcenter.fetch")


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
    """Whether the lease is ours for the length of a block, however long; it is given back at its end.

    It is renewed all the while: when its holder is killed, the next one waits no longer than `seconds`.
    """
    holder = new_holder()
    if not take(store, name, holder, seconds):
        yield False
        return
    end = Event()
    renewal = Thread(target=_renew, args=(store, (name, holder, seconds), end), name="lease", daemon=True)
    renewal.start()
    try:
        yield True
    finally:
        end.set()
        renewal.join()
        give_back(store, name, holder)


def _renew(store: Store, ours: tuple[str, str, float], end: Event) -> None:
    """Keep a lease until the end; a store that cannot be written just now is tried again."""
    while not end.wait(ours[2] / RENEWALS):
        try:
            if not take(store, *ours):
                return
        except DBAPIError as error:
            LOG.warning("lease %s: %s", ours[0], error)
