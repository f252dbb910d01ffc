"""Counts by district, kind and filters: they add up, follow rights and change with the layer."""

from datetime import date
from functools import partial
from operator import mul
from pathlib import Path

import pytest

from config import limits
from config.policy import VISITOR, User
from data.queries import cube as cube_module
from data.queries.cube import Cube, filter_cube
from data.queries.filters import Filter
from data.queries.items import Ask, UnknownLayerError, select_items
from data.queries.kept import Shelf, shelf_of
from data.queries.totals import all_totals, layer_totals
from data.store import Store
from tests.map_world import USERS, open_store, put, row


def test_R020_totals_by_district_add_up_and_count_what_lies_outside(world: Store) -> None:
    with world.read() as conn:
        totals = all_totals(conn, world, VISITOR)
    schools = totals["schools"]
    assert schools.total == sum(schools.by_district.values()) == 5
    assert schools.by_district["outside"] == 1
    assert schools.by_district["zhetysu"] == 0
    assert len(schools.by_district) == len(world.city.districts) + 1
    assert totals["roads"].by_kind == {"primary": 2, "secondary": 1, "footway": 1}
    assert (schools.data_date, schools.origins) == (date(2024, 6, 1), ("open",))


@pytest.mark.parametrize(
    ("role", "layer", "expected"),
    [
        ("visitor", "probe", 3), ("analyst", "probe", 4), ("district_staff", "probe", 4), ("admin", "probe", 5),
        ("district_staff", "cameras", 2), ("official", "cameras", 5), ("district_staff", "network_nodes", 1),
    ],
)  # fmt: skip
def test_R026_totals_count_what_the_person_may_see(world: Store, role: str, layer: str, expected: int) -> None:
    with world.read() as conn:
        totals = layer_totals(conn, world, layer, USERS[role])
        cube = filter_cube(conn, world, layer, USERS[role])
    assert totals.total == sum(totals.by_district.values()) == expected
    assert sum(r[-1] for r in cube.rows) == expected


def test_R026_no_totals_of_a_forbidden_layer(world: Store) -> None:
    with world.read() as conn:
        assert "cameras" not in all_totals(conn, world, VISITOR)
        for ask in (layer_totals, filter_cube):
            with pytest.raises(UnknownLayerError):
                ask(conn, world, "cameras", VISITOR)


def count(cube: Cube, district: str | None, filters: dict[str, Filter]) -> int:
    """What the browser does with a cube."""
    total = 0
    for row_ in cube.rows:
        fits = district in (None, row_[0])
        for at, field in enumerate(cube.fields, 1):
            asked = filters.get(field.name)
            if asked is None:
                continue
            value = row_[at]
            if asked.values is not None:
                fits = fits and value in asked.values
            else:
                edge = None if value is None else value * cube.steps[field.name]
                fits = fits and edge is not None
                fits = fits and (asked.low is None or edge > asked.low - 1e-9)
                fits = fits and (asked.high is None or edge < asked.high + 1e-9)
        total += row_[-1] if fits else 0
    return total


@pytest.mark.parametrize(
    ("layer", "district", "filters"),
    [
        ("earthquakes", None, {"magnitude": Filter(low=7.3)}),
        ("earthquakes", None, {"magnitude": Filter(low=5.5, high=7.9)}),
        ("earthquakes", "medeu", {"event_year": Filter(low=1990, high=1990)}),
        ("roads", None, {"kind": Filter(values=("primary", "footway"))}),
        ("roads", "medeu", {"kind": Filter(values=("primary",))}),
        ("roads", None, {"kind": Filter(values=())}),
        ("probe", None, {"working": Filter(values=(True,)), "kind": Filter(values=("a",))}),
    ],
)
def test_R023_count_from_the_cube_is_the_count_in_the_store(
    world: Store, layer: str, district: str | None, filters: dict[str, Filter]
) -> None:
    with world.read() as conn:
        cube = filter_cube(conn, world, layer, VISITOR)
        matched = select_items(conn, world, layer, VISITOR, Ask(filters=filters, district=district)).matched
    assert count(cube, district, filters) == matched


