"""Running the checks of a source after its load, and keeping the results as history."""

import logging
from typing import Any

from sqlalchemy import Connection, func, select

from config.city import Source
from data.indicators import READERS as INDICATOR_READERS
from data.loading.report import GOOD
from data.quality.layer_checks import LAYER_CHECKS, Subject
from data.quality.records import BY_ID, INDICATORS
from data.quality.value_checks import VALUE_CHECKS, Values
from data.schema import load_log, quality_result
from data.store import Store, utc_now

# A source that reaches further than this outside the city covers the region by intention.
LOCAL_DEG = 0.5
LOG = logging.getLogger("sitcenter.quality")


def check_source(store: Store, source_id: str) -> int:
    """Run all checks of a source against its last good load; how many results were kept. Once more replaces them.

    Raises DBAPIError when the store is gone.
    """
    record = store.city.source(source_id)
    with store.read() as conn:
        load = last_good(conn, source_id)
        rows = _results(conn, store, record, source_id, load) if record is not None and load else []
    with store.write() as conn:
        same = (quality_result.c.load == load, quality_result.c.source == source_id)
        conn.execute(quality_result.delete().where(*same))
        if rows:
            conn.execute(quality_result.insert(), rows)
    return len(rows)


def check_after(store: Store, source_id: str, *, changed: bool) -> None:
    """Run the checks after a load; a fault of a check is logged and harms no load."""
    try:
        if changed or not has_results(store, source_id):
            check_source(store, source_id)
    except Exception:
        LOG.exception("checks of %s", source_id)


def check_all(store: Store) -> dict[str, int]:
    """Run all checks of all sources that were ever loaded; results by source."""
    with store.read() as conn:
        query = select(load_log.c.source).where(load_log.c.status.in_(GOOD)).distinct()
        loaded = [row.source for row in conn.execute(query)]
    order = [source.id for source in store.city.sources]
    return {name: check_source(store, name) for name in sorted(loaded, key=lambda n: (n not in order, n))}


def has_results(store: Store, source_id: str) -> bool:
    """Whether any result of a source is kept."""
    with store.read() as conn:
        query = select(quality_result.c.id).where(quality_result.c.source == source_id).limit(1)
        return conn.execute(query).first() is not None


def last_good(conn: Connection, source_id: str) -> int:
    """Number of the last good load of a source, 0 for none."""
    query = select(func.max(load_log.c.id)).where(load_log.c.source == source_id, load_log.c.status.in_(GOOD))
    return int(conn.execute(query).scalar() or 0)


def layers_of_source(store: Store, source: Source) -> list[str]:
    """Layers of the store that a source may bring rows to."""
    names = dict.fromkeys([*(load.layer for load in source.loads), *source.accepts])
    return [name for name in names if name in store.layers]


def _results(conn: Connection, store: Store, source: Source, source_id: str, load: int) -> list[dict[str, Any]]:
    common = {"load": load, "source": source_id, "at": utc_now()}
    rows: list[dict[str, Any]] = []
    for name in layers_of_source(store, source):
        subject = Subject(conn, store.layers[name], store.tables[name], source_id, load, source.reach_deg <= LOCAL_DEG)
        if subject.count():
            rows += [_row(common, name, check, *ask(subject)) for check, ask in LAYER_CHECKS.items()]
    if source.reader in INDICATOR_READERS:
        values = Values(conn, source_id, [d.id for d in store.city.districts], store.city.id)
        if values.count() or values.passports():
            rows += [_row(common, INDICATORS, check, *ask(values)) for check, ask in VALUE_CHECKS.items()]
    return rows


def _row(common: dict[str, Any], layer: str, check: str, found: int, of: int) -> dict[str, Any]:
    status = BY_ID[check].status(found, of)
    return {**common, "layer": layer, "check": check, "found": found, "of": of, "status": status}
