"""The page of the method: its examples are reckoned from the store by the code that judges all indicators."""

import pytest
from dash import Dash

from components.context import Context
from config import i18n
from data.store import Store
from tests.app_world import Visitor, nodes, texts


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R245_the_method_is_explained_with_a_real_indicator(made: Dash, store: Store, lang: i18n.Lang) -> None:
    layout = Visitor(made).layout(f"/indicators/method?lang={lang}")
    said = " ".join(texts(layout))
    ctx = Context(store, lang=lang)
    # Infant mortality of seed 003: fact 8.3 and plan 7.2 of 2022, which is 15.3 % worse.
    for number in (ctx.number(8.3), ctx.number(7.2), ctx.number(15.3)):
        assert number in said
    for state in ("on_track", "at_risk", "off_track", "no_data"):
        assert ctx.t(f"verdict.state.{state}") in said
    links = {node["props"].get("href") for node in nodes(layout) if node["type"] == "A"}
    assert {"/indicators/plan-03-infant-mortality", "/indicators/plan-09-1-suburban-daily-trips"} <= links


def test_R245_the_forecast_of_a_real_series_stands_with_its_error_and_bands(made: Dash) -> None:
    layout = Visitor(made).layout("/indicators/method?lang=ru")
    (graph,) = [node for node in nodes(layout) if node["type"] == "Graph"]
    names = [trace["name"] for trace in graph["props"]["figure"]["data"]]
    assert names[:2] == ["интервал 95 %", "интервал 80 %"]
    assert names[-1] == "прогноз модели"
    said = " ".join(texts(layout))
    assert "средняя ошибка" in said
    assert "точек: 9, 2015 – 2023" in said
