"""The font of printed maps: Noto Sans with all letters of Kazakh, shipped in this folder."""

from functools import cache
from pathlib import Path
from typing import Any

from PIL import ImageFont
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parent / "fonts"
REGULAR, BOLD = "NotoSans-Regular", "NotoSans-Bold"
INSTEAD = {
    "\u2265": ">=", "\u2264": "<=", "\u2192": "->", "\u2190": "<-", "\u2248": "~", "\u2260": "!=", "\u2212": "-",
    "\n": " ", "\t": " ", "\u2011": "-", "\u200b": "", "\u2009": "\u00a0", "\u202f": "\u00a0",
}  # fmt: skip
MISSING = "?"


@cache
def register() -> None:
    """Make the fonts known to reportlab, once in a process."""
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FOLDER / f"{name}.ttf")))


def style(size: float, *, bold: bool = False, color: str = "#1b222b") -> ParagraphStyle:
    """Style of a paragraph of a size in points; long addresses are broken anywhere."""
    register()
    return ParagraphStyle(
        "text", fontName=BOLD if bold else REGULAR, fontSize=size, leading=size * 1.25, textColor=color,
        splitLongWords=1, allowWidows=0,
    )  # fmt: skip


@cache
def _letters() -> frozenset[int]:
    face: Any = TTFont(REGULAR, str(FOLDER / f"{REGULAR}.ttf")).face
    return frozenset(face.charToGlyph)


def drawable(words: str) -> str:
    """The words with signs that the font lacks written in others; what has no other writing becomes a question mark."""
    return "".join(sign if ord(sign) in _letters() else INSTEAD.get(sign, MISSING) for sign in words)


def for_pictures(size: int, *, bold: bool = False) -> Any:
    """The font for Pillow in pixels."""
    return ImageFont.truetype(str(FOLDER / f"{BOLD if bold else REGULAR}.ttf"), size)
