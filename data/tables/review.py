"""The list of unsure addresses of a load: a person chooses or clicks the place, the object moves, and back again."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, Row, select

from data.addresses import memory
from data.addresses.match import Place
from data.districts import DistrictFinder
from data.loading.bulk import claim_fids, close_rows
from data.loading.placing import note_of
from data.loading.publish import finish, lock
from data.schema import address_memory, address_review, load_log
from data.store import Store, utc_now

SHOWN = 500


@dataclass(frozen=True)
class Doubtful:
    """One unsure row: address, places it may mean (as matched), the present decision if there is one."""

    id: int
    load: int
    row_no: int
    layer: str
    object_id: str
    address: str
    district: str
    places: list[dict[str, Any]]
    decision: memory.Decision | None


@dataclass(frozen=True)
class LoadHead:
    """The load that a list belongs to."""

    id: int
    source: str
    file_name: str
    finished_at: datetime | None
    by_user: str


def head(conn: Connection, load: int) -> LoadHead | None:
    """The load of that number."""
    query = select(load_log.c.id, load_log.c.source, load_log.c.file_name, load_log.c.finished_at, load_log.c.by_user)
    row = conn.execute(query.where(load_log.c.id == load)).first()
    return None if row is None else LoadHead(*row)


def listed(conn: Connection, load: int) -> list[Doubtful]:
    """Unsure rows of a load, at most SHOWN: those that wait first, in the file's order."""
    query = _query().where(address_review.c.load == load)
    rows = conn.execute(query.order_by(address_review.c.memory.is_not(None), address_review.c.row_no).limit(SHOWN))
    return [_doubtful(row) for row in rows]


def find(conn: Connection, number: int) -> Doubtful | None:
    """One unsure row."""
    row = conn.execute(_query().where(address_review.c.id == number)).first()
    return None if row is None else _doubtful(row)


def decide(store: Store, doubtful: Doubtful, place: tuple[float, float], how: str, by: str) -> None:
    """Keep a place (degrees) for the address and move the object there; an older decision of this row is taken back."""
    with store.write() as conn:
        lock(conn)
        if doubtful.decision is not None:
            memory.undo(conn, doubtful.decision.id, by)
        number = memory.decide(conn, doubtful.address, doubtful.district, place, how, by)
        conn.execute(address_review.update().where(address_review.c.id == doubtful.id).values(memory=number))
        _move(conn, store, doubtful, place, _note(doubtful, place) if how == memory.MIDDLE else None)


def undo(store: Store, doubtful: Doubtful, by: str) -> None:
    """Take the decision back: the object stands again where the matching had put it."""
    with store.write() as conn:
        lock(conn)
        if doubtful.decision is not None:
            memory.undo(conn, doubtful.decision.id, by)
        conn.execute(address_review.update().where(address_review.c.id == doubtful.id).values(memory=None))
        if doubtful.places:
            first = (doubtful.places[0]["lon"], doubtful.places[0]["lat"])
            _move(conn, store, doubtful, first, _note(doubtful, first))


def _note(doubtful: Doubtful, point: tuple[float, float]) -> str | None:
    """The remark of the place that was found at a point."""
    found = (Place(**place) for place in doubtful.places if (place["lon"], place["lat"]) == point)
    return next((note_of(place) for place in found), None)


def _own(conn: Connection, table: Any, doubtful: Doubtful) -> tuple[Any, ...]:
    found = head(conn, doubtful.load)
    return table.c.object_id == doubtful.object_id, table.c.source == (found.source if found else "")


def _move(
    conn: Connection, store: Store, doubtful: Doubtful, place: tuple[float, float], doubt: str | None
) -> None:
    """Close the present row of the object and open a copy at the place; nothing when there is no such object."""
    if not doubtful.object_id or doubtful.layer not in store.tables:
        return
    table = store.tables[doubtful.layer]
    query = select(table).where(*_own(conn, table, doubtful), table.c.known_to.is_(None))
    row = conn.execute(query).mappings().first()
    if row is None:
        return
    now = max(utc_now(), row["known_from"])
    point = np.array([shapely.Point(*place)], dtype=object)
    moved = {
        **row, "geom": shapely.to_wkb(point[0]), "doubt": doubt, "known_from": now, "known_to": None,
        "district": DistrictFinder.of_store(conn, store).of_points(point)[0],
    }  # fmt: skip
    if row["known_from"] == now:
        # A row of this very second was never seen otherwise: it is put right instead of being closed.
        changes = {name: moved[name] for name in ("geom", "doubt", "district")}
        conn.execute(table.update().where(table.c.fid == row["fid"]).values(**changes))
    else:
        close_rows(conn, table, [row["fid"]], now)
        conn.execute(table.insert().values(**{**moved, "fid": claim_fids(conn, table, 1)}))
    finish(conn, store, table)


def _query() -> Any:
    joined = address_review.outerjoin(address_memory, address_review.c.memory == address_memory.c.id)
    names = ("id", "load", "row_no", "layer", "object_id", "address", "district", "places")
    kept = ("id", "lon", "lat", "how", "decided_by", "decided_at")
    decided = [address_memory.c[name].label(f"m_{name}") for name in kept]
    return select(*(address_review.c[name] for name in names), *decided).select_from(joined)


def _doubtful(row: Row[Any]) -> Doubtful:
    decision = None
    if row.m_id is not None:
        decision = memory.Decision(
            row.m_id, row.address, row.m_lon, row.m_lat, row.m_how, row.m_decided_by, row.m_decided_at
        )
    return Doubtful(
        row.id, row.load, row.row_no, row.layer, row.object_id, row.address, row.district, json.loads(row.places),
        decision,
    )  # fmt: skip
