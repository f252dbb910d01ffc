"""What the parts of the page lean on: counts under the filters, standing barriers, printed figures, marks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from analysis.access import Spread, Tally, plain_state, spread
from components import badges
from components.basics import icon, link
from components.context import Context
from components.module.ask import Ask, main_layer, rows_ask
from components.module.shared import shared_ask
from config.access import PREFIX, State, rule
from config.i18n import NO_DATA
from data.queries import inclusion as query
from data.queries.inclusion import BARRIERS, OBJECTS, REMOVED, Counted, Printed, Standing

ICONS: dict[State, str] = {
    "full": "check-circle-fill", "partial": "circle-half", "none": "x-octagon-fill", "unknown": "question-circle",
}  # fmt: skip
# Colour names of the palette for the states, the same as on the map.
COLORS: dict[State, str] = {"full": "cat-3", "partial": "cat-2", "none": "cat-6", "unknown": "none"}
DIGITS = 1
# Filters of the page that mean the same for barriers: none but district and days, for few of them name a body.
SHARED: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """The register under the filters of the page: tallies, and whether any of it is made up."""

    tallies: list[Tally]
    origins: tuple[str, ...]
    data_date: date | None

    @property
    def all(self) -> Spread:
        """Objects by state for everybody."""
        return spread(self.tallies)


def register(ctx: Context, ask: Ask) -> Register | None:
    """The register as the filters narrow it; None when the reader has no such layer."""
    layer = main_layer(ctx, OBJECTS)
    if layer is None:
        return None
    with ctx.store.read() as conn:
        rows = query.counted(conn, ctx.store, ctx.user, rows_ask(ctx, layer, ask))
    days = [row.data_date for row in rows if row.data_date]
    return Register([_tally(row) for row in rows], origins(row.origin for row in rows), max(days, default=None))


def _tally(row: Counted) -> Tally:
    needs = {need: plain_state(state) for need, state in row.needs.items()}
    return Tally(row.district, row.kind, plain_state(row.state), needs, row.count)


def origins(found: Iterable[str]) -> tuple[str, ...]:
    """Origins of rows, each once, in the order of their names."""
    return tuple(sorted(set(found)))


def standing(ctx: Context, ask: Ask) -> list[Standing]:
    """Barriers that still stand under what they share of the filters, the longest known first."""
    layer = main_layer(ctx, BARRIERS)
    if layer is None:
        return []
    with ctx.store.read() as conn:
        rows = query.barriers(conn, ctx.store, ctx.user, rows_ask(ctx, layer, shared_ask(ask, SHARED)))
    return [row for row in rows if row.state != REMOVED]


def printed(ctx: Context) -> dict[str, Printed]:
    """Printed figures by their short name."""
    with ctx.store.read() as conn:
        return query.printed(conn, ctx.store)


def chosen(ask: Ask) -> tuple[str, ...]:
    """Needs of the profile in the address."""
    return tuple(need for need in rule().needs if ask.extra.get(need))


def percent(ctx: Context, share: float | None) -> str:
    """A share in percent with its sign; a dash for none."""
    return NO_DATA if share is None else f"{ctx.number(round(share, DIGITS))}\u00a0%"


def state_words(ctx: Context, state: State) -> str:
    """Words of a state."""
    return ctx.t(f"value.state.{PREFIX}{state}")


def state_mark(ctx: Context, state: State) -> Component:
    """A state as icon and words, never by colour alone."""
    return html.Span([icon(ICONS[state]), html.Span(state_words(ctx, state))], className=f"access-mark access-{state}")


def origin_line(ctx: Context, found: Sequence[str], source_id: str = "") -> Component | None:
    """Where the figures of a part are from: source with its age, else the origins alone."""
    source = ctx.store.city.source(source_id) if source_id else None
    if source is not None:
        marks = [html.Span(ctx.words(source.names)), *badges.source_badges(ctx, source)]
        return html.P(marks, className="access-origin")
    marks = [badges.origin_badge(ctx, origin) for origin in found]
    return html.P(marks, className="access-origin") if marks else None


def document(ctx: Context, figure: Printed) -> str:
    """Name of the source of a printed figure and the line it stands in."""
    source = ctx.store.city.source(figure.source)
    name = ctx.words(source.names) if source else figure.source
    return ctx.t("inclusion.line", source=name, line=figure.line)


def object_link(ctx: Context, public_id: str, words: str) -> Component | str:
    """A link to the card of an object when its layer is one that the reader may see."""
    layer = public_id.partition(".")[0]
    return link(words, f"/o/{public_id}") if main_layer(ctx, layer) is not None else words
