"""Rows of the store as GeoJSON features, written without building a tree of coordinates in Python."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import shapely

DIGITS = 6
COVERED = frozenset({"geom", "fid"})


def plain(value: Any) -> Any:
    """A value of a row as JSON has it: dates and times in ISO form, times with their Z."""
    if isinstance(value, datetime):
        return f"{value.isoformat()}Z"
    return value.isoformat() if isinstance(value, date) else value


def features(layer_id: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """JSON array of features; the id of each is its permanent id, `fid` its id in the tiles."""
    if not rows:
        return "[]"
    geoms = shapely.from_wkb([row["geom"] for row in rows])
    drawn = shapely.to_geojson(shapely.transform(geoms, lambda xy: np.round(xy, DIGITS)))
    return "[" + ",".join(_feature(layer_id, row, str(geom)) for row, geom in zip(rows, drawn, strict=True)) + "]"


def _feature(layer_id: str, row: Mapping[str, Any], geometry: str) -> str:
    public_id = f"{layer_id}.{row['object_id']}"
    values = {name: plain(value) for name, value in row.items() if name not in COVERED}
    values |= {"layer": layer_id, "fid": row["fid"], "card": f"/o/{public_id}"}
    return (
        f'{{"type":"Feature","id":{json.dumps(public_id, ensure_ascii=False)},"geometry":{geometry},'
        f'"properties":{json.dumps(values, ensure_ascii=False, allow_nan=False)}}}'
    )
