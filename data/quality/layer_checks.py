"""Checks of the rows that a source has in a layer: pure questions to the store, the same on both engines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from sqlalchemy import ColumnElement, Connection, Integer, Table, and_, case, cast, func, or_, select, true

from config.policy import Sensitivity
from config.records import LayerRecord
from data import schema
from data.layer_tables import OUTSIDE, measure_column
from data.quality.records import range_of

NAMES = ("name_ru", "name_kk", "name_en")
STRETCH = 20_000
ADDRESS = "address_unknown"
Found = tuple[int, int]


@dataclass(frozen=True)
class Subject:
    """Present rows of a source in a layer, and the load that brought them.

    In a layer for everybody only rows for everybody are looked at, so that a published figure tells nothing of others.
    A source that is not `local` covers more than the city by intention.
    """

    conn: Connection
    layer: LayerRecord
    table: Table
    source: str
    load: int
    local: bool = True

    @property
    def public(self) -> bool:
        """Whether the layer is for everybody."""
        return self.layer.sensitivity is Sensitivity.PUBLIC

    def where(self) -> ColumnElement[bool]:
        """Condition of the rows looked at."""
        c = self.table.c
        own = c.sensitivity == Sensitivity.PUBLIC.value if self.public else true()
        return and_(c.source == self.source, c.known_to.is_(None), own)

    def count(self, *conditions: ColumnElement[bool]) -> int:
        """How many of the rows meet conditions."""
        query = select(func.count()).select_from(self.table).where(self.where(), *conditions)
        return int(self.conn.execute(query).scalar_one())


def completeness(subject: Subject) -> Found:
    """Key fields without a value, of all key fields of all rows; a name in one language is a name."""
    table, layer = subject.table, subject.layer
    own = [field.name for field in layer.fields if field.name in layer.list_columns and _open(subject, field.name)]
    empty = [and_(*(_blank(table.c[name]) for name in NAMES)), *(_blank(table.c[name]) for name in own)]
    sums = [func.sum(case((condition, 1), else_=0)) for condition in empty]
    row = subject.conn.execute(select(func.count(), *sums).where(subject.where())).one()
    rows = int(row[0])
    return sum(int(value or 0) for value in row[1:]), rows * len(empty)


def _open(subject: Subject, name: str) -> bool:
    field = subject.layer.field(name)
    return not subject.public or field is None or field.sensitivity is Sensitivity.PUBLIC


def _blank(column: Any) -> ColumnElement[bool]:
    text = column.type.python_type is str
    return or_(column.is_(None), column == "") if text else column.is_(None)


def inside(subject: Subject) -> Found:
    """Rows that lie outside the districts of the city, of all rows."""
    return (subject.count(subject.table.c.district == OUTSIDE), subject.count()) if subject.local else (0, 0)


def duplicates(subject: Subject) -> Found:
    """Rows that repeat another one's name, kind, place and time, of all rows."""
    c = subject.table.c
    keys: tuple[Any, ...] = (c.geom, c.kind, func.coalesce(c.name_ru, c.name_kk, c.name_en, ""), c.valid_from)
    if subject.layer.fields:
        keys = (*keys, *(c[field.name] for field in subject.layer.fields if _open(subject, field.name)))
    groups = select(func.count().label("size")).where(subject.where()).group_by(*keys).having(func.count() > 1)
    found = groups.subquery()
    extra = subject.conn.execute(select(func.coalesce(func.sum(found.c.size - 1), 0))).scalar_one()
    return int(extra), subject.count()


def geometry(subject: Subject) -> Found:
    """Rows whose geometry is empty, broken or not made of numbers, of all rows."""
    query = select(subject.table.c.geom).where(subject.where())
    bad = of = 0
    result = subject.conn.execution_options(yield_per=STRETCH).execute(query)
    for part in result.partitions():
        shapes = shapely.from_wkb(np.array([bytes(row.geom) for row in part], dtype=object), on_invalid="ignore")
        wrong = shapely.is_missing(shapes) | shapely.is_empty(shapes) | ~shapely.is_valid(shapes)
        bad += int(np.count_nonzero(wrong | ~np.isfinite(shapely.bounds(shapes)).all(axis=1)))
        of += len(part)
    return bad, of


def value_range(subject: Subject) -> Found:
    """Values that make no sense by the published limits of their field, of all values under a limit."""
    c = subject.table.c
    names = [field.name for field in subject.layer.fields if _open(subject, field.name)]
    measure = measure_column(subject.layer)
    bad = of = 0
    for name in (*names, *((measure,) if measure else ())):
        rule = range_of(name)
        if rule is None or c[name].type.python_type not in (int, float):
            continue
        beyond = [c[name] < rule.least] if rule.least is not None else []
        beyond += [c[name] > rule.most] if rule.most is not None else []
        of += subject.count(c[name].is_not(None))
        bad += subject.count(or_(*beyond))
    return bad, of


def doubts(subject: Subject) -> Found:
    """Rows with a reservation of whoever gave or kept the data, of all rows."""
    return subject.count(~_blank(subject.table.c.doubt)), subject.count()


def kazakh(subject: Subject) -> Found:
    """Rows that have a name but none in Kazakh, of all rows with a name."""
    c = subject.table.c
    named = or_(*(~_blank(c[name]) for name in NAMES))
    return subject.count(named, _blank(c.name_kk)), subject.count(named)


def addresses(subject: Subject) -> Found:
    """Addresses of the last load that were found nowhere, or only unsurely, of all its rows with an address."""
    refusal, review, log = schema.load_refusal, schema.address_review, schema.load_log
    refused = select(func.count()).where(refusal.c.load == subject.load, refusal.c.reason == ADDRESS)
    unsure = select(func.count()).where(review.c.load == subject.load, review.c.layer == subject.layer.id)
    unsure = unsure.where(review.c.memory.is_(None))
    lost = int(subject.conn.execute(refused).scalar_one())
    open_ones = int(subject.conn.execute(unsure).scalar_one())
    if not lost and not open_ones:
        return 0, subject.count(~_blank(subject.table.c.address))
    read = subject.conn.execute(select(cast(log.c.rows_read, Integer)).where(log.c.id == subject.load)).scalar()
    return lost + open_ones, max(int(read or 0), lost + open_ones)


LAYER_CHECKS: Mapping[str, Callable[[Subject], Found]] = {
    "completeness": completeness, "inside": inside, "duplicates": duplicates, "geometry": geometry,
    "range": value_range, "doubts": doubts, "kazakh": kazakh, "addresses": addresses,
}  # fmt: skip
