"""Series of the city plan by year, with facts that the review of the goals adds, and how each stands."""

from dash import html
from dash.development.base_component import Component

from components.basics import Child, link, table
from components.boards.parts import Column, column_head, columns_of, figure, series_name
from components.boards.plan import Verdicts
from components.context import Context
from components.indicator_status import status_badge
from components.module.parts import sheet
from components.states import state
from config.i18n import NO_DATA
from data.queries.city_plan import CityPlan, goal_no
from data.queries.printed import Series


def columns(plan: CityPlan, year: str = "") -> list[Column]:
    """Columns of the plan, and facts of the review from the last year of the plan's own; one year alone when asked."""
    own = columns_of(plan.series)
    last = max((column.year for column in own if column.kind == "fact"), default="")
    codes = {one.code for one in plan.series}
    more = {y for code, other in plan.review.items() if code in codes for y in other.fact_years() if y >= last}
    found = sorted([*own, *(Column(y, "fact", review=True) for y in more)], key=lambda column: column.year)
    return [column for column in found if year in ("", column.year)]


def _cell(ctx: Context, plan: CityPlan, series: Series, column: Column) -> Child:
    if not column.review:
        return figure(ctx, series.at(column.year, column.kind))
    other = plan.review.get(series.code)
    point = other.at(column.year, "fact") if other is not None else None
    if other is None or point is None:
        return NO_DATA
    return link(figure(ctx, point), f"/indicators/{other.code}")


def _line(ctx: Context, plan: CityPlan, series: Series, shown: list[Column], verdicts: Verdicts) -> list[Child]:
    verdict = verdicts.get(series.code)
    return [
        series_name(ctx, series), goal_no(series), *(_cell(ctx, plan, series, column) for column in shown),
        status_badge(ctx, verdict) if verdict is not None else NO_DATA,
        html.Span(series.responsible, lang="ru", className="board-who") if series.responsible else NO_DATA,
    ]  # fmt: skip


def series_table(ctx: Context, plan: CityPlan, verdicts: Verdicts, year: str) -> Component:
    """Series of the plan as chosen, with a column for each printed year and kind."""
    if not plan.series:
        return state(ctx, "empty", 3)
    shown = columns(plan, year)
    heads = [
        ctx.t("plan.column.indicator"), ctx.t("plan.column.goal_no"), *(column_head(ctx, column) for column in shown),
        ctx.t("boards.status"), ctx.t("plan.column.responsible"),
    ]  # fmt: skip
    lines = [_line(ctx, plan, series, shown, verdicts) for series in plan.series]
    drawn = table(ctx.n("plan.series.caption", len(plan.series)), heads, lines, numeric=tuple(range(2, 2 + len(shown))))
    how = html.P([ctx.t("plan.series.note"), " ", link(ctx.t("boards.method"), "/indicators/method")],
                 className="section-note")  # fmt: skip
    return html.Div([sheet(ctx, "plan-series", drawn), how], className="board-dense board-years")
