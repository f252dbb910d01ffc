"""What the address of a module page asks for: read from untrusted text, checked against what there is, written back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from components.context import Context
from config.records import LayerRecord
from data.layer_tables import OUTSIDE
from data.queries.facets import choice_fields, values_of
from data.queries.filters import AskError, Filter, read_filters
from data.queries.items import Ask as Rows
from data.queries.moments import Span
from data.queries.scope import may_see

DISTRICT, SINCE, UNTIL, LAYERS = "d", "from", "to", "l"
MAX_CHOSEN = 40
EXTRA_CHARS = 300
FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(9999, 12, 31)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Ask:
    """What the address says; everything in it is known to make sense.

    `choices` has the chosen codes by field of the main layer, `extra` the page's own parameters and the parts of its
    path, `layers` the layers of the map that are on (None: as usual). `dropped` says that something was left out.
    """

    district: str | None = None
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    layers: tuple[str, ...] | None = None
    dropped: bool = False

    @property
    def span(self) -> Span | None:
        """The days asked for; an open end reaches as far as calendars do."""
        if self.since is None and self.until is None:
            return None
        return Span(self.since or FIRST_DAY, self.until or LAST_DAY)

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self.district or self.choices or self.span)


@dataclass(frozen=True)
class Wanted:
    """What a page lets its address ask for: the main layer, its filter fields, a period, its own parameters, layers."""

    main: str
    choices: tuple[str, ...] = ()
    period: bool = False
    extras: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()


def main_layer(ctx: Context, name: str) -> LayerRecord | None:
    """The layer of the list, when the city has it and the reader may see it."""
    layer = ctx.store.layers.get(name)
    return layer if layer is not None and may_see(ctx.user, layer) else None


def read_ask(ctx: Context, wanted: Wanted, query: Mapping[str, str]) -> Ask:
    """What a query asks of a page; values that nobody has, days that are none and unknown districts are left out."""
    districts = {OUTSIDE, *(district.id for district in ctx.store.city.districts)}
    given = query.get(DISTRICT, "")
    choices, lost = _choices(ctx, wanted, query)
    since, until, odd = _days(query) if wanted.period else (None, None, False)
    extra = {name: query[name] for name in wanted.extras if query.get(name)}
    kept = {name: text for name, text in extra.items() if len(text) <= EXTRA_CHARS and text.isprintable()}
    layers = tuple(name for name in wanted.layers if name in query[LAYERS].split(",")) if LAYERS in query else None
    dropped = lost or odd or len(kept) < len(extra) or (bool(given) and given not in districts)
    return Ask(given if given in districts else None, choices, since, until, kept, layers, dropped)


def _choices(ctx: Context, wanted: Wanted, query: Mapping[str, str]) -> tuple[dict[str, tuple[str, ...]], bool]:
    """Chosen values by field, and whether any had to be left out."""
    layer = main_layer(ctx, wanted.main)
    asked = {name: query[name].split(",")[:MAX_CHOSEN] for name in wanted.choices if query.get(name)}
    if layer is None or not asked:
        return {}, bool(asked)
    with ctx.store.read() as conn:
        known = values_of(conn, ctx.store, layer.id, ctx.user, [*asked])
    found = {name: tuple(dict.fromkeys(v for v in values if v in {code_of(k) for k in known.get(name, [])}))
             for name, values in asked.items()}  # fmt: skip
    lost = any(set(asked[name]) - set(values) for name, values in found.items())
    return {name: values for name, values in found.items() if values}, lost


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _days(query: Mapping[str, str]) -> tuple[date | None, date | None, bool]:
    """First and last day, and whether one of them made no sense; days in the wrong order are both left out."""
    texts = [query.get(name, "") for name in (SINCE, UNTIL)]
    since, until = map(_day, texts)
    odd = any(text and day is None for text, day in zip(texts, (since, until), strict=True))
    if since is not None and until is not None and since > until:
        return None, None, True
    return since, until, odd


def code_of(value: object) -> str:
    """A value as it stands in the address."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def rules_of(ctx: Context, layer: LayerRecord, ask: Ask) -> dict[str, dict[str, list[Any]]]:
    """The choices in the shape that map, list and doors read: `{field: {"in": [values]}}`."""
    types = {f.name: f.type for f in choice_fields(ctx.user, layer, [*ask.choices])}

    def value(name: str, code: str) -> Any:
        if types[name] == "bool":
            return code == "true"
        return code if types[name] in ("code", "text") else float(code) if "." in code else int(code)

    return {name: {"in": [value(name, code) for code in codes]} for name, codes in ask.choices.items() if name in types}


def filters_of(ctx: Context, layer: LayerRecord, ask: Ask) -> dict[str, Filter]:
    """The choices as filters of a query; none that the layer does not have."""
    try:
        return read_filters(rules_of(ctx, layer, ask), ctx.user, layer)
    except AskError:
        return {}


def rows_ask(ctx: Context, layer: LayerRecord, ask: Ask, **more: Any) -> Rows:
    """The question to the store that the address asks of a layer; further parts (sort, limit …) by name."""
    span = ask.span if layer.timed else None
    return Rows(filters=filters_of(ctx, layer, ask), district=ask.district, span=span, **more)


def query_of(ask: Ask, **changes: str | None) -> dict[str, str]:
    """Query of an address that asks this; a change to None takes a parameter out."""
    found = {
        DISTRICT: ask.district or "", **{name: ",".join(values) for name, values in ask.choices.items()},
        SINCE: ask.since.isoformat() if ask.since else "", UNTIL: ask.until.isoformat() if ask.until else "",
        **ask.extra,
    }  # fmt: skip
    if ask.layers is not None:
        found[LAYERS] = ",".join(ask.layers)
    merged = {**found, **{name: value or "" for name, value in changes.items()}}
    return {name: value for name, value in merged.items() if value or name == LAYERS}


def here(ctx: Context, ask: Ask, anchor: str = "", **changes: str | None) -> str:
    """Address of the present page with some of what is asked changed, as `here(ctx, ask, d="medeu", anchor="list")`."""
    query = query_of(ask, **changes)
    return ctx.path + (f"?{urlencode(query)}" if query else "") + (f"#{anchor}" if anchor else "")


def codes(ask: Ask, name: str) -> Sequence[str]:
    """Chosen codes of a field; none for all."""
    return ask.choices.get(name, ())
