"""The lock of the start: one process at a time, free again however its holder ended, faults as sentences."""

import threading
from pathlib import Path

import pytest

from data import starting as module
from data.starting import starting
from data.store import StoreError
from tests.perf.server import free_port


def test_the_second_waits_for_the_first(store_url: str) -> None:
    order: list[str] = []
    waits = threading.Event()

    def second() -> None:
        with starting(store_url, waits.set):
            order.append("second")

    thread = threading.Thread(target=second)
    with starting(store_url, lambda: order.append("nobody is waited for")):
        thread.start()
        assert waits.wait(30)
        order.append("first")
    thread.join(30)
    assert order == ["first", "second"]


def test_a_fault_inside_frees_the_lock(store_url: str) -> None:
    with pytest.raises(KeyError), starting(store_url):
        raise KeyError
    with starting(store_url, pytest.fail):
        pass


def test_one_who_never_ends_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0)
    url = f"sqlite:///{tmp_path / 'c.gpkg'}"
    with starting(url), pytest.raises(StoreError) as caught, starting(url):
        pass
    assert caught.value.key == "store.locked"


def test_a_folder_that_cannot_be_and_a_server_that_is_gone_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for url, key in (
        (f"sqlite:///{tmp_path / 'file' / 'c.gpkg'}", "store.folder"),
        (f"postgresql+psycopg://u@127.0.0.1:{free_port()}/c", "store.server"),
    ):
        with pytest.raises(StoreError) as caught, starting(url):
            pass
        assert caught.value.key == key
