"""Whether a fetched file is what its name says, and not a page that asks to sign in."""

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from config.remote import FetchRecord
from data.fetching.faults import FetchError

HEAD = 2_048
MAGIC = {".zip": (b"PK\x03\x04",), ".xlsx": (b"PK\x03\x04",), ".gpkg": (b"SQLite format 3\x00",)}
TEXTS = frozenset({".csv", ".tsv", ".txt"})
JSONS = frozenset({".json", ".geojson"})
TYPES = {
    "application/geo+json": ".geojson", "application/json": ".json", "text/csv": ".csv", "application/zip": ".zip",
    "application/geopackage+sqlite3": ".gpkg",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}  # fmt: skip
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|form)\b", re.IGNORECASE)
_SAFE = re.compile(r"[^A-Za-z0-9._-]")


def file_name(record: FetchRecord, content_type: str) -> str:
    """Name under which the content is read: that of the record, of the address, or by the type that was sent."""
    if record.file:
        return record.file
    name = _SAFE.sub("_", PurePosixPath(unquote(urlsplit(record.url).path)).name)[-80:].lstrip(".")
    if PurePosixPath(name).suffix:
        return name
    return (name or "data") + TYPES.get(content_type.partition(";")[0].strip().lower(), "")


def check_content(path: Path, name: str) -> None:
    """Look at the beginning of a file. Raises FetchError when it is empty, a web page, or of another kind."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        raise FetchError("fetch.empty")
    if _HTML.match(text) or (text.startswith(b"<?xml") and _HTML.search(text)):
        raise FetchError("fetch.web_page")
    ending = PurePosixPath(name).suffix.lower()
    wrong = ending in MAGIC and not head.startswith(MAGIC[ending])
    wrong |= ending in JSONS and not text.startswith((b"{", b"["))
    wrong |= ending in TEXTS and (b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")))
    wrong |= ending in TEXTS and text.startswith(b"<")
    if wrong:
        raise FetchError("fetch.type", ending=ending)
