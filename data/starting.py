"""One at a time: processes that start over one store make and fill it one after the other."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from data.store import StoreError, explain, make_engine

WAIT_SECONDS = 3_600
START_LOCK = 7_501_970
_LOCKED = "locked"


def _nobody() -> None:
    """Nobody listens."""


@contextmanager
def starting(url: str, waits: Callable[[], None] = _nobody) -> Iterator[None]:
    """A block that only one process at a time is in for a store; `waits` is called when another one is.

    The lock is the engine's own and ends with the process, however that ends. Raises StoreError when the folder cannot
    be written to, the server is gone, or the other process does not come to an end.
    """
    if url.startswith("sqlite"):
        with _of_file(Path(str(make_url(url).database)), waits):
            yield
    else:
        with _of_server(url, waits):
            yield


@contextmanager
def _of_file(path: Path, waits: Callable[[], None]) -> Iterator[None]:
    """Lock of an empty SQLite file beside the store, which works on every system and is never left behind locked."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = sqlite3.connect(path.with_name(f".{path.name}.start"), timeout=0, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise StoreError("store.folder", folder=str(path.parent)) from error
    with closing(held):
        try:
            _take(held, waits)
        except sqlite3.Error as error:
            key = "store.locked" if _LOCKED in str(error) else "store.folder"
            raise StoreError(key, path=path, folder=str(path.parent)) from error
        yield


def _take(held: sqlite3.Connection, waits: Callable[[], None]) -> None:
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if _LOCKED not in str(error):
            raise
        waits()
        held.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1_000}")
        held.execute("BEGIN EXCLUSIVE")


@contextmanager
def _of_server(url: str, waits: Callable[[], None]) -> Iterator[None]:
    """Lock of a connection of its own; the block's faults are not the lock's."""
    engine = make_engine(url)
    try:
        conn = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not conn.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": START_LOCK}).scalar_one():
            waits()
            conn.execute(text(f"SET statement_timeout = {WAIT_SECONDS * 1_000}"))
            conn.execute(text("SELECT pg_advisory_lock(:key)"), {"key": START_LOCK})
    except DBAPIError as error:
        engine.dispose()
        raise explain(error, url) from error
    try:
        yield
    finally:
        conn.close()
        engine.dispose()
