"""The commands of the readme exist and can be called."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.files import ROOT, project_files, read

COMMANDS = {"run", "test", "lint", "bench", "demo", "help", "setup"}


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", read(Path("Makefile")), re.MULTILINE))


def test_make_lists_every_command() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(re.findall(r"^make ([a-z]+) ", done.stdout, re.MULTILINE)) == targets() == COMMANDS


def test_commands_in_texts_exist() -> None:
    for path in project_files():
        if path.suffix == ".md":
            named = set(re.findall(r"`make ([a-z]+)`", read(path)))
            assert named <= COMMANDS, path


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_make_understands_every_command(name: str) -> None:
    done = subprocess.run(["make", "-n", name], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", [p for p in project_files() if p.suffix == ".sh" or p == Path(".ci/run")], ids=str)
def test_scripts_can_be_run(path: Path) -> None:
    assert os.access(ROOT / path, os.X_OK)
    subprocess.run(["bash", "-n", ROOT / path], check=True)
    assert "set -euo pipefail" in read(path)


def test_the_check_of_changes_is_make_test() -> None:
    assert re.search(r"^exec make test\b", read(Path(".ci/run")), re.MULTILINE)


def test_an_old_python_is_named_in_one_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        (tmp_path / name).write_text("")
    done = subprocess.run(
        ["bash", ROOT / "tests" / "tools" / "venv.sh", "dev"],
        cwd=tmp_path,
        env={**os.environ, "PYTHON": str(old)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.9.2" in done.stderr
    assert not (tmp_path / ".venv").exists()
