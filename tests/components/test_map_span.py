"""Times and words of dates of the map page: the pure scripts of assets, run by Node."""

import json
import subprocess
from typing import Any

import pytest

from components.context import Context
from components.map_time import speech
from config.i18n import Lang
from data.store import Store
from tests.components.test_citymap_filters import NODE
from tests.house.files import ROOT
from tests.map_world import open_store


def run(script: str, *arguments: Any) -> Any:
    """What a script over the pure functions returns: `span`, `classes` and its arguments `args`."""
    names = ("map-span.js", "map-classes.js")
    source = "globalThis.window = {};" + "".join((ROOT / "assets" / name).read_text("utf-8") for name in names)
    source += f"""
        const [span, classes, args] = [window.sitcenterSpan, window.sitcenterClasses, {json.dumps(arguments)}];
        console.log(JSON.stringify((() => {{ {script} }})() ?? null));
    """
    done = subprocess.run(  # noqa: PLW1510 -- the error is shown below
        [str(NODE), "--eval", source], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(f"sqlite:///{tmp_path_factory.mktemp('span') / 'c.gpkg'}")


@pytest.mark.parametrize(
    ("grain", "number", "time"),
    [
        ("year", 2024, "2024-01-01..2024-12-31"),
        ("month", 2024 * 12 + 1, "2024-02-01..2024-02-29"),
        ("month", 2023 * 12 + 11, "2023-12-01..2023-12-31"),
        ("day", 19782, "2024-02-29"),
    ],
)
def test_R025_a_unit_is_a_time_and_the_time_is_the_unit(grain: str, number: int, time: str) -> None:
    assert run("return span.ofUnits(args[0], args[1], args[1])", grain, number) == time
    days = run("return span.read(args[0])", time)
    assert run("return span.grainOf(args[0])", days) == {"grain": grain, "single": True}
    assert run("return span.unit(args[0], args[1].last)", grain, days) == number


def test_nonsense_is_all_time() -> None:
    assert run("return args.map((text) => span.read(text))", "", "x", "2024", "2024-1-1") == [None] * 4


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ru", ["Всё время", "5 июня 2024 г.", "июнь 2024 г.", "2024 г.", "2023 г. – 2024 г.",
                "1 июня 2024 г. – 5 июня 2024 г."]),
        ("kk", ["Барлық уақыт", "2024 ж. 5 маусым", "2024 ж. маусым", "2024 ж.", "2023 ж. – 2024 ж.",
                "2024 ж. 1 маусым – 2024 ж. 5 маусым"]),
        ("en", ["All time", "5 June 2024", "June 2024", "2024", "2023 – 2024", "1 June 2024 – 5 June 2024"]),
    ],
)  # fmt: skip
def test_R025_times_are_said_as_people_write_them(store: Store, lang: Lang, words: list[str]) -> None:
    times = ["", "2024-06-05", "2024-06-01..2024-06-30", "2024-01-01..2024-12-31", "2023-01-01..2024-12-31",
             "2024-06-01..2024-06-05"]  # fmt: skip
    said = run("return args[0].map((time) => span.words(time, args[1]))", times, speech(Context(store, lang=lang)))
    assert said == words


def test_presets_are_counted_from_the_day_of_the_city() -> None:
    names = ["today", "days30", "year", "last_year", "plan", "other"]
    assert run("return args[0].map((name) => span.preset(name, '2024-03-01', 2040))", names) == [
        "2024-03-01", "2024-02-01..2024-03-01", "2024-01-01..2024-12-31", "2023-01-01..2023-12-31",
        "2040-01-01..2040-12-31", "",
    ]  # fmt: skip


def test_the_bar_shows_all_years_but_a_window_of_months_and_days_around_the_place() -> None:
    days = {"first": "1965-01-01", "last": "2040-12-31"}
    assert run("return span.ends('year', args[0], 2024)", days) == {"low": 1965, "high": 2040}
    months = run("return span.ends('month', args[0], 2024 * 12)", days)
    assert months["high"] - months["low"] == 119
    assert months["low"] < 2024 * 12 < months["high"]
    first = run("return span.ends('day', args[0], span.unit('day', '1965-01-03'))", days)
    assert first["low"] == run("return span.unit('day', '1965-01-01')")


def test_bars_hold_every_object_once_and_ticks_stand_inside() -> None:
    months = {"2023-12": 4, "2024-01": 6, "2024-02": 2, "2030-01": 9}
    assert run("return span.bars([args[0]], 'year', {low: 2023, high: 2024}, 50)", months) == [4, 8]
    both = "return span.bars([args[0], {'2023-05': 1}], 'year', {low: 2023, high: 2030}, 4)"
    assert run(both, months) == [13, 0, 0, 9]
    daily = run("return span.bars([args[0]], 'day', {low: 19722, high: 19752}, 100)", {"2023-12": 31, "2024-01": 62})
    assert daily == pytest.approx([1.0] + [2.0] * 30)
    ticks = run("return span.ticks('year', {low: 1965, high: 2040}, 6)")
    assert [tick["unit"] for tick in ticks] == [1980, 2000, 2020, 2040]
    first = run("return span.ticks('month', {low: 24000, high: 24119}, 20)[0]")
    assert first == {"at": 24000, "grain": "year", "unit": 2000}
