"""Words of figures of districts: names, units, compared figures, gaps and changes."""

from typing import Protocol

from dash import html
from dash.development.base_component import Component

from analysis.ranking import Place, better
from analysis.standing import Basis, Ranking, change_share
from components import indicator_words
from components.basics import Child
from components.context import Context
from components.figures import unit_of
from config.i18n import NO_DATA
from data.queries.indicators import Entry, Point

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


def averaged(basis: Basis, mean: float | None, city: Point | None) -> bool:
    """Whether `mean` is the mean of the districts, and not the figure of the whole city: so it is of a sum."""
    return basis == "value" and mean is not None and (city is None or city.value != mean)


def beside_city(ctx: Context, found: Ranking) -> Child:
    """What districts are compared with; of a sum it is said to be the mean of the districts."""
    mean = next((place.mean for place in found.places.values()), None)
    words = compared(ctx, found, mean)
    if not averaged(found.basis, mean, found.points.get(ctx.store.city.id)):
        return words
    said = html.Span(ctx.t("standing.average"), className="matrix-place")
    return html.Span([words, " ", said], className="matrix-cell")


def mean_words(ctx: Context, found: Compared, mean: float | None, city: Point | None) -> str:
    """The figure of the city with its name, or the mean of the districts of a sum."""
    key = "atlas.average" if averaged(found.basis, mean, city) else "atlas.mean"
    return ctx.t(key, value=compared(ctx, found, mean))


def gap_words(ctx: Context, found: Ranking, place: Place) -> str:
    """How far a figure is from the city's: better or worse where a direction is known, above or below elsewhere."""
    of = "gap_average" if averaged(found.basis, place.mean, found.points.get(ctx.store.city.id)) else "gap"
    if place.gap is None or round(abs(place.gap) * PERCENT, DIGITS) == 0:
        return ctx.t(f"standing.{of}.same")
    size = ctx.number(abs(place.gap) * PERCENT, DIGITS)
    pair = ("better", "worse") if found.direction else ("above", "below")
    return ctx.t(f"standing.{of}.{pair[0] if place.gap > 0 else pair[1]}", share=size)


def change_words(ctx: Context, found: Ranking, district: str) -> str:
    """Change against the period before in percent, with a word for the better or the worse."""
    share = change_share(found, district)
    if share is None:
        return NO_DATA
    words = ctx.t("standing.changed_by", share=signed(ctx, share * PERCENT))
    good = better(share, found.direction)
    return words if good is None else f"{words}, {ctx.t('standing.change.better' if good else 'standing.change.worse')}"
