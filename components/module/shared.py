"""Rows beside the main layer of a page: they follow those of its filters that mean the same for them, and say which."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from components.context import Context
from components.map_words import label
from components.module.ask import Ask, main_layer, rows_ask
from data.queries.items import select_items

MOST = 5_000


def shared_ask(ask: Ask, names: Sequence[str]) -> Ask:
    """The same question with only some of its choices; district and days stay."""
    return replace(ask, choices={name: codes for name, codes in ask.choices.items() if name in names})


def shared_rows(ctx: Context, layer_id: str, ask: Ask, names: Sequence[str]) -> list[dict[str, Any]]:
    """Present rows of a layer under the district, the days (where it has any) and some choices, at most MOST."""
    layer = main_layer(ctx, layer_id)
    if layer is None:
        return []
    with ctx.store.read() as conn:
        asked = rows_ask(ctx, layer, shared_ask(ask, names), limit=MOST)
        return select_items(conn, ctx.store, layer_id, ctx.user, asked).rows


def shared_note(ctx: Context, layer_id: str, ask: Ask, names: Sequence[str]) -> tuple[str, ...]:
    """A sentence on which of the chosen filters work on a layer; nothing where all of them do."""
    layer = main_layer(ctx, layer_id)
    days = ask.span is not None
    timed = layer is not None and layer.timed
    if all(name in names for name in ask.choices) and (timed or not days):
        return ()
    works = [ctx.t("field.district").lower()] if ask.district else []
    works += [label(ctx, name).lower() for name in ask.choices if name in names]
    works += [ctx.t("module.period")] if days and timed else []
    if not works:
        return (ctx.t("module.no_filters"),)
    return (ctx.t("module.some_filters", list=", ".join(works)),)
