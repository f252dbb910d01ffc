"""Share of adapted objects against the printed plan: chart with its table, and what the share does not say."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.basics import icon, table
from components.charts import MARKS, axis_title, base_layout, mark_color
from components.context import Context
from components.inclusion.answers import plans
from components.inclusion.facts import DIGITS, Register, document, percent, printed, register
from components.module.ask import Ask
from components.module.parts import chart_with_table
from config.i18n import NO_DATA
from data.queries.indicators import Point

# Years to which the printed facts belong: the documents are of 2022 and 2023.
FACTS = (("listed", "adapted", "2022"), ("doskaz", "doskaz_full", "2023"))
HEIGHT = 320


def draw(ctx: Context, ask: Ask) -> Component | None:
    """Plan by year, the two printed facts, the register of today, and the caveat; None without a plan."""
    known = plans(ctx)
    if not known:
        return None
    facts, found = _facts(ctx), register(ctx, ask)
    now = found.all.share("full") if found is not None else None
    words = ctx.t("inclusion.plan.words", first=known[0].period, plan=percent(ctx, known[0].value),
                  last=known[-1].period, goal=percent(ctx, known[-1].value), now=percent(ctx, now))  # fmt: skip
    sources = [source for code in dict.fromkeys(point.source for point in known)
               if (source := ctx.store.city.source(code)) is not None]  # fmt: skip
    caption = ctx.t("inclusion.plan.caption", source="; ".join(ctx.words(source.names) for source in sources))
    drawn = chart_with_table(ctx, "access-plan", _figure(ctx, known, facts), words, caption,
                             _table(ctx, known, facts, found))  # fmt: skip
    warn = html.P([icon("info-circle"), ctx.t("inclusion.plan.unknown")], className="notice notice-warn")
    return html.Div([drawn, warn])


def _facts(ctx: Context) -> list[tuple[str, float, str]]:
    """Printed facts: year, share in percent, and the document with its line."""
    known = printed(ctx)
    return [
        (year, 100.0 * known[part].value / known[whole].value, document(ctx, known[part]))
        for whole, part, year in FACTS if whole in known and part in known
    ]  # fmt: skip


def _trace(ctx: Context, kind: str, xy: tuple[list[str], list[float | None]], mode: str) -> dict[str, Any]:
    mark = MARKS[kind]
    color = mark_color(ctx.theme, kind)
    return {
        "type": "scatter", "mode": mode, "x": xy[0], "y": xy[1], "name": ctx.t(f"inclusion.plan.{kind}"),
        "line": {"color": color, "dash": mark.dash, "width": 2},
        "marker": {"color": color, "symbol": mark.symbol, "size": 10},
        "text": [percent(ctx, value) for value in xy[1]],
        "textposition": "top center" if kind == "plan" else "bottom center",
        "hovertemplate": "%{x}: %{text}<extra>%{fullData.name}</extra>",
    }  # fmt: skip


def _figure(ctx: Context, known: list[Point], facts: list[tuple[str, float, str]]) -> dict[str, Any]:
    layout = base_layout(ctx)
    layout["height"] = HEIGHT
    layout["xaxis"] = {**layout["xaxis"], "type": "linear", "tickformat": "d", "range": [2021.4, 2030.6],
                       "tickvals": [int(point.period) for point in known]}  # fmt: skip
    layout["yaxis"] = {**layout["yaxis"], "title": axis_title(ctx.theme, ctx.t("inclusion.plan.axis")),
                       "range": [0, 100], "ticksuffix": "\u00a0%"}  # fmt: skip
    plan = ([point.period for point in known], [point.value for point in known])
    fact: tuple[list[str], list[float | None]] = ([year for year, _, _ in facts], [round(v, 1) for _, v, _ in facts])
    return {"data": [_trace(ctx, "plan", plan, "lines+markers+text"), _trace(ctx, "fact", fact, "markers+text")],
            "layout": layout}  # fmt: skip


def _table(
    ctx: Context, known: list[Point], facts: list[tuple[str, float, str]], found: Register | None
) -> Component:  # fmt: skip
    by_year = {year: (value, line) for year, value, line in facts}
    rows: list[list[Any]] = []
    for point in known:
        value, line = by_year.get(point.period, (None, ""))
        off = NO_DATA if value is None or point.value is None else ctx.number(value - point.value, DIGITS)
        rows.append([point.period, percent(ctx, point.value), percent(ctx, value), off, line or NO_DATA])
    foot = None
    if found is not None and found.all.total:
        foot = [ctx.t("inclusion.plan.now"), NO_DATA, percent(ctx, found.all.share("full")), NO_DATA,
                ", ".join(ctx.t(f"value.origin.{origin}") for origin in found.origins)]  # fmt: skip
    heads = [ctx.t(f"inclusion.plan.{name}") for name in ("year", "plan", "fact", "off", "line")]
    return table(ctx.t("inclusion.plan.table"), heads, rows, numeric=(1, 2, 3), foot=foot)
