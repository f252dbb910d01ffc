"""Money of the city plan: by year and source, by goal, and where the printed tables do not agree."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.basics import Child, link, table
from components.boards.parts import address, doubt_mark, provenance
from components.boards.plan import GOAL, PART, goal_words
from components.charts import NUMBERS, base_layout
from components.context import Context
from components.indicator_remarks import remarks
from components.module.parts import chart_with_table, sheet
from components.palette import COLORS
from components.states import state
from config.i18n import NO_DATA
from data.queries import city_plan as query
from data.queries.city_plan import PARTS, PASSPORT, WHOLE, Balance, CityPlan, Goal, Money

DIGITS = 1
_COLORS = {"republican": "cat-1", "local": "cat-3", "other": "cat-2"}
_PATTERNS = {"republican": "", "local": "/", "other": "."}


def amount(ctx: Context, cell: Money) -> Child:
    """An amount in million tenge, with a mark where it is doubtful; a dash for none."""
    words = ctx.number(cell.amount, DIGITS)
    if not cell.doubt:
        return words
    return html.Span([words, "\u00a0", doubt_mark(ctx, cell.doubt)], className="nowrap")


def _doubts(ctx: Context, plan: CityPlan, scopes: Sequence[str]) -> Component | None:
    """What there is to mind about single cells, in words under the tables."""
    items = [
        html.Li([f"{scope}, {year}, {ctx.t(f'plan.source.{source}')}: ", html.Span(remark.words, lang=remark.lang)])
        for (scope, year, source), cell in sorted(plan.money.items()) if scope in scopes
        for remark in remarks(ctx.lang, cell.doubt)
    ]  # fmt: skip
    return html.Ul(items, className="remarks") if items else None


def _figure(ctx: Context, plan: CityPlan) -> dict[str, object]:
    """Money of the passport by year and source, in billion tenge."""
    layout = base_layout(ctx)
    layout |= {"barmode": "stack", "height": 300}
    layout["xaxis"] = {**layout["xaxis"], "type": "category"}
    layout["yaxis"] = {**layout["yaxis"], "tickformat": NUMBERS, "title": {"text": ctx.t("plan.unit.bln")}}
    bars = [
        {
            "type": "bar", "name": ctx.t(f"plan.source.{name}"), "x": list(plan.years),
            "y": [None if (a := plan.cell(PASSPORT, year, name).amount) is None else a / 1000 for year in plan.years],
            "marker": {"color": COLORS[ctx.theme][_COLORS[name]], "pattern": {"shape": _PATTERNS[name]}},
        }
        for name in PARTS
    ]  # fmt: skip
    return {"data": bars, "layout": layout}


def _passport(ctx: Context, plan: CityPlan) -> Component:
    """Sources by year as the passport prints them, with the chart."""
    heads = [ctx.t("plan.column.source"), *plan.years, ctx.t("plan.column.period")]
    lines: list[list[Child]] = [
        [ctx.t(f"plan.source.{name}"), *(amount(ctx, plan.cell(PASSPORT, year, name)) for year in plan.years),
         ctx.number(query.added(plan, [PASSPORT], plan.years, name), DIGITS)]
        for name in PARTS
    ]  # fmt: skip
    foot = [ctx.t("plan.source.total"), *(amount(ctx, plan.cell(PASSPORT, year)) for year in plan.years),
            ctx.number(query.added(plan, [PASSPORT], plan.years), DIGITS)]  # fmt: skip
    caption = ctx.t("plan.money.passport")
    drawn = table(caption, heads, lines, numeric=tuple(range(1, len(heads))), foot=foot)
    told = f"{caption}. {provenance(ctx, plan.source, plan.data_date)}"
    return chart_with_table(ctx, "plan-money", _figure(ctx, plan), ctx.t("plan.money.chart"), told, drawn)


def _verdict(ctx: Context, found: Balance) -> str:
    if found.gap is None:
        return NO_DATA
    return ctx.t("plan.money.agree" if found.agrees else "plan.money.differ")


def balance_table(ctx: Context, plan: CityPlan) -> Component:
    """Passport and sum of the goals for every year and source, with the difference and what it means."""
    heads = [ctx.t(f"plan.column.{name}") for name in ("year_source", "passport", "goals_sum", "gap", "agree")]
    lines: list[Sequence[Child]] = [
        [
            f"{found.year}, {ctx.t(f'plan.source.{found.source}')}", ctx.number(found.printed, DIGITS),
            ctx.number(found.summed, DIGITS), _signed(ctx, found), _verdict(ctx, found),
        ]
        for found in query.balances(plan)
    ]  # fmt: skip
    drawn = table(ctx.t("plan.money.balance"), heads, lines, numeric=(1, 2, 3))
    return html.Div([sheet(ctx, "plan-balance", drawn), html.P(ctx.t("plan.money.why"), className="section-note")])


def _signed(ctx: Context, found: Balance) -> str:
    if found.gap is None:
        return NO_DATA
    rounded = round(found.gap, DIGITS)
    if rounded == 0:
        return ctx.number(0, DIGITS)
    return ("+" if rounded > 0 else "\u2212") + ctx.number(abs(rounded), DIGITS)


def _goal(ctx: Context, goal: Goal) -> Child:
    return link([html.Span(goal.no, className="board-no"), " ", goal_words(ctx, goal)],
                address(ctx, {PART: "money", GOAL: goal.no}, "board"))  # fmt: skip


def goals_table(ctx: Context, plan: CityPlan, year: str) -> Component:
    """Money of the chosen goals: by year, or by source in one year; the sum stands at the foot."""
    numbers = [goal.no for goal in plan.goals]
    if year:
        names = (WHOLE, *PARTS)
        heads = [ctx.t("plan.column.goal"), *(ctx.t(f"plan.source.{name}") for name in names)]
        lines = [[_goal(ctx, g), *(amount(ctx, plan.cell(g.no, year, name)) for name in names)] for g in plan.goals]
        foot = [ctx.number(query.added(plan, numbers, [year], name), DIGITS) for name in names]
        caption = ctx.t("plan.money.by_source", year=year)
    else:
        heads = [ctx.t("plan.column.goal"), *plan.years, ctx.t("plan.column.period")]
        lines = [
            [_goal(ctx, g), *(amount(ctx, plan.cell(g.no, one)) for one in plan.years),
             ctx.number(query.added(plan, [g.no], plan.years), DIGITS)]
            for g in plan.goals
        ]  # fmt: skip
        foot = [*(ctx.number(query.added(plan, numbers, [one]), DIGITS) for one in plan.years),
                ctx.number(query.added(plan, numbers, plan.years), DIGITS)]  # fmt: skip
        caption = ctx.t("plan.money.by_year")
    drawn = table(caption, heads, lines, numeric=tuple(range(1, len(heads))), foot=[ctx.t("boards.total"), *foot])
    return sheet(ctx, "plan-goal-money", drawn)


def sources_table(ctx: Context, plan: CityPlan, goal: Goal) -> Component:
    """Money of one goal by source and year."""
    heads = [ctx.t("plan.column.source"), *plan.years, ctx.t("plan.column.period")]
    lines: list[list[Child]] = [
        [ctx.t(f"plan.source.{name}"), *(amount(ctx, plan.cell(goal.no, year, name)) for year in plan.years),
         ctx.number(query.added(plan, [goal.no], plan.years, name), DIGITS)]
        for name in PARTS
    ]  # fmt: skip
    foot = [ctx.t("plan.source.total"), *(amount(ctx, plan.cell(goal.no, year)) for year in plan.years),
            ctx.number(query.added(plan, [goal.no], plan.years), DIGITS)]  # fmt: skip
    drawn = table(ctx.t("plan.money.of_goal", goal=goal.no), heads, lines, numeric=tuple(range(1, len(heads))),
                  foot=foot)  # fmt: skip
    return sheet(ctx, "plan-one-goal", drawn)


def money(ctx: Context, plan: CityPlan, shown: CityPlan, choice: query.Choice) -> Component:
    """All about the money: passport, goals as chosen, and where the tables do not agree."""
    if not plan.money:
        return state(ctx, "empty", 3)
    one = [sources_table(ctx, plan, shown.goals[0])] if choice.goal and shown.goals else []
    doubts = _doubts(ctx, plan, [goal.no for goal in shown.goals])
    parts = [goals_table(ctx, shown, choice.year), *one, doubts, _passport(ctx, plan), balance_table(ctx, plan)]
    return html.Div([part for part in parts if part is not None], className="board-stack")
