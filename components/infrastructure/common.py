"""What the parts of the page of infrastructure share: words of kinds, sources of figures, links, choices."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.basics import Child, icon, link
from components.context import Context
from components.links import map_link
from components.map_state import MapState, address, default_visible
from components.map_words import code_words, row_title
from components.module.ask import Ask
from components.native import Native
from config import i18n
from config.city import Source
from data.queries import infrastructure as query

KEY = "infrastructure"
THOUSAND, MILLION, BILLION = 1e3, 1e6, 1e9
SMALL = 1.0
SHOWN = 8
Rules = Mapping[str, Mapping[str, Any]]


def kind_words(ctx: Context, kind: str) -> str:
    """Words of a kind in the plural; of a kind nobody named here, those of the register."""
    key = f"{KEY}.many.{kind}"
    return ctx.t(key) if i18n.has(ctx.lang, key) else code_words(ctx, "kind", kind)


def first_upper(words: str) -> str:
    """Words as they begin a line."""
    return words[:1].upper() + words[1:]


def rate_words(ctx: Context, rate: float | None) -> str:
    """A rate for a thousand residents with as many decimals as it needs; a dash for none."""
    return ctx.number(rate, 3 if rate is not None and rate < SMALL else 2)


def money_words(ctx: Context, value: float | None) -> str:
    """Tenge in billions, or in millions where it is less; a dash for none."""
    if value is None:
        return i18n.NO_DATA
    if abs(value) >= BILLION:
        return ctx.t(f"{KEY}.billion", value=ctx.number(value / BILLION, 1))
    return ctx.t(f"{KEY}.million", value=ctx.number(value / MILLION, 0))


def percent_words(ctx: Context, share: float | None, digits: int = 0) -> str:
    """A share from 0 to 1 as per cent; a dash for none."""
    return i18n.NO_DATA if share is None else ctx.t(f"{KEY}.percent", value=ctx.number(share * 100, digits))


def source_of(ctx: Context, layer: str) -> tuple[Source | None, date | None]:
    """Source of most rows of a layer and the latest day of its data."""
    with ctx.store.read() as conn:
        name, day = query.latest(conn, ctx.store, layer, ctx.user)
    return ctx.store.city.source(name) if name else None, day


def object_link(ctx: Context, layer: str, row: Mapping[str, Any]) -> Component:
    """Name of a row that leads to its card."""
    return link(row_title(ctx, row), f"/o/{layer}.{row['object_id']}")


def choice(ctx: Context, name: str, options: Sequence[tuple[str, str]], ask: Ask, usual: str) -> Component:
    """A select box of a part's own parameter, kept in the address; the usual value stands there as no value."""
    key = f"{KEY}-{name}"
    chosen = asked(ask, name, [value for value, _ in options], usual)
    rows = [("" if value == usual else value, words) for value, words in options]
    given = {"className": "input", "data-ask": name, "defaultValue": "" if chosen == usual else chosen}
    box = Native("select", given, rows, key)
    return html.Div([html.Label(ctx.t(f"{KEY}.ask.{name}"), htmlFor=key), box], className="field part-choice")


def asked(ask: Ask, name: str, known: Sequence[str], usual: str) -> str:
    """A parameter of the address when it is a known one, else the usual one."""
    found = ask.extra.get(name, "")
    return found if found in known else usual


def low_mark(ctx: Context, words: str) -> Component:
    """A value below the city's: an arrow and words for those who do not see it."""
    said = html.Span(ctx.t(f"{KEY}.below"), className="visually-hidden")
    return html.Span([icon("caret-down-fill"), words, " ", said], className="below-mean")


def on_map(ctx: Context, layers: Sequence[str], ask: Ask, filters: Rules | None = None) -> Component:
    """The way to the big map with some layers on; with filters, the list of the first layer stands open there."""
    href = map_link(ctx, layers, ask.district)
    if filters:
        usual = default_visible(ctx.store, ctx.user)
        base = tuple(name for name in usual if ctx.store.layers[name].base)
        href = address(MapState((*base, *layers), filters, ask.district, listed=layers[0]), usual)
    return html.P(link([icon("map"), " ", ctx.t(f"{KEY}.on_map")], href))


def cut(ctx: Context, shown: int, whole: int) -> list[Child]:
    """A line that says a table was cut; nothing when it was not."""
    if whole <= shown:
        return []
    words = ctx.t("state.cut_off", shown=ctx.number(shown, 0), total=ctx.number(whole, 0))
    return [html.P([icon("scissors"), " ", words], className="cut-off")]


def names(ctx: Context) -> dict[str, str]:
    """Names of the districts by code, in the order of the city."""
    return {district.id: ctx.words(district.names) for district in ctx.store.city.districts}
