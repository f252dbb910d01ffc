"""Doors of layers from elsewhere: the browser asks us, we ask the others; a last state stands in for the silent."""

import re
from base64 import b64decode
from datetime import UTC
from typing import Any

from flask import Flask, Response, jsonify, request

from api import params
from api.errors import api_error, hidden, lang
from api.geojson import plain
from api.layers import user
from components.context import Context, current
from components.map_remote import remote_of, silent_words
from config.policy import VISITOR
from config.remote import RemoteRecord
from data.fetching.faults import FetchError
from data.loading.report import say
from data.remote.service import Shown, UnknownRemoteError, may_see
from tiles.mercator import BadTileError, tile_at

SHORT, LONG = 60, 3_600
# One point that is not seen: the map has no word for "nothing here" after which it comes to rest.
NOTHING = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR4nGNgAAIAAAUAAXpeqz8AAAAASUVORK5CYII=")
_WHOLE = re.compile(r"[0-9]{1,8}")


def register(server: Flask) -> None:
    """Add the doors of layers from elsewhere."""
    server.add_url_rule("/api/remote", view_func=remote_layers)
    server.add_url_rule("/remote/<remote_id>/<z>/<x>/<y>", view_func=remote_tile)
    server.add_url_rule("/remote/<remote_id>.geojson", view_func=remote_list)


def remote_layers() -> Response:
    """The layers from elsewhere that the caller may see, and how they are doing."""
    ctx = current()
    return jsonify({"layers": [_card(ctx, record) for record in remote_of().seen(ctx.user)]})


def _card(ctx: Context, record: RemoteRecord) -> dict[str, Any]:
    state = remote_of().state(record)
    address = f"/remote/{record.id}" + ("/{z}/{x}/{y}" if record.raster else ".geojson")
    return {
        "id": record.id, "kind": record.kind, "title": ctx.words(record.names), "attribution": record.attribution,
        "licence": record.licence, "licence_url": record.licence_url, "sensitivity": record.sensitivity.value,
        "address": address, "silent": state.silent, "good_at": plain(state.good_at),
        "message": silent_words(ctx, state),
    }  # fmt: skip


@params.guarded
def remote_tile(remote_id: str, z: str, x: str, y: str) -> Response:
    """One tile; 404 where there is none, and when a silent server has left nothing to show.

    With `blank=1` a picture of nothing stands for both.
    """
    held = remote_of()
    try:
        record = held.record(remote_id, user())
        if not record.raster:
            return hidden()
        found = held.tile(record, *_address(record, z, x, y))
    except UnknownRemoteError:
        return hidden()
    except FetchError as error:
        return _nothing("none") or _silent(error)
    return _shown(record, found) if found else _nothing("empty") or api_error(404, "remote_empty")


def _nothing(state: str) -> Response | None:
    """A picture of nothing for those who ask for it."""
    if request.args.get("blank") != "1":
        return None
    reply = Response(NOTHING, mimetype="image/png")
    reply.headers["Cache-Control"], reply.headers["X-Sitcenter-State"] = "no-store", state
    return reply


@params.guarded
def remote_list(remote_id: str) -> Response:
    """All objects of a layer as GeoJSON."""
    held = remote_of()
    try:
        record = held.record(remote_id, user())
        return hidden() if record.raster else _shown(record, held.listed(record))
    except UnknownRemoteError:
        return hidden()
    except FetchError as error:
        return _silent(error)


def _address(record: RemoteRecord, z: str, x: str, y: str) -> tuple[int, int, int]:
    if not all(_WHOLE.fullmatch(part) for part in (z, x, y)):
        raise BadTileError("not whole numbers")
    found = tile_at(int(z), int(x), int(y))
    if not record.min_zoom <= found.z <= record.max_zoom:
        raise BadTileError("zoom")
    return found.z, found.x, found.y


def _silent(error: FetchError) -> Response:
    return api_error(404, "remote_silent", reason=say(lang(), error.message()))


def _shown(record: RemoteRecord, found: Shown) -> Response:
    reply = Response(found.body, mimetype=found.mimetype)
    public = may_see(VISITOR, record)
    age = SHORT if found.stale else LONG
    reply.headers["Cache-Control"] = f"public, max-age={age}" if public else "private, no-store"
    reply.headers["Vary"] = "Accept-Encoding" if public else "Accept-Encoding, Cookie"
    reply.headers["X-Sitcenter-State"] = "last" if found.stale else "fresh"
    reply.last_modified = found.at.replace(tzinfo=UTC)
    return reply
