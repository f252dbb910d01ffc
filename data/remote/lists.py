"""Lists of objects from elsewhere: checked to be GeoJSON in degrees, put together from their pages, made small."""

import json
import math
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

from config.remote import RemoteRecord
from data.fetching.faults import FetchError

KINDS = frozenset({"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"})
PAGES = 60
TEXT_CHARS = 500
PROPERTIES = 40
DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
Ask = Callable[[str], bytes]


def gather(record: RemoteRecord, url: str, ask: Ask) -> bytes:
    """All objects of a list as one GeoJSON file; `ask` gives the bytes at an address.

    Raises FetchError when it is no GeoJSON, not in degrees, or has more objects than the record allows.
    """
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    size = 0
    while url and url not in seen and len(seen) < PAGES:
        seen.add(url)
        body = ask(url)
        size += len(body)
        if size > record.max_bytes:
            raise FetchError("fetch.too_big", bytes=record.max_bytes)
        page = parse(body)
        found.extend(features(page))
        if len(found) > record.features:
            raise FetchError("fetch.features", limit=record.features)
        url = _next(record, page, url) if record.kind == "features" else ""
    return json.dumps({"type": "FeatureCollection", "features": found}, ensure_ascii=False).encode()


def parse(body: bytes) -> dict[str, Any]:
    """The collection in a body. Raises FetchError."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise FetchError("fetch.json") from None
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise FetchError("fetch.json")
    if not isinstance(found.get("features"), list):
        raise FetchError("fetch.json")
    return found


def features(page: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Objects of a page with a geometry that can be drawn and properties that are plain values."""
    for feature in page["features"]:
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict) or str(geometry.get("type")) not in KINDS:
            continue
        shape = _shape(geometry.get("coordinates"), DEPTH[geometry["type"]])
        if shape is None:
            continue
        yield {
            "type": "Feature", "geometry": {"type": geometry["type"], "coordinates": shape},
            "properties": plain(feature.get("properties")),
        }  # fmt: skip


def _shape(value: Any, depth: int) -> Any:
    """Coordinates as pairs of degrees; None when they are none."""
    if not isinstance(value, list) or not value:
        return None
    if depth == 0:
        return _pair(value)
    parts = [_shape(part, depth - 1) for part in value]
    return None if any(part is None for part in parts) else parts


def _pair(value: list[Any]) -> list[float] | None:
    pair = value[:2]
    if len(pair) < 2 or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in pair):
        return None
    if not all(map(math.isfinite, pair)):
        return None
    if abs(pair[0]) > 180 or abs(pair[1]) > 90:
        raise FetchError("fetch.crs")
    return [round(float(n), 7) for n in pair]


def plain(given: Any) -> dict[str, Any]:
    """Properties that are plain values, within bounds of number and length."""
    if not isinstance(given, dict):
        return {}
    found: dict[str, Any] = {}
    for name, value in list(given.items())[:PROPERTIES]:
        if isinstance(value, str):
            found[name[:80]] = value[:TEXT_CHARS]
        elif value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
            found[name[:80]] = value
    return found


def _next(record: RemoteRecord, page: dict[str, Any], url: str) -> str:
    """Address of the next page, on hosts of the record only."""
    links = page.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "next" and isinstance(link.get("href"), str):
            target = urljoin(url, link["href"])
            host = (urlsplit(target).hostname or "").lower()
            return target if host in {record.host, *(name.lower() for name in record.hosts)} else ""
    return ""
