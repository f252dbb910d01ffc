"""The board of ratings says the printed places, targets, conflicts and doubts."""

from dataclasses import dataclass

from dash import Dash

from components.boards.ratings_own import bodies
from data.store import Store
from tests.app_world import Visitor, nodes, texts
from tests.pages.test_plan import plain, rows_of


def test_R242_the_three_answers_say_the_printed_figures(made: Dash) -> None:
    words = plain(Visitor(made).words("/ratings?lang=ru"))
    assert "Индекс EIU, 2024 год: 123-е место, 66,9 балла. Цель на этот год – 109-е место: хуже на 14 мест." in words
    assert "до ТОП-80 к 2026 году осталось мест: 43; до ТОП-70 к 2030 году осталось мест: 53." in words
    assert "С 2022 года место опустилось на 2" in words
    assert "14 показателей, 73 значения в двух редакциях" in words
    assert "Числа расходятся у 2: K3, S3" in words


def test_R242_the_table_of_years_has_fact_target_and_difference(made: Dash) -> None:
    rows = {row[0]: row[1:] for row in rows_of(Visitor(made).layout("/ratings?lang=en"), "ratings-eiu")}
    assert rows["2015"] == ["100", "–", "–", "–", "–", "–"]
    assert rows["2024"] == ["123 ?", "66.9", "109 ?", "+14", "90", "–"]
    assert rows["2026"][-1] == "≤ 80"
    assert rows["2030"] == ["–", "–", "–", "–", "–", "≤ 70"]


def test_R244_factors_name_bodies_and_no_persons(made: Dash) -> None:
    rows = rows_of(Visitor(made).layout("/ratings?lang=en"), "ratings-factors")
    assert [row[0] for row in rows[1:]] == [
        "Safety",
        "Infrastructure",
        "Health care",
        "Education",
        "Culture and environment",
    ]
    for row in rows[1:]:
        assert int(row[1]) == sum(int(cell) for cell in row[2:6])
    health = next(row for row in rows if row[0] == "Health care")
    assert health[-1].startswith("УОЗ (")
    assert "Нусупова" not in " ".join(health)


@dataclass(frozen=True)
class Printed:
    """A series of which only the printed names matter."""

    responsible: str


def test_R244_bodies_are_counted_without_the_names_of_persons() -> None:
    names = ("Нусупова А.Б., УО, УЦ", "Нусупова А.Б. УО", "Амрин А К., ДП (по согласованию)", "Нурханулы Д.", "")
    printed = [Printed(name) for name in names]
    assert bodies(printed) == [("УО", 2), ("ДП", 1), ("УЦ", 1)]


def test_R247_both_editions_stand_side_by_side_with_their_conflicts(made: Dash) -> None:
    rows = rows_of(Visitor(made).layout("/ratings?lang=en"), "ratings-own")
    modules = [row for row in rows if row[0].startswith("K3 ")]
    assert len(modules) == 2
    assert modules[0][3:7] == ["3", "5", "7 ? differs", "9 ? differs"]
    assert modules[1][3:7] == ["3", "5", "12 ? differs", "15 ? differs"]
    place = next(row for row in rows if row[0].startswith("K1 "))
    assert place[-2].startswith("123")


def test_R001_formulas_and_periods_are_in_the_language_of_the_reader(made: Dash) -> None:
    words = plain(Visitor(made).words("/ratings?lang=kk"))
    for english in ("rise in places", "quick answers", "2023 current", "2024-12"):
        assert english not in words
    assert "2024 ж. желтоқсан" in words


def test_R247_every_doubt_of_the_documents_is_shown(made: Dash) -> None:
    layout = Visitor(made).layout("/ratings?lang=en")
    (section,) = [node for node in nodes(layout) if node["props"].get("id") == "doubts"]
    assert sum(node["type"] == "Li" for node in nodes(section)) == 18


def test_R247_modules_that_run_are_counted_beside_the_printed_ones(made: Dash, store: Store) -> None:
    layout = Visitor(made).layout("/ratings?lang=en")
    (section,) = [node for node in nodes(layout) if node["props"].get("id") == "modules"]
    launched = sum(module.launched is not None for module in store.city.modules)
    assert f"By the register {launched} modules of the map run" in plain(" ".join(texts(section)))
    assert len(rows_of(layout, "ratings-modules")) == 7
