"""Small tables as CSV for table programs, in the way of the exports: no cell is a formula."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from reports.exports.model import plain
from reports.exports.text_table import safe_cell

BYTE_ORDER_MARK = "\ufeff"

__all__ = ["plain", "safe_cell", "table"]


def table(head: Iterable[str], rows: Iterable[Iterable[Any]], about: Iterable[str]) -> str:
    """CSV for table programs: byte order mark, header, rows, then what the data are and where from."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([safe_cell(plain(cell)) for cell in row] for row in rows)
    writer.writerow([])
    writer.writerows([safe_cell(line)] for line in about)
    return BYTE_ORDER_MARK + out.getvalue()
