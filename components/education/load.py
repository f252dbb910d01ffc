"""Parts about places: districts short of them, overloaded schools, places within walking distance."""

from collections.abc import Mapping
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from analysis.school_load import Load, by_district, load_of, overloaded, short_of
from analysis.school_network import walking
from analysis.school_walk import WALK_MINUTES, Walk
from components import badges
from components.basics import Child, icon, link, table
from components.context import Context
from components.education.facts import codes, facts, home, org_link, pct, place, whole
from components.module.ask import Ask, here
from components.module.parts import Board, Rank, ranking, sheet
from components.residents import residents_note
from components.states import cut_off
from data.queries.education import KINDERGARTEN, SCHOOL

THOUSAND = 1000
MOST_ROWS = 15
WALK = "walk"


def schools(ctx: Context, ask: Ask) -> Component | None:
    """Districts by places short in schools."""
    return _board(ctx, ask, SCHOOL)


def gardens(ctx: Context, ask: Ask) -> Component | None:
    """Districts by places short in kindergartens."""
    return _board(ctx, ask, KINDERGARTEN)


def a_thousand(kind: str, load: Load) -> float | None:
    """Places short for a thousand children who have one; None without children."""
    return short_of(kind, load) / load.pupils * THOUSAND if load.pupils else None


def _board(ctx: Context, ask: Ask, kind: str) -> Component | None:
    """All districts, whichever is asked for, or there were nothing to compare; the foot is the whole city's."""
    found = facts(ctx, replace(ask, district=None))
    loads = by_district(found.orgs, kind, codes(ctx))
    city = load_of(found.of(kind))
    if not city.orgs:
        return None
    names = {SCHOOL: ("short", "pupils", "load", "overloaded", "three_shifts"),
             KINDERGARTEN: ("short", "pupils", "queue", "free_places")}[kind]  # fmt: skip
    rows = tuple(
        Rank(code, a_thousand(kind, load), _rate(ctx, kind, load), _cells(ctx, kind, load), here(ctx, ask, d=code))
        for code, load in loads.items() if load.orgs
    )  # fmt: skip
    return ranking(ctx, f"board-{kind}", Board(
        ctx.t(f"education.board.{kind}"),
        (ctx.t("education.column.a_thousand"), *(ctx.t(f"education.column.{name}") for name in names)), rows, "low",
        a_thousand(kind, city), _rate(ctx, kind, city),
        tuple(ctx.t("education.total", value=cell) for cell in _cells(ctx, kind, city)),
    ))  # fmt: skip


def _rate(ctx: Context, kind: str, load: Load) -> str:
    return whole(ctx, a_thousand(kind, load))


def _cells(ctx: Context, kind: str, load: Load) -> tuple[Child, ...]:
    short = whole(ctx, short_of(kind, load))
    if kind == SCHOOL:
        return (short, whole(ctx, load.pupils), pct(ctx, load.pct), whole(ctx, load.overloaded),
                whole(ctx, load.three_shifts))  # fmt: skip
    return short, whole(ctx, load.pupils), whole(ctx, load.queue), whole(ctx, load.free)


def overloaded_table(ctx: Context, ask: Ask) -> Component | None:
    """Overloaded schools, the most overloaded first; three shifts wear a mark."""
    listed = overloaded(facts(ctx, ask).of(SCHOOL))
    if not listed:
        return None
    heads = [ctx.t(f"education.column.{name}") for name in
             ("name", "district", "pupils", "capacity", "over", "load", "shifts", "class_max")]  # fmt: skip
    rows: list[list[Child]] = []
    for org in listed[:MOST_ROWS]:
        three = badges.badge("three", ctx.t("education.three"), "exclamation-triangle")
        shifts: Child = three if org.shifts == 3 else whole(ctx, org.shifts)
        rows.append([
            org_link(ctx, org), place(ctx, org.district), whole(ctx, org.pupils), whole(ctx, org.capacity),
            whole(ctx, org.over), pct(ctx, org.load_pct), shifts, whole(ctx, org.row["class_max"]),
        ])  # fmt: skip
    drawn = sheet(ctx, "overloaded-table", table(ctx.t("education.overloaded.caption"), heads, rows,
                                                 numeric=(2, 3, 4, 5, 6, 7)))  # fmt: skip
    if len(listed) <= MOST_ROWS:
        return drawn
    to_list = here(ctx, ask, anchor="list", kind=SCHOOL, load_class="over,far_over")
    return html.Div([drawn, cut_off(ctx, MOST_ROWS, len(listed)), html.P(link(ctx.t("education.to_list"), to_list))])


def walk(ctx: Context, ask: Ask) -> Component | None:
    """Places within a quarter of an hour on foot by district; worked out when it is asked for."""
    if not facts(ctx, ask).all_orgs:
        return None
    if not ask.extra.get(WALK):
        words = [icon("person-walking"), ctx.t("education.walk.start")]
        return html.P(link(words, here(ctx, ask, anchor="walk", walk="1"), "button button-quiet"))
    parts: list[Component] = []
    for kind in (SCHOOL, KINDERGARTEN):
        with ctx.store.read() as conn:
            found = walking(conn, ctx.store, home(), kind)
        parts.append(_walk_table(ctx, kind, found) if found else html.P(ctx.t("education.walk.none")))
    marks = html.P([badges.origin_badge(ctx, "model"), " ", ctx.t("education.walk.method", minutes=WALK_MINUTES)],
                   className="section-note")  # fmt: skip
    return html.Div([marks, *parts, *residents_note(ctx)])


def _walk_table(ctx: Context, kind: str, found: Mapping[str, Walk]) -> Component:
    heads = [ctx.t(f"education.column.{name}") for name in
             ("district", "model_children", "no_place", "no_place_pct", "no_org")]  # fmt: skip
    total = Walk(*(sum(getattr(one, name) for one in found.values()) for name in ("children", "short", "far")))
    ordered = sorted(found.items(), key=lambda item: -item[1].short)
    rows: list[list[Child]] = [[place(ctx, code), *_walk_cells(ctx, one)] for code, one in ordered]
    foot = [ctx.t("module.whole_city"), *_walk_cells(ctx, total)]
    drawn = table(ctx.t(f"education.walk.{kind}"), heads, rows, numeric=(1, 2, 3, 4), foot=foot)
    return sheet(ctx, f"walk-{kind}", drawn)


def _walk_cells(ctx: Context, one: Walk) -> list[str]:
    share = one.short / one.children * 100 if one.children else None
    rounded = [round(number, -2) for number in (one.children, one.short, one.far)]
    return [whole(ctx, rounded[0]), whole(ctx, rounded[1]), pct(ctx, share), whole(ctx, rounded[2])]
