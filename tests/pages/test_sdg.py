"""The board of the goals: tiles, matrix, card of a target, plan and fact; hostile addresses are harmless."""

import pytest
from dash import Dash

from tests.app_world import Visitor, nodes, texts
from tests.indicator_world import csv_rows
from tests.pages.test_plan import plain, rows_of

HOSTILE = ("?goal=99", "?target=11.99", "?target=%00", "?goal=" + "x" * 900, "?target=%3Cscript%3E&goal=3", "?goal=1")


def test_R245_the_three_answers_say_the_printed_counts(made: Dash) -> None:
    words = plain(Visitor(made).words("/sdg?lang=ru"))
    assert (
        "Обзор говорит о 5 целях (3, 4, 8, 9, 11): 97 показателей. По остальным 12 целям данных в обзоре нет" in words
    )
    assert "40 показателей с планом для города: по плану" in words
    assert "В матрице 53 задачи: у 28 нет ни глобального, ни национального индикатора; у 12 в матрице нет" in words


def test_R245_every_goal_has_a_tile_and_says_when_there_are_no_data(made: Dash) -> None:
    layout = Visitor(made).layout("/sdg?lang=en")
    (section,) = [node for node in nodes(layout) if node["props"].get("id") == "goals"]
    tiles = [plain(" ".join(texts(node))) for node in nodes(section) if node["type"] == "Li"]
    assert len(tiles) == 17
    assert sum("no data in the review" in tile for tile in tiles) == 12
    assert tiles[0].startswith("1 Goal 1. No poverty")


def test_R245_the_matrix_of_a_goal_adds_up(made: Dash) -> None:
    rows = rows_of(Visitor(made).layout("/sdg?lang=en&goal=8"), "sdg-matrix")
    body, foot = rows[1:-1], rows[-1]
    printed = [row for row in csv_rows("sdg/targets.csv") if row["goal_no"] == "8"]
    assert len(body) == len(printed) == 12
    for column in range(1, 7):
        assert sum(row[column] == "yes" for row in body) == int(foot[column])
    for column in range(7, 11):
        assert sum(int(row[column]) for row in body) == int(foot[column])


def test_R245_the_card_of_a_target_has_indicators_projects_and_resources(made: Dash) -> None:
    layout = Visitor(made).layout("/sdg?lang=en&target=11.2")
    words = plain(" ".join(texts(layout)))
    assert "11.2 Affordable and sustainable transport systems for all" in words
    assert "AlmatyBike" in words
    (trips,) = rows_of(layout, "sdg-indicators")[1:]
    assert trips[2:4] == ["1.4", "2022"]
    assert trips[5:7] == ["1.7", "2025"]
    assert len(rows_of(layout, "sdg-projects")) - 1 == sum(
        row["target"] == "11.2" for row in csv_rows("sdg/projects.csv")
    )
    assert "The review names no project of this target." in Visitor(made).words("/sdg?lang=en&target=3.7")


def test_R245_a_goal_that_the_review_leaves_out_says_so(made: Dash) -> None:
    words = Visitor(made).words("/sdg?lang=en&goal=6")
    assert "The Voluntary Local Review of Almaty of 2023 has no data on this goal." in words


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_address_gives_the_usual_board(made: Dash, query: str) -> None:
    words = Visitor(made).words("/sdg" + query)
    assert "script" not in words
    assert len(words) > 1000
