"""The twin list of a module page: rows of the main layer under the page's filters, and the files of the same rows."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component
from dash_ag_grid import AgGrid

from components import map_list
from components.basics import icon
from components.context import Context
from components.grid import LINK, locale_text
from components.map_words import attributes, label
from components.module.ask import Ask, rules_of
from config.limits import LIST_PAGE
from config.records import LayerRecord
from data.queries.scope import may_export
from reports.exports.model import FORMATS

GRID = "module-grid"
ICONS = {"csv": "filetype-csv", "xlsx": "filetype-xlsx", "geojson": "filetype-json", "gpkg": "database"}


def _column(ctx: Context, layer: LayerRecord, name: str) -> dict[str, Any]:
    field = layer.field(name)
    numeric = name.endswith(("_m", "_m2")) or (field is not None and field.type in map_list.NUMBERS)
    named = {"pinned": "left", "lockPinned": True, "cellRenderer": LINK, "cellClass": "cell-wrap"}
    return {
        "field": name, "colId": name, "headerName": label(ctx, name), "sortable": True, "resizable": True,
        "headerTooltip": label(ctx, name), "width": map_list.WIDTHS.get(name, map_list.OTHER_WIDTH),
        **(map_list.RIGHT if numeric else {}), **(named if name == map_list.NAME else {}),
    }  # fmt: skip


def grid(ctx: Context, layer: LayerRecord) -> Component:
    """The table; its rows are asked for in pages while one scrolls; Enter opens the card of a row."""
    made: Component = AgGrid(
        id=GRID, rowModelType="infinite", className="grid-table", getRowId="params.data.id",
        columnDefs=[_column(ctx, layer, name) for name in map_list.list_columns(ctx, layer)],
        defaultColDef={"wrapHeaderText": True, "autoHeaderHeight": True, "suppressMovable": True,
                       "suppressHeaderMenuButton": True},
        dashGridOptions={
            "cacheBlockSize": LIST_PAGE, "maxBlocksInCache": 20, "suppressCellFocus": False, "ensureDomOrder": True,
            "animateRows": False, "rowHeight": 52, "enableCellTextSelection": True,
            "localeText": {**locale_text(ctx.lang), "noRowsToShow": ctx.t("list.empty")},
        },
        style={"height": None},
    )  # fmt: skip
    label_of = attributes(aria_label=ctx.t("list.title"))
    return html.Div(made, className="grid-wrap module-list", role="region", **label_of)


def no_grid() -> Component:
    """The place of a table that there is not, so that what asks for rows finds it."""
    return html.Div(AgGrid(id=GRID, columnDefs=[], rowData=[]), hidden=True)


def now_of(ctx: Context, layer: LayerRecord, ask: Ask) -> dict[str, Any]:
    """What narrows the rows of the list, in the shape of the map's list."""
    span = ask.span if layer.timed else None
    return {
        "layer": layer.id, "filters": {layer.id: rules_of(ctx, layer, ask)}, "district": ask.district, "q": "",
        "time": str(span or ""), "at": "",
    }  # fmt: skip


def rows(ctx: Context, request: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Rows that the table asked for, each with the address of its card."""
    found = map_list.rows(ctx, now.get("layer"), request, now)
    return {**found, "rowData": [{**row, "href": f"/o/{row['id']}"} for row in found["rowData"]]}


def door_query(ctx: Context, layer: LayerRecord, ask: Ask) -> dict[str, str]:
    """Query of the doors that gives the same rows."""
    span, rules = ask.span if layer.timed else None, rules_of(ctx, layer, ask)
    found = {
        "district": ask.district or "", "t": str(span or ""),
        "filters": json.dumps(rules, ensure_ascii=False, separators=(",", ":")) if rules else "",
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def files(ctx: Context, layer: LayerRecord, ask: Ask) -> list[Component]:
    """Links to files of the rows shown; none when the reader may not take them away."""
    if not may_export(ctx.user, layer):
        return []
    query = door_query(ctx, layer, ask)
    return [
        html.A(
            [icon(ICONS.get(fmt, "download")), html.Span(fmt.upper())], download="",
            href=f"/api/layers/{layer.id}/export?{urlencode({'format': fmt, **query})}",
            className="button button-quiet tool", title=ctx.t("module.file", format=fmt.upper()),
            **attributes(data_reload="1"),
        )
        for fmt in FORMATS
    ]  # fmt: skip
