"""Pictures are written anew: upright, not too large, without place and owner; what cannot be read is told apart."""

import struct
import zlib

import pytest
from PIL import Image

from config.limits import PICTURE_BYTES, PICTURE_SIDE, PICTURE_SMALL_SIDE
from data.picture_bytes import remake
from data.views import KeepError
from tests.picture_world import PLACE, corner_of, drawn, file_of, photo, read

# How a camera was held, and where the upper left corner of what it wrote then is.
TURNED = {1: (False, False), 2: (True, False), 3: (True, True), 4: (False, True), 5: (False, False), 6: (True, False),
          7: (True, True), 8: (False, True)}  # fmt: skip


def bomb(width: int, height: int) -> bytes:
    """A PNG of some dozens of bytes that says it has so many pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("orientation", list(TURNED))
def test_R054_a_picture_stands_upright_and_tells_neither_place_nor_owner(orientation: int) -> None:
    sent = photo(orientation)
    assert PLACE.encode() in sent
    assert dict(read(sent).getexif().get_ifd(0x8825))
    made = remake(sent)
    assert (made.width, made.height) == ((40, 60) if orientation >= 5 else (60, 40))
    assert read(made.image).size == (made.width, made.height)
    assert corner_of(made.image) == TURNED[orientation]
    for body in (made.image, made.small):
        assert PLACE.encode() not in body
        found = read(body)
        assert (dict(found.getexif()), found.info.get("comment"), found.format) == ({}, None, None)
        assert b"Exif" not in body


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_R054_large_pictures_of_every_kind_become_smaller_ones(kind: str) -> None:
    made = remake(file_of(drawn(3000, 1500), kind))
    assert (made.width, made.height) == (PICTURE_SIDE, PICTURE_SIDE // 2)
    assert read(made.small).size == (PICTURE_SMALL_SIDE, PICTURE_SMALL_SIDE // 2)
    assert corner_of(made.small) == (False, False)
    assert made.image.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "I;16"])
def test_other_colours_of_pictures_are_read_too(mode: str) -> None:
    source = Image.new("I;16", (8, 8)) if mode == "I;16" else drawn(8, 8, mode)
    assert read(remake(file_of(source, "PNG")).image).mode == "RGB"


def test_what_is_transparent_becomes_white() -> None:
    made = remake(file_of(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"))
    assert read(made.image).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", "picture_empty"),
        (b"x" * (PICTURE_BYTES + 1), "picture_heavy"),
        (b"%PDF-1.7 no picture", "picture_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "picture_kind"),
        (file_of(drawn(), "GIF"), "picture_kind"),
        (file_of(drawn(), "TIFF"), "picture_kind"),
        (photo(width=600, height=400)[:3000], "picture_broken"),
        (file_of(drawn(), "PNG")[:60], "picture_broken"),
        (b"\xff\xd8\xff\xe0nothing", "picture_broken"),
        (bomb(7_100, 7_100), "picture_large"),
        (bomb(10_000, 12_000), "picture_large"),
        (bomb(60_000, 60_000), "picture_large"),
        (bomb(300, 300), "picture_broken"),
    ],
)
def test_R054_what_is_no_good_picture_is_told_by_its_fault(body: bytes, fault: str) -> None:
    with pytest.raises(KeepError) as error:
        remake(body)
    assert error.value.key == fault
