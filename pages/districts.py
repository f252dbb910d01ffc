"""Districts side by side: atlas of their figures, categories, people, area, objects with totals that add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from analysis import standing
from analysis.standing import PEOPLE, Category, Ranking
from components import badges, district_atlas, district_board, district_lines, district_matrix
from components.basics import breadcrumbs, link, page_head, section, table
from components.context import Context
from components.district_answers import city_answers
from components.district_atlas import INDICATOR, NAMES, Series
from components.district_board import ONE, OTHER
from components.district_matrix import CATEGORY
from components.district_words import unit_words
from components.districts import AREA_DIGITS, area_words, density_words, district_tiles, people_words
from components.links import map_link
from components.module.page import answer_cards
from components.periods import period_words
from config.i18n import NO_DATA
from data.queries import districts as query
from data.queries import indicators
from data.queries.districts import LayerLine, Profile
from data.queries.outlines import Outlines, outlines
from pages import PageRecord

# Sources with the date of their figures.
Days = Mapping[str, date | None]


@dataclass(frozen=True)
class Known:
    """What the atlas is made of: facts in time by indicator and breakdown, and the outlines of the districts."""

    series: Series
    outlines: Outlines


def _row(ctx: Context, name: object, profile: Profile) -> list[object]:
    return [
        name, people_words(ctx, profile), area_words(ctx, profile), ctx.number(profile.drawn_km2, AREA_DIGITS),
        density_words(ctx, profile),
    ]  # fmt: skip


def _people(ctx: Context, found: dict[str, Profile], city: Profile, sources: Days) -> Component:
    rows = [_row(ctx, link(ctx.words(d.names), f"/districts/{d.id}"), found[d.id]) for d in ctx.store.city.districts]
    heads = [ctx.t(f"districts.column.{name}") for name in ("district", "people", "area", "drawn", "density")]
    drawn = table(ctx.t("districts.people.caption"), heads, rows, numeric=(1, 2, 3, 4),
                  foot=_row(ctx, ctx.t("districts.city"), city))  # fmt: skip
    day = period_words(ctx, city.people) if city.people else NO_DATA
    note = html.P(ctx.t("districts.people.note", date=day), className="section-note")
    return html.Div([drawn, note, sources_list(ctx, sources)])


def sources_list(ctx: Context, sources: Days) -> Component:
    """Where figures come from: name of each source, age, origin, and what is to be minded."""
    items: list[Component] = []
    for source, day in ((found, day) for name, day in sources.items() if (found := ctx.store.city.source(name))):
        words: list[Component] = [html.Span(ctx.words(source.names)), *badges.source_badges(ctx, source, day)]
        if source.notes is not None:
            words.append(html.P(ctx.words(source.notes), className="section-note"))
        items.append(html.Li(words))
    return html.Ul(items, className="source-list")


def _line(ctx: Context, line: LayerLine, places: Sequence[str]) -> list[object]:
    made_up = "synthetic" in line.totals.origins
    marks: list[str | Component] = [" ", badges.origin_badge(ctx, "synthetic")] if made_up else []
    name = html.Span([
        link(ctx.t(f"layer.{line.layer.id}.title"), map_link(ctx, [line.layer.id])),
        *marks,
    ])  # fmt: skip
    cells: list[str | Component] = [ctx.number(line.totals.by_district[place], 0) for place in places]
    return [name, *cells, html.Strong(ctx.number(line.totals.total, 0))]


def _length(ctx: Context, line: LayerLine, places: Sequence[str]) -> list[object]:
    name = ctx.t("districts.length_of", layer=ctx.t(f"layer.{line.layer.id}.title"))
    total = sum(line.lengths_km.values())
    return [
        name,
        *(ctx.number(line.lengths_km.get(place, 0.0), 0) for place in places),
        html.Strong(ctx.number(total, 0)),
    ]


def _objects(ctx: Context, lines: Sequence[LayerLine]) -> Component:
    places = query.places(ctx.store)
    heads = [
        ctx.t("districts.column.layer"), *(ctx.words(d.names) for d in ctx.store.city.districts),
        ctx.t("value.district.outside"), ctx.t("districts.column.total"),
    ]  # fmt: skip
    rows: list[list[object]] = []
    for line in lines:
        rows.append(_line(ctx, line, places))
        if line.lengths_km:
            rows.append(_length(ctx, line, places))
    return table(ctx.t("districts.objects.caption"), heads, rows, numeric=tuple(range(1, len(heads))))


def _pair(ctx: Context) -> tuple[str, str]:
    """The two districts of the address, two different ones where it names none."""
    codes = [district.id for district in ctx.store.city.districts]
    one = ctx.query.get(ONE, "")
    one = one if one in codes else codes[0]
    other = ctx.query.get(OTHER, "")
    return one, other if other in codes else next((code for code in codes if code != one), one)


def _kept(ctx: Context, *own: str) -> dict[str, str]:
    """What the other forms of the page have in the address."""
    return {name: ctx.query[name] for name in (*NAMES, ONE, OTHER, CATEGORY) if name in ctx.query and name not in own}


def _atlas(ctx: Context, known: Known, found: Mapping[str, Ranking], kinds: Sequence[Category]) -> list[Component]:
    """A figure on the map with places then and now, and the maps of its years."""
    code = district_board.chosen_code(found, ctx.query.get(INDICATOR, ""))
    asked = district_atlas.wish(ctx, found[code].entry, known.series) if code else None
    if asked is None:
        return []
    boxes = district_atlas.controls(ctx, asked, found, kinds, known.series.get((PEOPLE, ""), ()))
    parts = [
        district_atlas.form(ctx, "ranking", boxes, _kept(ctx, *NAMES)),
        district_atlas.picture(ctx, asked, known.outlines, unit_words(ctx, asked), district_board.about(ctx, asked)),
        district_board.places_board(ctx, asked),
    ]
    body = html.Div([part for part in parts if part is not None], className="atlas")
    drawn = [section(ctx.t("atlas.title"), body, "ranking", note=ctx.t("atlas.note"))]
    lines = district_lines.lines(ctx, asked)
    if lines is not None:
        drawn.append(section(ctx.t("atlas.lines.title"), lines, "lines", note=ctx.t("atlas.lines.note")))
    maps = district_atlas.years(ctx, asked, known.outlines)
    if maps is not None:
        drawn.append(section(ctx.t("atlas.years.title"), maps, "years", note=ctx.t("atlas.years.note")))
    return drawn


def _boards(ctx: Context, found: Mapping[str, Ranking], kinds: Sequence[Category]) -> list[Component]:
    """A category of all districts, two districts side by side, mean places by category."""
    if not found:
        return []
    pair = _pair(ctx)
    compared = district_board.side_by_side(ctx, found, kinds, pair, _kept(ctx, ONE, OTHER))
    matrix = district_matrix.matrix(ctx, found, kinds, ctx.query.get(CATEGORY, ""), _kept(ctx, CATEGORY))
    return [
        section(ctx.t("atlas.matrix.title"), matrix, "categories", note=ctx.t("atlas.matrix.note")),
        section(ctx.t("standing.compare.title"), compared, "compare", note=ctx.t("standing.compare.note")),
        section(ctx.t("standing.ranks.title"), district_board.mean_places(ctx, found, kinds), "ranks",
                note=ctx.t("standing.ranks.note")),
    ]  # fmt: skip


def layout(ctx: Context) -> Component:
    """All districts; the atlas, the category and the two districts side by side are read from the query."""
    with ctx.store.read() as conn:
        found, city = query.profiles(conn, ctx.store, ctx.user)
        lines = query.layer_lines(conn, ctx.store, ctx.user)
        sources = query.sources(conn, ctx.store, ctx.user)
        ranked = standing.rankings(conn, ctx.store, ctx.user)
        kinds = standing.categories(indicators.catalogue(conn, ctx.store, ctx.user))
        known = Known(indicators.district_points(conn, ctx.store, ctx.user), outlines(conn, ctx.store))
    title = ctx.t("page.districts.title")
    return html.Div(
        [
            breadcrumbs(ctx, [(ctx.t("page.home.title"), "/")], title),
            page_head(title, ctx.t("districts.question")),
            section(ctx.t("module.answers"), answer_cards(ctx, city_answers(ctx, ranked, kinds)), "answers"),
            html.Div(district_tiles(ctx, found, 2), className="section"),
            *_atlas(ctx, known, ranked, kinds),
            *_boards(ctx, ranked, kinds),
            section(ctx.t("districts.people.title"), _people(ctx, found, city, sources), "people"),
            section(
                ctx.t("districts.objects.title"), _objects(ctx, lines), "objects", note=ctx.t("districts.objects.note")
            ),
        ]
    )


PAGES = (PageRecord("districts", "/districts", layout, menu=30, icon="grid-3x3-gap"),)
