"""Passport, doubts and table of values of one indicator."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import badges
from components import indicator_words as words
from components.basics import Child, icon, outside, table
from components.context import Context
from components.indicator_remarks import remarks
from components.indicator_rows import document_words
from components.periods import period_words
from components.states import cut_off
from config.city import Source
from data.indicators.directions import direction
from data.indicators.names import kazakh_names
from data.queries.indicators import Point, main_series, points
from data.queries.rhythm import rhythm_of

ROWS_MAX = 500
PLACES_MAX = 8
PLAIN_FIELDS = ("programme", "responsible", "provider", "source_line")


def said(ctx: Context, spoken: words.Said) -> Child:
    """Words with their language marked where it is not the reader's."""
    return spoken.words if spoken.lang == ctx.lang else html.Span(spoken.words, lang=spoken.lang)


def _source_links(ctx: Context, source: Source) -> list[Child]:
    licence: Child = badges.licence_words(ctx, source.licence)
    if source.licence_url:
        licence = outside(licence, source.licence_url)
    return [ctx.words(source.names), html.Br(), source.attribution, " · ", licence]


def _names(ctx: Context, row: Mapping[str, Any]) -> list[Component]:
    found = (("kk", row["name_kk"]), ("ru", row["name_ru"]), ("en", row["name_en"]))
    own: list[Component] = [
        html.Div([html.Span(ctx.t(f"shell.language.{lang}"), className="muted"), ": ", html.Span(name, lang=lang)])
        for lang, name in found if name
    ]  # fmt: skip
    told = html.Div(ctx.t("indicators.passport.translated"), className="muted")
    return [*own, told] if row["name_kk"] and row["code"] in kazakh_names() else own


def _goal(ctx: Context, row: Mapping[str, Any]) -> words.Said:
    """Goals of the plan have words in three languages; those of the review are numbers."""
    printed = str(row["goal"])
    return words.goal(ctx.lang, printed) if row["collection"] == "plan2025" else words.as_written(ctx.lang, printed)


def _span(ctx: Context, found: Sequence[Point]) -> str:
    """From which period to which there are values, and how many."""
    days = sorted((p for p in found if p.period and p.period_start), key=lambda p: p.period_start or date.min)
    if not days:
        return ""
    ends = " \u2013 ".join(dict.fromkeys((period_words(ctx, days[0]), period_words(ctx, days[-1]))))
    return ctx.t("indicators.passport.span_words", ends=ends, count=ctx.number(len(found)))


def _time_lines(ctx: Context, values: Sequence[Mapping[str, Any]]) -> list[tuple[str, Child]]:
    """How often values come, which periods they cover, and when one of them was changed last."""
    found = points(values)
    changed = max((value["known_from"] for value in values), default=None)
    own = (ctx.store.city.id, ctx.store.city.country)
    facts = [p for p in main_series(found, own) if p.kind == "fact" and p.value is not None]
    return [
        ("rhythm", ctx.t(f"catalogue.rhythm.{rhythm_of(facts)}") if facts else ""), ("span", _span(ctx, found)),
        ("changed", ctx.date(ctx.local_day(changed)) if changed else ""),
    ]  # fmt: skip


def passport_lines(
    ctx: Context, row: Mapping[str, Any], values: Sequence[Mapping[str, Any]] = ()
) -> list[tuple[str, Child]]:  # fmt: skip
    """What is known of an indicator: pairs of a word key and what stands there, without what the document lacks."""
    source = ctx.store.city.source(row["source"])
    good, basis = direction(row["code"], row["good_direction"])
    read = f" ({ctx.t('indicators.direction.read')})" if basis == "read" else ""
    lines: list[tuple[str, Child]] = [
        ("names", _names(ctx, row)),
        ("code", html.Code(row["code"])),
        ("unit", words.unit(ctx.lang, ctx.store.city, row["unit"], row["unit_ru"], row["unit_en"])
                 or ctx.t("indicators.chart.unit_missing")),
        ("good_direction", ctx.t(f"indicators.direction.{good}") + read if good else ""),
        ("category", words.category(ctx.lang, row["category"])),
        ("topic", words.topic(ctx.lang, ctx.store.city, row["topic"])),
        ("goal", said(ctx, _goal(ctx, row))),
        *((name, said(ctx, words.as_written(ctx.lang, row[name]))) for name in PLAIN_FIELDS if row[name]),
        ("method", _note(ctx, row["method"])), ("note", _note(ctx, row["note"])),
        ("source", _source_links(ctx, source) if source else row["source"]),
        *_time_lines(ctx, values),
        ("data_date", ctx.date(row["data_date"])),
        ("loaded_at", ctx.date(ctx.local_day(row["loaded_at"]))),
        ("origin", ctx.t(f"value.origin.{row['origin']}")),
        ("address", html.Code(f"/indicators/{row['code']}")),
    ]  # fmt: skip
    return [(key, value) for key, value in lines if value]


