"""Breaks and events of one indicator, for its passport and its chart."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from config.policy import User
from config.records import Words
from data import schema
from data.indicators.bundle import BreakKind
from data.queries.indicators import seen_by


@dataclass(frozen=True)
class Break:
    """A day from which the values say something else (`event`: what moved them), in words, with its document."""

    kind: BreakKind
    day: date
    period: str
    words: Words
    source_doc: str
    source_line: str
    origin: str


def breaks(conn: Connection, user: User, code: str) -> list[Break]:
    """Breaks and events of an indicator by day; nothing for one that the person may not see."""
    i, b = schema.indicator.c, schema.indicator_break.c
    query = (
        select(schema.indicator_break).join(schema.indicator, i.code == b.code)
        .where(b.code == code, seen_by(user)).order_by(b.day, b.kind)
    )  # fmt: skip
    return [
        Break(row["kind"], row["day"], row["period"],
              Words(kk=row["words_kk"], ru=row["words_ru"], en=row["words_en"]),
              row["source_doc"], row["source_line"], row["origin"])
        for row in (conn.execute(query).mappings() if "\0" not in code else ())
    ]  # fmt: skip
