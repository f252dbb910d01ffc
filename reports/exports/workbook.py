"""XLSX: a sheet of data, as many as the format needs, and a sheet that says what the data are and where from."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.exports.model import SYNTHETIC, Cargo, Rows
from reports.exports.text_table import risky

SHEET_ROWS = 1_048_576
CELL_CHARS = 32_767
FIRST_YEAR = 1900
WIDTHS = {"text": 24, "code": 18, "date": 12, "time": 18, "num": 12, "int": 12, "bool": 8}
SHEET_NAME = 31
ABOUT_WIDTHS = (28, 100)


class Book:
    """A workbook that is written row by row; a sheet that is full is followed by another one."""

    def __init__(self, cargo: Cargo, path: Path) -> None:
        """Open the workbook; its own drafts lie beside it."""
        options = {
            "constant_memory": True, "tmpdir": str(path.parent), "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "nan_inf_to_errors": True,
        }  # fmt: skip
        self.cargo, self.file = cargo, xlsxwriter.Workbook(str(path), options)
        self.head = self.file.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.number = 0
        self.sheet = self.next_sheet()
        self.at = 1
        looks: dict[str, dict[str, Any]] = {
            "text": {}, "risky": {"quote_prefix": True}, "day": {"num_format": "yyyy-mm-dd"},
            "time": {"num_format": 'yyyy-mm-dd"T"hh:mm"Z"'},
        }  # fmt: skip
        self.looks = {name: self.file.add_format(look) for name, look in looks.items()}
        tint = {"bg_color": "#fff1c2"}
        self.marked = {name: self.file.add_format({**look, **tint}) for name, look in looks.items()}

    def next_sheet(self) -> Worksheet:
        """Another sheet with the words of the columns."""
        self.number += 1
        name = self.cargo.words["data"] + (f" {self.number}" if self.number > 1 else "")
        sheet = self.file.add_worksheet(name[:SHEET_NAME])
        types = ["text", "text", *(column.type for column in self.cargo.columns), "num", "num"]
        for at, (words, kind) in enumerate(zip(self.cargo.head(), types, strict=True)):
            sheet.set_column(at, at, WIDTHS[kind])
            sheet.write_string(0, at, words, self.head)
        sheet.freeze_panes(1, 2)
        return sheet

    def rows(self, rows: Rows) -> None:
        """A portion of rows; synthetic ones stand on a coloured ground."""
        for row, cells in zip(rows, self.cargo.cells(rows), strict=True):
            if self.at >= SHEET_ROWS:
                self.sheet, self.at = self.next_sheet(), 1
            looks = self.marked if row["origin"] == SYNTHETIC else self.looks
            for at, value in enumerate(cells):
                _cell(self.sheet, (self.at, at), value, looks)
            self.at += 1

    def drop_drafts(self) -> None:
        """Close the drafts of the sheets; the writer itself closes them only when it comes to its end."""
        for sheet in self.file.worksheets():
            draft = getattr(sheet, "row_data_fh", None)
            if draft is not None:
                draft.close()

    def about(self) -> None:
        """The sheet of what the data are."""
        sheet = self.file.add_worksheet(self.cargo.words["about"][:SHEET_NAME])
        wrap = self.file.add_format({"text_wrap": True, "valign": "top"})
        loud = self.file.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        name_look = self.file.add_format({"bold": True, "valign": "top", "text_wrap": True})
        for at, width in enumerate(ABOUT_WIDTHS):
            sheet.set_column(at, at, width)
        for at, (name, words) in enumerate(self.cargo.facts.lines):
            sheet.write_string(at, 0, name, name_look)
            sheet.write_string(at, 1, words[:CELL_CHARS], loud if risky(words) else wrap)


def _cell(sheet: Worksheet, at: tuple[int, int], value: Any, looks: dict[str, Format]) -> None:
    """One cell by its type; a text is always a text, and one that looks like a formula is marked as text for good."""
    row, col = at
    if value is None or value == "":
        sheet.write_blank(row, col, None, looks["text"])
    elif isinstance(value, bool):
        sheet.write_boolean(row, col, value, looks["text"])
    elif isinstance(value, int | float):
        sheet.write_number(row, col, value, looks["text"])
    elif isinstance(value, datetime):
        sheet.write_datetime(row, col, value, looks["time"])
    elif isinstance(value, date):
        _day(sheet, at, value, looks)
    else:
        text = str(value)[:CELL_CHARS]
        sheet.write_string(row, col, text, looks["risky" if risky(text) else "text"])


def _day(sheet: Worksheet, at: tuple[int, int], value: date, looks: dict[str, Format]) -> None:
    """A day; XLSX knows none before 1900, they stay texts."""
    if value.year < FIRST_YEAR:
        sheet.write_string(*at, value.isoformat(), looks["text"])
    else:
        sheet.write_datetime(*at, value, looks["day"])


def write_xlsx(cargo: Cargo, path: Path) -> None:
    """The workbook; numbers and days keep their types."""
    book, done = Book(cargo, path), 0
    try:
        for rows in cargo.portions:
            book.rows(rows)
            done += len(rows)
            cargo.tick(done)
        book.about()
        book.file.close()
    finally:
        book.drop_drafts()
