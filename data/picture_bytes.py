"""Pictures that people send: read with care and written anew, without what a camera noted of place, time and owner."""

import struct
import threading
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from config.limits import PICTURE_BYTES, PICTURE_PIXELS, PICTURE_SIDE, PICTURE_SMALL_SIDE
from data.views import KeepError

FORMATS = ("JPEG", "PNG", "WEBP")
BEGINS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF")
QUALITY = 82
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
BROKEN = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, OverflowError, struct.error, zlib.error)
# Fifty megapixels take two hundred megabytes: one picture at a time is opened.
_ONE = threading.Lock()


@dataclass(frozen=True)
class Made:
    """A picture as it is kept: two JPEG files, and the size of the larger one in pixels."""

    image: bytes
    small: bytes
    width: int
    height: int


def remake(body: bytes) -> Made:
    """The picture upright, at most 1600 pixels long, and a small one of at most 400; nothing else of the file is kept.

    Raises KeepError `picture_empty`, `picture_heavy`, `picture_kind`, `picture_large` (pixels) or `picture_broken`.
    """
    if not body:
        raise KeepError("picture_empty")
    if len(body) > PICTURE_BYTES:
        raise KeepError("picture_heavy")
    with _ONE, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _made(_opened(body))
        except Image.DecompressionBombError:
            raise KeepError("picture_large") from None
        except KeepError:
            raise
        except BROKEN:
            raise KeepError("picture_broken") from None


def _opened(body: bytes) -> Image.Image:
    try:
        found = Image.open(BytesIO(body), formats=FORMATS)
    except UnidentifiedImageError:
        raise KeepError("picture_broken" if body.startswith(BEGINS) else "picture_kind") from None
    if found.width * found.height > PICTURE_PIXELS:
        raise KeepError("picture_large")
    return found


def _made(found: Image.Image) -> Made:
    turn = TURNS.get(_orientation(found))
    # A JPEG is read at a half or a quarter of its size where that is enough.
    found.draft("RGB", (PICTURE_SIDE, PICTURE_SIDE))
    plain = _on_white(found)
    plain.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    if turn is not None:
        plain = plain.transpose(turn)
    small = plain.copy()
    small.thumbnail((PICTURE_SMALL_SIDE, PICTURE_SMALL_SIDE))
    return Made(_jpeg(plain), _jpeg(small), plain.width, plain.height)


def _orientation(found: Image.Image) -> int:
    """How the camera was held; a picture whose notes cannot be read is taken as it lies."""
    try:
        return int(found.getexif().get(ORIENTATION, 1))
    except BROKEN:
        return 1


def _on_white(found: Image.Image) -> Image.Image:
    """The pixels alone, as RGB: a new picture has none of the notes of the old one."""
    plain = Image.new("RGB", found.size, "#ffffff")
    if found.has_transparency_data:
        full = found.convert("RGBA")
        plain.paste(full, mask=full.getchannel("A"))
    else:
        plain.paste(found.convert("RGB"))
    return plain


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
