"""Columns of the kindergartens of the demo register: children, places, the queue by the pressure of its district."""

import numpy as np

from data.demo.common import shares
from data.demo.education_places import Places
from data.demo.education_schools import ACCESS, LANGUAGES, Columns, Floats, some

# plan2025 f-189, f-194, f-195, f-200, f-202.
CHILDREN, QUEUE, QUEUE_3_6 = 75_500, 43_000, 18_800
INCLUSIVE, INCLUSIVE_CHILDREN = 117, 1_800
# Made up: children of state kindergartens, how many private ones have free places or a queue (by the state order).
STATE_CHILDREN = 38_400
STATE_QUEUE = 34_000
STATE_FREE, PRIVATE_FREE, WITH_ORDER = 0.05, 0.42, 0.55
MOST_FREE = {True: 5, False: 13}


def kindergarten_columns(dice: np.random.Generator, at: Places, growth: Floats, state: int) -> Columns:
    """Values of all kindergartens by column."""
    size = len(at.lonlat)
    own = np.zeros(size, dtype=bool)
    # State kindergartens are the older ones: most stand at points of the open map.
    own[some(dice, np.ones(size, dtype=bool), state, np.where(np.arange(size) < at.real, 4.0, 1.0))] = True
    children = np.zeros(size, dtype=np.int64)
    for mask, total in ((own, STATE_CHILDREN), (~own, CHILDREN - STATE_CHILDREN)):
        children[mask] = shares(total, dice.lognormal(0.0, 0.35, int(mask.sum())).tolist())
    has_room = dice.random(size) < np.where(own, STATE_FREE, PRIVATE_FREE)
    free = np.where(has_room, np.where(own, dice.integers(1, MOST_FREE[True], size),
                                       dice.integers(1, MOST_FREE[False], size)), 0)  # fmt: skip
    owner = np.where(own, "state", "private")
    drawn = {name: dice.choice([*table], size, p=[*table.values()]) for name, table in LANGUAGES.items()}
    queue = _queue(dice, own, free > 0, growth, children.astype(float))
    inclusive = np.zeros(size, dtype=bool)
    inclusive[some(dice, own, INCLUSIVE)] = True
    number: list[int | None] = [None] * size
    for row, count in zip(np.flatnonzero(inclusive).tolist(),
                          shares(INCLUSIVE_CHILDREN, children[inclusive].tolist()), strict=True):  # fmt: skip
        number[row] = count
    return {
        "kind": ["kindergarten"] * size, "ownership": owner.tolist(),
        "language": [str(drawn[name][i]) for i, name in enumerate(owner.tolist())],
        "pupils": children.tolist(), "capacity": (children + free).tolist(), "queue_length": queue,
        "queue_3_6": shares(QUEUE_3_6, queue),
        "wheelchair": dice.choice([*ACCESS], size, p=[*ACCESS.values()]).tolist(),
        "inclusive": [bool(inclusive[i]) if own[i] else None for i in range(size)], "inclusive_children": number,
    }  # fmt: skip


def _queue(
    dice: np.random.Generator, own: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    free: "np.ndarray[tuple[int], np.dtype[np.bool_]]", growth: Floats, children: Floats,
) -> list[int]:  # fmt: skip
    """Children that wait for each kindergarten: nobody for one with free places or without the state order."""
    out = np.zeros(len(own), dtype=np.int64)
    ordered = ~own & ~free & (dice.random(len(own)) < WITH_ORDER)
    for mask, total in ((own & ~free, STATE_QUEUE), (ordered, QUEUE - STATE_QUEUE)):
        weight = children[mask] * growth[mask] ** 2 * dice.lognormal(0.0, 0.3, int(mask.sum()))
        out[mask] = shares(total, weight.tolist())
    return [int(number) for number in out]
