"""A district by the eight categories: cards with the place among the districts, the city, last year, a small line."""

from collections.abc import Mapping
from typing import Protocol

from dash import html
from dash.development.base_component import Component

from analysis.ranking import Place, better
from analysis.standing import Basis, Category, Ranking, change_share
from components import badges, indicator_words
from components.basics import Child, heading, icon, link
from components.cards import cards
from components.context import Context
from components.figures import entry_card, unit_of
from components.periods import period_words
from components.spark import spark
from config.i18n import NO_DATA
from data.queries.indicators import Entry

MINUS = "\u2212"
DIGITS = 1
SMALL, LARGE = 10.0, 1_000.0
PERCENT = 100.0


class Compared(Protocol):
    """What figures are compared by: an indicator and a basis."""

    @property
    def entry(self) -> Entry:
        """The indicator."""

    @property
    def basis(self) -> Basis:
        """Whether figures are compared as they are or by 1,000 residents."""


def signed(ctx: Context, value: float | None, digits: int = DIGITS) -> str:
    """A number with its sign, or a dash."""
    if value is None:
        return NO_DATA
    rounded = round(value, digits)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return sign + ctx.number(abs(rounded), digits)


def name_words(ctx: Context, entry: Entry) -> Component:
    """Name of an indicator with the language it is in."""
    said = indicator_words.name_of(ctx.lang, entry)
    return html.Span(said.words, lang=said.lang if said.lang != ctx.lang else None)


def plain_name(ctx: Context, entry: Entry) -> str:
    """Name of an indicator as text."""
    return indicator_words.name_of(ctx.lang, entry).words


def series_link(entry: Entry, territory: str) -> str:
    """Address of the series of a territory on the page of the indicator."""
    return f"/indicators/{entry.code}?territory={territory}"


def unit_words(ctx: Context, found: Compared) -> str:
    """Unit of what is compared."""
    unit = unit_of(ctx, found.entry)
    return ctx.t("standing.per_thousand", unit=unit) if found.basis == "per_thousand" else unit


def compared(ctx: Context, found: Compared, value: float | None) -> str:
    """A compared figure in words: amounts by 1,000 residents get the digits they need."""
    if value is None:
        return NO_DATA
    if found.basis == "per_thousand":
        return ctx.number(value, 2 if abs(value) < SMALL else DIGITS)
    return ctx.number(round(value, 0 if abs(value) >= LARGE else 2))


def gap_words(ctx: Context, found: Ranking, place: Place) -> str:
    """How far a figure is from the city's: better or worse where a direction is known, above or below elsewhere."""
    if place.gap is None or round(abs(place.gap) * PERCENT, DIGITS) == 0:
        return ctx.t("standing.gap.same")
    size = ctx.number(abs(place.gap) * PERCENT, DIGITS)
    pair = ("better", "worse") if found.direction else ("above", "below")
    return ctx.t(f"standing.gap.{pair[0] if place.gap > 0 else pair[1]}", share=size)


def change_words(ctx: Context, found: Ranking, district: str) -> str:
    """Change against the period before in percent, with a word for the better or the worse."""
    share = change_share(found, district)
    if share is None:
        return NO_DATA
    words = ctx.t("standing.changed_by", share=signed(ctx, share * PERCENT))
    good = better(share, found.direction)
    return words if good is None else f"{words}, {ctx.t('standing.change.better' if good else 'standing.change.worse')}"


def _marks(ctx: Context, found: Ranking) -> Component:
    source = ctx.store.city.source(found.entry.source)
    marks = badges.source_badges(ctx, source, next(iter(found.points.values())).data_date) if source else []
    words = html.P(ctx.words(source.names), className="figure-source") if source else None
    return html.Div([part for part in (words, html.Div(marks, className="marks")) if part is not None])


def _line(ctx: Context, found: Ranking, district: str) -> Component | None:
    points = [p for p in found.series.get(district, ()) if p.value is not None and p.period_kind != "none"]
    said = "; ".join(f"{period_words(ctx, p)}: {indicator_words.figure(ctx.lang, p)}" for p in points)
    return spark(ctx, [p.value for p in points if p.value is not None], ctx.t("standing.series", values=said))


def card(ctx: Context, found: Ranking, district: str) -> Component:
    """One figure of a district: value, place, the city beside it, change, source, age and origin."""
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
        line, _marks(ctx, found),
    ]  # fmt: skip
    return html.Article([part for part in parts if part is not None], className="card figure")


def category(
    ctx: Context, record: Category, found: Mapping[str, Ranking], entries: Mapping[str, Entry], district: str
) -> Component:
    """One category: real figures of the city that documents print, then the district's figures."""
    drawn = [card(ctx, found[code], district) for code in record.codes
             if code in found and district in found[code].points]  # fmt: skip
    real = [entry_card(ctx, entries[code]) for code in record.city]
    parts: list[Component] = []
    if not any(found[code].real for code in record.codes if code in found):
        parts.append(html.P([icon("cone-striped"), " ", ctx.t("standing.no_open")], className="section-note"))
    if drawn:
        parts.append(cards(drawn))
    if real:
        parts += [html.H3(ctx.t("standing.city_only")), cards(real, "cards cards-small")]
    return html.Div(parts or [html.P(ctx.t("standing.nothing"))])
