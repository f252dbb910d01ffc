"""The board of ratings: three answers, places of the EIU index by year against every printed target, Mercer."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.basics import Child, link, table
from components.boards.parts import figure, provenance
from components.charts import MARKS, axis_title, base_layout, mark_color
from components.context import Context
from components.module.parts import chart_with_table, sheet
from components.module.screen import Answer
from config.i18n import NO_DATA
from data.queries.printed import Series
from data.queries.ratings import Ratings, Value
from data.queries.whence import of_entry, whence

Points = Sequence[tuple[str, float | None]]


def value(ctx: Context, found: Value | None) -> Child:
    """A printed value with a mark where there is something to mind about it."""
    return figure(ctx, found.point if found else None)


def by_period(values: Sequence[Value], kind: str) -> dict[str, Value]:
    """Values of a kind by their printed period."""
    return {one.point.period: one for one in values if one.point.kind == kind}


def _place(ctx: Context, found: Ratings) -> Answer:
    """The last place and score against the target of that year."""
    fact, question = found.fact(), ctx.t("ratings.ask.place")
    if fact is None or fact.point.value is None:
        return Answer(question, ctx.t("ratings.answer.nothing"), tone="unknown")
    year = fact.point.period
    asked = found.asked(year)
    score = by_period(found.scores, "fact").get(year)
    said = ctx.t("ratings.answer.place", year=year, place=ctx.number(fact.point.value, 0),
                 score=ctx.number(score.point.value if score else None, 1))  # fmt: skip
    if asked is None or asked.point.value is None:
        return Answer(question, said, "#eiu")
    off = fact.point.value - asked.point.value
    key = "worse" if off > 0 else "kept"
    more = ctx.t(f"ratings.answer.{key}", target=ctx.number(asked.point.value, 0), off=ctx.number(abs(off), 0))
    return Answer(question, f"{said} {more}", "#eiu", "bad" if off > 0 else "good")


def _way(ctx: Context, found: Ratings) -> Answer:
    """How far it is to each printed goal."""
    fact, question = found.fact(), ctx.t("ratings.ask.way")
    goals = [one for one in sorted(found.tops, key=lambda v: v.point.period) if one.point.value is not None]
    if fact is None or fact.point.value is None or not goals:
        return Answer(question, ctx.t("ratings.answer.nothing"), tone="unknown")
    parts = [
        ctx.t("ratings.answer.goal", top=ctx.number(one.point.value, 0), year=one.point.period,
              left=ctx.number(max(0.0, fact.point.value - (one.point.value or 0.0)), 0))
        for one in goals
    ]  # fmt: skip
    said = ctx.t("ratings.answer.way", goals="; ".join(parts), since=_since(ctx, found)).strip()
    return Answer(question, said, "#factors", "bad")


def _since(ctx: Context, found: Ratings) -> str:
    """How the place moved between the last two facts."""
    facts = [one for one in found.of_kind(found.places, "fact") if one.point.value is not None]
    if len(facts) < 2:
        return ""
    before, last = facts[-2].point, facts[-1].point
    moved = (last.value or 0.0) - (before.value or 0.0)
    key = "ratings.answer.since_down" if moved > 0 else "ratings.answer.since_up"
    return ctx.t(key, year=before.period, count=ctx.number(abs(moved), 0))


def _own(ctx: Context, found: Ratings) -> Answer:
    """What is known of the centre's own targets."""
    question = ctx.t("ratings.ask.own")
    if not found.targets:
        return Answer(question, ctx.t("ratings.answer.nothing"), tone="unknown")
    odd = [one.entry.code for one in found.targets if one.conflicts()]
    said = ctx.t(
        "ratings.answer.own", targets=ctx.n("ratings.count.targets", len(found.targets)),
        values=ctx.number(sum(len(one.values) for one in found.targets), 0),
        facts=ctx.number(sum(one.fact is not None for one in found.targets), 0),
        odd=ctx.number(len(odd), 0), names=", ".join(odd) or NO_DATA,
    )  # fmt: skip
    return Answer(question, said, "#own", "unknown")


def answers(ctx: Context, found: Ratings) -> list[Answer]:
    """Where the city stands, how far it is to the goals, what is known of the centre's own targets."""
    return [_place(ctx, found), _way(ctx, found), _own(ctx, found)]


def _trace(ctx: Context, kind: str, name: str, points: Points, symbol: str = "") -> dict[str, object]:
    mark = MARKS[kind]
    color = mark_color(ctx.theme, kind)
    return {
        "type": "scatter", "mode": "markers" if symbol else "lines+markers", "name": name,
        "x": [year for year, _ in points], "y": [number for _, number in points],
        "line": {"color": color, "dash": mark.dash, "width": 2},
        "marker": {"color": color, "symbol": symbol or mark.symbol, "size": 12 if symbol else 9},
    }  # fmt: skip


def _points(values: Sequence[Value], kind: str) -> Points:
    return [(year, one.point.value) for year, one in sorted(by_period(values, kind).items())]


