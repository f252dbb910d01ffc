"""The tool that fills the districts by an indicator for the year of the time bar, with the series beside it."""

import json

from dash import html
from dash.development.base_component import Component

from components import indicator_words
from components.context import Context
from components.map_words import attributes
from components.native import Native
from components.palette import color, ramp
from components.tools import Tool
from data.queries.indicators import DistrictRow, district_values

CLASSES = 4
WORDS = (
    "none", "undated", "no_year", "no_districts", "chart", "to", "city", "loading", "nothing", "value", "page",
)  # fmt: skip


def _panel(ctx: Context) -> Component:
    with ctx.store.read() as conn:
        rows = district_values(conn, ctx.store, ctx.user)
    options = [("", ctx.t("tool.indicator.choose")), *((_key(row), _words(ctx, row)) for row in rows)]
    which = Native("select", {"className": "input", "defaultValue": ""}, options, "tool-indicator-which")
    find = Native("input", {"type": "search", "className": "input", "autoComplete": "off"}, id="tool-indicator-find")
    body = html.Div(id="tool-indicator-body", **attributes(aria_live="polite"))
    return html.Div(
        [
            html.Label([ctx.t("tool.indicator.by_district"), which], className="field"),
            html.Label([ctx.t("tool.indicator.find"), find], className="field"),
            html.Ul(id="tool-indicator-found", className="indicator-found"), body,
        ],
        id="tool-indicator", **attributes(data_given=json.dumps(_given(ctx), ensure_ascii=False)),
    )  # fmt: skip


def _given(ctx: Context) -> dict[str, object]:
    districts = {district.id: ctx.words(district.names) for district in ctx.store.city.districts}
    return {
        "city": ctx.store.city.id, "districts": districts, "lang": ctx.lang,
        "colors": ramp(ctx.theme, "warm", CLASSES + 1)[1:], "none": color(ctx.theme, "none"),
        "words": {name: ctx.t(f"tool.indicator.{name}") for name in WORDS},
    }  # fmt: skip


def _key(row: DistrictRow) -> str:
    return f"{row.entry.code}|{row.breakdown}" if row.breakdown else row.entry.code


def _words(ctx: Context, row: DistrictRow) -> str:
    name = indicator_words.name_of(ctx.lang, row.entry).words
    part = indicator_words.breakdown(ctx.lang, row.breakdown, row.breakdown_ru)
    return f"{name}: {part}" if part else name


TOOLS = (Tool("indicator", "bar-chart-steps", 30, _panel),)
