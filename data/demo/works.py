"""Synthetic yards, works and closed streets: on real streets, held to what the development plan prints of them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, select

from config import i18n
from data.demo.common import named, stretch
from data.demo.streets import STREETS, Numbers
from data.demo.works_places import (
    TODAY,
    Ints,
    NamedStreets,
    days,
    degrees,
    middles,
    named_streets,
    sentences,
    spread,
    stretch_of,
)
from data.demo.works_plan import LIT_YARDS, TYPES, Plan, make_plan
from data.geometry import SRID
from data.loading.chunks import Chunk
from data.loading.shapes import project, transformer
from data.store import Store

YARDS = 600
YARD_M = ((34.0, 60.0), (26.0, 44.0))
YARD_OFF_M = (38.0, 60.0)
OFF_M = (0.0, 2.0)
MAIN = frozenset({"primary", "secondary", "tertiary"})
DIGGING = ("road_repair", "pipe_repair")
CLOSED_M = (120.0, 900.0)
# The hours at which a street is closed and opened again.
CLOSES, OPENS = 7, 22
LANG: i18n.Lang = "ru"


def _rectangles(dice: np.random.Generator, streets: NamedStreets, at: Ints, xy: Numbers) -> Any:
    """Rectangles around places, along their streets."""
    _, way = streets.ways.along(at, streets.ways.length[at] / 2)
    along, across = (dice.uniform(*size, len(at))[:, None] / 2 for size in YARD_M)
    one, other = way * along, np.column_stack([-way[:, 1], way[:, 0]]) * across
    corners = [xy - one - other, xy + one - other, xy + one + other, xy - one + other]
    return shapely.polygons(np.stack([*corners, corners[0]], axis=1))


def yards(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """Courtyards beside residential streets; the first ones got their light by the works of `works`."""
    dice = np.random.default_rng([seed, 10])
    streets = named_streets(conn, store, {"residential", "living_street", "tertiary"})
    streets = streets.where(streets.ways.length > 80)
    at = spread(dice, conn, store, streets, YARDS)
    shapes = _rectangles(dice, streets, at, middles(dice, streets, at, YARD_OFF_M))
    score = np.clip(np.rint(dice.normal(62, 17, YARDS)), 5, 100)
    lit = np.where(np.arange(YARDS) < LIT_YARDS, True, dice.random(YARDS) < 0.45)
    state = np.where(score >= 70, "yard_good", np.where(score >= 45, "yard_fair", "yard_poor"))
    asked = dice.poisson(np.where(score < 45, 3.2, 0.9))
    columns = {
        "object_id": [f"demo-yard-{no:04d}" for no in range(1, YARDS + 1)], "kind": ["yard"] * YARDS,
        **named("demo.yard", range(1, YARDS + 1), 4), "state": state.tolist(), "yard_score": score.tolist(),
        "body": [f"akimat-{code}" for code in streets.ways.district[at]], "address": streets.name[at].tolist(),
        "residents": dice.integers(40, 900, YARDS).tolist(), "yard_lit": lit.tolist(),
        "yard_playground": (dice.random(YARDS) < 0.55).tolist(), "works_asked": asked.tolist(),
        "works_done": dice.poisson(np.where(lit, 1.4, 0.5)).tolist(),
        "survey_date": days(np.datetime64(TODAY) - dice.integers(10, 420, YARDS)),
    }  # fmt: skip
    yield stretch(columns, degrees(store, shapes), 1.0)


def _yard_middles(conn: Connection, store: Store) -> tuple[list[Any], Numbers]:
    """Ids, streets and districts of the yards lit by works, and their middles in metres."""
    table = store.tables["yards"]
    query = select(table.c.object_id, table.c.address, table.c.district, table.c.geom).where(
        table.c.known_to.is_(None), table.c.origin == "synthetic"
    )
    rows = list(conn.execute(query.order_by(table.c.object_id).limit(LIT_YARDS)))
    shapes = np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object)
    metric = project(shapes, transformer(SRID, store.city.metric_crs))
    return rows, shapely.get_coordinates(shapely.centroid(metric))


def _parties(dice: np.random.Generator, plan: Plan) -> dict[str, list[Any]]:
    size = len(plan.type)
    return {
        "customer": [i18n.t(LANG, "demo.customer", no=no) for no in dice.integers(1, 13, size)],
        "contractor": [i18n.t(LANG, "demo.contractor", no=no + 1) for no in plan.contractor],
        "contract_no": [f"DEMO-{no:05d}" for no in range(1, size + 1)],
        "funding_source": [i18n.t(LANG, "demo.fund")] * size,
    }


def _terms(plan: Plan) -> dict[str, list[Any]]:
    begin = np.where(np.isnat(plan.fact[0]), plan.plan[0], plan.fact[0])
    end = np.where(plan.state == "planned", plan.plan[1], plan.fact[1])
    money = [None if np.isnan(value) else float(value) for value in plan.cost[1]]
    return {
        "plan_start": days(plan.plan[0]), "plan_end": days(plan.plan[1]), "fact_start": days(plan.fact[0]),
        "fact_end": days(plan.fact[1]), "valid_from": days(begin), "valid_to": days(end),
        "cost_plan": plan.cost[0].tolist(), "cost_fact": money, "progress_pct": plan.progress.tolist(),
        "length_km": [None if np.isnan(km) else float(km) for km in plan.length_km],
    }  # fmt: skip


def _voices(dice: np.random.Generator, plan: Plan) -> dict[str, list[Any]]:
    """Pictures with their days, marks of residents and answers, for works that are finished or under way."""
    size, done = len(plan.type), plan.state == "done"
    shown = dice.random(size) < 0.8
    count = np.where(done, dice.poisson(9, size), 0)
    late = (plan.fact[1] > plan.plan[1]) & done
    mean = np.clip(dice.normal(3.9, 0.5, size) - 0.5 * late, 1, 5).round(1)
    before, after = plan.fact[0] - dice.integers(2, 20, size), plan.fact[1] + dice.integers(1, 15, size)
    answered = done & (count > 6) & (dice.random(size) < 0.6)
    never, now = np.datetime64("NaT", "D"), np.datetime64(TODAY)
    return {
        "photo_before_at": days(np.where(shown, before, never)),
        "photo_after_at": days(np.where(shown & done & (after <= now), after, never)),
        "mark_count": [int(number) if over else None for number, over in zip(count, done, strict=True)],
        "mark_mean": [float(mark) if number else None for mark, number in zip(mean, count, strict=True)],
        "answer_text": [i18n.t(LANG, "demo.answer") if one else None for one in answered],
        "answer_at": days(np.where(answered, plan.fact[1] + 20, never)),
    }  # fmt: skip


def works(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """Works of four years with plan and fact; lighting of yards stands in the yards of `yards`."""
    dice = np.random.default_rng([seed, 11])
    plan = make_plan(dice)
    kinds, size = [*TYPES], len(plan.type)
    streets = named_streets(conn, store, STREETS)
    streets = streets.where(streets.ways.length > 60)
    at = spread(dice, conn, store, streets, size)
    xy, street, district = middles(dice, streets, at, OFF_M), streets.name[at], streets.ways.district[at]
    rows, centres = _yard_middles(conn, store)
    lit = np.flatnonzero(plan.type == kinds.index("yard_lighting"))[: len(rows)]
    xy[lit], ref = centres[: len(lit)], np.full(size, None, dtype=object)
    for i, row in zip(lit, rows, strict=False):
        street[i], district[i], ref[i] = row.address, row.district, f"yards.{row.object_id}"
    body = [TYPES[kinds[no]].body or f"akimat-{code}" for no, code in zip(plan.type, district, strict=True)]
    told = [{"type": f"value.work_type.{kinds[no]}", "place": name, "no": f"{i:04d}"}
            for i, (no, name) in enumerate(zip(plan.type, street, strict=True), 1)]  # fmt: skip
    voices = _voices(dice, plan)
    columns = {
        "object_id": [f"demo-work-{no:05d}" for no in range(1, size + 1)],
        "kind": [TYPES[kinds[no]].kind for no in plan.type], "work_type": [kinds[no] for no in plan.type],
        **sentences("demo.work", told), "state": plan.state.tolist(), "body": body, "street": street.tolist(),
        "address": street.tolist(), "work_ref": ref.tolist(), **_parties(dice, plan), **_terms(plan),
        **voices, "answer_body": [one and who for one, who in zip(voices["answer_text"], body, strict=True)],
    }  # fmt: skip
    yield stretch(columns, degrees(store, shapely.points(xy)), 1.0)


def _clock(on: date | None, hour: int) -> str | None:
    """An hour of a day by the clock of the city."""
    return None if on is None else f"{on.isoformat()}T{hour:02d}:00"


def closures(conn: Connection, store: Store, seed: int) -> Iterator[Chunk]:
    """Closed parts of streets for works that dig, in their time: some whole, some in part."""
    dice = np.random.default_rng([seed, 12])
    table = store.tables["works"]
    query = select(table).where(table.c.known_to.is_(None), table.c.origin == "synthetic",
                                table.c.work_type.in_(DIGGING), table.c.state != "stopped")  # fmt: skip
    rows = [row for row in conn.execute(query.order_by(table.c.object_id)) if row.valid_from.year >= TODAY.year - 1]
    rows = [row for row, keep in zip(rows, dice.random(len(rows)) < 0.55, strict=True) if keep]
    streets = named_streets(conn, store, STREETS)
    points = np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object)
    metric = project(points, transformer(SRID, store.city.metric_crs))
    near = shapely.STRtree(streets.ways.lines).nearest(metric)
    lengths = dice.uniform(*CLOSED_M, len(rows))
    lines = [stretch_of(streets.ways.lines[no], streets.ways.lines[no].project(place), metres)
             for no, place, metres in zip(near, metric, lengths, strict=True)]  # fmt: skip
    main = np.isin(streets.ways.kind[near], sorted(MAIN))
    whole = dice.random(len(rows)) < np.where(main, 0.2, 0.6)
    told = [{"place": row.street, "no": f"{i:04d}"} for i, row in enumerate(rows, 1)]
    columns = {
        "object_id": [f"demo-closure-{no:04d}" for no in range(1, len(rows) + 1)],
        "kind": np.where(whole, "closure_full", "closure_partial").tolist(), "state": [row.state for row in rows],
        **sentences("demo.closure", told), "street": [row.street for row in rows],
        "work_ref": [f"works.{row.object_id}" for row in rows], "body": [row.body for row in rows],
        "closure_reason": [i18n.t(LANG, f"value.work_type.{row.work_type}") for row in rows],
        "detour": [i18n.t(LANG, "demo.detour")] * len(rows), "valid_from": [row.valid_from for row in rows],
        "valid_to": [row.valid_to or row.plan_end for row in rows],
        "closed_from": [_clock(row.valid_from, CLOSES) for row in rows],
        "closed_to": [_clock(row.valid_to or row.plan_end, OPENS) for row in rows],
    }  # fmt: skip
    yield stretch(columns, degrees(store, np.array(lines, dtype=object)), 1.0)


MONITORING = {"yards": yards, "works": works, "closures": closures}
