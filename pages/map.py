"""The map: layers on the left, the city in the middle, the card or the figures on the right, the list below."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from sqlalchemy import Connection

from api.tiles import service
from components import map_card, map_figures, map_list, map_remote, map_search, map_time, map_tools, map_tree
from components.basics import heading, icon
from components.citymap import CityMap
from components.citymap.heat import heat_layers
from components.citymap.spec import Feed, map_spec
from components.citymap.static import module_urls
from components.citymap.wall import WALL, wall_spec
from components.context import Context
from components.libraries import library_url
from components.map_boot import boot
from components.map_state import MapState, read_state
from components.map_tree import Shelf
from components.map_words import attributes, district_words
from components.native import Native
from components.start_view import with_start
from config.policy import Action, Sensitivity, Thing, may
from config.records import LayerRecord
from data.layer_tables import OUTSIDE
from data.queries.cube import Cube, filter_cube
from data.queries.filters import filter_fields
from data.queries.items import Box
from data.queries.labels import area_labels
from data.queries.objects import CityObject, get_object
from data.queries.places import district_boxes
from data.queries.scope import seen_layers
from data.queries.totals import layer_totals
from pages import PageRecord

MAP, BOOT, LISTED, NOW, OBJECT, CARD = "city-map", "map-boot", "map-listed", "map-now", "map-object", "map-card"
WANTED, MORE = "map-wanted", "map-more"
OBJECT_ZOOM = 16.0
FOLDS = ("l", "r", "lr")
UNDER: tuple[Callable[[Context, MapState], Component], ...] = (map_time.bar,)


def layout(ctx: Context) -> Component:
    """The whole screen in the state of its address; what the reader may not see is nowhere in it."""
    ctx = with_start(ctx)
    state = read_state(ctx.store, ctx.user, ctx.query)
    with ctx.store.read() as conn:
        shelves = [shelf_of(ctx, conn, layer, state) for layer in seen_layers(ctx.user, ctx.store.layers.values())]
        shelves = [shelf for shelf in shelves if _worth(ctx, shelf)]
        boxes = district_boxes(conn, ctx.store)
        labels = [area_labels(conn, ctx.store, shelf.layer) for shelf in shelves]
        found = get_object(conn, ctx.store, state.selected, ctx.user) if state.selected else None
    feeds = [
        Feed(shelf.layer, service().stamp(shelf.layer.id), shelf.on, names)
        for shelf, names in zip(shelves, labels, strict=True)
    ]
    selected = map_card.selected_of(found) if found else None
    return html.Div(
        [
            html.H1(ctx.t("page.map.title"), className="visually-hidden"),
            _layers(ctx, shelves, state),
            html.Div(
                [_top(ctx, state), _notices(ctx, state, found), _canvas(ctx, state, feeds, boxes, selected),
                 *(under(ctx, state) for under in UNDER),
                 map_list.frame(ctx, state, [shelf.layer for shelf in shelves])],
                className="map-middle",
            ),
            _right(ctx, state, shelves, found),
            _tabs(ctx),
            html.Div(id="map-status", className="map-status", role="status"),
            dcc.Store(id=BOOT, data=boot(ctx, state, shelves, boxes, selected)),
            dcc.Store(id=LISTED, data=state.listed), dcc.Store(id=NOW, data=map_list.now_of(state)),
            dcc.Store(id=OBJECT), dcc.Store(id=WANTED), dcc.Store(id=MORE),
        ],
        id="map-page", className="map-page",
        **attributes(data_card="1" if found else "", data_list="1" if state.listed else "", data_sheet="",
                     data_tool="", data_fold=_folded(state),
                     data_size=WALL if _on_wall(ctx) else None),
    )  # fmt: skip


def shelf_of(ctx: Context, conn: Connection, layer: LayerRecord, state: MapState | None) -> Shelf:
    """What the tree says about a layer; with a state, only the numbers of one that is neither on nor filtered."""
    totals = layer_totals(conn, ctx.store, layer.id, ctx.user)
    on = state is not None and layer.id in state.visible
    if state is None or on or layer.id in state.filters:
        return Shelf(layer, totals, filter_cube(conn, ctx.store, layer.id, ctx.user), on)
    return Shelf(layer, totals, Cube(filter_fields(ctx.user, layer), {}, {}, [], cut=True), on, later=True)


def _worth(ctx: Context, shelf: Shelf) -> bool:
    """Whether a layer stands in the tree: one that waits for its first file is shown to those who bring files only."""
    official = Thing("layer", Sensitivity.OFFICIAL)
    return bool(shelf.totals.total) or shelf.on or may(ctx.user, Action.VIEW, official)


def _button(symbol: str, words: str, **values: object) -> Component:
    return html.Button(
        [icon(symbol), html.Span(words)], type="button", className="button button-quiet tool", **attributes(**values)
    )


def _close(ctx: Context, **values: object) -> Component:
    given = attributes(aria_label=ctx.t("map.close"), **values)
    return html.Button(icon("x-lg"), type="button", className="icon-button", **given)


def _layers(ctx: Context, shelves: list[Shelf], state: MapState) -> Component:
    keys = html.Label(
        [Native("input", {"type": "checkbox", "defaultChecked": True}, id="map-keys"), ctx.t("map.keys")],
        className="map-keys",
    )
    fold = _fold(ctx, state, "l", "layout-sidebar", "map.fold_layers", "map-layers")
    head = html.Div([heading(ctx.t("map.layers"), 2), _close(ctx, data_sheet_close="1"), fold], className="panel-head")
    return html.Aside(
        [head, map_tree.tree(ctx, shelves), map_remote.group(ctx, state.remote), keys],
        className="map-panel map-layers", id="map-layers", **attributes(aria_label=ctx.t("map.layers")),
    )  # fmt: skip


def _top(ctx: Context, state: MapState) -> Component:
    codes = [district.id for district in ctx.store.city.districts]
    options = [("", ctx.t("map.whole_city")), *((c, district_words(ctx, c)) for c in (*codes, OUTSIDE))]
    district = Native(
        "select", options=options, id="map-district",
        attributes={"className": "input", "aria-label": ctx.t("map.district"), "defaultValue": state.district or ""},
    )  # fmt: skip
    snapshot = html.A(
        [icon("file-earmark-code"), html.Span(ctx.t("map.snapshot"))], href="/map/snapshot", download="",
        className="button button-quiet tool tool-small", title=ctx.t("map.snapshot_hint"),
        **attributes(data_snapshot="1", data_reload="1"),
    )  # fmt: skip
    return html.Div(
        [
            _fold(ctx, state, "l", "layout-sidebar", "map.fold_layers", "map-layers"),
            map_search.search_box(ctx), district,
            _button("table", ctx.t("map.list"), data_list_toggle="1", aria_expanded=str(bool(state.listed)).lower(),
                    aria_controls="map-list", aria_keyshortcuts="l"),
            snapshot,
            html.Button([icon("link-45deg"), html.Span(ctx.t("map.copy"))], type="button", title=ctx.t("map.copy"),
                        className="button button-quiet tool tool-small", **attributes(data_copy="")),
            _fold(ctx, state, "r", "layout-sidebar-reverse", "map.fold_figures", "map-right"),
        ],
        className="map-top",
    )  # fmt: skip


def _folded(state: MapState) -> str:
    """Panels that are folded away."""
    wanted = state.extra.get("fold", "")
    return wanted if wanted in FOLDS else ""


def _fold(ctx: Context, state: MapState, side: str, symbol: str, key: str, panel: str) -> Component:
    """Button that folds a panel away, so that the map gets its room; a second one over the map brings it back."""
    return html.Button(
        icon(symbol), type="button", className="icon-button map-fold", title=ctx.t(key),
        **attributes(data_fold_side=side, aria_label=ctx.t(key), aria_controls=panel,
                     aria_expanded=str(side not in _folded(state)).lower()),
    )  # fmt: skip


def _key(ctx: Context) -> Component:
    """The legend of all that is on, over the map; the browser fills it from the panels of the layers."""
    head = html.Summary([icon("list-ul"), ctx.t("map.legend")])
    sample = html.Span("12", className="key-disc", **attributes(aria_hidden="true"))
    discs = html.P([sample, ctx.t("map.discs")], className="key-discs")
    rows = html.Ul(id="map-key-rows", className="key-rows")
    return html.Details([head, discs, rows], id="map-key", className="map-key", open=_on_wall(ctx))


def _on_wall(ctx: Context) -> bool:
    """Whether the map is shown on a wall: larger, without tools, with its legend."""
    return ctx.query.get("size") == WALL


def _notices(ctx: Context, state: MapState, found: CityObject | None) -> Component:
    said = [ctx.t("map.dropped")] if state.dropped else []
    said += [ctx.t("map.no_object")] if state.selected and found is None else []
    return html.Div([html.P([icon("info-circle"), words], role="status") for words in said], className="map-notices")


def _view(state: MapState, boxes: Mapping[str, Box], selected: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Where the map starts: the place of the address, else the object, else the district, else the city."""
    if state.centre is not None and state.zoom is not None:
        return {"lon": state.centre[0], "lat": state.centre[1], "zoom": state.zoom}
    if selected is not None:
        return {"lon": selected["lon"], "lat": selected["lat"], "zoom": OBJECT_ZOOM}
    box = boxes.get(state.district or "")
    return {"bounds": list(box)} if box else None


