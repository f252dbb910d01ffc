"""The board of the goals counts what the review prints, read here without any code of the program."""

from collections import Counter

import pytest

from config.policy import VISITOR
from data.queries import sdg_board as query
from data.queries.sdg_board import MARKS, Board
from data.store import Store
from tests.indicator_world import csv_rows


@pytest.fixture(scope="module")
def board(almaty: Store) -> Board:
    """The review as a visitor sees it."""
    with almaty.read() as conn:
        return query.board(conn, almaty, VISITOR)


def test_R245_five_of_seventeen_goals_are_told(board: Board) -> None:
    assert [goal.no for goal in board.goals] == [str(no) for no in range(1, 18)]
    assert [goal.no for goal in board.told] == ["3", "4", "8", "9", "11"]
    rows = csv_rows("sdg/indicators.csv")
    assert {goal.no: len(goal.indicators) for goal in board.told} == Counter(row["goal_no"] for row in rows)
    assert sum(len(goal.indicators) for goal in board.told) == len(rows) == 97


def test_R245_the_matrix_is_the_printed_one(board: Board) -> None:
    rows = csv_rows("sdg/targets.csv")
    assert len(board.targets) == len(rows) == 53
    for row in rows:
        target = board.target(row["target"])
        assert target is not None
        assert (target.goal, target.name_ru, target.source_line) == (row["goal_no"], row["name_ru"], row["source_line"])
        assert target.marks == tuple(row[name] == "1" for name in MARKS)
    assert sum(not target.marked for target in board.targets) == 12


def test_R245_everything_of_the_review_has_one_place(board: Board) -> None:
    rows = csv_rows("sdg/projects.csv")
    projects = Counter(row["goal_no"] for row in rows)
    assert {goal.no: len(goal.projects) for goal in board.told} == {no: n for no, n in projects.items() if no}
    assert len(board.projects) == projects[""]
    for target in board.targets:
        assert len(target.projects) == sum(row["target"] == target.no for row in rows), target.no
    portals = csv_rows("sdg/digital_resources.csv")
    assert sum(len(goal.resources) for goal in board.goals) + len(board.resources) == len(portals)
    for target in board.targets:
        assert len(target.resources) == sum(row["target"] == target.no for row in portals), target.no
    charts = {row["series_id"] for row in csv_rows("sdg/charts.csv")}
    assert sum(len(goal.charts) for goal in board.goals) + len(board.charts) == len(charts) == 89


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("1523", ("", "")), ("1524", ("11", "")), ("1753", ("11", "")), ("1754", ("11", "11.1")),
        ("2494", ("11", "11.6")), ("2564", ("11", "11.7")), ("2608", ("8", "")), ("5574", ("3", "3.4")),
        ("5659", ("", "")), ("", ("", "")), ("4820-4822", ("4", "4.3")),
    ],
)  # fmt: skip
def test_R245_a_line_of_the_review_belongs_to_the_heading_above_it(line: str, place: tuple[str, str]) -> None:
    assert query.section_of(line) == place


def test_R245_headings_agree_with_the_printed_targets_of_indicators() -> None:
    rows = [row for row in csv_rows("sdg/indicators.csv") if row["target"]]
    odd = {row["id"]: (row["target"], query.section_of(row["source_line"])[1]) for row in rows}
    assert {name: pair for name, pair in odd.items() if pair[0] != pair[1]} == {
        "plan-04-a-school-places-deficit": ("4.a", "4.7"),
    }  # fmt: skip


def test_R245_plans_of_the_city_are_those_of_the_tables(board: Board) -> None:
    planned = {
        row["indicator_id"] for row in csv_rows("sdg/indicator_values.csv")
        if (row["kind"], row["territory"], row["breakdown"]) == ("target", "almaty", "") and row["year"].isdecimal()
    }  # fmt: skip
    assert {one.code for goal in board.told for one in goal.planned()} == planned


def test_R245_nothing_loaded_is_an_empty_board(store: Store) -> None:
    with store.read() as conn:
        assert query.board(conn, store, VISITOR) == Board()
