"""What the boards share: a form that keeps the address, tabs, cells of printed series, columns of years, sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components import badges, indicator_words
from components.basics import Child, attrs, hidden, icon, link
from components.context import Context
from components.figures import unit_of
from components.indicator_remarks import remarks
from components.native import Native
from config.entry import ENTERED
from config.i18n import NO_DATA
from data.queries.indicators import Point
from data.queries.printed import Series

KINDS = ("fact", "estimate", "forecast", "plan")
KEPT_CHARS = 100
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Column:
    """A column of a table of years: year, kind, and whether its values come from the review of the goals."""

    year: str
    kind: str
    review: bool = False


def asked(ctx: Context, name: str) -> str:
    """A text of the address, bounded and printable; empty for none or nonsense."""
    text = ctx.query.get(name, "")
    return text.strip() if len(text) <= KEPT_CHARS and text.isprintable() else ""


def one_of(ctx: Context, name: str, known: Iterable[str], usual: str = "") -> str:
    """A code of the address if it is known, else the usual one."""
    text = asked(ctx, name)
    return text if text in set(known) else usual


def address(ctx: Context, asks: Mapping[str, str], anchor: str = "", **changes: str) -> str:
    """Address of this page with some of what it asks changed; empty parts are left out."""
    query = {name: text for name, text in {**asks, **changes}.items() if text}
    return ctx.path + (f"?{urlencode(query)}" if query else "") + (f"#{anchor}" if anchor else "")


def select(key: str, name: str, words: str, options: Options, chosen: str) -> Component:
    """A labelled choice of a form."""
    given = {"name": name, "className": "input", "defaultValue": chosen}
    return html.Div([html.Label(words, htmlFor=key), Native("select", given, options, key)], className="field")


def search(key: str, name: str, words: str, typed: str) -> Component:
    """A labelled search box of a form."""
    given = {"name": name, "type": "search", "className": "input", "defaultValue": typed, "maxLength": KEPT_CHARS}
    box = Native("input", given, id=key)
    return html.Div([html.Label(words, htmlFor=key), box], className="field field-search")


def form(ctx: Context, fields: Sequence[Component], kept: Mapping[str, str], narrowed: bool) -> Component:
    """A form that opens this page with what is chosen; it needs no script. `kept` goes along unseen."""
    unseen = [Native("input", {"type": "hidden", "name": name, "defaultValue": value})
              for name, value in kept.items() if value]  # fmt: skip
    button = html.Button(ctx.t("boards.show"), type="submit", className="button")
    reset = link(ctx.t("boards.reset"), address(ctx, kept), "button button-quiet") if narrowed else None
    buttons = html.Div([one for one in (button, reset) if one is not None], className="board-buttons")
    return html.Form([*unseen, *fields, buttons], method="get", action=ctx.path, className="filter-bar board-filter",
                     role="search", **attrs(aria_label=ctx.t("boards.filters")))  # fmt: skip


def tabs(ctx: Context, entries: Sequence[tuple[str, str, str]], chosen: str) -> Component:
    """Parts of a board as links: code, words, address; the present one is told to screen readers."""
    items = [
        html.Li(link(words, href, **attrs(aria_current="page" if code == chosen else None)))
        for code, words, href in entries
    ]
    return html.Nav(html.Ul(items), className="board-tabs", **attrs(aria_label=ctx.t("boards.parts")))


def said(ctx: Context, name: indicator_words.Said) -> Child:
    """Words that say their language where it is not the reader's."""
    return html.Span(name.words, lang=name.lang) if name.lang != ctx.lang else name.words


def russian(ctx: Context, text: str) -> Child:
    """Printed Russian words."""
    return text if ctx.lang == "ru" else html.Span(text, lang="ru")


