"""The start: one sentence and exit code 2 for what hinders it, in the language of the settings; a secret of its own."""

import json
import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy

import app
from api import start, warm
from config import i18n
from config.settings import ROOT
from config.vendor import ensure_vendor
from data import build
from data import store as store_module
from data.loading.report import LoadReport
from tests.app_world import city_store, empty_store, settings

ENDS_WITHIN = 60


def environment(folder: Path, **given: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SITCENTER_")}
    return {**kept, "SITCENTER_HOME": str(folder), "SITCENTER_PORT": "8051", **given}


def run(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "app.py")]
    return subprocess.run(
        command, env=environment(folder, **given), cwd=folder, capture_output=True, text=True, timeout=ENDS_WITHIN,
        check=False,
    )  # fmt: skip


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert done.stdout == ""
    return lines[0]


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_said_with_the_way_out(tmp_path: Path, taken: int) -> None:
    said = one_sentence(run(tmp_path, SITCENTER_PORT=str(taken), SITCENTER_LANG="en"))
    assert said == i18n.t("en", "start.port", host="127.0.0.1", port=taken, other=taken + 1)
    assert f"SITCENTER_PORT={taken + 1}" in said


@pytest.fixture
def port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, port: str) -> None:
    (tmp_path / "file").write_text("in the way")
    said = one_sentence(run(tmp_path, SITCENTER_HOME=str(tmp_path / "file" / "home"), SITCENTER_PORT=port))
    assert str(tmp_path / "file") in said
    assert "SITCENTER_HOME" in said


def test_missing_browser_libraries_are_named(tmp_path: Path, port: str) -> None:
    (tmp_path / "libraries").mkdir()
    given = {"SITCENTER_VENDOR_DIR": str(tmp_path / "libraries"), "SITCENTER_PORT": port}
    assert str(tmp_path / "libraries") in one_sentence(run(tmp_path, **given))


@pytest.fixture
def in_process(tmp_path: Path, port: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of a start inside this process, with the libraries already there."""
    monkeypatch.setenv("SITCENTER_HOME", str(tmp_path))
    monkeypatch.setenv("SITCENTER_PORT", port)
    monkeypatch.setattr(app, "ensure_vendor", lambda *_args, **_given: ensure_vendor(ROOT / "var"))
    return tmp_path


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    assert app.main() == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    return lines[0]


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_a_taken_port_is_said_in_every_language(
    in_process: Path, taken: int, lang: i18n.Lang, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITCENTER_PORT", str(taken))
    monkeypatch.setenv("SITCENTER_LANG", lang)
    said = sentence(capsys)
    assert said == i18n.t(lang, "start.port", host="127.0.0.1", port=taken, other=taken + 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "many"), ("PORT", "70000"), ("LANG", "de"), ("DEMO", "maybe"), ("STORE", "store.db"), ("THREADS", "0")],
)
def test_a_wrong_setting_is_named(
    in_process: Path, name: str, value: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"SITCENTER_{name}", value)
    said = sentence(capsys)
    assert f"SITCENTER_{name}" in said
    assert value in said
    assert "Input" not in said


def test_a_file_that_is_no_store_is_named(in_process: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (in_process / "almaty.gpkg").write_text("this is a letter, not a store")
    assert sentence(capsys) == i18n.t("ru", "store.not_gpkg", path=str(in_process / "almaty.gpkg"))


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program that writes to the file for long."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_a_locked_store_is_named(
    in_process: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_store(in_process).close()
    (in_process / "empty.gpkg").rename(in_process / "almaty.gpkg")

    def impatient(url: str, **given: object) -> sqlalchemy.Engine:
        return sqlalchemy.create_engine(url, **{**given, "connect_args": {"timeout": 0.05, "check_same_thread": False}})

    monkeypatch.setattr(store_module, "create_engine", impatient)
    with held(in_process / "almaty.gpkg"):
        said = sentence(capsys)
    assert "almaty.gpkg" in said
    assert said.split(" ")[-1] == i18n.t("ru", "store.locked", path="x").split(" ")[-1]


def test_a_database_server_that_is_gone_is_named_without_its_password(
    in_process: Path, port: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITCENTER_STORE", f"postgresql+psycopg://center:secretword@127.0.0.1:{port}/city")
    said = sentence(capsys)
    assert f"127.0.0.1:{port}/city" in said
    assert "secretword" not in said


def test_a_wrong_record_of_the_city_is_named(
    in_process: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = in_process / "smallville"
    folder.mkdir()
    (folder / "city.toml").write_text('id = "smallville"\nbounds = "everywhere"\n')
    monkeypatch.setenv("SITCENTER_CITY", str(folder))
    assert "smallville" in sentence(capsys)


def test_a_missing_word_is_named(
    in_process: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = i18n.has
    monkeypatch.setattr(i18n, "has", lambda lang, key: key != "layer.schools.title" and real(lang, key))
    said = sentence(capsys)
    assert "schools" in said
    assert "layer.schools.title" in said


def test_a_seed_that_cannot_be_loaded_is_named(
    in_process: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_given: object) -> None:
        raise build.BuildError(LoadReport("osm_roads", "roads.gpkg", "failed", message="the file is torn"))

    monkeypatch.setattr(build, "build", fail)
    said = sentence(capsys)
    assert "Дороги (OpenStreetMap, Geofabrik)" in said
    assert "the file is torn" in said


def test_the_secret_is_random_and_for_the_owner_only(tmp_path: Path) -> None:
    first = start.secret_of(settings(tmp_path / "one"))
    assert start.secret_of(settings(tmp_path / "one")) == first
    assert start.secret_of(settings(tmp_path / "two")) != first
    assert len(first) == 64
    assert stat.S_IMODE((tmp_path / "one" / "secret").stat().st_mode) == 0o600
    assert start.secret_of(settings(tmp_path / "one", secret="from the settings")) == "from the settings"


def test_make_server_serves_without_the_entrance(in_process: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = city_store(in_process)
    made.close()
    monkeypatch.setenv("SITCENTER_STORE", str(in_process / "empty.gpkg"))
    server = app.make_server()
    assert server.test_client().get("/healthz").get_json()["layers"]["schools"]["count"] == 305
    server.extensions[warm.EXTENSION].stop()
    server.extensions["sitcenter"].close()


def test_python_app_py_says_where_it_is_and_answers_there(tmp_path: Path, port: str) -> None:
    city_store(tmp_path).close()
    given = {"SITCENTER_STORE": str(tmp_path / "empty.gpkg"), "SITCENTER_PORT": port, "SITCENTER_LANG": "en"}
    given["SITCENTER_VENDOR_DIR"] = str(ensure_vendor(ROOT / "var"))
    command = [sys.executable, str(ROOT / "app.py")]
    with subprocess.Popen(
        command, env=environment(tmp_path, **given), cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stdout is not None
            said = running.stdout.readline()
            address = re.fullmatch(r"Ready in [0-9.]+ s: (http://127\.0\.0\.1:\d+)\n", said)
            assert address, said
            with urllib.request.urlopen(f"{address[1]}/healthz") as answer:  # noqa: S310 -- our own address
                assert json.load(answer)["status"] == "ok"
        finally:
            running.terminate()
