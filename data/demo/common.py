"""What all parts of the generator share: columns of a demo row, names in three languages, fair shares."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from config import i18n
from data.districts import DISTRICTS
from data.layer_tables import OUTSIDE
from data.loading.chunks import Chunk, Shapes
from data.loading.report import LoadError
from data.store import Store

COLUMNS = (
    "layer", "object_id", "kind", "state", "name_ru", "name_kk", "name_en", "azimuth_deg", "range_m",
    "view_angle_deg", "working", "year_laid", "wear_pct",
)  # fmt: skip
METRES_PER_DEGREE = 111_195.0
_MARK = "\x00"
STATES = ("working", "broken", "repair")


def names(key: str, numbers: Sequence[int]) -> dict[str, list[Any]]:
    """Marked names of numbered objects in the three languages."""
    return {f"name_{lang}": [i18n.t(lang, key, no=f"{no:04d}") for no in numbers] for lang in i18n.LANGS}


def named(key: str, numbers: Sequence[int], digits: int) -> dict[str, list[Any]]:
    """As `names`, for very many objects: the sentence is looked up once a language."""
    found = {}
    for lang in i18n.LANGS:
        before, after = i18n.t(lang, key, no=_MARK).split(_MARK)
        found[f"name_{lang}"] = [f"{before}{no:0{digits}d}{after}" for no in numbers]
    return found


def population(conn: Connection, store: Store) -> dict[str, int]:
    """People by district in the order of the codes; one where no figure is known."""
    table = store.tables[DISTRICTS]
    query = select(table.c.district, table.c.population).where(table.c.known_to.is_(None))
    return dict(sorted((row.district, int(row.population or 1)) for row in conn.execute(query)))


def present(conn: Connection, store: Store, layer: str) -> list[Any]:
    """Present real rows of a layer within the city: number, id, district, geometry; LoadError when there is none."""
    table = store.tables[layer]
    query = select(table.c.object_id, table.c.kind, table.c.district, table.c.geom)
    query = query.where(table.c.known_to.is_(None), table.c.origin != "synthetic", table.c.district != OUTSIDE)
    rows = list(conn.execute(query.order_by(table.c.fid)))
    if not rows:
        raise LoadError("demo_needs", layer=layer)
    return rows


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """A total split into whole shares by weight; the largest remainders get what is left over."""
    exact = total * np.asarray(weights, dtype=float) / float(np.sum(weights))
    out = np.floor(exact).astype(int)
    rest = np.argsort(out - exact, kind="stable")[: total - int(out.sum())]
    out[rest] += 1
    return [int(v) for v in out]


def chunk(columns: dict[str, list[Any]], lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Chunk:
    """Rows as a reader would hand them on, with every demo column."""
    size = len(lon)
    full = {name: columns.get(name, [None] * size) for name in COLUMNS}
    points = shapely.points(np.round(lon, 6), np.round(lat, 6))
    return Chunk(range(size), full, 1.0, shapes=np.asarray(points, dtype=object), crs="EPSG:4326")


def stretch(columns: dict[str, list[Any]], shapes: Shapes, share: float) -> Chunk:
    """Some of the rows of a source that makes one layer only; `share` of all its rows are then made."""
    return Chunk(range(len(shapes)), columns, share, shapes=np.asarray(shapes, dtype=object), crs="EPSG:4326")
