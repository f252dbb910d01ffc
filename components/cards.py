"""Cards: a figure with unit, source, age and origin; a tile that leads somewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from components import badges
from components.basics import Child, heading, link
from components.context import Context
from config.city import Source


@dataclass(frozen=True)
class Figure:
    """What a figure card says: a number with its unit and period, where it is from, and what it stands beside."""

    title: str
    value: str
    unit: str = ""
    period: str = ""
    source: Source | None = None
    data_date: date | None = None
    origin: str | None = None
    href: str = ""
    notes: tuple[str, ...] = ()
    doubtful: bool = False
    title_lang: str | None = None


def _source_line(ctx: Context, figure: Figure) -> Component | None:
    marks: list[Component] = []
    if figure.source is not None:
        marks.append(badges.age_badge(ctx, figure.data_date or figure.source.data_date, figure.source.rhythm))
    origin = figure.origin or (figure.source.origin if figure.source else None)
    if origin:
        marks.append(badges.origin_badge(ctx, origin))
    if figure.doubtful:
        marks.append(badges.doubt_badge(ctx))
    if not marks:
        return None
    said = ctx.words(figure.source.names) if figure.source else ""
    return html.Div([html.P(said, className="figure-source"), html.Div(marks, className="marks")])


def figure_card(ctx: Context, figure: Figure, level: int = 3) -> Component:
    """A card with one figure; its title leads to where the figure is explained."""
    title: Child = html.Span(figure.title, lang=figure.title_lang) if figure.title_lang else figure.title
    head = heading(link(title, figure.href) if figure.href else title, level, className="figure-title")
    number: list[Child] = [html.Span(figure.value, className="figure-number")]
    if figure.unit:
        number += ["\u00a0", html.Span(figure.unit, className="figure-unit")]
    notes = [html.P(note, className="figure-note") for note in (figure.period, *figure.notes) if note]
    parts = [head, html.P(number, className="figure-value"), *notes, _source_line(ctx, figure)]
    return html.Article(parts, className="card figure")


def cards(items: Sequence[Component], className: str = "cards") -> Component:  # noqa: N803 -- Dash's own spelling
    """Cards side by side, as many in a row as fit."""
    return html.Ul([html.Li(item) for item in items], className=className)


def tile(title: Child, href: str, lines: Sequence[Child], level: int = 3) -> Component:
    """A card that leads to a page, with a few lines of what is found there."""
    return html.Article(
        [
            heading(link(title, href), level, className="tile-title"),
            *(html.P(line, className="tile-line") for line in lines),
        ],
        className="card tile",
    )
