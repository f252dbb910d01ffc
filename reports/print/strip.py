"""The legend and what is said about the data as columns of a picture, drawn with Pillow in the pixels of the map."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PIL import Image, ImageColor, ImageDraw

from reports.print.fonts import drawable, for_pictures
from reports.print.model import Mark
from reports.print.told import Kind, Line

# In CSS pixels of the window that the picture shows.
SIZES: Mapping[Kind, int] = {"title": 15, "head": 13, "text": 12, "quiet": 12, "loud": 12}
LEADING, GAP_MM_PX, COLUMN, GAP = 1.4, 3.8, 250, 28
MARK_WIDTH, MARK_HEIGHT, SIGN = 34, 18, 18
SMOOTH = 4


@dataclass(frozen=True)
class Inks:
    """Colours of the strip, `#rrggbb`: those of the map's theme, so that its marks look as they do on it."""

    ground: str = "#ffffff"
    ink: str = "#1b222b"
    quiet: str = "#4a545f"
    loud: str = "#8a1c00"
    rule: str = "#c9ced4"

    def of(self, kind: Kind) -> str:
        """Colour of a line."""
        return {"quiet": self.quiet, "loud": self.loud}.get(kind, self.ink)


@dataclass(frozen=True)
class Row:
    """A line broken to the width of a column; heights in pixels of the picture."""

    line: Line
    broken: tuple[str, ...]
    height: int
    before: int


def wrapped(words: str, font: Any, room: int) -> Iterator[str]:
    """Lines that fit; a word that is too long for a line is cut."""
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if not line or font.getlength(longer) <= room:
            line = longer
        else:
            yield line
            line = word
        while font.getlength(line) > room and len(line) > 1:
            cut = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or font.getlength(line[:n]) <= room)
            yield line[:cut]
            line = line[cut:]
    if line:
        yield line


def columns(lines: Sequence[Line], room: int, ratio: float) -> tuple[list[list[Row]], int]:
    """Columns as even as can be in a room of pixels, and the width of each; a heading never ends one."""
    gap = round(GAP * ratio)
    count = max(1, int((room + gap) // (COLUMN * ratio + gap)))
    width = (room - gap * (count - 1)) // count
    rows = [_row(line, width, ratio) for line in lines]
    total = sum(row.height + row.before for row in rows)
    height = bisect_left(range(total), True, key=lambda tall: len(_filled(rows, tall)) <= count)
    return _filled(rows, height), width


def _row(line: Line, width: int, ratio: float) -> Row:
    font = for_pictures(round(SIZES[line.kind] * ratio), bold=line.bold)
    inner = width - (round(MARK_WIDTH * ratio) if line.mark else 0)
    broken = tuple(wrapped(drawable(line.words), font, inner))
    height = len(broken) * _step(line, ratio) + round(2 * ratio)
    return Row(line, broken, max(height, round(MARK_HEIGHT * ratio) if line.mark else 0),
               round(line.before * GAP_MM_PX * ratio))  # fmt: skip


def _step(line: Line, ratio: float) -> int:
    return round(SIZES[line.kind] * ratio * LEADING)


def _filled(rows: Sequence[Row], height: int) -> list[list[Row]]:
    """Rows in columns of a height, as many as it takes."""
    found: list[list[Row]] = [[]]
    used = 0
    for at, row in enumerate(rows):
        follow = rows[at + 1].height if row.line.tied and at + 1 < len(rows) else 0
        if used and used + row.before + row.height + follow > height:
            found.append([])
            used = 0
        used += row.height + (row.before if found[-1] else 0)
        found[-1].append(row)
    return found


def height_of(column: Sequence[Row]) -> int:
    """Pixels of a column."""
    return sum(row.height + (row.before if at else 0) for at, row in enumerate(column))


def draw_column(whole: Any, column: Sequence[Row], at: tuple[int, int], ratio: float, inks: Inks) -> None:
    """Rows from a place of the picture downwards."""
    pen, (x, y) = ImageDraw.Draw(whole), at
    for number, row in enumerate(column):
        line = row.line
        y += row.before if number else 0
        step, left = _step(line, ratio), x
        if line.mark is not None:
            drawn = mark_picture(line.mark, ratio)
            whole.paste(drawn, (x, y + (step - drawn.height) // 2), drawn)
            left += round(MARK_WIDTH * ratio)
        font = for_pictures(round(SIZES[line.kind] * ratio), bold=line.bold)
        for place, words in enumerate(row.broken):
            pen.text((left, y + place * step), words, font=font, fill=inks.of(line.kind))
        y += row.height


def mark_picture(mark: Mark, ratio: float) -> Any:
    """The mark of a legend row (RGBA), as the map draws it."""
    size = (round((MARK_WIDTH - 8) * ratio), round(MARK_HEIGHT * ratio))
    big = ratio * SMOOTH
    tile = Image.new("RGBA", (round((MARK_WIDTH - 8) * big), round(MARK_HEIGHT * big)), (0, 0, 0, 0))
    middle = (tile.width / 2, tile.height / 2)
    if mark.sign is not None:
        side = round(SIGN * big)
        tile.paste(mark.sign.resize((side, side)), (round(middle[0] - side / 2), round(middle[1] - side / 2)))
    else:
        _SHAPES[mark.shape](ImageDraw.Draw(tile), mark, middle, big)
    return tile.resize(size, Image.Resampling.LANCZOS)


def _point(pen: Any, mark: Mark, middle: tuple[float, float], big: float) -> None:
    radius, (x, y) = min(max(mark.size, 3.0), 8.0) * big, middle
    box = (x - radius, y - radius, x + radius, y + radius)
    pen.ellipse(box, fill=mark.color, outline="#8a939c", width=round(big / 2))


def _area(pen: Any, mark: Mark, middle: tuple[float, float], big: float) -> None:
    x, y, across, up = *middle, 11 * big, 6 * big
    inside = (*ImageColor.getrgb(mark.color)[:3], round(255 * min(max(mark.fill, 0.0), 1.0)))
    pen.rectangle((x - across, y - up, x + across, y + up), fill=inside)
    edge = [(x + right * across, y + down * up) for right, down in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))]
    for start, end in pairwise(edge):
        _stroke(pen, (start, end), mark.edge or mark.color, 1.5 * big, dashed=mark.dashed)


def _line(pen: Any, mark: Mark, middle: tuple[float, float], big: float) -> None:
    x, y = middle
    ends, wide = ((x - 12 * big, y), (x + 12 * big, y)), min(max(mark.size, 1.5), 6.0) * big
    if mark.edge:
        _stroke(pen, ends, mark.edge, wide + 2 * big, dashed=False)
    _stroke(pen, ends, mark.color, wide, dashed=mark.dashed)


def _stroke(pen: Any, ends: tuple[tuple[float, float], ...], ink: str, wide: float, *, dashed: bool) -> None:
    """A straight line, drawn and left out by turns when dashed."""
    (x0, y0), (x1, y1) = ends
    parts = 7 if dashed else 1
    for at in range(0, parts, 2):
        low, high = at / parts, (at + 1) / parts
        pen.line((x0 + (x1 - x0) * low, y0 + (y1 - y0) * low, x0 + (x1 - x0) * high, y0 + (y1 - y0) * high),
                 fill=ink, width=round(wide))  # fmt: skip


_SHAPES = {"point": _point, "area": _area, "line": _line}
