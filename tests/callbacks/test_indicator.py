"""Glue of the page of one indicator on usual, empty and broken input."""

from collections.abc import Iterator
from typing import Any

import pytest
from dash import no_update
from flask import Flask, g

from callbacks import indicator
from components.context import EXTENSION
from config.city import load_city
from data.store import Store
from tests.indicator_world import load

BROKEN: list[Any] = [None, 5, 1.5, True, [], ["a"], {}, {"a": 1}, "\0", "<script>", "x" * 10_000, "💥"]
USUAL: tuple[Any, ...] = ("line", [], "", "own", [])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('glue') / 'g.gpkg'}", load_city("almaty"), {})
    for source in ("plan2025", "population_2023", "vlr2023"):
        load(store, source)
    made = Flask("glue")
    made.extensions[EXTENSION] = store
    yield made
    store.close()


@pytest.fixture
def asked(server: Flask) -> Iterator[None]:
    with server.test_request_context("/_dash-update-component"):
        g.lang = "ru"
        yield


@pytest.mark.usefixtures("asked")
def test_the_chart_follows_its_choices() -> None:
    figure, caption, twin, no_twin, _, looks, no_places, no_parts, no_time, *_ = indicator.show(
        "population", None, "territories", "almaty", "*", *USUAL
    )
    assert len(figure["data"][0]["x"]) == 8
    assert "2\u00a0161\u00a0695" in figure["data"][1]["text"][0]
    assert caption
    assert (twin, no_twin, no_places, no_parts, no_time) == (None, True, True, False, True)
    # Side by side there are bars and their table; "lines" would be a choice without an effect.
    assert looks == [{"label": "столбцы", "value": "line"}, {"label": "таблица", "value": "table"}]
    figure, *_, no_places, no_parts, no_time, _, _ = indicator.show(
        "population", "", "breakdowns", "medeu", "*", *USUAL
    )
    assert figure["data"][0]["x"] == [115506.0, 125757.0, 241263.0]
    assert (no_places, no_parts, no_time) == (False, True, True)
    assert indicator.show("plan-056", None, "time", "almaty", "*", *USUAL)[6:10] == (True, True, False, [])


@pytest.mark.usefixtures("asked")
def test_R106_other_territories_are_lines_of_their_own() -> None:
    figure = indicator.show("sdg-08-5-2", None, "time", "almaty", "*", "line", ["kazakhstan"], "", "own", [])[0]
    names = [trace["name"] for trace in figure["data"]]
    assert names[0].startswith("Алматы, факт")
    assert names[-1] == "Казахстан"
    looks = {(t["marker"]["symbol"], t["line"]["color"]) for t in figure["data"]}
    assert len(looks) == len(figure["data"])


@pytest.mark.usefixtures("asked")
def test_a_second_indicator_has_its_axis_or_both_are_an_index() -> None:
    shown = indicator.show("plan-056", None, "time", "almaty", "*", "line", [], "plan-030", "own", [])
    assert [trace.get("yaxis") for trace in shown[0]["data"]] == [None, None, None, "y2"]
    assert shown[0]["layout"]["yaxis2"]["title"]["text"] == "правая ось: %"
    assert "Второй показатель – Уровень безработицы" in str(shown[1])
    shown = indicator.show("plan-056", None, "time", "almaty", "*", "line", [], "plan-030", "index", [])
    assert "yaxis2" not in shown[0]["layout"]
    assert [trace["y"][0] for trace in shown[0]["data"] if trace["name"].endswith(("факт", "Уровень безработицы"))] == [
        100.0, 100.0,
    ]  # fmt: skip
    assert "Индекс: 2019 = 100." in str(shown[1])


@pytest.mark.usefixtures("asked")
def test_the_table_says_what_the_chart_draws() -> None:
    shown = indicator.show("plan-056", None, "time", "almaty", "*", "table", [], "", "own", [])
    assert shown[3] is False
    assert "as-table" in shown[4]
    text = str(shown[2])
    assert "15,4" in text
    assert "53,79" in text
    bars = str(indicator.show("population", None, "territories", "almaty", "*", "table", [], "", "own", [])[2])
    assert "Медеуский район" in bars
    assert repr("241\u00a0263") in bars


@pytest.mark.usefixtures("asked")
def test_a_forecast_stands_with_its_worth_or_says_why_there_is_none() -> None:
    shown = indicator.show("plan-056", None, "time", "almaty", "*", "line", [], "", "own", ["1"])
    assert len(shown[0]["data"]) == 3
    assert "прогноз" in str(shown[-2]).casefold()
    assert indicator.show("plan-056", None, "time", "almaty", "*", "bar", [], "", "own", ["1"])[-2] == []


@pytest.mark.usefixtures("asked")
def test_R100_notes_of_breaks_follow_the_chart() -> None:
    def shown(look: str, view: str = "time") -> tuple[int, str]:
        found = indicator.show("sdg-08-5-2", None, view, "almaty", "*", look, [], "", "own", [])
        return len(found[0]["layout"].get("shapes", ())), str(found[-1])

    for look in ("line", "bar"):
        marks, notes = shown(look)
        assert marks == notes.count("Li(") > 0
        assert "Номера – те же, что на графике" in notes
    marks, notes = shown("line", "territories")
    assert marks == 0
    assert "На этом графике разрывы не отмечены" in notes
    assert "Номера" not in notes


@pytest.mark.usefixtures("asked")
def test_before_the_first_load_nothing_was_known() -> None:
    figure, caption, *_ = indicator.show("plan-056", "2025-02-28", "time", "almaty", "*", *USUAL)
    assert figure["data"] == []
    assert "Для графика нет чисел" in str(caption)
    assert indicator.show("plan-056", "2025-03-01", "time", "almaty", "*", *USUAL)[0]["data"]


@pytest.mark.usefixtures("asked")
def test_words_suggest_indicators_for_the_second_place() -> None:
    assert "plan-030" in indicator.suggest("безработиза")[0].value
    assert len(indicator.suggest("а" * 500)) <= indicator.SUGGESTED
    assert indicator.suggest("") == []


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("broken", BROKEN, ids=repr)
def test_the_chart_survives_broken_choices(broken: Any) -> None:
    figure, *_ = indicator.show("plan-056", broken, *(broken,) * len(indicator.NAMES))
    assert [trace["name"] for trace in figure["data"]] == ["факт", "оценка", "план"]
    assert indicator.show(broken, None, "time", "almaty", "*", *USUAL) == (no_update,) * 11
    assert isinstance(indicator.suggest(broken), list)
