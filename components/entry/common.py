"""What the screens of entered values share: fields, hidden values, findings as sentences, states as marks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from components import indicator_words as words
from components.badges import badge
from components.basics import Child, attrs, icon, link
from components.context import Context
from components.native import Native
from components.periods import period_words
from config.limits import ENTRY_BYTES, ENTRY_REASON_CHARS, ENTRY_ROWS
from data.entry.check import PERCENT, Finding, Known
from data.entry.desks import Line
from data.queries.indicators import Point

STATE_ICONS = {"draft": "pencil", "proposed": "hourglass-split", "approved": "check-circle", "rejected": "x-octagon",
               "withdrawn": "arrow-counterclockwise"}  # fmt: skip
FAILED = ("found", "waiting", "too_many", "form", "gone", "own", "no_reason", "changed", "no_file", "file", "template",
          "rows", "big", "nothing", "period")  # fmt: skip
FILE_FAILED = ("no_file", "file", "template", "rows", "big", "nothing", "period")
DONE = ("draft", "proposed", "sent", "withdrawn", "seen", "approve", "reject")
POINTS = "points"
KIND_VALUES = ("kind", "usual")


class Dated(Protocol):
    """Anything with a period."""

    @property
    def period(self) -> str:
        """The period as it is named."""

    @property
    def period_kind(self) -> str:
        """Its kind."""

    @property
    def period_start(self) -> date | None:
        """Its first day."""


def field(label: Child, control: Component, key: str, hint: Child = None) -> Component:
    """A form element with its label and a hint."""
    parts = [html.Label(label, htmlFor=key), control]
    if hint is not None:
        parts.append(html.Span(hint, className="field-hint", id=f"{key}-hint"))
    return html.Div(parts, className="field")


def text(key: str, name: str, value: str = "", **more: Any) -> Component:
    """A line to type in."""
    return Native("input", {"name": name, "type": "text", "className": "input", "defaultValue": value,
                            "autoComplete": "off", **more}, id=key)  # fmt: skip


def area(key: str, name: str, value: str = "", **more: Any) -> Component:
    """Several lines to type in."""
    return Native("textarea", {"name": name, "rows": 3, "className": "input", "defaultValue": value,
                               "maxLength": ENTRY_REASON_CHARS, **more}, id=key)  # fmt: skip


def select(key: str, name: str, options: Sequence[tuple[str, str]], value: str) -> Component:
    """A choice."""
    return Native("select", {"name": name, "className": "input", "defaultValue": value}, options, key)


def hidden(**given: str) -> list[Component]:
    """Values that a form sends without showing them."""
    return [Native("input", {"type": "hidden", "name": name, "defaultValue": value}) for name, value in given.items()]


def post(action: str, token: str, parts: Sequence[Child], className: str = "") -> Component:  # noqa: N803 -- Dash's own
    """A form of ours with its protective mark."""
    return html.Form([*hidden(csrf_token=token), *parts], method="post", action=action, className=className or None)


def finding(ctx: Context, found: Finding) -> str:
    """One finding as a sentence."""
    return ctx.t(f"entry.found.{found.key}", **{name: _said(ctx, name, value) for name, value in found.values.items()})


def _said(ctx: Context, name: str, value: object) -> str:
    if name in KIND_VALUES:
        return ctx.t(f"entry.period_kind.{value}")
    if name == "until":
        return ctx.date(value if isinstance(value, date) else date.fromisoformat(str(value)))
    return ctx.number(value) if isinstance(value, int | float) else str(value)


def findings(ctx: Context, found: Sequence[Finding], *, told: bool = False) -> Component | None:
    """Findings as a list; what stops a value is told apart by a word, not by colour alone.

    `told` is for a value that is through: its reason was given, and what was noticed is only to be known.
    """
    if not found:
        return None
    items = [
        html.Li([html.Strong(ctx.t(f"entry.level.{'noticed' if told else one.level}")), " ", finding(ctx, one)],
                className=f"entry-{one.level}")
        for one in found
    ]  # fmt: skip
    return html.Ul(items, className="entry-findings")


def state_badge(ctx: Context, state: str) -> Component:
    """What became of a value."""
    return badge(f"entry-{state}", ctx.t(f"entry.state.{state}"), STATE_ICONS[state])


def outcome(ctx: Context) -> Component | None:
    """What the last form came to, by the key in the address."""
    failed, done = ctx.query.get("failed", ""), ctx.query.get("done", "")
    if failed in FAILED and failed != "found":
        held = "".join(sign for sign in ctx.query.get("held", "")[:5] if sign.isdigit())
        said = ctx.t(f"entry.failed.{failed}", rows=ctx.number(ENTRY_ROWS), mb=ctx.number(ENTRY_BYTES // 1_000_000))
        more = f" {ctx.n('entry.held', int(held))}" if held else ""
        return html.P([icon("exclamation-triangle"), said + more], className="notice notice-bad entry-outcome",
                      role="alert")  # fmt: skip
    if done in DONE:
        return html.P([icon("check-circle"), ctx.t(f"entry.done.{done}")], className="notice entry-outcome",
                      role="status")  # fmt: skip
    return None


def outcome_place(ctx: Context) -> str:
    """The part of the page in which the outcome of a form is told: that to which the form leads back."""
    failed = ctx.query.get("failed", "")
    if failed in FILE_FAILED:
        return "file"
    if failed:
        return "form" if ctx.query.get("line") else "batch" if ctx.query.get("batch") else "mine"
    return "mine"


def name_of(ctx: Context, named: words.Named) -> Child:
    """Name of an indicator, its language marked where it is not the reader's."""
    said = words.name_of(ctx.lang, named)
    return said.words if said.lang == ctx.lang else html.Span(said.words, lang=said.lang)


def series_words(ctx: Context, territory: str, breakdown: str, printed: str) -> str:
    """Territory and breakdown in words."""
    parts = (words.territory(ctx.lang, ctx.store.city, territory), words.breakdown(ctx.lang, breakdown, printed))
    return ", ".join(part for part in parts if part)


def unit_of(ctx: Context, line: Line) -> str:
    """Unit of a series."""
    return words.unit(ctx.lang, ctx.store.city, line.unit, line.unit_ru, line.unit_en)


def change_unit(ctx: Context, line: Line | None) -> str:
    """Unit of a change in a series: of percentages it is a point."""
    points = words.unit(ctx.lang, ctx.store.city, POINTS, "", "")
    return "" if line is None else (line.unit == PERCENT and points) or unit_of(ctx, line)


def when(ctx: Context, dated: Dated) -> str:
    """A period in words."""
    return _period(ctx, dated.period, dated.period_kind, dated.period_start)


def when_known(ctx: Context, known: Known) -> str:
    """The period of a known value in words."""
    return _period(ctx, known.period, known.period_kind, known.start)


def _period(ctx: Context, period: str, kind: str, start: date | None) -> str:
    blank: Mapping[str, Any] = dict.fromkeys(Point.__dataclass_fields__, "")
    return period_words(ctx, Point(**{**blank, "period": period, "period_kind": kind, "period_start": start}))


def body_name(ctx: Context, body: str) -> str:
    """Name of a body of the city."""
    return next((ctx.words(one.names) for one in ctx.store.city.bodies if one.id == body), body)


def indicator_link(words_: Child, code: str) -> Component:
    """The page of an indicator, at its history."""
    return link(words_, f"/indicators/{code}#history")


def scroll(table: Component) -> Component:
    """A table that scrolls sideways on a narrow screen."""
    return html.Div(table, className="entry-table", **attrs(data_table="1"))
