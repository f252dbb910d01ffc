"""What residents say of the works asked for: sums by district and contractor, the latest comments with answers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import feedback
from components.badges import origin_badge
from components.basics import Child, heading, link, table
from components.context import Context
from components.map_words import district_words, row_title
from components.moderation import queue_link
from components.module.ask import Ask
from components.module.parts import sheet
from components.works.answers import percent
from components.works.found import LAYER, find
from config.limits import MARKS_OF_PAGE
from data import marks
from data.marks import Of, Tally, together
from data.moderation import may_decide

MOST = 10
Row = Mapping[str, Any]


def _cells(ctx: Context, tally: Tally, origin: str) -> list[Child]:
    share = (part / tally.count if tally.count else None for part in (tally.bad, tally.answered))
    return [ctx.number(tally.count, 0), ctx.number(tally.mean, 1), *(percent(ctx, one) for one in share),
            origin_badge(ctx, origin)]  # fmt: skip


def _grouped(
    ctx: Context, found: Mapping[tuple[str, str], Tally], of: Mapping[str, Any], words: Callable[[str], Child]
) -> list[list[Child]]:
    """Rows of a table: each group with its sums, one row for each origin, most marks first."""
    groups: dict[tuple[str, str], list[Tally]] = {}
    for (origin, ref), tally in found.items():
        if of.get(ref):
            groups.setdefault((of[ref], origin), []).append(tally)
    sums = sorted(((key, together(each)) for key, each in groups.items()), key=lambda pair: (-pair[1].count, pair[0]))
    return [[words(group), *_cells(ctx, tally, origin)] for (group, origin), tally in sums[:MOST]]


def draw(ctx: Context, ask: Ask) -> Component | None:
    """Sums and comments under the filters; for those who decide also the way to what waits."""
    rows: list[Row] = [row.row for row in find(ctx, ask).rows]
    if not rows:
        return None
    of = {f"{LAYER}.{row['object_id']}": row for row in rows}
    with ctx.store.read() as conn:
        meant = Of((LAYER,), district=ask.district)
        found = {key: tally for key, tally in marks.tallies(conn, meant).items() if key[1] in of}
        latest = marks.shown(conn, replace(meant, refs=tuple(ref for _, ref in found)), MARKS_OF_PAGE) if found else []
    parts: list[Component] = []
    if may_decide(ctx.user):
        parts.append(queue_link(ctx, len(marks.waiting(ctx.store, ctx.user)), "marks"))
    if not found:
        return html.Div([*parts, html.P(ctx.t("works.feedback.none"), className="muted")])
    heads = [ctx.t(f"works.column.say_{name}") for name in ("count", "mean", "bad", "answered", "origin")]
    for key, field, words in (
        ("by", "district", lambda code: district_words(ctx, code)), ("contractors", "contractor", str),
    ):  # fmt: skip
        lines = _grouped(ctx, found, {ref: row[field] for ref, row in of.items()}, words)
        drawn = table(ctx.t(f"works.feedback.{key}"), [ctx.t(f"field.{field}"), *heads], lines, numeric=range(1, 5))
        parts.append(sheet(ctx, f"works-say-{field}", drawn))
    sent = feedback.pictures_of(ctx, latest)
    cards = [
        html.Li(feedback.one(ctx, mark, link(row_title(ctx, of[mark.object_ref]), f"/o/{mark.object_ref}"),
                             picture=sent.get(mark.id)))
        for mark in latest
    ]  # fmt: skip
    parts += [heading(ctx.t("works.feedback.latest"), 3), html.Ul(cards, className="say-list")]
    return html.Div(parts, className="module-stack")
