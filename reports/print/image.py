"""The present view as a PNG: the picture, and below it title, date, scale, sources and origin burnt in."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from config import i18n
from reports.print.fonts import for_pictures
from reports.print.model import MapPicture, Sheet, bar_length

INK, QUIET, LOUD = "#1b222b", "#4a545f", "#8a1c00"
TITLE, TEXT, PAD = 18, 12, 14
BAR_PX = 150


def picture_with_words(sheet: Sheet, picture: MapPicture) -> bytes:
    """The file; sizes follow the pixels of the picture, so that words are as large as on the screen."""
    image, ratio = picture.image, picture.image.width / picture.view.width
    pad, room = round(PAD * ratio), image.width - 2 * round(PAD * ratio)
    lines: list[tuple[str, int, bool, str]] = []
    for words, size, bold, color in _said(sheet):
        font = for_pictures(round(size * ratio), bold=bold)
        lines += [(line, size, bold, color) for line in _wrapped(words, font, room)]
    step = [round(size * ratio * 1.4) for _, size, _, _ in lines]
    bar = round(24 * ratio)
    whole = Image.new("RGB", (image.width, image.height + 2 * pad + bar + sum(step)), "#ffffff")
    whole.paste(image, (0, 0))
    pen = ImageDraw.Draw(whole)
    y = image.height + pad
    for (words, size, bold, color), height in zip(lines, step, strict=True):
        pen.text((pad, y), words, font=for_pictures(round(size * ratio), bold=bold), fill=color)
        y += height
    _bar(pen, sheet, picture, (pad, y + round(14 * ratio)))
    out, about = BytesIO(), PngInfo()
    for name, words in (("Title", sheet.title), ("Copyright", sheet.attribution), ("Description", sheet.warning)):
        about.add_itxt(name, words)
    whole.save(out, "PNG", pnginfo=about)
    return out.getvalue()


def _said(sheet: Sheet) -> Iterator[tuple[str, int, bool, str]]:
    yield sheet.title, TITLE, True, INK
    yield f"{sheet.subtitle} · {sheet.made}", TEXT, False, QUIET
    if sheet.warning:
        yield sheet.warning, TEXT, True, LOUD
    yield sheet.attribution, TEXT, False, QUIET


def _wrapped(words: str, font: Any, room: int) -> Iterator[str]:
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


def _bar(pen: ImageDraw.ImageDraw, sheet: Sheet, picture: MapPicture, at: tuple[int, int]) -> None:
    """A scale bar in the pixels of the picture."""
    ratio = picture.image.width / picture.view.width
    per_px = picture.view.ground_m / picture.view.width
    metres, _ = bar_length(per_px * 1000, BAR_PX)
    length = metres / per_px * ratio
    x, y = at
    thick = max(2, round(3 * ratio))
    pen.line((x, y, x + length, y), fill=INK, width=thick)
    for end in (x, x + length):
        pen.line((end, y - thick * 2, end, y + thick), fill=INK, width=max(1, thick // 2))
    unit, size = (sheet.words["km"], 1000) if metres >= 1000 else (sheet.words["m"], 1)
    words = f"{i18n.number(sheet.lang, metres / size)} {unit}"
    pen.text((x + length + 6 * ratio, y - 9 * ratio), words, font=for_pictures(round(TEXT * ratio)), fill=INK)
