"""Every check counts what it says it counts, on both engines, and its results are kept as history."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from config import i18n
from config.policy import Role, User
from data import schema
from data.loading.log import write_log
from data.loading.pipeline import import_source
from data.loading.report import LoadReport, Refusal
from data.quality import layer_checks, run
from data.quality.layer_checks import LAYER_CHECKS, Subject
from data.quality.read import get_load, load_page, may_read_rows, may_read_source, qualities, refused_rows
from data.quality.records import BY_ID, CHECKS, range_of
from data.quality.value_checks import VALUE_CHECKS, Values
from data.store import Store, utc_now
from tests.city_world import stop, stops_city, write_csv
from tests.map_world import USERS, open_store, put, row
from tests.quality_world import SOURCE, fill_schools


@pytest.fixture
def small(prepared_url: str) -> Iterator[Store]:
    """The schools with known faults, on both engines."""
    store = open_store(prepared_url)
    fill_schools(store)
    yield store
    store.close()


def results(store: Store, layer: str, source: str = SOURCE, load: int = 1) -> dict[str, tuple[int, int]]:
    with store.read() as conn:
        subject = Subject(conn, store.layers[layer], store.tables[layer], source, load)
        return {name: ask(subject) for name, ask in LAYER_CHECKS.items()}


def test_R006_every_check_of_a_layer_counts_what_it_says(small: Store) -> None:
    found = results(small, "schools")
    key_fields = found["completeness"][1] // 5
    assert found["completeness"] == (1 + 5 * (key_fields - 1), 5 * key_fields)
    assert found["inside"] == (1, 5)
    assert found["duplicates"] == (1, 5)
    assert found["geometry"] == (0, 5)
    assert found["range"] == (0, 0)
    assert found["doubts"] == (1, 5)
    assert found["kazakh"] == (2, 4)
    assert found["addresses"] == (0, 0)


def test_values_beyond_their_limits_are_found(small: Store) -> None:
    usual = {"kind": "earthquake", "state": "past", "source": "usgs_earthquakes"}
    put(small, "earthquakes", [
        row("a", 76.9, 43.2, magnitude=12.5, event_year=1887, **usual),
        row("b", 76.9, 43.2, magnitude=7.0, event_year=20, **usual), row("c", 76.9, 43.2, magnitude=None, **usual),
    ])  # fmt: skip
    assert results(small, "earthquakes", "usgs_earthquakes")["range"] == (2, 4)


def test_fields_for_officials_are_not_looked_at_in_a_public_layer(small: Store) -> None:
    put(small, "probe", [row("a", 76.9, 43.2, kind="a", capacity_mw=-1.0, wear_pct=400.0)])
    assert results(small, "probe")["range"] == (1, 1)


def test_addresses_that_were_not_found_are_counted(small: Store) -> None:
    report = LoadReport(SOURCE, "x.csv", "ok")
    report.counts.read = 40
    report.refuse([Refusal(1, "address", "address_unknown", "x"), Refusal(2, "kind", "required", "")])
    with small.write() as conn:
        write_log(conn, report, "", utc_now(), "")
    assert report.load_id is not None
    assert results(small, "schools", load=report.load_id)["addresses"] == (1, 40)


def value(no: int, territory: str, number: float | None, period: str = "2024", **more: object) -> dict[str, object]:
    now = utc_now()
    return {
        "code": "people", "row_key": str(no), "row_hash": str(no), "territory": territory, "period": period,
        "period_kind": "year", "breakdown": "", "breakdown_ru": "", "kind": "fact", "printed_kind": "", "value": number,
        "value_text": "", "comparison": "", "edition": "", "source": "vlr2023", "source_doc": "", "source_line": "",
        "evidence": "", "note": "", "doubt": "", "revision": 1, "position": no, "known_from": now, "known_to": None,
        "origin": "official", "loaded_at": now, **more,
    }  # fmt: skip


def test_districts_are_added_up_and_compared_with_the_city(small: Store) -> None:
    codes = [district.id for district in small.city.districts]
    rows = [value(i, code, 100.0) for i, code in enumerate(codes)]
    rows += [value(20, "almaty", 100.0 * len(codes) + 5)]
    rows += [value(30 + i, code, 100.0, "2023", doubt="?") for i, code in enumerate(codes)]
    rows += [value(50, "almaty", 1_000_000.0, "2023"), value(51, "almaty", None, "2022")]
    rows += [value(60, "almaty", 7.0, "2021"), value(61, "almaty", 7.0, "2021")]
    passport = {
        "code": "people", "collection": "vlr", "name_ru": "Люди", "name_en": "People", "unit": "person",
        "source": "vlr2023", "sensitivity": "public", "origin": "official", "loaded_at": utc_now(), "position": 1,
    }  # fmt: skip
    with small.write() as conn:
        conn.execute(schema.indicator.insert().values(**passport))
        conn.execute(schema.indicator_value.insert(), rows)
    with small.read() as conn:
        values = Values(conn, "vlr2023", codes, "almaty")
        found = {name: ask(values) for name, ask in VALUE_CHECKS.items()}
    size = len(rows)
    assert found["city_total"] == (1, 2)
    assert found["numbers"] == (1, size)
    assert found["repeated"] == (1, size)
    assert found["value_doubts"] == (len(codes), size)
    assert found["value_kazakh"] == (1, 1)


def test_R006_checks_run_after_each_load_and_once_more_replaces(store: Store, tmp_path: Path) -> None:
    for size in (3, 5):
        assert import_source(store, "stops", write_csv(tmp_path / "s.csv", [stop(no) for no in range(size)])).good
    import_source(store, "stops", tmp_path / "s.csv")
    assert run.check_source(store, "stops") == len(LAYER_CHECKS)
    assert run.check_source(store, "stops") == len(LAYER_CHECKS)
    with store.read() as conn:
        kept = conn.execute(select(schema.quality_result).where(schema.quality_result.c.check == "inside")).all()
    assert [(row.load, row.of) for row in kept] == [(1, 3), (2, 5), (3, 5)]
    with store.read() as conn:
        (found,) = [one for one in qualities(conn, store, User(), date(2026, 1, 1)) if one.source.id == "stops"]
    assert {len(result.history) for result in found.results if result.check == "inside"} == {3}
    assert found.last is not None
    assert found.last.status == "unchanged"
    assert run.check_all(store) == {"stops": len(LAYER_CHECKS)}


def test_a_fault_of_a_check_harms_no_load(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_subject: Subject) -> tuple[int, int]:
        raise ZeroDivisionError

    monkeypatch.setitem(layer_checks.LAYER_CHECKS, "inside", broken)
    assert import_source(store, "stops", write_csv(tmp_path / "s.csv", [stop(1)])).status == "ok"
    assert not run.has_results(store, "stops")


def test_a_refused_load_runs_no_check(store: Store, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    assert not import_source(store, "stops", tmp_path / "bad.csv").good
    assert not run.has_results(store, "stops")
    assert run.check_source(store, "stops") == 0


@pytest.mark.parametrize(
    ("found", "of", "status"), [(0, 0, "none"), (0, 10, "good"), (1, 100, "good"), (3, 100, "watch"), (30, 100, "bad")]
)
def test_a_share_has_a_status(found: int, of: int, status: str) -> None:
    assert BY_ID["inside"].status(found, of) == status


def test_every_check_is_published_in_three_languages_and_is_there() -> None:
    assert {check.id for check in CHECKS} == {*LAYER_CHECKS, *VALUE_CHECKS}
    assert all(check.watch <= check.bad for check in CHECKS)
    for lang in i18n.LANGS:
        for check in CHECKS:
            assert i18n.has(lang, f"quality.check.{check.id}.title")
            assert i18n.has(lang, f"quality.check.{check.id}.definition")


def test_ranges_are_found_by_name_or_ending() -> None:
    assert range_of("magnitude") is not None
    assert range_of("wear_pct") is not None
    assert range_of("working") is None


OPEN = {role: role in (Role.ADMIN, Role.OFFICIAL) for role in Role}


@pytest.mark.parametrize("role", list(Role))
def test_R007_sensitive_sources_and_refused_rows_are_for_the_entitled(small: Store, role: Role) -> None:
    user = USERS[role.value]
    assert may_read_source(user, small, SOURCE)
    assert may_read_source(user, small, "demo_city") is OPEN[role]
    assert may_read_rows(user) is (OPEN[role] or role is Role.ANALYST)
    assert may_read_source(user, small, "gone") is may_read_rows(user)


def test_the_log_has_pages_and_hides_what_is_not_for_all(small: Store) -> None:
    with small.write() as conn:
        for no in range(60):
            source = "demo_city" if no % 6 == 0 else SOURCE
            report = LoadReport(source, f"{no}.csv", "refused" if no % 5 == 0 else "ok")
            report.refuse([Refusal(1, "kind", "required", "secret")])
            write_log(conn, report, "", utc_now(), "")
    with small.read() as conn:
        page = load_page(conn, small, User())
        assert (page.total, len(page.loads), page.loads[0].id) == (50, 50, 60)
        assert load_page(conn, small, USERS["official"]).total == 60
        assert [one.id for one in load_page(conn, small, User(), SOURCE, "refused").loads][-1] == 6
        assert load_page(conn, small, User(), "demo_city").total == 0
        assert get_load(conn, small, User(), 1) is None
        assert get_load(conn, small, USERS["official"], 1) is not None
        assert get_load(conn, small, User(), 99_999) is None
        assert [refusal.value for refusal in refused_rows(conn, 2)] == ["secret"]


def test_an_empty_store_has_no_quality(store_url: str) -> None:
    store = Store.open(store_url, stops_city(), {})
    with store.read() as conn:
        assert qualities(conn, store, User(), date(2026, 1, 1)) == []
        assert load_page(conn, store, User()).total == 0
    assert run.check_all(store) == {}
    store.close()
