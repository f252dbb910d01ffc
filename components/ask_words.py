"""A question to a layer in words: filters, district, time, window, search; for files and printed maps."""

from collections.abc import Mapping

from components.context import Context
from components.map_words import district_words, label, value_words
from config.records import LayerRecord
from data.queries.filters import Filter
from data.queries.items import Ask
from data.queries.moments import Span

DEGREES = 4


def filter_words(ctx: Context, layer: LayerRecord, filters: Mapping[str, Filter]) -> str:
    """Filters of a layer as a sentence; empty without any."""
    return "; ".join(f"{label(ctx, name)}: {_condition(ctx, layer, name, found)}" for name, found in filters.items())


def _condition(ctx: Context, layer: LayerRecord, name: str, found: Filter) -> str:
    if found.values is not None:
        return ", ".join(value_words(ctx, layer, name, value) for value in found.values) or ctx.t("ask.nothing")
    ends = {
        end: value_words(ctx, layer, name, bound)
        for end, bound in (("low", found.low), ("high", found.high)) if bound is not None
    }  # fmt: skip
    if len(ends) == len(("low", "high")):
        return f"{ends['low']} – {ends['high']}"
    return ctx.t(f"ask.{'from' if 'low' in ends else 'to'}", value=next(iter(ends.values()), ""))


def span_words(ctx: Context, span: Span | None) -> str:
    """The time of the map in words."""
    if span is None:
        return ctx.t("ask.all_time")
    first, last = ctx.date(span.first), ctx.date(span.last)
    return first if span.first == span.last else f"{first} – {last}"


def place_words(ctx: Context, district: str | None) -> str:
    """A district, or the whole city."""
    return district_words(ctx, district) if district else ctx.t("ask.whole_city")


def ask_lines(ctx: Context, layer: LayerRecord, ask: Ask) -> list[tuple[str, str]]:
    """Lines (name, words) of what was asked; filters, time and place always, the rest when it narrows."""
    lines = [
        (ctx.t("ask.filters"), filter_words(ctx, layer, ask.filters) or ctx.t("ask.none")),
        (ctx.t("ask.time"), span_words(ctx, ask.span)),
        (ctx.t("ask.place"), place_words(ctx, ask.district)),
    ]
    if ask.as_of is not None:
        lines.append((ctx.t("ask.as_of"), ctx.date(ask.as_of)))
    if ask.bbox is not None:
        lines.append((ctx.t("ask.window"), ", ".join(ctx.number(edge, DEGREES) for edge in ask.bbox)))
    if ask.zone is not None:
        lines.append((ctx.t("ask.area"), ctx.t("ask.area_given")))
    if ask.q.strip():
        lines.append((ctx.t("ask.q"), ask.q.strip()))
    return lines
