"""Plan and fact of the review's indicators by year, for the city."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.basics import Child, table
from components.boards.parts import Column, column_head, columns_of, figure, series_name
from components.boards.sdg import Verdicts
from components.context import Context
from components.indicator_status import status_badge
from components.module.parts import sheet
from config.i18n import NO_DATA
from data.queries.printed import Series
from data.queries.sdg_board import has

FIRST, LAST = "2019", "2025"


def _line(ctx: Context, series: Series, shown: Sequence[Column], verdicts: Verdicts) -> list[Child]:
    verdict = verdicts.get(series.code)
    return [
        series_name(ctx, series), series.entry.goal,
        *(figure(ctx, series.at(column.year, column.kind)) for column in shown),
        status_badge(ctx, verdict) if verdict is not None else NO_DATA,
    ]  # fmt: skip


def plan_fact(ctx: Context, indicators: Sequence[Series], verdicts: Verdicts) -> Component:
    """Indicators with a plan for the city: plan and fact of 2019 to 2025, and how they stand."""
    found = [one for one in indicators if has(one, "plan")]
    if not found:
        return html.P(ctx.t("sdg.series.none"), className="section-note")
    shown = [column for column in columns_of(found) if FIRST <= column.year <= LAST]
    heads = [ctx.t("sdg.column.indicator"), ctx.t("sdg.column.target_no"),
             *(column_head(ctx, column) for column in shown), ctx.t("boards.status")]  # fmt: skip
    drawn = table(ctx.n("sdg.series.caption", len(found)), heads, [_line(ctx, one, shown, verdicts) for one in found],
                  numeric=tuple(range(2, 2 + len(shown))))  # fmt: skip
    return html.Div(sheet(ctx, "sdg-series", drawn), className="board-dense")
