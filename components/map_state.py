"""State of the map as it stands in the address: read from untrusted text, written the way the browser writes it."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from config.policy import User
from data.layer_tables import OUTSIDE
from data.queries.filters import AskError, Filter, read_filters
from data.queries.moments import Span, read_span
from data.queries.objects import MAX_ID
from data.queries.scope import seen_layers
from data.remote.service import may_see
from data.store import Store

MAX_TEXT = 8_000
MAX_ZOOM = 22.0
MAX_LON, MAX_LAT = 180, 85
_NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,12})?")
ON = "1"
DAY_CHARS = len("2024-06-01")
# Names under which tools keep something in the address; each checks its own when the browser reads it.
EXTRA = ("tool", "area", "iso", "cmp", "at", "ind", "op", "view", "heat", "ms", "here", "fold")
EXTRA_CHARS = 6_000


@dataclass(frozen=True)
class MapState:
    """What the map shows.

    `visible` are layers in the order of the city, `filters` in the shape of the map, `centre` longitude and latitude,
    `selected` a permanent id, `listed` the layer of the open list, `span` the time (None: all), `extra` what tools of
    the map keep in the address, as they wrote it; `remote` are layers from elsewhere that are on; `dropped` says that a
    part of the address named
    something that is not there for this person.
    """

    visible: tuple[str, ...]
    filters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    district: str | None = None
    centre: tuple[float, float] | None = None
    zoom: float | None = None
    selected: str = ""
    listed: str = ""
    span: Span | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False
    remote: tuple[str, ...] = ()


def default_visible(store: Store, user: User) -> tuple[str, ...]:
    """Layers that are on when the address does not say."""
    return tuple(layer.id for layer in seen_layers(user, store.layers.values()) if layer.default_visible)


def default_remote(store: Store, user: User) -> tuple[str, ...]:
    """Layers from elsewhere that are on when the address does not say."""
    return tuple(record.id for record in store.city.remote if record.visible and may_see(user, record))


def _remote(store: Store, user: User, query: Mapping[str, str]) -> tuple[str, ...]:
    if "l" not in query:
        return default_remote(store, user)
    wanted = query["l"].split(",")
    return tuple(record.id for record in store.city.remote if record.id in wanted and may_see(user, record))


def read_state(store: Store, user: User, query: Mapping[str, str]) -> MapState:
    """State of a query; what makes no sense or is not for this person is left out and noted in `dropped`."""
    visible, lost = _visible(store, user, query)
    remote = _remote(store, user, query)
    filters, bad = _filters(store, user, query.get("f", ""))
    codes = {OUTSIDE, *(district.id for district in store.city.districts)}
    district = query.get("d") or None
    centre, zoom = _place(query.get("c", "")), _zoom(query.get("z", ""))
    known = district is None or district in codes
    wrong = (bool(query.get("c")) and centre is None) or (bool(query.get("z")) and zoom is None)
    selected = query.get("o", "")
    span, odd = _span(query.get("t", ""))
    extra = {name: query[name] for name in EXTRA if query.get(name)}
    if "at" in extra and _day(extra["at"]) is None:
        odd = bool(extra.pop("at"))
    return MapState(
        visible, filters, district if known else None, centre, zoom, selected if len(selected) <= MAX_ID else "",
        _listed(visible, query.get("list", "")), span,
        {name: value for name, value in extra.items() if len(value) <= EXTRA_CHARS},
        lost or bad or wrong or odd or not known, remote,
    )  # fmt: skip


def known_on(state: MapState) -> date | None:
    """Day of knowledge that a state asks for; None for the present."""
    return _day(state.extra.get("at", ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == DAY_CHARS else None
    except ValueError:
        return None


def _span(text: str) -> tuple[Span | None, bool]:
    """Time of the address, and whether it made no sense."""
    try:
        return read_span(text), False
    except AskError:
        return None, True


def _visible(store: Store, user: User, query: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
    seen = seen_layers(user, store.layers.values())
    wanted = None if "l" not in query else [name for name in query["l"].split(",") if name]
    if wanted is None and query.get("m"):
        module = [layer.id for layer in seen if layer.module == query["m"]]
        base = {layer.id for layer in seen if layer.base and layer.default_visible}
        return tuple(layer.id for layer in seen if layer.id in base or layer.id in module), not module
    if wanted is None:
        return default_visible(store, user), False
    names = {layer.id for layer in seen} | {record.id for record in store.city.remote if may_see(user, record)}
    return tuple(layer.id for layer in seen if layer.id in wanted), bool(set(wanted) - names)


def _filters(store: Store, user: User, text: str) -> tuple[dict[str, Mapping[str, Any]], bool]:
    """Filters that can be asked, layer by layer, and whether any had to be left out."""
    if not text:
        return {}, False
    try:
        raw = json.loads(text) if len(text) <= MAX_TEXT else None
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        return {}, True
    seen = {layer.id: layer for layer in seen_layers(user, store.layers.values())}
    found: dict[str, Mapping[str, Any]] = {}
    for name, conditions in raw.items():
        try:
            if name in seen and read_filters(conditions, user, seen[name]):
                found[name] = conditions
        except AskError:
            continue
    return found, len(found) < len(raw)


def layer_filters(state: MapState, store: Store, user: User, layer_id: str) -> dict[str, Filter]:
    """The filters of one layer, ready for a query."""
    return read_filters(state.filters.get(layer_id), user, store.layers[layer_id])


def _place(text: str) -> tuple[float, float] | None:
    parts = text.split(",")
    if len(parts) != len(("lon", "lat")) or not all(map(_NUMBER.fullmatch, parts)):
        return None
    lon, lat = map(float, parts)
    return (lon, lat) if abs(lon) <= MAX_LON and abs(lat) <= MAX_LAT else None


def _zoom(text: str) -> float | None:
    zoom = float(text) if _NUMBER.fullmatch(text) else math.nan
    return zoom if 0 <= zoom <= MAX_ZOOM else None


def _listed(visible: tuple[str, ...], text: str) -> str:
    """Layer of the open list: the one named, or the first of the visible ones."""
    if text in visible:
        return text
    return visible[-1] if text == ON and visible else ""


def query_of(state: MapState, default: tuple[str, ...]) -> dict[str, str]:
    """Query of a state; what is as usual is left out."""
    found: dict[str, str] = {}
    if state.visible != default or state.remote:
        found["l"] = ",".join((*state.visible, *state.remote))
    if state.filters:
        found["f"] = json.dumps(state.filters, ensure_ascii=False, separators=(",", ":"))
    if state.district:
        found["d"] = state.district
    if state.centre is not None and state.zoom is not None:
        found["c"], found["z"] = f"{state.centre[0]:.5f},{state.centre[1]:.5f}", f"{state.zoom:.2f}"
    found |= {key: value for key, value in (("o", state.selected), ("list", state.listed)) if value}
    if state.span is not None:
        found["t"] = str(state.span)
    return found | dict(state.extra)


def address(state: MapState, default: tuple[str, ...]) -> str:
    """Address of the map in a state."""
    query = query_of(state, default)
    return "/map" + (f"?{urlencode(query)}" if query else "")
