"""Small marks beside a figure: where it is from, how old it is against its rhythm, and what to mind about it."""

from datetime import date, timedelta

from babel.dates import format_timedelta
from dash import html
from dash.development.base_component import Component

from components.basics import Child, icon
from components.context import Context
from config import clock
from config.city import Rhythm, Source
from data.queries.status import Freshness, freshness

ICONS: dict[Freshness, str] = {
    "fresh": "check-circle", "late": "clock-history", "static": "pin-angle", "unknown": "question-circle",
}  # fmt: skip
SAID_LICENCES = ("public document", "US public domain")
ORIGIN_ICONS = {"open": "unlock", "official": "bank", "model": "cpu", "synthetic": "cone-striped", "user": "person"}


def city_today(ctx: Context) -> date:
    """Present day in the city."""
    return clock.today(ctx.store.city.timezone)


def licence_words(ctx: Context, licence: str) -> str:
    """A licence by its short name; what is no name of one is said in the reader's language."""
    return ctx.t("about.licence." + licence.lower().replace(" ", "_")) if licence in SAID_LICENCES else licence


def age_words(ctx: Context, days: int | None) -> str:
    """An age as people say it: two years ago."""
    if days is None:
        return ctx.t("badge.age.unknown")
    if days == 0:
        return ctx.t("badge.age.today")
    delta = timedelta(days=-days)
    return format_timedelta(delta, granularity="day", threshold=1.2, add_direction=True, locale=ctx.lang)


def badge(kind: str, words: Child, symbol: str = "") -> Component:
    """A mark with words and an icon that repeats them."""
    return html.Span([icon(symbol), html.Span(words)] if symbol else words, className=f"badge-mark badge-{kind}")


def age_badge(ctx: Context, data_date: date | None, rhythm: Rhythm) -> Component:
    """Date of the data; says when new data are overdue by the rhythm of the source."""
    state = freshness(rhythm, (city_today(ctx) - data_date).days if data_date else None)
    return badge(f"age-{state}", ctx.t(f"badge.age.{state}", date=ctx.date(data_date)), ICONS[state])


def origin_badge(ctx: Context, origin: str) -> Component:
    """What the data are by origin; synthetic ones wear a loud mark."""
    return badge(f"origin-{origin}", ctx.t(f"value.origin.{origin}"), ORIGIN_ICONS[origin])


def doubt_badge(ctx: Context, count: int = 1) -> Component:
    """There is something to mind about the figure."""
    return badge("doubt", ctx.t("badge.doubt") if count == 1 else ctx.n("badge.doubts", count), "exclamation-diamond")


def source_badges(ctx: Context, source: Source, data_date: date | None = None, origin: str = "") -> list[Component]:
    """Age and origin of what a source brought; `origin` is that of the values where it is known."""
    return [age_badge(ctx, data_date or source.data_date, source.rhythm), origin_badge(ctx, origin or source.origin)]
