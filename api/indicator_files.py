"""Door of an indicator as a workbook: its values and, on a sheet of its own, what they are and where from."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from flask import Flask, Response, request

from api import params
from api.breaks import HEADS as HEADS_OF_BREAKS
from api.breaks import break_cells
from api.errors import hidden
from components import indicator_words as words
from components.badges import city_today, licence_words
from components.context import Context, current
from components.indicator_remarks import remarks
from components.indicator_rows import document_words
from components.indicator_subject import Subject, subject
from components.indicator_take import cited
from components.indicator_wish import Wish
from components.periods import period_words
from config.limits import EXPORT_ROWS
from config.policy import Action, Sensitivity, Thing
from data.queries.indicators import UnknownIndicatorError
from reports.exports.text_table import risky

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL_CHARS = 32_767
HEADS = ("period", "territory", "breakdown", "kind", "number", "printed", "edition", "document", "note", "doubt",
         "origin", "source")  # fmt: skip
WIDTHS = (18, 22, 26, 12, 14, 14, 20, 44, 30, 40, 18, 40)
BREAK_WIDTHS = (22, 14, 18, 80, 50, 18)
Cell = str | float | None


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/indicators/<code>.xlsx", "api_indicator_xlsx", indicator_xlsx)


@params.guarded
def indicator_xlsx(code: str) -> Response:
    """Values of an indicator, as of a day when `as_of` is given, with a second sheet about them."""
    ctx, day = current(), params.day("as_of")
    try:
        found = subject(ctx, code, Wish(day=day))
    except UnknownIndicatorError:
        return hidden()
    if not ctx.may(Action.EXPORT, Thing("indicator", Sensitivity(found.row["sensitivity"]))):
        return hidden()
    reply = Response(workbook(ctx, found, about(ctx, found, day)), mimetype=XLSX)
    reply.headers["Content-Disposition"] = f'attachment; filename="{code}.xlsx"'
    return reply


def about(ctx: Context, found: Subject, day: date | None) -> list[tuple[str, str]]:
    """Lines of (name, words) that say what the values are and where from."""
    row, of = found.row, cited(found.row, found.points)
    sources = [source for _, source in of.sources(ctx.store.city) if source is not None]
    lines = {
        "name": found.name.words, "code": row["code"], "unit": found.unit,
        "source": of.names(ctx.store.city, ctx.lang),
        "attribution": "; ".join(dict.fromkeys(one.attribution for one in sources if one.attribution)),
        "licence": "; ".join(dict.fromkeys(licence_words(ctx, one.licence) for one in sources if one.licence)),
        "origin": of.origins(ctx.lang), "data_date": ctx.date(of.day), "as_of": ctx.date(day) if day else "",
        "doubt": "; ".join(remark.words for remark in remarks(ctx.lang, row["doubt"])),
        "address": f"{request.host_url}indicators/{row['code']}", "made": ctx.date(city_today(ctx)),
    }  # fmt: skip
    return [(ctx.t(f"indicator.file.{name}"), value) for name, value in lines.items() if value]


def _row(ctx: Context, value: Mapping[str, Any], period: str) -> tuple[Cell, ...]:
    source = ctx.store.city.source(value["source"])
    doubt = "; ".join(remark.words for remark in remarks(ctx.lang, value["doubt"]))
    note = "; ".join(remark.words for remark in remarks(ctx.lang, value["note"]))
    return (
        period, words.territory(ctx.lang, ctx.store.city, value["territory"]),
        words.breakdown(ctx.lang, value["breakdown"], value["breakdown_ru"]), ctx.t(f"indicators.kind.{value['kind']}"),
        value["value"], value["value_text"], words.edition(ctx.lang, value["edition"]),
        document_words(ctx, value["source_doc"], value["source_line"]), note, doubt,
        ctx.t(f"value.origin.{value['origin']}"), ctx.words(source.names) if source else value["source"],
    )  # fmt: skip


def workbook(ctx: Context, found: Subject, lines: Iterable[tuple[str, str]]) -> bytes:
    """The file: numbers are numbers, a text is never a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    loud = book.add_format({"quote_prefix": True})
    heads = [ctx.t(f"indicators.column.{name}") for name in HEADS]
    rows = [_row(ctx, value, period_words(ctx, point))
            for value, point in zip(found.values[:EXPORT_ROWS], found.points, strict=False)]  # fmt: skip
    sheets: list[tuple[str, Sequence[str], Sequence[tuple[Cell, ...]], Sequence[int]]] = [
        ("values", heads, rows, WIDTHS), ("about", (), list(lines), (28, 100)),
    ]  # fmt: skip
    if found.breaks:
        titles = [ctx.t(f"indicator.file.break_{name}") for name in HEADS_OF_BREAKS]
        sheets.append(("breaks", titles, [break_cells(ctx, one) for one in found.breaks], BREAK_WIDTHS))
    for name, head, body, widths in sheets:
        sheet = book.add_worksheet(ctx.t(f"indicator.file.{name}"))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        for at, said in enumerate(head):
            sheet.write_string(0, at, said, bold)
        for line, cells in enumerate(body, 1 if head else 0):
            for at, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(line, at, cell[:CELL_CHARS], loud if risky(cell) else None)
                elif cell is not None:
                    sheet.write_number(line, at, cell)
    book.close()
    return out.getvalue()
