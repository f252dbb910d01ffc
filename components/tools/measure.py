"""The tool that measures distance and area, and tells the coordinates of a place."""

from dash import html
from dash.development.base_component import Component

from components.context import Context
from components.place_words import button, choice, frame, result
from components.tools import Tool

WHAT = ("line", "ring")


def _panel(ctx: Context) -> Component:
    options = [(what, ctx.t(f"tool.measure.{what}")) for what in WHAT]
    return frame(
        ctx, "measure",
        [
            choice(ctx.t("tool.measure.what"), "tool-measure-what", options),
            html.P(ctx.t("tool.measure.how"), className="muted tool-how"),
            html.Div(
                [
                    button(ctx.t("tool.measure.add"), "plus-lg", data_measure="add"),
                    button(ctx.t("tool.measure.undo"), "arrow-counterclockwise", data_measure="undo"),
                    button(ctx.t("tool.measure.clear"), "x-lg", data_measure="clear"),
                ],
                className="tool-actions",
            ),
            *result("tool-measure"),
            html.P(ctx.t("tool.measure.plane", crs=ctx.store.city.metric_crs), className="muted tool-how"),
        ],
    )  # fmt: skip


TOOLS = (Tool("measure", "rulers", 11, _panel),)
