"""The small city on both engines."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store
from tests.map_world import fill, fresh_database, open_store

SERVER = os.environ.get("SITCENTER_TEST_POSTGIS", "postgresql+psycopg://postgres@127.0.0.1:54999/")


@pytest.fixture(scope="session", params=["gpkg", "postgis"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The filled store; tests read it only."""
    if request.param == "gpkg":
        path: Path = tmp_path_factory.mktemp("world") / "city.gpkg"
        store = fill(open_store(f"sqlite:///{path}"))
        yield store
        store.close()
        return
    with fresh_database(SERVER) as url:
        store = fill(open_store(url))
        yield store
        store.close()
