"""Breaks and events of an indicator in the files and doors of its values."""

from collections.abc import Sequence
from typing import Any

from api.table_file import plain
from components import indicator_words as words
from components.context import Context
from components.indicator_rows import document_words
from config import i18n
from data.queries.indicator_breaks import Break

HEADS = ("kind", "day", "period", "words", "document", "origin")


def break_fields(ctx: Context, one: Break) -> dict[str, Any]:
    """A break as fields of JSON: day in ISO, words in the reader's language and in all three."""
    return {
        "kind": one.kind, "kind_title": ctx.t(f"indicator.break.{one.kind}"), "day": plain(one.day),
        "period": one.period, "words": ctx.words(one.words),
        "words_all": {lang: getattr(one.words, lang) for lang in i18n.LANGS},
        "source_doc": one.source_doc, "source_line": one.source_line, "origin": one.origin,
        "source_document": words.document(ctx.lang, one.source_doc) if one.source_doc else "",
    }  # fmt: skip


def break_cells(ctx: Context, one: Break) -> tuple[str, ...]:
    """A break as cells under HEADS."""
    where = document_words(ctx, one.source_doc, one.source_line) if one.source_doc else ""
    return (ctx.t(f"indicator.break.{one.kind}"), one.day.isoformat(), one.period, ctx.words(one.words), where,
            ctx.t(f"value.origin.{one.origin}"))  # fmt: skip


def break_lines(ctx: Context, breaks: Sequence[Break]) -> list[str]:
    """Breaks as lines at the end of a CSV, under a line that says what they are; nothing without any."""
    if not breaks:
        return []
    lines = [" \u00b7 ".join(cell for cell in break_cells(ctx, one) if cell) for one in breaks]
    return [ctx.t("indicator.break.title"), *lines]
