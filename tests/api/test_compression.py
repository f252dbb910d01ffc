"""What is text goes out compressed, rows of layers too; tiles bring their own encoding."""

import gzip

import pytest
from flask import Flask, Response

from api import compression

LONG = b"0123456789" * 200


@pytest.fixture(scope="module")
def server() -> Flask:
    found = Flask("texts")
    compression.install(found)
    found.add_url_rule("/<path:kind>", view_func=lambda kind: Response(LONG, mimetype=kind))
    return found


@pytest.mark.parametrize("kind", ["text/html", "application/json", "application/geo+json", "text/csv", "image/svg+xml"])
def test_text_is_compressed(server: Flask, kind: str) -> None:
    reply = server.test_client().get(f"/{kind}", headers={"Accept-Encoding": "gzip"})
    assert reply.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(reply.data) == LONG


@pytest.mark.parametrize("kind", ["image/png", "application/vnd.mapbox-vector-tile", "application/octet-stream"])
def test_what_is_no_text_is_left_alone(server: Flask, kind: str) -> None:
    reply = server.test_client().get(f"/{kind}", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in reply.headers
    assert reply.data == LONG
