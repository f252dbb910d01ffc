"""Series of a printed document as tables of years: facts, estimates and plans of the city side by side."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from config.policy import User
from data import schema
from data.queries.indicators import Entry, Point, catalogue, points
from data.queries.kept import kept
from data.queries.scope import RowScope, row_scope
from data.store import INDICATORS, Store

PASSPORT = ("code", "source_line", "responsible", "programme", "provider", "note")


@dataclass(frozen=True)
class Series:
    """An indicator of a document with its yearly values for the city, by year and kind, and what its passport says."""

    entry: Entry
    years: Mapping[str, Mapping[str, Point]] = field(default_factory=dict)
    source_line: str = ""
    responsible: str = ""
    programme: str = ""
    provider: str = ""
    note: str = ""

    @property
    def code(self) -> str:
        """Code of the indicator."""
        return self.entry.code

    def at(self, year: str, kind: str) -> Point | None:
        """The value of a year and kind, if there is one."""
        return self.years.get(year, {}).get(kind)

    def fact_years(self) -> tuple[str, ...]:
        """Years that have a fact with a number, in order."""
        return tuple(year for year in sorted(self.years) if _told(self.years[year].get("fact")))


@dataclass(frozen=True)
class Row:
    """A row of a register: its title, the whole printed row, and what is doubtful about it."""

    id: str
    title_ru: str
    printed: Mapping[str, str]
    doubt: str
    source: str
    source_line: str
    data_date: date | None

    def text(self, name: str) -> str:
        """The printed text of a column; empty where the row has none."""
        return self.printed.get(name, "")

    def number(self, name: str) -> float | None:
        """The printed number of a column, or None."""
        text = self.text(name)
        return float(text) if text else None

    def whole(self, name: str) -> int | None:
        """The printed whole number of a column, or None."""
        value = self.number(name)
        return None if value is None else int(value)


def _told(point: Point | None) -> bool:
    return point is not None and point.value is not None


def series_of(conn: Connection, store: Store, user: User, collection: str) -> tuple[Series, ...]:
    """Indicators of a collection that exist for the person, in printed order; made once for each version."""
    scope = row_scope(user)
    found: tuple[Series, ...] = kept(
        conn, store, INDICATORS, ("printed", collection, scope), lambda: _series(conn, store, user, collection, scope)
    )
    return found


def _series(conn: Connection, store: Store, user: User, collection: str, scope: RowScope) -> tuple[Series, ...]:
    entries = [entry for entry in catalogue(conn, store, user) if entry.collection == collection]
    i, v = schema.indicator.c, schema.indicator_value
    wanted = select(*(i[name] for name in PASSPORT)).where(i.collection == collection)
    passports = {row["code"]: dict(row) for row in conn.execute(wanted).mappings()}
    query = (
        select(v).join(schema.indicator, i.code == v.c.code)
        .where(i.collection == collection, v.c.known_to.is_(None), v.c.territory == store.city.id,
               v.c.breakdown == "", v.c.period_kind == "year",
               i.sensitivity.in_(sorted(s.value for s in scope.sensitivities)))
        .order_by(v.c.code, v.c.data_date, v.c.position)
    )  # fmt: skip
    years: dict[str, dict[str, dict[str, Point]]] = defaultdict(lambda: defaultdict(dict))
    for row in conn.execute(query).mappings():
        (point,) = points([dict(row)])
        years[row["code"]][point.period][point.kind] = point
    return tuple(
        Series(entry, years.get(entry.code, {}), **{k: t for k, t in passports[entry.code].items() if k != "code"})
        for entry in sorted(entries, key=lambda entry: entry.position)
    )


def register(conn: Connection, store: Store, name: str) -> tuple[Row, ...]:
    """Rows of a register in printed order, none where it is not loaded; read once for each version."""
    found: tuple[Row, ...] = kept(conn, store, INDICATORS, ("printed rows", name), lambda: _register(conn, name))
    return found


def _register(conn: Connection, name: str) -> tuple[Row, ...]:
    table = schema.register_row
    query = select(table).where(table.c.register == name).order_by(table.c.position)
    return tuple(_row(row) for row in conn.execute(query).mappings())


def _row(row: Mapping[Any, Any]) -> Row:
    names = ("id", "title_ru", "doubt", "source", "source_line", "data_date")
    return Row(printed=json.loads(row["payload"]), **{name: row[name] for name in names})
