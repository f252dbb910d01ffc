"""The demonstration register of projects: as many as are printed, in the ten directions, at the sites they build."""

from collections import Counter
from datetime import date

from data.store import Store
from layers.projects import DIRECTIONS
from tests.city_world import present
from tests.indicator_world import csv_rows

TODAY = date(2026, 11, 30)
PRINTED = "Projects shown in the Project Office dashboard"


def test_R219_as_many_projects_as_the_project_office_prints(almaty: Store) -> None:
    rows = present(almaty, "city_projects")
    (printed,) = [row for row in csv_rows("cra/facts.csv") if row["metric_en"] == PRINTED]
    assert len(rows) == int(printed["value"]) == 288
    assert len({row.project_no for row in rows}) == 288
    listed = [row for row in csv_rows("cra/lists.csv") if row["list_code"] == "basic_direction"]
    assert {row.kind for row in rows} == set(DIRECTIONS)
    assert len(DIRECTIONS) == len(listed) == 10
    for row in rows:
        assert (row.origin, row.source) == ("synthetic", "demo_projects")
        assert "(демо)" in row.name_ru
        assert "(демо)" in row.name_kk
        assert "(demo)" in row.name_en
        assert row.district != "outside"


def test_R219_a_project_that_builds_stands_at_its_site_with_the_same_days_and_money(almaty: Store) -> None:
    projects = {row.project_no: row for row in present(almaty, "city_projects")}
    rows = [*present(almaty, "construction_sites"), *present(almaty, "city_objects")]
    built = [row for row in rows if row.project_no]
    assert len(built) == 54
    for row in built:
        project = projects[row.project_no]
        assert (project.geom, project.district) == (row.geom, row.district)
        assert (project.plan_end, project.fact_end, project.cost_plan) == (row.plan_end, row.fact_end, row.cost_plan)


def test_R220_states_days_and_progress_of_projects_agree(almaty: Store) -> None:
    rows = present(almaty, "city_projects")
    states = Counter(row.state for row in rows)
    assert set(states) == {"planned", "running", "done", "stopped"}
    for row in rows:
        assert (row.state == "done") == (row.fact_end is not None) == (row.progress_pct == 100)
        assert row.fact_end is None or row.fact_end <= TODAY
        late = ((row.fact_end or TODAY) - row.plan_end).days
        assert (row.delay_days, row.term) == (max(0, late), "late" if late > 0 else "on_time")
    assert {row.term for row in rows} == {"late", "on_time"}
    districts = Counter(row.district for row in rows)
    assert len(districts) == 8
