"""Bar of the map's tools and the panels they open in the right column; scripts come when a tool is first opened."""

from itertools import groupby

from dash import get_asset_url, html
from dash.development.base_component import Component

from components.basics import heading, icon
from components.context import Context
from components.map_words import attributes
from components.tools import Tool, tools_of
from config.settings import ROOT

FOLDER = ROOT / "assets" / "tools"


def bar(ctx: Context) -> Component:
    """Buttons of all tools, one beside the other in groups; on a phone they are a sheet."""
    groups = [
        html.Div([_button(ctx, tool) for tool in tools], className="map-tool-group")
        for _, tools in groupby(tools_of(ctx), key=lambda tool: tool.order // 10)
    ]
    return html.Div(
        groups, id="map-tool-bar", role="toolbar",
        className="map-tool-bar", **attributes(aria_label=ctx.t("map.tools")),
    )  # fmt: skip


def _button(ctx: Context, tool: Tool) -> Component:
    words, style = ctx.t(f"tool.{tool.key}.title"), f"{tool.key}.css"
    return html.Button(
        [icon(tool.icon), html.Span(words)], type="button", className="map-tool-button", title=words,
        **attributes(
            data_tool_open=tool.key, aria_expanded="false", aria_controls=f"map-tool-{tool.key}",
            data_tool_script=tool_address(f"{tool.key}.js"),
            data_tool_style=tool_address(style) if (FOLDER / style).is_file() else None,
        ),
    )  # fmt: skip


def tool_address(name: str) -> str:
    """Address of a script or style of `assets/tools`, which is loaded when it is wanted."""
    return str(get_asset_url(f"tools/{name}"))  # type: ignore[no-untyped-call]  # Dash has no types here


def panels(ctx: Context) -> Component:
    """Panels of all tools; the page's script shows the one that is open."""
    return html.Div([_panel(ctx, tool) for tool in tools_of(ctx)], className="map-tool-panels")


def _panel(ctx: Context, tool: Tool) -> Component:
    close = html.Button(
        icon("x-lg"), type="button", className="icon-button",
        **attributes(data_tool_close="1", aria_label=ctx.t("map.close")),
    )  # fmt: skip
    title = ctx.t(f"tool.{tool.key}.title")
    return html.Section(
        [
            html.Div([heading(title, 2), close], className="panel-head"),
            html.P(ctx.t(f"tool.{tool.key}.hint"), className="muted"),
            tool.panel(ctx),
        ],
        id=f"map-tool-{tool.key}", className="map-tool", hidden=True,
        **attributes(aria_label=title, data_tool=tool.key, tabIndex=-1),
    )  # fmt: skip
