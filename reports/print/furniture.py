"""What stands on a printed map beside the picture: marks of the legend, scale bar, north arrow, code, credits."""

from typing import Any

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from config import i18n
from reports.print.code import code_picture, has_code
from reports.print.flow import GAP_MM, LOUD, MARK_MM, TEXT, Placed, paragraph
from reports.print.fonts import BOLD, REGULAR
from reports.print.model import Mark, Sheet, View, bar_length, round_scale, scale_of

Frame = tuple[float, float, float, float]
CODE = 20 * mm
SIGN = 1.9 * mm
BAR_MM, PAD = 38.0, 1.5 * mm
INK, PAPER = "#1b222b", "#ffffff"
KM = 1000
PX = 0.75


def draw_item(canvas: Canvas, piece: Placed) -> None:
    """A piece of the flow at its place."""
    item = piece.item
    height = item.height(piece.width) - GAP_MM * mm
    if item.mark is not None:
        line = float(item.text.style.leading)
        _mark(canvas, item.mark, piece.x + (MARK_MM - 2) / 2 * mm, piece.top - line / 2 - 0.5)
    item.text.drawOn(canvas, piece.x + item.indent, piece.top - height)


def _mark(canvas: Canvas, mark: Mark, x: float, y: float) -> None:
    """The mark of a legend row around its middle."""
    canvas.saveState()
    canvas.setFillColor(mark.color)
    canvas.setStrokeColor(mark.edge or mark.color)
    if mark.dashed:
        canvas.setDash(3, 2)
    if mark.sign is not None:
        canvas.drawImage(ImageReader(mark.sign), x - SIGN, y - SIGN, 2 * SIGN, 2 * SIGN, mask="auto")
    elif mark.shape == "point":
        radius = min(max(mark.size * PX, 2.0), 7.0)
        canvas.setStrokeColor("#8a939c")
        canvas.setLineWidth(0.4)
        canvas.circle(x, y, radius, fill=1)
    elif mark.shape == "area":
        canvas.setFillAlpha(max(mark.fill, 0.0))
        canvas.setLineWidth(1)
        canvas.rect(x - 3 * mm, y - 1.4 * mm, 6 * mm, 2.8 * mm, fill=1)
    else:
        wide = min(max(mark.size * PX, 0.8), 4.5)
        if mark.edge:
            canvas.setLineWidth(wide + 1.2)
            canvas.line(x - 3 * mm, y, x + 3 * mm, y)
        canvas.setStrokeColor(mark.color)
        canvas.setLineWidth(wide)
        canvas.line(x - 3 * mm, y, x + 3 * mm, y)
    canvas.restoreState()


def scale_bar(canvas: Canvas, sheet: Sheet, view: View, frame: Frame) -> None:
    """Bar of a round length in the lower left corner, true on this paper, with the scale as 1:N."""
    x, bottom, across, _ = frame
    scale = scale_of(view, across / mm)
    metres, length = bar_length(scale, min(BAR_MM, across / mm / 3))
    length *= mm
    unit, size = (sheet.words["km"], KM) if metres >= KM else (sheet.words["m"], 1)
    ends = [i18n.number(sheet.lang, metres * part / size) for part in (0, 0.5, 1)]
    ends[-1] = f"{ends[-1]} {unit}"
    words = sheet.words["scale"].format(scale=i18n.number(sheet.lang, round_scale(scale)))
    room = max(length + stringWidth(ends[-1], REGULAR, 7), stringWidth(words, BOLD, 8)) + 2 * PAD + 2 * mm
    _plate(canvas, x + PAD, bottom + PAD, room, 11.5 * mm)
    left, base = x + 2 * PAD + 1 * mm, bottom + PAD + 5 * mm
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 8)
    canvas.drawString(left, base + 2.6 * mm + 1, words)
    for at in range(2):
        canvas.setFillColor(INK if at == 0 else PAPER)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.6)
        canvas.rect(left + at * length / 2, base, length / 2, 1.4 * mm, fill=1)
    canvas.setFillColor(INK)
    canvas.setFont(REGULAR, 7)
    for at, text in enumerate(ends):
        start = left + at * length / 2
        if at == 0:
            canvas.drawString(start, base - 3.2 * mm, text)
        elif at == 1:
            canvas.drawCentredString(start, base - 3.2 * mm, text)
        else:
            canvas.drawString(start - stringWidth(text.split()[0], REGULAR, 7) / 2, base - 3.2 * mm, text)


def _plate(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.saveState()
    canvas.setFillColor(PAPER)
    canvas.setFillAlpha(0.86)
    canvas.roundRect(x, y, width, height, 1 * mm, stroke=0, fill=1)
    canvas.restoreState()


def north(canvas: Canvas, words: str, frame: Frame) -> None:
    """Arrow to the north in the upper right corner; the map is never turned."""
    x, bottom, across, up = frame
    middle, top = x + across - 8 * mm, bottom + up - 3 * mm
    _plate(canvas, middle - 5 * mm, top - 15 * mm, 10 * mm, 16.5 * mm)
    path = canvas.beginPath()
    path.moveTo(middle, top)
    path.lineTo(middle - 3 * mm, top - 10 * mm)
    path.lineTo(middle, top - 7.5 * mm)
    path.lineTo(middle + 3 * mm, top - 10 * mm)
    path.close()
    canvas.setFillColor(INK)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.setFont(BOLD, 8)
    canvas.drawCentredString(middle, top - 14 * mm, words)


def attribution(canvas: Canvas, words: str, frame: Frame) -> None:
    """Credits of the data in the lower right corner of the picture."""
    if not words:
        return
    x, bottom, across, _ = frame
    text: Any = paragraph(words, 6.5)
    width = min(stringWidth(words, REGULAR, 6.5) + 1, across * 0.5)
    width, height = text.wrap(width, 10_000)
    _plate(canvas, x + across - width - 2 * PAD - 1, bottom + 0.6 * mm, width + 2 * PAD, height + PAD)
    text.drawOn(canvas, x + across - width - PAD - 1, bottom + 0.6 * mm + PAD / 2)


def warning(canvas: Canvas, words: str, frame: Frame) -> None:
    """A loud line above the picture."""
    x, y, width, height = frame
    canvas.saveState()
    canvas.setFillColor("#fdeccb")
    canvas.setStrokeColor(LOUD)
    canvas.setLineWidth(0.6)
    canvas.rect(x, y, width, height, fill=1)
    canvas.restoreState()
    size = TEXT + 1
    while stringWidth(words, BOLD, size) > width - 2 * PAD and size > 5:
        size -= 0.25
    canvas.setFillColor(LOUD)
    canvas.setFont(BOLD, size)
    canvas.drawString(x + PAD, y + height / 2 - size * 0.36, words)


def code_of(canvas: Canvas, link: str, right: float, top: float) -> float:
    """QR code of the link in the upper right corner, itself a link; returns its width, nothing for a very long link."""
    if not has_code(link):
        return 0.0
    left = right - CODE
    canvas.drawImage(ImageReader(code_picture(link, 4)), left, top - CODE, CODE, CODE)
    canvas.linkURL(link, (left, top - CODE, right, top))
    return float(CODE)
