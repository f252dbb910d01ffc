"""Values that wait for the second pair of eyes: what is there now, what would be, why; and what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from components.basics import Child, day, icon, section, table
from components.context import Context
from components.entry.common import (
    area,
    body_name,
    change_unit,
    field,
    findings,
    hidden,
    name_of,
    outcome,
    post,
    state_badge,
    unit_of,
    when,
    when_known,
)
from components.entry.mine import figure, steps, subject
from components.indicator_rows import change_words
from components.spark import spark
from components.states import cut_off
from data.entry.check import like_kinds, one_each
from data.entry.desks import Line
from data.entry.proposals import Proposal
from data.queries.indicators import Entry

Events = Sequence[tuple[datetime, str, str, str]]
SPARK_VALUES = 12


@dataclass(frozen=True)
class Case:
    """A value that waits, with what the reviewer has to see."""

    proposal: Proposal
    line: Line | None
    basis: str
    events: Events


def waiting(
    ctx: Context, entries: Mapping[str, Entry], cases: Sequence[Case], total: int, token: str
) -> Component:
    """Cards of what waits, the oldest first."""
    if not cases:
        return section(ctx.t("entry.review.title"), html.P(ctx.t("entry.review.none"), className="muted"), "waiting")
    items = [html.Li(_card(ctx, entries, case, token)) for case in cases]
    body: list[Child] = [html.Ol(items, className="entry-cases")]
    if total > len(cases):
        body.append(cut_off(ctx, len(cases), total))
    note = ctx.n("entry.review.count", total)
    return section(ctx.t("entry.review.title"), html.Div(body), "waiting", note=note)


def _card(ctx: Context, entries: Mapping[str, Entry], case: Case, token: str) -> Component:
    one = case.proposal
    entry = entries.get(one.code)
    return html.Article(
        [
            outcome(ctx) if ctx.query.get("at") == one.id else None,
            html.H3(name_of(ctx, entry) if entry else one.code, className="entry-case-title"),
            html.P(subject(ctx, entries, one)[2:], className="entry-case-about"),
            _figures(ctx, case), findings(ctx, one.findings, told=True),
            html.P([html.Strong(ctx.t("entry.column.reason")), ": ", one.reason or ctx.t("entry.review.no_reason")]),
            html.P(ctx.t("entry.review.from", who=one.author, body=body_name(ctx, one.body)), className="muted"),
            steps(ctx, case.events),
            html.P([icon("person-lock"), ctx.t("entry.review.own")], className="notice notice-warn")
            if one.author == ctx.user.name else _forms(ctx, case, token),
        ],
        className="card entry-case", id=f"value-{one.id}",
    )  # fmt: skip


def _figures(ctx: Context, case: Case) -> Component:
    one, line = case.proposal, case.line
    known = line.known if line else ()
    like = one_each(k for k in known if k.kind in like_kinds(one.kind))
    beside = next((k for k in reversed(like) if k.start <= one.period_start), None)
    unit = unit_of(ctx, line) if line else ""
    figures = [(ctx.t("entry.review.new"), ctx.number(one.value), unit)]
    if beside is not None:
        there = beside.start == one.period_start
        before = ctx.t("entry.review.now") if there else ctx.t("entry.review.before", period=when_known(ctx, beside))
        figures.insert(0, (before, ctx.number(beside.value), unit))
        change = change_words(ctx, one.value - beside.value)
        figures.append((ctx.t("entry.review.change"), change, change_unit(ctx, line)))
    cells: list[Child] = [
        html.Div([html.Dt(said), html.Dd([html.Strong(value), " ", of])]) for said, value, of in figures
    ]
    cells.insert(0, html.Div([html.Dt(ctx.t("entry.column.period")),
                              html.Dd(f"{when(ctx, one)}, {ctx.t(f'indicators.kind.{one.kind}')}")]))  # fmt: skip
    like = like[-SPARK_VALUES:]
    said = ctx.t("entry.review.series", first=like[0].period, last=like[-1].period) if like else ""
    drawn = spark(ctx, [k.value for k in like], said)
    return html.Div([html.Dl(cells, className="entry-figures"), drawn], className="entry-numbers")


def _forms(ctx: Context, case: Case, token: str) -> Component:
    number, action = case.proposal.id, "/entry/decide"
    key = f"reason-{number}"
    approve = post(action, token, [
        *hidden(id=number, seen=case.basis, verdict="approve"),
        html.Button([icon("check2"), ctx.t("entry.review.approve")], type="submit", className="button"),
    ])  # fmt: skip
    reject = post(action, token, [
        *hidden(id=number, verdict="reject"),
        field(ctx.t("entry.review.why"), area(key, "reason", required=True, rows=2), key),
        html.Button([icon("x-octagon"), ctx.t("entry.review.reject")], type="submit", className="button button-quiet"),
    ])  # fmt: skip
    more = html.Details([html.Summary(ctx.t("entry.review.reject_open")), reject])
    return html.Div([approve, more], className="entry-decide")


def decided(
    ctx: Context, entries: Mapping[str, Entry], found: Sequence[Proposal], events: Mapping[str, Events]
) -> Component | None:
    """What was decided: by whom, when, why."""
    if not found:
        return None
    heads = [ctx.t(f"entry.column.{name}") for name in ("name", "period", "value", "state", "changed", "steps")]
    rows: list[list[Child]] = [
        [
            html.Div(subject(ctx, entries, one), className="long"),
            f"{when(ctx, one)}, {ctx.t(f'indicators.kind.{one.kind}')}", figure(ctx, entries, one),
            state_badge(ctx, one.state), day(ctx, ctx.local_day(one.decided_at)),
            steps(ctx, events.get(one.id, ())),
        ]
        for one in found
    ]  # fmt: skip
    return section(ctx.t("entry.decided.title"), table(ctx.t("entry.decided.caption"), heads, rows, numeric=(2,)),
                   "decided", note=ctx.t("entry.decided.note"))  # fmt: skip
