"""What the facts of a card leave to its pictures, and what they go on telling."""

from datetime import date, datetime
from typing import Any

import pytest

from components.pictures import told
from data.pictures import Picture

DAY, OTHER = date(2026, 5, 1), date(2026, 5, 9)
BEFORE, AFTER = {"photo_before", "photo_before_at"}, {"photo_after", "photo_after_at"}


def row(origin: str, **values: Any) -> dict[str, Any]:
    return {"origin": origin, **dict.fromkeys(BEFORE | AFTER), **values}


def sent(which: str, origin: str = "official") -> Picture:
    return Picture("a", "works.w", "", which, DAY, 60, 40, origin, "shown", datetime(2026, 5, 2))


@pytest.mark.parametrize(("given", "every", "names"), [
    (row("official"), [], set()),
    (row("official"), [sent("before")], BEFORE),
    (row("official", photo_before_at=DAY), [sent("before")], BEFORE),
    (row("official", photo_before_at=OTHER), [sent("before")], {"photo_before"}),
    (row("official", photo_before="https://city.example/1.jpg", photo_before_at=DAY), [sent("before")], set()),
    (row("official"), [sent("before", "user")], set()),
    (row("synthetic", photo_before_at=DAY, photo_after_at=OTHER), [], BEFORE | AFTER),
    (row("synthetic", photo_before_at=DAY), [], {*BEFORE, "photo_after_at"}),
    (row("synthetic", photo_before_at=DAY, photo_after_at=OTHER), [sent("before")], {*BEFORE, "photo_after_at"}),
    ({"origin": "official"}, [sent("before")], set()),
])  # fmt: skip
def test_R054_facts_leave_to_the_pictures_what_those_tell(
    given: dict[str, Any], every: list[Picture], names: set[str]
) -> None:
    assert told(given, every) == names