def _canvas(
    ctx: Context, state: MapState, feeds: list[Feed], boxes: Mapping[str, Box], selected: Mapping[str, Any] | None
) -> Component:
    spec = map_spec(ctx.store.city, feeds, ctx.lang, ctx.theme, library=library_url("maplibre"))
    spec["remote"] = map_remote.remote_spec(ctx, state.remote)
    if ctx.query.get("size") == WALL:
        spec = wall_spec(spec)
    given: dict[str, Any] = {"view": _view(state, boxes, selected), "selected": dict(selected) if selected else None}
    return html.Div(
        [CityMap(
            MAP, spec, visible=list(state.visible), filters=dict(state.filters), district=state.district,
            time=str(state.span or ""), heat=list(heat_layers(state.extra)), className="map-canvas",
            **{name: value for name, value in given.items() if value is not None},
        ), map_tools.bar(ctx), _key(ctx)],
        className="map-frame",
    )  # fmt: skip


def _right(ctx: Context, state: MapState, shelves: list[Shelf], found: CityObject | None) -> Component:
    closing = attributes(data_card_close="1")
    back = html.Button([icon("arrow-left"), ctx.t("map.back")], type="button", className="link-button", **closing)
    shown = dcc.Loading(
        html.Div(map_card.card(ctx, found) if found else None, id=CARD), type="dot", delay_show=300,
        className="card-loading",
    )  # fmt: skip
    bar = html.Div([back, _close(ctx, data_card_close="1")], className="panel-head")
    card = html.Div([bar, shown], className="map-card")
    head = html.Div(_close(ctx, data_sheet_close="1"), className="panel-head sheet-only")
    counted = [shelf for shelf in shelves if not (shelf.layer.base and shelf.layer.geometry == "polygon")]
    fold = _fold(ctx, state, "r", "layout-sidebar-reverse", "map.fold_figures", "map-right")
    figures = html.Div([head, map_figures.figures(ctx, counted), fold], className="map-figures")
    return html.Aside(
        [card, figures, map_tools.panels(ctx)], className="map-panel map-right", id="map-right",
        **attributes(aria_label=ctx.t("map.figures")),
    )  # fmt: skip


def _tabs(ctx: Context) -> Component:
    """Buttons of a phone that open the panels as sheets."""
    return html.Nav(
        [
            _button("layers", ctx.t("map.layers"), data_sheet_open="layers", aria_pressed="false"),
            _button("bar-chart", ctx.t("map.figures"), data_sheet_open="figures", aria_pressed="false"),
            _button("table", ctx.t("map.list"), data_list_toggle="1", aria_expanded="false"),
            _button("tools", ctx.t("map.tools"), data_sheet_open="tools", aria_pressed="false"),
        ],
        className="map-tabs", **attributes(aria_label=ctx.t("map.aria")),
    )  # fmt: skip


def _modules() -> list[str]:
    return [library_url("maplibre/maplibre-gl.mjs"), *module_urls()]


PAGES = (
    PageRecord(key="map", path="/map", layout=layout, menu=20, icon="map", own_query=True, wide=True, modules=_modules),
)  # fmt: skip
