"""The participatory budget in figures, from a handful of rows counted by hand."""

from datetime import date
from pathlib import Path

import pytest

from config.policy import VISITOR
from data.loading.pipeline import import_source
from data.queries import budget
from data.queries.budget import PROPOSALS, Sums, WorkCounts
from data.queries.filters import AskError, Filter
from data.queries.items import Ask
from data.queries.moments import Span
from data.store import Store
from tests.city_world import write_csv

TODAY = date(2026, 11, 30)
EMPTY = {
    "Номер предложения": "", "Цикл": "", "Год": "", "Название": "", "Атауы": "", "Вид": "двор", "Стадия": "подано",
    "Описание": "", "Автор": "житель", "Дата подачи": "", "Дата рассмотрения": "", "Итог рассмотрения": "",
    "Замечания": "", "Версия": "1", "Дата доработки": "", "Дата голосования": "", "Голоса": "", "Место": "",
    "Дата решения": "", "Дата финансирования": "", "Запрошено, тенге": "", "Выделено, тенге": "",
    "Освоено, тенге": "", "Подрядчик": "", "Начало по плану": "", "Окончание по плану": "", "Начато": "",
    "Завершено": "", "Выполнено, %": "", "История": "", "Есть работа": "нет", "Долгота": "76.93", "Широта": "43.25",
}  # fmt: skip
WON = {"Дата голосования": "10.06.2025", "Голоса": "50", "Дата решения": "05.07.2025"}
WORK = {"Есть работа": "да", "Дата финансирования": "01.10.2025", "Начало по плану": "01.04.2026"}
ROWS = (
    {"Номер предложения": "2024-1-00001", "Год": "2024", "Цикл": "2024-1", "Дата подачи": "01.02.2024",
     "Запрошено, тенге": "1000", "Вид": "арык", "Стадия": "не прошло"},
    {"Номер предложения": "2025-1-00001", "Год": "2025", "Цикл": "2025-1", "Дата подачи": "01.02.2025",
     "Запрошено, тенге": "5000", "Выделено, тенге": "4000", "Освоено, тенге": "4100", "Стадия": "завершено",
     "Окончание по плану": "01.07.2026", "Завершено": "11.07.2026", "Начато": "02.04.2026", "История": "Готово",
     "Выполнено, %": "100", **WON, **WORK},
    {"Номер предложения": "2025-1-00002", "Год": "2025", "Цикл": "2025-1", "Дата подачи": "02.02.2025",
     "Запрошено, тенге": "3000", "Выделено, тенге": "3000", "Освоено, тенге": "900", "Стадия": "в работе",
     "Окончание по плану": "20.11.2026", "Начато": "02.05.2026", "Выполнено, %": "30", **WON, **WORK},
    {"Номер предложения": "2025-1-00003", "Год": "2025", "Цикл": "2025-1", "Дата подачи": "03.02.2025",
     "Запрошено, тенге": "2000", "Стадия": "не прошло", **WON},
    {"Номер предложения": "2026-2-00001", "Год": "2026", "Цикл": "2026-2", "Дата подачи": "20.11.2026",
     "Запрошено, тенге": "700", "Долгота": "76.86", "Широта": "43.24"},
)  # fmt: skip


@pytest.fixture
def budget_store(store: Store, tmp_path: Path) -> Store:
    """A store with five proposals and two works."""
    city = store.city
    for source in ("osm_districts", "osm_boundary"):
        record = city.source(source)
        assert record is not None
        assert import_source(store, source, city.seed_path(record.seed[0])).status == "ok"
    path = write_csv(tmp_path / "bnu.csv", [{**EMPTY, "Название": "Двор", **row} for row in ROWS], delimiter=";")
    report = import_source(store, "bnu_register", path)
    assert (report.status, report.counts.refused) == ("ok", 0), report
    return store


def test_R070_sums_of_all_and_by_year(budget_store: Store) -> None:
    with budget_store.read() as conn:
        every = budget.sums(conn, budget_store, VISITOR, Ask())
        years = budget.sums(conn, budget_store, VISITOR, Ask(), "year")
        kinds = budget.sums(conn, budget_store, VISITOR, Ask(), "kind")
    assert every == {"": Sums(5, 3, 2, 2, 2, 1, 2, 11_700.0, 7_000.0, 5_000.0)}
    assert every[""].waiting == 1
    assert years[2024] == Sums(1, 0, 0, 0, 0, 0, 1, 1_000.0, None, None)
    assert years[2025] == Sums(3, 3, 2, 2, 2, 1, 1, 10_000.0, 7_000.0, 5_000.0)
    assert years[2026] == Sums(1, 0, 0, 0, 0, 0, 0, 700.0, None, None)
    assert [kind for kind, _ in budget.top_kinds(kinds, 1)] == ["pb_yard"]


