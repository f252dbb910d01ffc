"""Districts among each other: ranking by a chosen figure, two districts side by side, mean places by category."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from analysis.ranking import gap
from analysis.standing import Category, Ranking, usual
from components import badges, indicator_words
from components.basics import Child, icon, link, table
from components.context import Context
from components.district_answers import mean_rank
from components.district_figures import (
    change_words,
    compared,
    name_words,
    plain_name,
    series_link,
    unit_words,
)
from components.figures import unit_of
from components.map_words import district_words
from components.module.parts import Board, Good, Rank, ranking, sheet
from components.native import Native
from components.periods import period_words
from config.i18n import NO_DATA

INDICATOR, ONE, OTHER = "i", "a", "b"
Options = Sequence[tuple[str, str]]


def _select(name: str, words: str, options: Options, chosen: str) -> Component:
    key = f"districts-{name}"
    given = {"name": name, "className": "input", "defaultValue": chosen}
    return html.Div([html.Label(words, htmlFor=key), Native("select", given, options, key)], className="field")


def _form(ctx: Context, anchor: str, fields: Sequence[Component], kept: Mapping[str, str]) -> Component:
    """A form that opens this page with what is chosen; it needs no script."""
    hidden = [Native("input", {"type": "hidden", "name": name, "defaultValue": value}) for name, value in kept.items()]
    button = html.Button(ctx.t("standing.show"), type="submit", className="button")
    return html.Form([*hidden, *fields, button], method="get", action=f"/districts#{anchor}",
                     className="filter-bar standing-form")  # fmt: skip


def chosen_code(found: Mapping[str, Ranking], asked: str) -> str:
    """The indicator of the address if there is a ranking by it, else the usual one or one with a good direction."""
    if asked in found or usual() in found:
        return asked if asked in found else usual()
    return next((code for code, record in found.items() if record.direction), next(iter(found), ""))


def by_figure(
    ctx: Context, found: Mapping[str, Ranking], kinds: Sequence[Category], code: str, kept: Mapping[str, str]
) -> Component:
    """The ranking by one figure with the city's mean and the year before, its choice, and the way to its map."""
    options = [(c, plain_name(ctx, found[c].entry)) for kind in kinds for c in kind.codes if c in found]
    known = {c for c, _ in options}
    options += [(c, plain_name(ctx, record.entry)) for c, record in found.items() if c not in known]
    form = _form(ctx, "ranking", [_select(INDICATOR, ctx.t("standing.figure"), options, code)], kept)
    return html.Div([form, ranking(ctx, "districts-ranking", _board(ctx, found[code])), _about(ctx, found[code])])


def _board(ctx: Context, record: Ranking) -> Board:
    """The ranking: what is compared, place, figures of both periods, change; the city's mean under it."""
    good: Good = "high" if record.direction == "up" else "low" if record.direction == "down" else ""
    first = next(iter(record.places.values()), None)
    mean, city, name = first.mean if first else None, ctx.store.city.id, plain_name(ctx, record.entry)
    heads = (f"{name}, {unit_words(ctx, record)}", ctx.t("standing.column.rank"),
             ctx.t("standing.column.now", period=period_words(ctx, next(iter(record.points.values())))),
             _before_head(ctx, record), ctx.t("standing.column.change"))  # fmt: skip
    rows = tuple(_rank(ctx, record, district.id) for district in ctx.store.city.districts)
    return Board(ctx.t("standing.ranking.table", name=name), heads, rows, good, mean, compared(ctx, record, mean),
                 ("", *_cells(ctx, record, city)))  # fmt: skip


def _rank(ctx: Context, record: Ranking, district: str) -> Rank:
    place = record.places.get(district)
    value, rank = (place.value, str(place.rank)) if place else (None, NO_DATA)
    more = (rank, *_cells(ctx, record, district))
    return Rank(district, value, compared(ctx, record, value), more, series_link(record.entry, district))


def _cells(ctx: Context, record: Ranking, territory: str) -> tuple[str, str, str]:
    """Figures of a territory in both periods and the change between them."""
    return (indicator_words.figure(ctx.lang, record.points.get(territory)),
            indicator_words.figure(ctx.lang, record.before.get(territory)),
            change_words(ctx, record, territory))  # fmt: skip


def _before_head(ctx: Context, record: Ranking) -> str:
    if not record.before:
        return ctx.t("standing.column.no_before")
    return ctx.t("standing.column.now", period=period_words(ctx, next(iter(record.before.values()))))


