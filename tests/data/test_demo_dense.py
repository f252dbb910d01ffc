"""Appeals and buildings of the demonstration city: held to the printed totals and to the real streets and districts."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from config.settings import get_settings
from data.cells import cells_of
from data.demo import demo_chunks
from data.demo.appeals import SERVICES
from data.demo.netplan import PLANS
from data.demo.register import full_total, register
from data.loading.pipeline import import_source
from data.store import Store
from tests.city_world import opened, present
from tests.indicator_world import csv_rows

TOTAL = 1_457_530
LEADING = {
    "Education": "education", "Reference information": "reference", "Transport infrastructure": "transport",
    "Improvement and greening": "greening", "Housing and utilities infrastructure": "utilities",
}  # fmt: skip
LAST_PRINTED = date(2023, 4, 30)


def printed(kind: str) -> list[dict[str, str]]:
    return [row for row in csv_rows("cra/appeals.csv") if row["record_type"] == kind]


def made(store: Store, source_id: str, scale: Any) -> Iterator[Any]:
    source = store.city.source(source_id)
    assert source is not None
    with store.read() as conn:
        yield from demo_chunks(conn, store, source, scale)


@pytest.fixture(scope="module")
def built(almaty_gpkg: str) -> Iterator[Store]:
    """The city on a GeoPackage, only read."""
    with opened(almaty_gpkg) as store:
        yield store


def test_R003_the_full_register_has_the_printed_totals(built: Store) -> None:
    assert full_total(built) == TOTAL == int(printed("total")[0]["value"])
    days: Counter[tuple[int, int]] = Counter()
    topics: Counter[str] = Counter()
    first, last, size = date.max, date.min, 0
    for chunk in made(built, "demo_appeals", "full"):
        received, kinds = chunk.columns["valid_from"], chunk.columns["kind"]
        assert received == sorted(received)
        assert received[0] >= last or size == 0
        assert size + chunk.size <= TOTAL
        assert chunk.size <= 50_000
        size += chunk.size
        days.update((day.year, day.month) for day in received)
        topics.update(kind for day, kind in zip(received, kinds, strict=True) if day <= LAST_PRINTED)
        first, last = min(first, received[0]), max(last, received[-1])
    assert size == TOTAL
    for row in printed("appeals_by_period"):
        start, end = map(int, row["months"].split("-"))
        assert sum(days[int(row["year"]), month] for month in range(start, end + 1)) == int(row["value"])
    assert {LEADING[row["metric_en"]]: int(row["value"]) for row in printed("category_count")} == {
        topic: topics[topic] for topic in LEADING.values()
    }
    assert date(2017, 9, 1) <= first < last <= date(2024, 12, 31)


def test_a_small_register_is_the_same_in_small(built: Store) -> None:
    small = register(built, 20_000)
    whole = register(built, TOTAL)
    assert sum(period.count for period in small.periods) == 20_000
    for part, all_of_it in zip(small.periods, whole.periods, strict=True):
        assert part.count == pytest.approx(all_of_it.count * 20_000 / TOTAL, abs=1)
    for topic, count in whole.printed.items():
        assert small.printed[topic] == pytest.approx(count * 20_000 / TOTAL, abs=2)


def test_appeals_are_marked_and_lie_in_districts_as_people_do(almaty: Store) -> None:
    rows = present(almaty, "appeals")
    assert len(rows) == 20_000
    assert {(row.origin, row.source) for row in rows} == {("synthetic", "demo_appeals")}
    assert all("(демо)" in row.name_ru and "(демо)" in row.name_kk and "(demo)" in row.name_en for row in rows)
    people = {row.district: row.population for row in present(almaty, "districts")}
    have = Counter(row.district for row in rows)
    for district, number in people.items():
        assert have[district] == pytest.approx(20_000 * number / sum(people.values()), abs=2)
    xy = shapely.get_coordinates(shapely.from_wkb([row.geom for row in rows]))
    assert [row.cell for row in rows] == cells_of(xy[:, 0], xy[:, 1]).tolist()


def test_appeals_lie_near_streets(built: Store) -> None:
    streets = shapely.STRtree(metres([row.geom for row in present(built, "roads", "geom")]))
    appeals = metres([row.geom for row in present(built, "appeals", "geom")])
    _, far = streets.query_nearest(appeals, return_distance=True, all_matches=False)
    assert np.quantile(far, 0.99) < 50
    assert np.median(far) < 30


def test_appeals_follow_the_week_the_day_and_their_state(built: Store) -> None:
    rows = present(built, "appeals", "valid_from", "valid_to", "hour", "state", "channel")
    week = Counter(row.valid_from.weekday() for row in rows)
    assert week[0] > week[4] > week[6]
    assert sum(9 <= row.hour <= 18 for row in rows) > 0.55 * len(rows)
    assert all((row.valid_to is None) == (row.state == "in_work") for row in rows)
    assert all(row.valid_to == row.valid_from for row in rows if row.state == "answered")
    assert all(row.valid_to is None or row.valid_from <= row.valid_to <= date(2024, 12, 31) for row in rows)
    channels = Counter(row.channel for row in rows)
    assert (channels["call_centre"] + channels["social_network"]) / len(rows) > 0.91
    assert sum(row.state == "answered" for row in rows) / len(rows) == pytest.approx(0.57, abs=0.02)


def test_buildings_are_plausible_marked_and_not_on_each_other(built: Store) -> None:
    rows = present(built, "buildings")
    assert len(rows) == 3_000
    assert all("(демо)" in row.name_ru and row.origin == "synthetic" for row in rows)
    assert all(1 <= row.floors <= 18 and 1930 <= row.year_built <= 2024 for row in rows)
    assert all(row.valid_from == date(row.year_built, 1, 1) for row in rows)
    assert all(60 < row.area_m2 < 2_000 for row in rows)
    assert max(row.floors for row in rows if row.kind == "house") <= 3
    shapes = metres([row.geom for row in rows])
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    common = shapely.area(shapely.intersection(shapes[first[first < second]], shapes[second[first < second]]))
    assert common.max(initial=0.0) < 1.0
    streets = [row.geom for row in present(built, "roads", "geom", "kind") if row.kind in ("residential", "primary")]
    assert not len(shapely.STRtree(shapes).query(metres(streets), predicate="intersects")[1])


def test_every_district_has_buildings_by_its_people(built: Store) -> None:
    people = {row.district: row.population for row in present(built, "districts")}
    have = Counter(row.district for row in present(built, "buildings", "district"))
    for district, number in people.items():
        assert have[district] == pytest.approx(3_000 * number / sum(people.values()), abs=5)


def test_the_full_city_has_300_000_buildings(built: Store) -> None:
    sizes = [chunk.size for chunk in made(built, "demo_buildings", "full")]
    assert sum(sizes) == 300_000
    assert max(sizes) <= 20_000


def test_the_scale_is_a_setting(built: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def nothing(_conn: Any, _store: Store, _source: Any, scale: str) -> Iterator[Any]:
        asked.append(scale)
        yield from ()

    monkeypatch.setattr("data.loading.pipeline.demo_chunks", nothing)
    for scale in ("small", "full"):
        monkeypatch.setenv("SITCENTER_DEMO_SCALE", scale)
        get_settings.cache_clear()
        import_source(built, "demo_appeals", None, dry_run=True)
    monkeypatch.undo()
    get_settings.cache_clear()
    assert asked == ["small", "full"]


def metres(wkbs: list[bytes]) -> Any:
    """Geometries in the metric system of the city."""
    change = Transformer.from_crs(4326, 32643, always_xy=True)
    return shapely.transform(shapely.from_wkb(wkbs), lambda xy: np.column_stack(change.transform(*xy.T)))


def test_appeals_about_utilities_name_a_service_and_its_operator(almaty: Store) -> None:
    rows = present(almaty, "appeals")
    about = [row for row in rows if row.kind == "utilities"]
    assert {row.appeal_service for row in rows if row.kind != "utilities"} == {None}
    assert {row.appeal_service for row in about} == {*SERVICES}
    for row in about:
        assert row.body == (None if row.appeal_service == "housing" else PLANS[row.appeal_service].body)
    lit = sum(row.appeal_service == "lighting" for row in about) / len(about)
    assert lit == pytest.approx(SERVICES["lighting"], abs=0.03)
