"""History is kept: what is new is opened, what changed is closed and opened, what is the same stays untouched."""

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import or_, select, text

from data.loading.pipeline import import_source
from data.loading.report import LoadReport
from data.store import Store
from tests.city_world import STOPS, Row, content, count, present, stop, with_source, write_csv
from tests.data.conftest import Clock


def load(store: Store, path: Path, rows: list[Row]) -> LoadReport:
    return import_source(store, "stops", write_csv(path / "stops.csv", rows))


def as_of(store: Store, moment: datetime) -> dict[str, str]:
    """Names of stops by id as the store knew them at a moment."""
    table = store.tables["bus_stops"]
    known = table.c.known_from <= moment, or_(table.c.known_to.is_(None), table.c.known_to > moment)
    with store.read() as conn:
        return {row.object_id: row.name_ru for row in conn.execute(select(table).where(*known))}


def test_R006_twice_the_same_file_changes_nothing(store: Store, tmp_path: Path, clock: Clock) -> None:
    rows = [stop(no) for no in range(1, 8)]
    assert load(store, tmp_path, rows).status == "ok"
    before = content(store)
    clock.forward(days=1)
    report = load(store, tmp_path, rows)
    assert (report.status, report.good) == ("unchanged", True)
    assert (report.counts.unchanged, report.counts.added, report.counts.changed, report.counts.closed) == (7, 0, 0, 0)
    assert content(store) == before


def test_R006_every_shipped_file_loaded_again_changes_nothing(own_almaty: Store) -> None:
    before = content(own_almaty)
    for source in (one for one in own_almaty.city.sources if one.seed or one.reader == "demo"):
        path = own_almaty.city.seed_path(source.seed[0]) if source.seed else None
        report = import_source(own_almaty, source.id, path)
        assert (report.source, report.status) == (source.id, "unchanged")
    assert content(own_almaty) == before


def test_R006_a_changed_row_is_closed_and_opened(store: Store, tmp_path: Path, clock: Clock) -> None:
    load(store, tmp_path, [stop(1), stop(2), stop(3)])
    with store.read() as conn:
        version = store.versions(conn)["bus_stops"]
    first = clock.now
    second = clock.forward(days=30)
    report = load(store, tmp_path, [stop(1), stop(2, name="Новая"), stop(4)])
    assert (report.counts.unchanged, report.counts.changed, report.counts.added, report.counts.closed) == (1, 1, 1, 1)
    table = store.tables["bus_stops"]
    with store.read() as conn:
        rows = conn.execute(select(table).order_by(table.c.fid)).all()
        assert store.versions(conn) == {"bus_stops": version + 1}
    assert [(r.fid, r.object_id, r.name_ru, r.known_from, r.known_to) for r in rows] == [
        (1, "s1", "Остановка 1", first, None),
        (2, "s2", "Остановка 2", first, second),
        (3, "s3", "Остановка 3", first, second),
        (4, "s2", "Новая", second, None),
        (5, "s4", "Остановка 4", second, None),
    ]


def test_R006_the_store_answers_as_of_any_day(store: Store, tmp_path: Path, clock: Clock) -> None:
    days = [clock.now]
    load(store, tmp_path, [stop(1), stop(2)])
    days.append(clock.forward(days=10))
    load(store, tmp_path, [stop(1, name="Иная"), stop(2), stop(3)])
    days.append(clock.forward(days=10))
    load(store, tmp_path, [stop(3)])
    assert as_of(store, datetime(2020, 1, 1)) == {}
    assert as_of(store, days[0]) == {"s1": "Остановка 1", "s2": "Остановка 2"}
    assert as_of(store, days[1]) == {"s1": "Иная", "s2": "Остановка 2", "s3": "Остановка 3"}
    assert as_of(store, days[2]) == {"s3": "Остановка 3"}


