"""Layers that are off bring their filters when they are wanted."""

from typing import Any

import pytest
from dash import no_update

import callbacks.map as glue
from components.context import Context
from data.store import Store


@pytest.fixture
def filled(almaty: Store, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    found: dict[str, Any] = {}
    monkeypatch.setattr(glue, "current", lambda: Context(almaty))
    monkeypatch.setattr(glue, "set_props", lambda name, props: found.update({name: props["children"]}))
    return found


def test_R023_counts_come_for_what_was_asked_and_panels_are_filled(filled: dict[str, Any]) -> None:
    cubes = glue.give_more(["bus_stops", "metro_stations"])
    assert sorted(cubes) == ["bus_stops", "metro_stations"]
    assert cubes["metro_stations"]["rows"]
    assert cubes["metro_stations"]["cut"] is False
    assert sorted(filled) == ["map-layer-bus_stops", "map-layer-metro_stations"]
    assert "data-list-of" in str(filled["map-layer-bus_stops"])


def test_R026_what_is_hidden_or_unknown_is_left_out(filled: dict[str, Any]) -> None:
    assert glue.give_more(["cameras", "network_nodes", "atlantis", "", None]) == {}  # type: ignore[list-item]
    assert filled == {}


@pytest.mark.parametrize("broken", [None, "bus_stops", {}, 3])
def test_nothing_for_a_question_that_is_none(filled: dict[str, Any], broken: Any) -> None:
    assert glue.give_more(broken) is no_update
    assert filled == {}
