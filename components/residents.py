"""Of which day and source the residents are by whom figures are divided."""

from dash import html
from dash.development.base_component import Component

from components import badges
from components.basics import Child
from components.context import Context
from data.districts import DISTRICTS
from data.queries.people import residents


def residents_words(ctx: Context) -> str:
    """One sentence: the day and the source of residents by district; empty where nobody tells them."""
    with ctx.store.read() as conn:
        found = residents(conn, ctx.store)
    if not found.by_district:
        return ""
    drawn = next(iter(ctx.store.city.sources_of(DISTRICTS)), None) if found.day is None else None
    source = ctx.store.city.source(found.source) if found.source else drawn
    name = ctx.words(source.names) if source else ctx.t("residents.several")
    return ctx.t("residents.drawn", source=name) if found.day is None else ctx.t(
        "residents.note", date=ctx.date(found.day), source=name)  # fmt: skip


def residents_note(ctx: Context) -> list[Component]:
    """The same as a line under a figure, with its origin; nothing where nobody tells residents."""
    words = residents_words(ctx)
    if not words:
        return []
    with ctx.store.read() as conn:
        source = ctx.store.city.source(residents(conn, ctx.store).source)
    marks: list[Child] = [" ", badges.origin_badge(ctx, source.origin)] if source else []
    return [html.P([words, *marks], className="section-note")]
