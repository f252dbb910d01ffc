"""A check or a load of an uploaded table in the background; its state stands beside the file for any process."""

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.city import Source
from data import mappings
from data.loading.pipeline import import_source
from data.loading.readers import read_file
from data.loading.report import LoadReport
from data.store import Store
from data.tables.look import shown
from data.tables.uploads import STATE, Upload

LOG = logging.getLogger("sitcenter")
BEAT_SECONDS, SILENT_SECONDS = 0.3, 300
SHOWN = 200
REFUSED = "refused.json"


@dataclass(frozen=True)
class Order:
    """What is to be done with an upload: by which record and header, for which mapping, by whom, really or as a try."""

    upload: Upload
    record: Source
    fingerprint: str
    mapping: int
    by: str
    dry_run: bool


def start(store: Store, order: Order) -> bool:
    """Begin the work in a thread of its own; False when one is under way for this upload."""
    if running(order.upload):
        return False
    order.upload.put(STATE, {"step": "read", "share": 0.0, "beat": time.time(), "dry_run": order.dry_run})
    threading.Thread(target=work, args=(store, order), name="import", daemon=True).start()
    return True


def running(upload: Upload) -> bool:
    """Whether work is under way and its worker gave a sign of life lately."""
    state = upload.get(STATE)
    return bool(state) and state.get("step") != "done" and time.time() - float(state["beat"]) < SILENT_SECONDS


def state_of(upload: Upload) -> dict[str, Any]:
    """The present state; step `lost` when the worker fell silent, `none` when nothing was begun."""
    state: dict[str, Any] = upload.get(STATE) or {"step": "none"}
    if state["step"] not in ("none", "done") and not running(upload):
        return {"step": "lost"}
    return state


def work(store: Store, order: Order) -> LoadReport | None:
    """Do the work and leave its outcome beside the file; None when it broke in a way nobody foresaw."""
    last = [0.0]

    def tell(done: int, total: int, step: str) -> None:
        now = time.monotonic()
        if now - last[0] > BEAT_SECONDS or step == "publish":
            last[0] = now
            share = done / max(1, total)
            order.upload.put(STATE, {"step": step, "share": share, "beat": time.time(), "dry_run": order.dry_run})

    try:
        report = import_source(
            store, order.record, order.upload.path, dry_run=order.dry_run, by_user=order.by, progress=tell
        )
        if report.good:
            with store.write() as conn:
                mappings.save(conn, order.mapping, order.record, order.fingerprint, order.by)
    except Exception:
        LOG.exception("import")
        order.upload.put(STATE, {"step": "done", "status": "failed", "dry_run": order.dry_run, "beat": time.time()})
        return None
    order.upload.put(REFUSED, [[r.row_no, r.field, r.reason, r.value] for r in report.refusals])
    order.upload.put(STATE, _outcome(report, order.dry_run))
    return report


def _outcome(report: LoadReport, dry_run: bool) -> dict[str, Any]:
    names = ("read", "added", "changed", "closed", "unchanged", "refused")
    return {
        "step": "done", "beat": time.time(), "dry_run": dry_run, "status": report.status, "message": report.message,
        "counts": {name: getattr(report.counts, name) for name in names}, "unsure": len(report.unsure),
        "load": report.load_id, "notes": dict(report.notes),
        "refusals": [[r.row_no, r.field, r.reason, r.value] for r in report.refusals[:SHOWN]],
    }  # fmt: skip


def refused_rows(source: Source, path: Path, refusals: list[list[Any]]) -> Iterator[tuple[list[str], list[Any]]]:
    """Names of the columns and the values of each refused row as the file has them, in the file's order."""
    wanted = {int(row_no) for row_no, *_ in refusals}
    for chunk in read_file(source, path):
        names = list(chunk.columns)
        for i, number in enumerate(chunk.row_no):
            if number in wanted:
                yield names, [number, *(shown(chunk.columns[name][i]) for name in names)]
