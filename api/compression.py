"""Text goes out compressed; files that never change under their address are compressed once."""

import re
from threading import Lock

from flask import Flask, Request, Response, request
from flask_compress import Compress

STATIC = ("/assets/", "/static/", "/vendor/", "/_dash-component-suites/")
KEPT_FILES = 200
TEXTS = (
    "text/html", "text/css", "text/plain", "text/csv", "text/xml", "text/javascript", "application/json",
    "application/javascript", "application/geo+json", "application/manifest+json", "image/svg+xml",
)  # fmt: skip
# Addresses that change with the content of their file.
PRINTED = re.compile(r"[a-z]+;/(vendor/|static/|_dash-component-suites/|assets/.*\?m=)")


class Kept:
    """Compressed files by algorithm and address, the first so many; answers that change are never kept."""

    def __init__(self) -> None:
        """Nothing kept yet."""
        self._lock = Lock()
        self._kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """The compressed file under a key."""
        return self._kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        """Keep a compressed file when its address is one of a file."""
        with self._lock:
            if PRINTED.match(key) and len(self._kept) < KEPT_FILES:
                self._kept[key] = value


def _key(asked: Request) -> str:
    """Address with its fingerprint: another content has another address."""
    return asked.full_path


def _read(response: Response) -> Response:
    """Read a file into the answer, so that it is compressed whole and closed with it."""
    if response.is_streamed and response.status_code == 200 and request.path.startswith(STATIC):
        response.direct_passthrough = False
        if (response.mimetype or "").startswith(("text/", "application/javascript", "application/json", "image/svg")):
            response.get_data()
            response.headers.pop("Content-Length", None)
    return response


def install(server: Flask) -> None:
    """Compress text answers; tiles bring their own encoding and are left alone."""
    server.config.update(
        COMPRESS_MIMETYPES=[*TEXTS], COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_STREAMS=False,
        COMPRESS_CACHE_BACKEND=Kept, COMPRESS_CACHE_KEY=_key,
    )  # fmt: skip
    Compress(server)
    server.after_request(_read)
