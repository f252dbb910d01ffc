"""Door of the answer to a parent: the same sentences for the page, the call centre and other programs."""

from typing import Any

from flask import Flask, Response, jsonify, request

from analysis.places_near import Reached
from api import params
from api.errors import api_error
from components.context import Context, current
from components.education.told import sentences, told
from components.map_words import row_title
from config.limits import SEARCH_QUERY_CHARS
from data.queries.education import ORGS
from data.queries.filters import AskError


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/education/places", "education_places", places)


@params.guarded
def places() -> Response:
    """Free places on foot from `address`, the nearest organizations, the rules of the queue and whom to call."""
    ctx = current()
    address = request.args.get("address", "").strip()
    if len(address) > SEARCH_QUERY_CHARS or not address.isprintable():
        raise AskError("address", "long")
    found = told(ctx, address)
    if found.fault == "no_data":
        return api_error(404, "not_found")
    reply: dict[str, Any] = {"text": sentences(ctx, found), "place": None, "offers": {}}
    if found.match is not None and found.place is not None:
        best = found.match.best
        reply["place"] = {"lon": found.place[0], "lat": found.place[1], "matched": best.matched,
                          "uncertainty_m": best.uncertainty_m}  # fmt: skip
    for kind, offer in (found.offers or {}).items():
        reply["offers"][kind] = {"free": [_one(ctx, one) for one in offer.free],
                                 "nearest": [_one(ctx, one) for one in offer.nearest]}  # fmt: skip
    return jsonify(reply)


def _one(ctx: Context, one: Reached) -> dict[str, Any]:
    return {
        "id": f"{ORGS}.{one.org.id}", "name": row_title(ctx, one.org.row), "minutes": round(one.minutes, 1),
        "free_places": one.org.free_places, "queue": one.org.queue, "origin": one.org.row["origin"],
    }  # fmt: skip
