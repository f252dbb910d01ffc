"""Who answers for which figures: the desks of a city at which officials enter values of indicators."""

from typing import Literal

from config.records import Code, Record, Words

# What the id of a source begins with that holds the values a body entered.
ENTERED = "entry-"


class Desk(Record):
    """A body whose officials enter values.

    `named` are the spellings by which documents name it as responsible; `sources` are documents whose indicators are
    its own where no other desk is named. The desk of a `district` enters values of that district alone.
    """

    body: Code
    named: tuple[str, ...] = ()
    sources: tuple[Code, ...] = ()
    district: Code | None = None


class EntryRules(Record):
    """What the sources of entered values share (`names` has a place `{body}`), and the desks."""

    names: Words
    licence: str
    rhythm: Literal["once", "hour", "day", "week", "month", "quarter", "year"] = "year"
    desks: tuple[Desk, ...]
