"""Help for the readers of indicator documents: CSV rows, numbers, doubts and the tables beside each reader."""

import csv
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from config.records import Record
from data.indicators.bundle import IndicatorRow, ReadError, RegisterItem, ValueRow
from data.loading.report import Refusal

_NUMBER = re.compile(r"[-+\u2212]?\d+(?:[.,]\d+)?")
_GAPS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?:\D|$))")
Row = dict[str, str]


class DoubtRule(Record):
    """A doubt of the document's reader that touches all rows whose columns have the given printed values."""

    when: dict[str, str | list[str]]
    text: str

    def meets(self, row: Mapping[str, str]) -> bool:
        """Whether the rule is about this row."""
        return all(row.get(c, "") in ([v] if isinstance(v, str) else v) for c, v in self.when.items())


class Tables(Record):
    """What stands beside a reader as data: documents with their dates, topics, names and doubts."""

    documents: dict[str, date] = Field(default_factory=dict)
    document: str = ""
    territory_series: tuple[str, ...] = ()
    topics: dict[str, str] = Field(default_factory=dict)
    topic_of: dict[str, str] = Field(default_factory=dict)
    categories: dict[str, str] = Field(default_factory=dict)
    programmes: dict[str, str] = Field(default_factory=dict)
    qualifiers: dict[str, str] = Field(default_factory=dict)
    indicators: dict[str, dict[str, str]] = Field(default_factory=dict)
    territories: dict[str, str] = Field(default_factory=dict)
    doubts: dict[str, tuple[DoubtRule, ...]] = Field(default_factory=dict)

    def topic(self, code: str, *groups: str) -> str | None:
        """Topic of an indicator: by its own code first, then by its groups, nearest first."""
        return self.topic_of.get(code) or next((self.topics[g] for g in groups if g in self.topics), None)

    def doubt(self, file: str, row: Mapping[str, str]) -> str:
        """The row's own doubt joined with the doubts of the document's reader about it."""
        return joined(row.get("doubt", ""), *(rule.text for rule in self.doubts.get(file, ()) if rule.meets(row)))


class Made(NamedTuple):
    """Indicators with values and refused rows of one file."""

    indicators: list[IndicatorRow]
    values: list[ValueRow]
    refusals: list[Refusal]


def tables(module_file: str) -> Tables:
    """Tables of the TOML file beside a reader's module."""
    return Tables(**tomllib.loads(Path(module_file).with_suffix(".toml").read_text("utf-8")))


def joined(*parts: str) -> str:
    """Notes joined by `; `, without empty and repeated ones."""
    return "; ".join(dict.fromkeys(part for part in parts if part))


def number(text: str) -> float | None:
    """A printed number (decimal comma or point, thin or plain gaps between thousands), or None."""
    plain = _GAPS.sub("", text.strip())
    if not _NUMBER.fullmatch(plain):
        return None
    return float(plain.replace(",", ".").replace("\u2212", "-"))


def rows_of(path: Path, columns: Iterable[str] = ()) -> list[Row]:
    """Rows of a CSV file; ReadError when it is missing, not UTF-8, or lacks a column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = sorted(set(columns) - set(reader.fieldnames or ()))
            if missing:
                raise ReadError("indicators.read.columns", file=path.name, columns=", ".join(missing))
            return [{str(k): (v or "").strip() for k, v in row.items() if isinstance(v, str | None)} for row in reader]
    except OSError as error:
        raise ReadError("indicators.read.missing", file=path.name) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ReadError("indicators.read.broken", file=path.name) from error


def register(name: str, rows: Sequence[Row], table: Tables, day: date | None, **columns: str) -> list[RegisterItem]:
    """Rows of a register; `columns` says which printed column gives id, code, title_ru, title_en, territory, period.

    A row without an id of its own is numbered in printed order. `day` is the date of data of the source.
    """
    items = []
    for position, row in enumerate(rows, 1):
        picked = {ours: row.get(theirs, "") for ours, theirs in columns.items()}
        document = row.get("source_doc") or table.document
        items.append(RegisterItem(
            id=picked.pop("id", "") or f"{name}-{position:03d}", register=name, position=position,
            title_ru=picked.pop("title_ru", ""), payload=json.dumps(row, ensure_ascii=False),
            source_doc=document, source_line=row.get("source_line", ""), doubt=table.doubt(name, row),
            data_date=table.documents.get(document, day), **picked,
        ))  # fmt: skip
    return items


def checked(values: Sequence[tuple[int, ValueRow]], known: Iterable[str]) -> tuple[list[ValueRow], list[Refusal]]:
    """Values whose indicator is known; the others as refusals with their row number in the file."""
    codes = set(known)
    good = [value for _, value in values if value.code in codes]
    bad = [Refusal(no, "code", "unknown_code", v.code) for no, v in values if v.code not in codes]
    return good, bad


def first_by(rows: Iterable[Row], column: str) -> dict[str, Row]:
    """First row of each value of a column, in printed order."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row[column], row)
    return found
