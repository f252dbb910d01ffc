"""Rows of the registers of infrastructure as the module's page needs them: tallies, lists, cameras, shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, null, select

from config.policy import VISITOR, User
from data import schema
from data.queries.filters import Filter
from data.queries.items import Ask, conditions, seen_layer, select_items
from data.queries.kept import kept
from data.queries.people import district_people
from data.queries.scope import may_see, row_scope, value_seen
from data.store import INDICATORS, Store

CAMERAS = "cameras"
MOST = 5_000


@dataclass(frozen=True)
class Tally:
    """Rows of one district and value of a field: how many, and the sum of what was to be summed (None: no value)."""

    district: str
    value: Any
    count: int
    total: float | None = None


def there(store: Store, user: User, layer_id: str) -> bool:
    """Whether the city has the layer and the person may see it."""
    layer = store.layers.get(layer_id)
    return layer is not None and may_see(user, layer)


@dataclass(frozen=True)
class Group:
    """By which field rows are put together, and which one is summed."""

    by: str = "kind"
    total: str | None = None


KINDS = Group()


def tally(
    conn: Connection, store: Store, layer_id: str, user: User, ask: Ask | None = None, group: Group = KINDS
) -> tuple[Tally, ...]:
    """Rows by district and a field, with the sum of another; nothing for a layer that is not there for the person.

    Answers without filters are kept until the layer changes. Raises AskError for a question that makes no sense.
    """
    if not there(store, user, layer_id):
        return ()
    layer, table = seen_layer(store, layer_id, user)
    scope, asked = row_scope(user), ask or Ask()

    def make() -> tuple[Tally, ...]:
        value, where = value_seen(table.c[group.by], layer, scope), conditions(conn, store, layer, scope, asked)
        summed = func.sum(value_seen(table.c[group.total], layer, scope)) if group.total else null()
        query = select(table.c.district, value, func.count(), summed).where(where)
        rows = conn.execute(query.group_by(table.c.district, value)).all()
        return tuple(Tally(row[0], row[1], int(row[2]), None if row[3] is None else float(row[3])) for row in rows)

    found: tuple[Tally, ...] = make() if ask else kept(conn, store, layer_id, ("tally", scope, group), make)
    return found


def one_of(*values: str) -> Filter:
    """A filter that keeps rows with one of the values."""
    return Filter(values=values)


def means(
    conn: Connection, store: Store, layer_id: str, user: User, field: str, kind: str
) -> dict[str, tuple[float, int]]:
    """Mean of a field over rows of a kind and how many have it, by district and under "" for all districts."""
    if not there(store, user, layer_id):
        return {}
    layer, table = seen_layer(store, layer_id, user)
    scope = row_scope(user)
    column = value_seen(table.c[field], layer, scope)
    query = (
        select(table.c.district, func.sum(column), func.count(column))
        .where(conditions(conn, store, layer, scope, Ask()), table.c.kind == kind).group_by(table.c.district)
    )  # fmt: skip
    sums = {row[0]: (float(row[1]), int(row[2])) for row in conn.execute(query) if row[2]}
    found = {code: (whole / number, number) for code, (whole, number) in sums.items()}
    number = sum(count for _, count in sums.values())
    return {**found, "": (sum(whole for whole, _ in sums.values()) / number, number)} if number else found


def rows(
    conn: Connection, store: Store, layer_id: str, user: User, *, district: str | None = None,
    sort: Sequence[str] = (),
) -> list[dict[str, Any]]:  # fmt: skip
    """Present rows of a layer that the person may see, at most MOST; none for a layer that is not there."""
    if not there(store, user, layer_id):
        return []
    return select_items(conn, store, layer_id, user, Ask(district=district, sort=tuple(sort), limit=MOST)).rows


def people(conn: Connection, store: Store) -> dict[str, float | None]:
    """Residents of each district of the city's records, as last told of all of them; None where unknown."""
    found = district_people(conn, store)
    return {district.id: found.get(district.id) or None for district in store.city.districts}


@dataclass(frozen=True)
class Camera:
    """What coverage needs of a camera: place as WKB in degrees, district, where it looks, how far, how wide, works."""

    wkb: bytes
    district: str
    azimuth: float | None
    reach: float | None
    angle: float | None
    working: bool


def all_cameras(conn: Connection, store: Store) -> tuple[Camera, ...]:
    """Every present camera, for sums only: who asks for single ones goes through `rows` and the policy."""
    table = store.tables.get(CAMERAS)
    if table is None:
        return ()
    c = table.c
    query = select(c.geom, c.district, c.azimuth_deg, c.range_m, c.view_angle_deg, c.working)
    return tuple(
        Camera(row[0], row[1], row[2], row[3], row[4], bool(row[5]))
        for row in conn.execute(query.where(c.known_to.is_(None)).order_by(c.fid))
    )


@dataclass(frozen=True)
class Shape:
    """Geometry of an object (WKB, degrees) with its district and kind."""

    wkb: bytes
    district: str
    kind: str


def shapes(conn: Connection, store: Store, layer_id: str, user: User = VISITOR) -> tuple[Shape, ...]:
    """Present objects of a layer with their geometry; none for a layer that is not there for the person."""
    if not there(store, user, layer_id):
        return ()
    layer, table = seen_layer(store, layer_id, user)
    where = conditions(conn, store, layer, row_scope(user), Ask())
    query = select(table.c.geom, table.c.district, table.c.kind).where(where).order_by(table.c.fid)
    return tuple(Shape(row[0], row[1], row[2]) for row in conn.execute(query))


def stamp(conn: Connection, store: Store, *layers: str) -> tuple[tuple[str, int], ...]:
    """Present versions of some layers, as a key of answers that lean on all of them."""
    versions = store.versions(conn)
    return tuple((name, versions.get(name, 0)) for name in layers)


@dataclass(frozen=True)
class Printed:
    """A single figure of a document: value, its words where it is none, unit, source, day of the data, doubt."""

    id: str
    value: float | None
    comparison: str
    source: str
    data_date: date | None
    doubt: str


def printed(conn: Connection, store: Store, ids: Sequence[str], collection: str = "plan2025") -> dict[str, Printed]:
    """Figures of a document by their ids; those that the store does not have are left out."""
    t = schema.fact.c

    def make() -> dict[str, Printed]:
        query = select(t.id, t.value, t.comparison, t.source, t.data_date, t.doubt).where(t.id.in_(ids))
        return {row.id: Printed(*row) for row in conn.execute(query)}

    found: dict[str, Printed] = kept(conn, store, INDICATORS, ("printed", collection, tuple(ids)), make)
    return found


def latest(conn: Connection, store: Store, layer_id: str, user: User) -> tuple[str, date | None]:
    """Source of most present rows of a layer and the latest day of its data; "" for none."""
    if not there(store, user, layer_id):
        return "", None
    layer, table = seen_layer(store, layer_id, user)
    where = conditions(conn, store, layer, row_scope(user), Ask())

    def make() -> tuple[str, date | None]:
        query = select(table.c.source, func.count(), func.max(table.c.data_date)).where(where).group_by(table.c.source)
        found = sorted(conn.execute(query).all(), key=lambda row: (-row[1], row[0]))
        return (str(found[0][0]), found[0][2]) if found else ("", None)

    said: tuple[str, date | None] = kept(conn, store, layer_id, ("latest", row_scope(user)), make)
    return said
