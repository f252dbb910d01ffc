"""Objects by need and state: bars where unknown is a part of its own, their table, and districts by what is adapted."""

from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.access import Spread, by_district, gaps, spread
from components.basics import table
from components.charts import base_layout
from components.context import Context
from components.inclusion.facts import (
    COLORS,
    document,
    origin_line,
    percent,
    printed,
    register,
    state_words,
)
from components.module.ask import Ask, here
from components.module.parts import Board, Rank, chart_with_table, ranking
from components.palette import COLORS as PALETTE
from config.access import STATES, State, rule

HEIGHT = 320
CITY = "city"
KNOWN: tuple[State, ...] = ("full", "partial", "none")
# Patterns beside the colours: a state is never told by colour alone.
PATTERNS: dict[State, str] = {"full": "", "partial": "/", "none": "x", "unknown": "."}


def draw(ctx: Context, ask: Ask) -> Component | None:
    """Bars by need with their table; None without a register."""
    found = register(ctx, ask)
    if found is None or not found.all.total:
        return None
    spreads = {need: spread(found.tallies, need) for need in rule().needs}
    said = [
        ctx.t("inclusion.needs.words", need=ctx.t(f"field.access_{need}"),
              share=percent(ctx, one.share(one.largest or "unknown")), state=state_words(ctx, one.largest or "unknown"))
        for need, one in spreads.items()
    ]  # fmt: skip
    caption = ctx.t("inclusion.needs.caption", total=ctx.number(found.all.total, 0))
    size = None if ask.narrowed else printed(ctx).get("city")
    bars, rows = dict(spreads), {**spreads, "": found.all}
    if size is not None and size.value > found.all.total:
        bars[CITY] = rows[CITY] = city = whole_city(found.all, round(size.value))
        caption += " " + ctx.t(
            "inclusion.needs.city_note", rest=ctx.number(city.total - found.all.total, 0),
            total=ctx.number(city.total, 0), share=percent(ctx, city.share("unknown")), document=document(ctx, size),
        )  # fmt: skip
    drawn = chart_with_table(ctx, "access-needs", _figure(ctx, bars), "; ".join(said), caption, _table(ctx, rows))
    return html.Div([part for part in (drawn, origin_line(ctx, found.origins)) if part is not None])


def whole_city(checked: Spread, size: int) -> Spread:
    """All objects of the city, `size` of them: those of the register as they were found, every other one unknown."""
    return replace(checked, unknown=checked.unknown + size - checked.total)


def _name(ctx: Context, need: str) -> str:
    if need == CITY:
        return ctx.t("inclusion.needs.city")
    return ctx.t(f"field.access_{need}") if need else ctx.t("inclusion.needs.all")


def _figure(ctx: Context, spreads: dict[str, Spread]) -> dict[str, Any]:
    layout = base_layout(ctx)
    layout |= {"height": HEIGHT, "barmode": "stack", "bargap": 0.35}
    layout["legend"] = {**layout["legend"], "traceorder": "normal"}
    layout["xaxis"] = {**layout["xaxis"], "range": [0, 100], "ticksuffix": "\u00a0%", "showgrid": True}
    layout["yaxis"] = {**layout["yaxis"], "autorange": "reversed", "tickformat": ""}
    names = [_name(ctx, need) for need in spreads]
    bars = [_bars(ctx, state, names, list(spreads.values())) for state in STATES]
    return {"data": bars, "layout": layout}


def _bars(ctx: Context, state: State, names: list[str], spreads: list[Spread]) -> dict[str, Any]:
    shares = [one.share(state) or 0.0 for one in spreads]
    return {
        "type": "bar", "orientation": "h", "name": state_words(ctx, state), "y": names,
        "x": [round(share, 2) for share in shares],
        "customdata": [[ctx.number(getattr(one, state), 0), percent(ctx, one.share(state))] for one in spreads],
        "hovertemplate": "%{y}: %{customdata[0]} (%{customdata[1]})<extra>%{fullData.name}</extra>",
        "marker": {"color": PALETTE[ctx.theme][COLORS[state]],
                   "pattern": {"shape": PATTERNS[state], "fillmode": "overlay", "fgopacity": 0.5, "size": 8,
                               "fgcolor": PALETTE[ctx.theme]["halo"]}},
    }  # fmt: skip


def _table(ctx: Context, spreads: dict[str, Spread]) -> Component:
    rows: list[list[Any]] = []
    for need, one in spreads.items():
        cells = [f"{ctx.number(getattr(one, state), 0)} ({percent(ctx, one.share(state))})" for state in STATES]
        rows.append([_name(ctx, need), *cells, ctx.number(one.total, 0)])
    heads = [ctx.t("inclusion.needs.need"), *(state_words(ctx, state) for state in STATES), ctx.t("inclusion.total")]
    return table(ctx.t("inclusion.needs.table"), heads, rows, numeric=(1, 2, 3, 4, 5))


def districts(ctx: Context, ask: Ask) -> Component | None:
    """Districts by the share of objects adapted for everybody, the worst first, whatever district is chosen."""
    found = register(ctx, replace(ask, district=None))
    if found is None or not found.all.total:
        return None
    known = [district.id for district in ctx.store.city.districts]
    blank = gaps(found.tallies)
    rows = tuple(
        Rank(name, one.share("full"), percent(ctx, one.share("full")), _cells(ctx, one, blank.get(name, 0)),
             here(ctx, ask, d=name, anchor="districts"))
        for name, one in by_district(found.tallies, known).items() if name in known
    )  # fmt: skip
    heads = (ctx.t("inclusion.districts.share"), *(state_words(ctx, state) for state in KNOWN),
             ctx.t("inclusion.districts.gaps"), ctx.t("inclusion.total"))  # fmt: skip
    board = Board(
        ctx.t("inclusion.districts.caption"), heads, rows, "high", found.all.share("full"),
        percent(ctx, found.all.share("full")), _cells(ctx, found.all, sum(blank.values())),
    )  # fmt: skip
    parts = [ranking(ctx, "access-districts", board), origin_line(ctx, found.origins)]
    return html.Div([part for part in parts if part is not None])


def _cells(ctx: Context, one: Spread, blank: int) -> tuple[str, ...]:
    known = (ctx.number(getattr(one, state), 0) for state in KNOWN)
    return (*known, ctx.number(blank, 0), ctx.number(one.total, 0))
