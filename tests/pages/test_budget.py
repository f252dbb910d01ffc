"""The page of the participatory budget and the pages of districts: equal numbers everywhere, hostile addresses."""

import re
from datetime import date
from typing import Any

import pytest
from dash import Dash

from components.budget_path import reached
from components.context import Context
from components.district_board import chosen_code
from components.spark import HEIGHT, WIDTH, points_of, spark
from config import i18n
from config.policy import VISITOR
from data.queries import budget
from data.queries.items import Ask
from data.store import Store
from tests.app_world import Visitor, nodes, texts

HOSTILE = ("?i=nothing&a=x&b=%00", "?i=" + "x" * 900, "?a=medeu&b=medeu", "?i[]=1&a=%3Cscript%3E", "?d=nowhere&no=%00")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def row_of(layout: Any, key: str, head: str) -> list[str]:
    """Cells of the row with a head in the table of a sheet."""
    (sheet,) = [node for node in nodes(layout) if node["props"].get("id") == key]
    rows = [" | ".join(" ".join(texts(cell)) for cell in node["props"]["children"])
            for node in nodes(sheet) if node["type"] == "Tr"]  # fmt: skip
    found = next(row for row in rows if plain(row).startswith(head))
    return [plain(cell) for cell in found.split(" | ")]


def test_R070_answers_figures_and_tables_say_the_same_numbers(made: Dash, store: Store) -> None:
    layout = Visitor(made).layout("/budget?lang=en&d=medeu")
    words = plain(" ".join(texts(layout)))
    with store.read() as conn:
        own = budget.sums(conn, store, VISITOR, Ask(district="medeu"))[""]
    assert f"{own.filed:,} proposals were filed" in words
    assert f"{own.won:,} won" in words
    assert row_of(layout, "budget-kinds", "In all")[1:4] == [f"{n:,}" for n in (own.filed, own.won, own.done)]
    assert row_of(layout, "budget-cycles", "In all")[1] == f"{own.filed:,}"
    assert f"{own.filed:,} of 25,678" in words


def test_R070_printed_years_are_told_from_made_up_ones(made: Dash) -> None:
    layout = Visitor(made).layout("/budget?lang=en")
    assert row_of(layout, "budget-years", "2019")[:2] == ["2019  (printed)", "333"]
    assert row_of(layout, "budget-years", "2024")[:2] == ["2024  (printed)", "6,118"]
    assert "(demo)" in row_of(layout, "budget-years", "2022")[0]
    narrowed = Visitor(made).layout("/budget?lang=en&d=medeu")
    assert "(demo)" in row_of(narrowed, "budget-years", "2019")[0]


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R071_stories_of_the_demonstration_are_in_the_readers_language(made: Dash, lang: i18n.Lang) -> None:
    layout = Visitor(made).layout(f"/budget?lang={lang}")
    said = {" ".join(texts(node)) for node in nodes(layout) if node["type"] == "Blockquote"}
    assert said
    assert said <= {i18n.t(lang, f"demo.budget_story_{no}") for no in (1, 2, 3)}


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("path", ["/districts", "/districts/medeu", "/budget"])
def test_a_hostile_address_gives_the_usual_page(made: Dash, path: str, query: str) -> None:
    words = Visitor(made).words(path + query)
    assert "script" not in words
    assert len(words) > 500


def test_R069_the_page_says_when_no_proposal_has_the_number(made: Dash) -> None:
    assert "There is no proposal with the number “9-9-9”" in Visitor(made).words("/budget?lang=en&no=9-9-9")
    found = Visitor(made).words("/budget?lang=en&no=2019-1-4")
    assert "2019-1-00004" in found


DAYS = {"valid_from": date(2025, 2, 1), "reviewed_at": date(2025, 3, 1), "refined_at": None,
        "vote_at": date(2025, 6, 10), "decided_at": date(2025, 7, 5), "funded_at": None}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "work", "expected"),
    [
        ({"state": "won"}, None,
         ["past", "past", "skipped", "past", "past", "next", "next", "next"]),
        ({"state": "lost"}, None, ["past", "past", "skipped", "past", "past"]),
        ({"state": "lost", "vote_at": None, "decided_at": None}, None, ["past", "past"]),
        ({"state": "filed", "reviewed_at": None, "vote_at": None, "decided_at": None}, None,
         ["past", *["next"] * 7]),
        ({"state": "in_work", "funded_at": date(2025, 10, 1)}, {"fact_start": date(2026, 4, 1), "fact_end": None},
         ["past", "past", "skipped", "past", "past", "past", "past", "next"]),
    ],
)  # fmt: skip
def test_R069_a_path_tells_what_is_past_left_out_and_to_come(
    changes: dict[str, Any], work: dict[str, Any] | None, expected: list[str]
) -> None:
    assert [sign for _, _, sign in reached({**DAYS, **changes}, work)] == expected


def test_R059_the_ranking_has_the_city_and_the_year_before(made: Dash) -> None:
    layout = Visitor(made).layout("/districts?lang=en&i=demo-net-wear")
    words = " ".join(texts(layout))
    assert "Value, 2025" in words
    assert "Value, 2024" in words
    city = row_of(layout, "districts-ranking", "City average")
    assert re.fullmatch(r"[\d.]+", city[1])
    ranks = [row_of(layout, "districts-ranking", name)[3] for name in ("Medeu", "Alatau", "Turksib")]
    assert all(rank.isdecimal() and 1 <= int(rank) <= 8 for rank in ranks)


def test_R058_every_figure_of_a_district_leads_to_its_series(made: Dash) -> None:
    layout = Visitor(made).layout("/districts/medeu?lang=en")
    links = {node["props"].get("href") for node in nodes(layout) if node["type"] == "A"}
    assert "/indicators/demo-crime-registered?territory=medeu" in links
    assert "/indicators/population?territory=medeu" in links
    sections = [str(node["props"].get("id", "")) for node in nodes(layout) if node["type"] == "Section"]
    assert sum(key.startswith("category-") for key in sections) == 8


def test_R020_the_district_gathers_seven_modules(made: Dash) -> None:
    layout = Visitor(made).layout("/districts/medeu?lang=en")
    (section,) = [node for node in nodes(layout) if node["props"].get("id") == "modules"]
    tiles = [node for node in nodes(section) if node["props"].get("className") == "card tile"]
    assert len(tiles) == 7
    links = {node["props"].get("href") for node in nodes(section) if node["type"] == "A"}
    assert {"/budget?d=medeu", "/works?d=medeu", "/education?d=medeu", "/inclusion?d=medeu"} <= links


def test_the_figure_of_the_ranking_is_one_that_there_is() -> None:
    assert chosen_code({}, "x") == ""


def test_a_small_line_goes_from_the_lowest_to_the_highest(store: Store) -> None:
    places = points_of([1.0, 3.0, 2.0])
    assert [y for _, y in places] == [HEIGHT - 4, 4, HEIGHT / 2]
    assert (places[0][0], places[-1][0]) == (4, WIDTH - 4)
    assert [y for _, y in points_of([5.0, 5.0])] == [HEIGHT - 4, HEIGHT - 4]
    assert spark(Context(store), [1.0], "x") is None
