"""A browser and the harness of the map for the tests of components."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.components.citymap_harness import World, serving
from tests.components.citymap_page import MapPage


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, World]]:
    """Address of the running harness and the world behind it."""
    world = World()
    with serving(world) as url:
        yield url, world


@pytest.fixture
def shown(browser: Browser, served: tuple[str, World]) -> Iterator[MapPage]:
    """The map on a fresh page, not opened yet; at the end nothing may have asked another host."""
    url, world = served
    world.status = 200
    world.asked.clear()
    context = browser.new_context(viewport={"width": 1000, "height": 700}, reduced_motion="reduce")
    page = MapPage(context.new_page(), url, world)
    yield page
    assert page.outside() == []
    context.close()
