"""Rows of the catalogue of indicators and of the list of single facts, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from components import badges, grid
from components import indicator_words as words
from components.context import Context
from components.periods import period_words
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


def _unit(ctx: Context, entry: Entry) -> str:
    return words.unit(ctx.lang, ctx.store.city, entry.unit, entry.unit_ru, entry.unit_en)


def _age(ctx: Context, entry: Entry) -> str:
    source = ctx.store.city.source(entry.source)
    rhythm: Rhythm = source.rhythm if source else "once"
    state = freshness(rhythm, (badges.city_today(ctx) - entry.data_date).days if entry.data_date else None)
    return ctx.t(f"badge.age.{state}", date=ctx.date(entry.data_date))


def catalogue_row(ctx: Context, entry: Entry) -> dict[str, Any]:
    """One indicator as a row of the table."""
    source = ctx.store.city.source(entry.source)
    name, unit = words.name_of(ctx.lang, entry), _unit(ctx, entry)
    figure = words.figure(ctx.lang, entry.last)
    plan = f"{words.figure(ctx.lang, entry.plan)} ({period_words(ctx, entry.plan)})" if entry.plan else NO_DATA
    place = words.territory(ctx.lang, ctx.store.city, entry.last.territory) if entry.last else ""
    return {
        "id": entry.code, "code": entry.code, "href": f"/indicators/{entry.code}", "name": name.words,
        "name_lang": name.lang if name.lang != ctx.lang else None,
        "value": f"{figure}\u00a0{unit}" if entry.last and unit else figure,
        "value_n": entry.last.value if entry.last else None,
        "period": period_words(ctx, entry.last) if entry.last else NO_DATA,
        "period_n": entry.last.period_start.toordinal() if entry.last and entry.last.period_start else None,
        "territory": place, "change": change_words(ctx, entry.change), "change_n": entry.change,
        "plan": plan, "plan_n": entry.plan.value if entry.plan else None,
        "topic": words.topic(ctx.lang, ctx.store.city, entry.topic),
        "source": ctx.words(source.names) if source else entry.source, "age": _age(ctx, entry),
        "age_n": entry.data_date.toordinal() if entry.data_date else None,
        "origin": ctx.t(f"value.origin.{entry.origin}"),
        "doubt": ctx.t("indicators.doubt.mark") if entry.doubtful else "",
    }  # fmt: skip


def catalogue_columns(ctx: Context) -> list[dict[str, Any]]:
    """Columns of the catalogue."""

    def title(name: str) -> str:
        return ctx.t(f"indicators.column.{name}")

    return [
        grid.column(
            "name",
            title("name"),
            cellRenderer=grid.LINK,
            width=300,
            minWidth=150,
            tooltipField="name",
            cellClass="cell-wrap",
        ),
        grid.column("value", title("value"), type="rightAligned", width=170, sort_by="value_n"),
        grid.column("period", title("period"), width=140, sort_by="period_n", tooltipField="period"),
        grid.column("change", title("change"), type="rightAligned", width=112, sort_by="change_n"),
        grid.column("plan", title("plan"), type="rightAligned", width=130, sort_by="plan_n"),
        grid.column("doubt", title("doubt"), cellRenderer=grid.MARK, width=150),
        grid.column("territory", title("territory"), width=120),
        grid.column("topic", title("topic"), width=150, tooltipField="topic"),
        grid.column("age", title("age"), width=160, sort_by="age_n"),
        grid.column("source", title("source"), width=220, tooltipField="source"),
        grid.column("origin", title("origin"), width=150),
        grid.column("code", title("code"), width=140),
    ]


def catalogue_rows(ctx: Context, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Rows of the catalogue."""
    return [catalogue_row(ctx, entry) for entry in entries]


def fact_row(ctx: Context, row: Mapping[str, Any]) -> dict[str, Any]:
    """One single figure of a document as a row of the table."""
    name = words.name(ctx.lang, None, row["metric_ru"], row["metric_en"])
    unit_id = units_by_spelling(ctx.store.city).get(plain_spelling(row["unit_ru"]))
    unit = words.unit(ctx.lang, ctx.store.city, unit_id, row["unit_ru"], row["unit_en"])
    figure = words.printed(ctx.lang, row["value"], row["value_text"], row["comparison"])
    period = row["period"] or words.inferred(ctx.lang, row["period_inferred"])
    doubts = words.remarks(ctx.lang, row["doubt"])
    return {
        "id": row["id"], "code": row["id"], "name": name.words,
        "value": f"{figure}\u00a0{unit}" if unit else figure, "value_n": row["value"], "period": period,
        "territory": words.territory(ctx.lang, ctx.store.city, row["territory"]),
        "kind": ctx.t(f"indicators.kind.{row['kind']}"),
        "document": document_words(ctx, row["source_doc"], row["source_line"]),
        "note": "; ".join(part for part in (row["note"], *(remark.words for remark in doubts)) if part),
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
            width=300,
            minWidth=150,
            tooltipField="name",
            cellClass="cell-wrap",
        ),
        grid.column("value", title("number"), type="rightAligned", width=170, sort_by="value_n"),
        grid.column("period", title("period"), width=150, tooltipField="period"),
        grid.column("territory", title("territory"), width=150, tooltipField="territory"),
        grid.column("kind", title("kind"), width=110),
        grid.column("document", title("document"), width=240, tooltipField="document"),
        grid.column("doubt", title("doubt"), cellRenderer=grid.MARK, width=150),
        grid.column("note", title("note"), width=260, tooltipField="note"),
        grid.column("code", title("code"), width=110),
    ]
