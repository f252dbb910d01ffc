"""Door of the counts: how many rows of a layer filters, time, district and box let through, and how they divide."""

from time import perf_counter

from flask import Flask, Response, jsonify, request

from api import params
from api.geojson import plain
from api.layers import user
from api.tiles import service
from components.context import store
from data.queries.choice import Choice
from data.queries.dated import known_counts
from data.queries.items import check, seen_layer


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/layers/<layer_id>/counts", view_func=counts)


@params.guarded
def counts(layer_id: str) -> Response:
    """Counts of a layer for a choice; each part of the answer is counted without its own part of the choice."""
    started = perf_counter()
    held, who = store(), user()
    layer, _ = seen_layer(held, layer_id, who)
    ask = params.ask(who, layer)
    check(held, ask)
    if ask.as_of is not None:
        with held.read() as conn:
            matched, districts = known_counts(conn, held, layer_id, who, ask)
        return jsonify({"layer": layer_id, "matched": matched, "by_district": districts, "as_of": plain(ask.as_of)})
    choice = Choice.of(ask.filters, ask.span, ask.district)
    found = service().counts(layer_id, who, choice=choice, box=ask.bbox, hint=request.args.get("v", ""))
    reply = jsonify({
        "layer": layer_id, "total": found.total, "matched": found.matched, "by_district": dict(found.by_district),
        "by": {name: dict(values) for name, values in found.by.items()}, "by_period": dict(found.by_period),
        "period": found.unit, "undated": found.undated,
    })  # fmt: skip
    reply.headers["Cache-Control"] = "private, no-store"
    reply.headers["Server-Timing"] = f"counts;dur={(perf_counter() - started) * 1000:.1f}"
    return reply
