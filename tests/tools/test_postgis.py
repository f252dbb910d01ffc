"""The throw-away PostGIS is there while it is needed, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.house.files import ROOT
from tests.tools import postgis

COMMAND = [sys.executable, "-m", "tests.tools.postgis"]


def run(arguments: list[str], place: Path) -> subprocess.Popen[str]:
    """Start the tool with its temporary folders in `place`."""
    return subprocess.Popen(
        [*COMMAND, *arguments], cwd=ROOT, env={**os.environ, "TMPDIR": str(place)}, stdout=subprocess.PIPE, text=True
    )


@pytest.fixture
def place() -> Path:
    """A short folder that the user postgres may enter: paths of sockets have at most 107 letters."""
    path = Path("/tmp") / f"sc-{os.getpid()}-{os.urandom(3).hex()}"  # noqa: S108 -- see above
    path.mkdir(mode=0o755)
    return path


def one(address: str, question: str) -> object:
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def test_a_fresh_database_knows_geometry_and_cyrillic(postgis_url: str) -> None:
    assert one(postgis_url, "SELECT round(ST_Area(ST_MakeEnvelope(0, 0, 2, 3)))") == 6
    assert one(postgis_url, "SELECT lower('ӘҒҚҢӨҰҮҺІ')") == "әғқңөұүһі"


def test_databases_are_apart_and_dropped(postgis_server: str) -> None:
    with postgis.fresh_database(postgis_server) as first, postgis.fresh_database(postgis_server) as second:
        assert first != second
        with psycopg.connect(first.replace("+psycopg", "")) as connection:
            connection.execute("CREATE TABLE mine (x int)")
        assert one(second, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'") == 0
    name = first.rsplit("/", 1)[-1]
    assert one(f"{postgis_server}postgres", f"SELECT count(*) FROM pg_database WHERE datname = '{name}'") == 0


def test_the_status_of_the_command_is_handed_on(place: Path) -> None:
    script = "import os, sys; print(os.environ['SITCENTER_TEST_POSTGIS']); sys.exit(7)"
    process = run(["--", sys.executable, "-c", script], place)
    answer, _ = process.communicate(timeout=120)
    assert process.returncode == 7
    assert answer.startswith("postgresql+psycopg://postgres@127.0.0.1:")
    assert list(place.iterdir()) == []
    place.rmdir()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_an_interrupted_run_leaves_nothing(place: Path, number: signal.Signals) -> None:
    process = run([], place)
    assert process.stdout is not None
    address = process.stdout.readline().strip().split("=", 1)[1]
    assert one(f"{address}postgres", "SELECT 1") == 1
    process.send_signal(number)
    assert process.wait(timeout=60) in {128 + number, 130}
    process.stdout.close()
    assert list(place.iterdir()) == []
    place.rmdir()
    with pytest.raises(psycopg.OperationalError):
        one(f"{address}postgres", "SELECT 1")


def test_without_a_server_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(postgis.VARIABLE, raising=False)
    with pytest.raises(postgis.PostgisError, match="make test"):
        postgis.server_from_environment()


def test_without_postgresql_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgis, "VERSIONS", tmp_path)
    with pytest.raises(postgis.PostgisError, match="make setup"):
        postgis.binaries()


def test_the_newest_postgresql_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgis, "VERSIONS", tmp_path)
    for version in ("9.6", "15", "16"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    assert postgis.binaries() == tmp_path / "16" / "bin"
