"""Synthetic objects of social support: no document at hand counts them, so numbers, services and places are made up."""

from typing import Any

import numpy as np
from sqlalchemy import Connection

from data.demo.access import marked, named_by
from data.demo.access_places import beside_streets, street_names
from data.loading.chunks import Chunk
from data.store import Store

# Number of objects, main service, places from and to, hours.
KINDS = {
    "family_centre": (24, "counselling", (20, 60), "Mo-Fr 09:00-18:00"),
    "day_care": (36, "day_stay", (25, 90), "Mo-Fr 08:00-19:00"),
    "rehabilitation": (28, "rehabilitation", (30, 140), "Mo-Sa 08:30-18:00"),
    "home_care": (16, "home_visits", (60, 260), "Mo-Fr 09:00-18:00"),
    "childrens_home": (9, "residence", (40, 130), "24/7"),
    "elderly_home": (8, "residence", (80, 320), "24/7"),
    "crisis_shelter": (7, "shelter", (15, 50), "24/7"),
}  # fmt: skip
# States by need, in the order full, partial, none, unknown.
ACCESS = {
    "access_wheelchair": (0.34, 0.36, 0.14, 0.16), "access_vision": (0.12, 0.24, 0.2, 0.44),
    "access_hearing": (0.1, 0.18, 0.16, 0.56), "access_mental": (0.16, 0.24, 0.08, 0.52),
}  # fmt: skip
STATES = np.array(["full", "partial", "none", "unknown"], dtype=object)


def social_objects(conn: Connection, store: Store, seed: int) -> Chunk:
    """Objects beside real streets, by district as people live there; fuller ones have people waiting."""
    dice = np.random.default_rng([seed, 62])
    kinds = [kind for kind, (count, *_) in KINDS.items() for _ in range(count)]
    size = len(kinds)
    xy, _ = beside_streets(dice, conn, store, size)
    xy = np.round(xy, 6)
    places = np.array([int(dice.integers(*KINDS[kind][2])) // 5 * 5 for kind in kinds])
    load = np.clip(dice.normal(0.88, 0.14, size), 0.4, 1.0)
    taken = np.floor(places * load).astype(int)
    waiting = np.where(load > 0.97, dice.integers(2, 40, size), 0)
    columns: dict[str, list[Any]] = {
        "object_id": [f"demo-social-{no:03d}" for no in range(1, size + 1)], "kind": kinds,
        **named_by("demo.social", kinds), "address": street_names(conn, store, xy).tolist(),
        "service_kind": [KINDS[kind][1] for kind in kinds], "places": places.tolist(), "places_taken": taken.tolist(),
        "opening_hours": [KINDS[kind][3] for kind in kinds], "waiting": waiting.tolist(),
        **{name: dice.choice(STATES, size, p=chance).tolist() for name, chance in ACCESS.items()},
    }  # fmt: skip
    return marked("social_objects", columns, xy)
