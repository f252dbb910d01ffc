"""Building sites against their plan: the late and dear ones first, and what projects have built lately."""

from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.course import Course, course
from components.badges import city_today
from components.basics import Child, icon, table
from components.context import Context
from components.infrastructure.common import KEY, SHOWN, cut, object_link, on_map
from components.infrastructure.common import money_words as money
from components.map_words import code_words, district_words
from components.module.ask import Ask
from components.module.parts import sheet
from components.module.shared import shared_note, shared_rows
from config.i18n import NO_DATA

SITES, OBJECTS = "construction_sites", "city_objects"
# Filters of the page that mean the same for sites; their states have words of their own.
SHARED = ("kind", "body")


@dataclass(frozen=True)
class Site:
    """A row of a register of building and how it keeps to its plan."""

    row: dict[str, Any]
    course: Course


def sites(ctx: Context, ask: Ask) -> list[Site]:
    """Sites under what they share of the filters, those most days behind first."""
    rows = shared_rows(ctx, SITES, ask, SHARED)
    return _ordered([_site(ctx, row) for row in rows])


def built(ctx: Context, ask: Ask) -> list[Site]:
    """Objects under the filters that a project has built: what left the sites."""
    rows = shared_rows(ctx, OBJECTS, ask, tuple(ask.choices))
    return _ordered([_site(ctx, row) for row in rows if row.get("fact_end")])


def _site(ctx: Context, row: dict[str, Any]) -> Site:
    found = course(row["plan_end"], row["fact_end"], city_today(ctx), row["cost_plan"], row["cost_fact"])
    return Site(row, found)


def _ordered(found: list[Site]) -> list[Site]:
    return sorted(found, key=lambda one: (-(one.course.late_days or 0), one.row["object_id"]))


def late_words(ctx: Context, one: Site) -> Child:
    """Days behind the plan, marked when late; a dash where nothing is planned, else that it is in time."""
    days = one.course.late_days
    if days is None:
        return NO_DATA
    if days > 0:
        return html.Span([icon("exclamation-triangle"), " ", ctx.n(f"{KEY}.days", days)], className="state-bad")
    return ctx.t(f"{KEY}.in_time")


def over_words(ctx: Context, one: Site) -> Child:
    """Money spent, marked when it is more than was planned for the whole."""
    spent = money(ctx, one.row["cost_fact"])
    if not one.course.overspent:
        return spent
    return html.Span([icon("exclamation-triangle"), " ", ctx.t(f"{KEY}.over", spent=spent)], className="state-bad")


def _cells(ctx: Context, layer: str, one: Site, *, done: bool) -> list[Child]:
    row = one.row
    stage = ctx.date(row["fact_end"]) if done else _stage(ctx, row)
    return [
        object_link(ctx, layer, row), code_words(ctx, "kind", row["kind"]), district_words(ctx, str(row["district"])),
        stage, ctx.date(row["plan_end"]), late_words(ctx, one), money(ctx, row["cost_plan"]), over_words(ctx, one),
        row["contractor"] or "",
    ]  # fmt: skip


def _stage(ctx: Context, row: dict[str, Any]) -> str:
    parts = [code_words(ctx, "state", row["state"])]
    if row["construction_stage"]:
        parts.append(code_words(ctx, "construction_stage", row["construction_stage"]))
    if row["progress_pct"] is not None:
        parts.append(ctx.t(f"{KEY}.percent", value=ctx.number(row["progress_pct"], 0)))
    return ", ".join(parts)


def _table(ctx: Context, layer: str, found: list[Site], name: str) -> Component:
    done = name == "built"
    heads = [
        ctx.t("field.name"), ctx.t("field.kind"), ctx.t("field.district"),
        ctx.t(f"{KEY}.sites.{'done' if done else 'stage'}"),
        *(ctx.t(f"{KEY}.sites.{column}") for column in ("plan_end", "late", "cost_plan", "cost_fact", "contractor")),
    ]  # fmt: skip
    rows = [_cells(ctx, layer, one, done=done) for one in found[:SHOWN]]
    drawn = table(ctx.t(f"{KEY}.sites.caption.{name}"), heads, rows, numeric=(6, 7))
    return html.Div([sheet(ctx, f"{KEY}-{name}", drawn), *cut(ctx, SHOWN, len(found))])


def part(ctx: Context, ask: Ask) -> Component | None:
    """Sites with plan and fact, the worst first, and what was finished."""
    open_, done = sites(ctx, ask), built(ctx, ask)
    if not open_ and not done:
        return None
    parts: list[Component] = []
    if open_:
        late, dear = [one for one in open_ if one.course.late], [one for one in open_ if one.course.overspent]
        said = ctx.t(f"{KEY}.sites.said", late=ctx.number(len(late), 0), whole=ctx.number(len(open_), 0),
                     over=ctx.number(len(dear), 0))  # fmt: skip
        notes = [html.P(note, className="section-note") for note in shared_note(ctx, SITES, ask, SHARED)]
        parts += [html.P(said), *notes, _table(ctx, SITES, open_, "open"), on_map(ctx, (SITES,), ask)]
    if done:
        parts.append(_table(ctx, OBJECTS, done, "built"))
    return html.Div(parts)
