"""A picture from a browser, taken for what it is only after it was checked: a whole PNG of a bounded size."""

from io import BytesIO
from typing import Any

from PIL import Image

from config.limits import PRINT_PIXELS

LEAST_PX, MOST_PX = 64, 12_000


class PictureError(ValueError):
    """Bytes that are no picture of a map."""


def read_picture(body: bytes) -> Any:
    """The picture as RGB on white. Raises PictureError for another format, a broken file or too many pixels."""
    try:
        with Image.open(BytesIO(body), formats=["PNG"]) as found:
            least, most = sorted(found.size)
            if least < LEAST_PX or most > MOST_PX or least * most > PRINT_PIXELS:
                raise PictureError("size")
            found.load()
            return _on_white(found)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PictureError(str(error)) from error


def _on_white(found: Any) -> Any:
    if found.mode == "RGB":
        return found.copy()
    full = found.convert("RGBA")
    ground = Image.new("RGB", full.size, "#ffffff")
    ground.paste(full, mask=full.getchannel("A"))
    return ground
