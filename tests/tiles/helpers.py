"""Reads tiles back with an independent decoder and places hand-made geometry inside a tile."""

from dataclasses import dataclass
from typing import Any

import mapbox_vector_tile
import numpy as np
import shapely
from mapbox_vector_tile.Mapbox import vector_tile_pb2
from shapely.geometry import shape

from tiles.choose import of_district
from tiles.memory import encode_tile
from tiles.mercator import EXTENT, Tile, bounds_m, tile_at, to_degrees, unit_m
from tiles.snapshot import Snapshot

CENTRE = tile_at(14, 11689, 6019)
LAYER = "things"


@dataclass(frozen=True)
class Feature:
    """A decoded feature; `geometry` is in tile units, y downwards."""

    fid: int
    geometry: Any
    properties: dict[str, Any]


def raw(body: bytes) -> Any:
    """The only layer of a tile as the protobuf library reads it."""
    message = vector_tile_pb2.tile()
    message.ParseFromString(body)
    assert len(message.layers) == 1
    return message.layers[0]


def features(body: bytes) -> list[Feature]:
    """Decoded features of a tile; an empty tile has none."""
    if not body:
        return []
    decoded = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})
    (layer,) = decoded.values()
    assert layer["extent"] == EXTENT
    return [Feature(f["id"], shape(f["geometry"]), f["properties"]) for f in layer["features"]]


def cut(snapshot: Snapshot, tile: Tile = CENTRE, fields: tuple[str, ...] = (), district: str | None = None) -> bytes:
    """The tile's bytes."""
    return encode_tile(snapshot, LAYER, tile, fields, None if district is None else of_district(snapshot, district))


def to_lon_lat(geometry: Any, tile: Tile = CENTRE) -> Any:
    """Geometry (or array of them) in tile units, y downwards, as degrees."""
    west, _, _, north = bounds_m(tile)
    unit = unit_m(tile.z)

    def move(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(to_degrees(west + xy[:, 0] * unit, north - xy[:, 1] * unit))

    return shapely.transform(geometry, move)


def units(points: list[tuple[float, float]], tile: Tile = CENTRE) -> np.ndarray:
    """Points in tile units, y downwards, as an (n x 2) array of degrees."""
    return shapely.get_coordinates(to_lon_lat(shapely.points(np.array(points, dtype=float)), tile))


def snapshot_of(*geometries: Any, tile: Tile = CENTRE, **columns: Any) -> Snapshot:
    """Snapshot of geometries in tile units with fids 1, 2, ..."""
    placed = to_lon_lat(np.array(geometries, dtype=object), tile)
    arrays = {name: np.array(values, dtype=object) for name, values in columns.items()}
    return Snapshot.from_columns(np.arange(1, len(geometries) + 1), shapely.to_wkb(placed), arrays)
