"""CSV for table programs: no cell is a formula, and the file says what the data are and where from."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reports.exports.model import Cargo, plain

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
BLANKS = " \u00a0\ufeff"
ENCODING = "utf-8-sig"


def risky(value: Any) -> bool:
    """Whether a table program could take a text for a formula."""
    return isinstance(value, str) and value.lstrip(BLANKS).startswith(RISKY)


def safe_cell(value: Any) -> Any:
    """A text that no table program takes for a formula: a leading sign gets a quote; numbers stay numbers."""
    return f"'{value}" if risky(value) else value


def write_csv(cargo: Cargo, path: Path) -> None:
    """Byte order mark, header, rows, an empty line, then what the data are and where from."""
    done = 0
    with path.open("w", encoding=ENCODING, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(map(safe_cell, cargo.head()))
        for rows in cargo.portions:
            writer.writerows([safe_cell(plain(cell)) for cell in row] for row in cargo.cells(rows))
            done += len(rows)
            cargo.tick(done)
        writer.writerow([])
        writer.writerows(about_lines(cargo.facts.lines))


def about_lines(lines: Iterable[tuple[str, str]]) -> Iterable[list[str]]:
    """Lines about a table, one cell each."""
    return ([str(safe_cell(f"{name}: {words}" if words else name))] for name, words in lines)
