"""When rows of a layer begin, and counts of a day of knowledge, the same on both engines."""

from datetime import date, datetime

from config.policy import VISITOR
from data.queries import indicators
from data.queries.dated import Dated, dated_rows, indicator_years, known_counts
from data.queries.items import Ask, select_items
from data.store import Store
from tests import indicator_world
from tests.map_world import put, row


def test_R025_months_and_ends_of_a_layer_are_those_of_its_rows(store: Store) -> None:
    put(store, "works", [
        row(f"w{at}", 76.9, 43.2, kind="roads", state="planned", source="demo_city", valid_from=began)
        for at, began in enumerate((date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 31), None))
    ])  # fmt: skip
    with store.read() as conn:
        found = dated_rows(conn, store, "works", VISITOR)
        assert found == Dated(date(2023, 12, 31), date(2024, 1, 31), {"2023-12": 1, "2024-01": 2}, 1)
        assert dated_rows(conn, store, "bus_stops", VISITOR) == Dated()
        assert indicator_years(conn, store, VISITOR) is None


def test_R019_counts_of_a_day_of_knowledge_agree_with_the_rows(world: Store) -> None:
    with world.read() as conn:
        for day in (date(2018, 1, 1), date(2020, 6, 1), date(2022, 1, 1), date(2025, 6, 1)):
            matched, districts = known_counts(conn, world, "schools", VISITOR, Ask(as_of=day))
            rows = select_items(conn, world, "schools", VISITOR, Ask(as_of=day, limit=100)).rows
            assert matched == len(rows) == sum(districts.values())
            for code, number in districts.items():
                assert number == sum(one["district"] == code for one in rows)


def test_R025_what_came_after_midnight_of_the_city_is_known_on_its_next_day_only(store: Store) -> None:
    evening = datetime(2025, 3, 1, 20, 0)
    put(store, "schools", [row("late", 76.9, 43.2, known_from=evening)])
    indicator_world.load(store, "population_2023", evening)
    with store.read() as conn:
        for day, known in ((date(2025, 3, 1), False), (date(2025, 3, 2), True)):
            assert bool(select_items(conn, store, "schools", VISITOR, Ask(as_of=day)).rows) is known
            assert bool(indicators.values(conn, VISITOR, "population", store.end_of(day))) is known
