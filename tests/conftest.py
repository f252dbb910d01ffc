"""What all tests share: settings of nobody's machine, and databases on the throw-away PostGIS."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright

from config.settings import ROOT, Settings, get_settings
from config.vendor import ensure_vendor
from data.store import Store
from tests import cheap, city_world, shared
from tests.tools import postgis
from tests.tools.chromium import FLAGS, chromium

# A busy machine must not decide how a test ends; in a check of changes the same examples are tried each time.
hypothesis_settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis_settings.load_profile("house")

OF_TESTS = "SITCENTER_TEST_"

for _name in [name for name in os.environ if name.startswith("SITCENTER_") and not name.startswith(OF_TESTS)]:
    del os.environ[_name]
cheap.passwords()
# A developer's own .env must not decide how a test ends.
Settings.model_config["env_file"] = None
get_settings.cache_clear()


def pytest_configure(config: pytest.Config) -> None:
    """Open the run that all workers share; its master ends it."""
    end = shared.begin()
    if end is not None:
        config.add_cleanup(end)


def pytest_collection_finish() -> None:
    """Have the collector of garbage pass over the thousands of tests themselves, and look for it less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium without a window, one for all tests: two players in one process do not get along."""
    with sync_playwright() as player:
        found = player.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="session")
def postgis_server() -> str:
    """Address of the PostGIS server for tests, ending with a slash; a test fails without one."""
    try:
        return postgis.server_from_environment()
    except postgis.PostgisError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="module")
def postgis_url(postgis_server: str) -> Iterator[str]:
    """Address of an empty database with PostGIS, of this module alone."""
    with postgis.fresh_database(postgis_server) as url:
        yield url


@pytest.fixture(scope="session")
def almaty_gpkg() -> str:
    """Address of the whole city as shipped in a GeoPackage; it is only copied."""
    return city_world.built("gpkg", "")


@pytest.fixture(scope="session")
def almaty_postgis(postgis_server: str) -> str:
    """Address of the whole city as shipped in PostGIS; it is only copied."""
    return city_world.built("postgis", postgis_server)


@pytest.fixture(scope="session", params=city_world.ENGINES)
def almaty_url(request: pytest.FixtureRequest) -> str:
    """Address of the whole city as shipped, on both engines; it is only copied."""
    return str(request.getfixturevalue(f"almaty_{request.param}"))


@pytest.fixture(scope="session")
def almaty(almaty_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The whole city for tests that only read."""
    with city_world.copied(almaty_url, tmp_path_factory.mktemp("almaty-read")) as url:
        store = city_world.again(url)
        yield store
        store.close()


@pytest.fixture
def own_almaty(almaty_url: str, tmp_path: Path) -> Iterator[Store]:
    """A copy of the whole city for a test that changes it."""
    with city_world.copied(almaty_url, tmp_path) as url:
        store = city_world.again(url)
        yield store
        store.close()


@pytest.fixture(params=city_world.ENGINES)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a store of its own that does not exist yet, on both engines."""
    server = request.getfixturevalue("postgis_server") if request.param == "postgis" else ""
    with city_world.empty(request.param, tmp_path, server) as url:
        yield url


@pytest.fixture(params=city_world.ENGINES)
def prepared_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a store of its own with all tables and without a row, on both engines."""
    server = request.getfixturevalue("postgis_server") if request.param == "postgis" else ""
    with city_world.copied(city_world.with_stops(request.param, server), tmp_path) as url:
        yield url


@pytest.fixture
def store(prepared_url: str) -> Iterator[Store]:
    """An empty store of Almaty whose bus stops also come as a table (source `stops`)."""
    found = city_world.again(prepared_url, city_world.stops_city())
    yield found
    found.close()


@pytest.fixture(scope="session")
def site_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Store of the running program for browser tests that only read."""
    from tests.app_world import city_store  # noqa: PLC0415 -- it imports the program, which not every test needs

    found = city_store(tmp_path_factory.mktemp("site-city"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def site_url(site_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the running program for browser tests that only read: the whole city, an account for each role."""
    from tests.app_world import make_app, serving  # noqa: PLC0415 -- as above

    made = make_app(site_store, tmp_path_factory.mktemp("site-home"), ensure_vendor(ROOT / "var"))
    with serving(made) as address:
        yield address
