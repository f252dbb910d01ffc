"""Layers with everything that tiles may trip over, for the comparison of the two sources."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import numpy as np
import shapely

from config.city import City, load_city
from config.policy import Sensitivity
from config.records import FieldRecord, GeometryKind, LayerRecord, StyleRecord
from data.store import Store, make_engine
from layers import layers_of
from tests import city_world, shared
from tests.map_world import row
from tests.tiles.helpers import to_lon_lat
from tiles.mercator import Tile, bounds_m, tile_at, to_degrees

POINTS = 30_000
HEAVY = 3_000
CROWD = tile_at(13, 5844, 3009)
CENTRE = tile_at(12, 2922, 1504)
WORDS = ("", "қала", "Ә ғ қ ң ө ұ ү һ і", "a" * 300, "emoji 🚌", "quote \" ' \\ %s", "0", None)
NUMBERS = (None, 0, -1, 7, 2**31, -(2**40), 2**53 + 1, 2**63 - 1, -(2**63))
SHARES = (None, 0.0, -1.5, 0.1, 1e300, 3.0, float("nan"))
DAYS = (None, date(1887, 6, 8), date(2025, 1, 31))
TIMES = (None, datetime.fromisoformat("2025-01-31T23:59:59"))
LEVELS = (Sensitivity.PUBLIC, Sensitivity.PUBLIC, Sensitivity.OFFICIAL, Sensitivity.RESTRICTED)
DISTRICTS = ("almaly", "medeu", "auezov", "outside")


def _field(name: str, kind: Any, sensitivity: Sensitivity = Sensitivity.PUBLIC) -> FieldRecord:
    return FieldRecord(name=name, type=kind, in_tile=True, sensitivity=sensitivity)


def _layer(name: str, geometry: GeometryKind, *fields: FieldRecord, style: StyleRecord | None = None) -> LayerRecord:
    return LayerRecord(
        id=name, module="infrastructure", topic="transport", geometry=geometry, kinds=("a", "b", "c"), fields=fields,
        style=style or StyleRecord(color="cat-1"), filters=("kind",),
    )  # fmt: skip


MIXED = _layer(
    "mixed", "point", _field("word", "text"), _field("number", "int"), _field("share", "num"), _field("flag", "bool"),
    _field("day", "date"), _field("moment", "time"), _field("n", "int"), _field("tile", "int"),
    _field("wear", "num", Sensitivity.OFFICIAL),
    style=StyleRecord(color="cat-1", label=True),
)  # fmt: skip
HEAVIES = _layer("heavies", "point", _field("essay", "text"))
TANGLES = _layer("tangles", "polygon", _field("word", "text"), _field("flag", "bool"))
STROKES = _layer(
    "strokes", "line", _field("word", "text"), style=StyleRecord(color="cat-1", by="kind", min_zoom={"b": 11, "c": 14})
)
EXTRA = (MIXED, HEAVIES, TANGLES, STROKES)


def _places() -> np.ndarray[Any, Any]:
    """Points spread over the city, a crowd in one tile, a heap on one spot, and some exactly on edges of tiles."""
    random = np.random.default_rng(3)
    west, south, east, north = load_city("almaty").bounds
    spread = random.uniform((west, south), (east, north), (POINTS // 2, 2))
    crowd = random.uniform((50, 50), (4000, 4000), (POINTS // 2 - 400, 2))
    heap = np.tile((2000.4, 2000.6), (200, 1))
    edge, _ = to_degrees(bounds_m(CROWD)[0], 0.0)
    on_edge = np.column_stack((np.full(200, float(edge)), random.uniform(south, north, 200)))
    near = shapely.get_coordinates(to_lon_lat(shapely.points(np.concatenate((crowd, heap))), CROWD))
    return np.concatenate((spread, near, on_edge))


def _pick(options: Any, i: int, step: int) -> Any:
    return options[(i * step + i // 11) % len(options)]


def mixed_rows() -> Iterator[dict[str, Any]]:
    """Points with every type of attribute, present or not, of every level of sensitivity; each tenth is closed."""
    for i, (lon, lat) in enumerate(_places().tolist()):
        yield row(
            f"m{i}", lon, lat, kind="abc"[i % 3], word=_pick(WORDS, i, 3), number=_pick(NUMBERS, i, 5),
            share=_pick(SHARES, i, 2), flag=_pick((None, True, False), i, 1), day=_pick(DAYS, i, 1),
            moment=_pick(TIMES, i, 1), n=i, tile=-i, wear=_pick(SHARES[:4], i, 1), district=_pick(DISTRICTS, i, 1),
            name_kk=_pick(WORDS, i, 7), sensitivity=_pick(LEVELS, i, 1).value,
            known_to=datetime.fromisoformat("2025-02-01T00:00:00") if i % 10 == 9 else None,
        )  # fmt: skip


def heavy_rows() -> Iterator[dict[str, Any]]:
    """Points of which only a few fit into a tile: each has a long text of its own."""
    random = np.random.default_rng(4)
    places = shapely.get_coordinates(to_lon_lat(shapely.points(random.uniform(5, 4090, (HEAVY, 2))), CROWD))
    for i, (lon, lat) in enumerate(places.tolist()):
        yield row(f"h{i}", lon, lat, kind="a", essay=f"{i} " + "ұзақ мәтін " * 20)


def _ring(x: float, y: float, radius: float, corners: int, wobble: float, seed: int) -> list[tuple[float, float]]:
    random = np.random.default_rng(seed)
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    reach = radius * (1 - wobble * random.random(corners))
    return list(zip((x + reach * np.cos(turn)).tolist(), (y + reach * np.sin(turn)).tolist(), strict=True))


def _stars() -> list[Any]:
    """Areas with holes, an island in a hole, several parts, and corners far apart on both sides of tile edges."""
    holed = shapely.Polygon(_ring(2000, 2000, 1500, 400, 0.2, 1), [_ring(1800, 2000, 500, 80, 0.3, 2)])
    island = shapely.Polygon(_ring(1800, 2000, 200, 60, 0.3, 3))
    many = [
        shapely.Polygon(_ring(300 * i, 3800, 120, 40, 0.5, i), [_ring(300 * i, 3800, 40, 9, 0, 9)]) for i in range(14)
    ]
    across = shapely.Polygon(_ring(4096, 4096, 3000, 900, 0.4, 5), [_ring(4096, 4096, 600, 30, 0.1, 6)])
    return [holed.union(island), shapely.MultiPolygon(many), across]


def tangles() -> list[Any]:
    """Areas in units of the tile CENTRE: stars, slivers, specks, a comb, the whole tile, all around it, at its edge."""
    slivers = [
        shapely.Polygon([(0, y), (4096, y + 0.4), (8192, y), (4096, y + 1.2)]) for y in range(100, 300, 40)
    ]  # fmt: skip
    specks = [shapely.box(x, 900, x + side, 900 + side) for side, x in ((0.3, 10), (0.9, 400), (1.1, 800), (3, 1200))]
    teeth = [shapely.box(x, 0, x + 25, 5000) for x in range(-3000, 6000, 500)]
    comb = shapely.union_all([shapely.box(-3000, 0, 6000, 30), *teeth])
    whole = shapely.box(-20_000, -20_000, 24_000, 24_000)
    around = whole.difference(shapely.box(-100, -100, 4196, 4196))
    edge = [shapely.box(*corners) for corners in ((4093, 10, 4099, 60), (4126, 100, 4186, 160), (-64, -64, -10, -10))]
    parts = [*_stars(), *slivers, *specks, comb, whole, around, *edge]
    return [shapely.MultiPolygon([p]) if p.geom_type == "Polygon" else p for p in parts]


def strokes() -> list[Any]:
    """Lines in units of the tile CENTRE: winding, there and back, in several parts, closed, tiny, across tiles."""
    random = np.random.default_rng(8)
    walk = np.cumsum(random.normal(0, 12, (3000, 2)), axis=0) + 2000
    zigzag = [(60.0 * i - 2000, 1000 + 300 * (i % 2)) for i in range(160)]
    short = [[(100 + 50 * i, 50), (100 + 50 * i + size, 50.2)] for i, size in enumerate((0.2, 0.8, 1.2, 7, 9))]
    back = [(500, 500), (900, 700), (1800, 900), (900, 700)]
    far = [(-9000, -7000), (12_000, 11_000)]
    several = shapely.MultiLineString([[(0, y), (4500, y + 40)] for y in range(0, 4000, 370)])
    lines: list[Any] = [walk, zigzag, *short, back, _ring(3000, 1000, 700, 200, 0.1, 11), far]
    return [*(shapely.MultiLineString([line]) for line in lines), several]


def shape_rows(layer: LayerRecord, shapes: list[Any], size: str) -> Iterator[dict[str, Any]]:
    """Rows of lines or areas given in units of the tile CENTRE."""
    for i, shape in enumerate(to_lon_lat(np.array(shapes, dtype=object), CENTRE)):
        extra = {"flag": _pick((None, True, False), i, 1)} if layer is TANGLES else {}
        yield row(
            f"s{i}", 0, 0, geom=shapely.to_wkb(shape), kind="abc"[i % 3], word=_pick(WORDS, i, 1),
            district=_pick(DISTRICTS, i, 1), **{size: 1.0}, **extra,
        )  # fmt: skip


def _put(store: Store, layer: LayerRecord, rows: Iterator[dict[str, Any]]) -> None:
    with store.write() as conn:
        conn.execute(store.tables[layer.id].insert(), list(rows))
        store.raise_version(conn, layer.id)


def contract_url(engine: str, server: str) -> str:
    """Address of all of Almaty with its demonstration data and the four layers of this module, one for all workers.

    It is only read: who reads it need not copy it.
    """
    return shared.once(f"contract-{engine}", lambda: _filled(city_world.built(engine, server)))


def _filled(city: str) -> str:
    url = city_world.copy_of(city, shared.folder())
    if not url.startswith("sqlite"):
        shared.note_database(url)
    almaty = load_city("almaty")
    store = Store.open(url, almaty, _layers(almaty))
    _put(store, MIXED, mixed_rows())
    _put(store, HEAVIES, heavy_rows())
    _put(store, TANGLES, shape_rows(TANGLES, tangles(), "area_m2"))
    _put(store, STROKES, shape_rows(STROKES, strokes(), "length_m"))
    city_world.rest(store)
    return url


def _layers(city: City) -> dict[str, LayerRecord]:
    return {**layers_of(city, demo=True), **{layer.id: layer for layer in EXTRA}}


@contextmanager
def contract_store(engine: str, server: str) -> Iterator[Store]:
    """The store of this module on an engine, to be read."""
    city = load_city("almaty")
    store = Store(make_engine(contract_url(engine, server)), city, _layers(city))
    try:
        yield store
    finally:
        store.close()


def tiles_around(tile: Tile, z: int, most: int) -> list[Tile]:
    """Up to `most` tiles of a zoom in and around a tile, from its middle outwards."""
    shift = z - tile.z
    x, y = ((n << shift) + (1 << shift) // 2 if shift >= 0 else n >> -shift for n in tile[1:])
    steps = sorted(((dx, dy) for dx in range(-2, 3) for dy in range(-2, 3)), key=lambda s: (abs(s[0]) + abs(s[1]), s))
    return [tile_at(z, x + dx, y + dy) for dx, dy in steps[:most]]
