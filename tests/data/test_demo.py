"""The demonstration city: marked, the same every time, held to real totals and real places."""

from collections import Counter
from pathlib import Path

import pytest
import shapely

from data.demo.common import shares
from data.loading.pipeline import import_source
from data.store import Store
from tests.city_world import copied, made, opened, present
from tests.indicator_world import csv_rows

MADE = ("cameras", "appeals", "buildings", "access_objects", "barriers", "social_objects")
MADE_UP = {"demo_city": 1_810, "demo_appeals": 20_000, "demo_buildings": 3_000, "demo_inclusion": 7_266}


def test_R014_every_demo_row_is_marked_in_three_languages(almaty: Store) -> None:
    rows = present(almaty, "cameras")
    assert len(rows) == 1_810
    for row in rows:
        assert (row.origin, row.source) == ("synthetic", "demo_city")
        assert "(демо)" in row.name_ru
        assert "(демо)" in row.name_kk
        assert "(demo)" in row.name_en
    assert len({row.name_ru for row in rows}) == 1_810


def test_there_are_as_many_cameras_as_the_plan_counts(almaty: Store) -> None:
    fact = next(row for row in csv_rows("plan2025/facts.csv") if row["id"] == "f-177")
    assert fact["metric_en"] == "Outdoor cameras in schools"
    assert len(present(almaty, "cameras", "fid")) == int(fact["value"])


def test_cameras_stand_at_schools_and_districts_have_them_as_they_have_schools(almaty: Store) -> None:
    schools = [row for row in present(almaty, "schools") if row.district != "outside"]
    places = shapely.STRtree(shapely.from_wkb([row.geom for row in schools]))
    cameras = present(almaty, "cameras")
    points = shapely.from_wkb([row.geom for row in cameras])
    _, far = places.query_nearest(points, return_distance=True, all_matches=False)
    assert far.max() < 60 / 78_000
    assert {row.kind for row in cameras} == {"school_yard"}
    have, want = Counter(row.district for row in cameras), Counter(row.district for row in schools)
    assert set(have) == set(want)
    for district, number in want.items():
        assert have[district] == pytest.approx(1_810 * number / len(schools), rel=0.1)


def test_states_are_plausible_and_agree_with_the_flag(almaty: Store) -> None:
    cameras = present(almaty, "cameras")
    states = Counter(row.state for row in cameras)
    assert set(states) == {"working", "broken", "repair"}
    assert 0.9 < states["working"] / len(cameras) < 0.97
    assert all(row.working == (row.state == "working") for row in cameras)
    assert all(0 <= row.azimuth_deg < 360 and 20 <= row.range_m <= 60 for row in cameras)


def test_the_same_city_gives_the_same_rows_byte_for_byte(almaty_gpkg: str, almaty_postgis: str, tmp_path: Path) -> None:
    found = []
    for url in (almaty_gpkg, almaty_postgis):
        with copied(url, tmp_path) as copy, opened(copy) as store:
            found.append({source_id: made(store, source_id) for source_id in MADE_UP})
            rows = [present(store, layer, "object_id", "row_hash") for layer in MADE]
            found[-1]["stored"] = [tuple(row) for layer in rows for row in layer]
    for source_id, total in MADE_UP.items():
        assert sum(len(shapes) for _, _, shapes in found[0][source_id]) == total
        assert found[0][source_id] == found[1][source_id], source_id
    assert found[0]["stored"] == found[1]["stored"]


def test_without_real_schools_there_is_no_demo_city(store: Store) -> None:
    report = import_source(store, "demo_city", None)
    assert (report.status, "load.demo_needs" in report.message) == ("refused", True)


def test_shares_add_up() -> None:
    assert shares(10, [1, 1, 1]) == [4, 3, 3]
    assert shares(7, [0, 1]) == [0, 7]
    assert sum(shares(1_810, [0.1 * no for no in range(1, 300)])) == 1_810
