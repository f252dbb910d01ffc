"""Rows of the store as GeoJSON (RFC 7946), written without building a tree of coordinates in Python."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from reports.exports.model import PLACE_DIGITS, Cargo, Rows, plain

COVERED = frozenset({"geom", "fid"})


def features(layer_id: str, rows: Rows) -> str:
    """JSON array of features; the id of each is its permanent id, `fid` its id in the tiles."""
    return f"[{','.join(feature_list(layer_id, rows))}]"


def feature_list(layer_id: str, rows: Rows, *, turn: bool = False) -> list[str]:
    """Features as texts; `turn` makes outer rings run against the clock, as RFC 7946 wants it."""
    if not rows:
        return []
    geoms = shapely.transform(shapely.from_wkb([row["geom"] for row in rows]), lambda xy: np.round(xy, PLACE_DIGITS))
    drawn = shapely.to_geojson(shapely.orient_polygons(geoms) if turn else geoms)
    return [_feature(layer_id, row, str(geom)) for row, geom in zip(rows, drawn, strict=True)]


def _feature(layer_id: str, row: Mapping[str, Any], geometry: str) -> str:
    public_id = f"{layer_id}.{row['object_id']}"
    values = {name: plain(value) for name, value in row.items() if name not in COVERED}
    values |= {"layer": layer_id, "fid": row["fid"], "card": f"/o/{public_id}"}
    return (
        f'{{"type":"Feature","id":{json.dumps(public_id, ensure_ascii=False)},"geometry":{geometry},'
        f'"properties":{json.dumps(values, ensure_ascii=False, allow_nan=False)}}}'
    )


def write_geojson(cargo: Cargo, path: Path) -> None:
    """A FeatureCollection with the members `attribution` and `metadata`; codes stay codes."""
    head = {
        "type": "FeatureCollection", "name": cargo.layer, "attribution": cargo.facts.machine["attribution"],
        "metadata": {**cargo.facts.machine, "about": dict(cargo.facts.lines)},
    }  # fmt: skip
    done = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head, ensure_ascii=False, default=plain)[:-1] + ',"features":[')
        for rows in cargo.portions:
            file.write((",\n" if done else "\n") + ",\n".join(feature_list(cargo.layer, rows, turn=True)))
            done += len(rows)
            cargo.tick(done)
        file.write("\n]}\n")
