"""What stands behind the place and who answers for it; the centre's own targets, counts of modules, doubts, facts."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.course_of_indicator import STATES
from components import badges, indicator_words
from components.basics import Child, link, table
from components.boards.parts import figure, russian, said
from components.boards.plan import Verdicts, states
from components.context import Context
from components.indicator_remarks import remarks
from components.indicator_rows import fact_row
from components.indicator_status import state_words, status_words
from components.module.parts import sheet
from components.periods import iso_words, period_words
from config.i18n import NO_DATA
from data.queries.ratings import Factor, Ratings, Target, Value

# Names of persons are printed as a surname with initials; without them and remarks in brackets, bodies are left.
_PERSON = re.compile(r"\w+\s*\b\w[.\s](?:\s?\w\.)?,?|\([^)]*\)")
BODIES_SHOWN, DOUBTS = 6, 18
BEHIND = ("off_track", "at_risk")


def bodies(series: Sequence[Any]) -> list[tuple[str, int]]:
    """Bodies that the plan names for some series, with how many each answers for, the most first."""
    found: Counter[str] = Counter()
    for one in series:
        names = {name.strip() for name in _PERSON.sub("", one.responsible).split(",")}
        found.update(name for name in names if name)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _behind(ctx: Context, factor: Factor, verdicts: Verdicts) -> Child:
    """Indicators of a direction that are off track or at risk, each with the sentence of its verdict."""
    items = []
    for one in factor.series:
        verdict = verdicts.get(one.code)
        if verdict is None or verdict.state not in BEHIND:
            continue
        name = link(said(ctx, indicator_words.name_of(ctx.lang, one.entry)), f"/indicators/{one.code}")
        items.append(html.Li([name, html.Span(status_words(ctx, verdict, notes=False), className="board-unit")]))
    if not items:
        return NO_DATA
    words = ctx.n("ratings.count.behind", len(items))
    return html.Details([html.Summary(words), html.Ul(items, className="board-behind")], className="board-fold")


def _factor(ctx: Context, factor: Factor, verdicts: Verdicts) -> list[Child]:
    found = states(verdicts, (one.code for one in factor.series))
    named = bodies(factor.series)
    shown = ", ".join(f"{name} ({count})" for name, count in named[:BODIES_SHOWN])
    return [
        ctx.t(f"ratings.factor.{factor.id}"), ctx.number(len(factor.series), 0),
        *(ctx.number(found[name], 0) for name in STATES), _behind(ctx, factor, verdicts),
        html.Span(shown, lang="ru", className="board-who") if shown else NO_DATA,
    ]  # fmt: skip


def factors(ctx: Context, found: Ratings, verdicts: Verdicts) -> Component:
    """The five directions of the index with the indicators of the plan that belong to them, and who answers."""
    heads = [ctx.t("ratings.column.factor"), ctx.t("ratings.column.series"),
             *(state_words(ctx, name) for name in STATES), ctx.t("ratings.column.behind"),
             ctx.t("ratings.column.bodies")]  # fmt: skip
    lines = [_factor(ctx, factor, verdicts) for factor in found.factors]
    drawn = table(ctx.t("ratings.factors.caption"), heads, lines, numeric=tuple(range(1, 2 + len(STATES))))
    return html.Div([sheet(ctx, "ratings-factors", drawn),
                     html.P(link(ctx.t("boards.method"), "/indicators/method"), className="section-note")])  # fmt: skip


def _cell(ctx: Context, target: Target, value: Value | None) -> Child:
    if value is None:
        return NO_DATA
    if value.point.period not in target.conflicts():
        return figure(ctx, value.point)
    mark = badges.badge("doubt", ctx.t("ratings.differs"), "exclamation-diamond")
    return html.Span([figure(ctx, value.point), " ", mark])


def _own_name(ctx: Context, target: Target) -> Component:
    name = said(ctx, indicator_words.name_of(ctx.lang, target.entry))
    unit = indicator_words.unit(ctx.lang, ctx.store.city, target.entry.unit, target.entry.unit_ru, target.entry.unit_en)
    parts: list[Child] = [html.Span(target.entry.code, className="board-no"), " ",
                          link(name, f"/indicators/{target.entry.code}")]  # fmt: skip
    if unit:
        parts.append(html.Span(unit, className="board-unit"))
    if target.method:
        formula = [child for part in remarks(ctx.lang, target.method) for child in ("; ", said(ctx, part))]
        parts.append(html.Span([ctx.t("ratings.formula"), " ", *formula[1:]], className="board-unit"))
    return html.Div(parts)


def _fact(ctx: Context, target: Target) -> Child:
    if target.fact is None or target.fact.last is None:
        return NO_DATA
    words = f"{indicator_words.figure(ctx.lang, target.fact.last)} ({period_words(ctx, target.fact.last)})"
    return link(words, f"/indicators/{target.fact.code}")


def _own_lines(ctx: Context, target: Target, periods: Sequence[str]) -> list[list[Child]]:
    lines: list[list[Child]] = []
    for place, (edition, kind) in enumerate(target.rows()):
        values = [target.at(edition, kind, period) for period in periods]
        line = ", ".join(dict.fromkeys(v.line for v in values if v is not None))
        lines.append([
            _own_name(ctx, target), indicator_words.edition(ctx.lang, edition), ctx.t(f"ratings.kind.{_key(kind)}"),
            *(_cell(ctx, target, value) for value in values), _fact(ctx, target) if place == 0 else NO_DATA,
            html.Span(line, className="board-unit"),
        ])  # fmt: skip
    return lines


def _key(kind: str) -> str:
    return kind.replace(" ", "_")


def own(ctx: Context, found: Ratings) -> Component:
    """The centre's own targets in both editions, differing values marked."""
    every = {period for target in found.targets for period in target.years}
    periods = sorted(every, key=lambda text: (len(text), text))
    heads = [*(ctx.t(f"ratings.column.{name}") for name in ("indicator", "edition", "kind")), *periods,
             ctx.t("ratings.column.own_fact"), ctx.t("plan.column.line")]  # fmt: skip
    lines = [line for target in found.targets for line in _own_lines(ctx, target, periods)]
    drawn = table(ctx.t("ratings.own.caption"), heads, lines, numeric=tuple(range(3, 3 + len(periods))))
    notes = [
        html.Li([html.Strong(target.entry.code), ": ", ctx.t("ratings.own.odd", years=", ".join(target.conflicts()))])
        for target in found.targets if target.conflicts()
    ]  # fmt: skip
    return html.Div([sheet(ctx, "ratings-own", drawn), html.Ul(notes, className="remarks")], className="board-dense")


