"""The tool that takes layers of the present view away as files; big ones are made in the background."""

from dash import html
from dash.development.base_component import Component

from components.basics import heading, icon
from components.context import Context
from components.map_words import attributes
from components.native import Native
from components.tools import Tool
from config.limits import EXPORT_DIRECT_ROWS
from config.settings import get_settings
from data.queries.scope import may_export, seen_layers
from reports.exports import FORMATS

USUAL = ("csv", "xlsx", "geojson", "gpkg")
SAID = ("cancel", "remove", "fetch", "working", "ready", "queued", "progress", "rows", "until", "none", "no_files")


def _panel(ctx: Context) -> Component:
    layers = [layer for layer in seen_layers(ctx.user, ctx.store.layers.values()) if may_export(ctx.user, layer)]
    boxes = [
        html.Label(
            [Native("input", {"type": "checkbox", "data-export-layer": layer.id}),
             html.Span(ctx.t(f"layer.{layer.id}.title")),
             html.Span(className="muted", **attributes(data_count=layer.id))],
            className="export-layer", hidden=True, **attributes(data_export_row=layer.id),
        )
        for layer in layers
    ]  # fmt: skip
    formats = [(name, ctx.t(f"tool.export.formats.{name}")) for name in sorted(FORMATS, key=USUAL.index)]
    hint = ctx.t("tool.export.files_hint", rows=ctx.number(EXPORT_DIRECT_ROWS), hours=get_settings().export_hours)
    return html.Div(
        [
            html.Fieldset([html.Legend(ctx.t("tool.export.layers")), *boxes], className="export-layers"),
            html.P(ctx.t("tool.export.none"), id="tool-export-none", className="muted", hidden=True),
            html.Label([ctx.t("tool.export.format"),
                        Native("select", {"className": "input"}, formats, id="tool-export-format")], className="field"),
            html.Label([Native("input", {"type": "checkbox"}, id="tool-export-window"),
                        html.Span(ctx.t("tool.export.only_view"))], className="check"),
            html.Button([icon("download"), ctx.t("tool.export.go")], type="button", id="tool-export-go",
                        className="button"),
            html.P(id="tool-export-status", className="export-status", role="status"),
            heading(ctx.t("tool.export.files"), 3),
            html.P(hint, className="muted"),
            html.Ul(id="tool-export-jobs", className="export-jobs"),
        ],
        **attributes(**{f"data_words_{name}": ctx.t(f"tool.export.{name}") for name in SAID}, data_lang=ctx.lang,
                     data_most=str(EXPORT_DIRECT_ROWS)),
        id="tool-export-body",
    )  # fmt: skip


TOOLS = (Tool("export", "download", 80, _panel),)
