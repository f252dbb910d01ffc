"""The tool that tells how far one gets on foot or by car along the roads, and who and what is reached."""

from dash import html
from dash.development.base_component import Component

from analysis.roadgraph import MODES
from components.context import Context
from components.native import Native
from components.place_words import button, choice, frame, result
from components.tools import Tool

MINUTES = (5, 10, 15, 20, 30)
USUAL = frozenset({5, 10, 15})


def _panel(ctx: Context) -> Component:
    modes = [(mode, ctx.t(f"tool.isochrone.{mode}")) for mode in MODES]
    ticks = [
        html.Label(
            [
                Native("input", {"type": "checkbox", "value": str(one), "defaultChecked": one in USUAL,
                                 "data-minutes": str(one)}),
                ctx.t("tool.isochrone.min", count=one),
            ],
            className="tool-tick",
        )
        for one in MINUTES
    ]  # fmt: skip
    return frame(
        ctx, "isochrone",
        [
            html.P(ctx.t("tool.isochrone.how"), className="muted tool-how"),
            choice(ctx.t("tool.isochrone.mode"), "tool-isochrone-mode", modes),
            html.Fieldset(
                [html.Legend(ctx.t("tool.isochrone.minutes")), html.Div(ticks, className="tool-ticks")],
                className="filter",
            ),
            html.Div(
                [button(ctx.t("tool.isochrone.at"), "crosshair", data_isochrone="at")], className="tool-actions",
            ),
            *result("tool-isochrone"),
        ],
    )  # fmt: skip


TOOLS = (Tool("isochrone", "stopwatch", 20, _panel),)
