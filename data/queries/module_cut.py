"""All map modules of one district at a glance: their main figures, counted under the reader's rights."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select, true

from config.policy import User
from config.records import Code, LayerRecord, Record
from data.queries.items import Ask, conditions
from data.queries.kept import kept
from data.queries.scope import may_see, row_scope
from data.queries.totals import layer_totals
from data.store import Store

DAYS = ("plan_end", "fact_end")


class FigureRecord(Record):
    """One figure: which rows of which layer are counted."""

    id: Code
    module: Code
    layer: Code
    where: dict[Code, tuple[str, ...]] = {}
    late: bool = False
    bad: bool = False


@dataclass(frozen=True)
class Cut:
    """A figure of a district: `count` rows of `total` there; `city` counts the whole city, `origins` say what it is."""

    figure: FigureRecord
    layer: LayerRecord
    count: int
    total: int
    city: int
    origins: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def figures() -> tuple[FigureRecord, ...]:
    """The table beside this module."""
    found = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return tuple(FigureRecord(**record) for record in found["figures"])


def cuts(conn: Connection, store: Store, user: User, district: str, day: date) -> list[Cut]:
    """Figures of a district on a day, in the order of the table, of the layers that the person may see."""
    out = []
    for figure in figures():
        layer = store.layers.get(figure.layer)
        if layer is None or not may_see(user, layer) or not _has(store.tables[layer.id], figure):
            continue
        counts = _counts(conn, store, user, layer, figure, day)
        count, total = counts.get(district, (0, 0))
        if total:
            origins = layer_totals(conn, store, layer.id, user).origins
            out.append(Cut(figure, layer, count, total, sum(found for found, _ in counts.values()), origins))
    return out


def _has(table: Table, figure: FigureRecord) -> bool:
    """Whether the layer has the columns that the figure needs."""
    return {*figure.where, *(DAYS if figure.late else ())} <= set(table.c.keys())


def _counts(
    conn: Connection, store: Store, user: User, layer: LayerRecord, figure: FigureRecord, day: date
) -> dict[str, tuple[int, int]]:  # fmt: skip
    """Rows that count and all rows, by district."""
    scope = row_scope(user)
    table = store.tables[layer.id]

    def make() -> dict[str, tuple[int, int]]:
        where = conditions(conn, store, layer, scope, Ask())
        query = select(table.c.district, func.count()).group_by(table.c.district)
        every = {code: int(rows) for code, rows in conn.execute(query.where(where))}
        wanted = {code: int(rows) for code, rows in conn.execute(query.where(where, _wanted(table, figure, day)))}
        return {code: (wanted.get(code, 0), rows) for code, rows in every.items()}

    found: dict[str, tuple[int, int]] = kept(conn, store, layer.id, ("cut", figure.id, scope, day), make)
    return found


def _wanted(table: Table, figure: FigureRecord, day: date) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [table.c[name].in_(values) for name, values in figure.where.items()]
    if figure.late:
        parts += [table.c.fact_end.is_(None), table.c.plan_end < day]
    return and_(true(), *parts)
