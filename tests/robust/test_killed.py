"""Killed in the middle of a load, first start, export or fetch: nothing half written, the next start is clean."""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from api.job_worker import Worker
from config import i18n
from config.city import load_city
from config.policy import User
from data import jobs, schema
from data.fetching import lease, run
from data.fetching.client import Fetcher
from data.fetching.run import fetch_source
from data.fetching.state import read_state
from data.loading.pipeline import import_source
from data.store import Store, utc_now
from tests import tiny_city
from tests.city_world import content, copied, count, opened, stop, stops_city, write_csv
from tests.http_world import Request, web
from tests.robust.acting import acting, deed
from tests.robust.actor import KEEP, fetched_city

MANY = 20_000
EXPORT = jobs.Order("session:x", User(), "ru", "roads", "geojson", {}, 25_074)


def wal(url: str) -> int:
    """Bytes in the write-ahead log of a GeoPackage."""
    path = Path(f"{make_url(url).database}-wal")
    return path.stat().st_size if path.exists() else 0


def writing(url: str) -> Callable[[], bool]:
    """Whether somebody has begun to write rows of bus stops."""
    if url.startswith("sqlite"):
        before = wal(url)
        return lambda: wal(url) > before + 100_000
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    conn = psycopg.connect(address, autocommit=True)
    query = "SELECT count(*) FROM pg_locks WHERE relation = 'bus_stops'::regclass AND mode = 'RowExclusiveLock'"

    def seen() -> bool:
        found = conn.execute(query).fetchone() != (0,)
        if found:
            conn.close()
        return found

    return seen


def test_a_load_killed_while_it_writes_leaves_the_last_state(store: Store, prepared_url: str, tmp_path: Path) -> None:
    import_source(store, "stops", write_csv(tmp_path / "a.csv", [stop(no) for no in range(1, 50)]))
    before = content(store)
    path = write_csv(tmp_path / "b.csv", [stop(1 + no % 900, id=f"s{no}") for no in range(40, MANY)])
    with acting(deed("load", prepared_url, str(path))) as actor:
        actor.until(step="publish")
        actor.kill_when(writing(prepared_url))
    assert content(store) == before
    with opened(prepared_url, stops_city()) as again:
        assert content(again) == before
        report = import_source(again, "stops", path)
        assert (report.status, report.counts.added) == ("ok", MANY - 50)


@pytest.mark.parametrize("moment", [1, 250_000])
def test_a_first_start_killed_at_any_moment_is_finished_by_the_next(tmp_path: Path, moment: int) -> None:
    tiny_city.make_city(tmp_path / "tiny")
    store = tmp_path / "home" / "tiny.gpkg"
    settings = {"SITCENTER_CITY": str(tmp_path / "tiny"), "SITCENTER_HOME": str(tmp_path / "home")}
    build = [sys.executable, "-m", "data", "build"]

    def size() -> int:
        parts = (store, store.with_name("tiny.gpkg-wal"))
        return sum(part.stat().st_size for part in parts if part.exists())

    with acting(build, settings) as actor:
        actor.kill_when(lambda: size() >= moment)
    with acting(build, settings) as actor:
        actor.process.communicate(timeout=120)
        assert actor.process.returncode == 0
    with opened(f"sqlite:///{store}", load_city(tmp_path / "tiny")) as found, found.read() as conn:
        assert (count(found, "bus_stops"), count(found, "districts")) == (4, 2)
        log = conn.execute(select(schema.load_log.c.source).order_by(schema.load_log.c.id)).scalars().all()
        assert log == ["town_districts", "town_stops"]
        assert conn.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


@pytest.fixture
def exporting(almaty_gpkg: str, tmp_path: Path) -> Iterator[tuple[Store, str]]:
    """The whole city with an order for a file of all roads."""
    with copied(almaty_gpkg, tmp_path) as url, opened(url) as store:
        yield store, url


def test_an_export_killed_in_the_middle_is_told_and_leaves_no_file(
    exporting: tuple[Store, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, url = exporting
    killed, waiting = jobs.add(store, EXPORT), jobs.add(store, EXPORT)
    folder = tmp_path / "exports"

    def begun() -> bool:
        return any(path.stat().st_size > 100_000 for path in folder.rglob("*") if path.is_file())

    with acting(deed("work", url, str(folder))) as actor:
        actor.until(took=killed.id)
        actor.kill_when(begun)
    found = jobs.find(store, EXPORT.owner, killed.id)
    assert found is not None
    assert found.status == "running"
    monkeypatch.setattr(jobs, "JOB_SILENT_SECONDS", -1)
    found = jobs.find(store, EXPORT.owner, killed.id)
    assert found is not None
    assert found.status == "interrupted"
    assert {lang: i18n.has(lang, "job.interrupted") for lang in i18n.LANGS} == dict.fromkeys(i18n.LANGS, True)
    monkeypatch.undo()
    worker = Worker(store, folder, KEEP)
    worker.sweep(now=True)
    assert [path.name for path in folder.iterdir() if path.name.startswith(killed.id)] == []
    worker.wake()
    worker.join()
    assert [path.name for path in folder.iterdir()] == [f"{waiting.id}.geojson"]


def test_a_fetch_killed_in_the_middle_is_made_again(
    prepared_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = write_csv(tmp_path / "table.csv", [stop(no) for no in range(5)]).read_bytes()

    def half(request: Request) -> None:
        request.answer(200, body[: len(body) // 2], Content_Length=str(len(body)), ETag='"v1"')
        place.end.wait(60)

    with web(half) as place, opened(prepared_url, fetched_city(place.url)) as store:
        with acting(deed("fetch", prepared_url, str(tmp_path), place.url)) as actor:
            actor.kill_when(lambda: any((tmp_path / "fetched").rglob("content")) and bool(place.asked))
        place.end.set()
        assert count(store, "bus_stops") == 0
        with store.read() as conn:
            assert read_state(conn, "stops").tried_at is None
        place.script = lambda request: request.answer(200, body, ETag='"v1"')
        source = store.city.source("stops")
        assert source is not None
        fetcher = Fetcher(private=True, sleep=lambda _seconds: None)
        assert fetch_source(store, source, fetcher, tmp_path).outcome == "busy"
        later = utc_now() + timedelta(seconds=run.LEASE_SECONDS + 1)
        monkeypatch.setattr(lease, "utc_now", lambda: later)
        assert fetch_source(store, source, fetcher, tmp_path).outcome == "changed"
        assert count(store, "bus_stops") == 5
        assert list((tmp_path / "fetched").iterdir()) == []
        fetcher.close()