def passport(ctx: Context, row: Mapping[str, Any], values: Sequence[Mapping[str, Any]] = ()) -> Component:
    """Passport of an indicator as a list of terms."""
    terms: list[Component] = []
    for key, value in passport_lines(ctx, row, values):
        terms += [html.Dt(ctx.t(f"indicators.passport.{key}")), html.Dd(value)]
    return html.Dl(terms, className="facts card")


def doubts(ctx: Context, row: Mapping[str, Any], values: Iterable[Mapping[str, Any]]) -> Component | None:
    """What is doubtful about an indicator, said before its figures; None where nothing is."""
    places: dict[words.Said, list[str]] = {}
    for remark in remarks(ctx.lang, row["doubt"]):
        places.setdefault(remark, []).append(ctx.t("indicators.doubt.whole"))
    found = list(values)
    for value, point in zip(found, points(found), strict=True):
        kind = ctx.t(f"indicators.kind.{value['kind']}")
        for remark in remarks(ctx.lang, value["doubt"]):
            places.setdefault(remark, []).append(f"{period_words(ctx, point)} ({kind})")
    if not places:
        return None
    items = []
    for remark, named in places.items():
        unique = list(dict.fromkeys(named))
        where = ", ".join(unique[:PLACES_MAX]) + (" …" if len(unique) > PLACES_MAX else "")
        values_words = html.Span(ctx.t("indicators.doubt.values", values=where), className="muted")
        items.append(html.Li([said(ctx, remark), ". ", values_words]))
    return html.Div(
        [
            html.H2([icon("exclamation-diamond"), " ", ctx.t("indicators.doubt.title")], className="doubts-title"),
            html.P(ctx.t("indicators.doubt.lead")),
            html.Ul(items),
        ],
        className="doubts", role="note",
    )  # fmt: skip


def values_table(ctx: Context, name: str, values: Sequence[Mapping[str, Any]], unit: str) -> Component:
    """Every value with its period, place, kind, document and doubts; columns without any content are left out."""
    shown = values[:ROWS_MAX]
    rows = [_cells(ctx, value, point) for value, point in zip(shown, points(shown), strict=True)]
    heads = ["period", "territory", "breakdown", "kind", "value", "printed", "edition", "document", "note", "doubt"]
    used = [i for i, head in enumerate(heads) if head in ("period", "value", "kind") or any(row[i] for row in rows)]
    drawn = table(
        ctx.t("indicators.table.caption", name=name),
        [ctx.t(f"indicators.column.{heads[i]}") if heads[i] != "value" else _value_head(ctx, unit) for i in used],
        [[row[i] for i in used] for row in rows],
        numeric=[place for place, i in enumerate(used) if heads[i] == "value"],
    )
    return html.Div([drawn, cut_off(ctx, len(shown), len(values)) if len(shown) < len(values) else None],
                    className="values-table")  # fmt: skip


def _value_head(ctx: Context, unit: str) -> str:
    word = ctx.t("indicators.column.number")
    return f"{word}, {unit}" if unit else word


def _cells(ctx: Context, value: Mapping[str, Any], point: Point) -> list[Child]:
    doubt = [child for remark in remarks(ctx.lang, value["doubt"]) for child in (said(ctx, remark), ". ")]
    figure = words.figure(ctx.lang, point)
    printed = value["value_text"] if value["value_text"] and value["value_text"] != figure else ""
    return [
        period_words(ctx, point), words.territory(ctx.lang, ctx.store.city, value["territory"]),
        words.breakdown(ctx.lang, value["breakdown"], value["breakdown_ru"]), ctx.t(f"indicators.kind.{value['kind']}"),
        figure, html.Span(printed, lang="ru") if printed else "", words.edition(ctx.lang, value["edition"]),
        html.Span(document_words(ctx, value["source_doc"], value["source_line"]), className="long"),
        _note(ctx, value["note"]), html.Span([badges.doubt_badge(ctx), " ", *doubt], className="long") if doubt else "",
    ]  # fmt: skip


def _note(ctx: Context, note: str) -> Child:
    parts = [child for part in remarks(ctx.lang, note) for child in ("; ", said(ctx, part))]
    return html.Span(parts[1:], className="long") if parts else ""
