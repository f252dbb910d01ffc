"""Tables as files for table programs: CSV that carries no formula, with what the data are and where from."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"


def plain(value: Any) -> Any:
    """A value as machines read it: days and times (UTC) in ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    return value.isoformat() if isinstance(value, date) else value


def safe_cell(value: Any) -> Any:
    """A text that no table program takes for a formula: a leading sign gets a quote; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(RISKY) else value


def table(head: Iterable[str], rows: Iterable[Iterable[Any]], about: Iterable[str]) -> str:
    """CSV for table programs: byte order mark, header, rows, then what the data are and where from."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([safe_cell(plain(cell)) for cell in row] for row in rows)
    writer.writerow([])
    writer.writerows([safe_cell(line)] for line in about)
    return BYTE_ORDER_MARK + out.getvalue()
