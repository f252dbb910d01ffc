"""Times the tile core in memory: `python -m tests.perf.bench_encode [roads.gpkg]` prints a table of milliseconds."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyogrio

from tiles.memory import encode_tile
from tiles.mercator import Floats, Tile, tile_at, tile_numbers, to_degrees
from tiles.rules import LayerRules
from tiles.snapshot import Snapshot
from tiles.values import Column

ALMATY = (76.65, 43.02, 77.15, 43.42)
ROADS = Path(__file__).parents[2] / "data" / "seed" / "geo" / "almaty_roads.gpkg"
ZOOMS = (10, 12, 14, 16)
TILES = 60
FIELDS = ("kind", "val", "year", "district")
ROAD_FIELDS = ("fclass", "name", "ref", "bridge", "district_id")
ROAD_ZOOMS = {
    "motorway": 0, "trunk": 0, "primary": 0, "secondary": 9, "tertiary": 11, "residential": 12, "unclassified": 12,
    "living_street": 13, "track": 13, "service": 14, "footway": 14, "steps": 14, "path": 14,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A layer to be measured: its snapshot and where its features are, in degrees."""

    title: str
    snapshot: Snapshot
    fields: tuple[str, ...]
    lon: Floats
    lat: Floats


def clustered_points(count: int, seed: int = 7) -> tuple[Floats, dict[str, Column]]:
    """Points in the bounds of Almaty, four fifths in 60 clusters and the rest anywhere, with four attributes."""
    random = np.random.default_rng(seed)
    west, south, east, north = ALMATY
    centres = random.uniform((west, south), (east, north), (60, 2))
    place = centres[random.integers(0, 60, count)] + random.normal(0, 0.012, (count, 2))
    loose = random.random(count) < 0.2
    place[loose] = random.uniform((west, south), (east, north), (int(loose.sum()), 2))
    place = np.clip(place, (west, south), (east, north))
    kinds, districts = [f"kind_{i}" for i in range(20)], [f"district_{i}" for i in range(8)]
    columns: dict[str, Column] = {
        "kind": (random.integers(0, 20, count).astype(np.int32), kinds),
        "val": random.integers(0, 10_000, count),
        "year": random.integers(1990, 2027, count),
        "district": (random.integers(0, 8, count).astype(np.int32), districts),
    }
    return place, columns


def points_case(count: int) -> Case:
    """Generated points."""
    place, columns = clustered_points(count)
    snapshot = Snapshot.from_columns(np.arange(1, count + 1), place, columns)
    return Case(f"{count:,} points", snapshot, FIELDS, place[:, 0], place[:, 1])


def roads_case(path: Path, rules: LayerRules, title: str) -> Case:
    """The roads of the city."""
    meta, _, wkb, arrays = pyogrio.raw.read(path)
    columns = dict(zip(meta["fields"], arrays, strict=True))
    snapshot = Snapshot.from_columns(np.arange(1, len(wkb) + 1), wkb, {n: columns[n] for n in ROAD_FIELDS}, rules)
    if snapshot.shapes is None:
        raise ValueError(f"{path}: no lines")
    bounds = snapshot.shapes.bounds
    lon, lat = to_degrees((bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2)
    return Case(title, snapshot, ROAD_FIELDS, lon, lat)


def tiles_of(case: Case, z: int) -> list[Tile]:
    """Distinct tiles under randomly chosen features: where there is more, people look more."""
    chosen = np.random.default_rng(z).permutation(len(case.lon))[: 40 * TILES]
    x, y = tile_numbers(case.lon[chosen], case.lat[chosen], z)
    return [tile_at(z, a, b) for a, b in list(dict.fromkeys(zip(x.tolist(), y.tolist(), strict=True)))[:TILES]]


def measure(case: Case, z: int) -> str:
    """One row of the table; every tile is asked once, a handful of tiles in several rounds."""
    tiles = tiles_of(case, z)
    times, sizes, first = [], [0], 0.0
    for round_ in range(1 + 20 // len(tiles)):
        for tile in tiles:
            start = time.perf_counter()
            body = encode_tile(case.snapshot, "layer", tile, case.fields)
            times.append((time.perf_counter() - start) * 1000)
            sizes.append(len(body))
        first = first or (times[0] if round_ == 0 else 0.0)
    median, late = np.median(times), np.quantile(times, 0.95)
    return (
        f"{case.title:<28}{z:>5}{len(tiles):>7}{median:>10.2f}{late:>9.2f}{first:>9.2f}"
        f"{np.median(sizes[1:]) / 1000:>11.1f}{max(sizes) / 1000:>9.1f}"
    )


def table(roads: Path) -> Iterator[str]:
    """Lines of the report."""
    heads = (
        ("zoom", 5),
        ("tiles", 7),
        ("median ms", 10),
        ("p95 ms", 9),
        ("first ms", 9),
        ("median KB", 11),
        ("max KB", 9),
    )
    yield f"{'layer':<28}" + "".join(f"{head:>{width}}" for head, width in heads)
    classes = LayerRules("fclass", ROAD_ZOOMS)
    makers: tuple[Callable[[], Case], ...] = (
        lambda: points_case(100_000),
        lambda: points_case(1_000_000),
        lambda: roads_case(roads, classes, "roads, classes by zoom"),
        lambda: roads_case(roads, LayerRules(), "roads, all at every zoom"),
    )
    for make in makers:
        start = time.perf_counter()
        case = make()
        yield f"{case.title}: snapshot in {time.perf_counter() - start:.2f} s"
        for z in ZOOMS:
            yield measure(case, z)


if __name__ == "__main__":
    for line in table(Path(sys.argv[1]) if len(sys.argv) > 1 else ROADS):
        sys.stdout.write(line + "\n")
