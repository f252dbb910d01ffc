"""Scheduled sources: what a server does decides what the store holds, and a bad day never empties it."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from config.city import load_city
from config.remote import FetchRecord
from config.settings import Settings
from data.fetching import lease
from data.fetching.client import Fetcher
from data.fetching.content import check_content, file_name
from data.fetching.faults import FetchError
from data.fetching.run import Fetched, fetch_source
from data.fetching.scheduler import Scheduler, start_scheduler
from data.fetching.state import FetchState, failed, read_state
from data.loading.report import say
from data.queries.status import load_history
from data.store import Store, utc_now
from tests.city_world import STOPS, copied, count, open_city, prepared, stop, with_source, write_csv
from tests.http_world import Request, Web, in_turn, says, web


class World:
    """A store of Almaty whose bus stops are fetched from a server of the test."""

    def __init__(self, url: str, place: Web, home: Path, **record: Any) -> None:
        """Open the store."""
        fetch = FetchRecord(url=f"{place.url}/stops.csv", every="6h", **{"seconds": 10, **record})
        self.place, self.home = place, home
        self.store: Store = open_city(url, with_source(load_city("almaty"), STOPS.model_copy(update={"fetch": fetch})))
        self.fetcher = Fetcher(private=True, sleep=lambda _seconds: None)

    def go(self, *, force: bool = True) -> Fetched:
        source = self.store.city.source("stops")
        assert source is not None
        return fetch_source(self.store, source, self.fetcher, self.home, force=force)

    def state(self) -> FetchState:
        with self.store.read() as conn:
            return read_state(conn, "stops")

    def stops(self) -> int:
        return count(self.store, "bus_stops")

    def close(self) -> None:
        self.fetcher.close()
        self.store.close()


def table(folder: Path, size: int) -> bytes:
    return write_csv(folder / "table.csv", [stop(no) for no in range(size)]).read_bytes()


@contextmanager
def opened(url: str, folder: Path) -> Iterator[World]:
    with web(says(200, table(folder, 3), ETag='"v1"')) as place, closing(World(url, place, folder)) as found:
        yield found


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with copied(prepared("gpkg", ""), tmp_path) as url, opened(url, tmp_path) as found:
        yield found


@pytest.fixture
def either(prepared_url: str, tmp_path: Path) -> Iterator[World]:
    """On both engines."""
    with opened(prepared_url, tmp_path) as found:
        yield found


def test_R135_a_source_is_fetched_and_loaded_like_a_file(either: World) -> None:
    assert either.go().outcome == "changed"
    assert either.stops() == 3
    state = either.state()
    assert state.good_at == state.changed_at == state.tried_at is not None
    assert state.next_at == state.good_at + timedelta(hours=6)
    assert (state.etag, state.failures, state.message) == ('"v1"', 0, "")
    with either.store.read() as conn:
        (entry,) = load_history(conn, "stops")
    assert (entry.file_name, entry.by_user, entry.status) == ("stops.csv", "fetch", "ok")
    assert list((either.home / "fetched").iterdir()) == []


def test_the_same_twice_changes_nothing(world: World) -> None:
    world.go()
    before = world.state()
    assert world.go().outcome == "unchanged"
    assert world.stops() == 3
    assert world.state().changed_at == before.changed_at


def make_due(world: World) -> None:
    """As if the pause were over."""
    from data.schema import fetch_state  # noqa: PLC0415

    with world.store.write() as conn:
        conn.execute(fetch_state.update().values(next_at=utc_now() - timedelta(seconds=1)))


def test_not_modified_loads_nothing_and_counts_as_success(world: World) -> None:
    world.go()
    make_due(world)
    world.place.script = says(304)
    assert world.go(force=False).outcome == "not_modified"
    assert world.place.asked[-1].headers["if-none-match"] == '"v1"'
    assert world.state().failures == 0
    with world.store.read() as conn:
        assert len(load_history(conn, "stops")) == 1


def test_not_modified_to_a_question_without_marks_is_a_fault(world: World) -> None:
    world.place.script = says(304)
    assert world.go().outcome == "failed"


def test_a_source_is_not_asked_before_its_time(world: World) -> None:
    world.go()
    assert world.go(force=False).outcome == "not_due"
    assert len(world.place.asked) == 1


def test_marks_of_another_address_are_not_sent(world: World) -> None:
    world.go()
    make_due(world)
    source = world.store.city.source("stops")
    assert source is not None
    assert source.fetch is not None
    moved = source.fetch.model_copy(update={"url": f"{world.place.url}/new.csv"})
    again = source.model_copy(update={"fetch": moved})
    assert fetch_source(world.store, again, world.fetcher, world.home).outcome == "unchanged"
    assert "if-none-match" not in world.place.asked[-1].headers


def half(request: Request) -> None:
    request.answer(200, b"id,name", Content_Length="5000")
    request.handler.close_connection = True


SIGN_IN = b"<!DOCTYPE html><html><form><input type=password></form></html>"
BAD = {
    "fetch.status": says(500),
    "fetch.web_page": says(200, SIGN_IN, Content_Type="text/csv"),
    "fetch.empty": says(200, b""),
    "fetch.type": says(200, b"PK\x03\x04\x00\x00"),
    "fetch.broken": half,
    "load.columns_missing": says(200, b"a,b\n1,2\n"),
}  # fmt: skip


@pytest.mark.parametrize("key", sorted(BAD))
def test_R135_a_bad_day_leaves_the_last_good_state(world: World, key: str) -> None:
    world.go()
    good = world.state()
    world.place.script = BAD[key]
    found = world.go()
    assert found.outcome == "failed"
    assert f'"{key}"' in found.message
    assert world.stops() == 3
    state = world.state()
    assert (state.good_at, state.failures) == (good.good_at, 1)
    assert state.message == found.message
    assert say("kk", state.message)[0] != "{"
    assert state.next_at is not None
    assert state.tried_at is not None
    assert timedelta(minutes=4) < state.next_at - state.tried_at < timedelta(minutes=7)


def test_a_server_that_recovers_within_a_fetch_is_no_fault(world: World, tmp_path: Path) -> None:
    world.place.script = in_turn(says(500), says(200, table(tmp_path, 4)))
    assert world.go().outcome == "changed"
    assert world.stops() == 4


def test_after_faults_a_success_clears_them(world: World, tmp_path: Path) -> None:
    world.place.script = says(404)
    world.go()
    world.go()
    assert world.state().failures == 2
    world.place.script = says(200, table(tmp_path, 5))
    world.go()
    assert (world.state().failures, world.state().message, world.stops()) == (0, "", 5)


def test_the_pause_grows_up_to_the_period() -> None:
    record = FetchRecord(url="http://data.example/x.csv", every="1h")
    now, state, pauses = utc_now(), FetchState("x"), []
    for _ in range(8):
        state = failed(state, record, now, "", 0.0)
        assert state.next_at is not None
        pauses.append((state.next_at - now).total_seconds() / 60)
    assert pauses == [5, 10, 20, 40, 60, 60, 60, 60]


def test_a_folder_that_cannot_be_written_is_told(world: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    world.home = tmp_path / "file"
    found = world.go()
    assert (found.outcome, "fetch.disk" in found.message) == ("failed", True)


def test_R135_two_workers_fetch_once(either: World, tmp_path: Path) -> None:
    reached, proceed = threading.Event(), threading.Event()
    body = table(tmp_path, 3)

    def slowly(request: Request) -> None:
        reached.set()
        proceed.wait(20)
        request.answer(200, body)

    either.place.script = slowly
    first: list[Fetched] = []
    worker = threading.Thread(target=lambda: first.append(either.go()))
    worker.start()
    assert reached.wait(20)
    assert either.go().outcome == "busy"
    proceed.set()
    worker.join()
    assert first[0].outcome == "changed"
    assert len(either.place.asked) == 1


def test_of_two_schedulers_one_works_and_the_other_takes_over(either: World) -> None:
    one, other = (Scheduler(either.store, either.fetcher, either.home) for _ in range(2))
    assert [found.outcome for found in one.step()] == ["changed"]
    make_due(either)
    assert other.step() == []
    assert len(either.place.asked) == 1
    lease.give_back(either.store, "scheduler", one.holder)
    assert [found.source for found in other.step()] == ["stops"]


def test_a_lease_ends_by_itself(world: World) -> None:
    assert lease.take(world.store, "work", "dead", -1)
    assert lease.take(world.store, "work", "alive", 60)
    assert not lease.take(world.store, "work", "dead", 60)
    assert lease.take(world.store, "work", "alive", 60)


def test_the_thread_fetches_by_itself_and_ends(world: World) -> None:
    asked = threading.Event()
    script = world.place.script

    def told(request: Request) -> None:
        script(request)
        asked.set()

    world.place.script = told
    scheduler = Scheduler(world.store, world.fetcher, world.home, tick=0.01)
    scheduler.start()
    assert asked.wait(20)
    scheduler.stop()
    assert world.stops() == 3


def test_a_thread_outlives_a_fault(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    scheduler = Scheduler(world.store, world.fetcher, world.home, tick=0.01)
    steps: list[int] = []
    twice = threading.Event()

    def broken() -> list[Fetched]:
        steps.append(1)
        if len(steps) > 1:
            twice.set()
        raise RuntimeError

    monkeypatch.setattr(scheduler, "step", broken)
    scheduler.start()
    assert twice.wait(20)
    scheduler.stop()


def test_without_a_schedule_or_by_setting_nothing_runs(world: World, tmp_path: Path) -> None:
    assert start_scheduler(world.store, Settings(home=tmp_path, fetch=False)) is None
    world.store.city = load_city("almaty").model_copy(update={"sources": (STOPS,)})
    assert start_scheduler(world.store, Settings(home=tmp_path)) is None


@pytest.mark.parametrize(("url", "kind", "name"), [
    ("http://a.example/x/stops.csv?key=1", "", "stops.csv"),
    ("http://a.example/export", "application/geo+json", "export.geojson"),
    ("http://a.example/", "text/csv; charset=utf-8", "data.csv"),
    ("http://a.example/x/%2e%2e%2fetc.csv", "", "etc.csv"),
    ("http://a.example/%D0%B0.csv", "", "_.csv"),
])  # fmt: skip
def test_a_name_is_made_from_address_or_type(url: str, kind: str, name: str) -> None:
    assert file_name(FetchRecord(url=url, every="1d"), kind) == name


def test_good_beginnings_pass(tmp_path: Path) -> None:
    good = {"a.json": b"\xef\xbb\xbf {}", "a.csv": b"id,name\n", "a.zip": b"PK\x03\x04", "a.pbf": b"\x00\x01"}
    for name, body in good.items():
        (tmp_path / name).write_bytes(body)
        check_content(tmp_path / name, name)
    (tmp_path / "x.csv").write_bytes(b"<?xml version='1.0'?><Error/>")
    with pytest.raises(FetchError):
        check_content(tmp_path / "x.csv", "x.csv")
