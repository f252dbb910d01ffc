"""Designed states of a screen or a part of it: empty, error, cut off; each says what happened and what to do."""

from typing import Literal

from dash import html
from dash.development.base_component import Component

from components import basics
from components.context import Context

State = Literal["empty", "error", "forbidden", "not_found"]


def state(ctx: Context, kind: State, level: int = 2, icon: str = "info-circle") -> Component:
    """A state as a quiet block: `state.<kind>.title` and `state.<kind>.text`."""
    return html.Div(
        [
            basics.icon(icon, "state-icon"),
            basics.heading(ctx.t(f"state.{kind}.title"), level),
            html.P(ctx.t(f"state.{kind}.text")),
        ],
        className=f"state state-{kind}",
        role="status" if kind in ("empty", "forbidden") else None,
    )


def cut_off(ctx: Context, shown: int, total: int) -> Component:
    """A line that says a list was cut at its limit."""
    return html.P(
        [basics.icon("scissors"), ctx.t("state.cut_off", shown=ctx.number(shown), total=ctx.number(total))],
        className="cut-off",
        role="status",
    )


def toast(ctx: Context, key: str) -> Component:
    """A short notice over the screen: `toast.<key>`."""
    return html.Div([basics.icon("exclamation-triangle"), html.Span(ctx.t(f"toast.{key}"))], className="toast-note")
