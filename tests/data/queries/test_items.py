"""Rows of a layer: filters, box, district, time, order, limits and rights, the same on both engines."""

from dataclasses import replace
from datetime import date

import pytest

from config.limits import ITEMS_MAX
from config.policy import VISITOR, User
from data.queries.filters import AskError, Filter, read_filters
from data.queries.items import Ask, UnknownLayerError, all_items, select_items
from data.store import Store
from tests.map_world import USERS


def ids(store: Store, layer: str, ask: Ask, user: User = VISITOR) -> list[str]:
    with store.read() as conn:
        return [row["object_id"] for row in select_items(conn, store, layer, user, ask).rows]


def test_present_rows_only(world: Store) -> None:
    assert ids(world, "schools", Ask()) == ["sch-0001", "sch-0002", "sch-0003", "sch-0004", "sch-0005"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2018, 12, 31), []),
        (date(2019, 1, 1), ["sch-gone"]),
        (date(2020, 2, 29), ["sch-gone"]),
        (date(2020, 3, 1), ["sch-0005", "sch-gone"]),
        (date(2021, 1, 1), ["sch-0005"]),
        (date(2025, 1, 1), ["sch-0001", "sch-0002", "sch-0004", "sch-0005"]),
    ],
)
def test_R025_rows_as_known_and_valid_on_a_day(world: Store, day: date, expected: list[str]) -> None:
    assert ids(world, "schools", Ask(as_of=day)) == expected


def test_R025_the_former_version_is_what_was_known(world: Store) -> None:
    with world.read() as conn:
        (old,) = [
            r for r in select_items(conn, world, "schools", VISITOR, Ask(as_of=date(2020, 6, 1))).rows
            if r["object_id"] == "sch-0005"
        ]  # fmt: skip
    assert old["name_ru"] == "Старое имя"


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((76.84, 43.21, 76.88, 43.235), ["sch-0003", "sch-0005"]),
        ((-180, -90, 180, 90), ["sch-0001", "sch-0002", "sch-0003", "sch-0004", "sch-0005"]),
        ((0, 0, 1, 1), []),
    ],
)
def test_box(world: Store, box: tuple[float, float, float, float], expected: list[str]) -> None:
    assert ids(world, "schools", Ask(bbox=box)) == expected


def test_box_takes_lines_that_touch_it(world: Store) -> None:
    assert ids(world, "roads", Ask(bbox=(76.915, 43.2, 76.95, 43.25))) == ["2"]


def test_R020_district(world: Store) -> None:
    assert ids(world, "schools", Ask(district="auezov")) == ["sch-0003", "sch-0005"]
    assert ids(world, "schools", Ask(district="outside")) == ["sch-0004"]


@pytest.mark.parametrize(
    ("layer", "filters", "expected"),
    [
        ("roads", {"kind": {"in": ["primary"]}}, ["1", "2"]),
        ("roads", {"kind": {"in": []}}, []),
        ("earthquakes", {"magnitude": {"min": 7.3}}, ["q1", "q2"]),
        ("earthquakes", {"magnitude": {"max": 7.3}, "event_year": {"min": 1900}}, ["q3"]),
        ("probe", {"working": {"in": [True]}}, ["p0"]),
        ("probe", {"working": {"in": [False]}, "capacity_mw": {"min": 1, "max": 1}}, ["p1"]),
    ],
)
def test_R023_filters(world: Store, layer: str, filters: object, expected: list[str]) -> None:
    asked: dict[str, Filter] = read_filters(filters, VISITOR, world.layers[layer])
    assert ids(world, layer, Ask(filters=asked)) == expected


@pytest.mark.parametrize(
    "filters",
    [
        [], "x", {"kind": "primary"}, {"kind": {}}, {"kind": {"in": "primary"}}, {"kind": {"in": [{}]}},
        {"kind": {"in": ["a\0"]}}, {"kind": {"in": ["x" * 500]}}, {"kind": {"min": 1}}, {"geom": {"in": ["x"]}},
        {"kind": {"in": ["a"], "min": 1}}, {"no_such": {"in": ["a"]}}, {"kind": {"in": ["a"] * 1000}},
        {"1=1; DROP TABLE roads": {"in": ["a"]}},
    ],
)  # fmt: skip
def test_filters_that_make_no_sense_are_refused(world: Store, filters: object) -> None:
    with pytest.raises(AskError):
        read_filters(filters, VISITOR, world.layers["roads"])


@pytest.mark.parametrize("bound", [float("nan"), float("inf"), "5", True, [], 1e300])
def test_bounds_that_are_no_numbers_are_refused(world: Store, bound: object) -> None:
    with pytest.raises(AskError):
        read_filters({"magnitude": {"min": bound}}, VISITOR, world.layers["earthquakes"])


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("абая", ["sch-0001"]), ("АБАЯ", ["sch-0001"]), ("әл-ФАРАБИ", ["sch-0002"]), ("100%", ["sch-0003"]),
        ("%", ["sch-0003"]), ("_", []), ("sch-0004", ["sch-0004"]), ("'; --", []), ("мектеп", ["sch-0001"]),
    ],
)  # fmt: skip
def test_text_is_found_in_any_case_and_wildcards_mean_themselves(world: Store, q: str, expected: list[str]) -> None:
    assert ids(world, "schools", Ask(q=q)) == expected


def test_order_puts_rows_without_a_value_last(world: Store) -> None:
    assert ids(world, "earthquakes", Ask(sort=("magnitude",))) == ["q3", "q1", "q2", "q4"]
    assert ids(world, "earthquakes", Ask(sort=("-magnitude",))) == ["q2", "q1", "q3", "q4"]
    assert ids(world, "earthquakes", Ask(sort=("-event_year", "-object_id"))) == ["q4", "q3", "q2", "q1"]


