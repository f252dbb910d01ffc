"""The warm-up: after it the first visitor asks the store for nothing but versions; it follows publishes and faults."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError

from api import jobs, warm
from api.tiles import service
from api.warm import Warmer, start_warmer
from config.policy import VISITOR, User
from data import jobs as jobs_table
from data import schema
from data.queries.cube import filter_cube
from data.queries.search import search
from data.queries.totals import layer_totals
from data.store import Store, utc_now
from tests.app_world import make_app
from tests.map_world import USERS, fill, open_store, put, row
from tiles.mercator import tile_at

ORDER = jobs_table.Order("session:x", User(), "ru", "schools", "csv", {}, 5)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Store]:
    """The small city, to be changed."""
    found = fill(open_store(f"sqlite:///{tmp_path / 'c.gpkg'}"))
    del found.layers["probe"]
    yield found
    found.close()


@pytest.fixture
def server(city: Store, tmp_path: Path) -> Flask:
    """The application over it."""
    made: Flask = make_app(city, tmp_path / "home").server
    return made


@contextmanager
def asked(store: Store) -> Iterator[list[str]]:
    """Questions to the store but those about versions, and the beginnings of transactions."""
    found: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "layer_version" not in statement and not statement.startswith("BEGIN"):
            found.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield found
    event.remove(store.engine, "before_cursor_execute", note)


def visit(server: Flask, store: Store) -> None:
    """What the first visitor of the map asks for."""
    with server.app_context(), store.read() as conn:
        for layer in ("schools", "roads", "appeals"):
            layer_totals(conn, store, layer, VISITOR)
            filter_cube(conn, store, layer, VISITOR)
            service().counts(layer, VISITOR)
            service().cells(layer, 9, VISITOR)
            service().tile(layer, tile_at(6, 45, 23), VISITOR)
        layer_totals(conn, store, "cameras", USERS["admin"])
        search(conn, store, "абая", VISITOR)


def test_after_the_warm_up_a_visit_asks_for_versions_only(server: Flask, city: Store) -> None:
    with asked(city) as cold:
        visit(server, city)
    assert len(cold) > 10
    warmer = Warmer(server, city)
    assert warmer.look() == len(city.layers)
    with asked(city) as warmed:
        visit(server, city)
    assert warmed == []


def test_a_publish_is_warmed_alone_and_rows_are_the_new_ones(server: Flask, city: Store) -> None:
    warmer = Warmer(server, city)
    warmer.look()
    assert warmer.look() == 0
    put(city, "schools", [row("sch-new", 76.91, 43.25, name_ru="Школа новая")])
    assert warmer.look() == 1
    with asked(city) as warmed, city.read() as conn:
        assert layer_totals(conn, city, "schools", VISITOR).total == 6
    assert warmed == []


def test_the_health_door_says_that_it_is_warming(server: Flask, city: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = server.test_client()
    assert visitor.get("/healthz").get_json()["warming"] is False
    warmer = Warmer(server, city)
    server.extensions[warm.EXTENSION] = warmer
    assert visitor.get("/healthz").get_json()["warming"] is True
    warmer.look()
    assert visitor.get("/healthz").get_json()["warming"] is False
    put(city, "schools", [row("sch-new", 76.91, 43.25)])
    seen: list[bool] = []
    real = warmer._counts

    def look(*given: Any) -> None:
        seen.append(visitor.get("/healthz").get_json()["warming"])
        real(*given)

    monkeypatch.setattr(warmer, "_counts", look)
    warmer.look()
    assert seen
    assert set(seen) == {True}


def test_a_store_that_is_away_is_looked_for_again(server: Flask, city: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "WARM_SECONDS", 0.01)
    tries, warmed = threading.Event(), threading.Event()
    real = Store.versions

    def away(store: Store, conn: Any) -> dict[str, int]:
        if not tries.is_set():
            tries.set()
            raise OperationalError("SELECT", {}, Exception("gone"))
        warmed.set()
        return real(store, conn)

    monkeypatch.setattr(Store, "versions", away)
    warmer = start_warmer(server, city)
    assert warmed.wait(30)
    warmer.stop()


def test_what_a_killed_worker_left_goes_and_waiting_jobs_go_on(server: Flask, city: Store, tmp_path: Path) -> None:
    folder = tmp_path / "home" / jobs.FOLDER
    dead, waiting = jobs_table.add(city, ORDER), jobs_table.add(city, ORDER)
    long_ago = utc_now() - timedelta(minutes=5)
    with city.write() as conn:
        gone = update(schema.job).where(schema.job.c.id == dead.id)
        conn.execute(gone.values(status="running", worker="dead", beat_at=long_ago))
    folder.mkdir(parents=True)
    (folder / f"{dead.id}.csv").write_text("half a ro")
    Warmer(server, city).look()
    with server.app_context():
        jobs.worker().join()
    found = [jobs_table.find(city, ORDER.owner, one.id) for one in (dead, waiting)]
    assert [job.status for job in found if job] == ["interrupted", "done"]
    assert [path.name for path in folder.iterdir()] == [f"{waiting.id}.csv"]
