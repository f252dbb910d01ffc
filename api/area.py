"""Door of an area: its size, what of each layer lies in it, how many people live there, and a list of it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from time import perf_counter
from typing import Any

import shapely
from flask import Flask, Response, jsonify, request
from sqlalchemy import Connection

from analysis.area import Area, find_area
from analysis.inside import Measured, Residents, measure
from analysis.inside import residents as residents_in
from analysis.metric import plane_of
from analysis.wish import read_wish
from api import params
from api.layers import user
from components.context import Context, current
from components.map_words import code_words, district_words, row_title
from components.residents import residents_words
from config.limits import AREA_ITEMS
from data.districts import DISTRICTS
from data.layer_tables import OUTSIDE
from data.queries.filters import AskError, read_filters
from data.queries.items import Ask, seen_layer, select_items
from data.queries.moments import read_span
from data.queries.people import residents as told_residents
from data.queries.scope import may_export
from data.queries.zones import Zone
from data.store import Store

MAX_JSON = 100_000
MOST_LAYERS = 100
KEYS = {"area", "layers", "filters", "t", "as_of", "district", "list"}
DIGITS = 6


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/area", "area", area, methods=["POST"])


@params.guarded
def area() -> Response:
    """What lies in `area` of `layers`, under `filters`, `t`, `as_of` and `district`; first rows of the layer `list`."""
    started = perf_counter()
    ctx, who, body = current(), user(), _body()
    wish = read_wish(body.get("area"))
    asks = _asks(ctx, body)
    with ctx.store.read() as conn:
        found = find_area(conn, ctx.store, who, wish)
        layers = [
            _layer(ctx, measure(conn, ctx.store, layer_id, who, _in(ask, found.zone)))
            for layer_id, ask in asks.items()
            if not (found.district and layer_id == DISTRICTS)  # its neighbours touch it
        ]
        listed = _listed(ctx, conn, body, asks, found.zone)
        people = people_words(ctx, residents_in(conn, ctx.store, found))
    reply = jsonify({
        "area": str(wish), "km2": round(found.km2, DIGITS), "perimeter_km": round(found.perimeter_km, DIGITS),
        "outline": outline(ctx.store, found), "layers": layers, "items": listed, "residents": people,
        "crs": ctx.store.city.metric_crs,
    })  # fmt: skip
    reply.headers["Cache-Control"] = "no-store"
    reply.headers["Server-Timing"] = f"area;dur={(perf_counter() - started) * 1000:.1f}"
    return reply


def _body() -> Mapping[str, Any]:
    text = request.get_data(cache=False, as_text=True)
    if len(text) > MAX_JSON:
        raise AskError("area_points", "long")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise AskError("body", "json") from None
    if not isinstance(found, dict) or set(found) - KEYS:
        raise AskError("body", "object")
    return found


def _asks(ctx: Context, body: Mapping[str, Any]) -> dict[str, Ask]:
    """The question to each layer. Raises AskError, UnknownLayerError."""
    names, filters, district = body.get("layers", []), body.get("filters", {}), body.get("district")
    if not isinstance(names, list) or len(names) > MOST_LAYERS or not all(isinstance(name, str) for name in names):
        raise AskError("layers", "list")
    if not isinstance(filters, dict):
        raise AskError("filters", "object")
    if district is not None and not isinstance(district, str):
        raise AskError("district", "text")
    span, day = read_span(_text(body, "t")), params.day("as_of", {"as_of": _text(body, "as_of")})
    return {
        name: Ask(
            filters=read_filters(filters.get(name), ctx.user, seen_layer(ctx.store, name, ctx.user)[0]),
            district=district or None, span=span, as_of=day,
        )
        for name in dict.fromkeys(names)
    }  # fmt: skip


def _text(body: Mapping[str, Any], name: str) -> str:
    text = body.get(name, "")
    if not isinstance(text, str):
        raise AskError(name, "text")
    return text


def _in(ask: Ask, zone: Zone, limit: int = AREA_ITEMS) -> Ask:
    return replace(ask, zone=zone, limit=limit)


def _layer(ctx: Context, found: Measured) -> dict[str, Any]:
    kinds = [
        {"kind": one.kind, "title": code_words(ctx, "kind", one.kind), "count": one.count}
        | _sizes(found, one.length_m, one.area_m2)
        for one in found.kinds
    ]
    return {
        "id": found.layer, "title": ctx.t(f"layer.{found.layer}.title"), "geometry": found.geometry,
        "count": found.count, **_sizes(found, found.length_m, found.area_m2), "kinds": kinds,
        "may_export": may_export(ctx.user, ctx.store.layers[found.layer]),
    }  # fmt: skip


def _sizes(found: Measured, length_m: float, area_m2: float) -> dict[str, float]:
    if found.geometry == "line":
        return {"length_km": round(length_m / 1000.0, DIGITS)}
    return {"area_km2": round(area_m2 / 1e6, DIGITS)} if found.geometry == "polygon" else {}


def _listed(
    ctx: Context, conn: Connection, body: Mapping[str, Any], asks: Mapping[str, Ask], zone: Zone
) -> dict[str, Any] | None:
    """The first rows of the layer that the list shows."""
    name = body.get("list")
    if not name:
        return None
    if not isinstance(name, str) or name not in asks:
        raise AskError("list", "layer")
    page = select_items(conn, ctx.store, name, ctx.user, _in(asks[name], zone))
    rows = [
        {
            "id": f"{name}.{row['object_id']}", "fid": row["fid"], "title": row_title(ctx, row),
            "kind": code_words(ctx, "kind", row["kind"]), "district": district_words(ctx, row["district"]),
            "card": f"/o/{name}.{row['object_id']}", "origin": row["origin"],
        }
        for row in page.rows
    ]  # fmt: skip
    return {"layer": name, "total": page.matched, "cut": page.cut, "rows": rows}


def outline(store: Store, found: Area) -> dict[str, Any]:
    """The area as GeoJSON with 6 decimals."""
    shape = shapely.from_wkb(found.zone.wkb)
    if found.wish.buffer_m:
        shape = plane_of(store.city.metric_crs).degrees(shapely.simplify(found.plane, 0.5))
    drawn: dict[str, Any] = json.loads(shapely.to_geojson(shapely.transform(shape, lambda xy: xy.round(DIGITS))))
    return drawn


def _told_by(ctx: Context) -> str:
    """Origin of the residents of a whole district."""
    with ctx.store.read() as conn:
        told = told_residents(conn, ctx.store)
    outlines = next(iter(ctx.store.city.sources_of(DISTRICTS)), None)
    source = ctx.store.city.source(told.source) or outlines
    return source.origin if source else "model"


def people_words(ctx: Context, found: Residents) -> dict[str, Any]:
    """Residents with where the number comes from, in words."""
    origin = _told_by(ctx) if found.exact else "model"
    how = ctx.t("tool.area.method_count" if found.exact else "tool.area.method_model")
    return {
        "number": None if found.number is None else round(found.number),
        "origin": origin, "origin_title": ctx.t(f"value.origin.{origin}"),
        "method": f"{how} {residents_words(ctx)}".strip(),
        "shares": [
            {"district": code, "title": district_words(ctx, code), "share": round(share, 4)}
            for code, share in sorted(found.shares.items(), key=lambda item: -item[1]) if code != OUTSIDE
        ],
    }  # fmt: skip
