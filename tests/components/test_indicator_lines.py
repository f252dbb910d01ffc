"""Lines beside an indicator: territories, a second axis, an index by hand-computed cases, breaks, the table twin."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from components.context import Context
from components.indicator_chart import Beside, Choice, draw
from components.indicator_lines import OTHERS, WHOLE, Second, as_index, own_lines, twin
from config.city import load_city
from config.records import Words
from data.queries.indicator_breaks import Break
from data.queries.indicator_history import conflicts
from data.queries.indicators import Point
from data.store import Store


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    folder: Path = tmp_path_factory.mktemp("lines")
    store = Store.open(f"sqlite:///{folder / 'c.gpkg'}", load_city("almaty"), {})
    yield Context(store)
    store.close()


def year(number: int, value: float | None = 1.0, kind: str = "fact", **given: Any) -> Point:
    usual = Point("almaty", str(number), "year", date(number, 1, 1), "", "", kind, value, "", "=", "", "", number, None)
    return replace(usual, **given)


OWN = [year(2019, 10), year(2020, 20), year(2021, 30, "plan")]
MEDEU = [year(2020, 4, territory="medeu"), year(2021, 6, territory="medeu")]
TIME = Choice("time", "almaty", WHOLE)
SECOND = Second("x", "Второй", "га", "official", (year(2020, 8), year(2022, 2)), "plan2025", None)


def beside(**given: Any) -> Beside:
    return Beside(origin="official", **given)


def ys(figure: Any) -> list[list[float]]:
    return [trace["y"] for trace in figure["data"]]


def test_R106_a_compared_territory_has_its_facts_and_its_name(ctx: Context) -> None:
    figure = draw(ctx, [*OWN, *MEDEU], TIME, "%", beside(compared=("medeu", "almaty", "mars"))).figure
    assert [t["name"] for t in figure["data"]] == ["Алматы, факт", "Алматы, план", "Медеуский район"]
    assert ys(figure) == [[10, 20], [30], [4, 6]]


def test_marks_of_territories_differ_in_more_than_colour() -> None:
    assert len({(m.symbol) for m in OTHERS}) == len({m.color for m in OTHERS}) == len(OTHERS)


def test_an_index_begins_with_a_hundred_at_the_first_common_period(ctx: Context) -> None:
    drawn = draw(ctx, [*OWN, *MEDEU], TIME, "%", beside(compared=("medeu",), scale="index"))
    assert ys(drawn.figure) == [[50, 100], [150], [100, 150]]
    assert (drawn.base, drawn.no_base) == ("2020", False)
    assert "индекс 50" in drawn.figure["data"][0]["hovertext"][0]
    assert "<b>10 %</b>" in drawn.figure["data"][0]["hovertext"][0]


def test_without_a_common_period_or_with_zero_there_is_no_index(ctx: Context) -> None:
    zero = [replace(point, value=0.0) for point in MEDEU]
    for others in (zero, [replace(MEDEU[1], period_start=date(2025, 1, 1))]):
        drawn = draw(ctx, [*OWN, *others], TIME, "%", beside(compared=("medeu",), scale="index"))
        assert (drawn.base, drawn.no_base) == ("", True)
        assert ys(drawn.figure)[0] == [10, 20]
    assert as_index([]) == ([], None)


def test_a_lone_series_stays_in_its_unit_whatever_is_asked(ctx: Context) -> None:
    drawn = draw(ctx, OWN, TIME, "%", beside(scale="index"))
    assert (ys(drawn.figure), drawn.no_base) == ([[10, 20], [30]], False)


def test_a_second_indicator_of_another_unit_stands_on_the_right(ctx: Context) -> None:
    figure = draw(ctx, OWN, TIME, "%", beside(second=SECOND)).figure
    assert [t.get("yaxis") for t in figure["data"]] == [None, None, "y2"]
    assert figure["layout"]["yaxis2"]["title"]["text"] == "правая ось: га"
    same = draw(ctx, OWN, TIME, "га", beside(second=SECOND)).figure
    assert "yaxis2" not in same["layout"]
    index = draw(ctx, OWN, TIME, "%", beside(second=SECOND, scale="index")).figure
    assert ys(index) == [[50, 100], [150], [100, 25]]


def test_another_origin_is_said_in_the_name_of_the_line(ctx: Context) -> None:
    figure = draw(ctx, OWN, TIME, "%", beside(second=replace(SECOND, origin="synthetic"))).figure
    assert figure["data"][-1]["name"] == f"Второй ({ctx.t('value.origin.synthetic')})"


BORDERS = Break("borders", date(2020, 1, 1), "2020", Words(kk="а", ru="б", en="c"), "seed 003", "639", "official")
EVENT = replace(BORDERS, kind="event", day=date(2021, 1, 1))
LATER = replace(BORDERS, day=date(2030, 1, 1))


def test_R100_breaks_and_events_are_numbered_marks(ctx: Context) -> None:
    layout = draw(ctx, OWN, TIME, "%", beside(breaks=(BORDERS, EVENT, LATER))).figure["layout"]
    assert [(s["x0"], s["line"]["dash"]) for s in layout["shapes"]] == [("2020-01-01", "dash"), ("2021-01-01", "dot")]
    assert [note["text"] for note in layout["annotations"]] == ["1", "2"]


def test_R100_breaks_stand_between_bars_and_only_those_inside_the_span(ctx: Context) -> None:
    early = replace(BORDERS, day=date(2010, 1, 1))
    inside = replace(BORDERS, day=date(2020, 6, 1))
    for look, places in (("bar", [0.5, 1.5, 1.5]), ("line", ["2020-01-01", "2020-06-01", "2021-01-01"])):
        drawn = draw(ctx, OWN, TIME, "%", beside(look=look, breaks=(early, BORDERS, inside, EVENT, LATER)))
        assert [s["x0"] for s in drawn.figure["layout"]["shapes"]] == places
        assert [note["text"] for note in drawn.figure["layout"]["annotations"]] == ["1", "2", "3"]
        assert drawn.breaks == (BORDERS, inside, EVENT)


def test_bars_stand_by_period_and_kinds_differ_by_pattern(ctx: Context) -> None:
    figure = draw(ctx, OWN, TIME, "%", beside(look="bar")).figure
    assert [(t["type"], t["x"], t["marker"]["pattern"]["shape"]) for t in figure["data"]] == [
        ("bar", ["2019", "2020"], ""), ("bar", ["2021"], "/"),
    ]  # fmt: skip
    assert figure["layout"]["xaxis"]["categoryarray"] == ["2019", "2020", "2021"]


def test_the_table_has_every_line_and_all_values_of_a_period(ctx: Context) -> None:
    twice = [*OWN, year(2019, 11)]
    heads, rows = twin(ctx, own_lines(ctx, twice, "%"))
    assert heads == ["Период", "факт, %", "план, %"]
    assert rows == [["2019", "10; 11", "–"], ["2020", "20", "–"], ["2021", "–", "30"]]


def test_values_that_documents_print_differently_are_found() -> None:
    same = [year(2019, 5), year(2019, 6, position=9), year(2019, 7, "plan"), year(2020, 5), year(2020, 5)]
    assert [[p.value for p in found] for found in conflicts(same)] == [[5, 6]]
    assert conflicts([year(2019, 5), year(2019, 6, breakdown="a"), year(2019, None)]) == []
