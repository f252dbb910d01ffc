"""The state of the map in the address: read from anything, written the same, never more than one may see."""

import json
from datetime import date
from pathlib import Path

import pytest

from components.map_state import MapState, address, default_visible, known_on, layer_filters, query_of, read_state
from config.policy import VISITOR
from data.queries.filters import Filter
from data.store import Store
from tests.map_world import USERS, open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """An empty city is enough: a state is about records."""
    folder: Path = tmp_path_factory.mktemp("state")
    return open_store(f"sqlite:///{folder / 'c.gpkg'}")


def test_without_a_query_the_usual_layers_are_on(store: Store) -> None:
    state = read_state(store, VISITOR, {})
    assert state == MapState(default_visible(store, VISITOR))
    assert {"roads", "districts", "schools"} <= set(state.visible)
    assert query_of(state, default_visible(store, VISITOR)) == {}


def test_R016_a_full_address_is_read_and_written_the_same(store: Store) -> None:
    query = {
        "l": "roads,earthquakes", "f": json.dumps({"earthquakes": {"magnitude": {"min": 6, "max": 7.5}}}), "d": "medeu",
        "c": "76.95000,43.24000", "z": "12.50", "o": "schools.sch-0001", "list": "earthquakes",
    }  # fmt: skip
    state = read_state(store, VISITOR, query)
    assert (state.visible, state.district, state.centre) == (("roads", "earthquakes"), "medeu", (76.95, 43.24))
    assert (state.zoom, state.selected, state.listed, state.dropped) == (12.5, "schools.sch-0001", "earthquakes", False)
    assert layer_filters(state, store, VISITOR, "earthquakes") == {"magnitude": Filter(low=6, high=7.5)}
    written = query_of(state, default_visible(store, VISITOR))
    assert read_state(store, VISITOR, written) == state
    assert address(state, default_visible(store, VISITOR)).startswith("/map?l=roads%2Cearthquakes&f=%7B%22")


def test_nothing_on_is_a_state_too(store: Store) -> None:
    state = read_state(store, VISITOR, {"l": ""})
    assert (state.visible, state.dropped) == ((), False)
    assert query_of(state, default_visible(store, VISITOR)) == {"l": ""}


def test_R017_a_module_brings_its_layers_and_the_base(store: Store) -> None:
    state = read_state(store, VISITOR, {"m": "education"})
    assert {"schools", "kindergartens", "roads", "districts"} <= set(state.visible)
    assert "metro_stations" not in state.visible
    assert read_state(store, VISITOR, {"m": "atlantis"}).dropped


@pytest.mark.parametrize(
    "query",
    [
        {"l": "atlantis"}, {"f": "{"}, {"f": "[]"}, {"f": '"x"'}, {"f": '{"atlantis": {}}'}, {"f": "[" * 5000},
        {"f": '{"roads": {"geom": {"in": ["x"]}}}'}, {"f": '{"roads": {"kind": {"in": [1]}}}'}, {"f": "x" * 9000},
        {"d": "atlantis"}, {"d": "'; DROP TABLE roads"}, {"c": "1"}, {"c": "a,b"}, {"c": "181,0"}, {"c": "0,89"},
        {"c": "nan,nan"}, {"z": "-1"}, {"z": "99"}, {"z": "x"}, {"z": "1e1"}, {"f": '{"roads": 7}'},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_left_out_and_said(store: Store, query: dict[str, str]) -> None:
    state = read_state(store, VISITOR, query)
    assert state.dropped
    assert (state.filters, state.district, state.centre, state.zoom) == ({}, None, None, None)


def test_the_list_opens_for_a_layer_that_is_on(store: Store) -> None:
    assert read_state(store, VISITOR, {"l": "roads,schools", "list": "1"}).listed == "schools"
    assert read_state(store, VISITOR, {"l": "roads", "list": "schools"}).listed == ""
    assert read_state(store, VISITOR, {"l": "", "list": "1"}).listed == ""
    assert read_state(store, VISITOR, {"o": "x" * 10_000}).selected == ""


@pytest.mark.parametrize("role", sorted(USERS))
def test_R026_a_forbidden_layer_in_the_address_is_dropped_like_an_unknown_one(store: Store, role: str) -> None:
    query = {"l": "roads,cameras", "f": json.dumps({"cameras": {"state": {"in": ["working"]}}}), "list": "cameras"}
    state = read_state(store, USERS[role], query)
    if role in ("district_staff", "official", "admin"):
        assert (state.visible, state.listed, state.dropped) == (("roads", "cameras"), "cameras", False)
        assert "cameras" in state.filters
    else:
        unknown = {name: text.replace("cameras", "atlantis") for name, text in query.items()}
        assert state == read_state(store, USERS[role], unknown)
        assert (state.visible, state.filters, state.listed, state.dropped) == (("roads",), {}, "", True)


@pytest.mark.parametrize("text", ["2024-06-01", "2024-06-01..2024-06-30", "1992-01-01..2040-12-31"])
def test_R025_the_time_of_an_address_is_read_and_written_the_same(store: Store, text: str) -> None:
    state = read_state(store, VISITOR, {"t": text, "at": "2025-02-28"})
    assert (str(state.span), state.dropped, known_on(state)) == (text, False, date(2025, 2, 28))
    written = query_of(state, default_visible(store, VISITOR))
    assert written == {"t": text, "at": "2025-02-28"}
    assert read_state(store, VISITOR, written) == state


@pytest.mark.parametrize(
    "query",
    [{"t": "x"}, {"t": "2024-13-01"}, {"t": "2024-06-02..2024-06-01"}, {"t": "2024"}, {"at": "yesterday"},
     {"at": "2024-02-30"}, {"at": "20240201"}],
)  # fmt: skip
def test_R025_a_time_without_sense_is_all_time_and_said(store: Store, query: dict[str, str]) -> None:
    state = read_state(store, VISITOR, query)
    assert (state.span, known_on(state), state.dropped) == (None, None, True)
    assert query_of(state, default_visible(store, VISITOR)) == {}
