"""The published rule of accessibility, on check lists worked out by hand."""

from pathlib import Path
from typing import Any

import pytest

from config import access
from config.access import derived, overall, rule, state_of, verdict
from config.records import RecordError

EVERYTHING: dict[str, Any] = {
    "ramp": "yes", "door_width_cm": 92.0, **dict.fromkeys(
        ("lift", "toilet", "parking", "tactile_path", "sound_signal", "visual_info", "sign_language", "staff_help",
         "easy_signs"), True),
}  # fmt: skip


@pytest.mark.parametrize(
    ("item", "value", "said"),
    [
        ("ramp", "yes", "yes"), ("ramp", "not_needed", "yes"), ("ramp", "steep", "partly"), ("ramp", "none", "no"),
        ("ramp", None, "unknown"), ("ramp", "painted", "unknown"),
        ("door_width_cm", 90.0, "yes"), ("door_width_cm", 89.9, "partly"), ("door_width_cm", 80, "partly"),
        ("door_width_cm", 79.9, "no"), ("door_width_cm", None, "unknown"),
        ("lift", True, "yes"), ("lift", False, "no"), ("lift", None, "unknown"), ("toilet", "", "unknown"),
    ],
)  # fmt: skip
def test_R080_each_item_says_yes_half_no_or_not_checked(item: str, value: Any, said: str) -> None:
    assert verdict(item, value) == said


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "full"), ({"ramp": "none"}, "none"), ({"door_width_cm": 70.0}, "none"), ({"ramp": "steep"}, "partial"),
        ({"door_width_cm": 85.0}, "partial"), ({"lift": False}, "partial"), ({"toilet": None}, "partial"),
        ({"ramp": None}, "unknown"), ({"door_width_cm": None}, "unknown"),
        ({"ramp": None, "door_width_cm": 70.0}, "none"), ({"ramp": None, "lift": False}, "unknown"),
    ],
)  # fmt: skip
def test_R080_the_state_for_a_wheelchair_follows_from_the_items(changes: dict[str, Any], state: str) -> None:
    assert state_of("wheelchair", {**EVERYTHING, **changes}) == state


def test_R080_other_needs_have_items_of_their_own() -> None:
    assert {need: state_of(need, EVERYTHING) for need in rule().needs} == dict.fromkeys(rule().needs, "full")
    assert state_of("vision", {**EVERYTHING, "tactile_path": False}) == "none"
    assert state_of("hearing", {**EVERYTHING, "sign_language": False}) == "partial"
    assert state_of("mental", {**EVERYTHING, "staff_help": None}) == "unknown"
    assert state_of("hearing", {}) == "unknown"


def test_R080_unknown_is_a_state_of_its_own() -> None:
    assert overall(["full"] * 4) == "full"
    assert overall(["full", "full", "full", "unknown"]) == "partial"
    assert overall(["unknown"] * 4) == "unknown"
    assert overall(["none", "unknown", "unknown", "unknown"]) == "none"
    assert overall(["none", "partial", "none", "none"]) == "partial"


def test_a_column_of_states_follows_from_columns_of_items() -> None:
    columns: dict[str, list[object]] = {"tactile_path": [True, False, None], "sound_signal": [True, True, True]}
    assert derived("vision", columns, 3) == ["full", "none", "unknown"]
    assert derived("overall", columns, 3) == ["access_partial", "access_none", "access_unknown"]


def test_every_barrier_is_about_an_item_and_every_item_has_one() -> None:
    found = rule()
    assert {item for item in found.barriers.values() if item} == set(found.items)
    assert found.need_of("ramp") == "wheelchair"
    assert found.need_of("") == "any"


def test_a_wrong_rule_stops_with_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "access.toml"
    path.write_text(access.PATH.read_text("utf-8").replace("good = 90", "good = -1"), "utf-8")
    monkeypatch.setattr(access, "PATH", path)
    rule.cache_clear()
    with pytest.raises(RecordError, match=r"access\.toml: door\.good"):
        rule()
    monkeypatch.undo()
    rule.cache_clear()
