"""Since when an indicator is known, its entry of an earlier day, and that a hidden one tells nobody."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from config.city import load_city
from config.policy import Role, User
from data import schema
from data.indicators import READERS
from data.indicators.publish import publish
from data.queries.indicator_history import known_since
from data.queries.indicators import entry_of, points, values
from data.store import Store
from tests.indicator_world import STAMP, load

LATER = datetime(2025, 6, 1, 9, 0, 0)


@pytest.fixture
def corrected(tmp_path: Path) -> Store:
    """Plan values, of which one was corrected and one withdrawn three months later."""
    store = Store.open(f"sqlite:///{tmp_path / 'h.gpkg'}", load_city("almaty"), {})
    load(store, "plan2025")
    source = store.city.source("plan2025")
    assert source is not None
    bundle = READERS[source.reader](source, store.city.seed_path(source.seed[0]))
    rows = list(bundle.values)
    own = [place for place, row in enumerate(rows) if row.code == "plan-001"]
    rows[own[0]] = replace(rows[own[0]], value=77.0)
    del rows[own[1]]
    with store.write() as conn:
        publish(conn, store, source, replace(bundle, values=tuple(rows)), LATER)
    return store


def test_R098_the_first_day_of_knowledge_stays_and_the_entry_is_of_the_asked_day(corrected: Store) -> None:
    with corrected.read() as conn:
        assert known_since(conn, User(), "plan-001") == STAMP
        assert known_since(conn, User(), "no-such") is None
        before = points(values(conn, User(), "plan-001", corrected.end_of(date(2025, 5, 31))))
        assert entry_of(conn, corrected, User(), "plan-001", before).count == 7
        assert entry_of(conn, corrected, User(), "plan-001").count == 6
    corrected.close()


def test_R007_since_when_a_hidden_indicator_is_known_is_hidden(corrected: Store) -> None:
    with corrected.write() as conn:
        own = schema.indicator.c.code == "plan-001"
        conn.execute(update(schema.indicator).where(own).values(sensitivity="official"))
    with corrected.read() as conn:
        assert known_since(conn, User(), "plan-001") is None
        assert known_since(conn, User("a", Role.ANALYST), "plan-001") == STAMP
    corrected.close()
