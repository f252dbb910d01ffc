"""What was typed into a form that was refused: kept by the browser for some minutes, and by nobody else."""

import base64
import binascii
import json
from collections.abc import Mapping

import flask
from flask import Response

from api.session import secure
from config.limits import TYPED_BYTES, TYPED_SECONDS

COOKIE = "typed"


def keep(reply: Response, form: str, values: Mapping[str, str]) -> Response:
    """Have the browser keep what was typed into a form; the longest text is cut where a cookie cannot hold it."""
    held = dict(values)
    while len(packed := _packed(form, held)) > TYPED_BYTES and any(held.values()):
        longest = max(held, key=lambda name: len(held[name]))
        held[longest] = held[longest][: len(held[longest]) * 3 // 4]
    reply.set_cookie(COOKIE, packed, max_age=TYPED_SECONDS, secure=secure(), httponly=True, samesite="Lax")
    return reply


def _packed(form: str, values: Mapping[str, str]) -> str:
    text = json.dumps({"form": form, "values": dict(values)}, ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode("utf-8", "replace")).decode()


def forget(reply: Response) -> Response:
    """The form was taken: what was typed is not needed any more."""
    if COOKIE in flask.request.cookies:
        reply.delete_cookie(COOKIE)
    return reply


def kept(form: str) -> dict[str, str]:
    """What the browser kept of a form, by the names of its fields; nothing for another form or a cookie not ours."""
    if not flask.has_request_context():
        return {}
    try:
        found = json.loads(base64.urlsafe_b64decode(flask.request.cookies.get(COOKIE, "")))
    except (binascii.Error, ValueError, RecursionError):
        return {}
    values = found.get("values") if isinstance(found, dict) and found.get("form") == form else None
    if not isinstance(values, dict):
        return {}
    return {name: value for name, value in values.items() if isinstance(value, str)}
