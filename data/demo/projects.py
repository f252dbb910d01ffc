"""Synthetic projects of the city's programme: as many as the Project Office prints, the built ones at their sites.

A project that builds has the number of its site or of its finished object, and stands there with the same days and
money; every other project stands beside a street of the district it serves.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, select

from config import i18n
from data.demo.common import population, shares, stretch
from data.demo.places import TODAY, Words, roadside
from data.loading.chunks import Chunk
from data.store import Store

# Projects in the dashboard of the Project Office: data/seed/cra/facts.csv, line 66.
PROJECTS = 288
# Layers whose rows were built or are being built by a project, and the direction of each kind.
BUILDING = ("city_objects", "construction_sites")
HEALTH, CULTURE, TRANSPORT = "dir_inclusion_education_health", "dir_youth_culture_sport", "dir_transport"
DIRECTION_OF = {
    "hospital": HEALTH, "clinic": HEALTH, "youth_center": HEALTH, "sport_complex": CULTURE, "culture_center": CULTURE,
    "library": CULTURE, "metro_station": TRANSPORT, "underground": TRANSPORT, "park": "dir_green",
}  # fmt: skip
# The other projects by direction: a weight and the body in charge. Made up.
DIRECTIONS = {
    "dir_utilities": (40, "dept-utilities"), "dir_safety": (22, "dept-emergency"), "dir_green": (28, "dept-ecology"),
    "dir_economy": (26, "dept-business"), CULTURE: (14, "dept-culture"), HEALTH: (24, "education-dept"),
    "dir_smart": (24, "dept-digital"), "dir_government": (14, "dept-economy"), "dir_polycentric": (18, "dept-planning"),
    TRANSPORT: (24, "dept-mobility"),
}  # fmt: skip
DAYS = (240, 1100)
LATE, STOPPED = 0.28, 0.05
COPIED = ("plan_start", "plan_end", "fact_start", "fact_end", "progress_pct", "cost_plan", "cost_fact")
NAMED = ("object_id", "kind", "state", "body", "address", "project_no", "valid_from")
Row = dict[str, Any]


def city_projects(conn: Connection, store: Store, seed: int) -> Chunk:
    """The register of projects: those with a site first, then the others by direction."""
    dice = np.random.default_rng([seed, 71])
    built, shapes = _built(conn, store)
    rest = PROJECTS - len(built)
    weights = [weight for weight, _ in DIRECTIONS.values()]
    counts = dict(zip(DIRECTIONS, shares(rest, weights), strict=True))
    people = population(conn, store)
    beside = roadside(conn, store)
    spots = beside.spots(dice, dict(zip(people, shares(rest, [*people.values()]), strict=True)))
    spots = spots.take(dice.permutation(rest))
    kinds = [kind for kind, count in counts.items() for _ in range(count)]
    own = [_own(dice, kind, no, street) for no, (kind, street) in enumerate(zip(kinds, spots.street, strict=True), 1)]
    rows = [*built, *own]
    columns = {name: [row[name] for row in rows] for name in (*NAMED, *COPIED)}
    for lang in i18n.LANGS:
        columns[f"name_{lang}"] = [
            i18n.t(lang, "demo.project", direction=i18n.t(lang, f"value.kind.{row['kind']}"), no=f"{no:03d}")
            for no, row in enumerate(rows, 1)
        ]
    columns["object_id"] = [f"demo-project-{no:03d}" for no in range(1, PROJECTS + 1)]
    return replace(stretch(columns, np.concatenate([shapes, beside.points(spots.xy)]), 1.0), layer="city_projects")


def _built(conn: Connection, store: Store) -> tuple[list[Row], Words]:
    """Projects that have a site or have built an object, in the order of their numbers, and where they stand."""
    found = []
    for layer in BUILDING:
        if layer not in store.tables:
            continue
        table = store.tables[layer]
        query = select(table).where(table.c.known_to.is_(None), table.c.origin == "synthetic",
                                    table.c.project_no.is_not(None))  # fmt: skip
        found += [dict(row) for row in conn.execute(query).mappings()]
    found = sorted(found, key=lambda row: str(row["project_no"]))[:PROJECTS]
    rows = []
    for row in found:
        done = row.get("fact_end") is not None
        rows.append({
            **{name: row.get(name) for name in (*NAMED, *COPIED)}, "kind": DIRECTION_OF[row["kind"]],
            "state": "done" if done else row["state"], "progress_pct": 100.0 if done else row["progress_pct"],
        })  # fmt: skip
    return rows, np.asarray(shapely.from_wkb([row["geom"] for row in found]), dtype=object)


def _own(dice: np.random.Generator, kind: str, number: int, street: str | None) -> Row:
    """A project without a building site: days, progress, money and state that agree."""
    length = int(dice.integers(*DAYS))
    start = TODAY - timedelta(days=int(length * dice.uniform(-0.25, 1.7)))
    end = start + timedelta(days=length)
    over = int(dice.integers(10, 220)) if dice.random() < LATE else int(dice.integers(-40, 1))
    began = None if start > TODAY else start
    finished = end + timedelta(days=over) if began and end + timedelta(days=over) < TODAY else None
    progress = _progress(dice, start, end, began=began is not None, finished=finished is not None)
    cost = float(np.round(dice.lognormal(20.6, 0.9), -6))
    spent = None if began is None else float(np.round(cost * progress / 100 * dice.normal(1.0, 0.08), -5))
    stopped = began is not None and finished is None and dice.random() < STOPPED
    state = "done" if finished else "planned" if began is None else "stopped" if stopped else "running"
    return {
        "object_id": None, "kind": kind, "state": state, "body": DIRECTIONS[kind][1], "address": street,
        "project_no": f"demo-p-{kind.removeprefix('dir_')}-{number:03d}", "valid_from": began or start,
        "plan_start": start, "plan_end": end, "fact_start": began, "fact_end": finished, "progress_pct": progress,
        "cost_plan": cost, "cost_fact": spent,
    }  # fmt: skip


def _progress(dice: np.random.Generator, start: date, end: date, *, began: bool, finished: bool) -> float:
    """Progress in per cent: all of a finished project, none of one not begun, else near its share of time."""
    if finished or not began:
        return 100.0 if finished else 0.0
    share = (TODAY - start).days / max((end - start).days, 1) * dice.uniform(0.7, 1.0)
    return float(np.rint(np.clip(100 * share, 2, 97)))