def test_R070_filters_of_proposals_hold_for_their_works_too(budget_store: Store) -> None:
    later = Ask(filters={"cycle": Filter(values=("2026-2",))})
    period = Ask(span=Span(date(2025, 2, 2), date(2025, 2, 2)))
    with budget_store.read() as conn:
        assert budget.sums(conn, budget_store, VISITOR, later)[""].spent is None
        assert budget.work_counts(conn, budget_store, VISITOR, later, TODAY) == WorkCounts(0, 0, 0, 0, 0)
        assert budget.sums(conn, budget_store, VISITOR, Ask(district="turksib")) == {}
        found = budget.sums(conn, budget_store, VISITOR, Ask(filters={"state": Filter(values=("done",))}))
        assert found[""] == Sums(1, 1, 1, 1, 1, 1, 0, 5_000.0, 4_000.0, 4_100.0)
        # The period is that of being filed and of what follows: rows have no end.
        assert budget.sums(conn, budget_store, VISITOR, period)[""].filed == 3
        with pytest.raises(AskError):
            budget.sums(conn, budget_store, VISITOR, Ask(district="nowhere"))


def test_R068_late_works_are_counted_from_their_planned_day(budget_store: Store) -> None:
    with budget_store.read() as conn:
        counts = budget.work_counts(conn, budget_store, VISITOR, Ask(), TODAY)
        late, total = budget.late_works(conn, budget_store, VISITOR, Ask(), TODAY)
        on_the_day = budget.late_works(conn, budget_store, VISITOR, Ask(), date(2026, 11, 20))
        by = budget.late_by_district(conn, budget_store, VISITOR, Ask(), TODAY)
    assert counts == WorkCounts(total=2, done=1, done_late=1, late=1, overspent=1)
    assert [(item.row["proposal_no"], item.days) for item in late] == [("2025-1-00002", 10)]
    assert (total, sum(by.values()), on_the_day) == (1, 1, ([], 0))


@pytest.mark.parametrize(
    ("typed", "number"),
    [("2025-1-00001", "2025-1-00001"), (" 2025-1-1 ", "2025-1-00001"), ("2025 / 1 / 1", "2025-1-00001"),
     ("2025\u20131\u20131", "2025-1-00001"), ("abc", "abc"), ("1-2-3-4", "1-2-3-4"), ("x" * 99, "x" * 40)],
)  # fmt: skip
def test_R069_a_number_is_read_as_people_type_it(typed: str, number: str) -> None:
    assert budget.plain_number(typed) == number


def test_R069_a_proposal_is_found_by_its_number_with_its_work(budget_store: Store) -> None:
    with budget_store.read() as conn:
        found = budget.by_number(conn, budget_store, VISITOR, "2025-1-1")
        alone = budget.by_number(conn, budget_store, VISITOR, "2025-1-00003")
        nothing = [budget.by_number(conn, budget_store, VISITOR, text)
                   for text in ("", " ", "2025-1-9", "a\0b", "'; --", "%")]  # fmt: skip
    assert found is not None
    proposal, work = found
    assert work is not None
    assert (proposal["decided_at"], work["fact_end"], work["spent"]) == (date(2025, 7, 5), date(2026, 7, 11), 4_100.0)
    assert alone is not None
    assert alone[1] is None
    assert nothing == [None] * 6


def test_R071_stories_are_of_finished_works_only(budget_store: Store) -> None:
    with budget_store.read() as conn:
        found = budget.stories(conn, budget_store, VISITOR, Ask(), 5)
    assert [(row["proposal_no"], row["story"]) for row in found] == [("2025-1-00001", "Готово")]


def test_R070_the_sums_of_the_demonstration_are_its_rows(almaty: Store) -> None:
    with almaty.read() as conn:
        every = budget.sums(conn, almaty, VISITOR, Ask())[""]
        for by in ("year", "cycle", "kind", "district"):
            parts = budget.sums(conn, almaty, VISITOR, Ask(), by).values()
            assert sum(part.filed for part in parts) == every.filed == 25_678
            assert sum(part.spent or 0 for part in parts) == pytest.approx(every.spent)
        years = budget.sums(conn, almaty, VISITOR, Ask(), "year")
        assert (years[2019].filed, years[2024].filed) == (333, 6_118)
        table = almaty.tables[PROPOSALS]
        states = [row.state for row in conn.execute(table.select().where(table.c.known_to.is_(None)))]
    assert every.lost == states.count("lost")
    assert every.won == sum(states.count(state) for state in budget.WON)
