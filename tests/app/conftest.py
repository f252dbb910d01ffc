"""An application of its own for each test, over an empty store or the whole city."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash

from data.store import Store
from tests.app_world import Visitor, city_store, make_app, people_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store without rows but with an account for each role."""
    found = people_store(tmp_path)
    yield found
    found.close()


@pytest.fixture
def made(store: Store, tmp_path: Path) -> Dash:
    """The application over it."""
    return make_app(store, tmp_path)


@pytest.fixture
def visitor(made: Dash) -> Visitor:
    """A visitor without cookies."""
    return Visitor(made)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dash]:
    """The application over the whole city."""
    folder = tmp_path_factory.mktemp("city")
    store = city_store(folder)
    yield make_app(store, folder)
    store.close()
