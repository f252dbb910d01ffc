"""The column and the indexes that PostGIS has for tiles, made new or added to an older table."""

from collections.abc import Iterator
from time import sleep

import numpy as np
import pytest
from sqlalchemy import inspect, text

from config.records import RecordError
from data import postgis
from data.layer_tables import ensure_layer_table, layer_table
from data.store import Store
from tests.map_world import PROBE, fill, open_store
from tiles.mercator import to_fractions, to_metres
from tiles.points import curve_places

SETTLE_TRIES = 40


@pytest.fixture(scope="module")
def store(postgis_url: str) -> Iterator[Store]:
    """The small city on PostGIS."""
    opened = fill(open_store(postgis_url))
    yield opened
    opened.close()


def indexes(store: Store, table: str) -> set[str]:
    return {str(index["name"]) for index in inspect(store.engine).get_indexes(table)}


def test_a_place_on_the_curve_is_that_of_the_tiles_in_memory(store: Store) -> None:
    random = np.random.default_rng(5)
    lon, lat = random.uniform(-180, 180, 5000), random.uniform(-85, 85, 5000)
    places = text("SELECT tile_curve(a, b) FROM unnest(:lon, :lat) WITH ORDINALITY q(a, b, i) ORDER BY i")
    with store.read() as conn:
        found = conn.execute(places, {"lon": lon.tolist(), "lat": lat.tolist()}).scalars().all()
    assert found == curve_places(*to_fractions(*to_metres(lon, lat))).tolist()


@pytest.mark.parametrize(("lon", "lat", "on_map"), [
    (None, 1.0, False), (1.0, None, False), (1.0, 90.0, False), (1.0, -86.0, False), (181.0, 0.0, False),
    (float("nan"), 1.0, False), (1.0, float("inf"), False), (-180.0, 85.05, True), (180.0, -85.05, True),
])  # fmt: skip
def test_places_off_the_map_have_none(store: Store, lon: float | None, lat: float | None, on_map: bool) -> None:
    with store.read() as conn:
        found = conn.execute(text("SELECT tile_curve(:lon, :lat)"), {"lon": lon, "lat": lat}).scalar()
    assert (found is not None) == on_map
    assert found is None or 0 <= found < 1 << 60


def test_points_have_the_curve_and_shapes_have_mercator(store: Store) -> None:
    assert "ix_schools_curve" in indexes(store, "schools")
    assert "ix_roads_geom_3857" in indexes(store, "roads")
    columns = {table: {c["name"] for c in inspect(store.engine).get_columns(table)} for table in ("schools", "roads")}
    assert ("curve" in columns["schools"], "geom_3857" in columns["schools"]) == (True, False)
    assert ("curve" in columns["roads"], "geom_3857" in columns["roads"]) == (False, True)


def test_an_older_table_gets_what_it_lacks_and_keeps_its_rows(store: Store) -> None:
    with store.write() as conn:
        before = conn.execute(text("SELECT fid, curve FROM schools ORDER BY fid")).all()
        conn.execute(text("ALTER TABLE schools DROP COLUMN curve"))
    assert "ix_schools_curve" not in indexes(store, "schools")
    for _ in range(2):
        with store.write() as conn:
            ensure_layer_table(conn, store.layers["schools"], store.tables["schools"])
    with store.read() as conn:
        assert conn.execute(text("SELECT fid, curve FROM schools ORDER BY fid")).all() == before
    assert "ix_schools_curve" in indexes(store, "schools")


def test_settled_tables_answer_from_the_index(store: Store) -> None:
    visible = text("SELECT relallvisible > 0 AND reltuples > 0 FROM pg_class WHERE relname = 'schools'")
    for _ in range(SETTLE_TRIES):  # the server's own analysis of a table may look at the database at this moment
        postgis.settle(store.engine, ["schools", "no_such_table", "roads"])
        with store.read() as conn:
            if seen := conn.execute(visible).scalar_one():
                break
        sleep(0.5)
    assert seen


@pytest.mark.parametrize("name", ["curve", "geom_3857", "geom"])
def test_a_field_cannot_take_the_place_of_the_store_s_own_column(name: str) -> None:
    field = PROBE.fields[0].model_copy(update={"name": name})
    with pytest.raises(RecordError, match=name):
        layer_table(PROBE.model_copy(update={"fields": (field,)}))
