"""Single figures of the documents and their registers, searchable."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from config.limits import SEARCH_QUERY_CHARS
from data import schema
from data.indicators.synonyms import in_russian
from data.queries.kept import kept
from data.store import INDICATORS, Store
from data.text import TextIndex

CUTOFF = 62.0
FACT_CHOICES = ("collection", "topic", "kind", "territory", "source")


class UnknownRegisterError(LookupError):
    """There is no register of that name."""


@dataclass(frozen=True)
class Page:
    """Rows of a list and how many there are in all."""

    rows: list[Any]
    matched: int


def all_facts(conn: Connection, store: Store) -> list[dict[str, Any]]:
    """Every single figure of every document, in printed order; read once for each published version."""
    table = schema.fact
    query = select(table).order_by(table.c.collection, table.c.position)
    found: list[dict[str, Any]] = kept(
        conn, store, INDICATORS, "facts", lambda: [dict(row) for row in conn.execute(query).mappings()]
    )
    return found


def facts(
    conn: Connection, store: Store, q: str = "", chosen: Mapping[str, str] | None = None, *, limit: int, offset: int = 0
) -> Page:
    """Facts that have the chosen values and answer the query, best first; a name may be typed with slips.

    `chosen` maps one of FACT_CHOICES to a value.
    """
    rows = all_facts(conn, store)
    wanted = {name: value for name, value in (chosen or {}).items() if name in FACT_CHOICES and value}
    if q.strip():
        index: TextIndex = kept(conn, store, INDICATORS, "fact-names", lambda: TextIndex(
            [text for row in rows for text in (row["metric_ru"], row["metric_en"], row["id"])]
        ))  # fmt: skip
        text = q[:SEARCH_QUERY_CHARS]
        found = [m for words in (text, in_russian(text)) if words for m in index.search(words, len(rows) * 3, CUTOFF)]
        places = [match.place // 3 for match in sorted(found, key=lambda match: -match.score)]
        rows = [rows[number] for number in dict.fromkeys(places)]
    rows = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return Page(rows[offset : offset + limit], len(rows))


def registers(conn: Connection) -> dict[str, int]:
    """Names of the registers and their numbers of rows."""
    table = schema.register_row
    query = select(table.c.register, func.count().label("rows")).group_by(table.c.register).order_by(table.c.register)
    return {row.register: row.rows for row in conn.execute(query)}


def register_rows(conn: Connection, name: str, *, limit: int, offset: int = 0) -> Page:
    """Rows of a register in printed order with their whole printed row. Raises UnknownRegisterError."""
    table = schema.register_row
    known = registers(conn)
    if name not in known:
        raise UnknownRegisterError(name)
    query = select(table).where(table.c.register == name).order_by(table.c.position).limit(limit).offset(offset)
    rows = [{**row, "payload": json.loads(row["payload"])} for row in conn.execute(query).mappings()]
    return Page(rows, known[name])
