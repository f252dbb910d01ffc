"""The PDF of a map: header, picture with scale bar and north arrow, legend and sources, as many pages as they need."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from reports.print import furniture
from reports.print.flow import QUIET, Box, items, paragraph, place
from reports.print.fonts import REGULAR, register
from reports.print.model import MapPicture, Paper, Sheet

MARGIN, GAP = 10 * mm, 5 * mm
HEADER, FOOTER = 21 * mm, 6 * mm
SIDE = {"A4": 64 * mm, "A3": 84 * mm}
LEAST_STRIP = 20 * mm
COLUMN = 54 * mm
TALL_SHARE = 0.62
WARNING = 9 * mm


def make_pdf(sheet: Sheet, picture: MapPicture, paper: Paper) -> bytes:
    """The file. The scale that is printed is that of the picture as it lies on the paper."""
    register()
    out = BytesIO()
    width, height = (edge * mm for edge in paper.size_mm)
    canvas = Canvas(out, pagesize=(width, height), lang=sheet.lang, pageCompression=1)
    canvas.setTitle(sheet.title)
    canvas.setAuthor(sheet.author)
    canvas.setSubject(sheet.subtitle)
    frame = _frame(sheet, picture, paper)
    placed = place(items(sheet), _boxes(paper, frame))
    pages = placed[-1].page + 1 if placed else 1
    for page in range(pages):
        if page == 0:
            _first(canvas, sheet, picture, paper, frame)
        for piece in placed:
            if piece.page == page:
                furniture.draw_item(canvas, piece)
        _footer(canvas, sheet, width, page, pages)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _frame(sheet: Sheet, picture: MapPicture, paper: Paper) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of the picture: as wide as the paper lets it be, in its own proportions."""
    width, height = (edge * mm for edge in paper.size_mm)
    top = height - MARGIN - HEADER - (WARNING if sheet.warning else 0)
    room = top - MARGIN - FOOTER
    wide = width - 2 * MARGIN - (SIDE[paper.name] + GAP if paper.wide else 0)
    tall = room if paper.wide else room * TALL_SHARE
    share = min(wide / picture.image.width, tall / picture.image.height)
    across, up = picture.image.width * share, picture.image.height * share
    return MARGIN, top - up, across, up


def _boxes(paper: Paper, frame: tuple[float, float, float, float]) -> Iterator[Box]:
    """Columns for legend and notes: beside the picture, below it, then whole pages."""
    width, height = (edge * mm for edge in paper.size_mm)
    x, y, across, up = frame
    floor = MARGIN + FOOTER
    if paper.wide:
        left = x + across + GAP
        yield from _columns(0, (left, width - MARGIN), (y + up, floor))
    if y - GAP - floor >= LEAST_STRIP:
        yield from _columns(0, (MARGIN, x + across if paper.wide else width - MARGIN), (y - GAP, floor))
    page = 1
    while True:
        yield from _columns(page, (MARGIN, width - MARGIN), (height - MARGIN, floor))
        page += 1


def _columns(page: int, sides: tuple[float, float], ends: tuple[float, float]) -> Iterator[Box]:
    left, right = sides
    count = max(1, int((right - left + GAP) // COLUMN))
    each = (right - left - GAP * (count - 1)) / count
    for at in range(count):
        yield Box(page, left + at * (each + GAP), ends[0], each, ends[0] - ends[1])


def _first(
    canvas: Canvas, sheet: Sheet, picture: MapPicture, paper: Paper, frame: tuple[float, float, float, float]
) -> None:
    width, height = (edge * mm for edge in paper.size_mm)
    code = furniture.code_of(canvas, sheet.link, width - MARGIN, height - MARGIN)
    room = width - 2 * MARGIN - code - (GAP if code else 0)
    y = height - MARGIN
    y = _line(canvas, (sheet.title, 17, True, "#1b222b"), y, (room, 14 * mm))
    y = _line(canvas, (sheet.subtitle, 9, False, QUIET), y - 1 * mm, (room, 9 * mm))
    _line(canvas, (sheet.made, 8, False, QUIET), y, (room, 5 * mm))
    x, bottom, across, up = frame
    canvas.drawImage(ImageReader(picture.image), x, bottom, across, up)
    canvas.setStrokeColor("#4a545f")
    canvas.setLineWidth(0.6)
    canvas.rect(x, bottom, across, up)
    if sheet.warning:
        furniture.warning(canvas, sheet.warning, (x, bottom + up + 1.5 * mm, width - 2 * MARGIN, WARNING - 3 * mm))
    furniture.scale_bar(canvas, sheet, picture.view, frame)
    furniture.north(canvas, sheet.words["north"], frame)
    furniture.attribution(canvas, sheet.attribution, frame)


def _line(canvas: Canvas, said: tuple[str, float, bool, str], top: float, room: tuple[float, float]) -> float:
    """Text of one or two lines, made smaller until it fits; returns the edge below it."""
    words, size, bold, color = said
    while True:
        text: Any = paragraph(words, size, bold=bold, color=color)
        height = text.wrap(room[0], 10_000)[1]
        if height <= room[1] or size <= 6:
            break
        size -= 0.5
    text.drawOn(canvas, MARGIN, top - height)
    return float(top - height)


def _footer(canvas: Canvas, sheet: Sheet, width: float, page: int, pages: int) -> None:
    canvas.setFont(REGULAR, 7)
    canvas.setFillColor(QUIET)
    canvas.drawString(MARGIN, MARGIN - 1 * mm, f"{sheet.author} · {sheet.made}")
    canvas.drawRightString(width - MARGIN, MARGIN - 1 * mm, sheet.words["page"].format(page=page + 1, pages=pages))
