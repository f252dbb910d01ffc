"""The layers of the map as a tree by module: switches, counts, age, origin; inside each: legend, filters, source."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.badges import age_badge, badge, origin_badge
from components.basics import icon
from components.citymap.cells import has_cells
from components.context import Context
from components.map_filters import filters
from components.map_heat import look
from components.map_legend import legend, swatch
from components.map_words import attributes
from components.native import Native
from config import i18n
from config.attribution import attribution
from config.city import Module
from config.records import LayerRecord
from data.queries.cube import Cube
from data.queries.totals import Totals


@dataclass(frozen=True)
class Shelf:
    """What the tree says about one layer of this person: its counts, its cube of filters, whether it is on.

    `later` layers have a cube without rows: legend, filters and cube come when the layer is switched on or opened.
    """

    layer: LayerRecord
    totals: Totals
    cube: Cube
    on: bool
    later: bool = False


def tree(ctx: Context, shelves: Sequence[Shelf]) -> Component:
    """The tree with a search in it; modules in the order of the city, layers as drawn, upper ones first."""
    groups = []
    for module in ctx.store.city.modules:
        own = [shelf for shelf in reversed(shelves) if shelf.layer.module == module.id]
        if own:
            groups.append(_module(ctx, module, own))
    find = Native(
        "input", id="map-tree-search",
        attributes={"type": "search", "className": "input", "placeholder": ctx.t("map.tree_search"),
                    "aria-label": ctx.t("map.tree_search"), "autoComplete": "off"},
    )  # fmt: skip
    empty = html.P(ctx.t("map.tree_empty"), id="map-tree-empty", className="muted", hidden=True, role="status")
    return html.Div([find, empty, html.Div(groups, className="modules")], className="tree")


def _module(ctx: Context, module: Module, shelves: Sequence[Shelf]) -> Component:
    head = html.Summary([html.Span(ctx.words(module.names), className="module-title"),
                         html.Span(ctx.number(len(shelves)), className="module-count num")])  # fmt: skip
    rows = html.Ul([_row(ctx, shelf) for shelf in shelves], className="layers")
    return html.Details([head, rows], open=True, className="module", **attributes(data_module=module.id))


def _row(ctx: Context, shelf: Shelf) -> Component:
    layer = shelf.layer
    title = ctx.t(f"layer.{layer.id}.title")
    body = body_id(layer.id)
    toggle = Native(
        "input",
        {"type": "checkbox", "defaultChecked": shelf.on, "data-layer-toggle": layer.id, "className": "layer-toggle"},
    )
    name = html.Span(title, className="layer-title")
    words = html.Label([toggle, swatch(ctx, layer), name], className="layer-switch")
    count = html.Span(
        ctx.number(shelf.totals.total), className="layer-count num", title=ctx.t("map.count"),
        **attributes(data_count=layer.id),
    )  # fmt: skip
    more = html.Button(
        icon("chevron-down"), type="button", className="layer-more",
        **attributes(aria_label=ctx.t("map.more", layer=title), aria_expanded="false", aria_controls=body,
                     data_layer_more=layer.id),
    )  # fmt: skip
    return html.Li(
        [html.Div([words, count, more], className="layer-head"), _marks(ctx, shelf), _body(ctx, shelf)],
        className="layer",
        **attributes(data_layer=layer.id, data_words=" ".join(_titles(layer)), data_on="1" if shelf.on else ""),
    )


def _titles(layer: LayerRecord) -> list[str]:
    """Titles in all languages in lower case: a layer is found by any of them."""
    return [i18n.t(lang, f"layer.{layer.id}.title").casefold() for lang in i18n.LANGS]


def _marks(ctx: Context, shelf: Shelf) -> Component:
    """Age against the rhythm of the source, and the origin; made-up data wear a loud mark."""
    marks: list[Component] = []
    sources = ctx.store.city.sources_of(shelf.layer.id)
    if sources:
        marks.append(age_badge(ctx, shelf.totals.data_date or sources[0].data_date, sources[0].rhythm))
    origins = shelf.totals.origins or tuple(source.origin for source in sources[:1])
    marks += [origin_badge(ctx, origin) for origin in origins]
    if not shelf.layer.timed and not shelf.layer.base:
        marks.append(html.Span(ctx.t("time.undated_mark"), className="badge-mark layer-undated"))
    if shelf.layer.sensitivity.value != "public":
        marks.append(badge("sensitivity", ctx.t(f"value.sensitivity.{shelf.layer.sensitivity.value}"), "shield-lock"))
    return html.Div(marks, className="marks layer-marks")


def body_id(layer_id: str) -> str:
    """Id of what opens under a layer."""
    return f"map-layer-{layer_id}"


def _body(ctx: Context, shelf: Shelf) -> Component:
    parts = [] if shelf.later else details(ctx, shelf)
    return html.Div(parts, id=body_id(shelf.layer.id), className="layer-body", hidden=True)


def details(ctx: Context, shelf: Shelf) -> list[Component]:
    """What opens under a layer: legend, filters, sources, the way to its list."""
    layer = shelf.layer
    parts: list[Component] = []
    drawn = look(ctx, layer) if has_cells(layer) else legend(ctx, layer)
    if drawn is not None:
        parts += [html.H3(ctx.t("map.legend")), drawn]
    asked = filters(ctx, layer, shelf.cube)
    if asked is not None:
        parts += [html.H3(ctx.t("map.filters")), asked]
    parts.append(html.H3(ctx.t("map.source")))
    parts += [
        html.P([ctx.words(source.names), html.Br(), html.Span(f"{attribution(source, ctx.lang)} · {source.licence}")],
               className="layer-source")
        for source in ctx.store.city.sources_of(layer.id)
    ]  # fmt: skip
    parts.append(
        html.Button([icon("table"), ctx.t("map.open_list")], type="button", className="button button-quiet",
                    **attributes(data_list_of=layer.id))
    )  # fmt: skip
    return parts
