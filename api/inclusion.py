"""Forms of the page of digital inclusion, without a script: a report of a barrier, its check, how the page looks."""

import hashlib
import hmac
from typing import cast
from urllib.parse import urlencode

import shapely
from flask import Flask, Response, current_app, redirect, request

from api import errors
from api.layers import user
from api.session import put_cookie
from components.access_look import COOKIE, Look
from components.context import store
from config.limits import REPORT_PLACE_CHARS
from data import barrier_reports
from data.barrier_reports import Wish
from data.queries.inclusion import OBJECTS
from data.queries.named_place import find_place
from data.queries.objects import get_object
from data.views import KeepError

PAGE = "/inclusion"
# A field that people do not see; only programs fill it in.
TRAP = "website"


def register(server: Flask) -> None:
    """Add the routes."""
    for path, view in (("/report", _report), ("/check", _check)):
        server.add_url_rule(PAGE + path, f"inclusion{path}", view, methods=["POST"])
        server.add_url_rule(PAGE + path, f"inclusion{path}_get", _needs_post, methods=["GET"])
    server.add_url_rule(f"{PAGE}/look", "inclusion_look", _look, methods=["GET"])


def _needs_post() -> Response:
    return errors.answer(405)


def _go(anchor: str, **query: str) -> Response:
    return cast(Response, redirect(f"{PAGE}?{urlencode(query)}#{anchor}", 303))


def sender() -> str:
    """Keyed digest of where a request comes from: enough to count, not enough to know who it was."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"barrier|{request.remote_addr or ''}".encode(), hashlib.sha256).hexdigest()[:32]


def _report() -> Response:
    if request.form.get(TRAP):
        return _go("report", reported="ok")
    ref = request.form.get("object", "").strip()
    place = request.form.get("place", "").strip()
    try:
        wish = Wish(request.form.get("kind", ""), request.form.get("text", ""), place, ref, _where(ref, place))
        barrier_reports.send(store(), wish, sender())
    except KeepError as error:
        kept = {"object": ref[:300]} if ref else {}
        return _go("report", reported=error.key, **kept)
    return _go("report", reported="ok")


def _where(ref: str, place: str) -> tuple[float, float] | None:
    """Place of the object named, else of the words typed. Raises KeepError for an object that is none."""
    with store().read() as conn:
        if ref:
            found = get_object(conn, store(), ref, user()) if ref.startswith(f"{OBJECTS}.") else None
            if found is None:
                raise KeepError("bad_place")
            point = shapely.point_on_surface(shapely.from_wkb(found.wkb))
            return float(point.x), float(point.y)
        named = find_place(conn, store(), place[:REPORT_PLACE_CHARS], user())
        return None if named is None else (named.lon, named.lat)


def _check() -> Response:
    number, verdict = request.form.get("id", ""), request.form.get("verdict", "")
    if not barrier_reports.may_check(user()):
        return errors.answer(403)
    if verdict not in ("accept", "refuse"):
        return errors.answer(400)
    try:
        found = barrier_reports.decide(store(), user(), number, accept=verdict == "accept")
    except KeepError as error:
        return _go("check", checked=error.key)
    return _go("check", checked="gone" if found is None else verdict)


def _look() -> Response:
    """Keep size and contrast in a cookie and go on to the page with the same in its address."""
    look = Look.read({name: request.args.get(name, "") for name in ("size", "contrast")})
    answer = _go("main", size=look.size, contrast=look.contrast)
    put_cookie(answer, COOKIE, f"{look.size}-{look.contrast}")
    return answer
