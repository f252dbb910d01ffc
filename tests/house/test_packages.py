"""What is imported is pinned, and what is pinned is installed."""

import importlib.metadata
import re
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.files import PACKAGES, read, with_suffix
from tests.house.test_imports import imported

OWN = {*PACKAGES, "app", "tests"}
FIXED = {
    "dash",
    "dash-bootstrap-components",
    "folium",
    "geopandas",
    "pandas",
    "plotly",
    "pytest",
    "shapely",
    "sqlalchemy",
}


def requirements(name: str) -> dict[str, Requirement]:
    lines = (re.sub(r"\s+#.*|^#.*", "", line).strip() for line in read(Path(name)).splitlines())
    found = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {canonicalize_name(item.name): item for item in found}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "constraints.txt"])
def test_versions_are_exact_and_installed(name: str) -> None:
    for package, wanted in requirements(name).items():
        assert re.fullmatch(r"==[0-9][0-9a-z.]*", str(wanted.specifier)), package
        if wanted.marker is None or wanted.marker.evaluate():
            assert wanted.specifier.contains(importlib.metadata.version(package)), package


def test_the_chosen_packages_are_there() -> None:
    assert set(requirements("requirements.txt")) >= FIXED


def test_a_package_is_pinned_in_one_place() -> None:
    names = [set(requirements(name)) for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt")]
    assert len(set.union(*names)) == sum(map(len, names))


def foreign(of_tests: bool) -> set[str]:
    """Distributions that our code imports."""
    places = importlib.metadata.packages_distributions()
    found: set[str] = set()
    for path in with_suffix(".py"):
        if (path.parts[0] == "tests") == of_tests:
            for name in {full.split(".")[0] for full in imported(path)} - OWN - sys.stdlib_module_names:
                found.add(canonicalize_name(places[name][0]))
    return found


def test_what_the_program_imports_is_in_its_requirements() -> None:
    # Werkzeug is Flask's own other half and packaging comes with pytest: neither is chosen by us.
    assert foreign(of_tests=False) - {"werkzeug"} - set(requirements("requirements.txt")) == set()


def test_what_tests_import_is_in_the_requirements_for_tests() -> None:
    known = {*requirements("requirements.txt"), *requirements("requirements-dev.txt"), "packaging", "werkzeug"}
    assert foreign(of_tests=True) - known == set()
