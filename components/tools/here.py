"""The tool that tells what is at a place: district, street, the nearest objects, coordinates."""

from dash import html
from dash.development.base_component import Component

from components.context import Context
from components.place_words import button, choice, frame, number_field, result
from components.tools import Tool
from config.limits import NEAR_MAX, NEAR_RADIUS_M
from data.queries.scope import seen_layers

USUAL_N, USUAL_M = 5, 500


def _panel(ctx: Context) -> Component:
    layers = [layer.id for layer in seen_layers(ctx.user, ctx.store.layers.values()) if not layer.base]
    options = [("", ctx.t("tool.here.all")), *((name, ctx.t(f"layer.{name}.title")) for name in layers)]
    return frame(
        ctx, "here",
        [
            html.P(ctx.t("tool.here.how"), className="muted tool-how"),
            choice(ctx.t("tool.here.layer"), "tool-here-layer", options),
            html.Div(
                [
                    number_field(ctx.t("tool.here.count"), "tool-here-count", USUAL_N, 1, NEAR_MAX),
                    number_field(ctx.t("tool.here.radius"), "tool-here-radius", USUAL_M, 1, NEAR_RADIUS_M),
                ],
                className="tool-pair",
            ),
            html.Div(button(ctx.t("tool.here.at"), "crosshair", data_here="at"), className="tool-actions"),
            *result("tool-here"),
        ],
    )  # fmt: skip


TOOLS = (Tool("here", "geo-alt", 12, _panel),)
