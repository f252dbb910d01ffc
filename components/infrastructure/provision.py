"""How evenly objects are spread: a table of kinds by district with those below the city marked, and one ranking."""

from collections.abc import Collection, Iterable

from dash import html
from dash.development.base_component import Component

from analysis.infrastructure import EDUCATION, TAUGHT, provisions
from analysis.provision import Lack, Provision, Share, lacks
from components import badges
from components.basics import Child, table
from components.context import Context
from components.infrastructure.common import (
    KEY,
    asked,
    choice,
    first_upper,
    kind_words,
    low_mark,
    names,
    rate_words,
    source_of,
)
from components.module.ask import Ask, here, main_layer, rows_ask
from components.module.parts import Board, Rank, ranking, sheet
from components.residents import residents_note

MAIN = "city_objects"
MEASURES = ("objects", "capacity")
# A section of a road is no object to be counted: roads are told by their length.
BY_SIZE = frozenset({"road_sections"})


def found(ctx: Context, ask: Ask) -> dict[str, Provision]:
    """Provision by kind under the filters of the page, for all districts."""
    layer = main_layer(ctx, MAIN)
    narrowed = None
    if layer is not None and (ask.choices or ask.span):
        whole = Ask(None, ask.choices, ask.since, ask.until)
        narrowed = rows_ask(ctx, layer, whole)
    with ctx.store.read() as conn:
        return provisions(conn, ctx.store, ctx.user, narrowed)


def most_lacked(ctx: Context, ask: Ask) -> list[Lack]:
    """What is lacked most, the worst first, in the district asked for or anywhere."""
    kinds = [one for kind, one in found(ctx, ask).items() if kind not in BY_SIZE]
    return lacks(kinds, ask.district)


def _cell(ctx: Context, row: Share, *, capacity: bool) -> Child:
    rate, low = (row.capacity_rate, row.capacity_below) if capacity else (row.rate, row.below)
    words = rate_words(ctx, rate)
    return low_mark(ctx, words) if low else words


def _layer(ctx: Context, kind: str) -> str:
    return kind if kind in ctx.store.layers else EDUCATION if kind in TAUGHT else MAIN


def _kind(ctx: Context, kind: str, made_up: Collection[str]) -> Child:
    """A kind by name; what is made up wears its mark."""
    words = first_upper(kind_words(ctx, kind))
    if _layer(ctx, kind) not in made_up:
        return words
    return html.Span([words, " ", badges.origin_badge(ctx, "synthetic")])


def _made_up(ctx: Context, kinds: Iterable[str]) -> set[str]:
    """Layers of the kinds whose rows are made up."""
    layers = {_layer(ctx, kind) for kind in kinds}
    sources = {layer: source_of(ctx, layer)[0] for layer in layers}
    return {layer for layer, source in sources.items() if source is not None and source.origin == "synthetic"}


def matrix(ctx: Context, ask: Ask) -> Component | None:
    """Kinds by district: objects or capacity for a thousand residents; what is below the city is marked."""
    measure = asked(ask, "measure", MEASURES, MEASURES[0])
    capacity = measure == MEASURES[1]
    kinds = [
        one for kind, one in found(ctx, ask).items()
        if (one.city.capacity_rate is not None if capacity else kind not in BY_SIZE)
    ]  # fmt: skip
    if not kinds and not capacity:
        return None
    heads = [ctx.t("field.kind"), *names(ctx).values(), ctx.t("module.mean")]
    made_up = _made_up(ctx, [one.kind for one in kinds])
    rows = [
        [_kind(ctx, one.kind, made_up), *(_cell(ctx, row, capacity=capacity) for row in one.rows),
         rate_words(ctx, one.city.capacity_rate if capacity else one.city.rate)]
        for one in kinds
    ]  # fmt: skip
    options = [(name, ctx.t(f"{KEY}.measure.{name}")) for name in MEASURES]
    drawn = table(ctx.t(f"{KEY}.provision.caption.{measure}"), heads, rows, numeric=tuple(range(1, len(heads))))
    legend = html.P([low_mark(ctx, ""), ctx.t(f"{KEY}.provision.legend")], className="section-note")
    return html.Div([choice(ctx, "measure", options, ask, MEASURES[0]), legend, sheet(ctx, f"{KEY}-provision", drawn),
                     *residents_note(ctx)])  # fmt: skip


def rank(ctx: Context, ask: Ask) -> Component | None:
    """Districts by one kind: objects and capacity for a thousand, and what is missing to the city's rate."""
    kinds = {kind: one for kind, one in found(ctx, ask).items() if kind not in BY_SIZE}
    if not kinds:
        return None
    worst = next(iter(most_lacked(ctx, ask)), None)
    usual = worst.kind if worst else next(iter(kinds))
    what = asked(ask, "what", tuple(kinds), usual)
    one = kinds[what]
    rows = tuple(
        Rank(row.district, row.rate, rate_words(ctx, row.rate),
             (ctx.number(row.count, 0), rate_words(ctx, row.capacity_rate),
              ctx.number(row.missing, 1) if row.below else ""),
             here(ctx, ask, "list", d=row.district, kind=what if what not in ctx.store.layers else None))
        for row in one.rows
    )  # fmt: skip
    heads = tuple(ctx.t(f"{KEY}.rank.{name}") for name in ("rate", "count", "capacity", "missing"))
    board = Board(
        ctx.t(f"{KEY}.rank.caption", kind=first_upper(kind_words(ctx, what))), heads, rows, "high", one.city.rate,
        rate_words(ctx, one.city.rate), (ctx.number(one.city.count, 0), rate_words(ctx, one.city.capacity_rate), ""),
    )  # fmt: skip
    options = [(kind, kind_words(ctx, kind)) for kind in kinds]
    drawn = ranking(ctx, f"{KEY}-rank", board)
    return html.Div([choice(ctx, "what", options, ask, usual), drawn, *residents_note(ctx)])
