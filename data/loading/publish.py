"""Publishing of a layer's rows: what is new is opened, what is gone is closed, what is the same stays untouched."""

from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, select, text

from config.city import Source
from data import gpkg
from data.loading import bulk
from data.loading.report import Counts, LoadError
from data.loading.stage import Stage, with_constants
from data.store import Store

LOAD_LOCK = 7_501_966


def lock(conn: Connection) -> None:
    """Let one load at a time publish; readers are not held up."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOAD_LOCK})


class Plan:
    """What a stage would change in its layer: rows to insert, rows to close, and how they are counted."""

    def __init__(self, conn: Connection, table: Table, stage: Stage, source: Source) -> None:
        """Compare with the present rows of the source; LoadError when the layer would lose all its rows."""
        columns = (table.c.fid, table.c.object_id, table.c.row_hash)
        query = select(*columns).where(table.c.source == source.id, table.c.known_to.is_(None))
        fids: dict[str, int] = {}
        hashes: dict[str, str] = {}
        for fid, object_id, row_hash in conn.execute(query):
            fids[object_id], hashes[object_id] = fid, row_hash
        if not stage.rows and fids.keys() - stage.kept_ids:
            raise LoadError("layer_empty", layer=table.name)
        self.insert = np.ones(stage.rows, dtype=bool)
        self.close: list[int] = []
        self.counts = Counts()
        for i, (object_id, row_hash) in enumerate(stage.idents()):
            present = fids.pop(object_id, None)
            if present is None:
                self.counts.added += 1
            elif hashes[object_id] == row_hash:
                self.insert[i] = False
                self.counts.unchanged += 1
            else:
                self.close.append(present)
                self.counts.changed += 1
        whole = all(load.whole for load in source.loads if load.layer == stage.layer.id)
        gone = [fid for object_id, fid in fids.items() if whole and object_id not in stage.kept_ids]
        replaces = all(load.replaces for load in source.loads if load.layer == stage.layer.id)
        if source.replaces and replaces and stage.rows:
            # The same objects known from older files of other sources must not count twice.
            older = select(table.c.fid).where(table.c.source.in_(source.replaces), table.c.known_to.is_(None))
            gone += conn.execute(older).scalars()
        self.counts.closed = len(gone)
        self.close += gone

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not self.close and not self.insert.any()


def publish_stage(conn: Connection, store: Store, source: Source, stage: Stage, now: datetime) -> Counts:
    """Bring the present rows of a source in one layer up to the stage, inside the caller's transaction."""
    table = store.tables[stage.layer.id]
    plan = Plan(conn, table, stage, source)
    if plan.empty:
        if _confirm(conn, table, stage, source):
            store.raise_version(conn, table.name)
        return plan.counts
    bulk.close_rows(conn, table, plan.close, now)
    constants = row_constants(source, stage, now)
    count = int(plan.insert.sum())
    fid = bulk.claim_fids(conn, table, count)
    with bulk.many(conn, table, count):
        for part in stage.picked(plan.insert):
            bulk.insert(conn, table, with_constants(part, table, constants, fid))
            fid += part.num_rows
    _confirm(conn, table, stage, source)
    finish(conn, store, table)
    return plan.counts


def _confirm(conn: Connection, table: Table, stage: Stage, source: Source) -> int:
    """A newer file confirms the rows that it did not change: they get its date; how many."""
    if stage.data_date is None:
        return 0
    present = table.c.source == source.id, table.c.known_to.is_(None)
    older = table.update().where(*present, table.c.data_date < stage.data_date)
    return int(conn.execute(older.values(data_date=stage.data_date)).rowcount)


def row_constants(source: Source, stage: Stage, now: datetime) -> dict[str, Any]:
    """Values that new rows of a load have in common; the date of the file or the source where the row has none."""
    data_date: date | None = stage.data_date or source.data_date
    return {
        "known_from": now, "loaded_at": now, "source": source.id, "data_date": data_date,
        "origin": source.origin, "sensitivity": str(stage.layer.sensitivity),
    }  # fmt: skip


def finish(conn: Connection, store: Store, table: Table) -> None:
    """Raise the layer's version and bring its extent up to date."""
    store.raise_version(conn, table.name)
    if store.kind == "gpkg":
        gpkg.update_extent(conn, table.name)
