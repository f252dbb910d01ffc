"""The first filling of a store from the seed files of its city, and the removal of everything synthetic."""

from collections.abc import Callable

from sqlalchemy import Connection, Table, inspect, text

from config.city import Source
from data import gpkg, schema
from data.districts import DISTRICTS
from data.loading.log import loaded_sources
from data.loading.report import LoadReport
from data.store import INDICATORS, Store

Progress = Callable[[int, int, str], None]
SYNTHETIC = "synthetic"
# The directory of sources says what may come, it is no data.
DIRECTORIES = frozenset({"source"})
# Marks of residents are said of its works.
WORKS = "demo_works"


class BuildError(RuntimeError):
    """A seed of the city could not be loaded; `report` says which and why."""

    def __init__(self, report: LoadReport) -> None:
        """Keep the report."""
        super().__init__(f"{report.source}: {report.message}")
        self.report = report


def needs_build(store: Store, *, demo: bool) -> bool:
    """Whether a seed of the city was never loaded, or synthetic rows stand where none may be."""
    with store.read() as conn:
        return bool(_waiting(conn, store, demo=demo)) or (not demo and bool(_synthetic_tables(conn)))


def build(store: Store, *, demo: bool, progress: Progress | None = None) -> list[LoadReport]:
    """Load every seed that was never loaded, outlines of districts first, demo rows last; reports in that order.

    Without `demo` no synthetic row is made, and those of an earlier day are removed. What is loaded stays loaded
    when a later seed fails (BuildError): the next start goes on from there.
    """
    from data.loading.pipeline import import_source  # noqa: PLC0415 -- a later start needs no readers of files

    if not demo:
        remove_synthetic(store)
    with store.read() as conn:
        jobs = [(source, name) for source in _waiting(conn, store, demo=demo) for name in source.seed or ("",)]
    reports = []
    for done, (source, name) in enumerate(jobs):
        if progress:
            progress(done, len(jobs), source.id)
        report = import_source(store, source.id, store.city.seed_path(name) if name else None, by_user="seed")
        reports.append(report)
        if not report.good:
            raise BuildError(report)
    if any(source.id == WORKS for source, _ in jobs):
        _marks(store)
    if progress:
        progress(len(jobs), len(jobs), "")
    return reports


def _marks(store: Store) -> None:
    from data.demo import SEED  # noqa: PLC0415 -- a later start needs no generator
    from data.demo.marks import fill_marks  # noqa: PLC0415

    fill_marks(store, SEED)


def _waiting(conn: Connection, store: Store, *, demo: bool) -> list[Source]:
    """Sources with a seed (or made by the generator) that were never loaded, in the order of loading."""
    loaded = loaded_sources(conn)
    waiting = [
        source for source in store.city.sources
        if source.id not in loaded and (source.seed or source.reader == "demo") and (demo or source.origin != SYNTHETIC)
    ]  # fmt: skip
    return sorted(waiting, key=_turn)


def _turn(source: Source) -> tuple[int, int]:
    """Outlines of districts, then files, then the generator: its layers in its own order, since some lean on others."""
    if source.reader == "demo":
        from data.demo import MAKERS  # noqa: PLC0415 -- a later start needs no generator

        order = [*MAKERS]
        return 2, min(order.index(load.layer) for load in source.loads)
    return (0 if any(load.layer == DISTRICTS for load in source.loads) else 1), 0


def _synthetic_tables(conn: Connection) -> list[str]:
    """Tables of the store, known to its records or not, that hold synthetic rows."""
    inspector = inspect(conn)
    found = []
    for table in sorted(inspector.get_table_names()):
        if table in DIRECTORIES or "origin" not in {column["name"] for column in inspector.get_columns(table)}:
            continue
        if conn.execute(text(f'SELECT 1 FROM "{table}" WHERE origin = :o LIMIT 1'), {"o": SYNTHETIC}).first():
            found.append(table)
    return found


def remove_synthetic(store: Store) -> int:
    """Delete every synthetic row of the store and the log of its making, in one transaction; rows deleted."""
    gone = 0
    with store.write() as conn:
        tables = _synthetic_tables(conn)
        # Values lean on their passports: they go first.
        for table in sorted(tables, key=lambda name: name == schema.indicator.name):
            done = conn.execute(text(f'DELETE FROM "{table}" WHERE origin = :o'), {"o": SYNTHETIC})
            gone += done.rowcount
            store.raise_version(conn, INDICATORS if table in schema.core.tables else table)
            if store.kind == "gpkg" and table not in schema.core.tables:
                gpkg.update_extent(conn, table)
        _forget_loads(conn, [s.id for s in store.city.sources if s.origin == SYNTHETIC])
    return gone


def _forget_loads(conn: Connection, sources: list[str]) -> None:
    log: Table = schema.load_log
    ids = [row.id for row in conn.execute(log.select().where(log.c.source.in_(sources)))]
    if ids:
        conn.execute(schema.load_refusal.delete().where(schema.load_refusal.c.load.in_(ids)))
        conn.execute(log.delete().where(log.c.id.in_(ids)))
    conn.execute(schema.quality_result.delete().where(schema.quality_result.c.source.in_(sources)))
