"""The board of the city plan: answers, tables and filters say the same figures; hostile addresses are harmless."""

import re
from typing import Any

import pytest
from dash import Dash

from tests.app_world import Visitor, nodes, texts

HOSTILE = ("?goal=9.9&dir=x&year=1&d=nowhere", "?q=" + "x" * 900, "?part=%00&p=-3", "?p=999999999999", "?goal[]=1.1",
           "?q=%3Cscript%3E&part=measures", "?dir=5&goal=1.1", "?silent=2&part=indicators")  # fmt: skip


def plain(text: str) -> str:
    return " ".join(text.split())


def rows_of(layout: Any, key: str) -> list[list[str]]:
    """Cells of every row in the table of a sheet."""
    (sheet,) = [node for node in nodes(layout) if node["props"].get("id") == key]
    return [[plain(" ".join(texts(cell))) for cell in node["props"]["children"]]
            for node in nodes(sheet) if node["type"] == "Tr"]  # fmt: skip


def test_R246_the_three_answers_say_the_printed_figures(made: Dash) -> None:
    words = plain(Visitor(made).words("/plan?lang=ru"))
    assert re.search(r"Из 134 рядов по плану – \d+, под угрозой – \d+, отстаёт – \d+, вывода нет – \d+", words)
    assert "3 281,7 млрд тенге, из них 73 % – местный бюджет" in words
    assert "2021 – 3 053,1 млн, 2022 – 4 537,4 млн" in words
    assert "у 67 из 134 рядов нет факта 2021 года, у 49 нет ни одного" in words


def test_R246_goals_add_up_to_the_foot(made: Dash) -> None:
    rows = rows_of(Visitor(made).layout("/plan?lang=ru"), "plan-goals")
    body, foot = rows[1:-1], rows[-1]
    assert len(body) == 20
    for column in (2, 3, 4, 5, 6, 8):
        assert sum(int(row[column]) for row in body) == int(foot[column].replace(" ", "")), column
    for row in (*body, foot):
        assert int(row[2]) == sum(int(cell) for cell in row[3:7])
    assert (foot[2], foot[8]) == ("134", "407")


def test_R246_one_goal_shows_its_series_with_plan_fact_and_state(made: Dash) -> None:
    rows = rows_of(Visitor(made).layout("/plan?lang=en&part=indicators&goal=1.1"), "plan-series")
    heads = rows[0]
    years = ["2019 fact", "2020 plan (fact)", "2021 plan", "2021 fact", "2021 fact (SDG review)", "2022 plan"]
    assert heads[2:8] == years
    later = ["2022 fact (SDG review)", "2023 plan", "2024 plan", "2025 plan"]
    assert heads[8:] == [*later, "State", "Responsible (as printed)"]
    assert len(rows) == 6
    (floor,) = [row for row in rows if row[0].startswith("Total floor area")]
    assert floor[2:8] == ["2,102", "2,401.4", "2,604", "2,631.7", "2,631.7", "1,500"]
    assert floor[8:12] == ["1,720.5", "1,650", "1,815", "1,996.5"]


def test_R105_money_of_a_year_is_shown_by_source_with_dashes(made: Dash) -> None:
    layout = Visitor(made).layout("/plan?lang=en&part=money&year=2024")
    rows = {row[0].split(" ")[0]: row[1:] for row in rows_of(layout, "plan-goal-money")[1:]}
    assert rows["1.1"] == ["2,175.1", "–", "2,175.1", "–"]
    assert rows["7.1"][0] == "– ?"
    balance = {row[0]: row[1:] for row in rows_of(layout, "plan-balance")[1:]}
    assert balance["2021, In all"] == ["417,579.5", "420,632.6", "+3,053.1", "differs"]
    assert balance["2023, In all"] == ["830,649.6", "830,649.6", "0.0", "agrees"]


def test_R246_measures_come_a_page_at_a_time_and_by_district(made: Dash) -> None:
    visitor = Visitor(made)
    first = rows_of(visitor.layout("/plan?lang=en&part=measures"), "plan-measures")
    last = rows_of(visitor.layout("/plan?lang=en&part=measures&p=9"), "plan-measures")
    assert (len(first) - 1, len(last) - 1) == (50, 7)
    there = rows_of(visitor.layout("/plan?lang=en&part=measures&d=zhetysu"), "plan-measures")
    assert len(there) == 4
    assert all("Zhetysu" in row[3] for row in there[1:])


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_address_gives_the_usual_board(made: Dash, query: str) -> None:
    visitor = Visitor(made)
    assert visitor.get("/plan" + query).status_code == 200
    words = visitor.words("/plan" + query)
    assert "script" not in words
    assert len(words) > 1000
