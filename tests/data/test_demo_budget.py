"""The demonstration budget of participation: printed numbers, a path that makes sense, marks; the official file."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely

from data.demo import demo_chunks
from data.demo.budget_path import TODAY, by_year
from data.loading.pipeline import import_source
from data.store import Store
from tests.city_world import copied, opened, present
from tests.indicator_world import csv_rows

PROPOSALS, WORKS = "budget_proposals", "budget_works"
PATH = ("valid_from", "reviewed_at", "refined_at", "vote_at", "decided_at", "funded_at")


def test_R070_years_have_the_printed_numbers_of_proposals(almaty: Store) -> None:
    printed = {int(row["year"]): int(row["value"]) for row in csv_rows("cra/bnu.csv") if "filed" in row["metric_en"]}
    assert printed == {2019: 333, 2024: 6118}
    years = Counter(row.year for row in present(almaty, PROPOSALS, "year"))
    assert {year: years[year] for year in printed} == printed
    assert dict(years) == by_year(almaty)
    assert [years[year] for year in range(2019, 2025)] == [333, 596, 1067, 1910, 3418, 6118]


def test_R068_every_row_is_marked_and_lies_in_its_district(almaty: Store) -> None:
    for layer in (PROPOSALS, WORKS):
        rows = present(almaty, layer)
        assert {(row.origin, row.source) for row in rows} == {("synthetic", "demo_budget")}
        assert all("(демо)" in row.name_ru and "(демо)" in row.name_kk and "(demo)" in row.name_en for row in rows)
        assert all(row.body == f"akimat-{row.district}" for row in rows)
        assert len({row.object_id for row in rows}) == len(rows)


def test_districts_have_proposals_as_people_live(almaty: Store) -> None:
    people = {row.object_id: row.population for row in present(almaty, "districts")}
    rows = present(almaty, PROPOSALS, "district")
    have = Counter(row.district for row in rows)
    for district, number in people.items():
        assert have[district] == pytest.approx(len(rows) * number / sum(people.values()), abs=1)


def test_R069_days_of_a_path_follow_each_other_and_none_is_after_today(almaty: Store) -> None:
    for row in present(almaty, PROPOSALS):
        days = [day for day in (getattr(row, name) for name in PATH) if day is not None]
        assert days == sorted(days), row.proposal_no
        assert days[-1] <= TODAY
        assert (row.votes is None) == (row.vote_place is None)
        assert (row.budget_given is None) == (row.funded_at is None)
        assert (row.valid_to is not None) == (row.state in ("lost", "done")), row.proposal_no
        assert row.valid_to is None or row.valid_to >= row.valid_from


def test_R069_the_stage_agrees_with_the_days(almaty: Store) -> None:
    seen: set[str] = set()
    for row in present(almaty, PROPOSALS):
        seen.add(row.state)
        if row.state in ("won", "funded", "in_work", "done"):
            assert row.decided_at is not None
            assert row.votes is not None
        if row.state == "in_vote":
            assert (row.vote_at is not None, row.decided_at, row.votes) == (True, None, None)
        if row.state == "filed":
            assert row.reviewed_at is None
        if row.state == "in_refinement":
            assert row.remarks
            assert row.refined_at is None or row.vote_at is None
    assert seen == {"filed", "in_review", "in_refinement", "in_vote", "won", "funded", "in_work", "done", "lost"}


def test_R200_winners_have_the_most_votes_of_their_district(almaty: Store) -> None:
    groups: dict[tuple[str, str], list[Any]] = {}
    for row in present(almaty, PROPOSALS):
        if row.cycle == "2024-1" and row.vote_place is not None:
            groups.setdefault((row.cycle, row.district), []).append(row)
    assert len(groups) == 8
    for rows in groups.values():
        ordered = sorted(rows, key=lambda row: row.vote_place)
        assert [row.vote_place for row in ordered] == list(range(1, len(rows) + 1))
        assert [row.votes for row in ordered] == sorted((row.votes for row in rows), reverse=True)
        won = [row.state != "lost" for row in ordered]
        assert won == sorted(won, reverse=True)


def test_R068_works_are_the_proposals_with_money(almaty: Store) -> None:
    proposals = {row.proposal_no: row for row in present(almaty, PROPOSALS)}
    works = present(almaty, WORKS)
    paid = {no for no, row in proposals.items() if row.state in ("funded", "in_work", "done")}
    assert {row.proposal_no for row in works} == paid
    for row in works:
        own = proposals[row.proposal_no]
        assert (row.state, row.kind, row.district, row.votes, row.budget_given) == (
            own.state, own.kind, own.district, own.votes, own.budget_given)  # fmt: skip
        assert bytes(row.geom) == bytes(own.geom)
        assert (row.fact_end is not None) == (row.state == "done") == (row.progress_pct == 100)
        assert (row.spent is None) == (row.fact_start is None)
        assert row.plan_start < row.plan_end
        told = {row.story, row.story_kk, row.story_en}
        assert told == {None} if row.fact_end is None else len(told) == 3, row.proposal_no


def test_R070_some_works_are_late_and_some_cost_more(almaty: Store) -> None:
    works = present(almaty, WORKS)
    late = [row for row in works if row.fact_end is None and row.plan_end < TODAY]
    over = [row for row in works if row.spent is not None and row.spent > row.budget_given]
    assert 10 <= len(late) <= 100
    assert 0.05 <= len(over) / len(works) <= 0.2


def test_the_same_rows_again(almaty: Store) -> None:
    source = almaty.city.source("demo_budget")
    assert source is not None

    def made() -> list[tuple[dict[str, list[object]], list[bytes]]]:
        with almaty.read() as conn:
            return [(chunk.columns, shapely.to_wkb(chunk.shapes).tolist())
                    for chunk in demo_chunks(conn, almaty, source)]  # fmt: skip

    assert made() == made()


def test_both_engines_have_the_same_budget(almaty_gpkg: str, almaty_postgis: str, tmp_path: Path) -> None:
    found = []
    for url in (almaty_gpkg, almaty_postgis):
        with copied(url, tmp_path) as copy, opened(copy) as store:
            found.append([tuple(row) for layer in (PROPOSALS, WORKS)
                          for row in present(store, layer, "object_id", "row_hash")])  # fmt: skip
    assert found[0] == found[1]


HEAD = (
    "Номер предложения", "Цикл", "Год", "Название", "Атауы", "Вид", "Стадия", "Описание", "Автор", "Дата подачи",
    "Дата рассмотрения", "Итог рассмотрения", "Замечания", "Версия", "Дата доработки", "Дата голосования", "Голоса",
    "Место", "Дата решения", "Дата финансирования", "Запрошено, тенге", "Выделено, тенге", "Освоено, тенге",
    "Подрядчик", "Начало по плану", "Окончание по плану", "Начато", "Завершено", "Выполнено, %", "История",
    "Есть работа", "Долгота", "Широта",
)  # fmt: skip
DONE = (
    "2025-1-7", "2025-1", 2025, "Двор на Абая", "Абай көшесіндегі аула", "двор", "завершено", "Просим двор", "житель",
    "03.02.2025", "01.03.2025", "принято", None, 1, None, "10.06.2025", 321, 2, "05.07.2025", "01.10.2025",
    "12 500 000,50", "12 000 000", "11 900 000", "Подрядчик 1", "01.04.2026", "01.07.2026", "05.04.2026", "03.07.2026",
    100, "Теперь здесь играют дети", "да", 76.93, 43.25,
)  # fmt: skip
LOST = (
    "2025-1-8", "2025-1", 2025, "Свет", None, "освещение", "не прошло", None, "организация", "04.02.2025",
    "02.03.2025", "отклонено", "Нет места", 1, None, None, None, None, "05.07.2025", None, "3000000", *[None] * 9,
    "нет", 76.94, 43.26,
)  # fmt: skip


def test_R070_the_official_workbook_becomes_proposals_and_works(own_almaty: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEAD, DONE, LOST):
        sheet.append(row)
    book.save(tmp_path / "bnu.xlsx")
    report = import_source(own_almaty, "bnu_register", tmp_path / "bnu.xlsx")
    assert (report.status, report.counts.refused) == ("ok", 0), report
    done, lost = sorted(present(own_almaty, PROPOSALS), key=lambda row: row.proposal_no)
    assert (done.kind, done.state, done.author_kind, done.votes, done.vote_place) == (
        "pb_yard", "done", "resident", 321, 2)  # fmt: skip
    assert (done.budget_request, done.budget_given, done.valid_from) == (12_500_000.5, 12e6, date(2025, 2, 3))
    assert (lost.state, lost.review_result, lost.budget_given, lost.remarks) == ("lost", "rejected", None, "Нет места")
    (work,) = present(own_almaty, WORKS)
    assert (work.proposal_no, work.spent, work.plan_end, work.fact_end) == (
        "2025-1-7", 11.9e6, date(2026, 7, 1), date(2026, 7, 3))  # fmt: skip
    assert {row.origin for row in (done, lost, work)} == {"official"}
