"""Screens of indicators: every value with its document, doubts in plain sight, words of the reader's language."""

import json
from typing import Any

import pytest
from dash import Dash

from components.catalogue_facets import FACETS
from components.context import Context
from config.policy import User
from data.queries import indicators as queries
from data.store import Store
from pages import NotFoundError, indicator, indicators
from tests.app_world import Visitor, nodes, texts
from tests.indicator_world import csv_rows


def grid_rows(layout: Any) -> list[dict[str, Any]]:
    (found,) = [node for node in nodes(layout) if node["type"] == "AgGrid"]
    rows: list[dict[str, Any]] = found["props"]["rowData"]
    return rows


def words_below(layout: Any, class_name: str) -> str:
    found = [n for n in nodes(layout) if class_name in str(n["props"].get("className", "")).split()]
    return " ".join(text for node in found for text in texts(node))


def test_R098_the_catalogue_is_told_its_rows_scripts_and_words(made: Dash) -> None:
    visitor = Visitor(made)
    for lang, word in (("kk", "Қатардың барысы"), ("ru", "Ход ряда"), ("en", "The series")):
        layout = visitor.layout(f"/indicators?lang={lang}&q=вода&topic=networks")
        (page,) = [node for node in nodes(layout) if node["props"].get("id") == "catalogue-page"]
        boot = json.loads(page["props"]["data-boot"])
        assert boot["address"] == f"/api/catalogue/indicators?lang={lang}"
        assert all(visitor.get(script).status_code == 200 for script in boot["scripts"])
        assert {f"facet.{facet}" for facet in FACETS} <= set(boot["words"])
        assert boot["query"] == {"lang": lang, "q": "вода", "topic": "networks"}
        assert word in [column["title"] for column in boot["columns"]]
        (field,) = [node for node in nodes(layout) if node["props"].get("id") == indicators.SEARCH]
        assert field["props"]["attributes"]["defaultValue"] == "вода"


def test_the_grid_speaks_the_language_of_the_reader(made: Dash) -> None:
    for lang, word in (("kk", "Жол жоқ"), ("ru", "Строк нет"), ("en", "No rows to show")):
        layout = Visitor(made).layout(f"/indicators/facts?lang={lang}")
        (grid,) = [node for node in nodes(layout) if node["type"] == "AgGrid"]
        assert grid["props"]["dashGridOptions"]["localeText"]["noRowsToShow"] == word


def test_a_missing_translation_is_said(made: Dash) -> None:
    page = " ".join(texts(Visitor(made).layout("/indicators/crime-1m-001?lang=kk")))
    assert "Құжатта қазақша атауы жоқ" in page
    assert "Құжатта қазақша атауы жоқ" not in " ".join(texts(Visitor(made).layout("/indicators/population?lang=kk")))


def test_the_facts_are_all_there_and_say_their_document(made: Dash) -> None:
    layout = Visitor(made).layout("/indicators/facts?lang=ru")
    rows = {row["id"]: row for row in grid_rows(layout)}
    assert len(rows) == 1234
    assert rows["f-002"]["value"] == "68,3\u00a0тыс. га"
    assert rows["f-002"]["document"] == "План развития города Алматы на 2021–2025 годы, строка 17"
    assert rows["f-021"]["doubt"]
    found = grid_rows(Visitor(made).layout("/indicators/facts?q=библиотки&collection=plan2025"))
    assert found
    assert all("иблиотек" in row["name"] for row in found)


@pytest.mark.parametrize("code", ["plan-056", "sdg-08-5-2", "eiu-place", "district-density", "crime-1m-001", "K3"])
def test_every_value_stands_in_the_table_with_its_line(made: Dash, store: Store, code: str) -> None:
    layout = Visitor(made).layout(f"/indicators/{code}?lang=ru")
    shown = [node for node in nodes(layout) if node["type"] == "Tr"]
    with store.read() as conn:
        values = queries.values(conn, User(), code)
    assert len(shown) == len(values) + 1
    body = words_below(layout, "values-table")
    for value in values:
        assert f"строка {value['source_line']}" in body


def test_doubts_stand_above_the_chart_in_the_reader_s_language(made: Dash) -> None:
    layout = Visitor(made).layout("/indicators/plan-056?lang=ru")
    assert "в строке 1202 за 2019 год напечатано 13,2" in words_below(layout, "doubts")
    assert "2019 (факт)" in words_below(layout, "doubts")
    kinds = [n["type"] if n["type"] == "Graph" else "doubts" for n in nodes(layout)
             if n["type"] == "Graph" or n["props"].get("className") == "doubts"]  # fmt: skip
    assert kinds == ["doubts", "Graph"]
    crime = Visitor(made).layout("/indicators/crime-1m-001?lang=kk")
    assert "файлда кезең көрсетілмеген, ықтимал 2023 жыл" in words_below(crime, "doubts")
    assert words_below(Visitor(made).layout("/indicators/population"), "doubts") == ""


@pytest.mark.parametrize("row", [r for r in csv_rows("sdg/indicators.csv") if r["doubt"]], ids=lambda r: str(r["id"]))
def test_every_doubted_indicator_shows_its_doubt(made: Dash, row: dict[str, str]) -> None:
    shown = words_below(Visitor(made).layout(f"/indicators/{row['id']}?lang=en"), "doubts")
    assert all(part in shown for part in row["doubt"].split("; "))


def test_the_passport_and_the_downloads(made: Dash) -> None:
    layout = Visitor(made).layout("/indicators/sdg-08-5-2?lang=en")
    said = " ".join(texts(layout))
    for words in ("Unemployment rate, by sex and age", "less is better", "SDG: global indicator", "Economy",
                  "/indicators/sdg-08-5-2", "Voluntary Local Review of Almaty, 2023"):  # fmt: skip
        assert words in said
    links = {node["props"].get("href") for node in nodes(layout) if node["type"] == "A"}
    assert {"/api/indicators/sdg-08-5-2.csv", "/api/indicators/sdg-08-5-2"} <= links


def test_the_chart_is_drawn_as_the_address_says(made: Dash) -> None:
    address = "/indicators/population?view=territories&breakdown=sex%3Dmale&lang=ru"
    (graph,) = [n for n in nodes(Visitor(made).layout(address)) if n["type"] == "Graph"]
    bars, city = graph["props"]["figure"]["data"]
    assert len(bars["x"]) == 8
    assert "Медеуский район" in bars["y"]
    assert "1 003 872" in city["text"][0].replace("\u202f", " ").replace("\u00a0", " ")
    assert graph["props"]["config"]["locale"] == "ru"


@pytest.mark.parametrize(
    "query", ["view=%00", "territory=" + "x" * 2000, "breakdown=<script>", "view=time&territory=mars"]
)
def test_a_broken_address_still_gives_the_page(made: Dash, query: str) -> None:
    layout = Visitor(made).layout(f"/indicators/plan-056?{query}")
    assert any(node["type"] == "Graph" for node in nodes(layout))


def test_an_unknown_or_hidden_indicator_is_not_found(made: Dash, store: Store) -> None:
    for code in ("no-such", "plan-001'--", "x" * 500):
        assert Visitor(made).get(f"/indicators/{code}").status_code == 404
    with pytest.raises(NotFoundError):
        indicator.layout(Context(store), "no-such")
    assert not indicator.exists(Context(store), "\0")
