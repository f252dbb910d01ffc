"""What kind of picture bytes are, and how large, told by their first bytes alone: nothing is unpacked."""

import re
import struct

from data.fetching.faults import FetchError

SIDE = 2_048
TYPES = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}
TEXT_CHARS = 200
_FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
_TEXTS = re.compile(r"<(?:\w+:)?(ServiceException|ExceptionText)\b[^>]*>(.*?)</(?:\w+:)?\1", re.DOTALL)
_MARKUP = re.compile(r"<!\[CDATA\[|\]\]>|<[^>]*>|[\x00-\x1f]+")


def kind_of(body: bytes) -> str | None:
    """`png`, `jpeg`, `webp`, or None for anything else."""
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if body.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    return "webp" if body[:4] == b"RIFF" and body[8:12] == b"WEBP" else None


def check_picture(body: bytes) -> str:
    """Media type of a picture of fitting size. Raises FetchError for anything else, with what the server reports."""
    kind = kind_of(body)
    if kind is None:
        text = exception_text(body)
        raise FetchError("fetch.exception", text=text) if text else FetchError("fetch.picture")
    size = {"png": _png, "jpeg": _jpeg, "webp": _webp}[kind](body)
    if size is None or min(size) < 1:
        raise FetchError("fetch.picture")
    if max(size) > SIDE:
        raise FetchError("fetch.picture_size", width=size[0], height=size[1], limit=SIDE)
    return TYPES[kind]


def exception_text(body: bytes) -> str:
    """What a service reports in its XML, as one short line without markup; empty for anything else."""
    head = body[:20_000].decode("utf-8", "replace")
    found = _TEXTS.search(head)
    return " ".join(_MARKUP.sub(" ", found[2]).split())[:TEXT_CHARS] if found else ""


def _png(body: bytes) -> tuple[int, int] | None:
    if body[12:16] != b"IHDR" or len(body) < 24:
        return None
    width, height = struct.unpack(">II", body[16:24])
    return width, height


def _jpeg(body: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(body):
        if body[at] != 0xFF:
            return None
        mark = body[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark in _FRAMES:
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(body[at + 2 : at + 4], "big")
    return None


def _webp(body: bytes) -> tuple[int, int] | None:
    if len(body) < 30:
        return None
    form = body[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(body[24:27], "little"), 1 + int.from_bytes(body[27:30], "little")
    if form == b"VP8L":
        bits = int.from_bytes(body[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF)
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", body[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
