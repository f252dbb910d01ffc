"""Places of synthetic works, yards and closures: real streets with their names, by district as people live there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.ops import substring
from sqlalchemy import Connection, select

from config import i18n
from data.demo.common import population, shares
from data.demo.streets import Numbers, Streets, beside
from data.districts import DistrictFinder
from data.geometry import SRID
from data.layer_tables import OUTSIDE
from data.loading.chunks import Shapes
from data.loading.report import LoadError
from data.loading.shapes import project, transformer
from data.store import Store

TODAY = date(2026, 11, 30)
Ints = NDArray[np.int64]
Objects = NDArray[np.object_]
DIGITS = 6
SIDE_M = 75.0


@dataclass(frozen=True)
class NamedStreets:
    """Streets in metres, each with the name that stands on the map."""

    ways: Streets
    name: Objects

    def where(self, mask: NDArray[np.bool_]) -> "NamedStreets":
        """Some of the streets."""
        return NamedStreets(self.ways.where(mask), self.name[mask])


def named_streets(conn: Connection, store: Store, kinds: Collection[str]) -> NamedStreets:
    """Present named streets of some classes within districts; LoadError when the store has none."""
    table = store.tables["roads"]
    query = select(table.c.kind, table.c.district, table.c.name_ru, table.c.geom).where(
        table.c.known_to.is_(None), table.c.origin != "synthetic", table.c.district != OUTSIDE,
        table.c.name_ru.is_not(None), table.c.kind.in_(sorted(kinds)),
    )  # fmt: skip
    rows = list(conn.execute(query.order_by(table.c.fid)))
    if not rows:
        raise LoadError("demo_needs", layer="roads")
    shapes = np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object)
    lines, at = shapely.get_parts(shapes, return_index=True)
    lines = project(lines, transformer(SRID, store.city.metric_crs))
    kind, district, name = (np.array([getattr(row, key) for row in rows], dtype=object)[at]
                            for key in ("kind", "district", "name_ru"))  # fmt: skip
    found = NamedStreets(Streets(lines, shapely.length(lines), kind, district), name)
    return found.where(_inside(conn, store, found.ways))


def _inside(conn: Connection, store: Store, ways: Streets) -> NDArray[np.bool_]:
    """Streets that lie in their district with both sides, by several places along each."""
    finder, every = DistrictFinder.of_store(conn, store), np.arange(len(ways.lines))
    keep = np.ones(len(ways.lines), dtype=bool)
    for share in (0.1, 0.5, 0.9):
        place, way = ways.along(every, share * ways.length)
        for off in (-SIDE_M, SIDE_M):
            sides = degrees(store, shapely.points(beside(place, way, np.full(len(every), off))))
            keep &= np.array(finder.of_points(sides), dtype=object) == ways.district
    return keep


def spread(
    dice: np.random.Generator, conn: Connection, store: Store, streets: NamedStreets, size: int
) -> Ints:
    """Numbers of `size` streets: districts by population, within them streets by length, in mixed order."""
    people = {code: count for code, count in population(conn, store).items() if (streets.ways.district == code).any()}
    chosen = []
    for code, count in zip(people, shares(size, [*people.values()]), strict=True):
        own = np.flatnonzero(streets.ways.district == code)
        weight = streets.ways.length[own] / streets.ways.length[own].sum()
        chosen.append(dice.choice(own, count, p=weight))
    return dice.permutation(np.concatenate(chosen))


def middles(dice: np.random.Generator, streets: NamedStreets, at: Ints, off_m: tuple[float, float]) -> Numbers:
    """Places (n, 2) in metres along streets by number, on either side at a distance from the middle of the street."""
    place, way = streets.ways.along(at, dice.uniform(0.15, 0.85, len(at)) * streets.ways.length[at])
    return beside(place, way, dice.choice((-1.0, 1.0), len(at)) * dice.uniform(*off_m, len(at)))


def stretch_of(line: Any, middle: float, metres: float) -> Any:
    """The part of a line around a place along it (metres from its start), at most so long."""
    return substring(line, max(0.0, middle - metres / 2), min(line.length, middle + metres / 2))


def degrees(store: Store, shapes: Any) -> Shapes:
    """Shapes in metres as they stand in the store, rounded to a decimetre."""
    change = transformer(store.city.metric_crs, SRID)

    def moved(xy: Numbers) -> Numbers:
        return np.round(np.column_stack(change.transform(xy[:, 0], xy[:, 1])), DIGITS)

    return np.asarray(shapely.transform(np.asarray(shapes, dtype=object), moved), dtype=object)


def sentences(key: str, values: Sequence[dict[str, object]]) -> dict[str, list[Any]]:
    """Marked names in three languages, each with its own values; `type` names a code of `value.work_type`."""
    found: dict[str, list[Any]] = {}
    for lang in i18n.LANGS:
        found[f"name_{lang}"] = [i18n.t(lang, key, **_said(lang, given)) for given in values]
    return found


def _said(lang: i18n.Lang, given: dict[str, object]) -> dict[str, object]:
    said = dict(given)
    for name, value in given.items():
        if isinstance(value, date):
            said[name] = i18n.date(lang, value)
        if name == "type":
            words = i18n.t(lang, str(value))
            said[name] = words[:1].upper() + words[1:]
    return said


def days(values: NDArray[np.datetime64]) -> list[date | None]:
    """Days as the store takes them; NaT is none."""
    return [None if np.isnat(value) else value.astype("datetime64[D]").astype(date) for value in values]
