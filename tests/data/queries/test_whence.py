"""Where figures come from, by hand: values speak before the passport."""

from dataclasses import replace
from datetime import date, datetime

from data.queries.indicators import Entry, Point
from data.queries.printed import Series
from data.queries.whence import by_source, dates, newest, of_entry, whence

OLD, NEW = date(2020, 1, 1), date(2024, 5, 5)
PRINTED = Point("city", "2020", "year", OLD, "", "", "fact", 1.0, "", "=", "", "", 1, OLD, "doc", "open")
ENTERED = replace(PRINTED, source="entry-x", origin="official", data_date=NEW)
ENTRY = Entry("x", "c", "ru", None, "en", None, "", "", None, "", None, "", "doc", "model", "public", OLD,
              datetime(2026, 1, 1), 1, "")  # fmt: skip


def test_R100_values_say_where_they_come_from_and_the_passport_only_for_those_that_do_not() -> None:
    assert of_entry(ENTRY, [PRINTED, ENTERED, PRINTED]) == [("doc", "open", OLD), ("entry-x", "official", NEW)]
    silent = replace(PRINTED, source="", origin="", data_date=None)
    assert of_entry(ENTRY, [silent]) == of_entry(ENTRY, []) == [("doc", "model", OLD)]
    assert whence([replace(ENTERED, data_date=None)], "doc", "open", OLD) == [("entry-x", "official", None)]


def test_R100_sources_of_many_series_have_their_newest_date() -> None:
    assert newest([None, OLD, NEW, None]) == NEW
    assert newest([]) is None
    assert by_source([[("a", "open", OLD)], [("b", "open", None), ("a", "model", NEW)]]) == {"a": NEW, "b": None}
    last = replace(ENTRY, last=ENTERED)
    assert dates([Series(ENTRY, {"2020": {"fact": PRINTED}}), Series(last, {})]) == {"doc": OLD, "entry-x": NEW}
