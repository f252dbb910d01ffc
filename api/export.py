"""Doors of a layer as a file: the rows a person may take away, with source, licence, origin and doubts in it."""

import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from flask import Flask, Response, request

from api import params
from api.errors import api_error, hidden
from api.layers import user
from components.badges import city_today
from components.context import Context, current, store
from components.export_cargo import Parcel, cargo
from config.limits import EXPORT_CHUNK, EXPORT_DIRECT_ROWS, EXPORT_ROWS
from config.records import LayerRecord
from data.queries.extract import Extract, portions, survey
from data.queries.filters import AskError
from data.queries.items import Ask, seen_layer
from data.queries.picture_addresses import addresses
from data.queries.scope import may_export
from reports.exports import FORMATS, Format, Tick, mimetype, suffix, write


def register(server: Flask) -> None:
    """Add the doors of files."""
    server.add_url_rule("/api/layers/<layer_id>/items.csv", "layer_csv", layer_csv)
    server.add_url_rule("/api/layers/<layer_id>/export", "layer_export", layer_export)


def read_format(text: str) -> Format:
    """A format by its name. Raises AskError."""
    if text not in FORMATS:
        raise AskError("format", "unknown")
    return text


@params.guarded
def layer_csv(layer_id: str) -> Response:
    """Rows of a list as CSV, at most EXPORT_ROWS; says so when there are more."""
    held, who = store(), user()
    layer, _ = seen_layer(held, layer_id, who)
    if not may_export(who, layer):
        return hidden()
    ask = params.ask(who, layer, limit=EXPORT_ROWS, most=EXPORT_ROWS)
    with held.read() as conn:
        found = survey(conn, held, layer_id, who, ask)
    return _sent(current(), layer, ask, found, "csv", f"{layer_id}.csv")


@params.guarded
def layer_export(layer_id: str) -> Response:
    """A layer under the filters, time and place of the map in one of the formats; a big one has to be a job."""
    held, who = store(), user()
    layer, _ = seen_layer(held, layer_id, who)
    if not may_export(who, layer):
        return hidden()
    fmt = read_format(request.args.get("format", "geojson"))
    ask = params.whole_ask(who, layer, request.args)
    with held.read() as conn:
        found = survey(conn, held, layer_id, who, ask)
    ctx = current()
    if found.rows > EXPORT_DIRECT_ROWS:
        rows, most = ctx.number(found.rows), ctx.number(EXPORT_DIRECT_ROWS)
        return api_error(413, "export_big", rows=rows, most=most)
    ask = replace(ask, limit=EXPORT_DIRECT_ROWS)
    return _sent(ctx, layer, ask, found, fmt, file_name(ctx, layer, fmt))


def file_name(ctx: Context, layer: LayerRecord, fmt: Format) -> str:
    """Name under which a file is kept by who takes it."""
    return f"{ctx.store.city.id}-{layer.id}-{city_today(ctx):%Y-%m-%d}{suffix(fmt)}"


def _sent(ctx: Context, layer: LayerRecord, ask: Ask, found: Extract, fmt: Format, name: str) -> Response:
    with tempfile.TemporaryDirectory(prefix="sitcenter-") as folder:
        path = Path(folder) / "file"
        make_file(ctx, layer, ask, fmt, path)
        body = path.read_bytes()
    reply = Response(body, mimetype=mimetype(fmt))
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    reply.headers["X-Rows"] = str(max(0, min(found.rows - ask.offset, ask.limit)))
    return reply


def make_file(
    ctx: Context, layer: LayerRecord, ask: Ask, fmt: Format, path: Path, tick: Tick = lambda _done: None
) -> int:
    """Write the file at `path`: what it says about itself and its rows are of one moment; returns its bytes.

    Raises AskError, or what the disk raises; nothing is left of the file then.
    """
    held, who = ctx.store, ctx.user
    with held.read() as conn:
        found = survey(conn, held, layer.id, who, ask)
        shown = max(0, min(found.rows - ask.offset, ask.limit))
        with closing(portions(conn, held, layer.id, who, ask, EXPORT_CHUNK)) as rows:
            parcel = Parcel(layer, ask, found, shown, addresses(conn, held, layer.id, who))
            return write(fmt, cargo(ctx, parcel, rows, tick), path)
