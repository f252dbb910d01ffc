"""Synthetic areas: parks and squares by the printed totals, zones of danger, heritage, free plots of land."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from data.demo.common import names, population, present, shares, stretch
from data.demo.objects import FAVOUR
from data.demo.places import TODAY, outlines, roadside
from data.demo.streets import Numbers
from data.geometry import SRID
from data.loading.chunks import Chunk
from data.loading.shapes import project, transformer
from data.store import Store

# Plan of development, facts.csv f-318 to f-325: 211 park territories of 631.2 ha by kind; 129 of such objects were
# surveyed in 2015-2019 (cra/facts.csv line 86).
GREEN = {"park": 12, "square": 124, "boulevard": 21, "embankment": 10, "green_zone": 13, "pedestrian_zone": 31}
GREEN_HA = 631.2
SURVEYED = 129
SURVEY = (date(2015, 4, 1), date(2019, 10, 31))
# Weight of one area of a kind and how many times longer than wide it is: made up.
SIZES = {"park": (24.0, 1.4), "square": (1.3, 1.3), "boulevard": (2.6, 9.0), "embankment": (3.0, 12.0),
         "green_zone": (6.0, 1.8), "pedestrian_zone": (0.6, 7.0)}  # fmt: skip
GREENERY, GREENERY_SHARES = ("good", "fair", "poor"), (0.46, 0.38, 0.16)
CORNERS = 14
# Zones of danger are all made up: no map of them is open. They lie in the districts that reach farthest south,
# into the foothills.
HAZARDS = {"mudflow": 12, "landslide": 24, "flood": 6}
FOOTHILLS = 3
LEVELS, LEVEL_SHARES = ("high", "medium", "low"), (0.25, 0.45, 0.3)
# facts.csv f-253 and f-254: 33 monuments of republican and 128 of local significance. Tourist places: made up.
MONUMENTS = {"republican": 33, "local": 128}
TOURIST = 40
TYPES = {"monument": ("architecture", "history", "archaeology", "art"), "tourist_place": ("nature", "museum", "view")}
CENTRAL = {"almaly": 6.0, "medeu": 4.0, "bostandyk": 2.0}
PLOTS = 60
# A district as favoured as this has hardly any free land left.
FULL = 1.6
PLOT_HA = (0.12, 2.6)
PURPOSES = ("housing", "social", "business", "improvement")
RESTRICTIONS = ("none", "red_lines", "water_protection", "seismic", "network_zone")
Pick = np.random.Generator


def green_areas(conn: Connection, store: Store, seed: int) -> Chunk:
    """Parks, squares and the like; those of a kind that the real map has stand at its points as far as they go."""
    dice = np.random.default_rng([seed, 25])
    kinds = np.repeat(np.array([*GREEN], dtype=object), [*GREEN.values()])
    size = len(kinds)
    weight = np.array([SIZES[kind][0] for kind in kinds]) * dice.lognormal(0.0, 0.4, size)
    hundredths = np.array(shares(round(GREEN_HA * 100), weight.tolist()))
    longer = np.array([SIZES[kind][1] for kind in kinds])
    shapes = _apart(dice, _green_places(dice, conn, store, size), hundredths * 100.0, longer)
    surveyed = np.zeros(size, dtype=bool)
    surveyed[dice.permutation(size)[:SURVEYED]] = True
    days = dice.integers(0, (SURVEY[1] - SURVEY[0]).days + 1, size)
    state = dice.choice(np.array(GREENERY, dtype=object), size, p=GREENERY_SHARES)
    columns = {
        "object_id": [f"demo-green-{no:03d}" for no in range(1, size + 1)], "kind": kinds.tolist(),
        **_named("green", kinds), "state": ["existing"] * size, "body": ["dept-ecology"] * size,
        "green_area_ha": (hundredths / 100).tolist(),
        "greenery_state": [str(one) if seen else None for one, seen in zip(state, surveyed, strict=True)],
        "survey_date": [SURVEY[0] + timedelta(days=int(day)) if seen else None
                        for day, seen in zip(days, surveyed, strict=True)],
    }  # fmt: skip
    return replace(stretch(columns, roadside(conn, store).degrees(shapes), 0.7), layer="green_areas")


def _named(key: str, kinds: Any) -> dict[str, list[Any]]:
    """Names by kind, each kind numbered from one; kinds stand in blocks."""
    found: dict[str, list[Any]] = {}
    for kind in dict.fromkeys(kinds):
        for name, more in names(f"demo.{key}_{kind}", range(1, int((kinds == kind).sum()) + 1)).items():
            found.setdefault(name, []).extend(more)
    return found


def _green_places(dice: Pick, conn: Connection, store: Store, size: int) -> Numbers:
    """Three candidates for each area, in metres: the real parks first, then places beside streets."""
    rows = present(conn, store, "parks")
    shapes = np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object)
    real = shapely.get_coordinates(project(shapes, transformer(SRID, store.city.metric_crs)))
    people = population(conn, store)
    counts = dict(zip(people, shares(3 * size, [*people.values()]), strict=True))
    more = roadside(conn, store).spots(dice, counts, (40.0, 90.0)).xy
    return np.concatenate([dice.permutation(real), dice.permutation(more)])


def _apart(dice: Pick, places: Numbers, area_m2: Numbers, longer: Numbers) -> Any:
    """A shape for each area at the first free place, the largest first: none lies on another."""
    shapes: list[Any] = [None] * len(area_m2)
    placed: list[Any] = []
    free = list(range(len(places)))
    for at in np.argsort(-area_m2, kind="stable").tolist():
        turn = float(dice.uniform(0, np.pi))
        for no in free:
            shape = blob(dice, places[no], float(area_m2[at]), float(longer[at]), turn)
            if not placed or not shapely.intersects(shape, np.asarray(placed, dtype=object)).any():
                free.remove(no)
                break
        shapes[at] = shape
        placed.append(shape)
    return np.asarray(shapes, dtype=object)


def blob(dice: Pick, middle: Numbers, area_m2: float, longer: float, turn: float) -> Any:
    """A round shape of exactly that area, `longer` times longer than wide, turned by an angle."""
    angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    far = dice.uniform(0.8, 1.15, CORNERS)
    xy = np.column_stack([far * np.cos(angle) * np.sqrt(longer), far * np.sin(angle) / np.sqrt(longer)])
    size = float(shapely.area(shapely.polygons(xy)))
    xy *= np.sqrt(area_m2 / size)
    way = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return shapely.polygons(xy @ way.T + middle)


def hazard_zones(conn: Connection, store: Store, seed: int) -> Chunk:
    """Zones of mudflow, landslide and flood in the districts of the foothills, cut at their borders."""
    dice = np.random.default_rng([seed, 26])
    southern = sorted(outlines(conn, store).items(), key=lambda item: item[1].bounds[1])[:FOOTHILLS]
    shapes, kinds = [], []
    for kind, count in HAZARDS.items():
        for no in range(count):
            _, outline = southern[no % len(southern)]
            shapes.append(_zone(dice, kind, outline))
            kinds.append(kind)
    listed = np.array(kinds, dtype=object)
    size = len(listed)
    columns = {
        "object_id": [f"demo-hazard-{no:02d}" for no in range(1, size + 1)], "kind": listed.tolist(),
        **_named("hazard", listed), "state": ["existing"] * size, "body": ["dept-emergency"] * size,
        "hazard_zone": dice.choice(np.array(LEVELS, dtype=object), size, p=LEVEL_SHARES).tolist(),
        "seismic_class": dice.choice(np.array(("msk9", "msk10"), dtype=object), size).tolist(),
    }  # fmt: skip
    done = roadside(conn, store).degrees(np.asarray(shapes, dtype=object))
    return replace(stretch(columns, done, 0.8), layer="hazard_zones")


def _zone(dice: Pick, kind: str, outline: Any) -> Any:
    """A zone of a kind inside an outline: a valley running north, or a slope."""
    west, south, east, north = outline.bounds
    while True:
        start = np.array([dice.uniform(west, east), dice.uniform(south, south + (north - south) * 0.75)])
        if not shapely.contains_xy(outline, *start):
            continue
        if kind == "landslide":
            found = blob(dice, start, float(dice.uniform(3e4, 2.2e5)), 1.5, float(dice.uniform(0, np.pi)))
        else:
            steps = np.column_stack([dice.normal(0, 90, 16), dice.uniform(120, 320, 16)])
            line = shapely.linestrings(np.vstack([start, start + np.cumsum(steps, axis=0)]))
            found = shapely.buffer(line, float(dice.uniform(45, 110) if kind == "mudflow" else dice.uniform(110, 190)))
        inside = shapely.intersection(found, outline)
        if inside.geom_type == "Polygon" and inside.area > found.area * 0.4:
            return inside


def heritage(conn: Connection, store: Store, seed: int) -> Chunk:
    """Protected monuments by the printed split, and places for guests of the city; names stand for nothing."""
    dice = np.random.default_rng([seed, 27])
    beside, people = roadside(conn, store), population(conn, store)
    total = sum(MONUMENTS.values())
    listed = np.array(["monument"] * total + ["tourist_place"] * TOURIST, dtype=object)
    size = len(listed)
    spots = beside.spots(dice, _central(people, size))
    spots = spots.take(dice.permutation(size))
    state = dice.choice(np.array(("good", "fair", "poor", "restoration"), dtype=object), size, p=(0.42, 0.3, 0.2, 0.08))
    status = [*(name for name, count in MONUMENTS.items() for _ in range(count)), *["none"] * TOURIST]
    columns = {
        "object_id": [f"demo-heritage-{no:03d}" for no in range(1, size + 1)], "kind": listed.tolist(),
        **_named("heritage", listed), "state": state.tolist(), "address": spots.street.tolist(),
        "body": ["dept-culture"] * size, "protection_status": status,
        "heritage_type": [str(dice.choice(TYPES[kind])) for kind in listed],
        "build_year": [int(year) for year in dice.integers(1870, 1985, size)],
        "works_until": [TODAY + timedelta(days=int(dice.integers(60, 500))) if one == "restoration" else None
                        for one in state],
    }  # fmt: skip
    return replace(stretch(columns, beside.points(spots.xy), 0.9), layer="heritage")


def _central(people: Mapping[str, int], size: int) -> dict[str, int]:
    weights = [number * CENTRAL.get(code, 0.4) for code, number in people.items()]
    return dict(zip(people, shares(size, weights), strict=True))


def land_plots(conn: Connection, store: Store, seed: int) -> Chunk:
    """Plots of land off the streets, more of them where the city is young; no open register of them is at hand."""
    dice = np.random.default_rng([seed, 28])
    beside, people = roadside(conn, store), population(conn, store)
    weights = [number * max(FULL - FAVOUR.get(code, 1.0), 0.1) for code, number in people.items()]
    counts = dict(zip(people, shares(PLOTS * 3, weights), strict=True))
    spots = beside.spots(dice, counts, (60.0, 110.0))
    order = dice.permutation(len(spots))
    hectares = np.round(dice.uniform(*PLOT_HA, PLOTS), 2)
    shapes = _apart(dice, spots.xy[order], hectares * 1e4, dice.uniform(1.0, 2.2, PLOTS))
    numbers = list(range(1, PLOTS + 1))
    columns = {
        "object_id": [f"demo-plot-{no:03d}" for no in numbers], "kind": ["plot"] * PLOTS, **names("demo.plot", numbers),
        "state": np.where(dice.random(PLOTS) < 0.7, "free", "reserved").tolist(), "body": ["dept-land"] * PLOTS,
        "plot_area_ha": hectares.tolist(),
        "plot_purpose": dice.choice(np.array(PURPOSES, dtype=object), PLOTS).tolist(),
        "restriction": dice.choice(np.array(RESTRICTIONS, dtype=object), PLOTS, p=(0.45, 0.2, 0.1, 0.1, 0.15)).tolist(),
        **{name: (dice.random(PLOTS) < share).tolist()
           for name, share in (("water_near", 0.8), ("heat_near", 0.45), ("power_near", 0.9))},
    }  # fmt: skip
    return replace(stretch(columns, beside.degrees(shapes), 1.0), layer="land_plots")
