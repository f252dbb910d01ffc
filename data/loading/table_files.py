"""Tables from CSV and XLSX files, read in stretches; encoding and delimiter are found out when not given."""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice, repeat, zip_longest
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from config.city import Source
from config.limits import HEADER_SEARCH_ROWS, IMPORT_BYTES, IMPORT_CHUNK
from data.loading.chunks import Chunk, Chunks
from data.loading.report import LoadError

DELIMITERS = (",", ";", "\t", "|")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
COORDINATE_NAMES = (("lon", "lat"), ("longitude", "latitude"), ("lng", "lat"), ("x", "y"))
FEW = 2
NAME_CHARS = 200
LINE_CHARS = 4_000_000
_BLOCK = 1 << 20
_BEYOND = re.compile(r"[^\x00-\x7f]")


def read_csv(source: Source, path: Path, size: int = 0) -> Chunks:
    """Rows of a CSV file, `size` at a time; LoadError when its encoding or header cannot be read."""
    encoding = source.encoding or detect_encoding(path)
    with path.open("rb") as raw:
        weight = max(1, path.stat().st_size)
        stream = io.TextIOWrapper(raw, encoding, newline="")
        try:
            delimiter = source.delimiter or sniff_delimiter(path, encoding)
            rows = csv.reader(_lines(stream), delimiter=delimiter)
            yield from _chunks(source, rows, lambda: min(1.0, raw.tell() / weight), size)
        except (UnicodeError, LookupError) as error:
            raise LoadError("encoding", encoding=encoding) from error
        except csv.Error as error:
            raise LoadError("csv", cause=str(error)) from error


def _lines(stream: io.TextIOWrapper) -> Iterator[str]:
    """Lines of a file; csv.Error for one so long that it is none: a file without line ends would fill the memory."""
    while line := stream.readline(LINE_CHARS):
        if len(line) == LINE_CHARS and not line.endswith(("\n", "\r")):
            raise csv.Error(f"line > {LINE_CHARS}")
        yield line


def detect_encoding(path: Path) -> str:
    """Encoding of a text file: by its mark, UTF-8 when every byte fits, else CP1251; LoadError when neither fits.

    A file that is UTF-8 but for a few broken bytes is refused: as CP1251 it would be read as gibberish.
    """
    with path.open("rb") as file:
        head = file.read(4)
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    fitting, broken = _letters(path, "utf-8")
    if not broken:
        return "utf-8"
    if fitting > FEW * broken or _letters(path, "cp1251")[1]:
        raise LoadError("encoding", encoding="UTF-8, CP1251")
    return "cp1251"


