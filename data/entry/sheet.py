"""A filled template: rows of values read from a workbook, judged one by one, and kept as drafts of one file."""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from config import i18n
from config.entry import Desk
from config.limits import ENTRY_BYTES, ENTRY_REFUSED_KEPT, ENTRY_ROWS, ENTRY_UNPACKED_BYTES
from config.policy import User
from data import schema
from data.entry.check import KINDS, Finding, Wish, check
from data.entry.desks import Line, desk_of, lines, may_enter
from data.entry.proposals import TABLE, EntryError, add, city_today, drafts_of, packed, slot_of
from data.indicators.units import plain_spelling
from data.loading.report import LoadError
from data.loading.table_files import open_book, sheet_of
from data.store import Store, utc_now

# Columns of the template, in their order; the words of their heads are `entry.column.<name>` in any language.
COLUMNS = ("line", "name", "territory", "breakdown", "unit", "kind", "period", "previous_period", "previous", "value",
           "reason")  # fmt: skip
NEEDED = ("line", "kind", "period", "value")
HEADER_ROWS = 10
# Empty rows of a file are read too, but not without end.
ROWS_SEEN = ENTRY_ROWS * 4
CELL_CHARS = 2_000
BATCH = schema.entry_batch


@dataclass(frozen=True)
class SheetRow:
    """One filled row of a template: its number in the file, the series it names, the unit as it stands there."""

    no: int
    line: str
    unit: str
    wish: Wish
    formula: bool = False


@dataclass(frozen=True)
class Refused:
    """A row that was not taken, with everything that was found."""

    no: int
    line: str
    value: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Batch:
    """A file somebody brought: how many rows had a value, and those that were not taken."""

    id: str
    body: str
    file_name: str
    rows_read: int
    made_at: datetime
    refused: tuple[Refused, ...]


@lru_cache(maxsize=1)
def _heads() -> Mapping[str, str]:
    """Columns by the words of their heads, in every language."""
    return {i18n.t(lang, f"entry.column.{name}").casefold(): name for lang in i18n.LANGS for name in COLUMNS}


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, str]:
    words = {i18n.t(lang, f"indicators.kind.{kind}").casefold(): kind for lang in i18n.LANGS for kind in KINDS}
    return words | {kind: kind for kind in KINDS}


def read_sheet(path: Path) -> list[SheetRow]:
    """Rows of a template that have a value. Raises EntryError: `file`, `template`, `rows`, `big`, `nothing`."""
    if path.stat().st_size > ENTRY_BYTES:
        raise EntryError("big")
    try:
        book = open_book(path, ENTRY_UNPACKED_BYTES, values=False)
    except LoadError as error:
        raise EntryError("big" if error.key == "bytes_limit" else "file") from error
    try:
        # A sheet that is not read to its end keeps the file open until it is closed.
        with closing(sheet_of(book, "").iter_rows(values_only=True)) as cells:
            found = list(_rows(cells))
    except EntryError:
        raise
    except Exception as error:  # a hostile workbook fails in as many ways as its reader has lines
        raise EntryError("file") from error
    finally:
        book.close()
    if not found:
        raise EntryError("nothing")
    return found


def _rows(cells: Iterator[Sequence[Any]]) -> Iterator[SheetRow]:
    places: dict[str, int] = {}
    filled = 0
    for no, row in enumerate(cells, 1):
        if no > ROWS_SEEN:
            raise EntryError("rows")
        if not places:
            places = _places(row)
            if not places and no >= HEADER_ROWS:
                raise EntryError("template")
            continue
        given = {name: row[at] if at < len(row) else None for name, at in places.items()}
        texts = {name: _text(cell) for name, cell in given.items()}
        if not texts["value"]:
            continue
        filled += 1
        if filled > ENTRY_ROWS:
            raise EntryError("rows")
        yield _row(no, texts, typed=isinstance(given["value"], str))
    if not places:
        raise EntryError("template")


def _places(row: Sequence[Any]) -> dict[str, int]:
    named = {_heads().get(_text(cell).casefold(), ""): at for at, cell in enumerate(row)}
    return {name: at for name, at in named.items() if name} if all(name in named for name in NEEDED) else {}


def _row(no: int, texts: Mapping[str, str], *, typed: bool) -> SheetRow:
    kind = _kinds().get(texts["kind"].casefold(), texts["kind"][:20])
    # A formula stays one, wherever it stands: what it would give is known only to its program.
    formula = any(text.startswith("=") for text in texts.values())
    # A number in its cell has a point before its fraction; only a text can be read two ways.
    wish = Wish(kind, texts["period"], texts["value"], texts.get("reason", ""), None if typed else "fraction")
    return SheetRow(no, texts["line"], texts.get("unit", ""), wish, formula)


