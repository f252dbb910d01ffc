"""Where figures of districts come from: source, date and origin of every value, not of the passport."""

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from components import badges
from components.context import Context
from data.queries.indicators import Entry, Point
from data.queries.whence import of_entry


def lines(ctx: Context, entry: Entry, points: Iterable[Point]) -> list[Component]:
    """Name of each source of some figures with its origin and age."""
    found: list[Component] = []
    for code, origin, day in of_entry(entry, points):
        source = ctx.store.city.source(code)
        if source is None:
            found.append(html.Div(badges.origin_badge(ctx, origin), className="marks"))
            continue
        found += [html.P(ctx.words(source.names), className="figure-source"),
                  html.Div(badges.source_badges(ctx, source, day, origin), className="marks")]  # fmt: skip
    return found


def origins(ctx: Context, entry: Entry, points: Iterable[Point]) -> Component:
    """Badge of each origin of some figures."""
    found = dict.fromkeys(origin for _, origin, _ in of_entry(entry, points))
    return html.Span([badges.origin_badge(ctx, one) for one in found])
