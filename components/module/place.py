"""The map of a module page: its layers as switches with their marks, made when it comes into view; a click leads on."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.basics import heading, link
from components.citymap import CityMap
from components.citymap.spec import Feed, map_spec
from components.context import Context
from components.libraries import library_url
from components.map_card import title_of
from components.map_legend import legend, swatch
from components.map_state import MapState, address, default_visible
from components.map_words import attributes, label, value_words
from components.module.ask import Ask, main_layer, rules_of
from components.module.screen import Screen
from components.native import Native
from config.records import LayerRecord
from data.queries.labels import area_labels
from data.queries.objects import CityObject
from data.queries.places import district_boxes
from data.queries.scope import seen_layers

MAP, SPEC, CARD = "module-map", "module-map-spec", "module-map-card"
TOLD = ("kind", "state", "district", "body", "valid_from", "valid_to")


def drawn(ctx: Context, screen: Screen) -> list[LayerRecord]:
    """Layers of the map in the order of the city: the base first, then those of the page that the reader may see."""
    return [
        layer for layer in seen_layers(ctx.user, ctx.store.layers.values())
        if layer.id in screen.layers or (layer.base and layer.default_visible)
    ]  # fmt: skip


def visible(ctx: Context, screen: Screen, ask: Ask) -> list[str]:
    """Layers that are on: the base, and those that the address names or that the page shows at first."""
    on = screen.shown if ask.layers is None else ask.layers
    return [layer.id for layer in drawn(ctx, screen) if layer.id in on or layer.id not in screen.layers]


def map_filters(ctx: Context, screen: Screen, ask: Ask) -> dict[str, Any]:
    """Filters of the map: those of the main layer, and of layers that go along with some of its fields."""
    found: dict[str, Any] = {}
    for name, fields in ((screen.main, None), *screen.along.items()):
        layer = main_layer(ctx, name)
        rules = rules_of(ctx, layer, ask) if layer is not None else {}
        rules = {key: rule for key, rule in rules.items() if fields is None or key in fields}
        if rules:
            found[name] = rules
    return found


def view_of(ctx: Context, ask: Ask) -> dict[str, Any]:
    """Where the map looks: the district asked for, or the city."""
    with ctx.store.read() as conn:
        boxes = district_boxes(conn, ctx.store)
    return {"bounds": list(boxes.get(ask.district or "", ctx.store.city.bounds))}


def big_map(ctx: Context, screen: Screen, ask: Ask) -> str:
    """Address of the map page with the same layers and filters."""
    state = MapState(tuple(visible(ctx, screen, ask)), map_filters(ctx, screen, ask), ask.district, span=ask.span)
    return address(state, default_visible(ctx.store, ctx.user))


def _switch(ctx: Context, layer: LayerRecord, *, on: bool) -> Component:
    box = Native("input", {"type": "checkbox", "defaultChecked": on, "data-ask-layer": layer.id})
    words = html.Label([box, swatch(ctx, layer), html.Span(ctx.t(f"layer.{layer.id}.title"))])
    return html.Li([words, legend(ctx, layer)])


def block(ctx: Context, screen: Screen, ask: Ask, stamps: Mapping[str, str]) -> Component:
    """Map, switches and the place of the card; `stamps` are the marks of the layers' present versions.

    The map itself waits in a store until its place comes into view.
    """
    layers, on = drawn(ctx, screen), visible(ctx, screen, ask)
    with ctx.store.read() as conn:
        feeds = [Feed(layer, stamps[layer.id], layer.id in on, area_labels(conn, ctx.store, layer)) for layer in layers]
    spec = map_spec(ctx.store.city, feeds, ctx.lang, ctx.theme, library=library_url("maplibre"))
    own = [_switch(ctx, layer, on=layer.id in on) for layer in reversed(layers) if layer.id in screen.layers]
    canvas = CityMap(
        MAP, None, visible=on, filters=map_filters(ctx, screen, ask), district=ask.district, view=view_of(ctx, ask),
        time=str(ask.span or ""), className="module-canvas",
    )  # fmt: skip
    side = [
        html.Fieldset([html.Legend(ctx.t("module.layers")), html.Ul(own, className="module-layers")]),
        html.Div(html.P(ctx.t("module.click"), className="muted"), id=CARD, className="module-card",
                 **attributes(aria_live="polite")),
    ]  # fmt: skip
    return html.Div(
        [dcc.Store(id=SPEC, data=spec), html.Div(canvas, className="module-frame"),
         html.Div(side, className="module-side")],
        className="module-place",
    )  # fmt: skip


def _facts(ctx: Context, found: CityObject) -> Sequence[Component]:
    told = [name for name in TOLD if found.row.get(name)]
    return [
        html.Div([html.Dt(label(ctx, name)), html.Dd(value_words(ctx, found.layer, name, found.row[name]))])
        for name in told
    ]  # fmt: skip


def short_card(ctx: Context, found: CityObject | None) -> Component:
    """What was clicked in a few words, and the way to its whole card."""
    if found is None:
        return html.P(ctx.t("map.card_gone"), className="muted")
    address_of = f"/o/{found.public_id}"
    return html.Article(
        [
            html.P(ctx.t(f"layer.{found.layer.id}.title"), className="muted"),
            heading(link(title_of(ctx, found), address_of), 3),
            html.Dl(_facts(ctx, found), className="card-facts"),
            link(ctx.t("module.open"), address_of, "button button-quiet"),
        ]
    )  # fmt: skip
