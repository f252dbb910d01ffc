"""The small city on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store
from tests.map_world import fill, open_store
from tests.tools import postgis


@pytest.fixture(scope="session", params=["gpkg", "postgis"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The filled store; tests read it only."""
    if request.param == "gpkg":
        path: Path = tmp_path_factory.mktemp("world") / "city.gpkg"
        store = fill(open_store(f"sqlite:///{path}"))
        yield store
        store.close()
        return
    server: str = request.getfixturevalue("postgis_server")
    with postgis.fresh_database(server) as url:
        store = fill(open_store(url))
        yield store
        store.close()
