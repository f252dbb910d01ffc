"""The twin list of the map: the rows of one layer under the same filters, with keyboard, order and search."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import shapely
from dash import html
from dash.development.base_component import Component
from dash_ag_grid import AgGrid

from components.basics import heading, icon
from components.context import Context
from components.grid import locale_text
from components.map_state import MapState
from components.map_words import attributes, label, row_title, value_words
from components.native import Native
from config.limits import LIST_PAGE
from config.records import LayerRecord
from data.queries.filters import AskError, read_filters
from data.queries.items import Ask, UnknownLayerError, seen_layer, select_items
from data.queries.moments import read_span
from data.queries.scope import seen_columns

GRID, BODY, NOTE = "map-grid", "map-list-body", "map-list-note"
NAME = "name"
NUMBERS = frozenset({"int", "num"})
WIDTHS = {NAME: 260, "district": 190, "kind": 190}
OTHER_WIDTH = 150
RIGHT = {"type": "rightAligned", "cellClass": "ag-right-aligned-cell num"}


def list_columns(ctx: Context, layer: LayerRecord) -> list[str]:
    """Columns of the list of a layer: its name, those of the record that the person may see, district, date, origin."""
    seen = set(seen_columns(ctx.user, layer))
    wanted = [*layer.list_columns, "district", "data_date", "origin", "object_id"]
    return [NAME, *(name for name in dict.fromkeys(wanted) if name in seen)]


def _definition(ctx: Context, layer: LayerRecord, name: str) -> dict[str, Any]:
    field = layer.field(name)
    numeric = name.endswith(("_m", "_m2")) or (field is not None and field.type in NUMBERS)
    return {
        "field": name, "headerName": label(ctx, name), "width": WIDTHS.get(name, OTHER_WIDTH),
        "sortable": True, "resizable": True, **(RIGHT if numeric else {}),
        **({"pinned": "left", "lockPinned": True} if name == NAME else {}),
    }  # fmt: skip


def grid(ctx: Context, layer: LayerRecord) -> Component:
    """The table; its rows are asked for in pages while one scrolls."""
    made: Component = AgGrid(
        id=GRID, rowModelType="infinite", className="map-grid",
        columnDefs=[_definition(ctx, layer, name) for name in list_columns(ctx, layer)],
        getRowId="params.data.id", style={"height": "100%"},
        dashGridOptions={
            "cacheBlockSize": LIST_PAGE, "maxBlocksInCache": 20, "suppressCellFocus": False,
            "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
            "localeText": {**locale_text(ctx.lang), "noRowsToShow": ctx.t("list.empty")},
        },
    )  # fmt: skip
    return made


def frame(ctx: Context, state: MapState, layers: Sequence[LayerRecord]) -> Component:
    """The place of the list under the map: choice of the layer, search, export, and the table when it is open."""
    options = [(layer.id, ctx.t(f"layer.{layer.id}.title")) for layer in reversed(layers)]
    chosen = {"defaultValue": state.listed} if state.listed else {}
    given = {"className": "input", "aria-label": ctx.t("list.layer"), **chosen}
    which = Native("select", given, options, "map-list-layer")
    find = Native(
        "input", id="map-list-search",
        attributes={"type": "search", "className": "input", "placeholder": ctx.t("list.find"),
                    "aria-label": ctx.t("list.find"), "autoComplete": "off"},
    )  # fmt: skip
    export = html.A(
        [icon("filetype-csv"), html.Span(ctx.t("list.export"))], href="#", className="button button-quiet",
        download="", **attributes(data_export="1", data_reload="1"),
    )  # fmt: skip
    close = html.Button(
        icon("x-lg"), type="button", className="icon-button",
        **attributes(data_list_toggle="1", aria_label=ctx.t("map.close")),
    )  # fmt: skip
    open_ = state.listed and ctx.store.layers[state.listed]
    return html.Section(
        [
            html.Div([heading(ctx.t("list.title"), 2), which, find, export, close], className="list-head"),
            html.P(ctx.t("list.help"), className="muted list-help", id="map-list-help"),
            html.P(id=NOTE, className="list-help list-note", role="status"),
            html.Div(grid(ctx, open_) if open_ else None, id=BODY, className="list-body"),
        ],
        id="map-list", className="map-list",
        **attributes(aria_label=ctx.t("list.title"), aria_describedby="map-list-help"),
    )  # fmt: skip


def grid_of(ctx: Context, layer_id: object) -> Component | None:
    """The table of a layer that the person may see, or nothing."""
    try:
        layer, _ = seen_layer(ctx.store, str(layer_id or ""), ctx.user)
    except UnknownLayerError:
        return None
    return grid(ctx, layer)


def rows(ctx: Context, layer_id: object, request: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Rows that the table asked for, as words; none when the question makes no sense or is not for this person."""
    return answer(ctx, layer_id, request, now)[0]


