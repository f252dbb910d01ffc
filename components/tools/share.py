"""The tool that hands over the present view: its address to copy, and as a QR code for the phone."""

from dash import html
from dash.development.base_component import Component

from components.basics import icon
from components.context import Context
from components.map_words import attributes
from components.native import Native
from components.tools import Tool


def _panel(ctx: Context) -> Component:
    field = Native("input", {"type": "text", "readOnly": True, "className": "input"}, id="tool-share-address")
    return html.Div(
        [
            html.Label([ctx.t("tool.share.address"), field], className="field"),
            html.Button([icon("copy"), ctx.t("map.copy")], type="button", className="button",
                        **attributes(data_copy="")),
            html.Img(id="tool-share-code", className="share-code", alt=ctx.t("tool.share.code"), width=220, height=220),
            html.P(ctx.t("tool.share.code_hint"), className="muted", id="tool-share-hint"),
            html.P(ctx.t("tool.share.long"), className="muted", id="tool-share-long", hidden=True),
        ]
    )  # fmt: skip


TOOLS = (Tool("share", "qr-code", 90, _panel),)
