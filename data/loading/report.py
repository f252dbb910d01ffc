"""What a load did: counts, notes and refused rows; faults are keys of sentences in the locales."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from config import i18n
from config.limits import REFUSED_KEPT
from config.spoken import SpokenError

Status = Literal["ok", "unchanged", "refused", "failed", "dry_run"]
GOOD: tuple[Status, ...] = ("ok", "unchanged")


class LoadError(SpokenError):
    """A file cannot be loaded; `key` names the sentence `load.<key>` in the locales, `values` its places."""

    def message(self) -> str:
        """The fault as it is kept in the log."""
        return write_message(f"load.{self.key}", **self.values)


def write_message(key: str, **values: object) -> str:
    """A sentence's key and values as text for the log, where it outlives the language of the day."""
    return json.dumps({"key": key, **values}, ensure_ascii=False, default=str)


def say(lang: i18n.Lang, message: str) -> str:
    """A kept message as a sentence in a language; empty for none, as it stands when it is no message of ours."""
    try:
        values: dict[str, Any] = json.loads(message)
        key = str(values.pop("key"))
        return i18n.t(lang, key, **{name: _written(lang, value) for name, value in values.items()})
    except (ValueError, KeyError, AttributeError, TypeError):
        return message


def _written(lang: i18n.Lang, value: object) -> object:
    return i18n.number(lang, value) if isinstance(value, int | float) and not isinstance(value, bool) else value


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken: number in the file (from 1, header not counted), field, reason key, value as found."""

    row_no: int
    field: str
    reason: str
    value: str


@dataclass(frozen=True)
class Unsure:
    """A row whose address is unsure: `places` are those it may mean as JSON, `object_id` is empty without any."""

    row_no: int
    layer: str
    object_id: str
    address: str
    district: str
    places: str


@dataclass
class Counts:
    """Rows of a load by what became of them."""

    read: int = 0
    added: int = 0
    changed: int = 0
    closed: int = 0
    unchanged: int = 0
    refused: int = 0

    def add(self, other: "Counts") -> None:
        """Add the counts of another part of the same load."""
        for name in ("read", "added", "changed", "closed", "unchanged", "refused"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def moved(self) -> int:
        """Rows by which the store changed."""
        return self.added + self.changed + self.closed


@dataclass
class LoadReport:
    """Outcome of one load of one source; `notes` counts what was put right on the way (key `load.note.<note>`)."""

    source: str
    file_name: str
    status: Status
    counts: Counts = field(default_factory=Counts)
    refusals: list[Refusal] = field(default_factory=list)
    unsure: list[Unsure] = field(default_factory=list)
    message: str = ""
    load_id: int | None = None
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def good(self) -> bool:
        """Whether the file's content now stands in the store."""
        return self.status in GOOD

    def refuse(self, refusals: list[Refusal]) -> None:
        """Count refused rows and keep the first of them."""
        self.counts.refused += len(refusals)
        self.refusals.extend(refusals[: max(0, REFUSED_KEPT - len(self.refusals))])

    def said(self, lang: i18n.Lang) -> str:
        """The message as a sentence in a language."""
        return say(lang, self.message)
