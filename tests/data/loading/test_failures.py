"""Whatever goes wrong in the middle of a load, readers see the last good state and the log says what happened."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from data import gpkg, schema
from data.loading import publish
from data.loading.pipeline import import_source
from data.store import Store
from tests.city_world import content, count, open_city, present, stop, stops_city, write_csv


def test_a_reader_in_the_middle_of_a_load_sees_the_old_state(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_source(store, "stops", write_csv(tmp_path / "a.csv", [stop(1), stop(2)]))
    seen: list[list[str]] = []
    real = publish.finish

    def look(conn: Connection, found: Store, table: object) -> None:
        real(conn, found, table)  # type: ignore[arg-type]
        seen.append([row.object_id for row in present(store, "bus_stops", "object_id")])

    monkeypatch.setattr(publish, "finish", look)
    with store.read() as conn:
        table = store.tables["bus_stops"]
        query = select(table.c.object_id).where(table.c.known_to.is_(None)).order_by(table.c.fid)
        first = conn.execute(query).scalars().all()
        report = import_source(store, "stops", write_csv(tmp_path / "b.csv", [stop(2), stop(3)]))
        assert report.status == "ok"
        if store.kind == "gpkg":
            assert conn.execute(query).scalars().all() == first
    assert seen == [["s1", "s2"]]
    assert [row.object_id for row in present(store, "bus_stops")] == ["s2", "s3"]


def test_a_fault_in_the_middle_takes_everything_back_and_is_logged(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_source(store, "stops", write_csv(tmp_path / "a.csv", [stop(1), stop(2)]))
    before = content(store)

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.loading.publish.finish", fail)
    report = import_source(store, "stops", write_csv(tmp_path / "b.csv", [stop(3)]))
    assert report.status == "failed"
    assert "No space left" in report.said("en")
    assert content(store) == before
    with store.read() as conn:
        log = conn.execute(select(schema.load_log).order_by(schema.load_log.c.id)).all()
    assert [(row.status, row.rows_added) for row in log] == [("ok", 2), ("failed", 0)]
    monkeypatch.undo()
    assert import_source(store, "stops", tmp_path / "b.csv").status == "ok"


def test_a_fault_of_the_engine_is_one_sentence(store: Store, tmp_path: Path) -> None:
    import_source(store, "stops", write_csv(tmp_path / "a.csv", [stop(1)]))
    with store.write() as conn:
        conn.execute(text('ALTER TABLE "bus_stops" RENAME COLUMN "doubt" TO "doubts"'))
    report = import_source(store, "stops", write_csv(tmp_path / "b.csv", [stop(2)]))
    assert report.status == "failed"
    assert "store." in report.message
    assert "{" not in report.said("kk")
    assert count(store, "bus_stops") == 1


def test_a_full_disk_is_named_and_nothing_is_lost(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'city.gpkg'}"
    store = open_city(url, stops_city())
    import_source(store, "stops", write_csv(tmp_path / "a.csv", [stop(no) for no in range(1, 50)]))
    before = content(store)
    with store.engine.connect() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql("ROLLBACK")
        # One connection serves all of the test: a pool of one keeps the limit in force.
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
        conn.exec_driver_sql("BEGIN")
    path = write_csv(tmp_path / "b.csv", [stop(no, name="Остановка " * 50) for no in range(1, 2_000)])
    report = import_source(store, "stops", path)
    assert report.status == "failed"
    assert "store.full" in report.message
    for lang, word in (("ru", "места"), ("en", "full"), ("kk", "орын")):
        assert word in report.said(lang)  # type: ignore[arg-type]
    assert content(store) == before
    store.close()
    again = open_city(url, stops_city())
    assert content(again) == before
    assert import_source(again, "stops", path).status == "ok"
    again.close()


def test_a_locked_store_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "city.gpkg"
    store = open_city(f"sqlite:///{path}", stops_city())
    other = sqlite3.connect(path, isolation_level=None)
    gpkg.register_functions(other)
    other.execute("BEGIN IMMEDIATE")
    with store.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA busy_timeout = 100")
    report = import_source(store, "stops", write_csv(tmp_path / "a.csv", [stop(1)]))
    other.execute("ROLLBACK")
    other.close()
    assert report.status == "failed"
    assert "store.locked" in report.message
    assert import_source(store, "stops", tmp_path / "a.csv").status == "ok"
    store.close()
