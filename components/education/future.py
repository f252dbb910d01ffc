"""Parts about what comes: first-graders expected from births, and new schools with plan, fact and visits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.cohort import AGE, LEAST_PAIRS, LEVEL, Cohort, Refusal, cohort
from components import badges
from components.basics import Child, day, icon, link, table
from components.charts import axis_title, base_layout
from components.context import Context
from components.education.facts import Facts, facts, in_period, place, site_link, source_of, whole
from components.education.flats import flats_term
from components.map_words import code_words
from components.module.ask import Ask
from components.module.parts import chart_with_table, sheet
from components.module.shared import shared_note
from components.palette import COLORS
from data.queries.education import BIRTHS, FIRST_GRADERS, SITES, VISITS, Site, visits, yearly_points
from data.queries.indicators import Point
from data.queries.whence import Whence, whence

DEMO = "-demo"
MOST_ROWS, MOST_VISITS = 40, 12


def _series(ctx: Context, territory: str) -> tuple[dict[int, float], dict[int, float], list[Whence]]:
    """Births and first-graders by year and where they are from: real figures if there are any, else made-up ones."""
    with ctx.store.read() as conn:
        for mark in ("", DEMO):
            births = yearly_points(conn, ctx.user, BIRTHS + mark, territory)
            if births:
                first = yearly_points(conn, ctx.user, FIRST_GRADERS + mark, territory)
                return _numbers(births), _numbers(first), whence([*births.values(), *first.values()], "", "", None)
    return {}, {}, []


def _numbers(found: Mapping[int, Point]) -> dict[int, float]:
    return {year: point.value for year, point in found.items() if point.value is not None}


def forecast(ctx: Context, ask: Ask) -> Component | None:
    """First-graders of the coming years with interval and method; a refusal when there is too little to go by."""
    territory = ask.district or ctx.store.city.id
    births, first, sources = _series(ctx, territory)
    found = cohort(births, first)
    if isinstance(found, Refusal):
        words = ctx.t(f"education.forecast.{found.reason}", pairs=found.pairs, least=LEAST_PAIRS, age=AGE)
        return html.P([icon("question-circle"), words], className="notice")
    where = place(ctx, territory) if ask.district else ctx.t("module.whole_city")
    last = found.years[-1]
    said = ctx.t("education.forecast.said", where=where, year=last.year, number=whole(ctx, round(last.number, -2)),
                 low=whole(ctx, round(last.low, -2)), high=whole(ctx, round(last.high, -2)))  # fmt: skip
    drawn = chart_with_table(ctx, "first-graders", _figure(ctx, first, found), said, _caption(ctx, found, sources),
                             _table(ctx, births, first, found))  # fmt: skip
    parts = [html.P(said, className="education-lead"), drawn, flats_term(ctx, ask, first)]
    return html.Div([part for part in parts if part is not None])


def _caption(ctx: Context, found: Cohort, sources: Sequence[Whence]) -> list[Child]:
    method = ctx.t("education.forecast.method", age=AGE, factor=ctx.number(round(found.factor, 3)),
                   first=found.pairs[0][0], last=found.pairs[-1][0], level=LEVEL)  # fmt: skip
    said: list[Child] = [method, " "]
    for code, origin, newest in sources:
        source = ctx.store.city.source(code)
        if source is not None:
            said += [ctx.words(source.names), " ", *badges.source_badges(ctx, source, newest, origin), " "]
    return [*said, badges.origin_badge(ctx, "model")]


def _figure(ctx: Context, first: Mapping[int, float], found: Cohort) -> dict[str, Any]:
    colors, years = COLORS[ctx.theme], found.years
    known = sorted(first.items())
    ahead = [one.year for one in years]
    band = {
        "x": [*ahead, *reversed(ahead)], "y": [*(one.high for one in years), *(one.low for one in reversed(years))],
        "fill": "toself", "type": "scatter", "mode": "lines", "line": {"width": 0}, "fillcolor": colors["cat-5"],
        "opacity": 0.25, "hoverinfo": "skip", "name": ctx.t("education.forecast.interval", level=LEVEL),
    }  # fmt: skip
    line = {"x": [year for year, _ in known], "y": [number for _, number in known], "type": "scatter",
            "mode": "lines+markers", "name": ctx.t("education.forecast.fact"),
            "line": {"color": colors["cat-1"], "width": 2}, "marker": {"symbol": "circle", "size": 8}}  # fmt: skip
    expected = {"x": ahead, "y": [one.number for one in years], "type": "scatter", "mode": "lines+markers",
                "name": ctx.t("education.forecast.expected"),
                "line": {"color": colors["cat-5"], "width": 2, "dash": "dashdot"},
                "marker": {"symbol": "triangle-up-open", "size": 9}}  # fmt: skip
    layout = base_layout(ctx)
    layout["yaxis"]["title"] = axis_title(ctx.theme, ctx.t("education.forecast.axis"))
    layout["xaxis"].update({"tickformat": "d", "dtick": 1})
    return {"data": [band, line, expected], "layout": layout}


def _table(
    ctx: Context, births: Mapping[int, float], first: Mapping[int, float], found: Cohort
) -> Component:
    heads = [ctx.t(f"education.column.{name}") for name in ("year", "births", "first_graders", "interval")]
    heads[1] = ctx.t("education.column.births", age=AGE)
    rows: list[list[Child]] = [
        [str(year), whole(ctx, births.get(year - AGE)), whole(ctx, number), ""]
        for year, number in sorted(first.items())
    ]  # fmt: skip
    rows += [
        [str(one.year), whole(ctx, one.births), ctx.t("education.forecast.about", value=whole(ctx, one.number)),
         ctx.t("education.forecast.span", low=whole(ctx, one.low), high=whole(ctx, one.high))] for one in found.years
    ]  # fmt: skip
    return table(ctx.t("education.forecast.caption"), heads, rows, numeric=(1, 2, 3))


def sites(ctx: Context, ask: Ask) -> Component | None:
    """New schools and kindergartens: what is open, what is late, with visits and remarks."""
    found = facts(ctx, ask)
    if not found.sites:
        return None
    late = sorted((site for site in found.sites if site.state == "late"), key=lambda s: (s.plan_open or date.max, s.id))
    notes = [html.P(note, className="section-note") for note in shared_note(ctx, SITES, ask, ())]
    parts: list[Component] = [html.P(_summary(ctx, found, late), className="education-lead"), *notes,
                              _programs(ctx, found)]  # fmt: skip
    if late:
        parts.append(_late(ctx, late))
    listed = _visits(ctx, ask, found)
    return html.Div([*parts, *([listed] if listed is not None else [])])


def _summary(ctx: Context, found: Facts, late: list[Site]) -> list[Child]:
    opened = [site for site in found.sites if site.fact_open is not None]
    delays = [(site.fact_open - site.plan_open).days for site in opened if site.fact_open and site.plan_open]
    behind = sum(delay > 0 for delay in delays)
    source, data_date, origin = source_of(ctx, [site.row for site in found.sites])
    words = ctx.t("education.sites.said", total=whole(ctx, len(found.sites)), opened=whole(ctx, len(opened)),
                  behind=whole(ctx, behind), late=whole(ctx, len(late)),
                  places=whole(ctx, sum(site.capacity or 0 for site in late)))  # fmt: skip
    marks = [badges.age_badge(ctx, data_date, source.rhythm)] if source is not None else []
    return [words, " ", *marks, *([badges.origin_badge(ctx, origin)] if origin else [])]


def _programs(ctx: Context, found: Facts) -> Component:
    heads = [ctx.t(f"education.column.{name}") for name in
             ("program", "plan_sites", "plan_places", "fact_sites", "fact_places", "late_sites")]  # fmt: skip
    rows: list[list[Child]] = []
    for key in sorted({(site.kind, site.program) for site in found.sites}):
        own = [site for site in found.sites if (site.kind, site.program) == key]
        done = [site for site in own if site.fact_open is not None]
        name = f"{code_words(ctx, 'kind', key[0])}: {code_words(ctx, 'program', key[1])}"
        rows.append([name, whole(ctx, len(own)), whole(ctx, sum(site.capacity or 0 for site in own)),
                     whole(ctx, len(done)), whole(ctx, sum(site.capacity or 0 for site in done)),
                     whole(ctx, sum(site.state == "late" for site in own))])  # fmt: skip
    return sheet(ctx, "sites-programs", table(ctx.t("education.sites.programs"), heads, rows, numeric=(1, 2, 3, 4, 5)))


def _late(ctx: Context, late: list[Site]) -> Component:
    heads = [ctx.t(f"education.column.{name}") for name in
             ("site", "district", "capacity", "plan_open", "late_days", "stage", "visits", "remarks")]  # fmt: skip
    today = badges.city_today(ctx)
    rows: list[list[Child]] = [
        [site_link(ctx, site), place(ctx, site.district), whole(ctx, site.capacity), day(ctx, site.plan_open),
         whole(ctx, (today - site.plan_open).days if site.plan_open else None),
         code_words(ctx, "build_stage", site.stage) if site.stage else ctx.number(None), whole(ctx, site.visits),
         whole(ctx, site.remarks_open)] for site in late[:MOST_ROWS]
    ]  # fmt: skip
    return sheet(ctx, "sites-late", table(ctx.t("education.sites.late"), heads, rows, numeric=(2, 4, 6, 7)))


def _visits(ctx: Context, ask: Ask, found: Facts) -> Component | None:
    by_id = {site.id: site for site in found.sites}
    with ctx.store.read() as conn:
        dated = [row for row in visits(conn, ctx.store, ctx.user) if row["valid_from"]]
    own = [row for row in dated if row["site_ref"] in by_id and in_period(ask, row["valid_from"])]
    if not own:
        return None
    heads = [ctx.t(f"education.column.{name}") for name in ("visit", "site", "remark", "remark_state")]
    rows: list[list[Child]] = [
        [link(day(ctx, row["valid_from"]), f"/o/{VISITS}.{row['object_id']}"), site_link(ctx, by_id[row["site_ref"]]),
         code_words(ctx, "remark", row["remark"]) if row["remark"] else ctx.number(None),
         code_words(ctx, "state", row["state"])] for row in own[:MOST_VISITS]
    ]  # fmt: skip
    caption = ctx.t("education.sites.visits", shown=whole(ctx, len(rows)), total=whole(ctx, len(own)))
    return sheet(ctx, "sites-visits", table(caption, heads, rows))
