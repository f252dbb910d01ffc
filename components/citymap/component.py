"""The Python side of the map component."""

from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component

PROPERTIES = (
    "id", "spec", "visible", "filters", "district", "time", "heat", "view", "selected", "hovered", "features_in_view",
    "className", "style",
)  # fmt: skip


class CityMap(Component):
    """A map of the city; every property may be an input, a state or an output of a callback.

    `spec` (JSON, see components/citymap/spec.py) says what can be shown: another language makes a new map, anything
    else changes the one that is there. Given by the page, and followed in the browser without a request:
    `visible` (ids of the layers that are on, base layers too; None: those the spec has on), `filters`
    (`{layer: {field: {"in": [..]} | {"min":, "max":}}}`), `district` (code or None), `time` ("" for all time, a day
    `2024-06-01` or days `2024-06-01..2024-06-30`), `heat` (ids of dense layers drawn as a surface), `view`
    (`{lon, lat, zoom}` or `{bounds: [w, s, e, n]}`), `selected` (`{layer, fid, lon, lat}` or None).
    Reported: `view` (`{lon, lat, zoom, bounds}`, when the map came to rest), `selected` (`{layer, fid, lon, lat,
    props}`, and `candidates` when several objects lay under the pointer), `hovered` (same, if `spec.hover`) and
    `features_in_view` (`{layer: number of objects in the picture}`, if `spec.count`).
    """

    _children_props: list[str] = []
    _base_nodes: list[str] = ["children"]
    _namespace = "citymap"
    _type = "CityMap"
    _prop_names: list[str] = list(PROPERTIES)
    _valid_wildcard_attributes: list[str] = []
    available_properties: list[str] = list(PROPERTIES)
    available_wildcard_properties: list[str] = []

    def __init__(self, id: str, spec: Mapping[str, Any] | None, **properties: Any) -> None:  # noqa: A002 -- Dash's own name
        """Make the element `id`, empty while the spec is None; raises TypeError for a property not in PROPERTIES."""
        super().__init__(id=id, spec=spec, **properties)  # type: ignore[no-untyped-call]  # Dash has no types here
