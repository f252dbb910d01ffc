"""Notes beside an indicator's chart: its breaks and events, and what documents print differently."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import badges
from components import indicator_words as words
from components.basics import Child, icon
from components.context import Context
from components.indicator_rows import document_words
from components.periods import period_words
from data.queries.indicator_breaks import Break
from data.queries.indicator_history import conflicts
from data.queries.indicators import points

CONFLICTS_MAX = 30
ICONS = {"borders": "map", "currency": "cash-stack", "method": "rulers", "other": "rulers", "event": "flag"}


def break_notes(ctx: Context, breaks: Sequence[Break]) -> Component | None:
    """Breaks and events as a numbered list: what the numbers on the chart mean, each with its document."""
    if not breaks:
        return None
    items = []
    for one in breaks:
        where = document_words(ctx, one.source_doc, one.source_line) if one.source_doc else ""
        kind = ctx.t(f"indicator.break.{one.kind}")
        items.append(html.Li([
            icon(ICONS.get(one.kind, "flag")), " ", html.Strong(f"{kind}: "), ctx.words(one.words), ". ",
            html.Span(where, className="muted"),
            badges.origin_badge(ctx, one.origin) if one.origin == "synthetic" else None,
        ]))  # fmt: skip
    note = html.P(ctx.t("indicator.break.note"), className="field-hint")
    return html.Div([html.H3(ctx.t("indicator.break.title")), note, html.Ol(items)], className="break-notes")


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
