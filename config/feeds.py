"""Loads of sources whose one file feeds several layers: how its rows become rows of each, by the kind of file."""

from collections.abc import Iterable
from typing import Any

from config.osm import osm_loads
from config.records import RecordError


def fed_loads(reader: str, layers: Iterable[str]) -> list[dict[str, Any]]:
    """Loads of the layers as a source's record would write them out. Raises RecordError for a reader without layers."""
    if reader == "osm":
        return osm_loads(layers)
    raise RecordError(f"reader {reader}: it feeds no layers of its own")
