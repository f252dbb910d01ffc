"""Signs of the legend on paper: the disc with the pictogram of a layer, drawn from the icon font that the map uses."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

STYLE, FONT = "bootstrap-icons/bootstrap-icons.min.css", "bootstrap-icons/fonts/bootstrap-icons.woff2"
SIDE, GLYPH = 120, 0.6
_CODE = re.compile(r'\.bi-([a-z0-9-]+)::before\{content:"\\([0-9a-f]{4,6})"')


@lru_cache(maxsize=256)
def sign_picture(folder: Path | None, icon: str, color: str, ink: str) -> Any:
    """A Pillow picture (RGBA, square) of a sign: `folder` holds the browser libraries; None when it lacks the icon."""
    letter = _letters(folder).get(icon) if folder else None
    if folder is None or letter is None:
        return None
    picture = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((0, 0, SIDE - 1, SIDE - 1), fill=color)
    font = ImageFont.truetype(str(folder / FONT), round(SIDE * GLYPH))
    left, top, right, bottom = font.getbbox(letter)
    pen.text(((SIDE - left - right) / 2, (SIDE - top - bottom) / 2), letter, font=font, fill=ink)
    return picture


@lru_cache(maxsize=2)
def _letters(folder: Path) -> dict[str, str]:
    """The letter of the icon font behind each icon; nothing when the folder has no font that can be read."""
    try:
        words = (folder / STYLE).read_text("utf-8")
        ImageFont.truetype(str(folder / FONT), SIDE)
    except OSError:
        return {}
    return {name: chr(int(code, 16)) for name, code in _CODE.findall(words)}
