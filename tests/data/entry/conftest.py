"""A store of each test's own with the indicators of the plan, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store
from tests import city_world, entry_world


@pytest.fixture(params=city_world.ENGINES)
def plan_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Its address."""
    server = request.getfixturevalue("postgis_server") if request.param == "postgis" else ""
    with city_world.copied(entry_world.planned(request.param, server), tmp_path) as url:
        yield url


@pytest.fixture
def plan(plan_url: str) -> Iterator[Store]:
    """The open store."""
    found = city_world.again(plan_url)
    yield found
    found.close()
