"""Answers of Overpass in JSON: nodes, ways and relations with their geometry, centre, or nodes beside them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import shapely

from config.city import City, Source
from config.limits import OVERPASS_BYTES
from config.osm import tag_table
from data.importers.batches import Batches, Make
from data.importers.osm_pbf import MARGIN_DEG
from data.importers.tags import TagReader
from data.loading.chunks import Chunk, Chunks
from data.loading.report import LoadError
from data.loading.shapes import reach

Json = Mapping[str, Any]
LETTERS = {"node": "n", "way": "w", "relation": "r"}


class _NoShapeError(ValueError):
    """An element has no usable shape; the argument is the reason's key."""


def read_overpass(city: City, source: Source, path: Path) -> Chunks:
    """Rows of the layers that the source feeds; LoadError when the file is no answer of Overpass or a cut one.

    Takes `out geom`, `out center` (points only) and ways with their nodes in the same answer. Object ids and date
    are those of a file of OpenStreetMap.
    """
    answer = _answer(path)
    batches = Batches(reach(city.bounds, MARGIN_DEG))
    batches.data_date = _date(answer)
    reader = TagReader(tag_table(), [load.layer for load in source.loads])
    yield from _rows(answer["elements"], reader, batches)


def _answer(path: Path) -> Json:
    if path.stat().st_size > OVERPASS_BYTES:
        raise LoadError("bytes_limit", limit=OVERPASS_BYTES // 1_000_000)
    try:
        answer = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise LoadError("unreadable", cause="Overpass JSON") from error
    if not isinstance(answer, dict) or not isinstance(answer.get("elements"), list):
        raise LoadError("unreadable", cause="Overpass JSON")
    if answer.get("remark"):
        # Overpass says so when it ran out of time or memory: what follows is a part of the truth only.
        raise LoadError("overpass_remark", remark=str(answer["remark"])[:200])
    return answer


def _date(answer: Json) -> date | None:
    head = answer.get("osm3s")
    text = head.get("timestamp_osm_base") if isinstance(head, dict) else None
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC).date() if text else None
    except ValueError:
        return None


def _rows(elements: Sequence[Any], reader: TagReader, batches: Batches) -> Iterator[Chunk]:
    found = [element for element in elements if isinstance(element, dict)]
    places = {
        element["id"]: (element["lon"], element["lat"])
        for element in found if element.get("type") == "node" and {"id", "lon", "lat"} <= element.keys()
    }  # fmt: skip
    done: set[str] = set()
    for element in found:
        tags, letter, number = element.get("tags"), LETTERS.get(str(element.get("type"))), element.get("id")
        ident = f"{letter}{number}"
        if not isinstance(tags, dict) or letter is None or not isinstance(number, int) or ident in done:
            continue
        done.add(ident)
        _take(element, ident, {str(k): str(v) for k, v in tags.items()}, places, (reader, batches))
        yield from batches.ready()
    yield from batches.rest()


def _take(
    element: Json, ident: str, tags: dict[str, str], places: Mapping[Any, Any], made: tuple[TagReader, Batches]
) -> None:
    reader, batches = made
    for layer, kind in sorted(reader.layers_of(tags).items()):
        try:
            shape = _shape(element, reader.table.layers[layer].geometry, places)
        except _NoShapeError as fault:
            batches.refuse(layer, ident, str(fault))
        except (KeyError, TypeError, ValueError, shapely.errors.ShapelyError):
            batches.refuse(layer, ident, "osm_shape")
        else:
            if shape is not None:
                batches.add(layer, reader.values(layer, kind, tags, ident), *shape)


def _shape(element: Json, geometry: str, places: Mapping[Any, Any]) -> tuple[shapely.Geometry, Make] | None:
    """Shape of an element and what to make of it; None when it has no place in such a layer. Raises _NoShapeError."""
    kind = element["type"]
    if kind == "node":
        return (shapely.Point(element["lon"], element["lat"]), "same") if geometry == "point" else None
    if kind == "relation" and geometry == "line":
        return None
    whole = _line(element, places) if kind == "way" else _area(element)
    if whole is None:
        if geometry == "point" and "center" in element:
            return shapely.Point(element["center"]["lon"], element["center"]["lat"]), "same"
        raise _NoShapeError("osm_node_missing")
    if geometry == "line":
        return whole, "same"
    if kind == "relation" or bool(shapely.is_closed(whole)):
        return whole, "area" if geometry == "polygon" else "inner"
    return (whole, "middle") if geometry == "point" else None


def _line(way: Json, places: Mapping[Any, Any]) -> shapely.LineString | None:
    """The line of a way; None when the answer does not have all its nodes."""
    if "geometry" in way:
        pairs: list[Any] = [(at["lon"], at["lat"]) if at else None for at in way["geometry"]]
    else:
        pairs = [places.get(number) for number in way.get("nodes", ())]
    return shapely.LineString(pairs) if len(pairs) > 1 and None not in pairs else None


def _area(relation: Json) -> shapely.Geometry | None:
    """The area of a multipolygon; None when a part has no geometry. Raises _NoShapeError when it does not close."""
    if relation.get("tags", {}).get("type") not in ("multipolygon", "boundary"):
        raise _NoShapeError("osm_area")
    rings: dict[str, list[shapely.Geometry]] = {"outer": [], "inner": []}
    for member in relation.get("members", ()):
        if member.get("type") != "way":
            continue
        line = _line(member, {})
        if line is None:
            return None
        rings["inner" if member.get("role") == "inner" else "outer"].append(line)
    if not rings["outer"]:
        return None
    outer, inner = (shapely.union_all(_rings(rings[role])) for role in ("outer", "inner"))
    area = outer if inner.is_empty else shapely.difference(outer, inner)
    if area.is_empty:
        raise _NoShapeError("osm_area")
    return area


def _rings(lines: list[shapely.Geometry]) -> list[shapely.Geometry]:
    """Areas that the lines close; lines that close none are a fault."""
    areas, _, dangles, _ = shapely.polygonize_full(lines)
    if not dangles.is_empty:
        raise _NoShapeError("osm_area")
    return list(areas.geoms)
