"""What a person entered and what became of it, and the notice of decisions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.basics import Child, day, icon, link, section, table
from components.context import Context
from components.entry.common import hidden, indicator_link, name_of, post, series_words, state_badge, when
from components.indicator_rows import unit_words
from components.states import cut_off
from data.entry.proposals import OPEN, PROPOSED, REJECTED, WITHDRAWN, Proposal
from data.queries.indicators import Entry

PATH = "/entry"


def told(ctx: Context, count: int, token: str) -> Component | None:
    """A notice of decisions that the person has not seen yet."""
    if not count:
        return None
    done = post(f"{PATH}/seen", token, [
        html.Button(ctx.t("entry.told.seen"), type="submit", className="button button-quiet"),
    ])  # fmt: skip
    return html.Div([html.P([icon("bell"), html.Strong(ctx.n("entry.told.count", count))]), done],
                    className="notice entry-news", role="status")  # fmt: skip


def subject(ctx: Context, entries: Mapping[str, Entry], one: Proposal) -> list[Child]:
    """Which value it is: indicator, territory, breakdown."""
    entry = entries.get(one.code)
    about = series_words(ctx, one.territory, one.breakdown, one.breakdown_ru)
    return [indicator_link(name_of(ctx, entry) if entry else one.code, one.code), html.Br(),
            html.Span(about, className="muted")]  # fmt: skip


def mine(
    ctx: Context, entries: Mapping[str, Entry], found: tuple[Sequence[Proposal], int], token: str,
    said: Component | None = None,
) -> Component | None:  # fmt: skip
    """The person's values with their states; drafts can be sent, what waits taken back, what was rejected mended.

    `said` is what the last form came to. None for a person without values.
    """
    shown, total = found
    if not shown:
        return said
    heads = [ctx.t(f"entry.column.{name}") for name in ("name", "period", "value", "reason", "state", "changed", "do")]
    rows = [_row(ctx, entries, one, token) for one in shown]
    body: list[Child] = [said, table(ctx.t("entry.mine.caption"), heads, rows, numeric=(2,))]
    if total > len(shown):
        body.append(cut_off(ctx, len(shown), total))
    return section(ctx.t("entry.mine.title"), html.Div(body), "mine", note=ctx.t("entry.mine.note"))


def figure(ctx: Context, entries: Mapping[str, Entry], one: Proposal) -> list[Child]:
    """A value with its unit."""
    entry = entries.get(one.code)
    unit = unit_words(ctx, entry) if entry else ""
    return [ctx.number(one.value), html.Span([" ", unit], className="muted")]


def _row(ctx: Context, entries: Mapping[str, Entry], one: Proposal, token: str) -> list[Child]:
    period = f"{when(ctx, one)}, {ctx.t(f'indicators.kind.{one.kind}')}"
    return [
        html.Div(subject(ctx, entries, one), className="long"), period, figure(ctx, entries, one),
        html.Span(one.reason, className="long"), _state(ctx, one), day(ctx, ctx.local_day(one.changed_at)),
        _do(ctx, one, token),
    ]  # fmt: skip


def _state(ctx: Context, one: Proposal) -> Component:
    parts: list[Child] = [state_badge(ctx, one.state)]
    if one.decided_at is not None:
        parts.append(html.P(ctx.t("entry.mine.by", who=one.decided_by), className="muted"))
    if one.decision:
        parts.append(html.P(one.decision, className="long"))
    return html.Div(parts)


def again(one: Proposal) -> str:
    """Address of the form with what was entered before, to be mended and sent anew."""
    value = f"{one.value:.10f}".rstrip("0").rstrip(".")
    query = {"body": one.body, "line": one.line_id, "kind": one.kind, "period": one.period, "value": value,
             "way": "fraction", "reason": one.reason}  # fmt: skip
    return f"{PATH}?{urlencode(query)}#form"


def _do(ctx: Context, one: Proposal, token: str) -> Child:
    if one.state not in OPEN:
        return link(ctx.t("entry.mine.again"), again(one), "entry-again") if one.state in (REJECTED, WITHDRAWN) else ""
    does = ("withdraw",) if one.state == PROPOSED else ("send", "withdraw")
    return html.Div([
        post(f"{PATH}/{what}", token, [
            *hidden(id=one.id, body=one.body),
            html.Button(ctx.t(f"entry.mine.{what}"), type="submit", className="button button-quiet"),
        ])
        for what in does
    ], className="actions")  # fmt: skip


def steps(ctx: Context, events: Sequence[tuple[datetime, str, str, str]]) -> Component:
    """Who did what with a value, in time."""
    return html.Ol([
        html.Li([day(ctx, ctx.local_day(at)), f": {ctx.t(f'entry.step.{what}')}, {who}", f" – {why}" if why else ""])
        for at, who, what, why in events
    ], className="entry-steps")  # fmt: skip
