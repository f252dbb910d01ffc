"""The commands of the store, as a person types them: what they say, what they write, how they end."""

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from config import i18n
from config.city import load_city
from config.settings import ROOT
from data import cli, schema
from data.accounts import verify
from tests import tiny_city
from tests.city_world import count, opened

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, store_url: str) -> Run:
    """Run a command against a store of the small city; exit code, output and complaint."""
    tiny_city.make_city(tmp_path / "tiny")
    address = store_url.removeprefix("sqlite:///") if store_url.startswith("sqlite") else store_url
    for name, value in {"STORE": address, "CITY": str(tmp_path / "tiny"), "HOME": str(tmp_path / "home")}.items():
        monkeypatch.setenv(f"SITCENTER_{name}", value)

    def command(*words: str, lang: str = "en") -> tuple[int, str, str]:
        monkeypatch.setenv("SITCENTER_LANG", lang)
        monkeypatch.setattr("sys.argv", ["data", *words])
        code: object = 0
        try:
            code = cli.main()
        except SystemExit as end:
            code = end.code
        out = capsys.readouterr()
        return int(str(code or 0)), out.out, out.err

    return command


def seed(tmp_path: Path, name: str) -> str:
    return str(tmp_path / "tiny" / "seed" / name)


def test_a_file_is_loaded_and_loaded_again(run: Run, store_url: str, tmp_path: Path) -> None:
    code, out, _ = run("import", "town_districts", seed(tmp_path, "districts.geojson"))
    assert (code, "loaded" in out, "added 2" in out) == (0, True, True)
    code, out, _ = run("import", "town_districts", seed(tmp_path, "districts.geojson"))
    assert (code, "no change" in out, "unchanged 2" in out) == (0, True, True)
    with opened(store_url, load_city(tmp_path / "tiny")) as store:
        assert count(store, "districts") == 2


def test_a_trial_writes_nothing(run: Run, store_url: str, tmp_path: Path) -> None:
    code, out, _ = run("import", "town_stops", seed(tmp_path, "stops.geojson"), "--dry-run")
    assert (code, "nothing written" in out, "added 4" in out) == (0, True, True)
    with opened(store_url, load_city(tmp_path / "tiny")) as store:
        assert count(store, "bus_stops", "1=1") == 0


def test_refused_rows_are_shown_and_written_down(run: Run, tmp_path: Path) -> None:
    stops = {f"s{no}": (10.0 + no / 1e4, 50.01) for no in range(40)} | {"[bold]=1+1": (0.0, 0.0)}
    code, out, _ = run("import", "town_stops", str(tiny_city.write_stops(tmp_path / "a.geojson", stops)), lang="ru")
    assert code == 0
    assert "далеко от города" in out
    assert "41" in out
    reports = list((tmp_path / "home" / "reports").glob("*.csv"))
    assert len(reports) == 1
    rows = list(csv.DictReader(io.StringIO(reports[0].read_text("utf-8-sig"))))
    assert [(row["row_no"], row["field"], row["reason"]) for row in rows] == [("41", "geom", "geometry_reach")]


def test_a_refused_load_ends_with_one(run: Run, tmp_path: Path) -> None:
    bad = tiny_city.write_stops(tmp_path / "a.geojson", {"a": (10.01, 50.01), "b": (0.0, 0.0), "c": (10.0, 50.0)})
    code, out, _ = run("import", "town_stops", str(bad))
    assert code == 1
    assert "nothing was loaded" in out
    for words in (("nobody", str(bad)), ("town_stops", str(tmp_path / "none.geojson"))):
        code, out, err = run("import", *words)
        assert code == 1
        assert "Traceback" not in out + err


def test_status_lists_every_source_in_every_language(run: Run, tmp_path: Path) -> None:
    run("build")
    for lang in i18n.LANGS:
        code, out, _ = run("status", lang=lang)
        assert code == 0
        assert "town_stops" in out
        assert i18n.t(lang, "load.freshness.late") in out or i18n.t(lang, "load.freshness.fresh") in out
        assert i18n.t(lang, "load.status.ok") in out
        assert i18n.t(lang, "load.rhythm.month") in out


