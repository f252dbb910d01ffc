"""Door of the map's snapshot: the state of the map's address as one file that opens without a network."""

import math
import re
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request
from sqlalchemy import Connection

from api.errors import answer
from api.layers import user
from api.snapshot_look import ground, look, shares
from components import context, libraries
from components.map_card import place_of
from components.map_state import MapState, default_visible, known_on, layer_filters, query_of, read_state
from components.map_words import label, row_title, value_words
from config import clock
from data.queries.items import WORLD, Box
from data.queries.objects import CityObject, get_object, object_at
from data.queries.places import district_boxes
from data.queries.scope import seen_layers
from data.store import Store
from reports.snapshot import Edition, Speech, View, make

PATH = "/map/snapshot"
OBJECT_ZOOM = 16.0
TILE_PX = 512
# An address with a centre and a zoom says nothing of the window; this one is taken then.
WINDOW_PX = (1280, 800)
_NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,12})?")
_ON_MAP = re.compile(r"([a-z][a-z0-9_-]*)/([0-9]{1,10})")


def register(server: Flask) -> None:
    """Add the door of the snapshot."""
    server.add_url_rule(PATH, "map_snapshot", snapshot)


def snapshot() -> Response:
    """The file; a state that makes no sense, or names what is not for this person, is answered with 400."""
    started = perf_counter()
    folder = libraries.folder()
    if folder is None:
        return answer(503)
    ctx = context.current(PATH, request.args.to_dict())
    state, box = read_state(ctx.store, user(), ctx.query), _box(ctx.query.get("b", ""))
    if state.dropped or (box is None and ctx.query.get("b")):
        return answer(400, "bad_state")
    with ctx.store.read() as conn:
        view = _view(conn, ctx, state, box)
    looks = {layer.id: look(layer, ctx.lang) for layer in seen_layers(user(), ctx.store.layers.values())}
    speech = Speech(ctx.lang, partial(row_title, ctx), partial(label, ctx), partial(value_words, ctx))
    edition = _edition(ctx, state, folder)
    reply = Response(make(ctx.store, user(), view, looks, speech, edition), mimetype="text/html")
    name = f"{ctx.store.city.id}-map-{edition.now:%Y-%m-%d}.html"
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    reply.headers["Cache-Control"] = "no-store"
    reply.headers["Server-Timing"] = f"snapshot;dur={(perf_counter() - started) * 1000:.1f}"
    return reply


def _edition(ctx: context.Context, state: MapState, folder: Path) -> Edition:
    site = request.host_url.rstrip("/")
    query = {**query_of(state, default_visible(ctx.store, user())), "lang": ctx.lang}
    return Edition(
        clock.now(ctx.store.city.timezone), site, f"{site}/map?{urlencode(query)}", folder / "leaflet",
        ground(), shares(),
    )  # fmt: skip


def _view(conn: Connection, ctx: context.Context, state: MapState, box: Box | None) -> View:
    """What to take: the window of the address, else its place, else the object, the district, the city."""
    store = ctx.store
    found = _selected(conn, store, state.selected)
    filters = {name: layer_filters(state, store, user(), name) for name in state.filters}
    centre, zoom = (state.centre, state.zoom) if state.zoom is not None else (None, None)
    if box is None and centre is None and found is not None:
        centre, zoom = place_of(found), OBJECT_ZOOM
    if box is None and centre is None:
        box = district_boxes(conn, store).get(state.district or "", store.city.bounds)
    rest: dict[str, Any] = {
        "filters": filters, "district": state.district, "selected": found, "span": state.span,
        "as_of": known_on(state),
    }  # fmt: skip
    if box is not None:
        return View(state.visible, box, zoom_for(box) if zoom is None else zoom, None, **rest)
    place = centre or (0.0, 0.0)
    zoom = zoom or 0.0
    return View(state.visible, box_around(place, zoom), zoom, place, **rest)


def _selected(conn: Connection, store: Store, name: str) -> CityObject | None:
    """Object of a permanent id, or of a feature just clicked (`layer/fid`)."""
    clicked = _ON_MAP.fullmatch(name)
    if clicked:
        return object_at(conn, store, clicked[1], int(clicked[2]), user())
    return get_object(conn, store, name, user()) if name else None


def _box(text: str) -> Box | None:
    """`west,south,east,north` in degrees, cut to the world; None for anything else."""
    parts = text.split(",")
    if len(parts) != len(WORLD) or not all(map(_NUMBER.fullmatch, parts)):
        return None
    west, south, east, north = map(float, parts)
    box = _inside((west, south, east, north))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _inside(box: Box) -> Box:
    """What of a box lies in the world."""
    west, south, east, north = box
    return max(west, WORLD[0]), max(south, WORLD[1]), min(east, WORLD[2]), min(north, WORLD[3])


def box_around(place: tuple[float, float], zoom: float) -> Box:
    """Ground in a window of WINDOW_PX around a place at a zoom (tiles of 512 pixels)."""
    (lon, lat), degrees = place, 360 / (TILE_PX * 2.0**zoom)
    across, down = WINDOW_PX[0] / 2 * degrees, WINDOW_PX[1] / 2 * degrees * math.cos(math.radians(lat))
    return _inside((lon - across, lat - down, lon + across, lat + down))


def zoom_for(box: Box) -> float:
    """Zoom (tiles of 512 pixels) at which a window of WINDOW_PX shows a box."""
    west, south, east, north = box
    tall = (north - south) / max(math.cos(math.radians((south + north) / 2)), 1e-6)
    pixels_per_degree = min(WINDOW_PX[0] / max(east - west, 1e-9), WINDOW_PX[1] / max(tall, 1e-9))
    return max(0.0, math.log2(pixels_per_degree * 360 / TILE_PX))
