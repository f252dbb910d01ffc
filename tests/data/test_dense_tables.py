"""Dense layers in the store: the index that answers alone, and lists that are the same as those of other layers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from config.policy import User
from data import gpkg
from data.cells import chosen_columns, grouped_columns
from data.layer_tables import ensure_layer_table
from data.loading import bulk
from data.queries import cube as cube_module
from data.queries import items
from data.queries.cube import filter_cube
from data.queries.filters import Filter
from data.queries.items import Ask, select_items
from data.queries.totals import layer_totals
from data.store import Store
from layers import LAYERS
from tests.map_world import PROBE, USERS, open_store, row

APPEALS = LAYERS["appeals"]
COUNT = 300


def appeal(no: int) -> dict[str, Any]:
    """One of many appeals."""
    return row(
        f"a{no:03d}", 76.8 + no / 1000, 43.2, kind=APPEALS.kinds[no % 7], state=("answered", "in_work")[no % 2],
        district=("medeu", "almaly", "outside")[no % 3], channel=("website", None, "in_person")[no % 3],
        valid_from=date(2020 + no % 4, 1 + no % 12, 1), name_ru=f"Обращение {no * 7 % COUNT} (демо)",
        sensitivity="official" if no % 10 == 0 else "public", source="demo_appeals", origin="synthetic",
    )  # fmt: skip


@pytest.fixture(scope="module", params=["gpkg", "postgis"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Some hundred appeals on either engine."""
    file = tmp_path_factory.mktemp("dense") / "d.gpkg"
    opened = open_store(f"sqlite:///{file}" if request.param == "gpkg" else request.getfixturevalue("postgis_url"))
    with opened.write() as conn:
        conn.execute(opened.tables["appeals"].insert(), [appeal(no) for no in range(COUNT)])
    yield opened
    opened.close()


@pytest.mark.parametrize("ask", [
    Ask(limit=7), Ask(limit=7, offset=20), Ask(sort=("-valid_from", "kind"), limit=25), Ask(sort=("name_ru",)),
    Ask(filters={"channel": Filter(values=("website",))}, district="medeu", limit=5), Ask(sort=("-state",), offset=290),
    Ask(bbox=(76.9, 43.1, 76.95, 43.3), sort=("-kind",)), Ask(limit=1000),
], ids=str)  # fmt: skip
def test_a_list_of_a_dense_layer_is_that_of_any_layer(store: Store, monkeypatch: pytest.MonkeyPatch, ask: Ask) -> None:
    with store.read() as conn:
        found = select_items(conn, store, "appeals", User(), ask)
        monkeypatch.setitem(store.layers, "appeals", APPEALS.model_copy(update={"dense": False}))
        assert select_items(conn, store, "appeals", User(), ask) == found
    assert found.rows or ask.offset


def test_totals_of_a_dense_layer_add_up(store: Store) -> None:
    with store.read() as conn:
        found = layer_totals(conn, store, "appeals", User())
    assert found.total == COUNT * 9 // 10 == sum(found.by_district.values()) == sum(found.by_kind.values())
    assert found.by_origin == {"synthetic": found.total}
    assert found.by_district["outside"] == sum(no % 10 != 0 and no % 3 == 2 for no in range(COUNT))


def test_an_index_alone_counts_the_rows_of_a_geopackage(tmp_path: Path) -> None:
    opened = open_store(f"sqlite:///{tmp_path / 'd.gpkg'}")
    groups = ", ".join(grouped_columns(APPEALS))
    asked = (
        f"SELECT {groups}, max(loaded_at) FROM appeals WHERE known_to IS NULL AND sensitivity = 'x' GROUP BY {groups}",
        "SELECT count(*), max(data_date) FROM appeals WHERE source = 'x' AND known_to IS NULL",
        "SELECT count(*) FROM appeals WHERE known_to IS NULL AND valid_from <= '2022-01-01' AND channel IN ('website')",
        "SELECT fid FROM appeals WHERE known_to IS NULL ORDER BY valid_from DESC, fid LIMIT 10",
    )
    with opened.read() as conn:
        for question in asked:
            plan = " ".join(line[3] for line in conn.execute(text(f"EXPLAIN QUERY PLAN {question}")))
            assert "COVERING INDEX ix_appeals_counted" in plan, question
        assert "TEMP B-TREE" not in str(conn.execute(text(f"EXPLAIN QUERY PLAN {asked[0]}")).all())
    opened.close()


