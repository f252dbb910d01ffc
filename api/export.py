"""Door of a layer as a table file: the rows of the list, their source and origin, for whom may take them away."""

from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from flask import Flask, Response

from api import params
from api.errors import hidden
from api.layers import user
from api.table_file import table
from components.badges import city_today
from components.context import Context, current, store
from components.map_words import NAMES, label, row_title, value_words
from config.limits import EXPORT_ROWS
from config.records import LayerRecord
from data.queries.items import Ask, all_items, seen_layer, select_items
from data.queries.scope import may_export, seen_columns

PLACE_DIGITS = 6
WORDED = frozenset({"kind", "state", "district", "body", "origin", "sensitivity"})


def register(server: Flask) -> None:
    """Add the door of table files."""
    server.add_url_rule("/api/layers/<layer_id>/items.csv", "layer_csv", layer_csv)


@params.guarded
def layer_csv(layer_id: str) -> Response:
    """Rows of a layer under the filters of the map as CSV, at most EXPORT_ROWS; says so when there are more."""
    held, who = store(), user()
    layer, _ = seen_layer(held, layer_id, who)
    if not may_export(who, layer):
        return hidden()
    ask = replace(params.ask(who, layer, limit=EXPORT_ROWS, most=EXPORT_ROWS), geometry=True)
    ctx = current()
    with held.read() as conn:
        rows = all_items(conn, held, layer_id, who, ask)
        matched = select_items(conn, held, layer_id, who, replace(ask, limit=1, offset=0, geometry=False)).matched
    points = shapely.point_on_surface(shapely.from_wkb([row["geom"] for row in rows]))
    places = np.round(shapely.get_coordinates(points), PLACE_DIGITS).tolist()
    cells = (_row(ctx, layer, row, place) for row, place in zip(rows, places, strict=True))
    body = table(_head(ctx, layer), cells, _about(ctx, layer, ask, rows, matched))
    reply = Response(body, mimetype="text/csv")
    reply.headers["Content-Disposition"] = f'attachment; filename="{layer_id}.csv"'
    return reply


def _columns(ctx: Context, layer: LayerRecord) -> tuple[str, ...]:
    return tuple(name for name in seen_columns(ctx.user, layer) if name != "object_id")


def _head(ctx: Context, layer: LayerRecord) -> list[str]:
    """Words of the columns; a unit stays in them, because the numbers below are plain."""
    words = [ctx.t(f"{'card' if name in NAMES else 'field'}.{name}") for name in _columns(ctx, layer)]
    return [label(ctx, "object_id"), label(ctx, "name"), *words, ctx.t("list.lon"), ctx.t("list.lat")]


def _row(ctx: Context, layer: LayerRecord, row: dict[str, Any], place: list[float]) -> list[Any]:
    cells = [
        value_words(ctx, layer, name, row[name]) if name in WORDED and row[name] is not None else row[name]
        for name in _columns(ctx, layer)
    ]
    return [f"{layer.id}.{row['object_id']}", row_title(ctx, row), *cells, *place]


def _about(ctx: Context, layer: LayerRecord, ask: Ask, rows: list[dict[str, Any]], matched: int) -> list[str]:
    origins = sorted({str(row["origin"]) for row in rows})
    lines = [ctx.t(f"layer.{layer.id}.title")]
    for source in ctx.store.city.sources_of(layer.id):
        said = f"{ctx.words(source.names)}, {source.attribution}, {source.licence}"
        lines.append(f"{ctx.t('list.attribution')}: {said}")
    lines.append(f"{ctx.t('list.origin')}: {', '.join(ctx.t(f'value.origin.{origin}') for origin in origins)}")
    lines.append(f"{ctx.t('list.made')}: {ctx.date(city_today(ctx))}")
    if matched > ask.offset + len(rows):
        lines.append(ctx.t("list.cut", shown=ctx.number(len(rows)), total=ctx.number(matched)))
    return lines
