"""One contract, two sources: the same tiles from memory over a GeoPackage and from PostGIS."""

import gzip
import math
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import shapely
from sqlalchemy import func, select

from config.city import load_city
from config.policy import Sensitivity
from data.queries.items import UnknownLayerError
from data.queries.scope import RowScope, row_scope
from data.store import Store
from layers import layers_of
from tests.city_world import ENGINES
from tests.map_world import USERS
from tests.tiles.contract_world import CENTRE, CROWD, EXTRA, HEAVIES, MIXED, contract_store, mixed_rows, tiles_around
from tests.tiles.helpers import Feature, features
from tiles.mercator import Tile, tile_at, tile_numbers, to_fractions, to_metres
from tiles.rules import GRIDS, TILE_BYTES, point_budget
from tiles.service import TileService, source_of, tile_fields
from tiles.sources import TileAsk, TileSource

ADMIN = USERS["admin"]
EVERYWHERE = row_scope(ADMIN)
MEDEU = RowScope(frozenset(Sensitivity), "medeu")
ZOOMS = range(8, 17)
# Corners of areas may differ by two units. Along the outer edge of the buffer the two cut in another order (rule L4).
SLACK = 2.0
INSIDE = shapely.box(-60, -60, 4156, 4156)
LAYERS = sorted({**layers_of(load_city("almaty"), demo=True), **{layer.id: layer for layer in EXTRA}})


@dataclass(frozen=True)
class Side:
    """One engine with its source and its service."""

    store: Store
    source: TileSource
    service: TileService

    def cut(self, layer_id: str, tile: Tile, scope: RowScope = EVERYWHERE) -> bytes:
        """A tile with all fields."""
        layer = self.store.layers[layer_id]
        stamp = self.service.stamp(layer_id)
        return self.source.raw(TileAsk(layer, stamp, tile, tile_fields(ADMIN, layer), scope))


@dataclass(frozen=True)
class Pair:
    """Both engines with the same rows."""

    memory: Side
    postgis: Side

    def cut(self, layer: str, tile: Tile, scope: RowScope = EVERYWHERE) -> tuple[list[Feature], list[Feature]]:
        """Features of both, none of them in too big a tile."""
        bodies = [side.cut(layer, tile, scope) for side in (self.memory, self.postgis)]
        assert max(map(len, bodies)) <= TILE_BYTES
        one, two = map(features, bodies)
        return one, two


@pytest.fixture(scope="module")
def pair(postgis_server: str) -> Iterator[Pair]:
    """Both engines, filled in the same order."""
    with ExitStack() as stack:
        stores = [stack.enter_context(contract_store(engine, postgis_server)) for engine in ENGINES]
        one, two = (Side(store, source_of(store), TileService(store)) for store in stores)
        yield Pair(one, two)


def test_the_two_sources_are_two(pair: Pair) -> None:
    assert type(pair.memory.source) is not type(pair.postgis.source)
    assert (pair.memory.store.kind, pair.postgis.store.kind) == ("gpkg", "postgis")


def typed(feature: Feature) -> dict[str, tuple[type, Any]]:
    """Attributes with their types, because 1, 1.0 and True are equal."""
    return {name: (type(value), value) for name, value in feature.properties.items()}


def is_nan(value: object) -> bool:
    """Whether it is a number that is none."""
    return isinstance(value, float) and math.isnan(value)


def strays(one: Any, two: Any) -> bool:
    """Whether more of `one` than a needle lies beyond the slack around `two`."""
    beyond = one.intersection(INSIDE).difference(two.buffer(SLACK))
    return not (beyond.buffer(-0.5) if one.geom_type.endswith("Polygon") else beyond).is_empty


def same_place(one: Any, two: Any) -> bool:
    """Points and lines: the same; areas: within the slack of each other."""
    return bool(one == two) or (one.geom_type != "Point" and not strays(one, two) and not strays(two, one))


def differences(one: list[Feature], two: list[Feature]) -> list[object]:
    """What is not the same in two tiles: lists of ids out of order or unlike, attributes, places."""
    ids = [[f.fid for f in found] for found in (one, two)]
    if not ids[0] == ids[1] == sorted(ids[0]):
        return list(ids)
    pairs = list(zip(one, two, strict=True))
    found: list[object] = [(a.fid, a.properties, b.properties) for a, b in pairs if typed(a) != typed(b)]
    return found + [(a.fid, a.geometry, b.geometry) for a, b in pairs if not same_place(a.geometry, b.geometry)]


def tile_of_first(store: Store, layer: str) -> list[Tile]:
    """The tile of zoom 16 under the first present row of a layer, if it has one."""
    table = store.tables[layer]
    with store.read() as conn:
        wkb = conn.execute(select(table.c.geom).where(table.c.known_to.is_(None)).limit(1)).scalar()
    if wkb is None:
        return []
    place = shapely.from_wkb(wkb).centroid
    x, y = tile_numbers(place.x, place.y, 16)
    return [tile_at(16, int(x), int(y))]


@pytest.mark.parametrize("layer", LAYERS)
def test_both_sources_give_the_same_tile(pair: Pair, layer: str) -> None:
    everything = tile_at(6, 45, 23)
    tiles = [tile for z in ZOOMS for place in (CROWD, CENTRE) for tile in tiles_around(place, z, 2)]
    tiles += tile_of_first(pair.memory.store, layer)
    seen = 0
    for tile in dict.fromkeys((*tiles, everything)):
        one, two = pair.cut(layer, tile)
        assert differences(one, two) == [], tile
        seen += len(one)
    with pair.memory.store.read() as conn:
        rows = conn.execute(select(func.count()).select_from(pair.memory.store.tables[layer])).scalar_one()
    assert bool(seen) == bool(rows)