def _text(value: Any) -> str:
    """A cell as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value).strip()[:CELL_CHARS]


def judge(
    rows: Sequence[SheetRow], own: Mapping[str, Line], units: Mapping[str, set[str]], waiting: set[str], today: date
) -> tuple[list[tuple[SheetRow, Line, Any]], list[Refused]]:
    """Rows that may become drafts with what was found, and those refused.

    `own` are the series of the desk, `units` the spellings of the unit of each, `waiting` the slots that are taken.
    """
    good: list[tuple[SheetRow, Line, Any]] = []
    bad: list[Refused] = []
    seen: dict[str, int] = {}
    for row in rows:
        line = own.get(row.line)
        if row.formula or line is None:
            found = Finding("formula" if row.formula else "line", "error")
            bad.append(Refused(row.no, row.line[:200], row.wish.value[:40], (found,)))
            continue
        checked = check(row.wish, line.series, today)
        more = list(checked.findings)
        if row.unit and plain_spelling(row.unit) not in units[line.id]:
            more.append(Finding("unit", "error", {"given": row.unit[:40]}))
        slot = slot_of(line, checked)
        if checked.start is not None and slot in seen:
            more.append(Finding("twice", "error", {"row": seen[slot]}))
        elif slot in waiting:
            more.append(Finding("waiting", "error"))
        seen.setdefault(slot, row.no)
        if checked.good and len(more) == len(checked.findings):
            good.append((row, line, checked))
        else:
            bad.append(Refused(row.no, line.id, row.wish.value[:40], tuple(more)))
    return good, bad


def bring(store: Store, user: User, body: str, path: Path, name: str) -> str:
    """Read a filled template and keep its good rows as drafts; the number of the file. The same file twice is one.

    Raises EntryError for a file that is none of ours, or a desk that is not this person's.
    """
    desk = desk_of(store.city, body)
    if desk is None:
        raise EntryError("not_yours")
    digest, rows = hashlib.sha256(path.read_bytes()).hexdigest(), read_sheet(path)
    with store.write() as conn:
        own = {line.id: line for line in lines(conn, store, user, desk) if may_enter(user, desk, line)}
        if not own:
            raise EntryError("not_yours")
        before = _before(conn, user, body, digest)
        if before is not None:
            return before
        slots = select(TABLE.c.slot).where(TABLE.c.slot.is_not(None))
        waiting = {str(slot) for slot in conn.execute(slots).scalars()}
        good, bad = judge(rows, own, spellings(store, own), waiting, city_today(store))
        number = secrets.token_hex(8)
        conn.execute(BATCH.insert().values(
            id=number, author=user.name, body=body, file_name=name[:100], sha256=digest, rows_read=len(rows),
            refused=_packed(bad), made_at=utc_now(),
        ))  # fmt: skip
        for row, line, checked in good:
            add(conn, user, body, line, checked, f"{number}:{row.no}")
    return number


def spellings(store: Store, own: Mapping[str, Line]) -> dict[str, set[str]]:
    """By series: every way to write its unit."""
    units = {unit.id: unit for unit in store.city.units}
    found = {}
    for key, line in own.items():
        known = units.get(line.unit or "")
        texts = [line.unit_ru, line.unit_en, *(known.spellings if known else ())]
        texts += [known.symbol[lang] for lang in i18n.LANGS] if known else []
        found[key] = {plain_spelling(text) for text in texts if text}
    return found


def _before(conn: Connection, user: User, body: str, digest: str) -> str | None:
    """The same file of the same person whose drafts still wait to be sent."""
    query = select(BATCH.c.id).where(BATCH.c.author == user.name, BATCH.c.body == body, BATCH.c.sha256 == digest)
    return next((str(one) for one in conn.execute(query).scalars() if drafts_of(conn, user, one)), None)


def _packed(refused: Sequence[Refused]) -> str:
    return json.dumps([
        {"no": one.no, "line": one.line, "value": one.value, "findings": json.loads(packed(one.findings))}
        for one in refused[:ENTRY_REFUSED_KEPT]
    ], ensure_ascii=False)  # fmt: skip


def find_batch(conn: Connection, user: User, number: str) -> Batch | None:
    """A file that this person brought."""
    if user.name is None or "\0" in number:
        return None
    row = conn.execute(select(BATCH).where(BATCH.c.id == number, BATCH.c.author == user.name)).first()
    if row is None:
        return None
    refused = tuple(
        Refused(one["no"], one["line"], one["value"], tuple(Finding(**found) for found in one["findings"]))
        for one in json.loads(row.refused)
    )
    return Batch(row.id, row.body, row.file_name, row.rows_read, row.made_at, refused)


def own_lines(conn: Connection, store: Store, user: User, desk: Desk) -> list[Line]:
    """Series of a desk of which this person enters values."""
    return [line for line in lines(conn, store, user, desk) if may_enter(user, desk, line)]