def test_the_index_of_cells_has_all_that_is_asked_on_postgis(postgis_url: str) -> None:
    opened = open_store(postgis_url)
    found = {index["name"]: index for index in inspect(opened.engine).get_indexes("appeals")}
    index = found["ix_appeals_cell"]
    assert index["column_names"][:1] == ["cell"]
    assert set(index["dialect_options"]["postgresql_include"]) == set(chosen_columns(APPEALS))
    with opened.write() as conn:
        ensure_layer_table(conn, APPEALS, opened.tables["appeals"])
    opened.close()


def test_indexes_put_away_for_many_rows_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_store(f"sqlite:///{tmp_path / 'd.gpkg'}")
    monkeypatch.setattr(bulk, "MANY_ROWS", 1)
    made = text("SELECT name, sql FROM sqlite_master WHERE tbl_name = 'appeals' ORDER BY name")
    table = opened.tables["appeals"]
    with opened.write() as conn:
        before = conn.execute(made).all()
        with bulk.many(conn, table, 5):
            assert not [line for line in conn.execute(made) if line.name.startswith("ix_")]
            conn.execute(table.insert(), [appeal(no) for no in range(5)])
        assert conn.execute(made).all() == before
        with bulk.many(conn, table, 2):
            assert conn.execute(made).all() == before
    opened.close()


def test_an_older_dense_table_gains_its_index(tmp_path: Path) -> None:
    opened = open_store(f"sqlite:///{tmp_path / 'd.gpkg'}")
    with opened.write() as conn:
        conn.exec_driver_sql("DROP INDEX ix_appeals_counted")
        gpkg.index_counted(conn, APPEALS)
        ensure_layer_table(conn, APPEALS, opened.tables["appeals"])
        assert "ix_appeals_counted" in {index["name"] for index in inspect(conn).get_indexes("appeals")}
    opened.close()


def test_only_the_range_with_the_most_bins_gets_wider_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cube_module, "CUBE_ROWS", 20)
    opened = open_store(f"sqlite:///{tmp_path / 'd.gpkg'}")
    rows = [
        row(f"p{no}", 76.9, 43.2, kind="a", working=True, capacity_mw=0.5 * (no % 60), wear_pct=5.0 * (no % 4))
        for no in range(240)
    ]
    with opened.write() as conn:
        conn.execute(opened.tables[PROBE.id].insert(), rows)
    with opened.read() as conn:
        cube = filter_cube(conn, opened, PROBE.id, USERS["analyst"])
    assert cube.steps == {"capacity_mw": 10.0, "wear_pct": 5.0}
    assert (cube.cut, sum(line[-1] for line in cube.rows), len(cube.rows) <= 20) == (False, 240, True)
    opened.close()


@pytest.mark.parametrize(
    ("ask", "found", "searched"),
    [
        # Ten of the 270 that a visitor sees are named so, three of them among the newest 50, two of their 38 of a kind.
        (Ask(q="обращение 29"), 3, 50),
        (Ask(q="ОБРАЩЕНИЕ 29", limit=1), 3, 50),
        (Ask(q="нет такого"), 0, 50),
        (Ask(), 270, None),
        (Ask(q="обращение 29", filters={"kind": Filter(values=(APPEALS.kinds[3],))}), 2, None),
    ],
    ids=str,
)
def test_a_text_is_looked_for_in_the_newest_rows_and_that_is_said(
    store: Store, monkeypatch: pytest.MonkeyPatch, ask: Ask, found: int, searched: int | None
) -> None:
    monkeypatch.setattr(items, "TEXT_ROWS", 50)
    with store.read() as conn:
        page = select_items(conn, store, "appeals", User(), ask)
    assert (page.matched, page.searched) == (found, searched)
    assert len(page.rows) == min(found, ask.limit)