def _about(ctx: Context, record: Ranking) -> Component:
    """Source, age and origin of a ranking; how it is made; where its map and its series are."""
    source = ctx.store.city.source(record.entry.source)
    day = next(iter(record.points.values())).data_date
    marks = html.Div(badges.source_badges(ctx, source, day), className="marks") if source else None
    said = [html.P(ctx.words(source.names), className="figure-source")] if source else []
    how = ctx.t(f"standing.basis.{record.basis}")
    good = ctx.t("standing.no_direction")
    if record.direction:
        good = ctx.t("standing.good", direction=ctx.t(f"indicators.direction.{record.direction}"))
    links = html.Div(
        [
            link([icon("map"), ctx.t("standing.on_map")], f"/map?tool=indicator&ind={record.entry.code}",
                 "button button-quiet"),
            link([icon("graph-up"), ctx.t("standing.series_page")], f"/indicators/{record.entry.code}",
                 "button button-quiet"),
        ],
        className="card-actions",
    )  # fmt: skip
    parts = [html.P(f"{how} {good}", className="section-note"), *said, marks, links]
    return html.Div([part for part in parts if part is not None])


def side_by_side(
    ctx: Context, found: Mapping[str, Ranking], kinds: Sequence[Category], pair: tuple[str, str],
    kept: Mapping[str, str],
) -> Component:  # fmt: skip
    """Two districts by every figure: who stands better, and the city beside them."""
    options = [(d.id, ctx.words(d.names)) for d in ctx.store.city.districts]
    boxes = [_select(name, ctx.t(f"standing.district.{name}"), options, chosen)
             for name, chosen in zip((ONE, OTHER), pair, strict=True)]  # fmt: skip
    names = [district_words(ctx, code) for code in pair]
    lines = [_pair_line(ctx, found[code], pair, ctx.t(f"standing.category.{kind.id}"))
             for kind in kinds for code in kind.codes if code in found]  # fmt: skip
    heads = [ctx.t("standing.column.figure"), ctx.t("standing.column.category"), *names, ctx.t("standing.column.city"),
             ctx.t("standing.column.unit"), ctx.t("standing.column.period"), ctx.t("standing.column.better"),
             ctx.t("standing.column.origin")]  # fmt: skip
    drawn = table(ctx.t("standing.compare.table", one=names[0], other=names[1]), heads, lines, numeric=(2, 3, 4))
    return html.Div([_form(ctx, "compare", boxes, kept), sheet(ctx, "districts-compare", drawn)])


def _pair_line(ctx: Context, record: Ranking, pair: tuple[str, str], kind: str) -> list[Child]:
    places = [record.places.get(code) for code in pair]
    values = [compared(ctx, record, place.value if place else None) for place in places]
    mean = next((place.mean for place in record.places.values()), None)
    one, other = places
    verdict = NO_DATA
    if one is not None and other is not None and record.direction:
        lead = gap(one.value, other.value, record.direction)
        same = one.value == other.value
        verdict = ctx.t("standing.equal") if same else district_words(ctx, pair[0] if (lead or 0.0) > 0 else pair[1])
        if lead is None and not same:
            verdict = district_words(ctx, pair[0] if one.rank < other.rank else pair[1])
    point = next(iter(record.points.values()))
    return [
        link(name_words(ctx, record.entry), series_link(record.entry, pair[0])), kind, *values,
        compared(ctx, record, mean), unit_words(ctx, record) or unit_of(ctx, record.entry), period_words(ctx, point),
        verdict, badges.origin_badge(ctx, record.entry.origin),
    ]  # fmt: skip


def mean_places(ctx: Context, found: Mapping[str, Ranking], kinds: Sequence[Category]) -> Component:
    """Mean place of every district by category: a one is the best; a dash where no figure has a good direction."""
    heads = [ctx.t("standing.column.district"), *(ctx.t(f"standing.category.{kind.id}") for kind in kinds),
             ctx.t("standing.column.all")]  # fmt: skip
    codes = [code for kind in kinds for code in kind.codes]
    ordered = sorted(ctx.store.city.districts, key=lambda d: (mean_rank(found, codes, d.id) or 99.0, d.id))
    lines = [
        [
            link(ctx.words(d.names), f"/districts/{d.id}"),
            *(ctx.number(mean_rank(found, kind.codes, d.id), 1) for kind in kinds),
            html.Strong(ctx.number(mean_rank(found, codes, d.id), 1)),
        ]
        for d in ordered
    ]  # fmt: skip
    drawn = table(ctx.t("standing.ranks.table"), heads, lines, numeric=tuple(range(1, len(heads))))
    return sheet(ctx, "districts-ranks", drawn)

