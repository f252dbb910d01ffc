"""One load of one source: fetch, tidy, check, publish in one transaction, and the log whatever comes."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from config.city import Source
from config.settings import get_settings
from data import postgis, schema
from data.demo import demo_chunks
from data.districts import DISTRICTS, DistrictFinder
from data.importers.air import AirSeries, read_air
from data.importers.air_store import known_stations, publish_air
from data.importers.readers import READERS as WHOLE_READERS
from data.importers.readers import read_whole
from data.indicators import READERS as INDICATOR_READERS
from data.indicators.bundle import Bundle, ReadError
from data.indicators.publish import publish as publish_bundle
from data.loading.chunks import Chunk, Chunks
from data.loading.log import sha256, write_log
from data.loading.placing import Placer, note_places, write_unsure
from data.loading.publish import Plan, lock, publish_stage
from data.loading.readers import read_file
from data.loading.reassign import reassign
from data.loading.report import Counts, LoadError, LoadReport, Status, write_message
from data.loading.stage import Stage
from data.loading.tidy import Tidier
from data.quality.run import check_after
from data.store import Store, StoreError, explain, utc_now

Progress = Callable[[int, int, str], None]
STEPS = 1_000


@dataclass
class Prepared:
    """What a file brings, ready to be published: rows of layers or rows of indicators.

    `outlines` is the version of the districts by which the rows were placed.
    """

    stages: list[Stage] = field(default_factory=list)
    bundle: Bundle | None = None
    air: list[AirSeries] = field(default_factory=list)
    outlines: int = 0


def import_source(
    store: Store, source_id: str | Source, path: Path | None, *,
    dry_run: bool = False, by_user: str = "", progress: Progress | None = None,
) -> LoadReport:  # fmt: skip
    """Load a file of a source into the store; the report says what happened, whatever happened.

    A source is one of the city's, by its id, or a record made on the screen for one of its offices (`office-12`).
    A file or a share of rows that cannot be taken gives `refused`, a store that cannot be written gives `failed`;
    in both cases the last good state stays. With `dry_run` nothing is written, not even the log.
    """
    started, tell = utc_now(), progress or _silent
    record = source_id if isinstance(source_id, Source) else None
    name = source_id.id if isinstance(source_id, Source) else source_id
    report = LoadReport(name, path.name if path else "", "ok")
    digest = ""
    try:
        digest = sha256(path)
        with _many_rows():
            _load(store, path, report, _Job(_Log(digest, started, by_user), dry_run, tell, record))
    except LoadError as error:
        _end(report, "refused", error.message())
    except ReadError as error:
        _end(report, "refused", write_message(error.key, **error.values))
    except DBAPIError as error:
        fault = explain(error, store.engine.url.render_as_string(hide_password=False))
        _end(report, "failed", write_message(fault.key, **fault.values))
    except (OSError, MemoryError, StoreError) as error:
        _end(report, "failed", write_message("load.failed", cause=str(error)[:200]))
    if not report.good and not dry_run and store.city.source(name) is not None:
        _log_fault(store, report, _Log(digest, started, by_user))
    if report.good and not dry_run:
        check_after(store, name, changed=report.status == "ok")
    return report


@dataclass(frozen=True)
class _Log:
    digest: str
    started: datetime
    by_user: str


@dataclass(frozen=True)
class _Job:
    log: _Log
    dry_run: bool
    tell: Progress
    record: Source | None = None


def _load(store: Store, path: Path | None, report: LoadReport, job: _Job) -> None:
    source = job.record or _source(store, report.source)
    prepared = _prepare(store, source, path, report, job.tell)
    _judge(report, source.bad_share)
    job.tell(STEPS, STEPS, "publish")
    if job.dry_run:
        report.status = "dry_run"
        _compare(store, source, prepared, report)
    else:
        _publish(store, source, prepared, report, job.log)


@contextmanager
def _many_rows() -> Iterator[None]:
    """Keep the search for reference cycles away from millions of short-lived rows: it takes as long as the load."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _source(store: Store, source_id: str) -> Source:
    source = store.city.source(source_id)
    if source is None:
        raise LoadError("no_source", source=source_id, known=", ".join(s.id for s in store.city.sources))
    return source


def _silent(_done: int, _total: int, _label: str) -> None:
    """Nobody listens."""


def _prepare(store: Store, source: Source, path: Path | None, report: LoadReport, tell: Progress) -> Prepared:
    if source.reader == "demo":
        with store.read() as conn:
            made = demo_chunks(conn, store, source, get_settings().demo_scale)
            return _read_layers(store, source, made, report, tell)
    if path is None or not path.exists():
        raise LoadError("no_file", path=str(path or ""))
    if source.reader in INDICATOR_READERS:
        bundle = INDICATOR_READERS[source.reader](source, path)
        report.counts.read = bundle.rows_read
        report.refuse(list(bundle.refusals))
        return Prepared(bundle=bundle)
    if source.reader == "air":
        return _read_air(store, source, path, report, tell)
    if source.reader in WHOLE_READERS:
        return _read_layers(store, source, read_whole(store.city, source, path), report, tell)
    return _read_layers(store, source, read_file(source, path), report, tell)


def _read_air(store: Store, source: Source, path: Path, report: LoadReport, tell: Progress) -> Prepared:
    """Values of air for their own tables, and their stations as a layer."""
    with store.read() as conn:
        known = known_stations(conn, store)
    found = read_air(store.city, source, path, known)
    prepared = _read_layers(store, source, iter([found.chunk]), report, tell)
    prepared.air = found.series
    return prepared


