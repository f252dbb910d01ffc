"""Pictures made by hand for tests: a field of one colour with a corner of another, as files of every kind."""

from io import BytesIO
from typing import Any

from PIL import Image, TiffImagePlugin

RED, BLUE = (200, 30, 30), (30, 30, 200)
PLACE = "Canon of Aigerim"


def drawn(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """A red picture whose upper left quarter is blue."""
    found = Image.new("RGB", (width, height), RED)
    found.paste(BLUE, (0, 0, width // 2, height // 2))
    return found.convert(mode)


def file_of(picture: Image.Image, kind: str = "JPEG", **given: Any) -> bytes:
    """The picture as a file."""
    out = BytesIO()
    picture.save(out, kind, **given)
    return out.getvalue()


def photo(orientation: int = 1, width: int = 60, height: int = 40) -> bytes:
    """A JPEG as a camera writes it: who owns it, where it was, how it was held, and a comment."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, PLACE
    north = tuple(TiffImagePlugin.IFDRational(n, 1) for n in (43, 14, 22))
    exif[0x8825] = {1: "N", 2: north, 3: "E", 4: north}
    return file_of(drawn(width, height), exif=exif.tobytes(), comment=PLACE.encode(), quality=95)


def read(body: bytes) -> Image.Image:
    """What a file shows."""
    with Image.open(BytesIO(body)) as found:
        found.load()
        return found.copy()


def corner_of(body: bytes) -> tuple[bool, bool]:
    """Where the blue corner is: at the right, below."""
    found = read(body).convert("RGB")
    for right in (False, True):
        for below in (False, True):
            x, y = (round(size * (3 if far else 1) / 4) for size, far in zip(found.size, (right, below), strict=True))
            red, _, blue = found.getpixel((x, y))  # type: ignore[misc]
            if blue > red:
                return right, below
    raise AssertionError("no corner")
