"""Demo events of school meals: the complaints, inspections and visits that the register counts, with their days."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from data.demo.common import named, stretch
from data.demo.education_schools import RESULTS, TODAY, term_day
from data.demo.school_sites import demo_rows
from data.loading.chunks import Chunk
from data.store import Store

TOPICS = {"meal_taste": 0.34, "meal_cold": 0.2, "meal_hygiene": 0.16, "meal_portions": 0.14, "meal_menu": 0.1,
          "meal_price": 0.06}  # fmt: skip
MANY = 4
ANSWERED_DAYS = 21
COMMISSIONS = 0.35


def school_meals(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """Events of twelve months, the oldest first; LoadError when the demo register is not in the store."""
    dice = np.random.default_rng([seed, 54])
    schools = demo_rows(conn, store, "education_orgs", "meal_complaints", "meal_inspection_at",
                        "meal_inspection_result")  # fmt: skip
    rows = [one for school in schools if school.meal_inspection_at for one in _of_school(dice, school)]
    rows.sort(key=lambda row: (row["valid_from"], row["org_ref"], row["kind"]))
    columns: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in rows[0] if name != "geom"}
    columns["object_id"] = [f"demo-meal-{no:04d}" for no in range(1, len(rows) + 1)]
    columns |= _names([row["kind"] for row in rows])
    yield stretch(columns, np.array([row["geom"] for row in rows], dtype=object), 1.0)


def _of_school(dice: np.random.Generator, school: Any) -> list[dict[str, Any]]:
    """Complaints (those of a school with many come close together), its inspection, perhaps a visit of parents."""
    geom = shapely.from_wkb(school.geom)
    found = []
    middle = int(dice.integers(4, 70))
    for _ in range(school.meal_complaints):
        close = school.meal_complaints >= MANY and dice.random() < 0.8
        ago = abs(middle + int(dice.integers(-14, 15))) if close else int(dice.integers(1, 365))
        day = term_day(ago)
        solved = (TODAY - day).days > ANSWERED_DAYS
        found.append({
            "org_ref": school.object_id, "kind": "meal_complaint", "valid_from": day,
            "state": "resolved" if solved else "in_work",
            "meal_topic": str(dice.choice([*TOPICS], p=[*TOPICS.values()])), "meal_result": None, "geom": geom,
        })  # fmt: skip
    done = {"org_ref": school.object_id, "state": "resolved", "meal_topic": None, "geom": geom}
    found.append({**done, "kind": "meal_inspection", "valid_from": school.meal_inspection_at,
                  "meal_result": school.meal_inspection_result})  # fmt: skip
    if dice.random() < COMMISSIONS:
        day = term_day(int(dice.integers(3, 300)))
        found.append({**done, "kind": "meal_commission", "valid_from": day,
                      "meal_result": str(dice.choice(RESULTS, p=(0.7, 0.25, 0.05)))})  # fmt: skip
    return found


def _names(kinds: list[str]) -> dict[str, list[str]]:
    """Names numbered within kind."""
    count: dict[str, int] = {}
    out: dict[str, list[str]] = {}
    for kind in kinds:
        count[kind] = count.get(kind, 0) + 1
        for name, words in named(f"demo.{kind}", [count[kind]], 4).items():
            out.setdefault(name, []).append(words[0])
    return out
