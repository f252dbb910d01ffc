"""The store: one handle over an embedded GeoPackage or a PostGIS database."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, OperationalError

from config import clock
from config.city import City
from config.limits import QUERY_SECONDS
from config.records import LayerRecord
from config.spoken import SpokenError
from data import gpkg, postgis, schema
from data.layer_tables import ensure_layer_table, found_tables, layer_table
from data.migrate import NewerStoreError, upgrade

Kind = Literal["gpkg", "postgis"]
PRIVATE_TABLES = frozenset(
    {"account", "sign_in_try", "job", "saved_view", "map_note", "address_memory", "address_review", "table_mapping",
     "table_mapping_version", "page_use", "barrier_report", "entry_batch", "entry_proposal", "entry_event",
     "wall_alarm", "wall_playlist", "wall_token"}
)  # fmt: skip
INDICATORS = "indicators"
SCHEMA_LOCK = 7_501_965
_SQLITE_SIGNS = (
    ("locked", "store.locked"), ("readonly", "store.folder"), ("unable to open", "store.folder"),
    ("full", "store.full"), ("not a database", "store.not_gpkg"), ("malformed", "store.not_gpkg"),
)  # fmt: skip
# What the engine says when it is the file beside the store that finds no place.
_IO_FAULT = "disk I/O error"
_LITTLE_BYTES = 1_000_000
_DISK_FULL = "53100"
# States of PostgreSQL that mean the server is not to be had: broken connection, shutting down or starting up.
_GONE = ("08", "57P")


class StoreError(SpokenError, RuntimeError):
    """The store cannot be used; `key` names the sentence in the locales, `values` its places."""


def utc_now() -> datetime:
    """Present time in UTC without zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _on_connect(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None
        gpkg.register_functions(dbapi)
        dbapi.execute("PRAGMA journal_mode=WAL")
        dbapi.execute("PRAGMA synchronous=NORMAL")
        dbapi.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _on_begin(conn: Connection) -> None:
        conn.exec_driver_sql(str(conn.get_execution_options().get("sqlite_begin", "BEGIN")))

    return engine


def make_engine(url: str) -> Engine:
    """Engine of a store address; SQLite is set up as a GeoPackage in write-ahead mode."""
    if url.startswith("sqlite"):
        return _sqlite_engine(url)
    # A page out of turn costs what the next one costs: an index that alone answers is then taken for a million rows.
    options = f"-c statement_timeout={QUERY_SECONDS * 60_000} -c timezone=UTC -c random_page_cost=1.1"
    return create_engine(url, connect_args={"options": options, "connect_timeout": 5}, pool_pre_ping=True)


class Store:
    """A store opened for one city with its layers; make it with `Store.open`."""

    def __init__(self, engine: Engine, city: City, layers: Mapping[str, LayerRecord]) -> None:
        """Wrap an engine; the tables of the layers are described, not created."""
        self.engine = engine
        self.city = city
        self.layers = dict(layers)
        self.kind: Kind = "postgis" if engine.dialect.name == "postgresql" else "gpkg"
        self.metadata = MetaData(naming_convention=schema.CONVENTION)
        self.tables: dict[str, Table] = {k: layer_table(layer, self.metadata) for k, layer in self.layers.items()}

    @classmethod
    def open(cls, url: str, city: City, layers: Mapping[str, LayerRecord]) -> "Store":
        """Open or create the store, bring its schema up to date and write the city's directories.

        Raises StoreError when the file is locked, no GeoPackage, of a newer program, in an unwritable folder, or the
        server is gone.
        """
        if url.startswith("sqlite"):
            _check_file(Path(str(make_url(url).database)))
        store = cls(make_engine(url), city, layers)
        try:
            store._prepare()
        except DBAPIError as error:
            store.close()
            raise explain(error, url) from error
        except NewerStoreError as error:
            store.close()
            raise StoreError("store.newer", path=make_url(url).render_as_string(hide_password=True)) from error
        except Exception:
            store.close()
            raise
        return store

    def end_of(self, day: date | None) -> datetime | None:
        """The first moment after a day of the city, as the store keeps times; None for no day: now."""
        return None if day is None else clock.end_of(day, self.city.timezone)

    def _prepare(self) -> None:
        if self.kind == "gpkg":
            with self.write() as conn:
                gpkg.prepare(conn)
        with self.write() as conn:
            if self.kind == "postgis":
                conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SCHEMA_LOCK})
                postgis.prepare(conn)
            upgrade(conn)
            found = found_tables(conn, [table.name for table in self.tables.values()])
            for layer_id, layer in self.layers.items():
                ensure_layer_table(conn, layer, self.tables[layer_id], found)
            if self.kind == "gpkg":
                gpkg.register_attributes(conn, [t for t in schema.core.tables if t not in PRIVATE_TABLES])
            from data.directories import write_directories  # noqa: PLC0415 -- directories import this module
            from data.indicators.names import renew_names  # noqa: PLC0415 -- as above

            write_directories(conn, self.city)
            if renew_names(conn):
                self.raise_version(conn, INDICATORS)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading: one consistent state for its whole length."""
        with self.engine.connect() as conn, conn.begin():
            yield conn

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in one write transaction: all of it is kept, or nothing."""
        with self.engine.connect().execution_options(sqlite_begin="BEGIN IMMEDIATE") as conn, conn.begin():
            yield conn

    def ping(self) -> None:
        """Raise DBAPIError when the store does not answer."""
        with self.read() as conn:
            conn.execute(text("SELECT 1"))

    def versions(self, conn: Connection) -> dict[str, int]:
        """Version number of each layer (and of `indicators`); a publish raises it."""
        table = schema.layer_version
        return {row.layer: row.version for row in conn.execute(select(table.c.layer, table.c.version))}

    def raise_version(self, conn: Connection, name: str) -> None:
        """Raise the version of a layer inside the transaction that changed it."""
        table = schema.layer_version
        now = utc_now()
        done = conn.execute(
            table.update().where(table.c.layer == name).values(version=table.c.version + 1, changed_at=now)
        )
        if done.rowcount == 0:
            conn.execute(table.insert().values(layer=name, version=1, changed_at=now))

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def _check_file(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        probe = path.parent / f".{path.name}.probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise StoreError("store.folder", folder=str(path.parent)) from error
    if path.exists() and path.stat().st_size:
        with path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\x00":
                raise StoreError("store.not_gpkg", path=str(path))


def explain(error: DBAPIError, url: str) -> StoreError:
    """The engine's fault as one of ours, with the sentence that says what to do."""
    address = make_url(url)
    cause = (str(error.orig).splitlines() or [""])[0]
    if isinstance(error.orig, sqlite3.Error):
        path = str(address.database)
        for sign, key in _SQLITE_SIGNS:
            if sign in cause or (key == "store.full" and _IO_FAULT in cause and _little_room(Path(path).parent)):
                return StoreError(key, path=path, folder=str(Path(path).parent))
        return StoreError("store.broken", path=path, cause=cause)
    shown = address.render_as_string(hide_password=True)
    state = str(getattr(error.orig, "sqlstate", "") or "")
    if state == _DISK_FULL:
        return StoreError("store.full", path=shown)
    if state.startswith(_GONE) or (isinstance(error, OperationalError) and not state):
        return StoreError("store.server", address=shown)
    return StoreError("store.broken", path=shown, cause=cause)


def _little_room(folder: Path) -> bool:
    with suppress(OSError):
        return shutil.disk_usage(folder).free < _LITTLE_BYTES
    return False


def has_rows(conn: Connection, table: str) -> bool:
    """Whether a table holds any row."""
    return conn.execute(text(f'SELECT 1 FROM "{table}" LIMIT 1')).first() is not None
