"""Glue of the map: the browser follows switches and filters by itself; the server gives cards and rows."""

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update, set_props
from dash.development.base_component import Component

from components.basics import icon
from components.context import Context, current
from components.map_boot import cube_data
from components.map_card import candidates, card
from components.map_list import BODY, GRID, NOTE, answer, grid_of
from components.map_remote_card import is_remote, remote_card
from components.map_tree import body_id, details
from data.queries.objects import CityObject, object_at
from data.queries.scope import seen_layers
from pages.map import BOOT, CARD, LISTED, MAP, MORE, NOW, OBJECT, WANTED, shelf_of

MOST_CANDIDATES = 8


def _clicked(ctx: Context, raw: object) -> list[CityObject]:
    """Objects that were hit, the one that is meant first; what the reader may not see is left out."""
    if not isinstance(raw, Mapping):
        return []
    others = raw.get("candidates")
    asked = [raw, *(others if isinstance(others, list) else [])][: MOST_CANDIDATES + 1]
    told = [one for one in asked if isinstance(one, Mapping) and isinstance(one.get("fid"), int) and not is_remote(one)]
    keys = dict.fromkeys((str(one.get("layer")), int(one["fid"])) for one in told)
    with ctx.store.read() as conn:
        hits = [object_at(conn, ctx.store, layer, fid, ctx.user) for layer, fid in keys]
    return [hit for hit in hits if hit is not None]


def show_card(selected: dict[str, Any] | None) -> tuple[Any, Any]:
    """Card of the object that was clicked, and its permanent id for the address."""
    if not selected:
        return None, no_update
    ctx = current()
    hits = _clicked(ctx, selected)
    if is_remote(selected):
        shown = (remote_card(ctx, selected), candidates(ctx, hits))
        return [part for part in shown if part is not None], no_update
    if not hits:
        return html.P([icon("eye-slash"), ctx.t("map.card_gone")], className="card-closed"), no_update
    parts: list[Component | None] = [card(ctx, hits[0]), candidates(ctx, hits[1:])]
    return [part for part in parts if part is not None], hits[0].public_id


def show_list(layer_id: str | None) -> Any:
    """Table of the layer whose list was opened; a closed list keeps its table, which may still be asking for rows."""
    return grid_of(current(), layer_id) if layer_id else no_update


def give_rows(request: dict[str, Any] | None, layer_id: str, now: dict[str, Any] | None) -> tuple[Any, Any]:
    """Rows that the table asked for, and what is to be said of them."""
    return (no_update, no_update) if request is None else answer(current(), layer_id, request, now or {})


def give_more(wanted: list[str] | None) -> Any:
    """Filters with their counts of layers that were switched on or opened; their panels are filled beside it."""
    if not isinstance(wanted, list):
        return no_update
    ctx, found = current(), {}
    with ctx.store.read() as conn:
        for layer in seen_layers(ctx.user, ctx.store.layers.values()):
            if layer.id in wanted:
                shelf = shelf_of(ctx, conn, layer, None)
                set_props(body_id(layer.id), {"children": details(ctx, shelf)})
                found[layer.id] = cube_data(shelf.cube)
    return found


def register(app: Dash) -> None:
    """Register the glue of the map."""
    app.callback(
        Output(CARD, "children"), Output(OBJECT, "data"), Input(MAP, "selected"), prevent_initial_call=True
    )(show_card)  # fmt: skip
    app.callback(Output(MORE, "data"), Input(WANTED, "data"), prevent_initial_call=True)(give_more)
    app.callback(Output(BODY, "children"), Input(LISTED, "data"), prevent_initial_call=True)(show_list)
    app.callback(
        Output(GRID, "getRowsResponse"), Output(NOTE, "children"), Input(GRID, "getRowsRequest"),
        State(LISTED, "data"), State(NOW, "data"),
    )(give_rows)  # fmt: skip
    for name, given in (
        ("start", Input(BOOT, "data")), ("moved", Input(MAP, "view")), ("clicked", Input(MAP, "selected")),
        ("named", Input(OBJECT, "data")), ("picked", Input(GRID, "selectedRows")), ("tabled", Input(BODY, "children")),
        ("more", Input(MORE, "data")),
    ):  # fmt: skip
        app.clientside_callback(ClientsideFunction("sitcenterMap", name), given)  # type: ignore[no-untyped-call]
