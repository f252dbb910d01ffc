"""Doors of the list of unsure addresses: what waits, a place chosen or clicked, a decision taken back."""

from typing import Any

from flask import Flask, Response, jsonify, request

from api.imports import guarded
from api.layers import user
from api.params import decoded
from components.context import current, store
from components.import_review import doubtful_json
from data.loading.shapes import reach
from data.queries.filters import AskError
from data.tables import review
from data.tables.fields import open_layers

HOW = frozenset({"candidate", "middle", "click"})


def register(server: Flask) -> None:
    """Add the doors."""
    add = server.add_url_rule
    add("/api/imports/reviews/<int:load>", "import_reviews", listed)
    add("/api/imports/reviews/<int:number>/decide", "import_decide", decide, methods=["POST"])
    add("/api/imports/reviews/<int:number>/undo", "import_undo", undo, methods=["POST"])


@guarded
def listed(load: int) -> Response:
    """Unsure rows of a load."""
    mine = {layer.id for layer in open_layers(store(), user())}
    with store().read() as conn:
        if review.head(conn, load) is None:
            raise LookupError(load)
        rows = [row for row in review.listed(conn, load) if row.layer in mine]
    return jsonify({"rows": [doubtful_json(current(), row) for row in rows]})


@guarded
def decide(number: int) -> Response:
    """Give an address its place: `lon`, `lat` in degrees and `how` it was found."""
    found = _found(number)
    asked = decoded(request.get_data(as_text=True), "place")
    lon, lat = (_degrees(asked, name) for name in ("lon", "lat"))
    west, south, east, north = reach(store().city.bounds, 0.2)
    if not (west <= lon <= east and south <= lat <= north) or asked.get("how") not in HOW:
        raise AskError("place", "reach")
    review.decide(store(), found, (lon, lat), asked["how"], user().name or "")
    return jsonify(doubtful_json(current(), _found(number)))


@guarded
def undo(number: int) -> Response:
    """Take the decision about an address back."""
    review.undo(store(), _found(number), user().name or "")
    return jsonify(doubtful_json(current(), _found(number)))


def _found(number: int) -> review.Doubtful:
    with store().read() as conn:
        found = review.find(conn, number)
    if found is None or found.layer not in {layer.id for layer in open_layers(store(), user())}:
        raise LookupError(number)
    return found


def _degrees(asked: Any, name: str) -> float:
    value = asked.get(name) if isinstance(asked, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AskError("place", "number")
    return round(float(value), 6)