def modules(ctx: Context, found: Ratings) -> Component:
    """Printed numbers of modules by edition and table, and how many run by the register."""
    periods = sorted({v.point.period for v in found.modules}, key=lambda text: (len(text), text))
    keys = list(dict.fromkeys((v.point.edition, v.point.breakdown) for v in found.modules))
    have = {(v.point.edition, v.point.breakdown, v.point.period): v for v in found.modules}
    lines: list[list[Child]] = [
        [f"{indicator_words.edition(ctx.lang, edition)}: {indicator_words.breakdown(ctx.lang, part, part)}",
         *(figure(ctx, v.point if (v := have.get((edition, part, period))) else None) for period in periods)]
        for edition, part in keys
    ]  # fmt: skip
    today = badges.city_today(ctx)
    running = sum(m.launched is not None and m.launched <= today for m in ctx.store.city.modules)
    drawn = table(ctx.t("ratings.modules.caption"), [ctx.t("ratings.column.edition"), *periods], lines,
                  numeric=tuple(range(1, 1 + len(periods))))  # fmt: skip
    said_now = html.P([ctx.t("ratings.modules.now", count=ctx.number(running, 0), date=ctx.date(today)), " ",
                       link(ctx.t("page.modules.title"), "/modules")])  # fmt: skip
    return html.Div([said_now, sheet(ctx, "ratings-modules", drawn)])


def _fact_line(ctx: Context, row: Mapping[str, Any]) -> list[Child]:
    told = fact_row(ctx, row)
    own_lang = ctx.lang == "ru" or (ctx.lang == "en" and row["metric_en"])
    name = told["name"] if own_lang else russian(ctx, told["name"])
    return [name, told["value"], iso_words(ctx, told["period"]), told["territory"],
            html.Span(told["document"], className="board-unit")]  # fmt: skip


def facts(ctx: Context, key: str, rows: Sequence[Mapping[str, Any]]) -> Component:
    """Single facts of the programme as a table."""
    heads = [ctx.t(f"ratings.column.{name}") for name in ("fact_name", "number", "period", "territory", "document")]
    drawn = table(ctx.t(f"ratings.{key}.caption"), heads, [_fact_line(ctx, row) for row in rows], numeric=(1,))
    return sheet(ctx, f"ratings-{key}", drawn)


def doubts(ctx: Context) -> Component:
    """What the reader of the documents could not settle, all of it."""
    items = [html.Li(ctx.t(f"ratings.doubt.d{no}")) for no in range(1, DOUBTS + 1)]
    return html.Ol(items, className="board-doubts")
