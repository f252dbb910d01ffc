"""Glue of the screens of indicators on usual, empty and broken input."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, g

from callbacks import indicators
from components.context import EXTENSION
from config.city import load_city
from data.store import Store
from tests.indicator_world import load

BROKEN: list[Any] = [None, 5, 1.5, True, [], ["a"], {}, {"a": 1}, "\0", "<script>", "x" * 10_000, "💥"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('glue') / 'g.gpkg'}", load_city("almaty"), {})
    for source in ("plan2025", "population_2023"):
        load(store, source)
    made = Flask("glue")
    made.extensions[EXTENSION] = store
    yield made
    store.close()


@pytest.fixture
def asked(server: Flask) -> Iterator[None]:
    with server.test_request_context("/_dash-update-component"):
        g.lang = "ru"
        yield


@pytest.mark.usefixtures("asked")
def test_facts_are_searched() -> None:
    rows, count = indicators.search_facts("библиотеки", "plan2025")
    assert rows[0]["name"] == "Библиотеки"
    assert count.startswith(str(len(rows)))
    assert indicators.search_facts("", "nothing") == ([], "0 фактов")


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("broken", BROKEN, ids=repr)
def test_broken_input_is_no_condition_or_finds_nothing(broken: Any) -> None:
    rows, count = indicators.search_facts(broken, broken)
    assert isinstance(rows, list)
    assert count
