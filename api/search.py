"""Door of the search: objects, streets, districts, indicators and layers in one answer, grouped."""

from time import perf_counter
from typing import Any

from flask import Flask, Response, jsonify, request

from api import params
from api.errors import lang
from api.layers import user
from components.context import store
from components.map_state import MapState, address, default_visible
from config import i18n
from config.limits import SEARCH_MAX, SEARCH_QUERY_CHARS
from data.layer_tables import OUTSIDE
from data.queries.filters import AskError
from data.queries.search import Hit, search
from data.store import Store

STREET_ZOOM = 15.0


def register(server: Flask) -> None:
    """Add the door of the search."""
    server.add_url_rule("/api/search", view_func=find)


@params.guarded
def find() -> Response:
    """Answers to `q`, at most `limit`, grouped by what they are, the best group first."""
    started = perf_counter()
    words = request.args.get("q", "")
    if len(words) > SEARCH_QUERY_CHARS or "\0" in words:
        raise AskError("q", "long")
    limit = params.whole("limit", SEARCH_MAX)
    if limit < 1:
        raise AskError("limit", "small")
    held = store()
    with held.read() as conn:
        hits = search(conn, held, words, user(), min(limit, SEARCH_MAX))
    groups: dict[str, list[dict[str, Any]]] = {}
    for hit in hits:
        groups.setdefault(hit.entry.group, []).append(_result(held, hit))
    reply = jsonify({
        "q": words,
        "groups": [
            {"group": name, "title": i18n.t(lang(), f"search.group.{name}"), "results": found}
            for name, found in groups.items()
        ],
    })  # fmt: skip
    reply.headers["Server-Timing"] = f"search;dur={(perf_counter() - started) * 1000:.1f}"
    return reply


def _result(held: Store, hit: Hit) -> dict[str, Any]:
    entry = hit.entry
    lon, lat = entry.point or (None, None)
    return {
        "id": entry.id, "fid": entry.fid, "title": entry.title(lang()), "note": _note(held, hit),
        "layer": entry.layer or None,
        "district": entry.district or None, "lon": lon, "lat": lat, "bbox": entry.box, "score": round(hit.score, 1),
        "href": _address(held, hit),
    }  # fmt: skip


def _note(held: Store, hit: Hit) -> str:
    """What the thing is and where: layer and district of an object, district of a street, code of an indicator."""
    entry = hit.entry
    parts = []
    if entry.group == "object":
        parts.append(i18n.t(lang(), f"layer.{entry.layer}.title"))
    if entry.group in ("object", "street"):
        parts.append(district_name(held, entry.district))
    if entry.group == "indicator":
        parts.append(entry.id)
    return ", ".join(filter(None, parts))


def district_name(held: Store, code: str) -> str:
    """Name of a district in the reader's language; of what lies outside all of them too."""
    if code == OUTSIDE:
        return i18n.t(lang(), f"value.district.{OUTSIDE}")
    return next((d.names[lang()] for d in held.city.districts if d.id == code), "")


def _address(held: Store, hit: Hit) -> str:
    """Page of ours that shows the thing."""
    entry = hit.entry
    usual = default_visible(held, user())
    if entry.group == "layer":
        return address(MapState((*usual, *({entry.id} - set(usual)))), usual)
    if entry.group == "street" and entry.point:
        return address(MapState(usual, centre=entry.point, zoom=STREET_ZOOM), usual)
    pages = {"object": f"/o/{entry.id}", "indicator": f"/indicators/{entry.id}"}
    return pages.get(entry.group) or address(MapState(usual, district=entry.district), usual)
