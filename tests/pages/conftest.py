"""The whole city, shown to everybody in every language."""

from collections.abc import Iterator

import pytest
from dash import Dash

from data.store import Store
from tests.app_world import city_store, make_app


@pytest.fixture(scope="package")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of the whole city."""
    found = city_store(tmp_path_factory.mktemp("city"))
    yield found
    found.close()


@pytest.fixture(scope="package")
def made(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Dash:
    """The application over it."""
    return make_app(store, tmp_path_factory.mktemp("home"))
