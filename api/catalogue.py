"""Door of the catalogue of indicators: all rows, facets and words of its index, for the script of the screen."""

from flask import Flask, Response, request

from components.catalogue_cargo import cargo
from components.context import current


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/catalogue/indicators", "api_indicator_catalogue", catalogue)


def catalogue() -> Response:
    """The catalogue that the caller may see, in the caller's language; unchanged for who has it already."""
    found = cargo(current())
    answer = Response(found.body, mimetype="application/json")
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Cookie, Accept-Encoding"
    answer.set_etag(found.etag)
    answer.make_conditional(request)
    return answer
