"""The PDF of a district: header with code, map, figures by category on the line of all districts, sources."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from reports.print.flow import LOUD, QUIET, paragraph
from reports.print.fonts import BOLD, REGULAR, drawable, register
from reports.print.furniture import INK, code_of
from reports.profile.model import Group, Line, ProfileSheet

MARGIN, GAP = 11 * mm, 4 * mm
HEADER, MAP = 22 * mm, 40 * mm
ROW, LEAST_ROW, HEAD_ROWS = 4.9 * mm, 3.1 * mm, 1.25
TEXT, SMALL = 7.6, 6.6
OWN, OTHERS, GROUND, RULE = "#0b5aa2", "#8793a1", "#eef1f4", "#dce1e7"
# Shares of the width: name, district, city, place, strip, change, period, plan.
SHARES = (0.377, 0.085, 0.085, 0.05, 0.11, 0.078, 0.105, 0.11)
STRIP = 4
# Words to the left of their column stand off figures to the right of the one before.
INDENTS = {4: 3 * mm, 6: 1.5 * mm}
WIDTH, HEIGHT = A4


def make_profile(sheet: ProfileSheet) -> bytes:
    """The file: always one page; rows become lower until they fit, what still does not fit is counted in words."""
    register()
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, lang=sheet.lang, pageCompression=1)
    canvas.setTitle(sheet.title)
    canvas.setAuthor(sheet.author)
    canvas.setSubject(sheet.subtitle)
    y = _header(canvas, sheet, HEIGHT - MARGIN)
    y = _about(canvas, sheet, y - GAP)
    floor = MARGIN + _foot(canvas, sheet, measure=True)
    _figures(canvas, sheet, y - GAP, floor)
    _foot(canvas, sheet)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _block(canvas: Canvas, words: str, at: tuple[float, float, float], size: float, **look: Any) -> float:
    """A paragraph from its upper left corner (x, top, width); returns the edge below it."""
    x, top, width = at
    text: Any = paragraph(words, size, **look)
    height = text.wrap(width, HEIGHT)[1]
    text.drawOn(canvas, x, top - height)
    return float(top - height)


def _header(canvas: Canvas, sheet: ProfileSheet, top: float) -> float:
    code = code_of(canvas, sheet.link, WIDTH - MARGIN, top)
    width = WIDTH - 2 * MARGIN - code - GAP
    y = _block(canvas, sheet.title, (MARGIN, top, width), 18, bold=True)
    y = _block(canvas, sheet.subtitle, (MARGIN, y - 1 * mm, width), 9, color=QUIET)
    y = _block(canvas, sheet.made, (MARGIN, y, width), 8, color=QUIET)
    return float(min(y, top - HEADER))


def _about(canvas: Canvas, sheet: ProfileSheet, top: float) -> float:
    """Map of the city with the district, facts and answers beside it, then the warning."""
    _map(canvas, sheet, MARGIN, top)
    left = MARGIN + MAP + GAP
    width = WIDTH - MARGIN - left
    each = width / max(1, len(sheet.facts))
    for at, (name, figure) in enumerate(sheet.facts):
        x = left + at * each
        y = _block(canvas, name, (x, top, each - 2 * mm), SMALL, color=QUIET)
        _block(canvas, figure, (x, y, each - 2 * mm), 12, bold=True)
    y = top - 12 * mm
    for answer in sheet.answers:
        y = _block(canvas, answer, (left, y, width), 8) - 1.2 * mm
    if sheet.warning:
        y = _block(canvas, sheet.warning, (left, y - 1 * mm, width), 7.2, bold=True, color=LOUD)
    return float(min(y, top - MAP))


def _map(canvas: Canvas, sheet: ProfileSheet, left: float, top: float) -> None:
    across, down = sheet.size
    scale = MAP / max(across, down)
    canvas.saveState()
    canvas.setLineWidth(0.5)
    canvas.setStrokeColor("#ffffff")
    for shape in sheet.shapes:
        canvas.setFillColor(OWN if shape.own else "#c9d2db")
        path = canvas.beginPath()
        for ring in shape.rings:
            places = [(left + x * scale, top - y * scale) for x, y in ring]
            path.moveTo(*places[0])
            for place in places[1:]:
                path.lineTo(*place)
            path.close()
        canvas.drawPath(path, fill=1, stroke=1, fillMode=0)
    canvas.restoreState()


def _columns() -> list[tuple[float, float]]:
    """Left edge and width of every column."""
    whole, x, found = WIDTH - 2 * MARGIN, MARGIN, []
    for at, share in enumerate(SHARES):
        indent = INDENTS.get(at, 0.0)
        found.append((x + indent, share * whole - indent))
        x += share * whole
    return found


def _figures(canvas: Canvas, sheet: ProfileSheet, top: float, floor: float) -> None:
    rows = sum(HEAD_ROWS + len(group.lines) for group in sheet.groups) + 1
    row = min(ROW, (top - floor) / rows)
    row = max(row, LEAST_ROW)
    size = min(TEXT, row / mm * 1.75)
    # Where not all rows fit, the last one says how many are left out.
    floor += row if rows * row > top - floor + 1 else 0.0
    y = _heads(canvas, sheet.heads, top, row)
    left_out = 0
    for group in sheet.groups:
        room = int((y - floor) / row - HEAD_ROWS + 1e-6)
        shown = group.lines[: max(0, room)]
        left_out += len(group.lines) - len(shown)
        if shown:
            y = _group(canvas, Group(group.title, shown), y, row, size)
    if left_out:
        words = sheet.words["left_out"].format(count=left_out)
        _cell(canvas, words, (MARGIN, WIDTH - 2 * MARGIN), y - row * 0.7, (SMALL, False))


def _heads(canvas: Canvas, heads: Sequence[str], top: float, row: float) -> float:
    canvas.setFillColor(QUIET)
    for at, (words, place) in enumerate(zip(heads, _columns(), strict=True)):
        _cell(canvas, words, place, top - row * 0.75, (SMALL, False), right=_right(at))
    canvas.setStrokeColor("#4a545f")
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, top - row, WIDTH - MARGIN, top - row)
    return top - row


def _right(column: int) -> bool:
    return column in (1, 2, 3, 5)


def _group(canvas: Canvas, group: Group, top: float, row: float, size: float) -> float:
    head = row * HEAD_ROWS
    canvas.setFillColor(GROUND)
    canvas.rect(MARGIN, top - head, WIDTH - 2 * MARGIN, head, stroke=0, fill=1)
    canvas.setFillColor(INK)
    _cell(canvas, group.title, (MARGIN + 1 * mm, WIDTH / 2), top - head * 0.68, (size + 0.4, True))
    y = top - head
    for line in group.lines:
        _line(canvas, line, y, row, size)
        y -= row
    return y


def _line(canvas: Canvas, line: Line, top: float, row: float, size: float) -> None:
    base = top - row * 0.7
    cells = iter(line.cells)
    for at, place in enumerate(_columns()):
        if at == STRIP:
            _strip(canvas, line, place, top - row / 2, row)
            continue
        behind = line.bad and at == STRIP - 1
        canvas.setFillColor(LOUD if behind else INK)
        _cell(canvas, next(cells), place, base, (size, at == 1 or behind), right=_right(at))
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.3)
    canvas.line(MARGIN, top - row, WIDTH - MARGIN, top - row)


def _strip(canvas: Canvas, line: Line, place: tuple[float, float], y: float, row: float) -> None:
    """All districts on a line: the own one filled, the others as circles, the city as a tick."""
    if line.own is None:
        return
    radius = row * 0.16
    x, width = place[0], place[1] - 2 * mm
    canvas.setStrokeColor(OTHERS)
    canvas.setLineWidth(0.4)
    canvas.line(x, y, x + width, y)
    canvas.setFillColor("#ffffff")
    for share in line.others:
        canvas.circle(x + share * width, y, radius, fill=1)
    if line.city is not None:
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.9)
        canvas.line(x + line.city * width, y - row * 0.3, x + line.city * width, y + row * 0.3)
    canvas.setFillColor(OWN)
    canvas.circle(x + line.own * width, y, radius * 1.5, stroke=0, fill=1)


def _cell(
    canvas: Canvas, words: str, place: tuple[float, float], base: float, look: tuple[float, bool], *,
    right: bool = False,
) -> None:  # fmt: skip
    """Words on one line, made smaller and then cut until they fit the column."""
    (x, width), (size, bold) = place, look
    text, font, room = drawable(words), BOLD if bold else REGULAR, width - 1.5 * mm
    while size > SMALL - 1.2 and stringWidth(text, font, size) > room:
        size -= 0.2
    while len(text) > 1 and stringWidth(text, font, size) > room:
        text = text[:-2].rstrip() + "…"
    canvas.setFont(font, size)
    if right:
        canvas.drawRightString(x + width - 1.5 * mm, base, text)
    else:
        canvas.drawString(x, base, text)


def _foot(canvas: Canvas, sheet: ProfileSheet, *, measure: bool = False) -> float:
    """How to read the page, sources, address; returns the height above the margin."""
    texts: list[Any] = [paragraph(note, SMALL, color=QUIET) for note in (*sheet.notes, sheet.link)]
    width = WIDTH - 2 * MARGIN
    heights = [text.wrap(width, HEIGHT)[1] for text in texts]
    if not measure:
        y = MARGIN + sum(heights)
        for text, height in zip(texts, heights, strict=True):
            text.drawOn(canvas, MARGIN, y - height)
            y -= height
    return float(sum(heights) + 2 * mm)
