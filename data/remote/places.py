"""What a layer from elsewhere has at a place: objects of its list, or what its WMS tells when asked."""

import json
import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from config.remote import RemoteRecord
from data.fetching.faults import FetchError
from data.remote.addresses import INFO_MOST
from data.remote.lists import parse, plain
from data.remote.pictures import exception_text
from data.remote.service import Remote

TILE_PX, TURN = 512, 360
TOLERANCE_PX = 8
TEXT_CHARS = 2_000
MOST_ZOOM, MOST_LAT = 24, 85


@dataclass(frozen=True)
class Place:
    """A place in degrees, seen at a zoom (tiles of 512 pixels)."""

    lon: float
    lat: float
    zoom: float

    @property
    def sound(self) -> bool:
        """Whether there is such a place."""
        parts = (self.lon, self.lat, self.zoom)
        return all(map(math.isfinite, parts)) and abs(self.lon) <= TURN / 2 and abs(self.lat) <= MOST_LAT and (
            0 <= self.zoom <= MOST_ZOOM
        )  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What was found: attributes of objects, or a text; `at` is when the state was taken (UTC), None when unknown.

    `stale` says that it is the last state of a silent layer.
    """

    objects: tuple[dict[str, Any], ...] = ()
    text: str = ""
    at: datetime | None = None
    stale: bool = False


def look(remote: Remote, record: RemoteRecord, place: Place) -> Told:
    """What a layer has at a place; nothing for pictures that cannot be asked. Raises FetchError."""
    if not record.raster:
        shown = remote.listed(record)
        return Told(tuple(_near(shown.body, place)), at=shown.at, stale=shown.stale)
    good = remote.state(record).good_at
    if not record.asked:
        return Told(at=good)
    return _read(record, remote.asked(record, place.lon, place.lat, place.zoom), good)


def _near(body: bytes, place: Place) -> list[dict[str, Any]]:
    """Attributes of the objects within some pixels, the nearest first."""
    share = math.cos(math.radians(place.lat))
    reach = TOLERANCE_PX * TURN * share / (TILE_PX * 2**place.zoom)

    def flat(points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Degrees from the place, those of longitude as long as those of latitude."""
        away: NDArray[np.float64] = (points - (place.lon, place.lat)) * (share, 1.0)
        return away

    here, found = shapely.Point(0, 0), []
    for feature in json.loads(body)["features"]:
        shape = shapely.transform(shapely.from_geojson(json.dumps(feature["geometry"])), flat)
        away = here.distance(shape)
        if away <= reach:
            found.append((away, feature["properties"]))
    return [own for _, own in sorted(found, key=lambda pair: pair[0])[:INFO_MOST]]


def _read(record: RemoteRecord, body: bytes, at: datetime | None) -> Told:
    """Attributes in the answer of a WMS, or its text without what is no letter."""
    said = exception_text(body)
    if said:
        raise FetchError("fetch.exception", text=said)
    if record.info == "application/json":
        own = [plain(one.get("properties")) for one in parse(body)["features"][:INFO_MOST] if isinstance(one, dict)]
        return Told(tuple(found for found in own if found), at=at)
    text = "".join(sign for sign in body.decode("utf-8", "replace") if sign.isprintable() or sign == "\n")
    return Told(text=text.strip()[:TEXT_CHARS], at=at)