def test_build_fills_the_store_once(run: Run) -> None:
    code, out, _ = run("build")
    assert (code, "2" in out) == (0, True)
    code, out, _ = run("build", lang="kk")
    assert (code, out.strip()) == (0, i18n.t("kk", "cli.build.nothing"))


def test_without_demo_no_synthetic_source_is_loaded(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITCENTER_CITY", "almaty")
    monkeypatch.setenv("SITCENTER_DEMO", "0")
    code, out, err = run("import", "demo_city", "none")
    assert (code, out) == (1, "")
    assert "SITCENTER_DEMO=0" in err


def test_an_account_is_added_with_a_password_from_standard_input(
    run: Run, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("long enough 1\n"))
    code, out, _ = run("user", "add", "lena", "--role", "district_staff", "--district", "west", "--password-stdin")
    assert (code, "lena" in out) == (0, True)
    with opened(store_url, load_city(tmp_path / "tiny")) as store, store.write() as conn:
        user = verify(conn, "lena", "long enough 1")
        assert user is not None
        assert (user.role, user.district) == ("district_staff", "west")
        hashed = conn.execute(select(schema.account.c.password_hash)).scalar_one()
        assert "long enough" not in hashed


@pytest.mark.parametrize("second", ["long enough 1", "something else"])
def test_a_password_is_asked_for_twice(run: Run, monkeypatch: pytest.MonkeyPatch, second: str) -> None:
    answers = iter(("long enough 1", second))
    monkeypatch.setattr("data.cli.typer.prompt", lambda *_a, **_k: next(answers))
    code, _, err = run("user", "add", "lena", "--role", "analyst")
    assert (code, err.strip()) == ((0, "") if second == "long enough 1" else (1, i18n.t("en", "cli.user_add.differ")))


def test_an_account_that_cannot_be_added_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = [
        ("lena", "emperor", "long enough 1"), ("lena", "analyst", "short"), ("L e n a", "analyst", "long enough 1"),
        ("lena", "analyst", ""), ("lena", "district_staff", "long enough 1"),
    ]  # fmt: skip
    for name, role, password in wrong:
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        code, _, err = run("user", "add", name, "--role", role, "--password-stdin", lang="ru")
        assert code == 1
        assert len(err.strip().splitlines()) == 1
        assert "Traceback" not in err


def test_whatever_is_wrong_with_the_settings_is_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "text.gpkg").write_text("no database")
    wrong = {
        "STORE": [str(tmp_path / "text.gpkg"), str(tmp_path / "text.gpkg" / "x.gpkg"), "oracle://x",
                  "postgresql+psycopg://postgres@127.0.0.1:1/none"],
        "CITY": [str(tmp_path), "atlantis"], "PORT": ["0"],
    }  # fmt: skip
    for name, values in wrong.items():
        for value in values:
            with monkeypatch.context() as patch:
                patch.setenv(f"SITCENTER_{name}", value)
                code, out, err = run("status")
            assert code == 1, value
            assert out == ""
            assert len(err.strip().splitlines()) == 1, err
            assert "Traceback" not in err


def test_an_unforeseen_fault_is_one_sentence_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError("nobody thought of it")

    monkeypatch.setattr("data.cli.source_status", fail)
    code, _, err = run("status")
    assert (code, "nobody thought of it" in err, "Traceback" in err) == (1, True, False)


def test_help_is_in_the_language_of_the_settings(run: Run) -> None:
    for lang in i18n.LANGS:
        code, out, _ = run("--help", lang=lang)
        assert code == 0
        assert i18n.t(lang, "cli.build.about") in out


def test_the_program_is_started_as_a_module(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "data", "--help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert "import" in done.stdout
