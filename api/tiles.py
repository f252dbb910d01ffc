"""Door of the vector tiles: versions, tags, compression, and the same 404 for unknown and forbidden layers."""

import gzip
import re
from time import perf_counter

from flask import Flask, Response, current_app, jsonify, request

from api import params
from api.layers import user
from components.citymap import register_static
from components.context import store
from config.records import LayerRecord
from data.queries.choice import Choice, check_district
from data.queries.filters import AskError, read_filters
from data.queries.items import seen_layer
from data.queries.moments import read_span
from tiles.cells import Level
from tiles.mercator import MAX_ZOOM, BadTileError, tile_at
from tiles.mercator import Tile as Address
from tiles.service import Tile, TileService

EXTENSION = "sitcenter_tiles"
MIMETYPE = "application/vnd.mapbox-vector-tile"
FOREVER = "public, max-age=31536000, immutable"
_WHOLE = re.compile(r"[0-9]{1,8}")


def register(server: Flask) -> None:
    """Add the door of tiles, and that of the map's own JavaScript."""
    register_static(server)
    server.add_url_rule("/tiles/<layer_id>/<z>/<x>/<y>.mvt", view_func=tile)
    server.add_url_rule("/api/layers/<layer_id>/cells", view_func=cells)


def service() -> TileService:
    """The tile service of the running application, made when first asked for."""
    found = current_app.extensions.get(EXTENSION)
    if not isinstance(found, TileService):
        found = current_app.extensions.setdefault(EXTENSION, TileService(store()))
    return found if isinstance(found, TileService) else TileService(store())


@params.guarded
def tile(layer_id: str, z: str, x: str, y: str) -> Response:
    """One tile; `v` in the query is the mark of the layer's version, with it a public tile may be kept for ever.

    `f`, `t` and `d` choose rows: filters as JSON `{field: condition}`, a day or span of days, a district.
    """
    started = perf_counter()
    layer, _ = seen_layer(store(), layer_id, user())
    address, choice = _address(z, x, y), _choice(layer)
    hint = request.args.get("v", "")
    found = service().tile(layer_id, address, user(), hint=hint, choice=choice)
    packed = request.accept_encodings.quality("gzip") > 0 and bool(found.body)
    reply = _not_changed(found, packed=packed) or _full(found, packed=packed)
    keep = FOREVER if hint == service().stamp(layer_id) else "public, no-cache"
    reply.headers["Cache-Control"] = keep if found.shared else "private, no-store"
    reply.headers["Vary"] = "Accept-Encoding" if found.shared else "Accept-Encoding, Cookie"
    spent = (perf_counter() - started) * 1000
    reply.headers["Server-Timing"] = f'tile;dur={spent:.1f};desc="{"made" if found.fresh else "kept"}"'
    return reply


@params.guarded
def cells(layer_id: str) -> Response:
    """What the tiles of a dense layer show at a zoom `z`, for the legend: resolution, classes of counts, their sum."""
    started = perf_counter()
    layer, _ = seen_layer(store(), layer_id, user())
    z = params.whole("z", 0)
    if not 0 <= z <= MAX_ZOOM:
        raise AskError("z", "bounds")
    found = service().cells(layer_id, z, user(), hint=request.args.get("v", ""), choice=_choice(layer))
    reply = jsonify({"layer": layer_id, "zoom": z, **_legend(found)})
    reply.headers["Cache-Control"] = "private, no-store"
    reply.headers["Server-Timing"] = f"cells;dur={(perf_counter() - started) * 1000:.1f}"
    return reply


def _legend(level: Level | None) -> dict[str, object]:
    if level is None:
        return {"resolution": None, "breaks": [], "cells": 0, "max": 0, "sum": None}
    return {
        "resolution": level.resolution, "breaks": list(level.breaks), "cells": len(level.cells),
        "max": int(level.counts.max(initial=0)), "sum": int(level.counts.sum()),
    }  # fmt: skip


def _choice(layer: LayerRecord) -> Choice:
    """What `f`, `t` and `d` of the query choose. Raises AskError naming the one at fault."""
    text, district = request.args.get("f", "").strip(), request.args.get("d") or None
    try:
        filters = read_filters(params.decoded(text, "f"), user(), layer) if text else {}
        check_district(store(), district)
    except AskError as error:
        raise AskError({"filters": "f", "district": "d"}.get(error.part, error.part), error.reason) from None
    return Choice.of(filters, read_span(request.args.get("t", "")), district)


def _address(z: str, x: str, y: str) -> Address:
    if not all(_WHOLE.fullmatch(part) for part in (z, x, y)):
        raise BadTileError("not whole numbers")
    return tile_at(int(z), int(x), int(y))


def _tag(found: Tile, *, packed: bool) -> str:
    return found.etag if packed else f"{found.etag}-plain"


def _not_changed(found: Tile, *, packed: bool) -> Response | None:
    if not request.if_none_match.contains_weak(_tag(found, packed=packed)):
        return None
    reply = Response(status=304)
    reply.set_etag(_tag(found, packed=packed))
    return reply


def _full(found: Tile, *, packed: bool) -> Response:
    body = found.body if packed or not found.body else gzip.decompress(found.body)
    reply = Response(body, mimetype=MIMETYPE)
    reply.set_etag(_tag(found, packed=packed))
    if packed:
        reply.headers["Content-Encoding"] = "gzip"
    return reply