def series_name(ctx: Context, series: Series) -> Component:
    """Name of a series with its unit under it; it leads to the page of the indicator."""
    unit = unit_of(ctx, series.entry)
    name = link(said(ctx, indicator_words.name_of(ctx.lang, series.entry)), f"/indicators/{series.code}")
    return html.Div([name, html.Span(unit, className="board-unit")] if unit else [name], className="board-name")


def figure(ctx: Context, point: Point | None) -> Child:
    """A value, with marks where there is something to mind about it or an official entered it; a dash for none.

    Words that a document prints in place of a number take lines of their own, so that they do not widen the column.
    """
    if point is None:
        return NO_DATA
    words = indicator_words.figure(ctx.lang, point)
    words = words if words != "-" else NO_DATA
    told = point.value is None and words != NO_DATA
    marks = [doubt_mark(ctx, point.doubt)] if point.doubt else []
    if point.source.startswith(ENTERED):
        marks.append(entered_mark(ctx, point))
    if not marks and not told:
        return words
    return html.Span([russian(ctx, words) if told else words, *(part for mark in marks for part in ("\u00a0", mark))],
                     className="board-said" if told else "nowrap")  # fmt: skip


def entered_mark(ctx: Context, point: Point) -> Component:
    """A pencil that says whose official entered a figure and when, among figures that a document prints."""
    source = ctx.store.city.source(point.source)
    told = ctx.t("boards.entered", source=ctx.words(source.names) if source else point.source,
                 date=ctx.date(point.data_date))  # fmt: skip
    return html.Abbr([icon("pencil-square"), hidden(told)], className="board-entered", title=told)


def doubt_mark(ctx: Context, doubt: str) -> Component:
    """A question mark that says what there is to mind about a figure."""
    told = "; ".join(remark.words for remark in remarks(ctx.lang, doubt))
    return html.Abbr("?", className="board-doubt", title=told)


def columns_of(series: Iterable[Series]) -> list[Column]:
    """Columns of years for which any of the series has a value, in time, the plan of a year before its fact."""
    found = {(year, kind) for one in series for year, kinds in one.years.items() for kind in kinds}
    order = {kind: place for place, kind in enumerate(reversed(KINDS))}
    return [Column(year, kind) for year, kind in sorted(found, key=lambda pair: (pair[0], order[pair[1]]))]


def column_head(ctx: Context, column: Column) -> str:
    """Year and kind of a column in words."""
    key = "boards.year.review" if column.review else f"boards.year.{column.kind}"
    return ctx.t(key, year=column.year)


def sources(ctx: Context, days: Mapping[str, date | None]) -> Component:
    """Sources of a board with the date of their data, age, origin and what is to be minded."""
    items = []
    for name, day in days.items():
        source = ctx.store.city.source(name)
        if source is None:
            continue
        words: list[Any] = [html.Span(ctx.words(source.names)), *badges.source_badges(ctx, source, day)]
        if source.notes is not None:
            words.append(html.P(ctx.words(source.notes), className="section-note"))
        items.append(html.Li(words))
    return html.Ul(items, className="source-list")


def provenance(ctx: Context, name: str, dated: date | None, origin: str = "") -> str:
    """Source, date of the data and origin (of the values, else of the source) in one sentence, for captions."""
    source = ctx.store.city.source(name)
    if source is None:
        return ""
    return ctx.t("indicators.chart.source", source=ctx.words(source.names), date=ctx.date(dated),
                 origin=ctx.t(f"value.origin.{origin or source.origin}"))  # fmt: skip


def doors(ctx: Context, entries: Sequence[tuple[str, str]]) -> Component:
    """Ways to the data for machines: words and address."""
    links = [html.Li(html.A([icon("braces"), words], href=href, className="button button-quiet"))
             for words, href in entries]  # fmt: skip
    return html.Ul(links, className="board-doors", **attrs(aria_label=ctx.t("boards.doors")))


def share(part: float | None, whole: float | None) -> float | None:
    """Part of a whole in percent; None where one of them is unknown or the whole is nothing."""
    return part / whole * 100.0 if part is not None and whole else None
