"""Barriers: which kinds stay longest, and the list of those that still stand with age, state and planned removal."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.access import Waiting, overdue, waiting
from components import badges
from components.basics import Child, icon, link, table
from components.context import Context
from components.inclusion.facts import SHARED, object_link, origin_line, origins, standing
from components.links import map_link
from components.map_words import code_words, district_words
from components.module.ask import Ask
from components.module.parts import sheet
from components.module.shared import shared_note
from components.states import cut_off, state
from data.queries.inclusion import BARRIERS, Standing

SHOWN = 15
YEAR_DAYS = 365.25


def age_words(ctx: Context, days: int) -> str:
    """An age in years from one year on, else in days."""
    if days >= YEAR_DAYS:
        return ctx.t("inclusion.barriers.years", years=ctx.number(days / YEAR_DAYS, 1))
    return ctx.n("inclusion.barriers.days", days)


def draw(ctx: Context, ask: Ask) -> Component:
    """Kinds by how long they stay, and the oldest barriers of the district asked for."""
    rows, today = standing(ctx, ask), badges.city_today(ctx)
    if not rows:
        return state(ctx, "empty", 3)
    kinds = waiting([(row.kind, row.since) for row in rows if row.since is not None], today)
    parts: list[Component | None] = [
        *(html.P(note, className="section-note") for note in shared_note(ctx, BARRIERS, ask, SHARED)),
        sheet(ctx, "access-barrier-kinds", _kinds(ctx, kinds)),
        sheet(ctx, "access-barrier-list", _oldest(ctx, rows[:SHOWN], today)),
        cut_off(ctx, SHOWN, len(rows)) if len(rows) > SHOWN else None,
        html.P(link(ctx.t("inclusion.barriers.map"), map_link(ctx, (BARRIERS,), ask.district))),
        origin_line(ctx, origins(row.origin for row in rows)),
    ]  # fmt: skip
    return html.Div([part for part in parts if part is not None])


def _kinds(ctx: Context, kinds: Sequence[Waiting]) -> Component:
    rows = [
        [code_words(ctx, "kind", one.kind), ctx.number(one.count, 0), age_words(ctx, one.median_days),
         age_words(ctx, one.longest_days)]
        for one in kinds
    ]  # fmt: skip
    heads = [ctx.t(f"inclusion.barriers.{name}") for name in ("kind", "count", "median", "longest")]
    return table(ctx.t("inclusion.barriers.kinds"), heads, rows, numeric=(1, 2, 3))


def _oldest(ctx: Context, rows: Sequence[Standing], today: date) -> Component:
    lines: list[list[Any]] = []
    for row in rows:
        days = (today - row.since).days if row.since else None
        lines.append([
            object_link(ctx, row.id, code_words(ctx, "kind", row.kind)),
            object_link(ctx, row.ref, ctx.t("inclusion.barriers.open")) if row.ref else "",
            district_words(ctx, row.district), code_words(ctx, "need", row.need),
            "" if days is None else age_words(ctx, days), code_words(ctx, "state", row.state), _plan(ctx, row, today),
        ])  # fmt: skip
    names = ("kind", "object", "district", "need", "age", "state", "plan")
    return table(ctx.t("inclusion.barriers.oldest"), [ctx.t(f"inclusion.barriers.{name}") for name in names], lines)


def _plan(ctx: Context, row: Standing, today: date) -> Child:
    """The planned day; one that has gone by wears a mark of its own."""
    if not overdue(row.plan, today):
        return ctx.date(row.plan)
    return html.Span([ctx.date(row.plan), " ", html.Strong([icon("clock-history"), ctx.t("inclusion.barriers.late")])],
                     className="access-late")  # fmt: skip
