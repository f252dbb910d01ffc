"""Loads of sources whose one file feeds several layers: how its rows become rows of each, by the kind of file."""

from collections.abc import Iterable
from typing import Any

from config.osm import osm_loads
from config.records import RecordError

_NAMED = ("kind", "name_ru", "name_kk", "name_en")
_DAY = ("trips_day", "headway_min", "first_trip", "last_trip", "trips_by_hour", "service_day")
# Columns that the readers give for each of their layers.
_COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "gtfs": {
        "transit_routes": (*_NAMED, "route_no", "operator", "stops_count", *_DAY),
        "transit_stops": (*_NAMED, "stop_code", "routes_here", "wheelchair", *_DAY),
    },
    "air": {"air_stations": (*_NAMED, "pollutants")},
}
# Layers whose files bring some objects only: those they do not name stay.
_PARTS = frozenset({"air_stations"})


def _load(layer: str, columns: Iterable[str]) -> dict[str, Any]:
    return {
        "layer": layer, "key": ("object_id",), "columns": {name: name for name in columns},
        "values": {"state": "existing"}, "whole": layer not in _PARTS,
    }  # fmt: skip


def fed_loads(reader: str, layers: Iterable[str]) -> list[dict[str, Any]]:
    """Loads of the layers as a source's record would write them out. Raises RecordError for a reader without layers."""
    layers = tuple(layers)
    if reader == "osm":
        return osm_loads(layers)
    if reader in _COLUMNS and set(layers) <= _COLUMNS[reader].keys():
        return [_load(layer, _COLUMNS[reader][layer]) for layer in layers]
    raise RecordError(f"reader {reader}: it does not feed the layers {', '.join(layers)}")
