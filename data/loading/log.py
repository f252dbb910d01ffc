"""The log of loads: what was loaded when, from which file, and the rows refused."""

import csv
import hashlib
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from data import schema
from data.loading.report import GOOD, LoadReport
from data.store import utc_now

_BLOCK = 1 << 20
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sha256(path: Path | None) -> str:
    """Fingerprint of a file, or of all files of a folder with their names; empty for none."""
    if path is None or not path.exists():
        return ""
    digest = hashlib.sha256()
    for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
        if path.is_dir():
            digest.update(str(file.relative_to(path)).encode())
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


def write_log(conn: Connection, report: LoadReport, digest: str, started: datetime, by_user: str) -> None:
    """Write a finished load and its refused rows into the log; the report gets the number of the load."""
    counts = report.counts
    row = {
        "source": report.source, "file_name": report.file_name, "sha256": digest, "started_at": started,
        "finished_at": utc_now(), "status": report.status, "message": report.message, "by_user": by_user,
        "rows_read": counts.read, "rows_added": counts.added, "rows_changed": counts.changed,
        "rows_closed": counts.closed, "rows_unchanged": counts.unchanged, "rows_refused": counts.refused,
    }  # fmt: skip
    done = conn.execute(schema.load_log.insert().values(**row))
    key = done.inserted_primary_key
    report.load_id = int(key[0]) if key else None
    if report.refusals:
        conn.execute(schema.load_refusal.insert(), [
            {"load": report.load_id, "row_no": r.row_no, "field": r.field, "reason": r.reason,
             "value": r.value.replace("\x00", "\ufffd")} for r in report.refusals
        ])  # fmt: skip


def loaded_sources(conn: Connection) -> set[str]:
    """Sources that were loaded well at least once."""
    table = schema.load_log
    return {row.source for row in conn.execute(select(table.c.source).where(table.c.status.in_(GOOD)).distinct())}


def write_refusals(report: LoadReport, path: Path) -> None:
    """Refused rows as a CSV file; a value that a spreadsheet would take for a formula is marked as text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("row_no", "field", "reason", "value"))
        for refusal in report.refusals:
            writer.writerow((refusal.row_no, refusal.field, refusal.reason, as_text(refusal.value)))


def as_text(value: str) -> str:
    """A value that no spreadsheet takes for a formula; plain numbers stay as they are."""
    if not value.startswith(_FORMULA):
        return value
    try:
        float(value.replace(",", "."))
    except ValueError:
        return f"'{value}"
    return value
