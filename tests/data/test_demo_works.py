"""Works of the demonstration city: marked, on real streets, held to what the development plan prints."""

from collections import Counter
from datetime import date, datetime, time

import pytest
import shapely

from data.demo.marks import MARKS
from data.demo.works_places import TODAY
from data.marks import TABLE
from data.store import Store
from tests.city_world import present
from tests.indicator_world import csv_rows

MADE = ("yards", "works", "closures", "dumps", "infill", "services")


def printed(fact: str) -> float:
    return float(next(row for row in csv_rows("plan2025/facts.csv") if row["id"] == fact)["value"])


@pytest.mark.parametrize("layer", MADE)
def test_R014_every_row_is_marked_in_three_languages(almaty: Store, layer: str) -> None:
    rows = present(almaty, layer)
    assert rows
    assert {row.origin for row in rows} == {"synthetic"}
    assert {row.source for row in rows} == {f"demo_{layer}"}
    assert all(row.name_ru.endswith("(демо)") and row.name_kk.endswith("(демо)") for row in rows)
    assert all(row.name_en.endswith("(demo)") for row in rows)


def test_R049_works_are_as_many_as_the_plan_prints(almaty: Store) -> None:
    rows = [row for row in present(almaty, "works") if row.plan_start.year in (2023, 2024, 2025)]
    kinds = Counter(row.work_type for row in rows)
    assert kinds["street_lighting"] == printed("f-452") == 500
    assert kinds["yard_lighting"] == printed("f-453") == 200
    for year in (2023, 2024, 2025):
        km = sum(row.length_km for row in rows if row.work_type == "road_repair" and row.plan_start.year == year)
        assert km == pytest.approx(printed("f-435")) == pytest.approx(200.0)


def test_R049_works_stand_in_districts_as_people_live_and_name_no_real_party(almaty: Store) -> None:
    works = present(almaty, "works")
    people = {row.object_id: row.population for row in present(almaty, "districts")}
    have = Counter(row.district for row in works)
    assert set(have) <= {*people, "outside"}
    for district, number in people.items():
        assert have[district] == pytest.approx(len(works) * number / sum(people.values()), rel=0.15)
    for name in ("customer", "contractor", "funding_source"):
        assert all(getattr(row, name).endswith("(демо)") for row in works)
    bodies = {body.id for body in almaty.city.bodies}
    assert {row.body for row in works} <= bodies


def test_R051_plan_and_fact_agree_with_the_state(almaty: Store) -> None:
    for row in present(almaty, "works"):
        assert row.plan_start < row.plan_end
        assert (row.fact_end is not None) == (row.state == "done")
        assert (row.fact_start is None) == (row.state == "planned")
        assert row.fact_end is None or row.fact_start < row.fact_end <= TODAY
        assert (row.progress_pct == 100) == (row.state == "done")
        late = ((row.fact_end or TODAY) - row.plan_end).days
        assert (row.delay_days, row.term) == (max(0, late), "late" if late > 0 else "on_time")
        over = None if row.cost_fact is None else "over" if row.cost_fact > row.cost_plan else "within"
        assert row.money == over
        assert row.photo_after_at is None or row.photo_after_at > row.fact_end


def test_road_works_keep_to_the_season(almaty: Store) -> None:
    starts = Counter(row.plan_start.month for row in present(almaty, "works") if row.work_type == "road_repair")
    assert set(starts) == {4, 5, 6, 7, 8, 9}


def test_R052_closed_streets_lie_on_streets_and_belong_to_works(almaty: Store) -> None:
    works = {f"works.{row.object_id}": row for row in present(almaty, "works")}
    closures = present(almaty, "closures")
    roads = shapely.STRtree(shapely.from_wkb([row.geom for row in present(almaty, "roads", "geom")]))
    middles = shapely.point_on_surface(shapely.from_wkb([row.geom for row in closures]))
    _, far = roads.query_nearest(middles, return_distance=True, all_matches=False)
    assert far.max() < 1 / 78_000
    for row in closures:
        work = works[row.work_ref]
        assert (row.street, row.state) == (work.street, work.state)
        assert row.valid_from == work.valid_from
        assert row.valid_from <= row.valid_to
        # 7:00 and 22:00 by the clock of Almaty (UTC+5).
        assert row.closed_from == datetime.combine(row.valid_from, time(2))
        assert row.closed_to == datetime.combine(row.valid_to, time(17))
    assert any(row.valid_from <= TODAY <= row.valid_to for row in closures)


def test_R053_yards_lit_by_works_are_lit(almaty: Store) -> None:
    yards = {f"yards.{row.object_id}": row for row in present(almaty, "yards")}
    lit = [row for row in present(almaty, "works") if row.work_type == "yard_lighting"]
    assert {row.work_ref for row in lit} <= set(yards)
    assert all(yards[row.work_ref].yard_lit for row in lit)
    states = Counter(row.state for row in yards.values())
    assert states["yard_poor"] < states["yard_fair"]


def test_R055_each_district_has_a_row_for_each_day_of_the_season(almaty: Store) -> None:
    rows = present(almaty, "services")
    assert len({(row.kind, row.district, row.valid_from) for row in rows}) == len(rows)
    today = [row for row in rows if row.valid_from == TODAY]
    assert Counter(row.kind for row in today) == {"snow": 8, "cleaning": 8, "waste": 8}
    assert all(row.valid_from.month in (9, 10) for row in rows if row.kind == "watering")
    assert all((row.state == "service_met") == (row.service_done >= row.service_plan) for row in rows)


def test_R056_R057_decisions_and_removals_follow_their_reports(almaty: Store) -> None:
    for row in present(almaty, "dumps"):
        assert (row.removed_at is not None) == (row.state == "dump_removed")
        assert row.removed_at is None or row.valid_from < row.removed_at <= TODAY
    for row in present(almaty, "infill"):
        assert (row.decision_on is None) == (row.dispute_state == "in_dispute")
        assert row.permit_no.startswith("DEMO-")
        assert row.valid_from < date(2026, 11, 30)


def test_R050_the_city_has_made_up_comments_that_say_so(almaty: Store) -> None:
    with almaty.read() as conn:
        rows = list(conn.execute(TABLE.select()))
        works_ = {f"works.{row.object_id}" for row in conn.execute(almaty.tables["works"].select())}
    assert len(rows) == MARKS
    assert {row.origin for row in rows} == {"synthetic"}
    assert all(row.comment.endswith("(демо)") and row.object_ref in works_ for row in rows)
    assert all(row.sent_at.date() <= TODAY and not row.sender for row in rows)
    assert 0 < sum(bool(row.answer) for row in rows) < MARKS
    assert all(row.answered_at > row.sent_at and row.answer_body for row in rows if row.answer)


def test_R050_an_answer_names_the_body_that_gave_it(almaty: Store) -> None:
    rows = present(almaty, "works")
    answered = [row for row in rows if row.answer_text]
    assert answered
    assert all(row.answer_body == row.body for row in answered)
    assert all(row.answer_body is None for row in rows if not row.answer_text)


def test_R057_waste_collection_is_known_for_every_district_and_day(almaty: Store) -> None:
    rows = [row for row in present(almaty, "services") if row.kind == "waste"]
    assert len(rows) == 8 * (61 + 77)
    assert {row.district for row in rows if row.valid_from == TODAY} == {d.id for d in almaty.city.districts}
