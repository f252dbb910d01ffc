"""Charts of indicators: what is drawn for which choice, and how kinds of values are told apart."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from components.chart_locale import plotly_locale
from components.charts import MARKS, base_layout, config
from components.context import Context
from components.indicator_chart import Choice, breakdowns, choose, draw, territories
from components.indicator_lines import WHOLE
from components.indicator_subject import bar_periods, bars_as_rows
from config import i18n
from config.city import load_city
from data.queries.indicators import Point
from data.store import Store

OWN = ("almaty", "kazakhstan")


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    folder: Path = tmp_path_factory.mktemp("chart")
    store = Store.open(f"sqlite:///{folder / 'c.gpkg'}", load_city("almaty"), {})
    yield Context(store)
    store.close()


def year(number: int, value: float | None = 1.0, kind: str = "fact", **given: Any) -> Point:
    usual = Point("almaty", str(number), "year", date(number, 1, 1), "", "", kind, value, "", "=", "", "", number, None)
    return replace(usual, **given)


SERIES = [
    year(2019, 10), year(2020, 11), year(2021, 12, "estimate"), year(2021, 13, "plan"), year(2022, 14, "plan"),
    year(2030, 20, "forecast"), year(2022, 5, territory="kazakhstan"), year(2020, 4, breakdown="sex=male"),
    year(2020, None),
]  # fmt: skip
TIME = Choice("time", "almaty", WHOLE)


def test_kinds_are_told_apart_by_word_symbol_and_line(ctx: Context) -> None:
    data = draw(ctx, SERIES, TIME, "%").figure["data"]
    assert [t["name"] for t in data] == ["факт", "оценка", "план", "прогноз"]
    for place, name in (("marker", "symbol"), ("line", "dash"), ("line", "color")):
        assert len({t[place][name] for t in data}) == len(data)
    assert (data[0]["x"], data[0]["y"]) == (["2019-01-01", "2020-01-01"], [10, 11])


def test_only_the_chosen_territory_and_breakdown_are_drawn(ctx: Context) -> None:
    men = draw(ctx, SERIES, Choice("time", "almaty", "sex=male"), "%").figure["data"]
    assert [t["y"] for t in men] == [[4]]
    country = draw(ctx, SERIES, Choice("time", "kazakhstan", WHOLE), "%").figure["data"]
    assert [t["y"] for t in country] == [[5]]


def test_what_cannot_be_drawn_is_counted(ctx: Context) -> None:
    undated = year(2020, 7, period="", period_kind="none", period_start=None)
    drawn = draw(ctx, [*SERIES, undated], TIME, "%")
    assert drawn.left_out == 2
    empty = draw(ctx, [undated], TIME, "%")
    assert empty.empty
    assert empty.figure["data"] == []


def test_doubts_and_bounds_are_marked(ctx: Context) -> None:
    series = [year(2020, 5, doubt="line 1218 prints 6,3"), year(2021, 6, comparison="<="), year(2022, 7)]
    (trace,) = draw(ctx, series, TIME, "%").figure["data"]
    assert trace["text"] == ["?", "≤", ""]
    assert "в строке 1218 напечатано 6,3" in trace["hovertext"][0]
    assert "≤ 6 %" in trace["hovertext"][1]


def test_editions_of_one_kind_have_their_own_line_and_symbol(ctx: Context) -> None:
    old = year(2026, 9, "plan", edition="presentation 2023", data_date=date(2023, 12, 31))
    new = year(2026, 15, "plan", edition="edition February 2025", data_date=date(2025, 2, 28))
    first, second = draw(ctx, [old, new], TIME, "").figure["data"]
    assert (first["name"], first["y"]) == ("план, редакция февраля 2025 года", [15])
    assert (second["name"], second["y"]) == ("план, презентация 2023 года", [9])
    assert first["marker"]["symbol"] != second["marker"]["symbol"]


def test_an_axis_that_hides_zero_is_owned_up_to(ctx: Context) -> None:
    assert draw(ctx, [year(2020, 100), year(2021, 101)], TIME, "").cut_axis
    assert not draw(ctx, [year(2020, 1), year(2021, 101)], TIME, "").cut_axis
    assert not draw(ctx, [year(2020, -5), year(2021, -4)], TIME, "").cut_axis


def test_bars_are_sorted_and_hold_the_newest_fact(ctx: Context) -> None:
    points = [
        year(2020, 3, territory="medeu"), year(2021, 9, territory="medeu"), year(2021, 5, territory="alatau"),
        year(2025, 99, "plan", territory="alatau"),
    ]  # fmt: skip
    drawn = draw(ctx, points, Choice("territories", "medeu", WHOLE), "га")
    (trace,) = drawn.figure["data"]
    assert trace["y"] == ["Алатауский район", "Медеуский район"]
    assert trace["x"] == [5, 9]
    assert trace["marker"]["pattern"]["shape"] == ""


def test_bars_say_their_period_or_that_periods_differ(ctx: Context) -> None:
    districts = Choice("territories", "medeu", WHOLE)
    one = [year(2022, 3, territory="medeu"), year(2022, 5, territory="alatau"), year(2020, 9, territory="medeu")]
    drawn = draw(ctx, one, districts, "")
    assert drawn.figure["data"][0]["text"] == ["3", "5"]
    assert bar_periods(ctx, drawn) == "Значения за период: 2022."
    assert bars_as_rows(ctx, drawn) == [["Алатауский район", "2022", "5"], ["Медеуский район", "2022", "3"]]
    drawn = draw(ctx, [year(2019, 7, territory="alatau", doubt="x"), *one[::2]], districts, "")
    assert drawn.figure["data"][0]["text"] == ["7 ? (2019)", "3 (2022)"][::-1]
    assert bar_periods(ctx, drawn) == "Периоды значений различаются: 2019 – 2022."
    assert [row[1] for row in bars_as_rows(ctx, drawn)] == ["2019", "2022"]
    assert bar_periods(ctx, draw(ctx, [], districts, "")) == ""


def test_the_city_does_not_dwarf_its_districts(ctx: Context) -> None:
    two = [year(2022, 300, territory="medeu"), year(2022, 200, territory="alatau")]
    total = draw(ctx, [*two, year(2022, 500)], Choice("territories", "almaty", WHOLE), "чел.")
    bars, said = total.figure["data"]
    assert (bars["x"], said["x"], said["y"]) == ([200, 300], [0], ["Алматы"])
    assert "500" in said["text"][0]
    assert [row[2] for row in bars_as_rows(ctx, total)] == ["500", "300", "200"]
    assert total.apart
    assert total.left_out == 0
    rate = draw(ctx, [*two, year(2022, 240)], Choice("territories", "almaty", WHOLE), "%")
    line = rate.figure["data"][-1]
    assert (line["name"], line["x"], line["y"]) == ("Алматы: 240", [240, 240], ["Алатауский район", "Медеуский район"])
    assert not rate.apart
    few = draw(ctx, [two[0], year(2021, 500)], Choice("territories", "almaty", WHOLE), "")
    assert [name for name, _ in few.bars] == ["Медеуский район", "Алматы"]
    country = draw(ctx, [year(2022, 2), year(2021, 1, territory="astana"), year(2020, 20, territory="kazakhstan")],
                   Choice("territories", "almaty", WHOLE), "")  # fmt: skip
    assert "20 (2020)" in country.figure["data"][1]["text"][0]


def test_bars_of_plans_are_hatched_and_say_so(ctx: Context) -> None:
    points = [
        year(2025, 9, "plan", breakdown="a", breakdown_ru="А"),
        year(2025, 5, "plan", breakdown="b", breakdown_ru="Б"),
    ]
    (trace,) = draw(ctx, points, Choice("breakdowns", "almaty", "a"), "").figure["data"]
    assert (trace["name"], trace["marker"]["pattern"]["shape"], trace["y"]) == ("план", "/", ["Б", "А"])


def test_text_of_documents_is_no_markup(ctx: Context) -> None:
    points = [year(2025, 9, breakdown="<b>x", breakdown_ru='<a href="javascript:alert(1)">x</a>')]
    text = json.dumps(draw(ctx, points, Choice("breakdowns", "almaty", "<b>x"), "<i>").figure["data"])
    assert "<a" not in text
    assert "<i>" not in text


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, TIME),
        ({"view": "territories"}, Choice("territories", "almaty", WHOLE)),
        ({"territory": "kazakhstan"}, Choice("time", "kazakhstan", WHOLE)),
        ({"breakdown": "sex=male", "view": "time"}, Choice("time", "almaty", "sex=male")),
        ({"view": "pie", "territory": "mars", "breakdown": "\0"}, TIME),
    ],
)
def test_choices_are_as_asked_where_they_make_sense(asked: dict[str, str], expected: Choice) -> None:
    chosen = choose(SERIES, OWN, asked)
    assert (chosen.territory, chosen.breakdown) == (expected.territory, expected.breakdown)
    if "view" in asked and asked["view"] != "pie":
        assert chosen.view == expected.view


def test_the_usual_view_says_most() -> None:
    assert choose(SERIES, OWN, {}).view == "time"
    assert choose([year(2020, 1, breakdown="a"), year(2020, 2, breakdown="b")], OWN, {}).view == "breakdowns"
    assert choose([year(2020, 1), year(2020, 2, territory="astana")], OWN, {}).view == "territories"
    assert choose([], OWN, {}) == Choice("time", "", WHOLE)


def test_lists_of_choices_are_in_printed_order() -> None:
    assert territories(SERIES) == ["almaty", "kazakhstan"]
    assert list(breakdowns(SERIES)) == [WHOLE, "sex=male"]


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_chart_words_are_of_the_language(lang: i18n.Lang) -> None:
    locale = plotly_locale(lang)
    assert len(locale["format"]["months"]) == len(set(locale["format"]["months"])) == 12
    assert len(locale["format"]["days"]) == 7
    assert config(lang, "x")["locales"][lang] == locale
    assert config(lang, "x")["displaylogo"] is False


def test_numbers_of_charts_have_decimal_comma_and_thin_space(ctx: Context) -> None:
    assert plotly_locale("kk")["format"]["months"][0] == "Қаңтар"
    assert plotly_locale("ru")["format"]["days"][0].casefold() == "воскресенье"
    assert base_layout(replace(ctx, lang="kk"))["separators"] == ",\u202f"
    assert base_layout(replace(ctx, lang="en"))["separators"] == ".,"


def test_the_template_is_slim(ctx: Context) -> None:
    assert len(json.dumps(base_layout(ctx))) < 2_000
    assert set(MARKS) == {"fact", "plan", "estimate", "forecast"}
