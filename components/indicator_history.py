"""How the values of an indicator changed in the store, and where an official and a document say different things."""

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from components import indicator_words as words
from components.basics import Child, day, icon, link, section, table
from components.context import Context
from components.entry.common import series_words, when
from components.entry.desk import address
from components.states import cut_off
from data.entry.desks import own_desks
from data.entry.sheet import own_lines
from data.queries import entry_history
from data.queries.entry_history import Revision

KEY = "history"
ROWS_MAX = 300


def history(ctx: Context, code: str, at: date | None = None) -> Component | None:
    """Section of revisions with source, day and reason, conflicts first; None where no value was ever changed.

    As the store knew it at the end of the day `at`; what came later is not told.
    Those who enter values of the indicator find the way to its form here.
    """
    end = ctx.store.end_of(at)
    with ctx.store.read() as conn:
        found = entry_history.revisions(conn, ctx.user, code, end)
        # Only a value that was entered can differ from that of a document, and all entered ones are told.
        apart = entry_history.conflicts(conn, ctx.user, code, end) if found else []
    way = _way(ctx, code)
    if not found:
        return section(ctx.t("entry.history.title"), way, KEY) if way else None
    people = any(one.author for one in found)
    heads = [ctx.t(f"entry.history.{name}") for name in ("period", "value", "source", "from", "to", "reason")]
    heads += [ctx.t("entry.history.who")] if people else []
    rows = [_row(ctx, one, people=people, at=at) for one in found[:ROWS_MAX]]
    body: list[Child] = [*_conflicts(ctx, apart), table(ctx.t("entry.history.caption"), heads, rows, numeric=(1,)), way]
    if len(found) > len(rows):
        body.append(cut_off(ctx, len(rows), len(found)))
    return section(ctx.t("entry.history.title"), html.Div(body), KEY, note=ctx.t("entry.history.note"))


def _way(ctx: Context, code: str) -> Component | None:
    with ctx.store.read() as conn:
        for desk in own_desks(ctx.store.city, ctx.user):
            line = next((one for one in own_lines(conn, ctx.store, ctx.user, desk) if one.code == code), None)
            if line is not None:
                return html.P(link([icon("pencil-square"), ctx.t("entry.history.enter")], address(desk, line)),
                              className="entry-enter")
    return None


def _row(ctx: Context, one: Revision, *, people: bool, at: date | None) -> list[Child]:
    about = series_words(ctx, one.territory, one.breakdown, one.breakdown_ru)
    period: list[Child] = [f"{when(ctx, one)}, {ctx.t(f'indicators.kind.{one.kind}')}", html.Br(),
              html.Span(about, className="muted")]  # fmt: skip
    present = ctx.t("indicator.history.then", date=ctx.date(at)) if at else ctx.t("entry.history.now")
    to: Child = day(ctx, ctx.local_day(one.known_to)) if one.known_to else html.Strong(present)
    cells: list[Child] = [
        html.Div(period, className="long"), words.printed(ctx.lang, one.value, one.value_text, one.comparison),
        html.Span(_source(ctx, one), className="long"), day(ctx, ctx.local_day(one.known_from)), to,
        html.Span(one.reason, className="long"),
    ]  # fmt: skip
    if people:
        said = ctx.t("entry.history.people", author=one.author, reviewer=one.reviewer) if one.author else ""
        cells.append(html.Span(said, className="long"))
    return cells


def _source(ctx: Context, one: Revision) -> str:
    found = ctx.store.city.source(one.source)
    return ctx.words(found.names) if found else one.source


def _conflicts(ctx: Context, apart: Sequence[Sequence[Revision]]) -> list[Component]:
    notes: list[Component] = []
    for group in apart:
        said = "; ".join(
            f"{_source(ctx, one)}: {words.printed(ctx.lang, one.value, one.value_text, one.comparison)}"
            for one in group
        )  # fmt: skip
        about = series_words(ctx, group[0].territory, group[0].breakdown, group[0].breakdown_ru)
        where = f"{about}, {when(ctx, group[0])}"
        notes.append(html.P(ctx.t("entry.history.conflict", where=where, said=said),
                            className="notice notice-warn entry-conflict"))  # fmt: skip
    return notes