def _read_layers(store: Store, source: Source, chunks: Chunks, report: LoadReport, tell: Progress) -> Prepared:
    with store.read() as conn:
        outlines = store.versions(conn).get(DISTRICTS, 0)
        finder = DistrictFinder.of_store(conn, store)
        placer = Placer.of_store(conn, store, source) if source.place else None
    loads = [load for load in source.loads if load.layer in store.layers]
    if not loads:
        raise LoadError("no_layers", source=source.id)
    tidiers = [Tidier(store.city, source, load, store.layers[load.layer], finder) for load in loads]
    stages = {load.layer: Stage(store.layers[load.layer]) for load in loads}
    offered, taken, beyond, crs = 0, 0, 0, None
    for chunk in chunks:
        offered += chunk.size
        crs = chunk.crs
        _note(chunk, stages, report)
        placed = placer.place(chunk) if placer is not None else []
        for tidier in tidiers:
            if chunk.layer is not None and (chunk.layer != tidier.layer.id or not chunk.size):
                continue
            tidy = tidier.tidy(chunk)
            if placer is not None:
                note_places(report, chunk, tidy, placed)
            stages[tidy.layer].add(tidy, store.tables[tidy.layer])
            taken += tidy.read
            beyond += sum(refusal.reason in ("geometry_reach", "geometry_number") for refusal in tidy.refusals)
            report.refuse(tidy.refusals)
            report.notes.update(tidy.notes)
        tell(int(chunk.share * STEPS), STEPS, "read")
    if beyond * 2 > max(taken, 1):
        raise LoadError("crs_wrong", crs=crs) if crs else LoadError("crs_missing")
    if offered > taken:
        report.notes["not_wanted"] += offered - taken
    return Prepared(stages=list(stages.values()), outlines=outlines)


def _note(chunk: Chunk, stages: dict[str, Stage], report: LoadReport) -> None:
    """What a reader tells beside its rows: rows it read and refused, objects to leave alone, the file's own date."""
    report.counts.read += chunk.size + len(chunk.refusals) + chunk.behind
    report.refuse(chunk.refusals)
    report.notes.update(chunk.notes)
    for stage in stages.values():
        stage.data_date = chunk.data_date or stage.data_date
    if chunk.layer in stages:
        stages[chunk.layer].kept_ids |= chunk.kept_ids


def _judge(report: LoadReport, most: float) -> None:
    """Refuse the load when too large a share of its rows was refused."""
    read, refused = report.counts.read, report.counts.refused
    if read and refused / read > most:
        raise LoadError("too_many_bad", refused=refused, read=read, share=round(100 * most))


def _compare(store: Store, source: Source, prepared: Prepared, report: LoadReport) -> None:
    if prepared.bundle is not None:
        with store.engine.connect() as conn:
            transaction = conn.begin()
            try:
                report.counts.add(_moves(publish_bundle(conn, store, source, prepared.bundle, utc_now())))
            finally:
                transaction.rollback()
        return
    with store.read() as conn:
        for stage in prepared.stages:
            report.counts.add(Plan(conn, store.tables[stage.layer.id], stage, source).counts)
    if prepared.air:
        with store.engine.connect() as conn:
            transaction = conn.begin()
            try:
                report.counts.add(publish_air(conn, store, source, prepared.air, utc_now()))
            finally:
                transaction.rollback()


def _publish(store: Store, source: Source, prepared: Prepared, report: LoadReport, log: _Log) -> None:
    with store.write() as conn:
        lock(conn)
        now = _after_all(conn)
        for stage in prepared.stages:
            report.counts.add(publish_stage(conn, store, source, stage, now))
        if prepared.bundle is not None:
            report.counts.add(_moves(publish_bundle(conn, store, source, prepared.bundle, now)))
        report.counts.add(publish_air(conn, store, source, prepared.air, now))
        # The outlines changed: by this very load, or by another one while this one was reading.
        if prepared.stages and store.versions(conn).get(DISTRICTS, 0) != prepared.outlines:
            report.notes["reassigned"] += sum(reassign(conn, store, now).values())
        report.status = "ok" if report.counts.moved else "unchanged"
        write_log(conn, report, log.digest, log.started, log.by_user)
        write_unsure(conn, report)
    if report.counts.moved and store.kind == "postgis":
        postgis.settle(store.engine, [stage.layer.id for stage in prepared.stages])


def _moves(counts: Counts) -> Counts:
    """Counts of what a bundle changed; what was read and refused has been counted before."""
    return Counts(added=counts.added, changed=counts.changed, closed=counts.closed, unchanged=counts.unchanged)


def _after_all(conn: Connection) -> datetime:
    """Present time, or the time of the last change when the machine's clock has gone back behind it."""
    last = conn.execute(select(func.max(schema.layer_version.c.changed_at))).scalar()
    return max(utc_now(), last) if last else utc_now()


def _end(report: LoadReport, status: Status, message: str) -> None:
    report.status, report.message = status, message
    read, refused = report.counts.read, report.counts.refused
    report.counts = Counts(read=read, refused=refused)


def _log_fault(store: Store, report: LoadReport, log: _Log) -> None:
    """Write a fault in a transaction of its own; a store that cannot be written keeps none."""
    try:
        with store.write() as conn:
            write_log(conn, report, log.digest, log.started, log.by_user)
    except DBAPIError:
        report.load_id = None
