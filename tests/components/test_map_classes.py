"""Classes and series of an indicator on the map: one table of cases for the browser's functions and those of paper."""

import random
from datetime import date
from typing import Any

import pytest

from analysis.classify import classify
from components.district_values import series, shade, usual, values_of, years
from data.queries.indicators import Point
from tests.components.test_map_span import run

CLASSES = 4
COLORS = ["palest", "pale", "deep", "deepest"]
PLACES = ["medeu", "auezov", "almaly", "turksib", "alatau"]
BOTH = """
    const [rows, asked, year, places, most, colors] = args;
    const breakdown = asked ?? classes.usual(rows);
    const found = classes.series(rows, breakdown);
    const values = Object.values(classes.valuesOf(found, places, year)).map((one) => one ?? null);
    const uppers = classes.quantiles(values.filter(Number.isFinite), most);
    const drawn = values.map((one) => {
        const at = classes.classOf(one, uppers);
        return at < 0 ? null : classes.shade(at, uppers.length, colors);
    });
    return {breakdown, found, years: classes.years(found, places), values, uppers, drawn};
"""
Row = dict[str, Any]


def row(territory: str, year: str, value: float | None, **other: Any) -> Row:
    """A value as `/api/indicators/<code>` gives it."""
    return {"territory": territory, "period": year, "period_start": f"{year}-01-01" if year else None,
            "period_kind": "year", "breakdown": "", "kind": "fact", "value": value, **other}  # fmt: skip


def point(one: Row) -> Point:
    """The same value as the store gives it."""
    start = one["period_start"]
    given = {**one, "period_start": date.fromisoformat(start) if start else None}
    unsaid: dict[str, Any] = dict.fromkeys(("breakdown_ru", "value_text", "comparison", "edition", "doubt"), "")
    return Point(**given, **unsaid, position=0, data_date=None)


def in_browser(rows: list[Row], asked: str | None, year: str) -> Any:
    return run(BOTH, rows, asked, year, PLACES, CLASSES, COLORS)


def on_paper(rows: list[Row], asked: str | None, year: str) -> Any:
    points = [point(one) for one in rows]
    breakdown = usual(points) if asked is None else asked
    found = series(points, breakdown)
    values = values_of(found, PLACES, year)
    classes = classify(values, "quantile", CLASSES)
    places = [classes.of(value) for value in values]
    drawn = [None if at is None else shade(at, len(classes.uppers), COLORS) for at in places]
    return {"breakdown": breakdown, "found": found, "years": years(found, PLACES), "values": values,
            "uppers": list(classes.uppers), "drawn": drawn}  # fmt: skip


TOLD = [
    row("medeu", "2021", 5), row("medeu", "2022", 6), row("medeu", "2022", 99, kind="plan"),
    row("medeu", "2022", 98, breakdown="sex=male"), row("almaly", "2022", None),
    row("auezov", "", 7, period_kind="none"), row("turksib", "2022", 8), row("turksib", "2022", 3, kind="estimate"),
    row("alatau", "", 6, period="2022/23"),
]  # fmt: skip
ONE_EACH = [row(place, "2022", value) for place, value in zip(PLACES, (1, 2, 3, 4, 5), strict=True)]
CASES = {
    # Facts before estimates, no plan, no other breakdown; an undated value stands in, a year of text is a year.
    "facts": (TOLD, "", "2022", [6, 7, None, 8, 6], [6, 7, 8], ["palest", "deep", None, "deepest", "palest"]),
    "a year of one only": (TOLD, "", "2021", [5, 7, None, None, None], [5, 7], ["palest", "deepest", None, None, None]),
    "a breakdown": (TOLD, "sex=male", "2022", [98, None, None, None, None], [98], ["deepest", None, None, None, None]),
    "the whole is usual": (TOLD, None, "2022", [6, 7, None, 8, 6], [6, 7, 8],
                           ["palest", "deep", None, "deepest", "palest"]),
    "the first breakdown is usual": (TOLD[3:5], None, "2022", [98, None, None, None, None], [98],
                                     ["deepest", None, None, None, None]),
    "about as many in each": (ONE_EACH, "", "2022", [1, 2, 3, 4, 5], [2, 3, 4, 5],
                              ["palest", "palest", "pale", "deep", "deepest"]),
    "all alike": ([row(one, "2022", 7) for one in PLACES], "", "2022", [7] * 5, [7], ["deepest"] * 5),
    "nothing": ([], None, "2022", [None] * 5, [], [None] * 5),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_R020_the_map_and_its_paper_fill_districts_alike(name: str) -> None:
    rows, asked, year, values, uppers, drawn = CASES[name]
    paper = on_paper(rows, asked, year)
    assert (paper["values"], paper["uppers"], paper["drawn"]) == (values, uppers, drawn)
    assert in_browser(rows, asked, year) == paper


def test_R025_years_are_those_of_the_districts() -> None:
    rows = [*TOLD, row("almaty", "1990", 1)]
    assert on_paper(rows, "", "2022")["years"] == ["2021", "2022"]
    assert in_browser(rows, "", "2022")["years"] == ["2021", "2022"]


def test_classes_and_colours_of_any_numbers_are_the_same_in_the_browser_and_on_paper() -> None:
    chance = random.Random(3)
    cases = [[chance.choice([chance.randrange(6), chance.uniform(-9, 9)]) for _ in range(chance.randrange(12))]
             for _ in range(300)]  # fmt: skip
    script = """
        return args[0].map((values) => {
            const uppers = classes.quantiles(values, 4);
            return [uppers, values.map((one) => classes.shade(classes.classOf(one, uppers), uppers.length, args[1]))];
        });
    """
    found = run(script, cases, COLORS)
    for values, (uppers, drawn) in zip(cases, found, strict=True):
        classes = classify(values, "quantile", CLASSES)
        assert list(classes.uppers) == uppers
        assert [shade(classes.of(one) or 0, len(uppers), COLORS) for one in values] == drawn


def test_a_line_goes_through_its_box() -> None:
    ends = {"first": 2021, "last": 2022, "low": 5, "high": 6}
    assert run("return classes.line([[2021, 5], [2022, 6]], args[0], 100, 40)", ends) == [[0, 40], [100, 0]]
