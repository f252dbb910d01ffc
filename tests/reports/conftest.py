"""The small city on both engines, and one with hostile words for files that are looked at in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store
from tests.data.queries.conftest import world
from tests.map_world import fill, open_store
from tests.reports.snapshot_world import HOSTILE, hostile_rows

__all__ = ["world"]


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small city with schools and a street whose names try to become markup, script or template."""
    store = fill(open_store(f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'city.gpkg'}"))
    hostile_rows(store, HOSTILE)
    yield store
    store.close()


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small city for tests of the file in a browser, which does not know the engine any more."""
    store = fill(open_store(f"sqlite:///{tmp_path_factory.mktemp('town') / 'city.gpkg'}"))
    yield store
    store.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    """An empty store of a test's own."""
    store = open_store(f"sqlite:///{tmp_path / 'city.gpkg'}")
    yield store
    store.close()
