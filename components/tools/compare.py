"""The tool that compares two times or two sets of layers by a divider drawn over the map."""

import json

from dash import html
from dash.development.base_component import Component

from components.basics import icon
from components.context import Context
from components.map_words import attributes
from components.native import Native
from components.tools import Tool
from data.queries.scope import seen_layers

WORDS = ("left", "right", "divider", "position", "no_layers", "same")
KINDS = ("time", "layers")


def _panel(ctx: Context) -> Component:
    words = {name: ctx.t(f"tool.compare.{name}") for name in WORDS}
    return html.Div(
        [_kind(ctx), _times(ctx), _layers(ctx), html.P("", id="tool-compare-note", className="muted", role="status"),
         html.P(ctx.t("tool.compare.keys"), className="muted")],
        id="tool-compare", **attributes(data_words=json.dumps(words, ensure_ascii=False)),
    )  # fmt: skip


def _kind(ctx: Context) -> Component:
    options = [(kind, ctx.t(f"tool.compare.by_{kind}")) for kind in KINDS]
    which = Native("select", {"className": "input", "defaultValue": KINDS[0]}, options, "tool-compare-kind")
    return html.Label([ctx.t("tool.compare.by"), which], className="field")


def _times(ctx: Context) -> Component:
    """First and last day of the right side; the left side has the time of the bar under the map."""
    day = {"type": "date", "className": "input"}
    fields = [
        html.Label([ctx.t(f"tool.compare.{end}"), Native("input", day, id=f"tool-compare-{end}")], className="field")
        for end in ("from", "to")
    ]
    swap = html.Button(
        [icon("arrow-left-right"), ctx.t("tool.compare.swap")], type="button", className="button button-quiet",
        id="tool-compare-swap",
    )  # fmt: skip
    hint = html.P(ctx.t("tool.compare.times_hint"), className="muted")
    return html.Fieldset(
        [html.Legend(ctx.t("tool.compare.right_time")), *fields, html.Div(swap, className="row"), hint],
        id="tool-compare-times", className="filter",
    )  # fmt: skip


def _layers(ctx: Context) -> Component:
    rows = []
    for layer in reversed([one for one in seen_layers(ctx.user, ctx.store.layers.values()) if not one.base]):
        box = Native("input", {"type": "checkbox", "data-compare-layer": layer.id})
        words = html.Span(ctx.t(f"layer.{layer.id}.title"), className="facet-words")
        rows.append(html.Li(html.Label([box, words])))
    return html.Fieldset(
        [html.Legend(ctx.t("tool.compare.right_layers")), html.Ul(rows, className="facets")],
        id="tool-compare-layers", className="filter", hidden=True,
    )  # fmt: skip


TOOLS = (Tool("compare", "layout-split", 40, _panel),)