def _plan_points(series: Series | None) -> Points:
    if series is None:
        return []
    return [(year, p.value) for year in sorted(series.years) if (p := series.at(year, "plan")) is not None]


def _chart(ctx: Context, found: Ratings) -> dict[str, object]:
    """Places by year: a smaller number is a better place, so the axis runs down."""
    layout = base_layout(ctx)
    layout["yaxis"] = {**layout["yaxis"], "autorange": "reversed", "rangemode": "normal",
                       "title": axis_title(ctx.theme, ctx.t("ratings.axis"))}  # fmt: skip
    layout["xaxis"] = {**layout["xaxis"], "dtick": 1, "tickformat": "d"}
    traces = [
        _trace(ctx, "fact", ctx.t("ratings.series.fact"), _points(found.places, "fact")),
        _trace(ctx, "plan", ctx.t("ratings.series.target"), _points(found.places, "plan")),
        _trace(ctx, "estimate", ctx.t("ratings.series.plan"), _plan_points(found.plan_eiu)),
        _trace(ctx, "forecast", ctx.t("ratings.series.top"), _points(found.tops, "plan"), "star"),
    ]
    return {"data": [trace for trace in traces if trace["x"]], "layout": layout}


def _line(ctx: Context, found: Ratings, year: str) -> list[Child]:
    fact, asked = by_period(found.places, "fact").get(year), by_period(found.places, "plan").get(year)
    off = NO_DATA
    if fact and asked and fact.point.value is not None and asked.point.value is not None:
        gap = fact.point.value - asked.point.value
        off = ctx.t("ratings.off", count=ctx.number(abs(gap), 0), sign="+" if gap > 0 else "\u2212" if gap < 0 else "")
    plan = found.plan_eiu.at(year, "plan") if found.plan_eiu else None
    return [
        year, value(ctx, fact), value(ctx, by_period(found.scores, "fact").get(year)), value(ctx, asked), off,
        figure(ctx, plan), value(ctx, by_period(found.tops, "plan").get(year)),
    ]  # fmt: skip


def _origin(ctx: Context, found: Ratings) -> str:
    """Where the figures of the chart are from: the centre's documents, and the city plan."""
    printed = [one.point for one in (*found.places, *found.scores, *found.tops)]
    drawn = whence(printed, found.source, "", found.data_date)
    if found.plan_eiu is not None:
        points = [point for kinds in found.plan_eiu.years.values() for kind, point in kinds.items() if kind == "plan"]
        drawn += of_entry(found.plan_eiu.entry, points)
    return " ".join(provenance(ctx, source, day, origin) for source, origin, day in drawn)


def eiu(ctx: Context, found: Ratings) -> Component:
    """Places by year as a chart and a table: fact, score, both sets of targets, goals."""
    years = {one.point.period for one in (*found.places, *found.scores, *found.tops)}
    years |= {year for year, _ in _plan_points(found.plan_eiu)}
    heads = [ctx.t(f"ratings.column.{name}") for name in ("year", "fact", "score", "target", "off", "plan", "top")]
    drawn = table(ctx.t("ratings.eiu.caption"), heads, [_line(ctx, found, year) for year in sorted(years) if year],
                  numeric=tuple(range(1, len(heads))))  # fmt: skip
    chart = chart_with_table(ctx, "ratings-eiu", _chart(ctx, found), ctx.t("ratings.eiu.alt"),
                             f"{ctx.t('ratings.eiu.caption')}. {_origin(ctx, found)}", drawn)  # fmt: skip
    said = [html.P(ctx.t("ratings.eiu.causes", count=ctx.number(one.point.value, 0), line=one.line),
                   className="section-note") for one in found.added]  # fmt: skip
    return html.Div([chart, *said])


def mercer(ctx: Context, found: Ratings) -> Component:
    """Goals of the second rating, and the places that the city plan prints for it."""
    series = found.plan_mercer
    years = sorted({*(series.years if series else ()), *by_period(found.mercer_rises, "plan"),
                    *by_period(found.mercer, "plan")})  # fmt: skip
    lines: list[list[Child]] = [
        [
            year, figure(ctx, series.at(year, "fact") if series else None),
            figure(ctx, series.at(year, "plan") if series else None),
            value(ctx, by_period(found.mercer_rises, "plan").get(year)),
            value(ctx, by_period(found.mercer, "plan").get(year)),
        ]
        for year in years if year
    ]  # fmt: skip
    heads = [ctx.t(f"ratings.column.{name}") for name in ("year", "plan_fact", "plan", "rise", "top")]
    drawn = table(ctx.t("ratings.mercer.caption"), heads, lines, numeric=tuple(range(1, len(heads))))
    to_plan = link(ctx.t("ratings.mercer.series"), f"/indicators/{series.code}") if series else None
    parts = [sheet(ctx, "ratings-mercer", drawn), html.P(to_plan) if to_plan is not None else None]
    return html.Div([part for part in parts if part is not None])
