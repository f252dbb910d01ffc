"""Views of pages: counted by day, written in one go, without a word about who looked."""

import atexit
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from data import schema, usage
from data.store import Store

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


def rows(store: Store) -> list[tuple[str, date, int]]:
    table = schema.page_use
    with store.read() as conn:
        return [tuple(row) for row in conn.execute(select(table).order_by(table.c.page, table.c.day))]


def test_views_are_counted_by_page_and_day(store: Store) -> None:
    for page, day in (("works", MONDAY), ("works", MONDAY), ("works", TUESDAY), ("budget", TUESDAY)):
        usage.count(store, page, day)
    assert rows(store) == []
    assert usage.views(store, MONDAY) == {"works": 3, "budget": 1}
    assert usage.flush(store) == 4
    usage.count(store, "works", MONDAY)
    assert usage.flush(store) == 1
    assert rows(store) == [("budget", TUESDAY, 1), ("works", MONDAY, 3), ("works", TUESDAY, 1)]
    assert usage.views(store, TUESDAY) == {"works": 1, "budget": 1}
    assert usage.flush(store) == 0


def test_nothing_about_people_is_kept() -> None:
    assert [column.name for column in schema.page_use.columns] == ["page", "day", "views"]


def test_what_could_not_be_written_is_not_lost(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    usage.count(store, "works", MONDAY)

    def away(_store: Store, _taken: object) -> None:
        raise OperationalError("x", None, Exception())

    with monkeypatch.context() as patch:
        patch.setattr(usage, "_write", away)
        with pytest.raises(OperationalError):
            usage.flush(store)
    assert usage.flush(store) == 1


def test_the_writer_writes_what_waits_when_it_ends(store: Store) -> None:
    usage.count(store, "works", MONDAY)
    writer = usage.Writer(store, every=60).start()
    writer.stop()
    assert rows(store) == [("works", MONDAY, 1)]


def test_the_end_of_the_program_waits_for_the_writer(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Callable[[], None]] = []
    monkeypatch.setattr(atexit, "register", asked.append)
    writer = usage.start_writer(store)
    usage.count(store, "works", MONDAY)
    (leave,) = asked
    leave()
    assert (writer.thread.is_alive(), rows(store)) == (False, [("works", MONDAY, 1)])
