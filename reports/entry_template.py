"""The table that a body fills in: its series with the last known values, one row for each, as a workbook."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from config import i18n
from config.city import City
from data.entry.check import KINDS
from data.entry.desks import Line
from data.entry.sheet import COLUMNS
from reports.exports.text_table import safe_cell

WIDTHS = {"line": 16, "name": 60, "territory": 18, "breakdown": 24, "unit": 14, "kind": 10, "period": 12,
          "previous_period": 14, "previous": 14, "value": 16, "reason": 40}  # fmt: skip
OPEN_COLUMNS = ("kind", "period", "value", "reason")
NOTES = ("how_value", "how_number", "how_reason", "how_line", "how_send")


@dataclass(frozen=True)
class Wanted:
    """What a template is for: the language of its words, the body's name, kind of values and period asked for."""

    lang: i18n.Lang
    body: str
    kind: str
    period: str


def template(city: City, lines: Sequence[Line], wanted: Wanted) -> bytes:
    """A workbook with one row for each series; what is not to be changed is locked, no cell is a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": i18n.t(wanted.lang, "entry.template.title"), "company": wanted.body})
        sheet = book.add_worksheet(i18n.t(wanted.lang, "entry.template.sheet"))
        _fill(book, sheet, [_row(city, line, wanted) for line in lines], wanted)
        how = book.add_worksheet(i18n.t(wanted.lang, "entry.template.how"))
        how.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
        about = [i18n.t(wanted.lang, "entry.template.title"), wanted.body]
        for at, text in enumerate([*about, *(i18n.t(wanted.lang, f"entry.template.{name}") for name in NOTES)]):
            how.write_string(at, 0, str(safe_cell(text)))
    return out.getvalue()


def _fill(book: Any, sheet: Any, rows: Sequence[dict[str, Any]], wanted: Wanted) -> None:
    head = book.add_format({"bold": True, "bg_color": "#E8EEF5", "text_wrap": True, "valign": "top", "border": 1})
    still = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#3F4955"})
    open_look = {"locked": False, "bg_color": "#FFF8E1", "border": 1, "valign": "top"}
    # A period is text: a program of tables would make a day of a month that is typed as 2024-05.
    looks = {name: open_look | ({"num_format": "@"} if name == "period" else {}) for name in OPEN_COLUMNS}
    typed = {name: book.add_format(look) for name, look in looks.items()}
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, WIDTHS[name])
        sheet.write_string(0, column, i18n.t(wanted.lang, f"entry.column.{name}"), head)
        for at, row in enumerate(rows, 1):
            _cell(sheet, at, column, row[name], typed.get(name, still))
    kinds = [i18n.t(wanted.lang, f"indicators.kind.{kind}") for kind in KINDS]
    place, last = COLUMNS.index("kind"), max(1, len(rows))
    sheet.data_validation(1, place, last, place, {"validate": "list", "source": kinds})
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet: Any, at: int, column: int, value: Any, form: Any) -> None:
    if value is None:
        sheet.write_blank(at, column, None, form)
    elif isinstance(value, float):
        sheet.write_number(at, column, value, form)
    else:
        sheet.write_string(at, column, str(safe_cell(value)), form)


def _row(city: City, line: Line, wanted: Wanted) -> dict[str, Any]:
    last = line.latest(wanted.kind)
    own = {"kk": line.name_kk, "ru": line.name_ru, "en": line.name_en}[wanted.lang]
    unit = next((u.symbol[wanted.lang] for u in city.units if u.id == line.unit), line.unit_ru or line.unit_en)
    district = next((d.names[wanted.lang] for d in city.districts if d.id == line.territory), None)
    return {
        "line": line.id, "name": own or line.name_ru, "territory": district or city.names[wanted.lang],
        "breakdown": line.breakdown_ru or line.breakdown, "unit": unit,
        "kind": i18n.t(wanted.lang, f"indicators.kind.{wanted.kind}"), "period": wanted.period,
        "previous_period": last.period if last else "", "previous": last.value if last else None, "value": None,
        "reason": None,
    }  # fmt: skip
