"""Synthetic work before the winter: kilometres of the year follow the printed programmes, all else is made up."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from data.demo.common import named, population, shares
from data.demo.netplan import PLANS
from data.demo.netstored import Stored, stored
from data.demo.printed import printed
from data.loading.chunks import Chunk, Shapes
from data.store import Store

LAYER = "winter_works"
TODAY = date(2026, 11, 30)
# Amounts of the year: a figure of the plan and the years it is for, or a free number.
ITEMS: dict[str, tuple[tuple[str, str, str, float], ...]] = {
    "water": (("network_repair", "km", "f-444", 1), ("pump_station", "piece", "", 32)),
    "sewerage": (("network_repair", "km", "f-446", 3), ("pump_station", "piece", "", 24)),
    "heat": (("network_repair", "km", "f-447", 3), ("boiler_house", "piece", "", 22), ("heat_point", "piece", "", 480)),
    "street_cleaning": (("machines", "piece", "", 640), ("salt_stock", "tonne", "", 36_000)),
}
BODIES = {"street_cleaning": "demo-cleaning"}
NETWORK = {"street_cleaning": "lighting"}
ENDS = {"water": date(2026, 11, 1), "sewerage": date(2026, 11, 1), "heat": date(2026, 10, 1),
        "street_cleaning": date(2026, 11, 15)}  # fmt: skip
# Districts in which the made-up work lags, and how far each item got: lowest and highest share.
LATE, LATE_DONE, DONE = 2, (0.55, 0.85), (0.9, 1.06)


def winter_works(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """One row for each item of work and district, standing on a section of its network there."""
    dice = np.random.default_rng([seed, 34])
    told, people = printed(store), population(conn, store)
    networks = {
        some.kind: some for some in stored(conn, store, [NETWORK.get(kind, kind) for kind in ITEMS], joined=False)
    }
    late = set(dice.choice([*people], LATE, replace=False).tolist())
    rows: list[dict[str, Any]] = []
    shapes: list[Any] = []
    for kind, items in ITEMS.items():
        for item, unit, fact, free in items:
            whole = told[fact] / free if fact else free
            # Kilometres are shared out by tenths.
            parts = shares(round(whole * 10) if unit == "km" else int(whole), [*people.values()])
            for code, part in zip(people, parts, strict=True):
                plan = part / 10 if unit == "km" else float(part)
                if plan:
                    rows.append(_row(dice, (kind, item, unit), plan, late=code in late) | {"district": code})
                    shapes.append(_place(dice, networks[NETWORK.get(kind, kind)], code))
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    columns |= {"object_id": [f"demo-winter-{no:03d}" for no in range(1, len(rows) + 1)]}
    columns |= named("demo.winter", range(1, len(rows) + 1), 3)
    placed: Shapes = np.array(shapes, dtype=object)
    yield Chunk(range(len(rows)), columns, 1.0, shapes=placed, crs="EPSG:4326", layer=LAYER)


def _row(dice: np.random.Generator, of: tuple[str, str, str], plan: float, *, late: bool) -> dict[str, Any]:
    kind, item, unit = of
    share = min(1.0, float(dice.uniform(*(LATE_DONE if late else DONE))))
    done = round(plan * share, 1) if unit == "km" else float(round(plan * share))
    ended = done >= plan
    return {
        "kind": kind, "winter_item": item, "amount_unit": unit, "plan_amount": plan, "done_amount": done,
        "ready_pct": round(done / plan * 100, 1), "plan_end": ENDS[kind],
        "state": "done" if ended else "overdue" if ENDS[kind] < TODAY else "running",
        "body": BODIES.get(kind) or PLANS[kind].body,
    }  # fmt: skip


def _place(dice: np.random.Generator, network: Stored, district: str) -> Any:
    """The middle of a section of the district, of any section when it has none there."""
    own = np.flatnonzero(network.words("district") == district)
    at = int(dice.choice(own if len(own) else np.arange(len(network.rows))))
    return shapely.line_interpolate_point(shapely.get_geometry(network.lines[at], 0), 0.5, normalized=True)
