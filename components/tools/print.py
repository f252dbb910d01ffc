"""The tool that puts the present view on paper, or in a picture that says what it shows."""

from dash import html
from dash.development.base_component import Component

from components.basics import icon
from components.context import Context
from components.map_words import attributes
from components.native import Native
from components.tools import Tool
from config.limits import PRINT_TITLE_CHARS


def _panel(ctx: Context) -> Component:
    title = {
        "type": "text", "className": "input", "maxLength": PRINT_TITLE_CHARS,
        "placeholder": ctx.t("tool.print.placeholder"),
    }  # fmt: skip
    sides = [(side, ctx.t(f"tool.print.{side}")) for side in ("landscape", "portrait")]
    return html.Div(
        [
            html.Label([ctx.t("tool.print.name"), Native("input", title, id="tool-print-title")], className="field"),
            html.Div(
                [
                    html.Label([ctx.t("tool.print.paper"),
                                Native("select", {"className": "input"}, [("A4", "A4"), ("A3", "A3")],
                                       id="tool-print-paper")], className="field"),
                    html.Label([ctx.t("tool.print.side"),
                                Native("select", {"className": "input"}, sides, id="tool-print-side")],
                               className="field"),
                ],
                className="files-row",
            ),
            html.P(ctx.t("tool.print.frame"), className="muted"),
            html.Div([_button(ctx, "pdf", "printer", "button"), _button(ctx, "png", "image", "button button-quiet")],
                     className="files-row"),
            html.P(id="tool-print-status", className="export-status", role="status"),
        ],
        id="tool-print-body",
        **attributes(data_words_working=ctx.t("tool.print.working"), data_words_ready=ctx.t("tool.print.ready")),
    )  # fmt: skip


def _button(ctx: Context, fmt: str, symbol: str, look: str) -> Component:
    return html.Button([icon(symbol), ctx.t(f"tool.print.{fmt}")], type="button", className=look,
                       **attributes(data_print=fmt))  # fmt: skip


TOOLS = (Tool("print", "printer", 81, _panel),)
