"""Notes beside an indicator's chart: its breaks and events, and what documents print differently."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import badges
from components import indicator_words as words
from components.basics import Child, icon
from components.context import Context
from components.indicator_lines import Drawn
from components.indicator_rows import document_words
from components.indicator_subject import Subject
from components.indicator_wish import Wish
from components.periods import period_words
from data.queries.indicator_breaks import Break
from data.queries.indicator_history import conflicts
from data.queries.indicators import points

CONFLICTS_MAX = 30
ICONS = {"borders": "map", "currency": "cash-stack", "method": "rulers", "other": "rulers", "event": "flag"}


def chart_notes(ctx: Context, found: Subject, drawn: Drawn, wish: Wish) -> Component | None:
    """Breaks that the chart marks; beside bars of one period each all of them, with the word that none is marked."""
    if drawn.lines:
        return break_notes(ctx, drawn.breaks, wish.day)
    return break_notes(ctx, found.breaks, wish.day, marked=False) if drawn.bars else None


def break_notes(
    ctx: Context, breaks: Sequence[Break], day: date | None = None, *, marked: bool = True
) -> Component | None:  # fmt: skip
    """Breaks and events as a numbered list, each with its document; beside a past day, that they are of the present.

    `marked`: the numbers of the list stand on the chart too.
    """
    if not breaks:
        return None
    items = []
    for one in breaks:
        where = document_words(ctx, one.source_doc, one.source_line) if one.source_doc else ""
        kind = ctx.t(f"indicator.break.{one.kind}")
        items.append(html.Li([
            icon(ICONS.get(one.kind, "flag")), " ", html.Strong(f"{kind}: "), ctx.words(one.words), ". ",
            html.Span([where, " "], className="muted"),
            badges.origin_badge(ctx, one.origin) if one.origin == "synthetic" else None,
        ]))  # fmt: skip
    note = html.P([ctx.t("indicator.break.note" if marked else "indicator.break.unmarked"), " ",
                   ctx.t("indicator.break.present") if day else ""], className="field-hint")  # fmt: skip
    listed, look = (html.Ol(items), "break-notes") if marked else (html.Ul(items), "break-notes break-unmarked")
    return html.Div([html.H3(ctx.t("indicator.break.title")), note, listed], className=look)


def conflict_notes(ctx: Context, values: Sequence[Mapping[str, Any]]) -> Component | None:
    """Values that documents print differently for one period: all of them, with document and line."""
    shown = points(values)
    documents = {id(point): value for point, value in zip(shown, values, strict=True)}
    found = conflicts(shown)
    if not found:
        return None
    items: list[Component] = []
    for same in found[:CONFLICTS_MAX]:
        first = same[0]
        place = words.territory(ctx.lang, ctx.store.city, first.territory)
        of = words.breakdown(ctx.lang, first.breakdown, first.breakdown_ru)
        head = ", ".join(part for part in (period_words(ctx, first), place, of) if part)
        said: list[Child] = []
        for point in same:
            value = documents[id(point)]
            which = words.edition(ctx.lang, point.edition)
            where = document_words(ctx, value["source_doc"], value["source_line"])
            said += ["; " if said else "", html.Strong(words.figure(ctx.lang, point)), f" ({which or where})"]
        items.append(html.Li([f"{head} ({ctx.t(f'indicators.kind.{first.kind}')}): ", *said]))
    more = len(found) - CONFLICTS_MAX
    return html.Div(
        [
            html.H3([icon("files"), " ", ctx.t("indicator.conflict.title")], className="doubts-title"),
            html.P(ctx.t("indicator.conflict.note")), html.Ul(items),
            html.P(ctx.n("indicator.conflict.more", more)) if more > 0 else html.Span(hidden=True),
        ],
        className="doubts conflicts", role="note",
    )  # fmt: skip
