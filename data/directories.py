"""Directories of the store (districts, bodies, units, topics, sources), written from the city's records."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

from config import clock
from config.city import City
from config.records import Words
from data import schema


def _names(words: Words, prefix: str = "name") -> dict[str, str]:
    return {f"{prefix}_{lang}": words[lang] for lang in ("ru", "kk", "en")}


def _put(conn: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert or update rows by id; a row that left the records stays (a record is closed, never erased)."""
    have = {row["id"]: row for row in conn.execute(select(table)).mappings()}
    for row in rows:
        old = have.get(row["id"])
        if old is None:
            conn.execute(table.insert().values(**row))
        elif any(old[k] != v for k, v in row.items()):
            conn.execute(table.update().where(table.c.id == row["id"]).values(**row))


def write_directories(conn: Connection, city: City) -> None:
    """Bring the directory tables up to the city's records."""
    _put(conn, schema.district, [
        {"id": d.id, **_names(d.names), "kato": d.kato, "official_area_km2": d.official_area_km2,
         "valid_from": d.valid_from, "valid_to": d.valid_to} for d in city.districts
    ])  # fmt: skip
    _keep_former_names(conn, city)
    _put(conn, schema.body, [
        {"id": b.id, **_names(b.names), "kind": b.kind, "site": b.site} for b in city.bodies
    ])  # fmt: skip
    _put(conn, schema.unit, [
        {"id": u.id, **_names(u.names), **_names(u.symbol, "symbol")} for u in city.units
    ])  # fmt: skip
    _put(conn, schema.topic, [{"id": item.id, **_names(item.names)} for item in city.topics])
    _put(conn, schema.source, [
        {"id": s.id, **_names(s.names), "body": s.body, "licence": s.licence, "licence_url": s.licence_url,
         "attribution": s.attribution, "origin": s.origin, "rhythm": s.rhythm, "data_date": s.data_date,
         "reader": s.reader} for s in city.sources
    ])  # fmt: skip
    _former_names(conn, city)


def _keep_former_names(conn: Connection, city: City) -> None:
    """A body whose record has got other names keeps the present ones as former names that end today."""
    have = {row.id: row for row in conn.execute(select(schema.body))}
    today = clock.today(city.timezone)
    for body in city.bodies:
        row = have.get(body.id)
        if row is not None and row.name_ru != body.names.ru:
            kept = {f"name_{lang}": getattr(row, f"name_{lang}") for lang in ("ru", "kk", "en")}
            conn.execute(schema.body_name.insert().values(body=body.id, **kept, valid_to=today))


def _former_names(conn: Connection, city: City) -> None:
    table = schema.body_name
    have = {(row.body, row.valid_to) for row in conn.execute(select(table))}
    for body in city.bodies:
        for former in body.former:
            if (body.id, former.valid_to) not in have:
                conn.execute(table.insert().values(body=body.id, **_names(former.names), valid_to=former.valid_to))
