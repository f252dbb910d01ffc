"""Breaks and events of series by the rules beside this module: kept with their day, words and document."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from config.city import Source
from config.records import Record, Words
from data import schema
from data.indicators.bundle import BreakKind, BreakRow, Bundle

Values = dict[str, Any]
_SAME = ("code", "kind", "day", "period", "words_ru", "words_kk", "words_en", "source_doc", "source_line", "origin")


class Rule(Record):
    """A day that touches series of some codes, units, topics, territories and origins; no narrowing, all of them."""

    kind: BreakKind
    day: date
    period: str
    words: Words
    document: str = ""
    line: str = ""
    codes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    def meets(self, passport: Mapping[str, Any], days: Mapping[str, tuple[date, date]]) -> bool:
        """Whether a series has values on both sides of the day and is one that the rule is about."""
        wanted = ((self.codes, passport["code"]), (self.units, passport["unit"]), (self.topics, passport["topic"]),
                  (self.origins, passport["origin"]))  # fmt: skip
        if any(some and has not in some for some, has in wanted):
            return False
        spans = [span for place, span in days.items() if not self.territories or place in self.territories]
        return any(first < self.day <= last for first, last in spans)


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of the file beside this module."""
    given = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["rules"]
    return tuple(Rule(**rule) for rule in given)


def found(bundle: Bundle, passports: Iterable[Mapping[str, Any]]) -> list[BreakRow]:
    """The bundle's own breaks, then those of the rules; of one code, kind and day the first."""
    days: dict[str, dict[str, tuple[date, date]]] = defaultdict(dict)
    for value in bundle.values:
        if value.period_start is not None and value.period_kind != "none" and value.kind == "fact":
            first, last = days[value.code].get(value.territory, (value.period_start, value.period_start))
            days[value.code][value.territory] = min(first, value.period_start), max(last, value.period_start)
    made = list(bundle.breaks)
    for passport in passports:
        made += [
            BreakRow(passport["code"], rule.kind, rule.day, rule.period, rule.words.ru, rule.words.kk, rule.words.en,
                     rule.document, rule.line)
            for rule in rules() if rule.meets(passport, days.get(passport["code"], {}))
        ]  # fmt: skip
    return list({(row.code, row.kind, row.day): row for row in reversed(made)}.values())[::-1]


def publish(conn: Connection, source: Source, rows: Sequence[BreakRow], now: datetime) -> int:
    """Bring the breaks of a source to these rows inside the caller's transaction; how many came or went."""
    table = schema.indicator_break
    new = [row.__dict__ | {"source": source.id, "origin": source.origin, "loaded_at": now} for row in rows]
    have = conn.execute(select(table).where(table.c.source == source.id)).mappings()
    old = {tuple(row[name] for name in _SAME): row["id"] for row in have}
    wanted: dict[tuple[Any, ...], Values] = {tuple(row[name] for name in _SAME): row for row in new}
    gone = [number for key, number in old.items() if key not in wanted]
    coming = [row for key, row in wanted.items() if key not in old]
    for number in gone:
        conn.execute(table.delete().where(table.c.id == number))
    if coming:
        conn.execute(table.insert(), coming)
    return len(gone) + len(coming)
