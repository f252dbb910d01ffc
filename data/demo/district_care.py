"""Synthetic wild dumps, disputed building sites and seasonal services of the districts; all of it is made up."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, select

from config import i18n
from data.demo.common import named, population, stretch
from data.demo.works_places import TODAY, days, degrees, middles, named_streets, sentences, spread
from data.districts import DISTRICTS
from data.loading.chunks import Chunk
from data.store import Store

DUMPS, SITES = 160, 48
DUMP_OFF_M, SITE_OFF_M = (25.0, 70.0), (25.0, 45.0)
NOW, NEVER = np.datetime64(TODAY), np.datetime64("NaT", "D")
ECOLOGY, CONTROL = "dept-ecology", "dept-construction"
DUMP_KINDS = ("dump_household", "dump_building", "dump_green")
SITE_KINDS = ("infill_housing", "infill_business", "infill_other")
DISPUTES = {"in_dispute": 0.4, "in_court": 0.2, "build_stopped": 0.22, "build_allowed": 0.18}
LANG: i18n.Lang = "ru"
# Days on which each service works: the season in which appeals are at hand, and the present one.
SEASONS = {
    "cleaning": ((date(2024, 11, 1), date(2024, 12, 31)), (date(2026, 9, 15), TODAY)),
    "snow": ((date(2024, 11, 10), date(2024, 12, 31)), (date(2026, 11, 1), TODAY)),
    "watering": ((date(2026, 9, 15), date(2026, 10, 15)),),
    "waste": ((date(2024, 11, 1), date(2024, 12, 31)), (date(2026, 9, 15), TODAY)),
}
KM_PER_1000 = {"cleaning": 0.62, "snow": 0.9, "watering": 0.28, "waste": 0.7}
SIDE_DEG = {"cleaning": -0.004, "snow": 0.0, "watering": 0.004, "waste": 0.006}


def dumps(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """Wild dumps of the last two years, beside small streets; most are removed, some after their term."""
    dice = np.random.default_rng([seed, 13])
    streets = named_streets(conn, store, {"residential", "unclassified"})
    at = spread(dice, conn, store, streets, DUMPS)
    seen = NOW - dice.integers(1, 720, DUMPS)
    due = seen + dice.integers(5, 21, DUMPS)
    gone = seen + np.maximum(np.rint(dice.lognormal(2.4, 0.7, DUMPS)), 1).astype(np.int64)
    removed = (gone <= NOW) & (dice.random(DUMPS) < 0.88)
    state = np.where(removed, "dump_removed", np.where(dice.random(DUMPS) < 0.6, "dump_assigned", "dump_reported"))
    after = days(np.where(removed, gone, NEVER))
    columns = {
        "object_id": [f"demo-dump-{no:04d}" for no in range(1, DUMPS + 1)],
        "kind": dice.choice(DUMP_KINDS, DUMPS, p=(0.5, 0.35, 0.15)).tolist(), "state": state.tolist(),
        **named("demo.dump", range(1, DUMPS + 1), 4), "body": [ECOLOGY] * DUMPS, "address": streets.name[at].tolist(),
        "dump_volume_m3": np.maximum(np.rint(dice.lognormal(2.3, 0.8, DUMPS)), 1).tolist(), "due_date": days(due),
        "removed_at": after, "valid_from": days(seen), "valid_to": after, "photo_before_at": days(seen),
        "photo_after_at": after,
    }  # fmt: skip
    yield stretch(columns, degrees(store, shapely.points(middles(dice, streets, at, DUMP_OFF_M))), 1.0)


def infill(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """Disputed building sites with permits, decisions and numbers of appeals."""
    dice = np.random.default_rng([seed, 14])
    streets = named_streets(conn, store, {"residential", "tertiary", "secondary"})
    at = spread(dice, conn, store, streets, SITES)
    dispute = dice.choice([*DISPUTES], SITES, p=[*DISPUTES.values()])
    since = NOW - dice.integers(20, 900, SITES)
    decided = np.where(dispute == "in_dispute", NEVER, since + dice.integers(5, 20, SITES))
    state = np.where(dispute == "build_stopped", "stopped", np.where(dice.random(SITES) < 0.6, "running", "planned"))
    columns = {
        "object_id": [f"demo-infill-{no:03d}" for no in range(1, SITES + 1)],
        "kind": dice.choice(SITE_KINDS, SITES, p=(0.65, 0.25, 0.1)).tolist(), "state": state.tolist(),
        **named("demo.infill", range(1, SITES + 1), 3), "body": [CONTROL] * SITES, "address": streets.name[at].tolist(),
        "developer": [i18n.t(LANG, "demo.developer", no=no) for no in dice.integers(1, 21, SITES)],
        "dispute_state": dispute.tolist(), "floors": dice.integers(5, 17, SITES).tolist(),
        "permit_no": [f"DEMO-P-{no:04d}" for no in dice.integers(1, 9999, SITES)],
        "decision": [None if np.isnat(day) else i18n.t(LANG, "demo.decision") for day in decided],
        "decision_on": days(decided), "appeal_count": dice.poisson(14, SITES).tolist(), "valid_from": days(since),
    }  # fmt: skip
    yield stretch(columns, degrees(store, shapely.points(middles(dice, streets, at, SITE_OFF_M))), 1.0)


def _places(conn: Connection, store: Store) -> dict[str, tuple[float, float]]:
    """A place within each district, degrees."""
    table = store.tables[DISTRICTS]
    rows = conn.execute(select(table.c.district, table.c.geom).where(table.c.known_to.is_(None)))
    inside = {row.district: shapely.point_on_surface(shapely.from_wkb(row.geom)) for row in rows}
    return {code: (round(point.x, 6), round(point.y, 6)) for code, point in sorted(inside.items())}


def _season(spans: tuple[tuple[date, date], ...]) -> list[date]:
    return [first + timedelta(days=no) for first, last in spans for no in range((last - first).days + 1)]


def services(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """A row for each district, service and day of its season: kilometres planned and done, machines."""
    dice = np.random.default_rng([seed, 15])
    people, places = population(conn, store), _places(conn, store)
    habit = {code: float(dice.uniform(0.97, 1.12)) for code in people}
    rows = [(kind, code, day) for kind, spans in SEASONS.items() for day in _season(spans) for code in people]
    weather = {day: float(dice.lognormal(0.0, 0.25)) for day in sorted({day for *_, day in rows})}
    columns: dict[str, list[Any]] = {name: [] for name in ("service_plan", "service_done", "state", "machines")}
    for kind, code, day in rows:
        plan = round(people[code] / 1000 * KM_PER_1000[kind] * (weather[day] if kind == "snow" else 1.0), 1)
        done = round(plan * min(1.06, habit[code] * float(dice.normal(1.0, 0.05))), 1)
        columns["service_plan"].append(plan)
        columns["service_done"].append(done)
        columns["state"].append("service_met" if done >= plan else "service_short")
        columns["machines"].append(int(dice.integers(6, 40)))
    told = [{"type": f"value.kind.{kind}", "date": day} for kind, _, day in rows]
    shapes = shapely.points([(places[code][0] + SIDE_DEG[kind], places[code][1]) for kind, code, _ in rows])
    columns |= {
        "object_id": [f"demo-service-{kind}-{code}-{day:%Y%m%d}" for kind, code, day in rows],
        "kind": [kind for kind, *_ in rows], **sentences("demo.service", told),
        "district": [code for _, code, _ in rows], "body": [f"akimat-{code}" for _, code, _ in rows],
        "valid_from": [day for *_, day in rows], "valid_to": [day for *_, day in rows],
    }  # fmt: skip
    yield stretch(columns, np.asarray(shapes, dtype=object), 1.0)


CARE = {"dumps": dumps, "infill": infill, "services": services}
