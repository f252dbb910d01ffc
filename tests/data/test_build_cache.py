"""A filled demonstration store is kept, and the next fresh one is a copy of it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from api import start
from config.settings import Settings
from data import build as building
from data import build_cache
from tests.tiny_city import make_city


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in [name for name in os.environ if name.startswith("SITCENTER_")]:
        monkeypatch.delenv(name)
    make_city(tmp_path / "tiny")
    return Settings(home=tmp_path / "home", city=str(tmp_path / "tiny"), demo=True)


def filled(settings: Settings) -> int:
    """Open the store as a start does; how many stops it holds."""
    store = start.open_store(settings, lambda *_: None)
    with store.read() as conn:
        count = conn.exec_driver_sql("SELECT count(*) FROM bus_stops").scalar()
    store.close()
    return int(count or 0)


def test_a_second_fresh_store_is_a_copy_and_nothing_is_made_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = filled(settings)
    assert first > 0
    assert build_cache.kept_file(settings).is_file()
    path = build_cache.store_file(settings)
    assert path is not None
    path.unlink()
    monkeypatch.setattr(building, "build", lambda *_args, **_given: pytest.fail("made again"))
    assert filled(settings) == first


def test_a_store_that_is_there_is_never_replaced(settings: Settings) -> None:
    filled(settings)
    path = build_cache.store_file(settings)
    assert path is not None
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE own (word TEXT)")
    assert build_cache.restore(settings) is False
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("SELECT count(*) FROM own").fetchone() == (0,)


def test_other_sources_or_another_scale_are_another_key(settings: Settings) -> None:
    key = build_cache.key_of(settings)
    assert build_cache.key_of(settings.model_copy(update={"demo_scale": "full"})) != key
    (Path(settings.city) / "rest.toml").write_text("# another", "utf-8")
    assert build_cache.key_of(settings) != key


def test_without_demo_nothing_is_kept_or_taken(settings: Settings) -> None:
    plain = settings.model_copy(update={"demo": False})
    filled(plain)
    assert not (settings.home / "cache").exists()
    assert build_cache.restore(plain) is False


def test_an_unwritable_cache_hinders_no_start(settings: Settings) -> None:
    settings.home.mkdir()
    (settings.home / "cache").write_text("in the way", "utf-8")
    assert filled(settings) > 0


def test_only_the_newest_is_kept_and_a_huge_one_never(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    old = settings.home / "cache" / "demo-0000000000000000.gpkg"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    filled(settings)
    assert [path.name for path in old.parent.iterdir()] == [build_cache.kept_file(settings).name]
    monkeypatch.setattr(build_cache, "KEPT_STORE_BYTES", 10)
    build_cache.kept_file(settings).unlink()
    build_cache.keep(settings)
    assert not build_cache.kept_file(settings).exists()
