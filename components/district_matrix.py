"""A category of figures for all districts: a table whose cells are marked by place, each leading to its series."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from analysis.standing import Category, Ranking
from components import district_sources
from components.basics import Child, attrs, icon, link, table
from components.citymap.labels import short_names
from components.context import Context
from components.district_words import beside_city, compared, name_words, series_link, unit_words
from components.module.parts import sheet
from components.periods import period_words
from components.residents import residents_note
from config.i18n import NO_DATA

CATEGORY = "c"


def chosen(kinds: Sequence[Category], asked: str) -> Category:
    """The category of the address, else the first."""
    return next((kind for kind in kinds if kind.id == asked), kinds[0])


def matrix(
    ctx: Context, found: Mapping[str, Ranking], kinds: Sequence[Category], asked: str, kept: Mapping[str, str]
) -> Component:
    """Tabs of the categories and the table of the chosen one."""
    kind = chosen(kinds, asked)
    tabs = [html.Li(link(ctx.t(f"standing.category.{one.id}"), f"/districts?{urlencode({**kept, CATEGORY: one.id})}"
                         "#categories", **attrs(aria_current="page" if one is kind else None)))
            for one in kinds]  # fmt: skip
    nav = html.Nav(html.Ul(tabs), className="tabs", **attrs(aria_label=ctx.t("atlas.matrix.tabs")))
    ranked = [found[code] for code in kind.codes if code in found]
    if not ranked:
        return html.Div([nav, html.P(ctx.t("standing.nothing"))])
    drawn = sheet(ctx, "districts-matrix", _table(ctx, ranked, ctx.t(f"standing.category.{kind.id}")))
    return html.Div([nav, drawn, *residents_note(ctx)])


def _table(ctx: Context, ranked: Sequence[Ranking], name: str) -> Component:
    districts = ctx.store.city.districts
    short = short_names([ctx.words(d.names) for d in districts])
    own = [link(words, f"/districts/{d.id}") for d, words in zip(districts, short, strict=True)]
    last = [ctx.t(f"standing.column.{name}") for name in ("city", "period", "origin")]
    heads = [ctx.t("standing.column.figure"), *own, *last]
    rows = [_row(ctx, record) for record in ranked]
    return table(ctx.t("atlas.matrix.table", name=name), heads, rows, numeric=tuple(range(1, len(districts) + 2)))


def _row(ctx: Context, record: Ranking) -> list[Child]:
    title = html.Span([name_words(ctx, record.entry), ", ", html.Span(unit_words(ctx, record), className="muted")])
    cells = [_cell(ctx, record, d.id) for d in ctx.store.city.districts]
    return [title, *cells, beside_city(ctx, record), period_words(ctx, next(iter(record.points.values()))),
            district_sources.origins(ctx, record.entry, record.points.values())]  # fmt: skip


def _cell(ctx: Context, record: Ranking, district: str) -> Child:
    """A figure with its place; the best and the worst third are marked by a sign where a direction is known."""
    place = record.places.get(district)
    if place is None:
        return NO_DATA
    said = ctx.t("atlas.matrix.place", rank=place.rank, of=place.of)
    tone, sign = _tone(record, place.rank, place.of)
    parts: list[Child] = [link(compared(ctx, record, place.value), series_link(record.entry, district))]
    marks: list[Child] = [icon(sign), " "] if sign else []
    parts.append(html.Span([*marks, said], className="matrix-place"))
    return html.Span(parts, className=f"matrix-cell {tone}".strip())


def _tone(record: Ranking, rank: int, of: int) -> tuple[str, str]:
    if record.direction is None or of < 3:
        return "", ""
    if rank <= of // 4:
        return "matrix-good", "chevron-double-up"
    return ("matrix-bad", "chevron-double-down") if rank > of - of // 4 else ("", "")
