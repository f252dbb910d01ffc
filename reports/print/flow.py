"""Text and legend rows that run through columns and pages, laid out before anything is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.platypus import Paragraph

from reports.print.fonts import drawable, style
from reports.print.model import Group, Mark, Note, Sheet

MARK_MM, GAP_MM = 8.0, 1.2
HEAD, TEXT, TITLE = 7.8, 7.5, 9.5
QUIET, LOUD = "#4a545f", "#8a1c00"


@dataclass(frozen=True)
class Box:
    """A column on a page: left and upper edge, width and height in points."""

    page: int
    x: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Item:
    """A piece of the flow: a paragraph, perhaps with a mark before it; `tied` stays with the next one."""

    text: Any
    mark: Mark | None = None
    tied: bool = False
    before: float = 0.0

    @property
    def indent(self) -> float:
        """Room for the mark."""
        return float(MARK_MM * mm) if self.mark is not None else 0.0

    def height(self, width: float) -> float:
        """Height in a column of a width."""
        return float(self.text.wrap(width - self.indent, 10_000)[1] + GAP_MM * mm)


@dataclass(frozen=True)
class Placed:
    """A piece at its place: left edge and top."""

    item: Item
    page: int
    x: float
    top: float
    width: float


def paragraph(words: str, size: float, *, bold: bool = False, color: str = "#1b222b") -> Any:
    """A paragraph of plain text: nothing in it is markup."""
    return Paragraph(escape(drawable(words)), style(size, bold=bold, color=color))


def items(sheet: Sheet) -> list[Item]:
    """The legend, then what is said about the data."""
    found = [Item(paragraph(sheet.words["legend"], TITLE, bold=True), tied=True)]
    for group in sheet.groups:
        found += _group(group)
    for note in sheet.notes:
        found += _note(note)
    return found


def _group(group: Group) -> Iterator[Item]:
    if len(group.marks) == 1:
        yield Item(paragraph(group.title, HEAD, bold=True), group.marks[0], tied=bool(group.loud), before=1.0 * mm)
    else:
        yield Item(paragraph(group.title, HEAD, bold=True), tied=True, before=1.0 * mm)
        for mark in group.marks:
            yield Item(paragraph(mark.words, TEXT), mark)
    if group.loud:
        yield Item(paragraph(group.loud, TEXT, color=LOUD))


def _note(note: Note) -> Iterator[Item]:
    yield Item(paragraph(note.title, HEAD, bold=True), tied=True, before=2.0 * mm)
    for line in note.lines:
        yield Item(paragraph(line, TEXT, color=QUIET))


def place(found: Sequence[Item], boxes: Iterator[Box]) -> list[Placed]:
    """Put the pieces into columns one after the other; a heading never stands alone at the end of one."""
    placed: list[Placed] = []
    box = next(boxes)
    used, fresh = 0.0, True
    for at, item in enumerate(found):
        need = item.height(box.width) + (0 if fresh else item.before)
        follow = found[at + 1].height(box.width) if item.tied and at + 1 < len(found) else 0.0
        while used + need + follow > box.height and not (fresh and used == 0 and box.page > 0):
            box = next(boxes)
            used, fresh = 0.0, True
            need = item.height(box.width)
        start = used + (0 if fresh else item.before)
        placed.append(Placed(item, box.page, box.x, box.top - start, box.width))
        used, fresh = used + need, False
    return placed
