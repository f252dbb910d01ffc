"""Doors of the layers: which there are, and their rows as GeoJSON."""

import json
from dataclasses import replace
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, g, jsonify, request

from api import params
from api.errors import lang
from api.geojson import features, plain
from components.context import store
from config import i18n
from config.attribution import attribution
from config.city import Source
from config.policy import VISITOR, User
from config.records import LayerRecord
from data.queries.filters import filter_fields
from data.queries.items import Ask, Items, seen_layer, select_items
from data.queries.scope import seen_fields, seen_layers
from data.queries.totals import Totals, all_totals
from data.store import Store


def register(server: Flask) -> None:
    """Add the doors of the layers."""
    server.add_url_rule("/api/layers", view_func=layers)
    server.add_url_rule("/api/layers/<layer_id>/items", view_func=items)


def user() -> User:
    """Who asks."""
    found = g.get("user", VISITOR)
    return found if isinstance(found, User) else VISITOR


@params.guarded
def layers() -> Response:
    """The layers that the caller may see, with counts of the rows that the caller may see."""
    held, who = store(), user()
    with held.read() as conn:
        totals = all_totals(conn, held, who)
    found = [_layer(held, layer, totals[layer.id], who) for layer in seen_layers(who, held.layers.values())]
    return jsonify({"layers": found})


def _layer(held: Store, layer: LayerRecord, totals: Totals, who: User) -> dict[str, Any]:
    titles = {name: i18n.t(name, f"layer.{layer.id}.title") for name in i18n.LANGS}
    sources = held.city.sources_of(layer.id)
    return {
        "id": layer.id, "module": layer.module, "title": titles[lang()], "titles": titles, "topic": layer.topic,
        "geometry": layer.geometry, "count": totals.total, "count_by_district": dict(totals.by_district),
        "source": sources[0].id if sources else None, "sources": [source_card(s) for s in sources],
        "data_date": plain(totals.data_date), "loaded_at": plain(totals.loaded_at),
        "origin": totals.origins[0] if totals.origins else (sources[0].origin if sources else None),
        "origins": list(totals.origins), "sensitivity": layer.sensitivity.value,
        "fields": [
            {"name": f.name, "title": i18n.t(lang(), f"field.{f.name}"), "type": f.type, "unit": f.unit}
            for f in seen_fields(who, layer)
        ],
        "filters": [{"field": f.name, "kind": f.kind, "step": f.step} for f in filter_fields(who, layer)],
        "items": f"/api/layers/{layer.id}/items",
        "tiles": f"/tiles/{layer.id}/{{z}}/{{x}}/{{y}}.mvt",
    }  # fmt: skip


def source_card(source: Source) -> dict[str, Any]:
    """Source of data with the attribution that goes along with every copy."""
    return {
        "id": source.id, "title": source.names[lang()], "attribution": attribution(source, lang()),
        "licence": source.licence, "licence_url": source.licence_url, "origin": source.origin,
    }  # fmt: skip


@params.guarded
def items(layer_id: str) -> Response:
    """Rows of a layer in a box, a district, filters or a day, a page at a time."""
    started = perf_counter()
    held, who = store(), user()
    layer, _ = seen_layer(held, layer_id, who)
    ask = replace(params.ask(who, layer), geometry=True)
    with held.read() as conn:
        page = select_items(conn, held, layer_id, who, ask)
    body = _collection(held, layer, ask, page)
    reply = Response(body, mimetype="application/geo+json")
    reply.headers["Server-Timing"] = f"items;dur={(perf_counter() - started) * 1000:.1f}"
    return reply


def _collection(held: Store, layer: LayerRecord, ask: Ask, page: Items) -> str:
    sources = held.city.sources_of(layer.id)
    shown = len(page.rows)
    searched = {} if page.searched is None else {"searched": page.searched}
    head = {
        "type": "FeatureCollection", "layer": layer.id, "numberMatched": page.matched, "numberReturned": shown,
        "cut": page.cut, **searched, "limit": ask.limit, "offset": ask.offset,
        "next": _next(layer.id, ask, shown) if page.cut and shown else None,
        "attribution": "; ".join(dict.fromkeys(attribution(s, lang()) for s in sources)),
        "origin": sorted({row["origin"] for row in page.rows}), "sources": [source_card(s) for s in sources],
    }  # fmt: skip
    start = json.dumps(head, ensure_ascii=False)
    return f'{start[:-1]}, "features": {features(layer.id, page.rows)}}}'


def _next(layer_id: str, ask: Ask, shown: int) -> str:
    kept = {name: value for name, value in request.args.items() if name not in ("offset", "limit") and value}
    query = urlencode({**kept, "limit": ask.limit, "offset": ask.offset + shown})
    return f"/api/layers/{layer_id}/items?{query}"
