"""Publishing keeps the history of values and changes nothing when nothing changed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from data import schema
from data.indicators import READERS
from data.indicators.bundle import Bundle, FactRow, IndicatorRow, RegisterItem, ValueRow
from data.indicators.publish import publish
from data.loading.report import Counts
from data.store import INDICATORS, Store
from tests.indicator_world import SOURCES, STAMP, load

VALUE = schema.indicator_value


def bundle() -> Bundle:
    """Two values of one indicator, one fact, one row of a register."""
    value = ValueRow("t-1", "almaty", "2020", "fact", 1.5, 1, period_kind="year")
    return Bundle(
        (IndicatorRow("t-1", "test", "Проба", "Probe", 1, unit_ru="тыс. чел.", topic="economy"),),
        (value, replace(value, period="2021", value=2.5, position=2)),
        (FactRow("t-f-1", "test", "x", "Факт", "Fact", 5.0, 1),),
        (RegisterItem("t-r-1", "test-register", 1, "Строка", "{}"),),
        rows_read=5,
    )


def put(store: Store, what: Bundle, now: datetime = STAMP) -> Counts:
    source = store.city.source("plan2025")
    assert source is not None
    with store.write() as conn:
        return publish(conn, store, source, what, now)


def rows(store: Store) -> list[tuple[object, ...]]:
    with store.read() as conn:
        query = select(VALUE.c.period, VALUE.c.value, VALUE.c.revision, VALUE.c.known_from, VALUE.c.known_to)
        return [tuple(row) for row in conn.execute(query.order_by(VALUE.c.period, VALUE.c.revision))]


def version(store: Store) -> int:
    with store.read() as conn:
        return store.versions(conn).get(INDICATORS, 0)


def test_first_time_everything_is_added(empty: Store) -> None:
    counts = put(empty, bundle())
    assert (counts.read, counts.added, counts.changed, counts.closed, counts.unchanged) == (5, 5, 0, 0, 0)
    assert rows(empty) == [("2020", 1.5, 1, STAMP, None), ("2021", 2.5, 1, STAMP, None)]
    assert version(empty) == 1
    with empty.read() as conn:
        passport = conn.execute(select(schema.indicator)).mappings().one()
    assert (passport["unit"], passport["topic"], passport["name_kk"]) == ("thousand-person", "economy", None)


def test_twice_the_same_changes_nothing(empty: Store) -> None:
    put(empty, bundle())
    counts = put(empty, bundle(), STAMP + timedelta(days=1))
    assert (counts.added, counts.changed, counts.closed, counts.unchanged) == (0, 0, 0, 5)
    assert version(empty) == 1
    assert all(row[3] == STAMP for row in rows(empty))


def test_a_corrected_value_closes_its_row_and_opens_the_next_revision(empty: Store) -> None:
    put(empty, bundle())
    first, second = bundle().values
    later = STAMP + timedelta(days=1)
    counts = put(empty, replace(bundle(), values=(first, replace(second, value=3.5))), later)
    assert (counts.changed, counts.unchanged) == (1, 4)
    assert rows(empty) == [
        ("2020", 1.5, 1, STAMP, None), ("2021", 2.5, 1, STAMP, later), ("2021", 3.5, 2, later, None),
    ]  # fmt: skip
    assert version(empty) == 2


def test_a_vanished_value_is_closed_and_its_return_is_a_new_revision(empty: Store) -> None:
    put(empty, bundle())
    first, _ = bundle().values
    assert put(empty, replace(bundle(), values=(first,)), STAMP + timedelta(days=1)).closed == 1
    put(empty, bundle(), STAMP + timedelta(days=2))
    assert [(row[1], row[2], row[4] is None) for row in rows(empty)] == [
        (1.5, 1, True), (2.5, 1, False), (2.5, 2, True),
    ]  # fmt: skip


def test_equal_keys_are_told_apart_by_order(empty: Store) -> None:
    first, _ = bundle().values
    twins = replace(bundle(), values=(first, replace(first, value=9.0, position=2)))
    put(empty, twins)
    assert len(rows(empty)) == 2
    assert put(empty, twins, STAMP + timedelta(days=1)).unchanged == 5


def test_passports_facts_and_registers_are_replaced(empty: Store) -> None:
    put(empty, bundle())
    old = bundle()
    changed = replace(
        old,
        indicators=(replace(old.indicators[0], name_ru="Новое имя"),),
        facts=(replace(old.facts[0], value=6.0), replace(old.facts[0], id="t-f-2")),
        registers=(),
    )
    counts = put(empty, changed)
    assert (counts.added, counts.changed, counts.closed) == (1, 2, 1)
    with empty.read() as conn:
        assert conn.execute(select(schema.indicator.c.name_ru)).scalar() == "Новое имя"
        assert conn.execute(select(schema.fact.c.value).order_by(schema.fact.c.id)).scalars().all() == [6.0, 5.0]
        assert conn.execute(select(func.count()).select_from(schema.register_row)).scalar() == 0


def test_a_passport_that_left_the_source_stays_while_values_lean_on_it(empty: Store) -> None:
    put(empty, bundle())
    bare = replace(bundle(), indicators=(*bundle().indicators, replace(bundle().indicators[0], code="t-2")))
    put(empty, bare)
    put(empty, Bundle(), STAMP + timedelta(days=1))
    with empty.read() as conn:
        assert conn.execute(select(schema.indicator.c.code)).scalars().all() == ["t-1"]


def test_an_unknown_topic_or_unit_is_left_out(empty: Store) -> None:
    odd = replace(bundle().indicators[0], topic="no-such-topic", unit_ru="попугаи")
    put(empty, replace(bundle(), indicators=(odd,)))
    with empty.read() as conn:
        found = conn.execute(select(schema.indicator)).mappings().one()
    assert (found["topic"], found["unit"], found["unit_ru"]) == (None, None, "попугаи")


def test_a_failed_publish_leaves_the_old_state(empty: Store) -> None:
    put(empty, bundle())
    before = rows(empty)
    orphan = replace(bundle().values[0], code="nobody")
    with pytest.raises(Exception, match=r"FOREIGN KEY|foreign key"):
        put(empty, replace(bundle(), values=(orphan,)))
    assert rows(empty) == before


def test_all_shipped_sources_twice_are_unchanged(empty: Store) -> None:
    added = {name: load(empty, name).added for name in SOURCES}
    assert min(added.values()) > 0
    before = version(empty)
    for name in SOURCES:
        counts = load(empty, name, STAMP + timedelta(days=1))
        assert (counts.added, counts.changed, counts.closed) == (0, 0, 0)
        assert counts.unchanged == added[name]
    assert version(empty) == before


def test_readers_are_named_as_the_records_name_them(empty: Store) -> None:
    named = {source.reader for source in empty.city.sources} - {"vector", "table", "demo", "osm", "gtfs", "air"}
    assert named == set(READERS)
