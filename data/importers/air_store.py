"""Values of air in the store: what a file brings is compared, former values are closed, nothing is erased."""

from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, select, update

from config.city import Source
from data.importers.air import STATIONS, AirSeries
from data.loading.report import Counts
from data.schema import air_series, air_value
from data.store import Store

AIR = "air"
STEP = 5_000
Cell = tuple[float | None, float | None, str]


def known_stations(conn: Connection, store: Store) -> set[str]:
    """Ids of all present stations."""
    if STATIONS not in store.tables:
        return set()
    t = store.tables[STATIONS].c
    return set(conn.execute(select(t.object_id).where(t.known_to.is_(None))).scalars())


def publish_air(conn: Connection, store: Store, source: Source, series: list[AirSeries], now: datetime) -> Counts:
    """Bring the values of a source up to a file, inside the caller's transaction; other times stay as they are.

    An hour without a value never takes the place of a value that the store has.
    """
    counts = Counts()
    for one in series:
        counts.add(_publish(conn, _series_id(conn, store, source, one), one, now))
    if counts.moved:
        store.raise_version(conn, AIR)
    return counts


def _series_id(conn: Connection, store: Store, source: Source, one: AirSeries) -> int:
    t = air_series.c
    found = conn.execute(
        select(t.id).where(
            t.source == source.id, t.station == one.station, t.pollutant == one.pollutant, t.period == one.period
        )
    ).scalar()
    if found is not None:
        return int(found)
    layer = store.layers.get(STATIONS)
    done = conn.execute(air_series.insert().values(
        source=source.id, station=one.station, pollutant=one.pollutant, period=one.period, origin=source.origin,
        sensitivity=str(layer.sensitivity) if layer else "public",
    ))  # fmt: skip
    key = done.inserted_primary_key
    return int(key[0]) if key else 0


def _publish(conn: Connection, number: int, one: AirSeries, now: datetime) -> Counts:
    t, counts = air_value.c, Counts()
    times: list[datetime] = one.at.astype(object).tolist()
    present = select(t.at, t.value, t.printed, t.flags).where(
        t.series == number, t.known_to.is_(None), t.at.between(times[0], times[-1])
    )
    have: dict[datetime, Cell] = {row.at: (row.value, row.printed, row.flags) for row in conn.execute(present)}
    new: list[dict[str, Any]] = []
    close: list[datetime] = []
    for at, value, printed, flags in zip(times, one.value.tolist(), one.printed.tolist(), one.flags, strict=True):
        cell: Cell = (_number(value), _number(printed), flags)
        former = have.get(at)
        if former == cell or (former is not None and cell[0] is None and former[0] is not None):
            counts.unchanged += 1
            continue
        if former is None:
            counts.added += 1
        else:
            counts.changed += 1
            close.append(at)
        new.append({"series": number, "at": at, "value": cell[0], "printed": cell[1], "unit": one.unit,
                    "flags": flags, "known_from": now})  # fmt: skip
    for start in range(0, len(close), STEP):
        some = close[start : start + STEP]
        open_ = t.series == number, t.known_to.is_(None), t.at.in_(some)
        conn.execute(update(air_value).where(*open_).values(known_to=now))
    for start in range(0, len(new), STEP):
        conn.execute(air_value.insert(), new[start : start + STEP])
    return counts


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value
