"""The published rule of accessibility: how a check list becomes full, partial, none or unknown for each need."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

from pydantic import Field, ValidationError

from config.records import Record, RecordError, explain
from config.settings import ROOT

PATH = ROOT / "config" / "access.toml"
Verdict = Literal["yes", "partly", "no", "unknown"]
State = Literal["full", "partial", "none", "unknown"]
STATES: tuple[State, ...] = ("full", "partial", "none", "unknown")
OVERALL, ANY = "overall", "any"
# The layer's own column `state` has codes of its own: other layers have other words for "unknown".
PREFIX = "access_"


class NeedRule(Record):
    """Items of the check list that decide about a need, and those that are wanted beside."""

    decisive: tuple[str, ...] = Field(min_length=1)
    wanted: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """All items of the need, the decisive ones first."""
        return (*self.decisive, *self.wanted)


class DoorRule(Record):
    """Clear width of a door in centimetres: from `good` on it is wide enough, below `least` it is not."""

    good: float = Field(gt=0)
    least: float = Field(gt=0)


class AccessRule(Record):
    """The whole rule, and the item that each kind of barrier is about."""

    needs: dict[str, NeedRule]
    ramp: dict[Verdict, tuple[str, ...]]
    door: DoorRule
    barriers: dict[str, str]

    @property
    def items(self) -> tuple[str, ...]:
        """Every item of the check list, in the order of the needs."""
        return tuple(item for need in self.needs.values() for item in need.items)

    def need_of(self, item: str) -> str:
        """Need to which an item belongs; `any` for none."""
        return next((name for name, need in self.needs.items() if item in need.items), ANY)


@lru_cache(maxsize=1)
def rule() -> AccessRule:
    """The rule of the program; RecordError with one sentence when its file is wrong."""
    try:
        return AccessRule(**tomllib.loads(PATH.read_text("utf-8")))
    except ValidationError as error:
        raise RecordError(f"{PATH.name}: {explain(error)}") from error


def verdict(item: str, value: Any) -> Verdict:
    """What one item of a check list says: a code for the ramp, centimetres for the door, yes or no for the others."""
    if value is None or value == "":
        return "unknown"
    if item == "ramp":
        return next((name for name, codes in rule().ramp.items() if value in codes), "unknown")
    if item == "door_width_cm":
        return "yes" if value >= rule().door.good else "no" if value < rule().door.least else "partly"
    return "yes" if value else "no"


def state_of(need: str, values: Mapping[str, Any]) -> State:
    """State of an object for one need.

    A decisive item that is missing means none; one that nobody checked means unknown; all items there means full;
    anything else is partial. Raises KeyError for a need without a rule.
    """
    found = rule().needs[need]
    decisive = [verdict(item, values.get(item)) for item in found.decisive]
    if "no" in decisive:
        return "none"
    if "unknown" in decisive:
        return "unknown"
    every = [*decisive, *(verdict(item, values.get(item)) for item in found.wanted)]
    return "full" if set(every) == {"yes"} else "partial"


def overall(states: Iterable[State]) -> State:
    """State for everybody: full only when full for every need, none when no need is met at least partly."""
    known = set(states)
    if known == {"full"}:
        return "full"
    if known == {"unknown"}:
        return "unknown"
    return "partial" if known & {"full", "partial"} else "none"


def derived(need: str, columns: Mapping[str, Sequence[Any]], size: int) -> list[str]:
    """Column of states that follows from columns of items; `overall` gives codes of the layer's state."""
    items = [name for name in rule().items if name in columns]
    rows = [{name: columns[name][i] for name in items} for i in range(size)]
    if need != OVERALL:
        return [state_of(need, row) for row in rows]
    return [PREFIX + overall(state_of(name, row) for name in rule().needs) for row in rows]
