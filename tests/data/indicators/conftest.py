"""Stores for tests of readers and publishing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.city import load_city
from data.store import Store
from tests.indicator_world import stores
from tests.tools import postgis


@pytest.fixture(scope="session", params=["gpkg", "postgis"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """All shipped indicators on both engines; tests read only."""
    yield from stores(request, tmp_path_factory.mktemp("indicators"))


@pytest.fixture(params=["gpkg", "postgis"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of its own on both engines."""
    if request.param == "gpkg":
        store = Store.open(f"sqlite:///{tmp_path / 'empty.gpkg'}", load_city("almaty"), {})
        yield store
        store.close()
        return
    with postgis.fresh_database(request.getfixturevalue("postgis_server")) as url:
        store = Store.open(url, load_city("almaty"), {})
        yield store
        store.close()
