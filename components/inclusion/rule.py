"""The published rule on the page: which items decide about a need and which are wanted, in words and as a table."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.basics import table
from components.context import Context
from components.inclusion.facts import state_mark
from components.map_words import label
from components.module.ask import Ask
from config.access import STATES, rule


def draw(ctx: Context, _ask: Ask) -> Component:
    """Four sentences, one for each state, and the items of each need."""
    said = [html.Li([state_mark(ctx, state), " ", ctx.t(f"inclusion.rule.{state}")]) for state in STATES]
    rows: list[list[Any]] = [
        [ctx.t(f"field.access_{need}"), _items(ctx, found.decisive), _items(ctx, found.wanted)]
        for need, found in rule().needs.items()
    ]  # fmt: skip
    heads = [ctx.t(f"inclusion.rule.{name}") for name in ("need", "decisive", "wanted")]
    door = ctx.t("inclusion.rule.door", good=ctx.number(rule().door.good, 0), least=ctx.number(rule().door.least, 0))
    return html.Div([
        html.Ul(said, className="access-rule"), table(ctx.t("inclusion.rule.table"), heads, rows), html.P(door),
        html.P(ctx.t("inclusion.rule.overall")),
    ])  # fmt: skip


def _items(ctx: Context, items: tuple[str, ...]) -> str:
    return ", ".join(label(ctx, item) for item in items)
