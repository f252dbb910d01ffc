"""The tool that gives the figures of an area: drawn, around something, along a street, or a district."""

from dash import html
from dash.development.base_component import Component

from components.context import Context
from components.map_words import attributes, district_words
from components.place_words import button, choice, frame, number_field, result
from components.tools import Tool
from config.limits import AREA_BUFFER_M

KINDS = ("polygon", "circle", "object", "street", "district")
USUAL_M = 500


def _panel(ctx: Context) -> Component:
    kinds = [(kind, ctx.t(f"tool.area.kind_{kind}")) for kind in KINDS]
    districts = [(one.id, district_words(ctx, one.id)) for one in ctx.store.city.districts]
    return frame(
        ctx, "area",
        [
            choice(ctx.t("tool.area.kind"), "tool-area-kind", kinds),
            number_field(ctx.t("tool.area.buffer"), "tool-area-buffer", 0, 0, AREA_BUFFER_M),
            number_field(ctx.t("tool.area.radius"), "tool-area-radius", USUAL_M, 1, AREA_BUFFER_M),
            choice(ctx.t("tool.area.district"), "tool-area-district", districts),
            html.P(id="tool-area-how", className="muted tool-how"),
            html.Div(
                [
                    button(ctx.t("tool.area.add"), "plus-lg", data_area="add"),
                    button(ctx.t("tool.area.middle"), "plus-lg", data_area="middle"),
                    button(ctx.t("tool.area.undo"), "arrow-counterclockwise", data_area="undo"),
                    button(ctx.t("tool.area.finish"), "check-lg", data_area="finish"),
                    button(ctx.t("tool.area.compute"), "check-lg", quiet=False, data_area="compute"),
                    button(ctx.t("tool.area.clear"), "x-lg", data_area="clear"),
                ],
                className="tool-actions",
            ),
            *result("tool-area"),
            html.Div(
                [choice(ctx.t("tool.area.items"), "tool-area-list", [("", "–")]), html.Div(id="tool-area-items")],
                id="tool-area-listed", hidden=True, **attributes(data_listed="1"),
            ),
        ],
    )  # fmt: skip


TOOLS = (Tool("area", "pentagon", 10, _panel),)
