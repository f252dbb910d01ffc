"""Rows behind the page of works on both engines: matching, closed streets, services, appeals near, rights."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from analysis.works import Work
from analysis.works_store import complaints, count_near, counted_in, load
from config.policy import Role, User
from data.queries.filters import Filter
from data.queries.items import Ask
from data.queries.moments import Span
from data.queries.works import (
    appeals_by_day,
    closed_on,
    last_appeal,
    rows_on,
    service_day,
    service_days,
)
from data.store import Store
from tests.city_world import ENGINES, empty
from tests.map_world import line, open_store, put, row

VISITOR, OFFICIAL = User(), User("o", Role.OFFICIAL)
MAY = Span(date(2024, 5, 1), date(2024, 5, 31))
WORKS = [
    row("w1", 76.9, 43.25, kind="repair", state="done", street="Абай", body="akimat-medeu", district="medeu",
        plan_start=date(2024, 5, 1), plan_end=date(2024, 5, 10), fact_start=date(2024, 5, 2),
        fact_end=date(2024, 5, 15), delay_days=5, term="late", cost_plan=10.0, cost_fact=12.0),
    row("w2", 76.91, 43.25, kind="building", state="planned", plan_start=date(2025, 1, 1), plan_end=date(2025, 2, 1),
        delay_days=0, term="on_time"),
    row("w3", 76.9, 43.25, kind="repair", state="running", sensitivity="restricted", fact_start=date(2024, 5, 1)),
]  # fmt: skip
APPEALS = [
    row(f"a{no}", 76.9 + far / 81_000, 43.25, kind=kind, state="resolved", valid_from=on, channel="website", cell=1)
    for no, (far, kind, on) in enumerate((
        (100, "transport", date(2024, 5, 5)), (250, "utilities", date(2024, 6, 10)),
        (100, "education", date(2024, 5, 5)), (400, "transport", date(2024, 5, 5)),
        (100, "transport", date(2024, 5, 1)), (50, "environment", date(2024, 7, 1)),
    ))
]  # fmt: skip
CLOSED = [
    line("c1", [(76.9, 43.25), (76.91, 43.25)], kind="closure_full", state="running", street="Абай",
         valid_from=date(2024, 5, 1), valid_to=date(2024, 5, 20)),
    line("c2", [(76.9, 43.25), (76.91, 43.25)], kind="closure_partial", state="running", street="Толе би",
         valid_from=date(2024, 5, 1), valid_to=date(2024, 5, 10), district="medeu"),
    line("c3", [(76.9, 43.25), (76.91, 43.25)], kind="closure_full", state="done", street="Сатпаев",
         valid_from=date(2024, 4, 1), valid_to=date(2024, 4, 30)),
]  # fmt: skip
SERVICES = [
    row(f"s{no}", 76.9, 43.25, kind="snow", state="service_met", district=where, valid_from=on, valid_to=on,
        service_plan=plan, service_done=done)
    for no, (where, on, plan, done) in enumerate((
        ("medeu", date(2024, 5, 5), 10.0, 8.0), ("medeu", date(2024, 5, 5), 5.0, 5.0),
        ("almaly", date(2024, 5, 6), 4.0, 4.0)))
]  # fmt: skip
SITES = [row("i1", 76.9, 43.25, kind="infill_housing", state="running", permit_no="X-1", dispute_state="in_court")]


@pytest.fixture(scope="module", params=ENGINES)
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A few works, closures, appeals and services written by hand."""
    server = request.getfixturevalue("postgis_server") if request.param == "postgis" else ""
    folder: Path = tmp_path_factory.mktemp("works")
    with empty(request.param, folder, server) as url:
        store = open_store(url)
        for layer, rows in (("works", WORKS), ("appeals", APPEALS), ("closures", CLOSED), ("services", SERVICES),
                            ("infill", SITES)):  # fmt: skip
            put(store, layer, rows)
        yield store
        store.close()


