"""Demo sites of new schools and kindergartens: number and places as planned, dates of opening and visits made up."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, select

from config import i18n
from data.demo.common import named, population, shares, stretch
from data.demo.education import GROWTH
from data.demo.education_places import by_streets
from data.demo.education_schools import TODAY
from data.loading.chunks import Chunk
from data.loading.report import LoadError
from data.store import Store

SITES, VISITS = "school_sites", "school_visits"
# sdg seed 003 l. 4480-4483 (projects and facts; plan2025 f-528 to f-536): sites by year of the plan, and their places.
# The years of the private schools are not printed.
PLAN: dict[str, tuple[str, dict[int, int], int]] = {
    "budget": ("new_school", {2022: 9, 2023: 5, 2024: 4, 2025: 5}, 16_900),
    "branch": ("new_school", {2023: 1, 2024: 2, 2025: 3}, 3_400),
    "memorandum": ("new_school", {2023: 3, 2024: 5, 2025: 8}, 16_000),
    "private": ("new_school", {2023: 8, 2024: 9, 2025: 9}, 10_000),
    "budget_kindergarten": ("new_kindergarten", {2023: 3, 2024: 3, 2025: 4}, 2_300),
}
# The national project Comfortable School sets the standard of what the budget and developers build (l. 4485).
COMFORTABLE = frozenset({"budget", "memorandum"})
STAGES = ("stage_project", "stage_frame", "stage_finishing")
REMARKS = ("remark_schedule", "remark_quality", "remark_safety", "remark_access", "remark_papers")
CONTRACTORS = 24
# Made up: days behind the plan, and how often.
DELAYS, DELAYED = (0, 30, 150, 500, 1_000), (0.38, 0.16, 0.14, 0.16, 0.16)
FIRST_VISIT = date(2025, 5, 5)


def school_sites(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """All sites of the plan; some that should have opened by the end of 2025 have not yet."""
    dice = np.random.default_rng([seed, 52])
    rows = [(program, kind, year, places) for program, (kind, years, total) in PLAN.items()
            for (year, places) in zip(
                [year for year, count in years.items() for _ in range(count)],
                shares(total, dice.uniform(0.6, 1.6, sum(years.values())).tolist()), strict=True)]  # fmt: skip
    size = len(rows)
    people = population(conn, store)
    weight = [count * GROWTH.get(code, 1.0) ** 2 for code, count in people.items()]
    lonlat, _ = by_streets(dice, conn, store, dict(zip(people, shares(size, weight), strict=True)))
    lonlat = lonlat[dice.permutation(size)]
    columns: dict[str, list[Any]] = {
        "object_id": [f"demo-site-{no:03d}" for no in range(1, size + 1)],
        **named("demo.school_site", range(1, size + 1), 3), "kind": [row[1] for row in rows],
        "program": [row[0].removesuffix("_kindergarten") for row in rows], "capacity": [row[3] for row in rows],
        "comfortable": [row[0] in COMFORTABLE for row in rows],
        "contractor": [i18n.t("ru", "demo.contractor", no=f"{no:02d}") for no in
                       dice.integers(1, CONTRACTORS + 1, size).tolist()],
        **_dates(dice, [row[2] for row in rows]),
    }  # fmt: skip
    yield stretch({**columns, **_visits_of(dice, columns)}, np.asarray(shapely.points(lonlat), dtype=object), 1.0)


def _dates(dice: np.random.Generator, years: list[int]) -> dict[str, list[Any]]:
    """Planned and real day of opening, stage, progress, state on TODAY."""
    out: dict[str, list[Any]] = {name: [] for name in ("plan_open", "fact_open", "build_stage", "progress_pct", "state",
                                                      "valid_from")}  # fmt: skip
    for year in years:
        plan = date(year, 9, 1) if dice.random() < 0.7 else date(year, 12, 25)
        delay = int(dice.choice(DELAYS, p=DELAYED) * dice.uniform(0.7, 1.2))
        fact = plan + timedelta(days=delay)
        done = fact <= TODAY
        progress = 100.0 if done else round(float(np.clip(97 - (fact - TODAY).days / 8, 22, 97)), 0)
        stage = "stage_opened" if done else STAGES[int(progress >= 45) + int(progress >= 75)]
        values = (plan, fact if done else None, stage, progress, "opened" if done else "late",
                  plan - timedelta(days=540))  # fmt: skip
        for name, value in zip(out, values, strict=True):
            out[name].append(value)
    return out


def _visits_of(dice: np.random.Generator, columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Number of visits of the monitoring group, the last one, and remarks that are still open."""
    visits, last, remarks = [], [], []
    for program, fact in zip(columns["program"], columns["fact_open"], strict=True):
        number = int(dice.integers(1, 6)) if program != "private" and (fact is None or fact >= FIRST_VISIT) else 0
        end = fact or TODAY
        visits.append(number)
        last.append(max(FIRST_VISIT, end - timedelta(days=int(dice.integers(6, 60)))) if number else None)
        remarks.append(int(dice.integers(0, number + 1)) if number and fact is None else 0)
    return {"visits": visits, "last_visit": last, "remarks_open": remarks}


def school_visits(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """Visits of the monitoring group as the sites count them; LoadError when no demo site is in the store."""
    dice = np.random.default_rng([seed, 53])
    sites = demo_rows(conn, store, SITES, "visits", "last_visit", "remarks_open")
    rows = [one for site in sites for one in _of_site(dice, site)]
    size = len(rows)
    names = named("demo.site_visit", range(1, size + 1), 3)
    columns = {name: [row[name] for row in rows] for name in ("site_ref", "valid_from", "state", "remark")}
    columns |= {"object_id": [f"demo-visit-{no:03d}" for no in range(1, size + 1)], **names}
    yield stretch(columns, np.array([row["geom"] for row in rows], dtype=object), 1.0)


def _of_site(dice: np.random.Generator, site: Any) -> list[dict[str, Any]]:
    """Visits of one site, the last one on its day; the latest ones have the remarks that are open."""
    found = []
    for back in range(site.visits or 0):
        day = site.last_visit - timedelta(days=back * int(dice.integers(28, 50)))
        noted = back < site.remarks_open or dice.random() < 0.7
        state = "remark_open" if back < site.remarks_open else "remark_fixed" if noted else "no_remarks"
        found.append({
            "site_ref": site.object_id, "valid_from": max(FIRST_VISIT, day), "state": state,
            "remark": str(dice.choice(REMARKS)) if noted else None, "geom": shapely.from_wkb(site.geom),
        })  # fmt: skip
    return found


def demo_rows(conn: Connection, store: Store, layer: str, *names: str) -> list[Any]:
    """Present synthetic rows of a layer made before: id, geometry and some columns; LoadError when there is none."""
    table = store.tables[layer]
    query = select(table.c.object_id, table.c.geom, *(table.c[name] for name in names))
    rows = list(conn.execute(query.where(table.c.known_to.is_(None), table.c.origin == "synthetic")
                             .order_by(table.c.object_id)))  # fmt: skip
    if not rows:
        raise LoadError("demo_needs", layer=layer)
    return rows

