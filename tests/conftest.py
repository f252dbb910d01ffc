"""What all tests share: settings of nobody's machine, and databases on the throw-away PostGIS."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings as hypothesis_settings

from config.settings import Settings, get_settings
from tests.tools import postgis

# A busy machine must not decide how a test ends; in a check of changes the same examples are tried each time.
hypothesis_settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis_settings.load_profile("house")

OF_TESTS = "SITCENTER_TEST_"

for _name in [name for name in os.environ if name.startswith("SITCENTER_") and not name.startswith(OF_TESTS)]:
    del os.environ[_name]
# A developer's own .env must not decide how a test ends.
Settings.model_config["env_file"] = None
get_settings.cache_clear()


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