def test_the_cube_says_whether_values_lie_on_its_steps(world: Store) -> None:
    with world.read() as conn:
        assert filter_cube(conn, world, "earthquakes", VISITOR).whole == {"magnitude": True, "event_year": True}
        probe = filter_cube(conn, world, "probe", VISITOR)
    assert probe.whole == {"capacity_mw": False}
    assert sorted(r[2] for r in probe.rows) == [1, 2, 2]


def test_R007_the_cube_has_no_field_that_the_person_may_not_see(world: Store) -> None:
    with world.read() as conn:
        assert "wear_pct" not in {f.name for f in filter_cube(conn, world, "probe", VISITOR).fields}
        staff = filter_cube(conn, world, "probe", USERS["district_staff"])
    at = 1 + [f.name for f in staff.fields].index("wear_pct")
    assert {r[0] for r in staff.rows if r[at] is not None} == {"medeu"}


def test_a_cube_that_grows_too_big_gets_coarser_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cube_module, "CUBE_ROWS", 3)
    store = open_store(f"sqlite:///{tmp_path / 'c.gpkg'}")
    quakes = [row(f"q{i}", 76.9, 43.2, magnitude=5.5 + i / 10, event_year=1990) for i in range(30)]
    put(store, "earthquakes", quakes)
    put(store, "schools", [row(f"s{d.id}", 76.9, 43.2, district=d.id) for d in store.city.districts])
    with store.read() as conn:
        cube = filter_cube(conn, store, "earthquakes", VISITOR)
        cut = filter_cube(conn, store, "schools", VISITOR)
    store.close()
    assert (len(cube.rows) <= 3, cube.cut, sum(r[-1] for r in cube.rows)) == (True, False, 30)
    assert cube.steps["magnitude"] == pytest.approx(2.0)
    assert (cut.cut, cut.rows) == (True, [])


def test_a_cube_of_too_many_rows_still_has_the_values_of_each_filter(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cube_module, "CUBE_ROWS", 5)
    store = open_store(store_url)
    rows = [
        row(f"p{no}", 76.9, 43.2, kind="ab"[no % 2], working=None if no % 5 == 0 else no % 3 > 0,
            capacity_mw=1000.0 * no, district=store.city.districts[no % 4].id)
        for no in range(20)
    ]  # fmt: skip
    put(store, "probe", rows)
    with store.read() as conn:
        cube = filter_cube(conn, store, "probe", VISITOR)
    store.close()
    assert (cube.cut, cube.rows) == (True, [])
    # Every fifth row says nothing; of the other sixteen every third is not working: 3, 6, 9, 12, 18.
    assert {name: cube.counts(name) for name in cube.values if name == "working"} == {"working": {True: 11, False: 5}}
    assert set(cube.values) == {one.name for one in cube.fields}
    assert sum(cube.counts("capacity_mw").values()) == 20


def test_totals_follow_a_publish(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'c.gpkg'}")
    put(store, "schools", [row("a", 76.9, 43.2)])
    with store.read() as conn:
        assert layer_totals(conn, store, "schools", VISITOR).total == 1
    put(store, "schools", [row("b", 76.9, 43.2)])
    with store.read() as conn:
        assert layer_totals(conn, store, "schools", VISITOR).total == 2
    store.close()


def test_what_is_kept_is_bounded_and_not_by_person(world: Store) -> None:
    shelf = Shelf(2)
    assert [shelf.get(key, partial(mul, key, 2)) for key in (1, 2, 3, 3)] == [2, 4, 6, 6]
    assert len(shelf) == 2
    with world.read() as conn:
        layer_totals(conn, world, "parks", User("one"))
        before = len(shelf_of(world))
        layer_totals(conn, world, "parks", User("two"))
        assert len(shelf_of(world)) == before <= limits.TOTALS_KEPT
