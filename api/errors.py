"""Errors as answers: one JSON shape at the doors of machines, a designed page elsewhere, never a traceback."""

import logging
from typing import cast

from flask import Flask, Response, g, jsonify, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from components.document import plain_page
from config import i18n
from data.store import StoreError

MACHINE_DOORS = ("/api/", "/tiles/", "/healthz", "/_dash-", "/vendor/", "/assets/", "/static/", "/remote/",
                 "/picture/")  # fmt: skip
UNKNOWN_PATH = "/<path:path>"
LOG = logging.getLogger("sitcenter")


def lang() -> i18n.Lang:
    """Language of the present request."""
    return cast(i18n.Lang, g.get("lang", "ru"))


def api_error(status: int, key: str, **values: object) -> Response:
    """JSON answer `{error, message, hint}`: words under `error.<key>.message` and `error.<key>.hint`."""
    words = {part: i18n.t(lang(), f"error.{key}.{part}", **values) for part in ("message", "hint")}
    answer = jsonify({"error": key, **words})
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer


def hidden() -> Response:
    """The one answer for what does not exist and for what this person must not see, at every machine door."""
    return api_error(404, "not_found")


def for_machines(path: str) -> bool:
    """Whether a path belongs to a door that answers JSON."""
    return path.startswith(MACHINE_DOORS) or path in ("/api", "/tiles", "/healthz")


def _key(status: int) -> str:
    known = {400: "bad_request", 403: "forbidden", 404: "not_found", 405: "method", 413: "too_large",
             415: "bad_request", 429: "too_often", 503: "unavailable"}  # fmt: skip
    return known.get(status, "bad_request" if status < 500 else "broken")


def answer(status: int, key: str | None = None, **values: object) -> Response:
    """Answer to a failed request in the shape its door speaks."""
    name = key or _key(status)
    if for_machines(request.path):
        return api_error(status, name, **values)
    page = Response(plain_page(lang(), g.get("theme", "light"), name, values), status=status, mimetype="text/html")
    page.headers["Cache-Control"] = "no-store"
    return page


def _http(error: HTTPException) -> Response:
    if error.code is not None and error.code < 400:
        return cast(Response, error.get_response())
    reply = answer(error.code or 500)
    if error.code == 405:
        reply.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return reply


def _store(error: Exception) -> Response:
    LOG.error("store: %s", error)
    return answer(503)


def _other(error: Exception) -> Response:
    LOG.error("unexpected", exc_info=error)
    return answer(500)


def _unknown_door() -> Response | None:
    """Dash answers every unknown GET with its page; a machine's door gets its JSON instead."""
    rule = request.url_rule
    if rule is not None and rule.rule == UNKNOWN_PATH and for_machines(request.path):
        return hidden()
    return None


def register(server: Flask) -> None:
    """Give a server the error answers."""
    server.before_request(_unknown_door)
    server.register_error_handler(HTTPException, _http)
    server.register_error_handler(DBAPIError, _store)
    server.register_error_handler(StoreError, _store)
    server.register_error_handler(Exception, _other)
