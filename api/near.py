"""Door of what is near a place: its district and street, objects nearest first with distance and direction."""

from typing import Any

import numpy as np
from flask import Flask, Response, jsonify, request

from analysis.metric import plane_of
from analysis.near import Around, Near, district_at, nearest
from api import params
from api.layers import user
from components.context import Context, current
from components.map_words import code_words, district_words, row_title
from config.limits import NEAR_MAX, NEAR_RADIUS_M
from config.records import LayerRecord
from data.layer_tables import OUTSIDE
from data.queries.filters import AskError
from data.queries.items import Ask, seen_layer
from data.queries.moments import read_span
from data.queries.scope import seen_layers

ROADS = "roads"
STREET_M = 500.0
EACH, AROUND_M = 5, 300.0
SAME_M = 1.0
WINDS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/near", "near", near)


@params.guarded
def near() -> Response:
    """District and street of `lon`, `lat`; the `n` nearest objects within `r` metres of `layer`, or of every layer."""
    ctx, who = current(), user()
    place = read_place(ctx)
    count = params.whole("n", EACH)
    if not 1 <= count <= NEAR_MAX:
        raise AskError("n", "bounds")
    name, span, day = request.args.get("layer", ""), read_span(request.args.get("t", "")), params.day("as_of")
    radius = params.number("r", 1, NEAR_RADIUS_M, NEAR_RADIUS_M if name else AROUND_M)
    layers = [seen_layer(ctx.store, name, who)[0]] if name else _objects(ctx)
    with ctx.store.read() as conn:
        found = []
        for layer in layers:
            filters = params.filters(who, layer) if name else {}
            ask = Ask(filters=filters, span=span, as_of=day)
            rows = nearest(conn, ctx.store, layer.id, who, ask, Around(place, radius, count))
            found += [_object(ctx, layer, one) for one in rows]
        district = district_at(conn, ctx.store, place) or OUTSIDE
        streets = []
        if ROADS in ctx.store.layers and ctx.store.layers[ROADS] in seen_layers(who, ctx.store.layers.values()):
            streets = nearest(conn, ctx.store, ROADS, who, Ask(span=span), Around(place, STREET_M, 1, named=True))
    return jsonify({
        "place": place_words(ctx, place), "radius_m": radius,
        "district": {"id": district, "title": district_words(ctx, district)},
        "street": _object(ctx, ctx.store.layers[ROADS], streets[0]) if streets else None,
        "objects": sorted(found, key=lambda one: one["distance_m"]),
    })  # fmt: skip


def read_place(ctx: Context) -> tuple[float, float]:
    """Longitude and latitude of the query, within reach of the city. Raises AskError."""
    west, south, east, north = ctx.store.city.bounds
    return params.number("lon", west - 2, east + 2), params.number("lat", south - 2, north + 2)


def place_words(ctx: Context, place: tuple[float, float]) -> dict[str, Any]:
    """A place in degrees and in the city's metric system."""
    crs = ctx.store.city.metric_crs
    x, y = plane_of(crs).xy(np.array([place]))[0]
    return {"lon": round(place[0], 6), "lat": round(place[1], 6), "crs": crs, "x": round(x, 1), "y": round(y, 1)}


def _objects(ctx: Context) -> list[LayerRecord]:
    """Layers of objects: what the base map is drawn of is everywhere."""
    return [layer for layer in seen_layers(ctx.user, ctx.store.layers.values()) if not layer.base]


def _object(ctx: Context, layer: LayerRecord, one: Near) -> dict[str, Any]:
    public_id = f"{layer.id}.{one.row['object_id']}"
    wind = WINDS[round(one.bearing / 45.0) % len(WINDS)]
    direction = ctx.t(f"tool.here.wind.{wind}") if one.metres >= SAME_M else ""
    return {
        "layer": layer.id, "layer_title": ctx.t(f"layer.{layer.id}.title"), "id": public_id, "fid": one.row["fid"],
        "title": row_title(ctx, one.row), "kind": code_words(ctx, "kind", one.row["kind"]), "card": f"/o/{public_id}",
        "distance_m": round(one.metres, 1), "bearing": round(one.bearing) % 360,
        "direction": direction, "lon": round(one.at[0], 6), "lat": round(one.at[1], 6),
        "origin": one.row["origin"],
    }  # fmt: skip
