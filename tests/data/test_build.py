"""The first filling of a store: every shipped feature is there, districts add up, synthetic rows go when unwanted."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely
from sqlalchemy import inspect, text

from config.settings import ROOT
from data.build import build, needs_build, remove_synthetic
from data.store import Store
from tests.city_world import content, copied, count, opened, present

GEO = ROOT / "data" / "seed" / "geo"
CATEGORIES = {
    "schools": "school", "kindergartens": "kindergarten", "parks": "park", "supermarkets": "supermarket",
    "metro_entrances": "metro_entrance_or_station",
}  # fmt: skip
FILES = {
    "districts": "almaty_districts.geojson", "city_boundary": "almaty_city_boundary.geojson",
    "roads": "almaty_roads.gpkg", "bus_stops": "almaty_bus_stops.geojson",
    "metro_stations": "almaty_metro_stations.geojson", "power_plants": "almaty_power_plants.geojson",
    "active_faults": "almaty_active_faults.geojson", "earthquakes": "almaty_earthquakes_m55.geojson",
}  # fmt: skip


def features(name: str) -> list[dict[str, Any]]:
    """Features of a shipped GeoJSON, read without GDAL and without the program."""
    found: list[dict[str, Any]] = json.loads((GEO / name).read_text("utf-8"))["features"]
    return found


@pytest.mark.parametrize("layer", FILES)
def test_R001_every_shipped_feature_is_in_the_store(almaty: Store, layer: str) -> None:
    assert count(almaty, layer) == pyogrio.read_info(GEO / FILES[layer], force_feature_count=True)["features"] > 0


@pytest.mark.parametrize("layer", CATEGORIES)
def test_social_points_are_split_by_category(almaty: Store, layer: str) -> None:
    wanted = {f["properties"]["id"]: f for f in features("almaty_osm_social_points.geojson")}
    ids = {row.object_id for row in present(almaty, layer, "object_id")}
    assert ids == {i for i, f in wanted.items() if f["properties"]["category"] == CATEGORIES[layer]}


def test_the_figures_of_the_readme_of_the_data(almaty: Store) -> None:
    assert {layer: count(almaty, layer) for layer in ("roads", "bus_stops", "schools", "kindergartens", "parks")} == {
        "roads": 25_074, "bus_stops": 1_925, "schools": 305, "kindergartens": 233, "parks": 136,
    }  # fmt: skip
    assert sum(row.length_m for row in present(almaty, "roads", "length_m")) / 1000 == pytest.approx(5_873, abs=1)
    areas = {row.object_id: row for row in present(almaty, "districts", "object_id", "area_m2", "area_km2")}
    assert len(areas) == 8
    for row in areas.values():
        assert row.area_m2 / 1e6 == pytest.approx(row.area_km2, abs=0.01)
    assert sum(row.area_m2 for row in areas.values()) / 1e6 == pytest.approx(704.5, abs=0.1)


def test_points_lie_in_the_district_that_the_data_says(almaty: Store) -> None:
    shipped = {f["properties"]["id"]: f["properties"]["district_id"] for f in features("almaty_bus_stops.geojson")}
    found = {row.object_id: row.district for row in present(almaty, "bus_stops", "object_id", "district")}
    assert found == {stop: district or "outside" for stop, district in shipped.items()}
    assert Counter(found.values())["outside"] == 166


def test_roads_lie_in_the_district_that_the_data_says_but_for_those_on_borders(almaty: Store) -> None:
    """The data names the district of one point of a road; the store, the one with the largest share of its length.

    Wherever the two differ, the road is shown to run farther through the district that the store names.
    """
    shipped = [value or "outside" for value in _column("almaty_roads.gpkg", "district_id")]
    rows = present(almaty, "roads", "district", "geom")
    differing = [(row, said) for row, said in zip(rows, shipped, strict=True) if row.district != said]
    assert shipped.count("outside") == 195
    assert sum(row.district == "outside" for row in rows) == 92
    assert 0 < len(differing) < 0.01 * len(rows)
    outlines = {row.object_id: metric(row.geom) for row in present(almaty, "districts")}
    for row, said in differing:
        road = metric(row.geom)
        within = {code: shapely.length(shapely.intersection(road, at)) for code, at in outlines.items()}
        within["outside"] = shapely.length(road) - sum(within.values())
        assert within[row.district] == pytest.approx(max(within.values()), abs=1e-3)
        assert within[row.district] >= within[said] - 1e-3


def metric(wkb: bytes) -> shapely.Geometry:
    """Geometry in metres."""
    change = pyproj.Transformer.from_crs(4326, 32643, always_xy=True)
    return shapely.transform(shapely.from_wkb(wkb), lambda xy: np.column_stack(change.transform(xy[:, 0], xy[:, 1])))


def _column(name: str, column: str) -> list[Any]:
    meta, _, _, fields = pyogrio.raw.read(GEO / name, columns=[column], read_geometry=False)
    assert list(meta["fields"]) == [column]
    return list(fields[0])


def test_R025_districts_and_outside_add_up_to_the_total(almaty: Store) -> None:
    known = {district.id for district in almaty.city.districts} | {"outside"}
    for layer in almaty.tables:
        districts = Counter(row.district for row in present(almaty, layer, "district"))
        assert sum(districts.values()) == count(almaty, layer)
        assert set(districts) <= known or layer == "city_boundary"
    assert [row.district for row in present(almaty, "city_boundary", "district")] == ["city"]
    assert {row.object_id: row.district for row in present(almaty, "districts")} == {d: d for d in known - {"outside"}}


def test_rows_know_where_they_are_from(almaty: Store) -> None:
    row = next(r for r in present(almaty, "metro_stations") if r.object_id == "raiymbek")
    assert (row.name_ru, row.name_kk, row.name_en) == ("Райымбек батыра", "Райымбек батыр", "Raiymbek Batyr")
    assert (row.source, row.origin, row.sensitivity, row.state) == ("osm_metro", "open", "public", "existing")
    assert row.data_date.isoformat() == "2026-06-12"
    assert row.known_from == row.loaded_at
    assert row.known_to is None
    assert row.doubt == "assigned by us from line order, not from OSM tags"
    assert {r.origin for r in present(almaty, "cameras", "origin")} == {"synthetic"}


def test_earthquakes_have_the_year_of_their_date(almaty: Store) -> None:
    rows = present(almaty, "earthquakes")
    assert len(rows) == 73
    for row in rows:
        assert row.event_year == row.event_date.year
        assert row.valid_from == row.event_date
        assert row.object_id.startswith(row.event_date.isoformat())


def test_object_ids_are_unique_within_a_layer(almaty: Store) -> None:
    for layer in almaty.tables:
        ids = [row.object_id for row in present(almaty, layer, "object_id")]
        assert len(ids) == len(set(ids))
    ways = Counter(row.osm_way_id for row in present(almaty, "roads", "osm_way_id"))
    repeated = next(way for way, times in ways.items() if times > 1)
    parts = [r.object_id for r in present(almaty, "roads", "osm_way_id", "object_id") if r.osm_way_id == repeated]
    assert parts[:2] == [str(repeated), f"{repeated}-2"]


def test_both_engines_hold_the_same_rows_in_the_same_order(
    almaty_gpkg: str, almaty_postgis: str, tmp_path: Path
) -> None:
    names = ("fid", "object_id", "district", "row_hash", "name_ru", "valid_from", "geom")
    found = []
    for url in (almaty_gpkg, almaty_postgis):
        with copied(url, tmp_path) as copy, opened(copy) as store:
            found.append({layer: [tuple(r) for r in present(store, layer, *names)] for layer in store.tables})
    assert found[0] == found[1]


def test_a_built_store_needs_no_build(own_almaty: Store) -> None:
    before = content(own_almaty)
    assert not needs_build(own_almaty, demo=True)
    assert build(own_almaty, demo=True) == []
    assert content(own_almaty) == before


def synthetic_rows(store: Store) -> int:
    """Rows marked as synthetic in every table of the store that has an origin."""
    with store.read() as conn:
        inspector = inspect(conn)
        names = [n for n in inspector.get_table_names() if n != "source"]
        marked = [n for n in names if "origin" in {c["name"] for c in inspector.get_columns(n)}]
        assert {"cameras", "indicator_value"} <= set(marked)
        return sum(
            conn.execute(text(f"SELECT count(*) FROM \"{n}\" WHERE origin = 'synthetic'")).scalar_one() for n in marked
        )


def hashes(store: Store) -> dict[str, list[str]]:
    """Present made-up rows of every layer by number, as the store tells them apart."""
    found = {layer: present(store, layer, "row_hash", "origin") for layer in store.tables}
    return {layer: [row.row_hash for row in rows if row.origin == "synthetic"] for layer, rows in found.items()}


def test_R014_without_demo_no_synthetic_row_stays_and_made_again_all_are_the_same(
    almaty_url: str, tmp_path: Path
) -> None:
    with copied(almaty_url, tmp_path) as url:
        with opened(url) as store:
            made_up, before = synthetic_rows(store), hashes(store)
            assert made_up >= 25_410
            last = max(row.fid for row in present(store, "cameras", "fid"))
        with opened(url, demo=False) as store:
            assert needs_build(store, demo=False)
            build(store, demo=False)
            assert synthetic_rows(store) == 0
            assert not needs_build(store, demo=False)
            assert count(store, "schools") == 305
        with opened(url) as store:
            assert needs_build(store, demo=True)
            build(store, demo=True)
            assert synthetic_rows(store) == made_up
            assert hashes(store) == before
            # Removed rows never give their numbers away.
            assert min(row.fid for row in present(store, "cameras", "fid")) == last + 1


def test_what_is_removed_is_counted_and_nothing_is_left_to_remove(own_almaty: Store) -> None:
    made_up = synthetic_rows(own_almaty)
    assert remove_synthetic(own_almaty) == made_up > 0
    assert remove_synthetic(own_almaty) == 0
    assert {layer for layer, found in hashes(own_almaty).items() if found} == set()
    assert count(own_almaty, "schools") == 305
