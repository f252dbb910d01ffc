"""Forms of the page of digital inclusion, without a script: a report of a barrier, how the page looks."""

from typing import cast
from urllib.parse import urlencode

import shapely
from flask import Flask, Response, redirect, request

from api import errors, forms, typed
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


def register(server: Flask) -> None:
    """Add the routes."""
    server.add_url_rule(f"{PAGE}/report", "inclusion_report", _report, methods=["POST"])
    server.add_url_rule(f"{PAGE}/report", "inclusion_report_get", _needs_post, methods=["GET"])
    server.add_url_rule(f"{PAGE}/look", "inclusion_look", _look, methods=["GET"])


def _needs_post() -> Response:
    return errors.answer(405)


def _go(anchor: str, **query: str) -> Response:
    return cast(Response, redirect(f"{PAGE}?{urlencode(query)}#{anchor}", 303))


def _report() -> Response:
    picture = forms.picture()
    if forms.trapped():
        return _go("report", reported="ok")
    ref = request.form.get("object", "").strip()
    values = {name: request.form.get(name, "") for name in ("kind", "text", "place")}
    place = values["place"].strip()
    try:
        wish = Wish(values["kind"], values["text"], place, ref, _where(ref, place))
        barrier_reports.send(store(), wish, forms.sender("barrier"), picture)
    except KeepError as error:
        kept = {"object": ref[:300]} if ref else {}
        return typed.keep(_go("report", reported=error.key, **kept), PAGE, values)
    return typed.forget(_go("report", reported="ok"))


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


def _look() -> Response:
    """Keep size and contrast in a cookie and go on to the page with the same in its address."""
    look = Look.read({name: request.args.get(name, "") for name in ("size", "contrast")})
    answer = _go("main", size=look.size, contrast=look.contrast)
    put_cookie(answer, COOKIE, f"{look.size}-{look.contrast}")
    return answer
