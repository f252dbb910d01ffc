"""The embedded store is a GeoPackage as it is: other programs list, draw and index its layers."""

import sqlite3
import subprocess
from pathlib import Path

import pyogrio
import pytest
import shapely
from sqlalchemy import make_url

from config.city import load_city
from data.gpkg import register_functions
from data.layer_tables import measure_column
from data.loading.pipeline import import_source
from data.schema import core
from data.store import PRIVATE_TABLES, Store
from layers import layers_of
from tests.city_world import copied, opened, present, stop, stops_city, write_csv

TYPES = {"point": "Point", "line": "MultiLineString", "polygon": "MultiPolygon"}


# Layers that wait for their first file: no source of theirs is shipped.
CITY = load_city("almaty")
SHIPPED = {load.layer for source in CITY.sources for load in source.loads if source.seed or source.reader == "demo"}
WAITING = set(layers_of(CITY, demo=True)) - SHIPPED


@pytest.fixture(scope="module")
def path(almaty_gpkg: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the whole city that no program has open."""
    with copied(almaty_gpkg, tmp_path_factory.mktemp("file")) as url:
        return Path(str(make_url(url).database))


def test_R004_every_layer_is_listed_with_type_system_and_extent(path: Path) -> None:
    with opened(f"sqlite:///{path}") as store:
        layers = store.layers
    listed = dict(pyogrio.list_layers(path))
    for name, layer in layers.items():
        assert listed[name] == TYPES[layer.geometry]
        info = pyogrio.read_info(path, layer=name, force_total_bounds=True, force_feature_count=True)
        assert info["crs"] == "EPSG:4326"
        assert (info["features"] > 0) == (name not in WAITING)
        names = set(info["fields"])
        assert {"object_id", "district", "known_from", "known_to", "source", "origin"} <= names
        assert (measure_column(layer) or "object_id") in names


def test_R004_extents_in_the_contents_are_those_of_the_geometries(path: Path) -> None:
    with sqlite3.connect(path) as conn:
        boxes = conn.execute(
            "SELECT table_name, min_x, min_y, max_x, max_y FROM gpkg_contents WHERE data_type = 'features'"
        ).fetchall()
    conn.close()
    assert {name for name, *box in boxes if None in box} == WAITING
    for name, *box in (one for one in boxes if one[0] not in WAITING):
        shapes = shapely.from_wkb(pyogrio.raw.read(path, layer=name, columns=[])[2])
        assert box == pytest.approx(shapely.total_bounds(shapes).tolist(), abs=1e-4), name


def test_R004_ogrinfo_sees_index_and_system(path: Path) -> None:
    done = subprocess.run(
        ["ogrinfo", "-ro", "-so", "-al", str(path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert "Layer name: roads" in done.stdout
    assert "Feature Count: 25074" in done.stdout
    assert 'ID["EPSG",4326]' in done.stdout
    for word in ("ERROR", "Warning"):
        assert word not in done.stdout + done.stderr


def test_R004_the_index_finds_what_a_search_through_all_finds(path: Path) -> None:
    box = (76.94, 43.24, 76.96, 43.26)
    sql = (
        "SELECT object_id FROM roads WHERE fid IN (SELECT id FROM rtree_roads_geom"
        f" WHERE maxx >= {box[0]} AND minx <= {box[2]} AND maxy >= {box[1]} AND miny <= {box[3]})"
    )
    with sqlite3.connect(path) as conn:
        by_index = {row[0] for row in conn.execute(sql)}
    conn.close()
    wkb = pyogrio.raw.read(path, layer="roads", columns=["object_id"])
    near = shapely.intersects(shapely.envelope(shapely.from_wkb(wkb[2])), shapely.box(*box))
    assert set(wkb[3][0][near]) == by_index
    assert len(by_index) > 100


def test_the_trees_hold_every_row_after_loads_of_both_ways(tmp_path: Path) -> None:
    """Many rows are put into the tree by hand, single ones by the triggers; closed rows stay in it."""
    file = tmp_path / "city.gpkg"
    with opened(f"sqlite:///{file}", stops_city()) as store:
        for rows in ([stop(1), stop(2), stop(3)], [stop(1), stop(2, lon=76.8)]):
            import_source(store, "stops", write_csv(tmp_path / "a.csv", rows))
        with store.write() as conn:
            conn.exec_driver_sql("DELETE FROM bus_stops WHERE fid = 1")
    with sqlite3.connect(file) as plain:
        register_functions(plain)
        plain.execute("UPDATE bus_stops SET known_to = NULL WHERE fid = 2")
        tree = {row[0] for row in plain.execute("SELECT id FROM rtree_bus_stops_geom")}
        fids = {row[0] for row in plain.execute("SELECT fid FROM bus_stops")}
        triggers = {row[0] for row in plain.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    plain.close()
    assert tree == fids == {2, 3, 4}
    assert {f"rtree_bus_stops_geom_{n}" for n in ("insert", "update6", "delete")} <= triggers


def test_plain_tables_are_listed_but_not_those_of_people(path: Path) -> None:
    with sqlite3.connect(path) as conn:
        listed = {row[0] for row in conn.execute("SELECT table_name FROM gpkg_contents")}
        assert conn.execute("PRAGMA application_id").fetchone()[0] == 0x47504B47
        assert conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    conn.close()
    assert set(core.tables) - PRIVATE_TABLES <= listed
    assert listed.isdisjoint(PRIVATE_TABLES)


def test_dates_and_times_are_read_as_such_by_others(path: Path) -> None:
    info = pyogrio.read_info(path, layer="earthquakes")
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert (types["event_date"], types["known_from"]) == ("OFTDate", "OFTDateTime")
    assert (types["magnitude"], types["event_year"]) == ("OFTReal", "OFTInteger64")


def test_on_postgis_every_layer_has_its_indexes(almaty_postgis: str, tmp_path: Path) -> None:
    with copied(almaty_postgis, tmp_path) as url, opened(url) as store, store.read() as conn:
        rows = conn.exec_driver_sql("SELECT tablename, indexdef FROM pg_indexes").all()
        for name in store.tables:
            defs = [row.indexdef for row in rows if row.tablename == name]
            assert any("gist (geom)" in text for text in defs)
            for_tiles = "(curve" if store.layers[name].geometry == "point" else "gist (geom_3857)"
            assert any(for_tiles in text and "known_to IS NULL" in text for text in defs)
        systems = conn.exec_driver_sql("SELECT DISTINCT ST_SRID(geom), ST_SRID(geom_3857) FROM roads").all()
        assert [tuple(row) for row in systems] == [(4326, 3857)]


def test_both_ways_of_writing_a_geometry_give_the_same(store: Store) -> None:
    path = store.city.seed_path("geo/almaty_active_faults.geojson")
    import_source(store, "gem_faults", path)
    shipped = shapely.force_2d(shapely.from_wkb(pyogrio.raw.read(path)[2]))
    stored = shapely.from_wkb([row.geom for row in present(store, "active_faults", "geom")])
    assert [shape.geoms[0].equals_exact(line, 0) for shape, line in zip(stored, shipped, strict=True)] == [True] * 14
