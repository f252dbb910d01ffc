"""Filters of a layer as form elements: lists of values with counts, ranges with two handles; the browser answers."""

import json
from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.context import Context
from components.map_legend import value_swatch
from components.map_words import attributes, code_words, label, unit_words
from components.native import Native
from config import i18n
from config.records import LayerRecord
from data.queries.cube import Cube
from data.queries.filters import FilterField

YEAR = "year"


def filters(ctx: Context, layer: LayerRecord, cube: Cube) -> Component | None:
    """The filters of a layer, with a button that clears them; None when it has none or no values."""
    parts = []
    for field in cube.fields:
        counts = cube.counts(field.name)
        if field.kind == "choice" and len(counts) > 1:
            parts.append(_choice(ctx, layer, field, counts))
        if field.kind == "range" and counts:
            parts.append(_range(ctx, layer, field, sorted(counts), cube.steps[field.name]))
    if not parts:
        return None
    reset = html.Button(
        ctx.t("map.reset"), type="button", className="link-button", hidden=True, **attributes(data_reset=layer.id)
    )
    return html.Div([*parts, reset], className="filters")


def value_words_of(ctx: Context, field: FilterField, value: object) -> str:
    """Words of one value of a choice."""
    return ctx.t(f"value.bool.{str(value).lower()}") if isinstance(value, bool) else code_words(ctx, field.name, value)


def _choice(ctx: Context, layer: LayerRecord, field: FilterField, counts: Mapping[Any, int]) -> Component:
    key = f"{layer.id} {field.name}"
    both = [("all", attributes(data_all=key)), ("none", attributes(data_none=key))]
    buttons = html.Span(
        [html.Button(ctx.t(f"map.{name}"), type="button", className="link-button", **given) for name, given in both],
        className="filter-buttons",
    )
    items = []
    for value in sorted(counts, key=lambda v: (-counts[v], str(v))):
        box = Native(
            "input", {"type": "checkbox", "defaultChecked": True, "value": json.dumps(value), "data-choice": key}
        )
        words = html.Span(value_words_of(ctx, field, value), className="facet-words")
        number = html.Span(ctx.number(counts[value]), className="facet num")
        items.append(html.Li(html.Label([box, value_swatch(ctx, layer, field.name, value), words, number])))
    return html.Fieldset(
        [html.Legend(label(ctx, field.name)), buttons, html.Ul(items, className="facets")], className="filter"
    )


def _range(ctx: Context, layer: LayerRecord, field: FilterField, bins: list[int], step: float) -> Component:
    key = f"{layer.id} {field.name}"
    title = label(ctx, field.name)
    handles = []
    for end, words in (("min", "from"), ("max", "to")):
        usual = str(bins[0] if end == "min" else bins[-1])
        given = {
            "type": "range", "min": str(bins[0]), "max": str(bins[-1]), "step": "1", "defaultValue": usual,
            "data-range": key, "data-end": end, "data-usual": usual, "aria-label": f"{title}: {ctx.t(f'map.{words}')}",
        }  # fmt: skip
        side = html.Span(ctx.t(f"map.{words}"), className="range-end", **attributes(aria_hidden="true"))
        handles.append(html.Div([side, Native("input", given)], className="range-row"))
    unit = f" {unit_words(ctx, field.unit)}" if field.unit and field.unit != YEAR else ""
    ends = " – ".join(_bound(ctx, bins[at] * step) for at in (0, -1))
    shown = html.Span(ends, **attributes(data_range_words=key))
    return html.Fieldset(
        [html.Legend(title), html.P([shown, unit], className="range-words num"), html.Div(handles, className="range")],
        className="filter",
    )


def _bound(ctx: Context, value: float) -> str:
    """A bound without groups of thousands: most are years."""
    rounded = round(value, 4)
    if rounded == int(rounded):
        return str(int(rounded))
    return i18n.number(ctx.lang, rounded)