def _letters(path: Path, encoding: str) -> tuple[int, int]:
    """How many letters beyond ASCII a file has in an encoding, and how many bytes of it do not fit."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    fitting = broken = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            text = decoder.decode(block)
            if not text.isascii():
                bad = text.count("\ufffd")
                broken += bad
                fitting += len(_BEYOND.findall(text)) - bad
    return fitting, broken + decoder.decode(b"", final=True).count("\ufffd")


def sniff_delimiter(path: Path, encoding: str) -> str:
    """The delimiter that stands most often outside quotes in the first line that has any: a title has none."""
    with path.open(encoding=encoding, newline="") as file:
        for _ in range(HEADER_SEARCH_ROWS):
            outside = "".join(file.readline(_BLOCK).split('"')[::2])
            if any(sign in outside for sign in DELIMITERS):
                return max(DELIMITERS, key=outside.count)
    return DELIMITERS[0]


def read_xlsx(source: Source, path: Path, size: int = 0) -> Chunks:
    """Rows of a sheet of an XLSX workbook (the first one unless named), `size` at a time; formulas as last results."""
    book = open_book(path)
    try:
        sheet = sheet_of(book, source.sheet)
        total = max(1, sheet.max_row or 1)
        done = 0

        def rows(found: Iterator[Sequence[Any]]) -> Iterator[list[Any]]:
            nonlocal done
            for row in found:
                done += 1
                yield list(row)

        with closing(sheet.iter_rows(values_only=True)) as found:
            yield from _chunks(source, rows(found), lambda: min(1.0, done / total), size)
    except (ParseError, zipfile.BadZipFile, KeyError, ValueError, zlib.error) as error:
        raise LoadError("unreadable", cause="XLSX") from error
    finally:
        book.close()


def open_book(path: Path, limit: int = IMPORT_BYTES, *, values: bool = True) -> Workbook:
    """A workbook for reading in stretches; LoadError when it is none or would unpack beyond `limit`.

    Of a formula the value that its program kept is read, or with `values` off the formula itself.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            # A member gives no more bytes than its entry names, whatever is packed in it.
            if sum(info.file_size for info in archive.infolist()) > limit:
                raise LoadError("bytes_limit", limit=limit // 1_000_000)
        return load_workbook(path, read_only=True, data_only=values, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ValueError, ParseError, zlib.error) as error:
        raise LoadError("unreadable", cause="XLSX") from error


def sheet_of(book: Workbook, name: str) -> Any:
    """The sheet of that name, else the first one; LoadError when there is none."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if not sheets or (name and name not in sheets):
        raise LoadError("no_sheet", sheet=name, known=", ".join(sheets)[:200])
    found = sheets[name] if name else next(iter(sheets.values()))
    # The size that a file claims for its sheet need not be true; without it rows are read as they come.
    found.reset_dimensions()
    return found


def _chunks(source: Source, rows: Iterator[list[Any]], share: Any, size: int) -> Chunks:
    header = _header(source, rows)
    coordinates = source.coordinates or guess_coordinates(header)
    width, first = len(header), 1
    while block := list(islice(rows, size or IMPORT_CHUNK)):
        kept = [(first + i, _padded(row, width)) for i, row in enumerate(block) if not _blank(row)]
        full = [row for _, row in kept]
        by_column = zip(*full, strict=True) if full else repeat((), width)
        columns = {name: list(values) for name, values in zip(header, by_column, strict=False) if name}
        yield Chunk([number for number, _ in kept], columns, share(), coordinates=coordinates)
        first += len(block)


def _header(source: Source, rows: Iterator[list[Any]]) -> list[str]:
    if source.header_row:
        above = list(islice(rows, source.header_row))
        if len(above) < source.header_row:
            raise LoadError("empty")
        return header_names(above)
    header = [str(name if name is not None else "").strip() for name in next(rows, [])]
    if not any(header):
        raise LoadError("empty")
    named = [name for name in header if name]
    if len(named) != len(set(named)):
        twice = sorted({name for name in named if named.count(name) > 1})
        raise LoadError("columns_twice", columns=", ".join(twice))
    return header


def header_names(above: list[list[Any]]) -> list[str]:
    """Names of the columns from the rows down to the header row; every name is there once.

    A cell merged downwards stands in the row above; a name that repeats gets its number behind it; columns at the end
    without a name are left out, those between get the number of their place.
    """
    said = [_cell_name(value) for value in above[-1]]
    before = [_cell_name(value) for value in above[-2]] if len(above) > 1 else []
    filled = [name or over for name, over in zip_longest(said, before, fillvalue="")]
    while filled and not filled[-1]:
        filled.pop()
    seen: dict[str, int] = {}
    names = []
    for i, name in enumerate(filled, start=1):
        base = name or f"#{i}"
        seen[base] = seen.get(base, 0) + 1
        names.append(base if seen[base] == 1 else f"{base} ({seen[base]})")
    if not names:
        raise LoadError("empty")
    return names


def _cell_name(value: Any) -> str:
    return " ".join(str(value if value is not None else "").split())[:NAME_CHARS]


def _blank(row: list[Any]) -> bool:
    return not any(row) and all(value in (None, "") for value in row)


def _padded(row: list[Any], width: int) -> list[Any]:
    return row if len(row) == width else (row + [None] * (width - len(row)))[:width]


def guess_coordinates(header: list[str]) -> tuple[str, str] | None:
    """Columns of longitude and latitude by their usual names, if both are there."""
    by_name = {name.casefold(): name for name in header}
    for lon, lat in COORDINATE_NAMES:
        if lon in by_name and lat in by_name:
            return by_name[lon], by_name[lat]
    return None
