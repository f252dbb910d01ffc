"""What is known of each district: people, area printed and drawn, objects of every layer; totals that add up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, func, select

from config.policy import User
from config.records import LayerRecord
from data.layer_tables import OUTSIDE
from data.queries import indicators
from data.queries.indicators import DistrictRow, Point
from data.queries.kept import kept
from data.queries.scope import RowScope, row_scope, rows_seen
from data.queries.totals import Totals, all_totals
from data.queries.whence import by_source, of_entry
from data.store import Store

DISTRICTS = "districts"
POPULATION, AREA = "population", "district-area"
MEN, WOMEN = "sex=male", "sex=female"
METRES_A_KM = 1000.0


@dataclass(frozen=True)
class Profile:
    """A district (or the city): people by sex, area of the document and of the drawn outline in km², its figures."""

    id: str
    people: Point | None = None
    men: Point | None = None
    women: Point | None = None
    printed_area: Point | None = None
    drawn_km2: float | None = None

    @property
    def density(self) -> float | None:
        """People per km², computed from the people and the printed area, or the drawn one where none is printed."""
        area = self.printed_area.value if self.printed_area else self.drawn_km2
        return self.people.value / area if self.people and self.people.value and area else None


@dataclass(frozen=True)
class LayerLine:
    """A layer by district: number of objects and, for lines, their length in km; `total` is the whole city's."""

    layer: LayerRecord
    totals: Totals
    lengths_km: Mapping[str, float] = field(default_factory=dict)

    @property
    def elsewhere(self) -> int:
        """Objects of no district and not outside either."""
        return self.totals.total - sum(self.totals.by_district.values())


def profiles(conn: Connection, store: Store, user: User) -> tuple[dict[str, Profile], Profile]:
    """Profiles of all districts in the order of the city's records, and that of the city itself."""
    rows = {(row.entry.code, row.breakdown): row for row in indicators.district_values(conn, store, user)}
    drawn = _drawn(conn, store)

    def point(territory: str, code: str, breakdown: str = "") -> Point | None:
        row = rows.get((code, breakdown))
        if row is None:
            return None
        return row.city if territory == store.city.id else row.values.get(territory)

    def profile(territory: str, area: float | None) -> Profile:
        people = point(territory, POPULATION)
        men, women = (_of_day(point(territory, POPULATION, sex), people) for sex in (MEN, WOMEN))
        return Profile(territory, people, men, women, point(territory, AREA), area)

    found = {d.id: profile(d.id, drawn.get(d.id)) for d in store.city.districts}
    return found, profile(store.city.id, sum(drawn.values()) if drawn else None)


def _of_day(part: Point | None, whole: Point | None) -> Point | None:
    """A part of the whole of the same day; None where it is of another one."""
    return part if part and whole and part.period_start == whole.period_start else None


def sources(conn: Connection, store: Store, user: User) -> dict[str, date | None]:
    """Ids of the sources of people, printed and drawn area with the newest date of the figures (drawn: none)."""
    rows = [row for row in indicators.district_values(conn, store, user) if row.entry.code in (POPULATION, AREA)]
    rows.sort(key=lambda row: row.entry.code != POPULATION)
    parts = [of_entry(row.entry, [*row.values.values(), *([row.city] if row.city else [])]) for row in rows]
    drawn = next(iter(store.city.sources_of(DISTRICTS)), None)
    return by_source(parts) | ({drawn.id: None} if drawn else {})


def figures(conn: Connection, store: Store, user: User) -> list[DistrictRow]:
    """Every indicator that most districts have a fact for."""
    return indicators.district_values(conn, store, user)


def _drawn(conn: Connection, store: Store) -> dict[str, float]:
    """Areas in km² of the drawn outlines, measured on the ellipsoid's plane of the city."""
    if DISTRICTS not in store.tables:
        return {}
    table = store.tables[DISTRICTS]
    query = select(table.c.object_id, table.c.area_m2).where(table.c.known_to.is_(None), table.c.area_m2.is_not(None))
    return {row.object_id: row.area_m2 / 1_000_000 for row in conn.execute(query)}


def layer_lines(conn: Connection, store: Store, user: User) -> list[LayerLine]:
    """Layers of objects the person may see, in the order of the map; outlines of districts and city are no objects."""
    totals = all_totals(conn, store, user)
    shown = [store.layers[name] for name in totals if store.layers[name].geometry != "polygon"]
    return [LayerLine(layer, totals[layer.id], _lengths(conn, store, layer, row_scope(user))) for layer in shown]


def _lengths(conn: Connection, store: Store, layer: LayerRecord, scope: RowScope) -> dict[str, float]:
    if layer.geometry != "line":
        return {}
    table = store.tables[layer.id]
    query = (
        select(table.c.district, func.sum(table.c.length_m))
        .where(table.c.known_to.is_(None), rows_seen(table, layer, scope)).group_by(table.c.district)
    )  # fmt: skip
    found: dict[str, float] = kept(conn, store, layer.id, ("lengths", scope), lambda: {
        district: (length or 0.0) / METRES_A_KM for district, length in conn.execute(query)
    })  # fmt: skip
    return found


def places(store: Store) -> tuple[str, ...]:
    """Codes by which totals are shown: every district and what lies outside."""
    return (*(d.id for d in store.city.districts), OUTSIDE)
