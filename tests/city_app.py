"""The whole city and the program over it, of one test file alone: `__all__` of a file that imports them has both."""

from collections.abc import Iterator

import pytest
from dash import Dash

from config.settings import ROOT
from config.vendor import ensure_vendor
from data.store import Store
from tests.app_world import city_store, make_app


@pytest.fixture(scope="module", name="store")
def own_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store, with an account for each role; the file may change it."""
    found = city_store(tmp_path_factory.mktemp("city"))
    yield found
    found.close()


@pytest.fixture(scope="module", name="made")
def own_app(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Dash:
    """The program over it, with the libraries of the browser."""
    return make_app(store, tmp_path_factory.mktemp("home"), ensure_vendor(ROOT / "var"))
