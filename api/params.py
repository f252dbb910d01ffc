"""Parameters of the doors, read from untrusted queries; a fault is named and answered with 400."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any

from flask import Response, request

from analysis.area import find_area
from analysis.wish import read_wish
from api.errors import api_error, hidden
from components.context import store
from config.limits import ITEMS_DEFAULT, ITEMS_MAX
from config.policy import User
from config.records import LayerRecord
from data.queries.filters import AskError, Filter, read_filters
from data.queries.items import Ask, Box, UnknownLayerError
from data.queries.moments import read_span
from data.queries.zones import Zone
from data.store import Store
from tiles.mercator import BadTileError

_WHOLE = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MAX_JSON = 20_000
# Parameters that came another way than as the query of the present request.
Given = Mapping[str, str] | None


def guarded(door: Callable[..., Response]) -> Callable[..., Response]:
    """Turn the faults of a question into answers: 400 with the reason, or the one 404."""

    @wraps(door)
    def answer(*args: Any, **kwargs: Any) -> Response:
        try:
            return door(*args, **kwargs)
        except UnknownLayerError:
            return hidden()
        except AskError as error:
            return api_error(400, f"bad_{error.part}")
        except BadTileError:
            return api_error(400, "bad_tile")

    return answer


def _text(name: str, given: Given) -> str:
    return (request.args if given is None else given).get(name, "").strip()


def whole(name: str, default: int, given: Given = None) -> int:
    """A whole number from the query. Raises AskError."""
    text = _text(name, given)
    if not text:
        return default
    if not _WHOLE.fullmatch(text):
        raise AskError(name, "number")
    return int(text)


def box(given: Given = None) -> Box | None:
    """`bbox=west,south,east,north` in degrees. Raises AskError."""
    text = _text("bbox", given)
    if not text:
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != len(("west", "south", "east", "north")) or not all(map(_NUMBER.fullmatch, parts)):
        raise AskError("bbox", "numbers")
    west, south, east, north = map(float, parts)
    return west, south, east, north


def zone(user: User, given: Given = None, held: Store | None = None) -> Zone | None:
    """`area=` as it stands in the address of the map, looked up in a store. Raises AskError, UnknownLayerError."""
    text = _text("area", given)
    if not text:
        return None
    wish, held = read_wish(text), held or store()
    with held.read() as conn:
        return find_area(conn, held, user, wish).zone


def number(name: str, low: float, high: float, default: float | None = None) -> float:
    """A number of the query between two bounds. Raises AskError."""
    text = request.args.get(name, "").strip()
    if not text and default is not None:
        return default
    if not _NUMBER.fullmatch(text) or not low <= float(text) <= high:
        raise AskError(name, "number")
    return float(text)


def day(name: str, given: Given = None) -> date | None:
    """A day as YYYY-MM-DD. Raises AskError."""
    text = _text(name, given)
    if not text:
        return None
    if not _DAY.fullmatch(text):
        raise AskError(name, "date")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AskError(name, "date") from None


def decoded(text: str, name: str, most: int = MAX_JSON) -> Any:
    """JSON of a parameter. Raises AskError for anything that is none or longer than `most`."""
    if len(text) > most:
        raise AskError(name, "long")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise AskError(name, "json") from None


def filters(user: User, layer: LayerRecord, given: Given = None) -> Mapping[str, Filter]:
    """`filters=` as JSON in the shape of the map. Raises AskError."""
    text = _text("filters", given)
    return read_filters(decoded(text, "filters"), user, layer) if text else {}


def ask(user: User, layer: LayerRecord, *, limit: int = ITEMS_DEFAULT, most: int = ITEMS_MAX) -> Ask:
    """The question about rows that the query states; a limit above `most` becomes `most`. Raises AskError."""
    wanted, order = whole("limit", limit), request.args.get("sort", "").split(",")
    return Ask(
        filters=filters(user, layer), bbox=box(), district=request.args.get("district") or None,
        q=request.args.get("q", ""), as_of=day("as_of"), span=read_span(request.args.get("t", "")), zone=zone(user),
        sort=tuple(filter(None, order)), offset=whole("offset", 0), limit=min(wanted, most),
    )  # fmt: skip


def whole_ask(user: User, layer: LayerRecord, given: Mapping[str, str], held: Store | None = None) -> Ask:
    """The question of a file, from parameters that came with any request: no pages. Raises AskError."""
    return Ask(
        filters=filters(user, layer, given), bbox=box(given), district=given.get("district") or None,
        q=given.get("q", ""), as_of=day("as_of", given), span=read_span(given.get("t", "")),
        zone=zone(user, given, held),
    )  # fmt: skip
