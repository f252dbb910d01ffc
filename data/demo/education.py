"""The demo register of education: totals as printed, single organizations made up, each of them marked.

Line numbers of the printed totals stand in docs/demo-data.md; tests hold the rows to data/seed.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.demo.common import named, shares, stretch
from data.demo.education_places import Places, by_streets, places
from data.demo.education_schools import Columns, school_columns
from data.demo.kindergartens import kindergarten_columns
from data.loading.chunks import Chunk
from data.store import Store

# plan2025 f-165, f-166, f-167, f-186, f-187, f-266, f-267 ("more than 13 thousand"), f-185.
SCHOOLS, STATE_SCHOOLS, PUPILS = 301, 210, 320_000
PRESCHOOLS, STATE_PRESCHOOLS = 866, 192
SPORT_SCHOOLS, ATHLETES, HOUSES = 15, 13_000, 7
# cra/appeals.csv: appeals about schools and kindergartens, the leading topic.
APPEALS = 269_006
APPEALS_TO_SCHOOLS = 0.46
# Made up: what people write about, by kind of organization.
TOPICS = {
    "school": {"places": 0.27, "meals": 0.13, "building": 0.16, "staff": 0.2, "fees": 0.1, "other": 0.14},
    "kindergarten": {"places": 0.58, "meals": 0.07, "building": 0.06, "staff": 0.13, "fees": 0.08, "other": 0.08},
}
# Where the city grows, pressure on places is greater than population says.
GROWTH = {"alatau": 1.35, "nauryzbay": 1.4, "turksib": 1.1, "zhetysu": 1.05, "almaly": 0.85, "medeu": 0.95}
DIGITS = 3


def education(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """All organizations of the register: schools with sport schools and houses of pupils, then kindergartens."""
    dice = np.random.default_rng([seed, 50])
    at = places(dice, conn, store, "schools", SCHOOLS)
    yield _chunk("school", "school", at, _with_appeals(
        dice, "school", school_columns(dice, at, growth_of(at), STATE_SCHOOLS, PUPILS),
        round(APPEALS * APPEALS_TO_SCHOOLS),
    ))  # fmt: skip
    yield _others(dice, conn, store)
    dice = np.random.default_rng([seed, 51])
    at = places(dice, conn, store, "kindergartens", PRESCHOOLS)
    yield _chunk("kindergarten", "kindergarten", at, _with_appeals(
        dice, "kindergarten", kindergarten_columns(dice, at, growth_of(at), STATE_PRESCHOOLS),
        APPEALS - round(APPEALS * APPEALS_TO_SCHOOLS),
    ))  # fmt: skip


def growth_of(at: Places) -> NDArray[np.float64]:
    """Growth of the district of each place."""
    return np.array([GROWTH.get(str(code), 1.0) for code in at.district])


def _with_appeals(dice: np.random.Generator, kind: str, columns: Columns, total: int) -> Columns:
    """Appeals by topic: with the size of the organization and its queue, some much more often than others."""
    size = len(columns["pupils"])
    weight = np.array(columns["pupils"], dtype=float)
    weight += np.array([queue or 0 for queue in columns["queue_length"]], dtype=float)
    by_org = shares(total, (weight * dice.lognormal(0.0, 0.6, size)).tolist())
    usual = np.array([*TOPICS[kind].values()])
    split = [shares(count, row) for count, row in
             zip(by_org, (usual * dice.lognormal(0.0, 0.25, (size, len(usual)))).tolist(), strict=True)]  # fmt: skip
    by_topic = dict(zip(TOPICS[kind], np.array(split).T.tolist(), strict=True))
    return {**columns, "appeals_total": by_org, **{f"appeals_{name}": values for name, values in by_topic.items()}}


def _others(dice: np.random.Generator, conn: Connection, store: Store) -> Chunk:
    """Sport schools with their athletes, and one house of pupils in each of seven districts: nothing is known of it."""
    codes = [district.id for district in store.city.districts]
    sport = dict(zip(codes, shares(SPORT_SCHOOLS, [1.0] * len(codes)), strict=True))
    xy, where = by_streets(dice, conn, store, sport)
    houses, there = by_streets(dice, conn, store, dict.fromkeys(codes[:HOUSES], 1))
    athletes = shares(ATHLETES, dice.lognormal(0.0, 0.4, len(xy)).tolist())
    size = len(houses)
    columns: Columns = {
        "kind": ["sport_school"] * len(xy) + ["pupils_house"] * size,
        "ownership": ["state"] * (len(xy) + size), "language": ["mixed"] * (len(xy) + size),
        "pupils": [*athletes, *[None] * size],
        "capacity": [*(int(number / load) for number, load in
                       zip(athletes, dice.uniform(0.8, 0.98, len(xy)), strict=True)), *[None] * size],
        "sport_ground_state": [*dice.choice(("good", "worn"), len(xy), p=(0.7, 0.3)).tolist(), *[None] * size],
        "open_to_residents": [*(dice.random(len(xy)) < 0.6).tolist(), *[None] * size],
    }  # fmt: skip
    at = Places(np.vstack([xy, houses]), np.r_[where, there], 0)
    return _chunk("school", "sport_school", at, columns)


def _chunk(part: str, prefix: str, at: Places, columns: Columns) -> Chunk:
    """Rows of a part of the register with every column that a source of it may name."""
    numbers = range(1, len(at.lonlat) + 1)
    full: dict[str, list[Any]] = {name: [None] * len(numbers) for name in COLUMNS}
    full.update(columns)
    full["part"] = [part] * len(numbers)
    full["object_id"] = [f"demo-{prefix.replace('_', '-')}-{no:0{DIGITS}d}" for no in numbers]
    return stretch({**full, **_names(full["kind"], full["ownership"])}, at.shapes, 1.0)


def _names(kinds: list[str], ownerships: list[str]) -> dict[str, list[str]]:
    """Names numbered within kind and owner."""
    count: dict[str, int] = {}
    out: dict[str, list[str]] = {}
    for kind, owner in zip(kinds, ownerships, strict=True):
        key = f"demo.{kind}" if owner == "state" else f"demo.private_{kind}"
        count[key] = count.get(key, 0) + 1
        for name, words in named(key, [count[key]], DIGITS).items():
            out.setdefault(name, []).append(words[0])
    return out


COLUMNS = (
    "kind", "ownership", "language", "capacity", "pupils", "shifts", "queue_length", "queue_3_6", "class_max",
    "teachers", "wheelchair", "inclusive", "inclusive_children", "meal_complaints", "meal_inspection_at",
    "meal_inspection_result", "free_meals_pct", "cctv_indoor", "cctv_outdoor", "turnstile", "alarm_button",
    "sport_ground_state", "open_to_residents", "appeals_total", *(f"appeals_{name}" for name in TOPICS["school"]),
)  # fmt: skip
