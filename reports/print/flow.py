"""Text and legend rows that run through columns and pages, laid out before anything is drawn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.platypus import Paragraph

from reports.print.fonts import drawable, style
from reports.print.model import Mark, Sheet
from reports.print.told import Kind, told

MARK_MM, GAP_MM = 8.0, 1.2
TEXT = 7.5
INK, QUIET, LOUD = "#1b222b", "#4a545f", "#8a1c00"
SIZES: Mapping[Kind, float] = {"title": 9.5, "head": 7.8, "text": TEXT, "quiet": TEXT, "loud": TEXT}
COLORS: Mapping[Kind, str] = {"title": INK, "head": INK, "text": INK, "quiet": QUIET, "loud": LOUD}


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


def paragraph(words: str, size: float, *, bold: bool = False, color: str = INK) -> Any:
    """A paragraph of plain text: nothing in it is markup."""
    return Paragraph(escape(drawable(words)), style(size, bold=bold, color=color))


def items(sheet: Sheet) -> list[Item]:
    """The legend, then what is said about the data."""
    return [
        Item(paragraph(line.words, SIZES[line.kind], bold=line.bold, color=COLORS[line.kind]), line.mark, line.tied,
             line.before * mm)
        for line in told(sheet)
    ]  # fmt: skip


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
