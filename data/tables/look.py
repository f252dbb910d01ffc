"""What is in a table file: sheets, header row, columns with samples, and the mark by which the next one is known."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from config.limits import HEADER_SEARCH_ROWS, MAPPING_COLUMNS, PREVIEW_ROWS, UPLOAD_UNPACKED_BYTES
from data.loading.report import LoadError
from data.loading.table_files import detect_encoding, header_names, open_book, sheet_of, sniff_delimiter
from data.loading.values import BadValueError, convert, num
from data.numbers import read
from data.text import skeleton

SAMPLES = 3
SHOWN_CHARS = 80
CELL_CHARS = 32_767
_DAY = re.compile(r"[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Column:
    """A column of a file: its name, some values as they stand there, and what they look like."""

    name: str
    samples: tuple[str, ...]
    looks: str


@dataclass(frozen=True)
class Look:
    """A table file looked into; `header_row` counts from 1."""

    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    columns: tuple[Column, ...]

    @property
    def fingerprint(self) -> str:
        """The same for files with the same columns in the same order, however they are written."""
        names = "\x1f".join(skeleton(column.name) or column.name for column in self.columns)
        return hashlib.blake2b(names.encode(), digest_size=12).hexdigest()


def look(path: Path, sheet: str = "", header_row: int = 0) -> Look:
    """What a file holds; the sheet and the header row are found when not given. LoadError when it cannot be read."""
    sheets, chosen, rows = _top(path, sheet, max(HEADER_SEARCH_ROWS, header_row) + PREVIEW_ROWS)
    if not any(_filled(row) for row in rows):
        raise LoadError("empty")
    at = header_row or find_header(rows)
    if at > len(rows):
        raise LoadError("empty")
    names = header_names([list(row) for row in rows[:at]])
    if len(names) > MAPPING_COLUMNS:
        raise LoadError("columns_many", limit=MAPPING_COLUMNS)
    below = rows[at:]
    columns = tuple(_column(name, [row[i] if i < len(row) else None for row in below]) for i, name in enumerate(names))
    return Look(sheets, chosen, at, columns)


def find_header(rows: Sequence[Sequence[Any]]) -> int:
    """Number (from 1) of the row that is most likely the header: many different words, and a table below it."""
    width = max((len(_filled(row)) for row in rows), default=0)
    best, found = 0.0, 1
    for i, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        filled = _filled(row)
        words = [str(value).strip() for value in filled if isinstance(value, str) and not _number(value)]
        below = [len(_filled(other)) for other in rows[i + 1 : i + 4]]
        if not words or (not below and len(rows) > 1):
            continue
        follow = sum(below) / (len(below) or 1)
        score = len(set(words)) / width + 0.5 * min(1.0, follow / width) - 0.02 * i
        # A row of data has numbers and days among its words; a header has none.
        score -= 0.8 * (len(filled) - len(words)) / max(1, len(filled))
        if score > best + 0.05:
            best, found = score, i + 1
    return found


def _top(path: Path, sheet: str, count: int) -> tuple[tuple[str, ...], str, list[list[Any]]]:
    if path.suffix.lower() == ".xlsx":
        with book_of(path) as book:
            found = sheet_of(book, sheet)
            with closing(found.iter_rows(values_only=True)) as cells:
                rows = [list(row) for row in islice(cells, count)]
            return tuple(each.title for each in book.worksheets), found.title, rows
    encoding = detect_encoding(path)
    try:
        delimiter = sniff_delimiter(path, encoding)
        with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, newline="") as stream:
            rows = [list(row) for row in islice(csv.reader(stream, delimiter=delimiter), count)]
    except UnicodeError as error:
        raise LoadError("encoding", encoding=encoding) from error
    except csv.Error as error:
        raise LoadError("csv", cause=str(error)) from error
    return (), "", rows


@contextmanager
def book_of(path: Path) -> Iterator[Any]:
    """An uploaded workbook; what goes wrong inside it is a LoadError."""
    book = open_book(path, UPLOAD_UNPACKED_BYTES)
    try:
        yield book
    except LoadError:
        raise
    except Exception as error:  # a hostile workbook fails in as many ways as its reader has lines
        raise LoadError("unreadable", cause="XLSX") from error
    finally:
        book.close()


def shown(value: Any) -> str:
    """A value of a cell as people see it."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    text = value.isoformat() if isinstance(value, date | datetime) else str(value)
    return text.strip()[:CELL_CHARS]


def _column(name: str, values: list[Any]) -> Column:
    texts = list(dict.fromkeys(text[:SHOWN_CHARS] for value in values if (text := shown(value))))
    return Column(name, tuple(texts[:SAMPLES]), _looks(values))


def _looks(values: list[Any]) -> str:
    """What most values are: `date`, `number`, `text`, or `empty` without any."""
    found = [value for value in values if shown(value)]
    if not found:
        return "empty"
    if sum(map(_day, found)) > len(found) / 2:
        return "date"
    if sum(_number(value) for value in found) > len(found) / 2:
        return "number"
    return "text"


def _day(value: Any) -> bool:
    """Whether a value is a day or is written as one, be there such a day or not."""
    shaped = isinstance(value, str) and _DAY.fullmatch(value.strip()) is not None
    return shaped or isinstance(value, date | datetime) or not convert([value], "date")[1]


def _number(value: Any) -> bool:
    """Whether a value is a number, be it with a percent sign or a word behind."""
    if isinstance(value, str) and read(value) is not None:
        return True
    try:
        return not isinstance(value, bool | date | datetime) and num(value) is not None
    except BadValueError:
        return False


def _filled(row: Sequence[Any]) -> list[Any]:
    return [value for value in row if shown(value)]
