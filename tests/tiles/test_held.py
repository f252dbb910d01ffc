"""Dear things are made once, however many ask, and never fill the memory; counts follow publishes."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from config.city import load_city
from config.policy import VISITOR
from data.queries.choice import Choice
from data.queries.filters import Filter
from data.store import Store
from tests.tiles.dense_world import CROWD, publish
from tiles.cells import CellShelf, Counted
from tiles.held import Held
from tiles.load import load_snapshot
from tiles.service import TileService


def test_a_thing_is_made_once_for_all_who_wait() -> None:
    held: Held[int] = Held(4, 100, lambda _: 1)
    made: list[int] = []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return 7

    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(held.get("a", make))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (made, found) == ([1], [7] * 6)


def test_number_and_bytes_are_bounded_and_the_oldest_goes() -> None:
    held: Held[bytes] = Held(3, 100, len)
    for name in "abcd":
        held.get(name, lambda: b"x" * 10)
    assert (len(held), held.bytes, held.peek("a"), held.peek("b")) == (3, 30, None, b"x" * 10)
    held.get("big", lambda: b"x" * 90)
    assert (held.peek("b"), held.bytes) == (b"x" * 10, 100)
    held.get("huge", lambda: b"x" * 500)
    assert (len(held), held.bytes) == (1, 500)


def test_a_failure_is_not_kept() -> None:
    held: Held[int] = Held(3, 100, lambda _: 1)
    with pytest.raises(ZeroDivisionError):
        held.get("a", lambda: 1 // 0)
    assert (len(held), held.get("a", lambda: 5)) == (0, 5)


def shelf_of(service: TileService) -> CellShelf:
    """Counts kept by the service's source."""
    shelf = service._source._cells  # type: ignore[attr-defined]
    assert isinstance(shelf, CellShelf)
    return shelf


@pytest.fixture(params=["gpkg", "postgis"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of an empty store of either engine."""
    if request.param == "gpkg":
        return f"sqlite:///{tmp_path / 'city.gpkg'}"
    address: str = request.getfixturevalue("postgis_url")
    return address


@pytest.fixture
def crowd(url: str) -> Store:
    """A store of its own with the crowd in it."""
    store = Store.open(url, load_city("almaty"), {CROWD.id: CROWD})
    publish(store, CROWD)
    return store


def test_counts_follow_a_publish_and_old_ones_go(crowd: Store) -> None:
    service = TileService(crowd)
    before = service.cells(CROWD.id, 10, VISITOR)
    total = service.counts(CROWD.id, VISITOR).total
    publish(crowd, CROWD, count=1_000, seed=2)
    new = TileService(crowd).stamp(CROWD.id)
    after = service.cells(CROWD.id, 10, VISITOR, hint=new)
    assert before is not None
    assert after is not None
    assert after.counts.sum() > before.counts.sum() == total
    assert service.counts(CROWD.id, VISITOR).total == after.counts.sum()
    assert len(shelf_of(service)) == 1
    crowd.close()


def test_a_big_layer_is_counted_by_the_store_until_it_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'city.gpkg'}", load_city("almaty"), {CROWD.id: CROWD})
    publish(store, CROWD)
    kinds = Choice.of({"kind": Filter(values=("a",))})
    small = TileService(store)
    expected = [small.cells(CROWD.id, z, VISITOR, choice=kinds) for z in (10, 14)]
    counted = small.counts(CROWD.id, VISITOR, choice=kinds)
    going, loaded = threading.Event(), threading.Event()

    def slow(*args: Any) -> Any:
        going.wait(20)
        try:
            return load_snapshot(*args)
        finally:
            loaded.set()

    monkeypatch.setattr("tiles.sources.BIG_LAYER_ROWS", 1)
    monkeypatch.setattr("tiles.sources.load_snapshot", slow)
    service = TileService(store)
    for _ in range(2):
        for z, level in zip((10, 14), expected, strict=True):
            found = service.cells(CROWD.id, z, VISITOR, choice=kinds)
            assert found is not None
            assert level is not None
            assert found.cells.tolist() == level.cells.tolist()
            assert found.counts.tolist() == level.counts.tolist()
        assert service.counts(CROWD.id, VISITOR, choice=kinds) == counted
        going.set()
        assert loaded.wait(20)
        service = TileService(store, service._source)
        shelf_of(service)._held.drop(lambda _: True)
    store.close()


def test_many_choices_do_not_fill_the_memory(crowd: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiles.cells.CELL_CACHE_COUNTS", 5)
    service = TileService(crowd)
    for hour in range(12):
        choice = Choice.of({"hour": Filter(values=(hour,))})
        level = service.cells(CROWD.id, 12, VISITOR, choice=choice)
        assert level is not None
        assert Counted(level).size > 0
    assert len(shelf_of(service)) == 5
    crowd.close()