def test_R049_R026_works_that_answer_and_may_be_seen(town: Store) -> None:
    with town.read() as conn:
        rows, works = load(conn, town, VISITOR, Ask())
        assert [work.id for work in works] == ["w1", "w2"]
        assert len(load(conn, town, OFFICIAL, Ask())[1]) == 3
        late = load(conn, town, VISITOR, Ask(filters={"term": Filter(values=("late",))}))[1]
        assert [work.id for work in late] == ["w1"]
        assert load(conn, town, VISITOR, Ask(district="almaly"))[1][0].id == "w2"
    first, second = works
    assert (first.delay, first.cost_plan, first.cost_fact, first.begin, first.end) == (
        5, 10.0, 12.0, date(2024, 5, 2), date(2024, 5, 15),
    )  # fmt: skip
    assert (second.delay, second.complaints, second.end) == (None, None, date(2025, 2, 1))
    assert rows[0].row["street"] == "Абай"


def test_R050_appeals_are_counted_near_a_work_in_its_time(town: Store) -> None:
    with town.read() as conn:
        assert last_appeal(conn, town, VISITOR) == date(2024, 7, 1)
        # Near and in its time: the first and the second; not the topic, the distance, the day before, after the month.
        assert complaints(conn, town, VISITOR, load(conn, town, VISITOR, Ask())[1]) == {"w1": 2}


def test_R052_streets_closed_on_a_day_open_soonest_first(town: Store) -> None:
    with town.read() as conn:
        found = closed_on(conn, town, VISITOR, date(2024, 5, 5), None)
        assert [row["street"] for row in found] == ["Толе би", "Абай"]
        assert [row["street"] for row in closed_on(conn, town, VISITOR, date(2024, 5, 5), "medeu")] == ["Толе би"]
        assert closed_on(conn, town, VISITOR, date(2024, 5, 21), None) == []


def test_R055_services_are_added_by_district_and_day(town: Store) -> None:
    with town.read() as conn:
        found = service_days(conn, town, VISITOR, "snow", MAY)
        assert [(one.district, one.day.day, one.plan, one.done) for one in found] == [
            ("medeu", 5, 15.0, 13.0), ("almaly", 6, 4.0, 4.0),
        ]  # fmt: skip
        assert service_day(conn, town, VISITOR, "snow", date(2024, 5, 5)) == date(2024, 5, 5)
        assert service_day(conn, town, VISITOR, "snow", date(2024, 5, 4)) is None
        assert appeals_by_day(conn, town, VISITOR, MAY) == {}
        june = Span(date(2024, 6, 1), date(2024, 7, 1))
        assert appeals_by_day(conn, town, VISITOR, june) == {
            ("almaly", date(2024, 6, 10)): 1, ("almaly", date(2024, 7, 1)): 1,
        }  # fmt: skip


def test_R056_R026_permits_are_not_in_rows_for_pages(town: Store) -> None:
    with town.read() as conn:
        (site,) = rows_on(conn, town, "infill", OFFICIAL, Ask())
        assert rows_on(conn, town, "cameras", VISITOR, Ask()) == []
    assert "permit_no" not in site
    assert site["dispute_state"] == "in_court"


def test_days_in_which_appeals_are_counted() -> None:
    last = date(2024, 12, 31)
    ended = Work("a", begin=date(2024, 5, 1), end=date(2024, 5, 10), state="done")
    assert counted_in(ended, last) == (date(2024, 5, 1), date(2024, 6, 9))
    assert counted_in(Work("a", begin=date(2024, 12, 1), state="running"), last) == (date(2024, 12, 1), last)
    assert counted_in(Work("a", begin=date(2025, 1, 1), end=date(2025, 2, 1), state="done"), last) is None
    assert counted_in(Work("a", begin=date(2024, 1, 1), state="planned"), last) is None


def test_counting_near_by_hand() -> None:
    here = np.array([[0.0, 0.0], [1000.0, 0.0]])
    appeals = np.array([[0.0, 300.0], [0.0, 300.1], [1000.0, 10.0]])
    days = np.array(["2024-05-01", "2024-05-01", "2024-05-11"], dtype="datetime64[D]")
    spans = [(date(2024, 5, 1), date(2024, 5, 10))] * 2
    assert count_near(here, spans, appeals, days, 300.0) == [1, 0]
    assert count_near(here, spans, appeals[:0], days[:0], 300.0) == [0, 0]
    assert count_near(here[:0], [], appeals, days, 300.0) == []
