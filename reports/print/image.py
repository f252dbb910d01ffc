"""The present view as a PNG: the picture, and below it a strip that says what it shows as the printed map does."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from config import i18n
from reports.print.code import code_picture, has_code
from reports.print.fonts import drawable, for_pictures
from reports.print.model import MapPicture, Sheet, bar_length
from reports.print.strip import LEADING, Inks, columns, draw_column, height_of, wrapped
from reports.print.told import told

TITLE, TEXT, PAD, GAP = 18, 12, 14, 28
BAR_PX, BAR_ROOM = 150, 26
MODULE, CODE_SHARE = 2, 0.4
Said = tuple[str, int, bool, str]


@dataclass(frozen=True)
class Head:
    """First below the picture: broken lines (words, size, weight, colour), the code, and the height of both."""

    lines: list[Said]
    code: Any
    height: int


def picture_with_words(sheet: Sheet, picture: MapPicture, inks: Inks | None = None) -> bytes:
    """The file; sizes follow the pixels of the picture, so that words are as large as on the screen.

    Title, date, origin, owners and scale come first, with the code of the view; below them the legend, filters and
    sources in as many columns as there is room for.
    """
    inks, image = inks or Inks(), picture.image
    ratio = image.width / picture.view.width
    pad, gap = round(PAD * ratio), round(GAP * ratio)
    room = image.width - 2 * pad
    head = _head(sheet, room, ratio, inks)
    if head.code is not None:
        sheet = replace(sheet, notes=[note for note in sheet.notes if list(note.lines) != [sheet.link]])
    found, width = columns(list(told(sheet)), room, ratio)
    top = image.height + pad
    low = top + head.height + 2 * pad
    tall = max(height_of(column) for column in found)
    whole = Image.new("RGB", (image.width, low + tall + pad), inks.ground)
    whole.paste(image, (0, 0))
    pen = ImageDraw.Draw(whole)
    _draw_head(whole, head, (pad, top, room), ratio)
    _bar(pen, (sheet, picture), (pad, top + sum(_step(line, ratio) for line in head.lines) + round(14 * ratio)), inks)
    pen.line((pad, low - pad, pad + room, low - pad), fill=inks.rule, width=max(1, round(ratio)))
    for at, column in enumerate(found):
        draw_column(whole, column, (pad + at * (width + gap), low), ratio, inks)
    return _file(whole, sheet)


def _file(whole: Any, sheet: Sheet) -> bytes:
    out, about = BytesIO(), PngInfo()
    said = {"Title": sheet.title, "Copyright": sheet.attribution, "Description": sheet.warning, "URL": sheet.link}
    for name, words in said.items():
        about.add_itxt(name, words)
    whole.save(out, "PNG", pnginfo=about)
    return out.getvalue()


def _said(sheet: Sheet, inks: Inks) -> Iterator[Said]:
    yield sheet.title, TITLE, True, inks.ink
    yield f"{sheet.subtitle} · {sheet.made}", TEXT, False, inks.quiet
    if sheet.warning:
        yield sheet.warning, TEXT, True, inks.loud
    yield sheet.attribution, TEXT, False, inks.quiet


def _step(line: Said, ratio: float) -> int:
    return round(line[1] * ratio * LEADING)


def _head(sheet: Sheet, room: int, ratio: float, inks: Inks) -> Head:
    """The lines beside the code; a code that would take too much of the room is left out, its link is told in words."""
    code = Image.open(code_picture(sheet.link, max(2, round(MODULE * ratio)))) if has_code(sheet.link) else None
    if code is not None and code.width > CODE_SHARE * room:
        code = None
    own = room - (code.width + round(PAD * ratio) if code is not None else 0)
    lines: list[Said] = []
    for words, size, bold, color in _said(sheet, inks):
        font = for_pictures(round(size * ratio), bold=bold)
        lines += [(line, size, bold, color) for line in wrapped(drawable(words), font, own)]
    height = sum(_step(line, ratio) for line in lines) + round(BAR_ROOM * ratio)
    return Head(lines, code, max(height, code.height if code is not None else 0))


def _draw_head(whole: Any, head: Head, at: tuple[int, int, int], ratio: float) -> None:
    pen, (x, y, room) = ImageDraw.Draw(whole), at
    if head.code is not None:
        whole.paste(head.code.convert("RGB"), (x + room - head.code.width, y))
    for line in head.lines:
        words, size, bold, color = line
        pen.text((x, y), words, font=for_pictures(round(size * ratio), bold=bold), fill=color)
        y += _step(line, ratio)


def _bar(pen: Any, shown: tuple[Sheet, MapPicture], at: tuple[int, int], inks: Inks) -> None:
    """A scale bar in the pixels of the picture."""
    (sheet, picture), (x, y) = shown, at
    ratio = picture.image.width / picture.view.width
    per_px = picture.view.ground_m / picture.view.width
    metres, _ = bar_length(per_px * 1000, min(BAR_PX, picture.view.width / 2))
    length = metres / per_px * ratio
    thick = max(2, round(3 * ratio))
    pen.line((x, y, x + length, y), fill=inks.ink, width=thick)
    for end in (x, x + length):
        pen.line((end, y - thick * 2, end, y + thick), fill=inks.ink, width=max(1, thick // 2))
    unit, size = (sheet.words["km"], 1000) if metres >= 1000 else (sheet.words["m"], 1)
    words = f"{i18n.number(sheet.lang, metres / size)} {unit}"
    pen.text((x + length + 6 * ratio, y - 9 * ratio), words, font=for_pictures(round(TEXT * ratio)), fill=inks.ink)