@pytest.mark.parametrize("layer", [MIXED.id, "cameras", "network_nodes", "schools", "roads"])
@pytest.mark.parametrize("z", [6, 8, 10, 12, 13, 14])
def test_the_same_rows_for_a_district(pair: Pair, layer: str, z: int) -> None:
    assert differences(*pair.cut(layer, tiles_around(CROWD, z, 1)[0], MEDEU)) == []


@pytest.fixture(scope="module")
def mixed() -> tuple[list[dict[str, Any]], np.ndarray[Any, Any]]:
    """Present rows of the mixed layer and their places."""
    rows = [row for row in mixed_rows() if row["known_to"] is None]
    return rows, shapely.get_coordinates(shapely.from_wkb([row["geom"] for row in rows]))


@pytest.mark.parametrize("z", ZOOMS)
@pytest.mark.parametrize("scope", [EVERYWHERE, MEDEU], ids=["city", "district"])
def test_the_points_of_all_cells_are_the_points_of_the_tile(
    pair: Pair, mixed: tuple[list[dict[str, Any]], np.ndarray[Any, Any]], z: int, scope: RowScope
) -> None:
    rows, place = mixed
    seen = np.array([scope.district in (None, r["district"]) or r["sensitivity"] == "public" for r in rows])
    x, y = tile_numbers(place[:, 0], place[:, 1], z)
    for tile in tiles_around(CROWD, z, 2):
        expected = int((seen & (x == tile.x) & (y == tile.y)).sum())
        for found in pair.cut(MIXED.id, tile, scope):
            thinned = len(found) < expected
            assert (sum(f.properties["n"] for f in found) if thinned else len(found)) == expected


def test_every_attribute_arrives_as_it_was(pair: Pair, mixed: tuple[list[dict[str, Any]], Any]) -> None:
    rows = {row["object_id"]: row for row in mixed[0]}
    found = pair.cut(MIXED.id, tiles_around(CROWD, 16, 1)[0])[1]
    with pair.postgis.store.read() as conn:
        table = pair.postgis.store.tables[MIXED.id]
        ids = {row.fid: row.object_id for row in conn.execute(table.select())}
    assert len(found) > 50
    for feature in found:
        row = rows[ids[feature.fid]]
        given = {name: row[name] for name in tile_fields(ADMIN, MIXED)}
        wanted = {name: value for name, value in given.items() if value is not None and not is_nan(value)}
        wanted |= {name: wanted[name].isoformat() for name in ("day",) if name in wanted}
        wanted |= {name: f"{wanted[name].isoformat()}.000Z" for name in ("moment",) if name in wanted}
        assert feature.properties == wanted


def test_long_texts_stay_under_the_limit(pair: Pair) -> None:
    for tile in (CROWD, *tiles_around(CROWD, 9, 1), *tiles_around(CROWD, 14, 4)):
        counts = [sum(f.properties.get("n", 1) for f in found) for found in pair.cut(HEAVIES.id, tile)]
        assert counts[0] == counts[1]
    assert sum(f.properties.get("n", 0) for f in pair.cut(HEAVIES.id, CROWD)[1]) == 3_000


@pytest.mark.parametrize("z", [8, 9, 10, 12, 13])
def test_a_cell_is_its_lowest_fid_on_the_finest_grid_that_fits(
    pair: Pair, mixed: tuple[list[dict[str, Any]], np.ndarray[Any, Any]], z: int
) -> None:
    rows, place = mixed
    fids = np.array([int(row["object_id"][1:]) + 1 for row in rows])
    tile, budget = tiles_around(CROWD, z, 1)[0], point_budget(len(tile_fields(ADMIN, MIXED)))
    units = np.column_stack(to_fractions(*to_metres(place[:, 0], place[:, 1]))) * 2**z
    here = (np.floor(units) == tile[1:]).all(axis=1)
    for grid in GRIDS:
        cells: dict[tuple[int, ...], list[int]] = {}
        for cell, fid in zip(np.floor(units[here] * grid).astype(int).tolist(), fids[here].tolist(), strict=True):
            cells.setdefault(tuple(cell), []).append(fid)
        if len(cells) <= budget:
            break
    expected = {min(members): len(members) for members in cells.values()}
    for found in pair.cut(MIXED.id, tile):
        assert {f.fid: f.properties["n"] for f in found} == expected


@pytest.mark.parametrize("layer", LAYERS)
def test_an_empty_place_is_zero_bytes(pair: Pair, layer: str) -> None:
    for tile in (tile_at(10, 0, 0), tile_at(14, 1, 1)):
        assert pair.memory.cut(layer, tile) == pair.postgis.cut(layer, tile) == b""


@pytest.mark.parametrize("role", sorted(USERS))
@pytest.mark.parametrize("layer", ["cameras", "network_nodes", "schools", MIXED.id])
def test_R026_the_service_shows_the_same_to_everybody(pair: Pair, layer: str, role: str) -> None:
    one, two = (shown(side, layer, role) for side in (pair.memory, pair.postgis))
    assert one == two


def shown(side: Side, layer: str, role: str) -> tuple[bool, list[Any]] | None:
    """Whether everybody gets the tile, and its features; None when there is no such layer for the role."""
    try:
        tile = side.service.tile(layer, tiles_around(CROWD, 12, 1)[0], USERS[role])
    except UnknownLayerError:
        return None
    found = features(gzip.decompress(tile.body)) if tile.body else []
    return tile.shared, [(f.fid, f.geometry, typed(f)) for f in found]
