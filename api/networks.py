"""Door of what loses service when a section or a node of a network is closed: sums and the lines on the map."""

import json
from dataclasses import asdict

import numpy as np
import shapely
from flask import Flask, Response, jsonify, request

from analysis.outage_store import cut_of
from api import params
from api.errors import hidden
from api.layers import user
from components.context import current

DIGITS = 6


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/networks/cut", "networks_cut", cut)


@params.guarded
def cut() -> Response:
    """What is lost when `id` (`network_lines.<id>` or `network_nodes.<id>`) is closed; 404 for who may not see it."""
    ctx = current()
    with ctx.store.read() as conn:
        found = cut_of(conn, ctx.store, user(), request.args.get("id", ""))
    if found is None:
        return hidden()
    lines = shapely.transform(np.array(found.lines, dtype=object), lambda xy: xy.round(DIGITS))
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(text)} for text in shapely.to_geojson(lines)
    ]
    reply = jsonify({
        "id": found.id, "kind": found.kind, "whole": asdict(found.loss.whole),
        "by_district": {code: asdict(part) for code, part in found.loss.by_district.items()},
        "social": [f"{layer}.{object_id}" for layer, object_id in found.social], "hidden": found.hidden,
        "lines": {"type": "FeatureCollection", "features": features},
    })  # fmt: skip
    reply.headers["Cache-Control"] = "no-store"
    return reply