def test_a_row_that_comes_back_is_a_new_row(store: Store, tmp_path: Path, clock: Clock) -> None:
    for rows in ([stop(1), stop(2)], [stop(1)], [stop(1), stop(2)]):
        load(store, tmp_path, rows)
        clock.forward(days=1)
    assert [(row.fid, row.object_id) for row in present(store, "bus_stops")] == [(1, "s1"), (3, "s2")]


def test_a_moved_point_is_a_change_of_place_and_district(store: Store, tmp_path: Path, clock: Clock) -> None:
    import_source(store, "osm_districts", store.city.seed_path("geo/almaty_districts.geojson"))
    load(store, tmp_path, [stop(1), stop(2)])
    old = present(store, "bus_stops")[0].district
    clock.forward(days=1)
    report = load(store, tmp_path, [stop(1, lon=76.80, lat=43.20), stop(2)])
    assert report.counts.changed == 1
    now = {row.object_id: row.district for row in present(store, "bus_stops")}
    assert now["s1"] != old
    assert now["s2"] == old


def test_sources_of_one_layer_do_not_close_each_other(store: Store, tmp_path: Path) -> None:
    import_source(store, "osm_bus_stops", store.city.seed_path("geo/almaty_bus_stops.geojson"))
    load(store, tmp_path, [stop(1)])
    assert count(store, "bus_stops") == 1_926
    assert load(store, tmp_path, [stop(2)]).counts.closed == 1
    assert count(store, "bus_stops") == 1_926


def test_a_trial_writes_nothing_and_tells_the_same(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, [stop(1), stop(2)])
    before = content(store)
    path = write_csv(tmp_path / "next.csv", [stop(1), stop(2, name="Новая"), stop(3)])
    trial = import_source(store, "stops", path, dry_run=True)
    assert (trial.status, trial.load_id) == ("dry_run", None)
    assert content(store) == before
    with store.read() as conn:
        assert conn.execute(text("SELECT count(*) FROM load_log")).scalar_one() == 1
    assert import_source(store, "stops", path).counts == trial.counts


def test_a_trial_of_indicators_writes_nothing(store: Store) -> None:
    before = content(store)
    path = store.city.seed_path("geo/almaty_crime_form_1m.csv")
    trial = import_source(store, "crime_1m", path, dry_run=True)
    assert (trial.status, trial.counts.added > 0) == ("dry_run", True)
    assert content(store) == before
    assert import_source(store, "crime_1m", path).counts == trial.counts


def test_a_clock_that_went_back_does_not_turn_history_round(store: Store, tmp_path: Path, clock: Clock) -> None:
    load(store, tmp_path, [stop(1)])
    late = clock.now
    clock.forward(days=-400)
    load(store, tmp_path, [stop(1, name="Новая")])
    table = store.tables["bus_stops"]
    with store.read() as conn:
        rows = conn.execute(select(table).order_by(table.c.fid)).all()
    assert [row.known_from for row in rows] == [late, late]
    assert rows[0].known_to == late


def test_a_date_of_data_in_the_file_is_the_row_s_own(store: Store, tmp_path: Path) -> None:
    dated = STOPS.loads[0].model_copy(update={"data_date_column": "since", "columns": {"name_ru": "name"}})
    changed = STOPS.model_copy(update={"loads": (dated,), "data_date": date(2021, 5, 5)})
    store.city = with_source(store.city, changed)
    load(store, tmp_path, [stop(1), stop(2, since="")])
    assert [row.data_date.isoformat() for row in present(store, "bus_stops")] == ["2020-01-31", "2021-05-05"]


def test_progress_is_told_from_nothing_to_all(store: Store, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    path = write_csv(tmp_path / "stops.csv", [stop(no) for no in range(1, 20)])
    import_source(store, "stops", path, progress=lambda done, total, label: told.append((done, total, label)))
    assert [label for _, _, label in told] == ["read", "publish"]
    assert told[-1][0] == told[-1][1]