def answer(
    ctx: Context, layer_id: object, request: Mapping[str, Any], now: Mapping[str, Any]
) -> tuple[dict[str, Any], str]:
    """The same rows, and the sentence that says when a text was not looked for in all of them."""
    try:
        layer, _ = seen_layer(ctx.store, str(layer_id or ""), ctx.user)
        ask = asked(ctx, layer, request, now)
        with ctx.store.read() as conn:
            found = select_items(conn, ctx.store, layer.id, ctx.user, replace(ask, geometry=True))
    except (UnknownLayerError, AskError):
        return {"rowData": [], "rowCount": 0}, ""
    names = list_columns(ctx, layer)
    told = {"rowData": [_row(ctx, layer, names, row) for row in found.rows], "rowCount": found.matched}
    return told, ctx.t("list.searched", rows=ctx.number(found.searched)) if found.searched is not None else ""


def now_of(state: MapState) -> dict[str, Any]:
    """What narrows the rows of the list in a state, as the browser tells it with each change."""
    return {
        "filters": state.filters, "district": state.district, "q": "", "time": str(state.span or ""),
        "at": state.extra.get("at", ""),
    }  # fmt: skip


def asked(ctx: Context, layer: LayerRecord, request: Mapping[str, Any], now: Mapping[str, Any]) -> Ask:
    """The question of a table: its page and order, and the filters of the map. Raises AskError."""
    start, end = request.get("startRow", 0), request.get("endRow", LIST_PAGE)
    if not isinstance(start, int) or not isinstance(end, int):
        raise AskError("offset", "number")
    filters = now.get("filters")
    raw = filters.get(layer.id) if isinstance(filters, Mapping) else None
    return Ask(
        filters=read_filters(raw, ctx.user, layer), district=str(now["district"]) if now.get("district") else None,
        q=str(now.get("q") or ""), span=read_span(str(now.get("time") or "")) if layer.timed else None,
        as_of=_day(now.get("at")), sort=_order(ctx, request.get("sortModel")), offset=start,
        limit=min(max(end - start, 1), 10 * LIST_PAGE),
    )  # fmt: skip


def _day(text: object) -> date | None:
    """Day of knowledge of the address; none for nothing. Raises AskError for nonsense."""
    if not text:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise AskError("as_of", "date") from None


def _order(ctx: Context, model: object) -> tuple[str, ...]:
    """Order of the table's head; the name is ordered as it is written in the reader's language."""
    order: list[str] = []
    for item in model if isinstance(model, list) else []:
        name = str(item.get("colId", "")) if isinstance(item, Mapping) else ""
        wanted = f"name_{ctx.lang}" if name == NAME else name
        order.append(f"-{wanted}" if item.get("sort") == "desc" else wanted)
    return tuple(order)


def _row(ctx: Context, layer: LayerRecord, names: Sequence[str], row: Mapping[str, Any]) -> dict[str, Any]:
    point = shapely.point_on_surface(shapely.from_wkb(row["geom"]))
    words = {name: value_words(ctx, layer, name, row[name]) for name in names if name not in (NAME, "object_id")}
    return {
        **words, NAME: row_title(ctx, row), "object_id": row["object_id"], "id": f"{layer.id}.{row['object_id']}",
        "layer": layer.id, "fid": row["fid"], "lon": round(point.x, 6), "lat": round(point.y, 6),
    }  # fmt: skip
