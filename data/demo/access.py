"""Synthetic checks of accessibility, held to the printed totals: 4,083 objects, 415 of them adapted for everybody.

How many of each sphere is printed in shares; what a check found, when and where is made up.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from config import i18n
from config.access import overall, rule, state_of
from data import schema
from data.demo.access_places import Places, places
from data.demo.common import shares
from data.loading.chunks import Chunk, Shapes
from data.loading.report import LoadError
from data.store import Store

Days = NDArray[np.datetime64]
TODAY = np.datetime64("2026-11-30")
FIRST_CHECK = np.datetime64("2021-03-01")
# The facts that are printed: data/seed/sdg/facts.csv lines 245 and 246, charts.csv lines 467 to 473.
LISTED, ADAPTED = "Objects with data on the inva.gov.kz map", "Fully adapted objects (inva.gov.kz)"
SHARES = "accessibility-map-objects"
SPHERE_OF = {
    "education": "education", "health care": "health", "government offices": "government", "culture": "culture",
    "sport": "sport", "passenger transport": "passenger_transport", "other": "other",
}  # fmt: skip
# Chances of yes, half, no, not checked. Ears and mind are rarely asked about: unknown is the largest state.
CHANCES = {
    "ramp": (0.42, 0.16, 0.27, 0.15), "door_width_cm": (0.56, 0.16, 0.12, 0.16), "lift": (0.3, 0.0, 0.3, 0.4),
    "toilet": (0.28, 0.0, 0.37, 0.35), "parking": (0.34, 0.0, 0.31, 0.35), "tactile_path": (0.18, 0.0, 0.3, 0.52),
    "sound_signal": (0.1, 0.0, 0.35, 0.55), "visual_info": (0.14, 0.0, 0.14, 0.72),
    "sign_language": (0.05, 0.0, 0.2, 0.75), "staff_help": (0.13, 0.0, 0.1, 0.77),
    "easy_signs": (0.07, 0.0, 0.15, 0.78),
}  # fmt: skip
WEEKDAYS = (1.0, 1.1, 1.1, 1.0, 0.8, 0.06, 0.03)
MONTHS = (0.5, 0.6, 1.0, 1.3, 1.4, 1.2, 1.0, 1.0, 1.4, 1.4, 0.9, 0.4)
CHECKS = {
    "survey": ("survey_team", 0.86), "council_visit": ("public_council", 0.09), "resident_check": ("resident", 0.05),
}  # fmt: skip


@dataclass(frozen=True)
class Checks:
    """The register of checks by column; `items` holds the check lists by item, `full` says who is adapted."""

    sphere: list[str]
    at: Places
    items: dict[str, Shapes]
    full: NDArray[np.bool_]
    day: Days
    kind: Shapes

    @property
    def size(self) -> int:
        """How many objects were checked."""
        return len(self.sphere)


def checks(conn: Connection, store: Store, seed: int) -> Checks:
    """The register, the same every time it is asked for; LoadError when the store lacks the printed totals."""
    dice = np.random.default_rng([seed, 60])
    total, adapted, spread = printed(conn)
    sphere = [name for name, count in zip(spread, shares(total, [*spread.values()]), strict=True) for _ in range(count)]
    at = places(dice, conn, store, sphere)
    local = {code: dice.uniform(0.55, 1.5) for code in sorted(set(at.district))}
    weight = np.array([local[code] for code in at.district])
    full = np.zeros(total, dtype=bool)
    full[dice.choice(total, adapted, replace=False, p=weight / weight.sum())] = True
    kind = dice.choice(np.array([*CHECKS], dtype=object), total, p=[share for _, share in CHECKS.values()])
    return Checks(sphere, at, _items(dice, full), full, _days(dice, total), kind)


def printed(conn: Connection) -> tuple[int, int, dict[str, float]]:
    """Objects with data, those fully adapted, and the share of each sphere in percent."""
    facts = schema.fact.c
    query = select(facts.metric_en, facts.value).where(facts.metric_en.in_((LISTED, ADAPTED)))
    found = {row.metric_en: int(row.value) for row in conn.execute(query)}
    values = schema.indicator_value.c
    query = select(values.breakdown, values.value).where(values.code == SHARES, values.known_to.is_(None))
    spread = {_sphere(row.breakdown): float(row.value) for row in conn.execute(query.order_by(values.position))}
    if len(found) != len((LISTED, ADAPTED)) or len(spread) != len(SPHERE_OF):
        raise LoadError("demo_needs", layer="sdg")
    return found[LISTED], found[ADAPTED], spread


def _sphere(breakdown: str) -> str:
    """Sphere of a printed row by its English words, however the breakdown is spelled."""
    words = breakdown.rpartition("=")[2].replace("-", " ").strip().lower()
    return SPHERE_OF.get(words, words)


def _items(dice: np.random.Generator, full: NDArray[np.bool_]) -> dict[str, Shapes]:
    """Check lists: everything there for the adapted ones, chance for the others, none of which comes out adapted."""
    size = len(full)
    found: dict[str, Shapes] = {}
    for item, chance in CHANCES.items():
        drawn = dice.choice(4, size, p=chance)
        drawn[full] = 0
        found[item] = _values(dice, item, drawn)
    for row in np.flatnonzero(~full).tolist():
        lists = {item: values[row] for item, values in found.items()}
        state = overall(state_of(need, lists) for need in rule().needs)
        if state == "full":
            found["sign_language"][row] = False
        elif state == "unknown":
            found["ramp"][row] = "steep"
            found["door_width_cm"][row] = 85.0
    return found


def _values(dice: np.random.Generator, item: str, drawn: NDArray[np.int64]) -> Shapes:
    if item == "door_width_cm":
        widths = [dice.integers(low, high, len(drawn)) for low, high in ((90, 131), (80, 90), (64, 80))]
        found = np.choose(np.minimum(drawn, 2), widths).astype(float).astype(object)
    elif item == "ramp":
        level = dice.random(len(drawn)) < 0.4
        found = np.array(["yes", "steep", "none", None], dtype=object)[drawn]
        found[(drawn == 0) & level] = "not_needed"
    else:
        found = np.array([True, True, False, None], dtype=object)[drawn]
    found[drawn == 3] = None
    return found


def _days(dice: np.random.Generator, size: int) -> Days:
    """Days of checks: on working days, more in spring and autumn, more in later years."""
    days = np.arange(FIRST_CHECK, TODAY)
    week = np.array(WEEKDAYS)[(days.astype(np.int64) + 3) % 7]
    month = np.array(MONTHS)[days.astype("datetime64[M]").astype(np.int64) % 12]
    weight = week * month * np.linspace(0.4, 1.6, len(days))
    return dice.choice(days, size, p=weight / weight.sum())


def named_by(prefix: str, kinds: list[str]) -> dict[str, list[Any]]:
    """Marked names `<prefix>_<kind>` in three languages, numbered within each kind."""
    seen: Counter[str] = Counter()
    numbered = []
    for kind in kinds:
        seen[kind] += 1
        numbered.append((f"{prefix}_{kind}", f"{seen[kind]:04d}"))
    return {f"name_{lang}": [i18n.t(lang, key, no=no) for key, no in numbered] for lang in i18n.LANGS}


def dates(days: Days) -> list[date | None]:
    """Days as dates; none where there is none."""
    return [None if np.isnat(day) else day.astype(date) for day in days]


def marked(layer: str, columns: dict[str, list[Any]], xy: NDArray[np.float64]) -> Chunk:
    """Rows of one layer of a source that feeds several."""
    shapes = np.asarray(shapely.points(np.round(xy, 6)), dtype=object)
    return Chunk(range(len(shapes)), columns, 1.0, shapes=shapes, crs="EPSG:4326", layer=layer)


def access_id(no: int) -> str:
    """Id of the object of a number from zero."""
    return f"demo-access-{no + 1:04d}"
