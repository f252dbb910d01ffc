"""Synthetic registers of city objects and building sites: printed totals, everything else made up.

What was built by a project of the last two years stands among the objects with its dates and money; what is still
being built stands among the sites, as in the life of a real register.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection

from config import i18n
from data.demo.common import names, population, shares, stretch
from data.demo.places import TODAY, Roadside, Spots, roadside
from data.loading.chunks import Chunk
from data.store import Store

# Plan of development 2021-2025, facts.csv: hospitals f-220, outpatient organisations f-217, libraries f-257,
# theatres f-024, cinemas f-025, culture institutions f-260 (160 in all), stadiums f-023. Youth centres: made up.
TOTALS = {
    "hospital": 122, "clinic": 71, "youth_center": 8, "library": 34, "theatre": 18, "cinema": 18, "culture_center": 90,
    "stadium": 24, "sport_complex": 4,
}  # fmt: skip
SECTORS = {
    "hospital": "health", "clinic": "health", "youth_center": "health", "library": "culture", "theatre": "culture",
    "cinema": "culture", "culture_center": "culture", "stadium": "sport", "sport_complex": "sport",
}  # fmt: skip
BODIES = {"health": "dept-health", "culture": "dept-culture", "sport": "dept-sport"}
# Capacity: unit, smallest, usual and largest. Made up.
CAPACITY = {
    "hospital": ("beds", 30, 130, 620), "clinic": ("visits_shift", 120, 320, 600), "youth_center": ("visits_shift", 40,
    70, 120), "library": ("seats", 20, 55, 180), "theatre": ("seats", 120, 380, 900), "cinema": ("seats", 150, 420,
    900), "culture_center": ("seats", 60, 180, 500), "stadium": ("seats", 300, 1500, 12000),
    "sport_complex": ("visits_shift", 80, 140, 260),
}  # fmt: skip
# Owners: f-221 to f-223 for hospitals, f-218 and f-219 for outpatient organisations.
OWNERS = {
    "hospital": {"state": 31, "private": 80, "republican": 11}, "clinic": {"state": 39, "private": 32},
    "cinema": {"private": 18},
}  # fmt: skip
# f-261: 98 culture institutions in two central districts (not named; taken to be these); f-263: 12 in two others.
CULTURE = {("almaly", "medeu"): 98, ("alatau", "nauryzbay"): 12}
# How much better than its people the centre is provided, and how much worse the edge. Made up.
FAVOUR = {"almaly": 1.5, "medeu": 1.3, "bostandyk": 1.3, "zhetysu": 0.85, "turksib": 0.8, "alatau": 0.55,
          "nauryzbay": 0.5}  # fmt: skip
# Objects that a project of the last two years has built.
BUILT = {"clinic": 6, "sport_complex": 4}
# f-418: where new clinics are built.
CLINICS_IN = ("alatau", "medeu", "nauryzbay", "turksib")
# f-264: culture objects are worn by 70 %.
WORN = 0.7
# Residents attached to one visit of a shift of a clinic that is just full. Made up.
NORM = 90.0
UNEVEN = 0.22
Pick = np.random.Generator


@dataclass(frozen=True)
class Block:
    """Objects of one kind: places and district of each."""

    kind: str
    spots: Spots


def city_objects(conn: Connection, store: Store, seed: int) -> Chunk:
    """The register of health, culture and sport objects."""
    dice = np.random.default_rng([seed, 20])
    people = population(conn, store)
    beside = roadside(conn, store)
    blocks = _blocks(dice, beside, people)
    columns: dict[str, list[Any]] = {}
    for block in blocks:
        for name, values in _columns(dice, block).items():
            columns.setdefault(name, []).extend(values)
    _attach(dice, columns, people)
    points = beside.points(np.concatenate([block.spots.xy for block in blocks]))
    return replace(stretch(columns, points, 0.3), layer="city_objects")


def _blocks(dice: Pick, beside: Roadside, people: Mapping[str, int]) -> list[Block]:
    """Kinds with their places: culture by the printed split, all else by people and favour."""
    weights = [number * FAVOUR.get(code, 1.0) for code, number in people.items()]
    culture = [kind for kind, sector in SECTORS.items() if sector == "culture"]
    pool = beside.spots(dice, _culture(people))
    order = dice.permutation(len(pool))
    blocks, start = [], 0
    for kind, total in TOTALS.items():
        if kind in culture:
            blocks.append(Block(kind, pool.take(order[start : start + total])))
            start += total
        else:
            counts = dict(zip(people, shares(total, weights), strict=True))
            blocks.append(Block(kind, _young_first(dice, kind, beside.spots(dice, counts))))
    return blocks


def _young_first(dice: Pick, kind: str, spots: Spots) -> Spots:
    """In no order, but where clinics are built by projects those districts come first: the first ones are new."""
    order = dice.permutation(len(spots))
    if kind == "clinic":
        order = order[np.argsort(~np.isin(spots.district[order].astype(str), CLINICS_IN), kind="stable")]
    return spots.take(order)


def _culture(people: Mapping[str, int]) -> dict[str, int]:
    """Culture institutions by district: what is printed for groups of districts, the rest by people."""
    total = sum(TOTALS[kind] for kind, sector in SECTORS.items() if sector == "culture")
    groups = {tuple(code for code in group if code in people): count for group, count in CULTURE.items()}
    groups = {group: count for group, count in groups.items() if group}
    named = {code for group in groups for code in group}
    others = tuple(code for code in people if code not in named)
    if others:
        groups[others] = total - sum(groups.values())
    found: dict[str, int] = {}
    for group, count in groups.items():
        found |= dict(zip(group, shares(count, [people[code] for code in group]), strict=True))
    return found


def _columns(dice: Pick, block: Block) -> dict[str, list[Any]]:
    kind, size = block.kind, len(block.spots)
    numbers = list(range(1, size + 1))
    unit, low, usual, high = CAPACITY[kind]
    capacity = np.clip(np.rint(usual * dice.lognormal(0.0, 0.45, size) / 5) * 5, low, high)
    built = BUILT.get(kind, 0)
    year = dice.integers(1958, 2023, size)
    ends = [TODAY - timedelta(days=int(days)) for days in dice.integers(40, 640, built)]
    year[:built] = [end.year for end in ends]
    made: dict[str, list[Any]] = {
        "object_id": [f"demo-{kind}-{no:03d}" for no in numbers], "kind": [kind] * size,
        "sector": [SECTORS[kind]] * size, "body": [BODIES[SECTORS[kind]]] * size, **names(f"demo.{kind}", numbers),
        "address": block.spots.street.tolist(), "district": block.spots.district.tolist(),
        "capacity": capacity.tolist(), "capacity_unit": [unit] * size, "served_population": [None] * size,
        "load_pct": _load(dice, kind, size), "ownership": _owners(dice, kind, size), "build_year": year.tolist(),
        "valid_from": [*ends, *(date(int(one), 1, 1) for one in year[built:])],
        **_condition(dice, kind, size, built), **_stock(dice, kind, size), **_project(dice, kind, capacity, ends),
    }  # fmt: skip
    return made


def _load(dice: Pick, kind: str, size: int) -> list[Any]:
    if kind == "hospital":
        return list(np.round(np.clip(dice.normal(82, 12, size), 35, 118), 1).tolist())
    return [None] * size


def _owners(dice: Pick, kind: str, size: int) -> list[str]:
    counts = OWNERS.get(kind, {"state": size})
    listed = np.repeat(np.array([*counts], dtype=object), [*counts.values()])
    return [str(one) for one in dice.permutation(listed)]


def _condition(dice: Pick, kind: str, size: int, built: int) -> dict[str, list[Any]]:
    """Condition and the state that follows from it."""
    worn = WORN if SECTORS[kind] == "culture" else 0.25
    chance = dice.permutation((np.arange(size) + 0.5) / size)
    condition = np.where(chance < worn - 0.06, "needs_repair", np.where(chance < worn, "in_repair", "sound"))
    condition[:built] = "sound"
    state = np.where(condition == "in_repair", "repair", "working")
    return {"condition": condition.tolist(), "state": state.tolist()}


def _stock(dice: Pick, kind: str, size: int) -> dict[str, list[Any]]:
    if kind != "library":
        return {"stock_thousand": [None] * size, "stock_open_pct": [None] * size}
    return {
        "stock_thousand": np.round(dice.lognormal(3.4, 0.5, size), 1).tolist(),
        "stock_open_pct": np.round(dice.uniform(35, 100, size)).tolist(),
    }


def _project(dice: Pick, kind: str, capacity: Any, ends: Sequence[date]) -> dict[str, list[Any]]:
    """Dates, money and parties of what a project has built; nothing for what stood before."""
    size, built = len(capacity), len(ends)
    late = dice.integers(-40, 190, built)
    cost = np.round(capacity[:built] * dice.uniform(9e6, 14e6, built), -6)
    spent = np.round(cost * dice.normal(1.03, 0.06, built), -5)
    rest: list[Any] = [None] * (size - built)
    planned = [end - timedelta(days=int(days)) for end, days in zip(ends, late, strict=True)]
    firms = [contractor(int(no)) for no in dice.integers(1, 25, built)]
    return {
        "plan_end": [*planned, *rest], "fact_end": [*ends, *rest], "cost_plan": [*cost.tolist(), *rest],
        "cost_fact": [*spent.tolist(), *rest], "contractor": [*firms, *rest],
        "customer": [*[i18n.t("ru", "demo.site_customer")] * built, *rest],
        "project_no": [*[f"demo-p-{kind}-{no:02d}" for no in range(1, built + 1)], *rest],
    }  # fmt: skip


def contractor(number: int) -> str:
    """A contractor by number, marked as made up."""
    return i18n.t("ru", "demo.site_contractor", no=number)


def _attach(dice: Pick, columns: dict[str, list[Any]], people: Mapping[str, int]) -> None:
    """All people of a district are attached to its clinics by capacity; the load follows from it."""
    kind, district = np.array(columns["kind"]), np.array(columns["district"])
    for code, number in people.items():
        own = np.flatnonzero((kind == "clinic") & (district == code))
        if not len(own):
            continue
        room = [float(columns["capacity"][at]) for at in own]
        wanted = np.array(room) * dice.lognormal(0.0, UNEVEN, len(own))
        for at, attached, places in zip(own, shares(number, wanted.tolist()), room, strict=True):
            columns["served_population"][at] = attached
            columns["load_pct"][at] = round(100 * attached / (places * NORM), 1)
