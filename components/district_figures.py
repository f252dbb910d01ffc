"""A district by the eight categories: cards with the place among the districts, the city, last year, a small line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from analysis.course_of_indicator import Verdict
from analysis.standing import Category, Ranking
from components import indicator_words
from components.basics import Child, heading, icon, link, table
from components.cards import cards
from components.context import Context
from components.district_sources import lines, origins
from components.district_strip import strip
from components.district_words import change_words, gap_words, name_words, series_link
from components.figures import entry_card, unit_of
from components.indicator_status import state_words, status_badge, status_words
from components.module.parts import sheet
from components.periods import period_words
from components.spark import spark
from config.i18n import NO_DATA
from data.queries.indicators import Entry


def _line(ctx: Context, found: Ranking, district: str) -> Component | None:
    points = [p for p in found.series.get(district, ()) if p.value is not None and p.period_kind != "none"]
    said = "; ".join(f"{period_words(ctx, p)}: {indicator_words.figure(ctx.lang, p)}" for p in points)
    return spark(ctx, [p.value for p in points if p.value is not None], ctx.t("standing.series", values=said))


def card(ctx: Context, found: Ranking, district: str, verdict: Verdict | None = None) -> Component:
    """One figure of a district: value, place, the city beside it, change, plan, source, age and origin."""
    point, place = found.points[district], found.places.get(district)
    unit = unit_of(ctx, found.entry)
    number: list[Child] = [html.Span(indicator_words.figure(ctx.lang, point), className="figure-number")]
    number += ["\u00a0", html.Span(unit, className="figure-unit")] if unit else []
    notes = [period_words(ctx, point)]
    if place is not None:
        notes.append(ctx.t("standing.place", rank=place.rank, of=place.of))
        notes.append(f"{gap_words(ctx, found, place)}")
        if place.before is not None:
            notes.append(change_words(ctx, found, district))
    bad = place is not None and found.direction is not None and (place.gap or 0.0) < 0
    mark = [icon("exclamation-triangle"), " "] if bad else []
    line = _line(ctx, found, district)
    parts = [
        heading([*mark, link(name_words(ctx, found.entry), series_link(found.entry, district))], 3,
                className="figure-title"),
        html.P(number, className="figure-value"), *(html.P(note, className="figure-note") for note in notes if note),
        strip(ctx, found, district), line, _planned(ctx, verdict), html.Div(lines(ctx, found.entry, [point])),
    ]  # fmt: skip
    return html.Article([part for part in parts if part is not None], className="card figure")


def _planned(ctx: Context, verdict: Verdict | None) -> Component | None:
    """How a figure stands to the plan of the district, with the sentence behind it; nothing without a plan."""
    if verdict is None:
        return None
    return html.Div([html.Div(status_badge(ctx, verdict), className="marks"),
                     html.P(status_words(ctx, verdict, notes=False), className="figure-note")])  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What a district is shown from: rankings, the city's entries, verdicts on its plans, each by code."""

    found: Mapping[str, Ranking]
    entries: Mapping[str, Entry]
    verdicts: Mapping[str, Verdict]


def about(ctx: Context, record: Category, known: Known, district: str) -> Component:
    """What a category holds in one line: how many figures, how many of them better and worse than the city."""
    own = [known.found[code] for code in record.codes if code in known.found and district in known.found[code].points]
    gaps = [one.places[district].gap or 0.0 for one in own if one.direction and district in one.places]
    better, worse = sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
    parts: list[Child] = [ctx.n("fold.figures", len(own) + len(record.city))]
    if better:
        parts += [" \u00b7 ", ctx.t("fold.better", count=ctx.number(better, 0))]
    if worse:
        parts += [" \u00b7 ", icon("exclamation-triangle"), " ", ctx.t("fold.worse", count=ctx.number(worse, 0))]
    return html.Span(parts)


def category(ctx: Context, record: Category, known: Known, district: str) -> Component:
    """One category: the district's figures as cards and as a table, then real figures that are of the city only."""
    found, entries = known.found, known.entries
    own = [code for code in record.codes if code in found and district in found[code].points]
    drawn = [card(ctx, found[code], district, known.verdicts.get(code)) for code in own]
    real = [entry_card(ctx, entries[code]) for code in record.city]
    parts: list[Component] = []
    if not any(found[code].real for code in record.codes if code in found):
        parts.append(html.P([icon("cone-striped"), " ", ctx.t("standing.no_open")], className="section-note"))
    if drawn:
        twin = html.Details([html.Summary(ctx.t("peers.category_table")), _table(ctx, record, known, own, district)],
                            className="chart-table")  # fmt: skip
        parts += [cards(drawn), twin]
    if real:
        parts += [html.H3(ctx.t("standing.city_only")), cards(real, "cards cards-small")]
    return html.Div(parts or [html.P(ctx.t("standing.nothing"))])


def _table(ctx: Context, record: Category, known: Known, codes: Sequence[str], district: str) -> Component:
    """The figures of a category as a table that can be taken as a file."""
    heads = [ctx.t("standing.column.figure"), ctx.t("standing.column.unit"), ctx.t("district.column.here"),
             ctx.t("standing.column.city"), ctx.t("peers.cell.rank"), ctx.t("standing.column.change"),
             ctx.t("standing.column.period"), ctx.t("peers.cell.status"), ctx.t("standing.column.origin")]  # fmt: skip
    rows = [_cells(ctx, known.found[code], known.verdicts.get(code), district) for code in codes]
    name = ctx.t(f"standing.category.{record.id}")
    drawn = table(ctx.t("atlas.matrix.table", name=name), heads, rows, numeric=(2, 3, 4))
    return sheet(ctx, f"district-{record.id}", drawn)


def _cells(ctx: Context, found: Ranking, verdict: Verdict | None, district: str) -> list[Child]:
    place, point = found.places.get(district), found.points[district]
    return [
        name_words(ctx, found.entry), unit_of(ctx, found.entry), indicator_words.figure(ctx.lang, point),
        indicator_words.figure(ctx.lang, found.points.get(ctx.store.city.id)), str(place.rank) if place else NO_DATA,
        change_words(ctx, found, district), period_words(ctx, point),
        state_words(ctx, verdict.state) if verdict else NO_DATA, origins(ctx, found.entry, [point]),
    ]  # fmt: skip
