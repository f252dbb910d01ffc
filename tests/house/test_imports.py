"""Rooms import downwards only, and every module can be imported."""

import ast
import importlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import PACKAGES, ROOT, product_modules, read, tree

# Alembic runs it, with a migration under way.
RUN_BY_ALEMBIC = Path("data/migrations/env.py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def test_imports_run_one_way() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 kept, 0 broken" in done.stdout


def test_the_contract_names_every_room() -> None:
    rooms = {path.parts[0] for path in product_modules() if len(path.parts) > 1}
    assert rooms == set(PACKAGES)
    linter = tomllib.loads(read(Path("pyproject.toml")))["tool"]["importlinter"]
    assert set(linter["root_packages"]) == rooms
    in_layers = {name.strip() for layer in linter["contracts"][0]["layers"] for name in layer.split(":")}
    assert in_layers == rooms


def test_nothing_imports_the_entrance() -> None:
    assert [str(path) for path in product_modules() if "app" in set(imported(path))] == []


def test_nothing_but_tests_imports_tests() -> None:
    guilty = [path for path in product_modules() if any(name.split(".")[0] == "tests" for name in imported(path))]
    assert guilty == []


@pytest.mark.parametrize("path", [path for path in product_modules() if path != RUN_BY_ALEMBIC], ids=str)
def test_every_module_can_be_imported(path: Path) -> None:
    if path.parts[:3] == ("data", "migrations", "versions") and path.stem[0].isdigit():
        compile(read(path), str(path), "exec")
        return
    name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    assert importlib.import_module(name).__doc__
