"""State of the sources: rows, dates, age against the rhythm, and the history of loads."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from config.city import RHYTHM_DAYS, Rhythm
from data.loading.pipeline import import_source
from data.queries.status import freshness, load_history, source_status
from data.store import Store
from tests.city_world import STOPS, stop, with_source, write_csv

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("rhythm", RHYTHM_DAYS)
def test_a_source_is_late_a_day_after_its_rhythm_allows(rhythm: Rhythm) -> None:
    days = RHYTHM_DAYS[rhythm]
    if days is None:
        assert (freshness(rhythm, 10_000), freshness(rhythm, None)) == ("static", "unknown")
    else:
        assert [freshness(rhythm, age) for age in (0, days, days + 1)] == ["fresh", "fresh", "late"]
        assert freshness(rhythm, None) == "unknown"


def test_R015_every_source_of_the_city_is_listed(almaty: Store) -> None:
    with almaty.read() as conn:
        found = {state.source: state for state in source_status(conn, almaty.city, TODAY)}
    assert list(found) == [source.id for source in almaty.city.sources]
    assert found["osm_roads"].rows == {"roads": 25_074}
    assert found["osm_roads"].data_date == date(2024, 10, 31)
    assert (found["osm_roads"].age_days, found["osm_roads"].freshness) == (751, "late")
    assert found["osm_bus_stops"].freshness == "fresh"
    assert found["gem_faults"].freshness == "static"
    social = found["osm_social_points"]
    assert social.total == sum(social.rows.values()) == 1_000
    assert set(social.rows) == {"schools", "kindergartens", "parks", "supermarkets", "metro_entrances"}
    assert found["plan2025"].rows["indicator_value"] == 831
    assert found["plan2025"].rows["fact"] == 655
    shipped = {source.id for source in almaty.city.sources if source.seed or source.reader == "demo"}
    assert len(shipped) > 15
    for state in (found[name] for name in shipped):
        assert state.last_status == "ok"
        assert state.last_good is not None
        assert state.total > 0


def test_a_source_never_loaded_is_unknown(store: Store) -> None:
    with store.read() as conn:
        found = {state.source: state for state in source_status(conn, store.city, TODAY)}
    state = found["osm_roads"]
    assert (state.freshness, state.data_date, state.age_days, state.total) == ("unknown", None, None, 0)
    assert (state.last_status, state.last_good, state.loaded_at) == (None, None, None)


def test_a_failed_load_does_not_hide_the_last_good_one(store: Store, tmp_path: Path) -> None:
    dated = STOPS.model_copy(update={"data_date": TODAY - timedelta(days=10)})
    store.city = with_source(store.city, dated)
    import_source(store, "stops", write_csv(tmp_path / "a.csv", [stop(1), stop(2)]), by_user="lena")
    import_source(store, "stops", tmp_path / "none.csv")
    with store.read() as conn:
        state = next(s for s in source_status(conn, store.city, TODAY) if s.source == "stops")
        history = load_history(conn, "stops")
        every = load_history(conn, limit=1)
    assert (state.last_status, state.freshness, state.rows) == ("refused", "fresh", {"bus_stops": 2})
    assert state.last_good is not None
    assert state.loaded_at == state.last_good
    assert "load.no_file" in state.last_message
    assert [load.status for load in history] == ["refused", "ok"]
    assert (history[1].by_user, history[1].rows["added"], history[1].file_name) == ("lena", 2, "a.csv")
    assert [load.id for load in every] == [history[0].id]
