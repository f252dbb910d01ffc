"""Door of what is reached on foot or by car within some minutes, along the roads of the city."""

import json
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
import shapely
from flask import Flask, Response, jsonify, request
from sqlalchemy import Connection

from analysis.graph_store import network_of
from analysis.inside import home_lengths, measure, spread
from analysis.metric import Plane, plane_of
from analysis.network import Network, NoRoadError, Start
from analysis.reach import Reach, reached
from analysis.roadgraph import MODES, Mode
from api import params
from api.area import people_words
from api.layers import user
from api.near import read_place
from api.session import settings
from components.context import Context, current
from config.limits import REACH_LIMITS, REACH_MINUTES
from data.queries.filters import AskError, read_filters
from data.queries.items import Ask, seen_layer
from data.queries.moments import read_span
from data.queries.people import district_people
from data.queries.zones import Zone

DIGITS = 6
MOST_LAYERS = 100
USUAL = "5,10,15"


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/isochrone", "isochrone", isochrone)


@params.guarded
def isochrone() -> Response:
    """Ground, road, people, objects (`layers`, `filters`, `t`, `as_of`) within `minutes` of `lon`, `lat` by `mode`."""
    started = perf_counter()
    ctx = current()
    place, mode, minutes, layers = read_place(ctx), _mode(), _minutes(), _layers(ctx)
    plane = plane_of(ctx.store.city.metric_crs)
    x, y = plane.xy(np.array([place]))[0]
    with ctx.store.read() as conn:
        network = network_of(conn, ctx.store, settings().home)
        side = network.side(mode)
        try:
            start = side.nearest(float(x), float(y))
        except NoRoadError:
            raise AskError("place", "road") from None
        limits = [_limit(ctx, conn, one, plane, layers) for one in _reached(network, mode, start, minutes)]
    reply = jsonify({
        "mode": mode, "place": {"lon": place[0], "lat": place[1]}, "start": _start(network, start, plane),
        "off_m": round(start.off_m, 1), "limits": limits, "network": _network(network, mode),
        "method": ctx.t(f"tool.isochrone.method_{mode}"),
    })  # fmt: skip
    reply.headers["Server-Timing"] = f"isochrone;dur={(perf_counter() - started) * 1000:.1f}"
    return reply


def _reached(network: Network, mode: Mode, start: Start, minutes: Sequence[int]) -> list[Reach]:
    key = (mode, start, tuple(minutes))
    found: list[Reach] = network.answers.get(key, lambda: reached(network.side(mode), start, minutes))
    return found


def _mode() -> Mode:
    mode = request.args.get("mode", "foot")
    if mode not in MODES:
        raise AskError("mode", "unknown")
    return mode


def _minutes() -> list[int]:
    parts = (request.args.get("minutes") or USUAL).split(",")
    if len(parts) > REACH_LIMITS or not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts):
        raise AskError("minutes", "numbers")
    found = sorted({int(part) for part in parts})
    if not all(1 <= limit <= REACH_MINUTES for limit in found):
        raise AskError("minutes", "bounds")
    return found


def _layers(ctx: Context) -> dict[str, Ask]:
    names = [name for name in request.args.get("layers", "").split(",") if name]
    if len(names) > MOST_LAYERS:
        raise AskError("layers", "many")
    span, rules = read_span(request.args.get("t", "")), params.decoded(request.args.get("filters") or "{}", "filters")
    if not isinstance(rules, dict):
        raise AskError("filters", "object")
    found = {name: seen_layer(ctx.store, name, user())[0] for name in dict.fromkeys(names)}
    day = params.day("as_of")
    return {
        name: Ask(span=span, as_of=day, filters=read_filters(rules.get(name), user(), layer))
        for name, layer in found.items()
    }


def _limit(ctx: Context, conn: Connection, one: Reach, plane: Plane, layers: dict[str, Ask]) -> dict[str, Any]:
    ground = shapely.make_valid(plane.degrees(one.ground), method="structure", keep_collapsed=False)
    zone = Zone(shapely.to_wkb(ground))
    counts = []
    for layer_id, ask in layers.items():
        found = measure(conn, ctx.store, layer_id, ctx.user, replace(ask, zone=zone))
        counts.append({"id": layer_id, "title": ctx.t(f"layer.{layer_id}.title"), "count": found.count})
    people = spread(district_people(conn, ctx.store), one.home_m, home_lengths(conn, ctx.store))
    return {
        "minutes": one.minutes, "km2": round(float(one.ground.area) / 1e6, 4), "road_km": round(one.road_m / 1000, 3),
        "residents": people_words(ctx, people), "layers": counts,
        "outline": json.loads(shapely.to_geojson(shapely.transform(ground, lambda xy: xy.round(DIGITS)))),
    }  # fmt: skip


def _start(network: Network, start: Start, plane: Plane) -> dict[str, float]:
    """Where on the road one starts."""
    point = shapely.line_interpolate_point(network.graph.lines[start.edge], start.along)
    lon, lat = plane.lonlat(np.array([[point.x, point.y]]))[0]
    return {"lon": round(float(lon), DIGITS), "lat": round(float(lat), DIGITS)}


def _network(network: Network, mode: Mode) -> dict[str, Any]:
    side = network.side(mode)
    main = int(side.main.sum())
    return {"nodes": side.used, "main_nodes": main, "share": round(main / side.used, 4) if side.used else None,
            "edges": len(network.graph.start)}  # fmt: skip
