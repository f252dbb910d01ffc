"""A mapping of the screen loads like a source of the settings: on both engines, in one transaction, reviewed later."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from data import mappings, schema
from data.loading.pipeline import import_source
from data.store import Store
from data.tables import review, run, uploads
from data.tables.record import record_of, wish_of
from data.tables.trial import tried
from tests.import_world import KNOWN, WISH, point, record, town, works, write_xlsx


@pytest.fixture
def store(prepared_url: str) -> Iterator[Store]:
    found = town(prepared_url)
    yield found
    found.close()


def count(store: Store, table: Any) -> int:
    with store.read() as conn:
        return int(conn.execute(select(func.count()).select_from(table)).scalar() or 0)


def test_R049_a_table_of_works_becomes_objects_with_their_places(store: Store, tmp_path: Path) -> None:
    report = import_source(store, record(store), write_xlsx(tmp_path / "w.xlsx"), by_user="official")
    assert (report.status, report.counts.added, report.counts.refused) == ("ok", 2, 2)
    assert [(r.row_no, r.field, r.reason) for r in report.refusals] == [
        (3, "address", "address_unknown"), (4, "cost_plan", "number"),
    ]  # fmt: skip
    corner, school = works(store)
    assert (corner.object_id, corner.kind, corner.state, corner.cost_plan) == ("1", "repair", "running", 120_500_000.0)
    assert point(corner) == pytest.approx((76.91, 43.25), abs=2e-4)
    assert (corner.origin, corner.source, corner.district, corner.address) == (
        "official", "office-1", "almaly", "пр. Абая, уг. ул. Пушкина",
    )  # fmt: skip
    assert str(corner.data_date) == "2026-11-01"
    assert str(corner.plan_end) == "2026-11-30"
    assert "середина" in school.doubt
    with store.read() as conn:
        unsure = review.listed(conn, report.load_id or 0)
    assert [(one.row_no, one.object_id, one.address) for one in unsure] == [
        (2, "2", "ул. Школьная 4"), (3, "", "ул. Нигде 7"),
    ]  # fmt: skip


def test_a_try_writes_nothing_and_tells_the_same(store: Store, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "w.xlsx")
    report = import_source(store, record(store), path, dry_run=True)
    assert (report.status, report.counts.added, report.counts.refused, len(report.unsure)) == ("dry_run", 2, 2, 2)
    assert works(store) == []
    assert count(store, schema.load_log) == 0


def test_the_second_file_changes_closes_and_leaves(store: Store, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "w.xlsx")
    import_source(store, record(store), path)
    assert import_source(store, record(store), path).status == "unchanged"
    one = (1, "Ремонт тротуара", "ремонт", "готово", "пр. Абая, уг. ул. Пушкина", "121", "30.11.2026")
    part = WISH.model_copy(update={"whole": False})
    report = import_source(store, record(store, part), write_xlsx(tmp_path / "v.xlsx", [one]))
    assert (report.counts.changed, report.counts.closed, len(works(store))) == (1, 0, 2)
    report = import_source(store, record(store), write_xlsx(tmp_path / "v.xlsx", [one]))
    assert (report.counts.unchanged, report.counts.closed, len(works(store))) == (1, 1, 1)


def test_tables_of_two_offices_do_not_close_each_others_rows(store: Store, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "w.xlsx")
    import_source(store, record(store), path)
    import_source(store, record(store, source_id="office-2"), path)
    assert sorted({row.source for row in works(store)}) == ["office-1", "office-2"]


def test_too_many_refused_rows_load_nothing_unless_wanted(store: Store, tmp_path: Path) -> None:
    strict = WISH.model_copy(update={"take_good": False})
    report = import_source(store, record(store, strict), write_xlsx(tmp_path / "w.xlsx"))
    assert report.status == "refused"
    assert works(store) == []


def test_a_load_broken_off_leaves_nothing(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = io.BytesIO(write_xlsx(tmp_path / "w.xlsx").read_bytes())
    upload = uploads.keep(tmp_path, body, "w.xlsx", "official")
    versions = count(store, schema.table_mapping_version)

    def broken(*_given: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("data.loading.pipeline.write_unsure", broken)
    order = run.Order(upload, record(store), "f", 1, "official", dry_run=False)
    assert run.work(store, order) is None
    assert run.state_of(upload)["status"] == "failed"
    assert works(store) == []
    assert count(store, schema.load_log) == 0
    assert count(store, schema.table_mapping_version) == versions


def test_R015_a_decision_moves_the_object_and_is_known_for_the_next_file(store: Store, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "w.xlsx")
    report = import_source(store, record(store), path)
    with store.read() as conn:
        school, nowhere = review.listed(conn, report.load_id or 0)
    review.decide(store, school, (76.905, 43.236), "click", "official")
    review.decide(store, nowhere, (76.89, 43.26), "click", "official")
    moved = works(store)[1]
    assert (point(moved), moved.doubt) == ((76.905, 43.236), None)
    again = import_source(store, record(store), path)
    assert (again.counts.refused, again.counts.added, len(again.unsure)) == (1, 1, 0)
    assert {row.object_id: point(row) for row in works(store)}["3"] == (76.89, 43.26)
    with store.read() as conn:
        held = review.find(conn, school.id)
    assert held is not None
    assert held.decision is not None
    assert (held.decision.how, held.decision.decided_by) == ("click", "official")
    review.undo(store, held, "admin")
    back = next(row for row in works(store) if row.object_id == "2")
    assert "середина" in back.doubt
    assert point(back) != (76.905, 43.236)
    assert count(store, schema.address_memory) == 2


def test_a_middle_that_is_kept_stays_marked_as_one(store: Store, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "w.xlsx")
    report = import_source(store, record(store), path)
    with store.read() as conn:
        school = review.listed(conn, report.load_id or 0)[0]
    place = school.places[0]
    review.decide(store, school, (place["lon"], place["lat"]), "middle", "official")
    again = import_source(store, record(store), path)
    assert [one.address for one in again.unsure] == ["ул. Нигде 7"]
    assert "середина" in works(store)[1].doubt


def test_first_rows_are_told_as_they_would_be_stored(store: Store, tmp_path: Path) -> None:
    rows = tried(store, record(store), write_xlsx(tmp_path / "w.xlsx")).rows
    assert [(row.row_no, row.reason) for row in rows] == [(1, ""), (2, ""), (3, "address_unknown"), (4, "number")]
    assert rows[0].values["cost_plan"] == 120_500_000.0
    assert works(store) == []


def test_R014_a_mapping_is_a_source_record_and_comes_back_from_it(store: Store) -> None:
    source = record(store)
    assert (source.reader, source.origin, source.place) == ("table", "official", ("Адрес",))
    again = record_of(wish_of(source), store.city, store.layers["works"], "office-1", KNOWN)
    assert again == source


def test_mappings_are_kept_in_versions_and_known_by_the_header(store: Store) -> None:
    with store.write() as conn:
        number = mappings.begin(conn, "Работы", "works", "official")
        assert mappings.begin(conn, " Работы ", "works", "admin") == number
        assert mappings.save(conn, number, record(store), "head", "official") == 1
        later = record(store, WISH.model_copy(update={"data_date": None}))
        assert mappings.save(conn, number, later, "head", "official") == 1
        other = record(store, WISH.model_copy(update={"key": ()}))
        assert mappings.save(conn, number, other, "head", "admin") == 2
        with pytest.raises(ValueError, match="works"):
            mappings.begin(conn, "Работы", "schools", "official")
    with store.read() as conn:
        (held,) = mappings.recognised(conn, "head")
        assert (held.version, held.made_by, held.record.loads[0].key) == (2, "admin", ())
        assert mappings.recognised(conn, "other") == []
        assert [(v.number, v.made_by) for v in mappings.versions(conn, number)] == [(2, "admin"), (1, "official")]
