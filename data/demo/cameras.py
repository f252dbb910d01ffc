"""Synthetic outdoor cameras of schools, as many as the development plan counts, at the real schools of the city."""

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection

from data.demo.common import METRES_PER_DEGREE, STATES, chunk, names, present, shares
from data.districts import DistrictFinder
from data.loading.chunks import Chunk
from data.store import Store

# Plan of development 2021-2025, facts.csv f-177: "Outdoor cameras in schools" 1810.
TOTAL = 1_810
STATE_SHARES = (0.93, 0.045, 0.025)
FAR_M = 55.0


def cameras(conn: Connection, store: Store, seed: int) -> Chunk:
    """Cameras spread over the schools of the city, a few to tens of metres from the school's point.

    Every school gets nearly the same number, so a district has cameras as it has schools. A camera that would fall
    into another district stands at the school itself.
    """
    dice = np.random.default_rng([seed, 1])
    schools = present(conn, store, "schools")
    counts = shares(TOTAL, dice.uniform(0.8, 1.2, len(schools)).tolist())
    at = np.repeat(np.arange(len(schools)), counts)
    home = shapely.get_coordinates(shapely.from_wkb([row.geom for row in schools]))[at]
    lon, lat = _around(dice, home)
    district = [schools[i].district for i in at]
    places = np.asarray(shapely.points(lon, lat), dtype=object)
    found = DistrictFinder.of_store(conn, store).of_points(places)
    strayed = np.array([now != then for now, then in zip(found, district, strict=True)])
    lon[strayed], lat[strayed] = home[strayed].T
    state = dice.choice(STATES, TOTAL, p=STATE_SHARES)
    numbers = list(range(1, TOTAL + 1))
    columns = {
        "layer": ["cameras"] * TOTAL, "object_id": [f"demo-cam-{no:04d}" for no in numbers],
        "kind": ["school_yard"] * TOTAL, "state": state.tolist(), **names("demo.camera", numbers),
        "azimuth_deg": dice.integers(0, 360, TOTAL).tolist(), "range_m": (dice.integers(4, 13, TOTAL) * 5).tolist(),
        "working": (state == "working").tolist(), "view_angle_deg": (dice.integers(6, 13, TOTAL) * 10).tolist(),
    }  # fmt: skip
    return chunk(columns, lon, lat)


def _around(dice: np.random.Generator, home: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places around other places, spread evenly over a disc."""
    angle = dice.uniform(0, 2 * np.pi, len(home))
    metres = FAR_M * np.sqrt(dice.uniform(0.02, 1.0, len(home)))
    lat = home[:, 1] + metres * np.sin(angle) / METRES_PER_DEGREE
    lon = home[:, 0] + metres * np.cos(angle) / (METRES_PER_DEGREE * np.cos(np.radians(home[:, 1])))
    return np.round(lon, 6), np.round(lat, 6)
