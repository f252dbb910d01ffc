"""What a reader of indicator documents hands to the store: typed rows of four tables."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from config.policy import Sensitivity
from config.spoken import SpokenError
from data.loading.report import Refusal

Kind = Literal["fact", "plan", "estimate", "forecast"]
KINDS: dict[str, Kind] = {
    "actual": "fact", "fact": "fact", "plan": "plan", "target": "plan", "goal": "plan", "stage target": "plan",
    "estimate": "estimate", "forecast": "forecast",
}  # fmt: skip


BreakKind = Literal["method", "borders", "currency", "event", "other"]


class ReadError(SpokenError, ValueError):
    """A file of a source cannot be read; `key` names the sentence in the locales, `values` its places."""


@dataclass(frozen=True)
class IndicatorRow:
    """Passport of one indicator; `topic` is an id of the city's directory or None, units are as printed."""

    code: str
    collection: str
    name_ru: str
    name_en: str
    position: int
    name_kk: str | None = None
    unit_ru: str = ""
    unit_en: str = ""
    good_direction: Literal["up", "down"] | None = None
    category: str = ""
    topic: str | None = None
    goal: str = ""
    programme: str = ""
    responsible: str = ""
    provider: str = ""
    method: str = ""
    source_line: str = ""
    note: str = ""
    doubt: str = ""
    sensitivity: str = Sensitivity.PUBLIC.value
    data_date: date | None = None


@dataclass(frozen=True)
class ValueRow:
    """One value of an indicator.

    `period` holds the printed words. Where nothing is printed it is empty, the kind is `none`, and `period_start`
    is the day inferred by the curator of the data, if any.
    """

    code: str
    territory: str
    period: str
    kind: Kind
    value: float | None
    position: int
    period_kind: str = "none"
    period_start: date | None = None
    breakdown: str = ""
    breakdown_ru: str = ""
    printed_kind: str = ""
    value_text: str = ""
    comparison: str = "="
    edition: str = ""
    source_doc: str = ""
    source_line: str = ""
    evidence: str = ""
    note: str = ""
    doubt: str = ""
    data_date: date | None = None


@dataclass(frozen=True)
class FactRow:
    """One figure of a narrative: not a series, hence no indicator."""

    id: str
    collection: str
    topic: str
    metric_ru: str
    metric_en: str
    value: float | None
    position: int
    value_text: str = ""
    comparison: str = "="
    unit_ru: str = ""
    unit_en: str = ""
    period: str = ""
    period_inferred: str = ""
    territory: str = ""
    kind: str = "fact"
    measure: str = ""
    source_doc: str = ""
    source_line: str = ""
    evidence: str = ""
    note: str = ""
    doubt: str = ""
    data_date: date | None = None


@dataclass(frozen=True)
class RegisterItem:
    """One row of a register (measures, funding, projects, lists …) with the whole printed row as JSON."""

    id: str
    register: str
    position: int
    title_ru: str
    payload: str
    code: str = ""
    title_en: str = ""
    territory: str = ""
    period: str = ""
    source_doc: str = ""
    source_line: str = ""
    doubt: str = ""
    data_date: date | None = None


@dataclass(frozen=True)
class BreakRow:
    """A day from which the values of a series say something else, or an event that moved them; `period` as printed."""

    code: str
    kind: BreakKind
    day: date
    period: str
    words_ru: str
    words_kk: str
    words_en: str
    source_doc: str = ""
    source_line: str = ""


@dataclass(frozen=True)
class Bundle:
    """All rows of one source, in printed order, and the rows that were not taken.

    With `joins` its values may belong to a passport that another source has brought. With `adds` only periods of which
    it has a value take the place of what the source had of them: the others stay.
    """

    indicators: tuple[IndicatorRow, ...] = ()
    values: tuple[ValueRow, ...] = ()
    facts: tuple[FactRow, ...] = ()
    registers: tuple[RegisterItem, ...] = ()
    refusals: tuple[Refusal, ...] = field(default=())
    rows_read: int = 0
    breaks: tuple[BreakRow, ...] = ()
    joins: bool = False
    adds: bool = False
