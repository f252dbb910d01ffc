"""Door of the area that cameras watch, for those who may see single cameras; for all others there is no such thing."""

import json

import shapely
from flask import Flask, Response

from analysis.infrastructure import watched_shape
from api import params
from api.layers import user
from components.context import store
from data.queries.infrastructure import CAMERAS
from data.queries.items import UnknownLayerError


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/infrastructure/watched", view_func=watched)


@params.guarded
def watched() -> Response:
    """What cameras watch as one GeoJSON feature; of a district's staff, what those of their district watch."""
    held = store()
    with held.read() as conn:
        shape = watched_shape(conn, held, user())
    if shape is None:
        raise UnknownLayerError(CAMERAS)
    feature = {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(shape))}
    made = {"type": "FeatureCollection", "features": [feature]}
    reply = Response(json.dumps(made), mimetype="application/geo+json")
    reply.headers["Cache-Control"] = "private, no-store"
    return reply
