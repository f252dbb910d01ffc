"""Figures of the modules for one district: counts that add up, only what the reader may see."""

from datetime import date
from pathlib import Path

from sqlalchemy import select

from config.policy import VISITOR
from data.queries.module_cut import cuts, figures
from data.store import Store
from tests.city_world import present
from tests.map_world import open_store, put, row

TODAY = date(2026, 11, 30)


def test_every_figure_of_the_table_names_a_module_of_the_city(almaty: Store) -> None:
    modules = {module.id for module in almaty.city.modules}
    assert {figure.module for figure in figures()} <= modules
    by_module = {name: sum(figure.module == name for figure in figures()) for name in modules}
    del by_module["district-indicators"]
    assert by_module == {**dict.fromkeys(by_module, 2), "networks": 3}


def test_R020_figures_of_the_districts_add_up_to_the_city(almaty: Store) -> None:
    with almaty.read() as conn:
        by_district = {d.id: cuts(conn, almaty, VISITOR, d.id, TODAY) for d in almaty.city.districts}
    sums: dict[str, int] = {}
    for found in by_district.values():
        for cut in found:
            sums[cut.figure.id] = sums.get(cut.figure.id, 0) + cut.count
            assert 0 <= cut.count <= cut.total
    (proposals,) = [cut for cut in by_district["medeu"] if cut.figure.id == "proposals"]
    assert sums["proposals"] == proposals.city == 25_678
    assert proposals.origins == ("synthetic",)


def test_R049_a_work_is_late_now_while_it_runs_or_stands_still(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'few.gpkg'}")
    states = (("running", "late"), ("stopped", "late"), ("planned", "late"), ("done", "late"), ("running", "on_time"),
              ("running", None))  # fmt: skip
    put(store, "works", [row(f"w{no}", 76.9, 43.25, kind="repair", state=state, term=term)
                         for no, (state, term) in enumerate(states)])  # fmt: skip
    with store.read() as conn:
        (cut,) = [one for one in cuts(conn, store, VISITOR, "almaly", TODAY) if one.figure.id == "works_late"]
    assert (cut.count, cut.total) == (2, 6)
    store.close()


def test_late_works_are_those_behind_their_planned_day(almaty: Store) -> None:
    rows = [row for row in present(almaty, "budget_works") if row.district == "alatau"]
    late = [row for row in rows if row.fact_end is None and row.plan_end < TODAY]
    with almaty.read() as conn:
        (cut,) = [c for c in cuts(conn, almaty, VISITOR, "alatau", TODAY) if c.figure.id == "budget_late"]
        earlier = cuts(conn, almaty, VISITOR, "alatau", date(2019, 1, 1))
        table = almaty.tables["budget_works"]
        every = conn.execute(select(table.c.fid).where(table.c.known_to.is_(None), table.c.district == "alatau")).all()
    assert (cut.count, cut.total) == (len(late), len(every))
    assert next(c for c in earlier if c.figure.id == "budget_late").count == 0
