"""Figure cards of indicators: the last fact with its period, plan, source, age, origin and doubts."""

from dash.development.base_component import Component

from components import indicator_words
from components.cards import Figure, figure_card
from components.context import Context
from components.periods import period_words
from data.queries.indicators import Entry, Point


def unit_of(ctx: Context, entry: Entry) -> str:
    """Symbol of an indicator's unit."""
    return indicator_words.unit(ctx.lang, ctx.store.city, entry.unit, entry.unit_ru, entry.unit_en)


def _notes(ctx: Context, entry: Entry, point: Point) -> tuple[str, ...]:
    said = []
    if point.kind == "estimate":
        said.append(ctx.t("figure.estimate"))
    if entry.plan is not None and entry.plan.period != point.period:
        figure = indicator_words.figure(ctx.lang, entry.plan)
        said.append(ctx.t("figure.plan", period=period_words(ctx, entry.plan), value=figure))
    if entry.change and entry.previous is not None:
        sign = "+" if entry.change > 0 else "−"
        change = sign + ctx.number(round(abs(entry.change), 4))
        said.append(ctx.t("figure.change", change=change, period=period_words(ctx, entry.previous)))
    return tuple(said)


def entry_card(ctx: Context, entry: Entry, level: int = 3) -> Component:
    """Card of an indicator of the catalogue; its title leads to the page of the indicator."""
    name, point = indicator_words.name_of(ctx.lang, entry), entry.last
    breakdown = indicator_words.breakdown(ctx.lang, point.breakdown, point.breakdown_ru) if point else ""
    period = ", ".join(word for word in (breakdown, period_words(ctx, point) if point else "") if word)
    return figure_card(
        ctx,
        Figure(
            title=name.words, title_lang=name.lang if name.lang != ctx.lang else None,
            value=indicator_words.figure(ctx.lang, point), unit=unit_of(ctx, entry), period=period,
            source=ctx.store.city.source(entry.from_source), data_date=entry.from_date,
            origin=entry.from_origin, href=f"/indicators/{entry.code}", doubtful=entry.doubtful,
            notes=_notes(ctx, entry, point) if point else (),
        ),
        level,
    )  # fmt: skip
