"""Translated names of indicators come into stores that were filled before there were any, or before they changed."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from data import schema
from data.indicators import names
from data.indicators.names import kazakh_names
from data.store import INDICATORS, Store, utc_now
from tests.city_world import opened

TABLE, GIVEN = schema.indicator, schema.indicator_translation
BY_HAND, OLD = "Қала әкімдігі жазған атау", "Бұрынғы аударма"
HAD: Mapping[str, str | None] = {"plan-001": None, "plan-002": BY_HAND, "plan-003": OLD, "plan-004": "", "own-1": None}


def fill(store: Store, had: Mapping[str, str | None], given: Mapping[str, str]) -> None:
    """Passports with these names, in a store that was last given these translations."""
    source = store.city.sources[0].id
    common = {"collection": "plan2025", "name_ru": "x", "name_en": "x", "source": source, "sensitivity": "public",
              "origin": "open", "loaded_at": utc_now(), "position": 1}  # fmt: skip
    with store.write() as conn:
        conn.execute(GIVEN.delete())
        if given:
            conn.execute(GIVEN.insert(), [{"code": code, "name_kk": name} for code, name in given.items()])
        conn.execute(TABLE.insert(), [{"code": code, "name_kk": name, **common} for code, name in had.items()])


def state(store: Store) -> tuple[dict[str, str | None], dict[str, int]]:
    """Names by code, and versions of what is published."""
    with store.read() as conn:
        found = {row.code: row.name_kk for row in conn.execute(select(TABLE.c.code, TABLE.c.name_kk))}
        return found, store.versions(conn)


def test_a_start_brings_new_translations_once_and_leaves_what_others_wrote(
    prepared_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = kazakh_names()
    with opened(prepared_url) as store:
        fill(store, HAD, {"plan-003": OLD})
    wanted = {**HAD, **{code: new[code] for code in ("plan-001", "plan-003", "plan-004")}}
    for _ in range(2):
        with opened(prepared_url) as store:
            assert state(store) == (wanted, {INDICATORS: 1})
    changed = {**new, "plan-001": "Жаңа аударма", "plan-003": "Жаңа аударма"}
    monkeypatch.setattr(names, "kazakh_names", lambda: changed)
    with opened(prepared_url) as store:
        assert state(store) == ({**wanted, "plan-001": "Жаңа аударма", "plan-003": "Жаңа аударма"}, {INDICATORS: 2})
        with store.write() as conn:
            conn.execute(TABLE.update().where(TABLE.c.code == "plan-003").values(name_kk=BY_HAND))
            monkeypatch.setattr(names, "kazakh_names", lambda: new)
            assert [names.renew_names(conn) for _ in range(2)] == [1, 0]
        assert state(store)[0] == {**wanted, "plan-003": BY_HAND}


def test_a_new_store_begins_with_the_present_translations(prepared_url: str) -> None:
    with opened(prepared_url) as store, store.read() as conn:
        assert {row.code: row.name_kk for row in conn.execute(select(GIVEN))} == dict(kazakh_names())
        assert INDICATORS not in store.versions(conn)