def test_a_name_falls_back_to_other_languages_for_the_order(world: Store) -> None:
    found = ids(world, "schools", Ask(sort=("name_kk",)))
    assert found == ["sch-0002", "sch-0005", "sch-0003", "sch-0001", "sch-0004"]


def test_page_tells_how_many_match_and_that_it_was_cut(world: Store) -> None:
    with world.read() as conn:
        page = select_items(conn, world, "schools", VISITOR, Ask(limit=2, offset=1))
        last = select_items(conn, world, "schools", VISITOR, Ask(limit=2, offset=4))
        beyond = select_items(conn, world, "schools", VISITOR, Ask(limit=2, offset=40))
    assert ([r["object_id"] for r in page.rows], page.matched, page.cut) == (["sch-0002", "sch-0003"], 5, True)
    assert (len(last.rows), last.matched, last.cut) == (1, 5, False)
    assert (beyond.rows, beyond.matched, beyond.cut) == ([], 5, False)


def test_all_items_takes_page_after_page_up_to_the_limit(world: Store) -> None:
    with world.read() as conn:
        assert len(all_items(conn, world, "schools", VISITOR, Ask(limit=ITEMS_MAX * 3))) == 5
        assert len(all_items(conn, world, "schools", VISITOR, Ask(limit=3))) == 3


@pytest.mark.parametrize(
    "ask",
    [
        Ask(limit=0), Ask(limit=-1), Ask(offset=-1), Ask(offset=10**12), Ask(q="x" * 1000), Ask(q="\0"),
        Ask(district="atlantis"), Ask(district="' OR 1=1 --"), Ask(bbox=(1, 0, 0, 1)), Ask(bbox=(0, 1, 1, 0)),
        Ask(bbox=(0, 0, 181, 1)), Ask(bbox=(float("nan"), 0, 1, 1)), Ask(sort=("geom",)), Ask(sort=("row_hash",)),
        Ask(sort=("name_ru; DROP TABLE schools",)),
    ],
)  # fmt: skip
def test_questions_that_make_no_sense_are_refused(world: Store, ask: Ask) -> None:
    with pytest.raises(AskError):
        ids(world, "schools", ask)


def test_R007_a_forbidden_layer_is_unknown(world: Store) -> None:
    for layer in ("cameras", "network_nodes", "no_such_layer", "account"):
        with pytest.raises(UnknownLayerError):
            ids(world, layer, Ask())


@pytest.mark.parametrize(
    ("role", "cameras", "nodes"),
    [
        ("analyst", None, ["node-0", "node-1", "node-2"]),
        ("district_staff", ["cam-0", "cam-1"], ["node-0"]),
        ("official", ["cam-0", "cam-1", "cam-2", "cam-3", "cam-4"], ["node-0", "node-1", "node-2"]),
        ("admin", ["cam-0", "cam-1", "cam-2", "cam-3", "cam-4"], ["node-0", "node-1", "node-2"]),
    ],
)
def test_R026_who_sees_which_sensitive_rows(
    world: Store, role: str, cameras: list[str] | None, nodes: list[str]
) -> None:
    assert ids(world, "network_nodes", Ask(), USERS[role]) == nodes
    if cameras is None:
        with pytest.raises(UnknownLayerError):
            ids(world, "cameras", Ask(), USERS[role])
    else:
        assert ids(world, "cameras", Ask(), USERS[role]) == cameras


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("visitor", ["p0", "p1", "p2"]), ("resident", ["p0", "p1", "p2"]), ("analyst", ["p0", "p1", "p2", "p3"]),
        ("district_staff", ["p0", "p1", "p2", "p3"]), ("official", ["p0", "p1", "p2", "p3", "p4"]),
    ],
)  # fmt: skip
def test_R026_sensitive_rows_of_a_public_layer(world: Store, role: str, expected: list[str]) -> None:
    assert ids(world, "probe", Ask(), USERS[role]) == expected


def test_R007_a_sensitive_field_is_not_there_for_a_visitor(world: Store) -> None:
    with world.read() as conn:
        rows = select_items(conn, world, "probe", VISITOR, Ask()).rows
    assert all("wear_pct" not in row and row["kind"] for row in rows)
    with pytest.raises(AskError):
        read_filters({"wear_pct": {"min": 0}}, VISITOR, world.layers["probe"])
    with pytest.raises(AskError):
        ids(world, "probe", Ask(sort=("wear_pct",)))


def test_R007_district_staff_read_a_sensitive_field_in_their_district_only(world: Store) -> None:
    staff = USERS["district_staff"]
    with world.read() as conn:
        rows = select_items(conn, world, "probe", staff, Ask(sort=("-wear_pct",))).rows
    assert [(r["object_id"], r["wear_pct"]) for r in rows] == [("p0", 12.5), ("p1", None), ("p2", None), ("p3", None)]
    asked = read_filters({"wear_pct": {"min": 0}}, staff, world.layers["probe"])
    assert ids(world, "probe", Ask(filters=asked), staff) == ["p0"]


def test_geometry_comes_when_asked_for(world: Store) -> None:
    with world.read() as conn:
        plain = select_items(conn, world, "schools", VISITOR, Ask(limit=1)).rows[0]
        drawn = select_items(conn, world, "schools", VISITOR, replace(Ask(limit=1), geometry=True)).rows[0]
    assert "geom" not in plain
    assert isinstance(drawn["geom"], bytes)
    assert not {"row_hash", "known_from", "known_to"} & set(drawn)
