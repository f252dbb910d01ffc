"""Synthetic barriers that the synthetic checks found, and the register of checks with the oldest of them: made up."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from config.access import rule, verdict
from data.demo.access import CHECKS, Checks, Days, access_id, checks, dates, marked, named_by
from data.loading.chunks import Chunk, Shapes
from data.store import Store

Ints = NDArray[np.int64]
KIND_OF = {item: kind for kind, item in rule().barriers.items() if item not in ("", "ramp")}
# How often what a check found missing is written down as a barrier: what decides, what is half there, what is wanted.
DECIDES, HALF, WANTED = 0.5, 0.22, 0.08
REMOVED = 420
PLANNED = 0.34
LAST_PLAN = np.datetime64("2029-12-31")
# Days before the check on which a barrier was first seen, from its seeing to the planned day, costs in thousand tenge.
SEEN_BEFORE, TO_PLAN = (0, 540), (500, 2_200)
COST = {
    "ramp": (350, 2_400), "door_width_cm": (180, 900), "lift": (9_000, 38_000), "toilet": (900, 4_200),
    "parking": (120, 600), "tactile_path": (200, 1_500), "sound_signal": (90, 450), "visual_info": (80, 700),
    "sign_language": (150, 1_200), "staff_help": (60, 300), "easy_signs": (40, 260),
}  # fmt: skip


@dataclass(frozen=True)
class Barriers:
    """Barriers by column: number of the object, item, kind, state, first seen, planned, removed, cost in tenge."""

    at: Ints
    item: Shapes
    kind: Shapes
    state: Shapes
    since: Days
    plan: Days
    fixed: Days
    cost: Shapes


def barriers_of(found: Checks, seed: int) -> Barriers:
    """Barriers of the register, the same every time; standing ones are about what is missing, removed ones are not."""
    dice = np.random.default_rng([seed, 61])
    at, item, kind = _missing(dice, found)
    gone_at, gone_item = _there(dice, found)
    size, gone = len(at), len(gone_at)
    since = found.day[at] - dice.integers(*SEEN_BEFORE, size).astype("timedelta64[D]")
    plan = since + dice.integers(*TO_PLAN, size).astype("timedelta64[D]")
    planned = dice.random(size) < PLANNED
    plan = np.minimum(plan, LAST_PLAN)
    plan[~planned] = np.datetime64("NaT")
    fixed = found.day[gone_at] - dice.integers(1, 120, gone).astype("timedelta64[D]")
    before = fixed - dice.integers(90, 900, gone).astype("timedelta64[D]")
    none = np.full(size, np.datetime64("NaT"), dtype=found.day.dtype)
    every = np.concatenate([item, gone_item])
    known = dice.random(len(every)) < 0.6
    cost = np.array([int(dice.integers(*COST[name])) * 1_000.0 for name in every], dtype=object)
    cost[~known] = None
    gone_kind = np.array([KIND_OF.get(name, "no_ramp") for name in gone_item], dtype=object)
    state = np.where(planned, "removal_planned", "open").astype(object)
    order = dice.permutation(size + gone)
    columns = (
        np.concatenate([at, gone_at]), every, np.concatenate([kind, gone_kind]),
        np.concatenate([state, np.full(gone, "removed", dtype=object)]), np.concatenate([since, before]),
        np.concatenate([plan, fixed]), np.concatenate([none, fixed]), cost,
    )  # fmt: skip
    return Barriers(*(column[order] for column in columns))


def _missing(dice: np.random.Generator, found: Checks) -> tuple[Ints, Shapes, Shapes]:
    """Object, item and kind of what checks found missing and wrote down."""
    at: list[Ints] = []
    items: list[str] = []
    kinds: list[str] = []
    decisive = {item for need in rule().needs.values() for item in need.decisive}
    for item, values in found.items.items():
        said = np.array([verdict(item, value) for value in values])
        chance = np.where(said == "no", DECIDES if item in decisive else WANTED, np.where(said == "partly", HALF, 0.0))
        rows = np.flatnonzero(dice.random(len(said)) < chance)
        at.append(rows)
        items += [item] * len(rows)
        steep = values[rows] == "steep"
        kinds += [KIND_OF[item]] * len(rows) if item != "ramp" else np.where(steep, "steep_ramp", "no_ramp").tolist()
    return np.concatenate(at), np.array(items, dtype=object), np.array(kinds, dtype=object)


def _there(dice: np.random.Generator, found: Checks) -> tuple[Ints, Shapes]:
    """Object and item of what is there since a barrier was removed."""
    items = [*found.items]
    said = np.array([[verdict(item, value) == "yes" for value in found.items[item]] for item in items])
    # A level entrance never needed a ramp.
    said[items.index("ramp")] = found.items["ramp"] == "yes"
    row, at = np.nonzero(said)
    chosen = np.sort(dice.choice(len(at), REMOVED, replace=False))
    return at[chosen], np.array(items, dtype=object)[row[chosen]]


def access_objects(conn: Connection, store: Store, seed: int) -> Chunk:
    """The register of checks; each object carries the oldest of its barriers that still stand."""
    found = checks(conn, store, seed)
    columns: dict[str, list[Any]] = {
        "object_id": [access_id(no) for no in range(found.size)], "kind": found.sphere,
        **named_by("demo.access", found.sphere), "address": found.at.street.tolist(),
        "object_ref": found.at.ref.tolist(), **{item: values.tolist() for item, values in found.items.items()},
        "checked_at": dates(found.day), "checked_by": [CHECKS[kind][0] for kind in found.kind],
        "check_kind": found.kind.tolist(), **_oldest(found, barriers_of(found, seed)),
    }  # fmt: skip
    return marked("access_objects", columns, found.at.xy)


def _oldest(found: Checks, known: Barriers) -> dict[str, list[Any]]:
    """Columns of the oldest standing barrier of each object."""
    standing = np.flatnonzero(known.state != "removed")
    standing = standing[np.argsort(known.since[standing], kind="stable")]
    objects, first = np.unique(known.at[standing], return_index=True)
    rows = standing[first]
    columns: dict[str, list[Any]] = {}
    for name, values in (
        ("barrier", known.kind), ("barrier_state", known.state), ("barrier_since", dates(known.since)),
        ("fix_plan", dates(known.plan)),
    ):  # fmt: skip
        column: list[Any] = [None] * found.size
        for at, row in zip(objects.tolist(), rows.tolist(), strict=True):
            column[at] = values[row]
        columns[name] = column
    return columns


def barriers(conn: Connection, store: Store, seed: int) -> Chunk:
    """The barriers of the register."""
    found = checks(conn, store, seed)
    known = barriers_of(found, seed)
    numbers = range(1, len(known.at) + 1)
    columns: dict[str, list[Any]] = {
        "object_id": [f"demo-barrier-{no:04d}" for no in numbers], "kind": known.kind.tolist(),
        "state": known.state.tolist(), **named_by("demo.barrier", ["any"] * len(known.at)),
        "address": found.at.street[known.at].tolist(),
        "object_ref": [f"access_objects.{access_id(at)}" for at in known.at.tolist()],
        "need": [rule().need_of(item) for item in known.item], "barrier_since": dates(known.since),
        "fix_plan": dates(known.plan), "fixed_at": dates(known.fixed), "checked_at": dates(found.day[known.at]),
        "checked_by": [CHECKS[kind][0] for kind in found.kind[known.at]], "fix_cost_kzt": known.cost.tolist(),
    }  # fmt: skip
    return marked("barriers", columns, found.at.xy[known.at])
