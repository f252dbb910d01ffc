"""Columns of the catalogue of indicators and rows of the list of single facts, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from components import badges, grid
from components import indicator_words as words
from components.context import Context
from components.indicator_remarks import remarks
from config.city import Rhythm
from config.i18n import NO_DATA
from data.indicators.units import plain_spelling, units_by_spelling
from data.queries.indicators import Entry
from data.queries.status import freshness

MINUS = "\u2212"
CHANGE_DIGITS = 4


def change_words(ctx: Context, change: float | None) -> str:
    """A change with its sign; a dash where there is nothing to compare with."""
    if change is None:
        return NO_DATA
    rounded = round(change, CHANGE_DIGITS)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return sign + ctx.number(abs(rounded))


def unit_words(ctx: Context, entry: Entry) -> str:
    """Unit of an indicator in the reader's language; empty where the document names none."""
    return words.unit(ctx.lang, ctx.store.city, entry.unit, entry.unit_ru, entry.unit_en)


def age_words(ctx: Context, entry: Entry) -> tuple[str, bool]:
    """Date of the data of the last figure of an indicator in words, and whether new data are overdue."""
    source = ctx.store.city.source(entry.from_source)
    rhythm: Rhythm = source.rhythm if source else "once"
    day = entry.from_date
    state = freshness(rhythm, (badges.city_today(ctx) - day).days if day else None)
    return ctx.t(f"badge.age.{state}", date=ctx.date(day)), state == "late"


# Classes of a cell with a number and its unit: at the right, in two lines where it is long.
NUMBER = ["ag-right-aligned-cell", "cell-wrap"]


def catalogue_columns(ctx: Context) -> list[dict[str, Any]]:
    """Columns of the catalogue as its script draws them: field, head, width in pixels, what it is sorted by.

    `right` stands at the right, `small` has smaller letters, `least` is the least width; `sort` names a field of a row
    or nothing.
    """
    shapes: tuple[tuple[str, int, str, dict[str, Any]], ...] = (
        ("name", 236, "name", {"least": 150}), ("shape", 128, "", {}), ("value", 150, "value_n", {"right": True}),
        ("period", 140, "period_n", {}), ("change", 130, "change_n", {"right": True}), ("status", 158, "status_n", {}),
        ("plan", 150, "plan_n", {"right": True}), ("age", 150, "age_n", {}), ("origin", 170, "origin", {}),
        ("topic", 150, "topic", {}), ("source", 240, "source", {"small": True}), ("code", 160, "code", {}),
    )  # fmt: skip
    return [
        {"id": name, "title": ctx.t(f"indicators.column.{name}"), "width": width, "sort": sort, **more}
        for name, width, sort, more in shapes
    ]


def fact_row(ctx: Context, row: Mapping[str, Any]) -> dict[str, Any]:
    """One single figure of a document as a row of the table."""
    name = words.name(ctx.lang, None, row["metric_ru"], row["metric_en"])
    unit_id = units_by_spelling(ctx.store.city).get(plain_spelling(row["unit_ru"]))
    unit = words.unit(ctx.lang, ctx.store.city, unit_id, row["unit_ru"], row["unit_en"])
    figure = words.printed(ctx.lang, row["value"], row["value_text"], row["comparison"])
    period = row["period"] or words.inferred(ctx.lang, row["period_inferred"])
    said = [remark.words for text in (row["note"], row["doubt"]) for remark in remarks(ctx.lang, text)]
    return {
        "id": row["id"], "code": row["id"], "name": name.words,
        "value": f"{figure}\u00a0{unit}" if unit else figure, "value_n": row["value"], "period": period,
        "territory": words.territory(ctx.lang, ctx.store.city, row["territory"]),
        "kind": ctx.t(f"indicators.kind.{row['kind']}"),
        "document": document_words(ctx, row["source_doc"], row["source_line"]),
        "note": "; ".join(said),
        "doubt": ctx.t("indicators.doubt.mark") if row["doubt"] else "",
    }  # fmt: skip


def document_words(ctx: Context, document: str, line: str) -> str:
    """Title of a document with the line in it."""
    title = words.document(ctx.lang, document)
    return f"{title}, {ctx.t('indicators.document.line', line=line)}" if line else title


def fact_columns(ctx: Context) -> list[dict[str, Any]]:
    """Columns of the list of facts."""

    def title(name: str) -> str:
        return ctx.t(f"indicators.column.{name}")

    return [
        grid.column(
            "name",
            title("fact"),
            cellRenderer=grid.TEXT,
            width=280,
            minWidth=150,
            tooltipField="name",
            cellClass="cell-wrap",
        ),
        grid.column("value", title("number"), type="rightAligned", width=150, sort_by="value_n", cellClass=NUMBER),
        grid.column("period", title("period"), width=150, tooltipField="period", cellClass="cell-wrap"),
        grid.column("territory", title("territory"), width=140, tooltipField="territory"),
        grid.column("kind", title("kind"), width=90),
        grid.column("document", title("document"), width=280, tooltipField="document",
                    cellClass="cell-wrap cell-small"),
        grid.column("doubt", title("doubt"), cellRenderer=grid.MARK, width=150),
        grid.column("note", title("note"), width=300, tooltipField="note", cellClass="cell-wrap cell-small"),
        grid.column("code", title("code"), width=110),
    ]
