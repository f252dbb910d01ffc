"""The state of an indicator's page in its address: what is read, what is left out, and the way back."""

from datetime import date
from typing import Any

import pytest

from components.indicator_wish import COMPARED_MAX, Wish, address_of, read_code, read_day, read_wish


def test_R098_the_state_comes_back_from_its_own_address() -> None:
    wish = Wish("time", "almaty", "sex=male", "bar", ("medeu", "kazakhstan"), "plan-030", "index", date(2025, 3, 1),
                forecast=True)  # fmt: skip
    query = dict(part.split("=", 1) for part in address_of("x", wish).partition("?")[2].split("&"))
    said = {name: value.replace("%3D", "=").replace("%2C", ",") for name, value in query.items()}
    assert read_wish(said) == wish


def test_what_is_usual_stays_out_of_the_address() -> None:
    assert address_of("plan-056", Wish()) == "/indicators/plan-056"
    assert address_of("plan-056", Wish(look="table")) == "/indicators/plan-056?look=table"


@pytest.mark.parametrize("broken", [None, 5, [], {}, "\0", "<script>", "x" * 5000, "💥", ["a", 3, None]])
def test_nonsense_asks_for_nothing_that_could_hurt(broken: Any) -> None:
    wish = read_wish(dict.fromkeys(("look", "second", "scale", "at", "forecast"), broken))
    assert wish == Wish()
    assert len(read_wish({"vs": broken}).compared) <= COMPARED_MAX
    assert len(read_wish({"territory": broken}).territory) <= 1000


def test_territories_are_bounded_and_stand_once() -> None:
    assert read_wish({"vs": "a,b,a,, c"}).compared == ("a", "b", "c")
    assert read_wish({"vs": ["a", 4, "b"]}).compared == ("a", "b")
    assert len(read_wish({"vs": ",".join(map(str, range(99)))}).compared) == COMPARED_MAX


@pytest.mark.parametrize(
    ("text", "code"),
    [("plan-030", "plan-030"), ("Уровень безработицы · plan-030", "plan-030"), ("Уровень", ""), ("a b", ""), ("", "")],
)
def test_a_code_is_taken_from_a_suggestion(text: str, code: str) -> None:
    assert read_code(text) == code


@pytest.mark.parametrize("text", ["2024-02-30", "yesterday", "2024-1-1", "", 20240101])
def test_a_day_that_is_none_is_no_day(text: object) -> None:
    assert read_day(text) is None
    assert read_day("2024-02-29") == date(2024, 2, 29)
