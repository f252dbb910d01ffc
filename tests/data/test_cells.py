"""Cells of points and their parents, held to the library of the grid, in numpy and on both engines."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import shapely
from h3ronpy import change_resolution
from h3ronpy.vector import coordinates_to_cells
from numpy.typing import NDArray
from sqlalchemy import inspect, text

from config.records import FieldRecord, LayerRecord, RecordError, StyleRecord
from data.cells import RESOLUTION, cells_of, parent_sql, parents
from data.layer_tables import ensure_layer_table, layer_table
from data.store import Store
from tests.map_world import PROBE, open_store, row

LEVELS = range(RESOLUTION + 1)
DENSE = PROBE.model_copy(update={"id": "thick", "dense": True})


@pytest.fixture(params=["gpkg", "postgis"])
def store(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Store]:
    """A small city on either engine."""
    gpkg = request.param == "gpkg"
    opened = open_store(f"sqlite:///{tmp_path / 'c.gpkg'}" if gpkg else request.getfixturevalue("postgis_url"))
    yield opened
    opened.close()


def points(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points all over the world."""
    random = np.random.default_rng(11)
    return random.uniform(-180, 180, count), np.degrees(np.arcsin(random.uniform(-1, 1, count)))


def of_library(lon: NDArray[np.float64], lat: NDArray[np.float64], resolution: int) -> list[int]:
    return [int(cell) for cell in np.asarray(coordinates_to_cells(lat, lon, resolution)).tolist()]


def test_cells_are_those_of_the_library() -> None:
    lon, lat = points(20_000)
    cells = cells_of(lon, lat)
    assert cells.dtype == np.int64
    assert cells.tolist() == of_library(lon, lat, RESOLUTION)
    assert cells_of(np.array([]), np.array([])).size == 0


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_point_without_coordinates_has_no_cell(bad: float) -> None:
    with pytest.raises(ValueError, match="without coordinates"):
        cells_of(np.array([76.9, bad]), np.array([43.2, 43.2]))


@pytest.mark.parametrize("resolution", LEVELS)
def test_parents_are_those_of_the_library(resolution: int) -> None:
    cells = cells_of(*points(20_000))
    wanted = np.asarray(change_resolution(cells.astype(np.uint64), resolution)).astype(np.int64)
    assert (parents(cells, resolution) == wanted).all()
    assert (parents(parents(cells, resolution), resolution) == wanted).all()


@pytest.mark.parametrize("resolution", [-1, RESOLUTION + 1])
def test_there_are_no_parents_at_other_resolutions(resolution: int) -> None:
    with pytest.raises(ValueError, match="no parents"):
        parents(np.array([1]), resolution)
    with pytest.raises(ValueError, match="no parents"):
        parent_sql("cell", resolution)


def test_parents_in_sql_are_those_in_memory(store: Store) -> None:
    cells = cells_of(*points(3_000))
    names = ", ".join(f"{parent_sql('cell', level)} AS p{level}" for level in LEVELS)
    with store.write() as conn:
        conn.execute(text("CREATE TEMPORARY TABLE grid (no INTEGER, cell BIGINT)"))
        fill = text("INSERT INTO grid VALUES (:no, :cell)")
        conn.execute(fill, [{"no": no, "cell": cell} for no, cell in enumerate(cells.tolist())])
        found = conn.execute(text(f"SELECT {names} FROM grid ORDER BY no")).all()
        conn.execute(text("DROP TABLE grid"))
    for level in LEVELS:
        assert [line[level] for line in found] == parents(cells, level).tolist()


def test_an_older_table_gains_filled_cells(store: Store) -> None:
    loose = DENSE.model_copy(update={"dense": False})
    lon, lat = points(500)
    places = shapely.to_wkb(shapely.points(lon, lat))
    with store.write() as conn:
        table = layer_table(loose)
        ensure_layer_table(conn, loose, table)
        assert "cell" not in {column["name"] for column in inspect(conn).get_columns("thick")}
        conn.execute(
            table.insert(), [{**row(f"r{i}", 0, 0, kind="a"), "geom": bytes(at)} for i, at in enumerate(places)]
        )
    with store.write() as conn:
        ensure_layer_table(conn, DENSE, layer_table(DENSE))
        ensure_layer_table(conn, DENSE, layer_table(DENSE))
        cells = list(conn.execute(text("SELECT cell FROM thick ORDER BY fid")).scalars())
    assert cells == cells_of(lon, lat).tolist()


def test_only_dense_layers_have_cells() -> None:
    assert "cell" in layer_table(DENSE).columns
    assert "cell" not in layer_table(PROBE).columns


def test_no_field_takes_the_name_of_the_cell() -> None:
    own = DENSE.model_copy(update={"dense": False, "fields": (FieldRecord(name="cell", type="int"),), "filters": ()})
    with pytest.raises(RecordError, match="cell"):
        layer_table(own)


def test_only_points_are_dense() -> None:
    with pytest.raises(ValueError, match="only points"):
        LayerRecord(
            id="thick", module="infrastructure", topic="transport", geometry="line", dense=True,
            style=StyleRecord(color="cat-1"),
        )  # fmt: skip
