"""One district: its people, its figures beside the city's, its objects, and the way to the map."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from analysis import standing
from analysis.course_of_indicator import STATES
from analysis.district_status import verdicts_of
from components import badges, district_figures, district_peers, indicator_words
from components.basics import breadcrumbs, icon, link, page_head, section, table
from components.cards import Figure, cards, figure_card, tile
from components.context import Context
from components.district_answers import answers
from components.district_figures import Known
from components.figures import unit_of
from components.folds import all_at_once, folded
from components.links import map_link
from components.module.page import answer_cards
from components.module_tiles import module_tiles
from components.periods import period_words
from components.residents import residents_note
from components.states import state
from config.city import District, Source
from data.queries import districts as query
from data.queries import indicators
from data.queries.districts import LayerLine, Profile
from data.queries.indicators import DistrictRow, Point
from pages import NotFoundError, PageRecord

PERCENT_DIGITS = 1


def _district(ctx: Context, district: str) -> District:
    found = next((d for d in ctx.store.city.districts if d.id == district), None)
    if found is None:
        raise NotFoundError(district)
    return found


def exists(ctx: Context, district: str) -> bool:
    """Whether the city has the district."""
    return any(d.id == district for d in ctx.store.city.districts)


def title(ctx: Context, district: str) -> str:
    """Name of the district."""
    return ctx.words(_district(ctx, district).names)


def _share(ctx: Context, part: Point | None, whole: Point | None) -> str:
    if part is None or whole is None or not whole.value or part.value is None:
        return ""
    return ctx.number(part.value / whole.value * 100, PERCENT_DIGITS)


def _source(ctx: Context, point: Point | None) -> Source | None:
    return ctx.store.city.source(point.source) if point is not None else None


def _people(ctx: Context, profile: Profile, city: Profile) -> list[Component]:
    found: list[Component] = []
    for key, point, whole in (
        ("people", profile.people, city.people), ("men", profile.men, profile.people),
        ("women", profile.women, profile.people),
    ):  # fmt: skip
        share = _share(ctx, point, whole)
        note = ctx.t(f"district.share.{'city' if key == 'people' else 'district'}", share=share) if share else ""
        found.append(figure_card(ctx, Figure(
            ctx.t(f"district.figure.{key}"), indicator_words.figure(ctx.lang, point), ctx.t("district.unit.people"),
            period_words(ctx, point) if point else "", _source(ctx, point), point.data_date if point else None,
            origin=point.origin if point else None, notes=(note,), href="/indicators/population",
        )))  # fmt: skip
    return found


def _ground(ctx: Context, profile: Profile) -> list[Component]:
    printed = profile.printed_area
    area = Figure(
        ctx.t("district.figure.area"), indicator_words.figure(ctx.lang, printed), ctx.t("district.unit.km2"),
        source=_source(ctx, printed), data_date=printed.data_date if printed else None,
        origin=printed.origin if printed else None,
        notes=(ctx.t("district.drawn", area=ctx.number(profile.drawn_km2, 1)),),
    )  # fmt: skip
    density = Figure(
        ctx.t("district.figure.density"), ctx.number(profile.density, 0), ctx.t("district.unit.density"),
        notes=(ctx.t("district.density_note"),), origin="model",
    )  # fmt: skip
    return [figure_card(ctx, area), figure_card(ctx, density)]


def _indicator_row(ctx: Context, row: DistrictRow, district: str) -> list[object]:
    name = indicator_words.name_of(ctx.lang, row.entry)
    breakdown = indicator_words.breakdown(ctx.lang, row.breakdown, row.breakdown_ru)
    to_page = link(html.Span(name.words, lang=name.lang), f"/indicators/{row.entry.code}")
    words = html.Span([to_page, f" ({breakdown})" if breakdown else ""])
    point = row.values.get(district)
    marks = [badges.doubt_badge(ctx)] if point is not None and point.doubt else []
    source = ctx.store.city.source((point.source if point else "") or row.entry.source)
    return [
        words, indicator_words.figure(ctx.lang, point), indicator_words.figure(ctx.lang, row.city),
        unit_of(ctx, row.entry),
        period_words(ctx, point) if point else "",
        html.Span([ctx.words(source.names) if source else "", *marks]),
    ]  # fmt: skip


def _indicators(ctx: Context, rows: list[DistrictRow], district: str) -> Component:
    heads = [ctx.t(f"district.column.{name}") for name in ("indicator", "here", "city", "unit", "period", "source")]
    shown = [_indicator_row(ctx, row, district) for row in rows]
    return table(ctx.t("district.indicators.caption"), heads, shown, numeric=(1, 2))


def _layer(ctx: Context, line: LayerLine, district: str) -> Component:
    count = line.totals.by_district.get(district, 0)
    lines: list[object] = [
        html.Strong(ctx.number(count, 0), className="tile-number"),
        ctx.t("district.of_city", total=ctx.number(line.totals.total, 0)),
    ]
    if line.lengths_km:
        lines.append(ctx.t("district.length", length=ctx.number(line.lengths_km.get(district, 0.0), 0)))
    source = next(iter(ctx.store.city.sources_of(line.layer.id)), None)
    if source is not None:
        lines.append(html.Span(badges.source_badges(ctx, source, line.totals.data_date), className="marks"))
    return tile(ctx.t(f"layer.{line.layer.id}.title"), map_link(ctx, [line.layer.id], district), lines)


def _standing(ctx: Context, district: str, profiles: Mapping[str, Profile]) -> tuple[Component, list[Component]]:
    """The three answers; districts that are alike, the seven modules and the eight categories as sections."""
    with ctx.store.read() as conn:
        found = standing.rankings(conn, ctx.store, ctx.user)
        entries = {entry.code: entry for entry in indicators.catalogue(conn, ctx.store, ctx.user)}
        verdicts = verdicts_of(conn, ctx.store, ctx.user, district)
    kinds = standing.categories([*entries.values()])
    known = Known(found, entries, verdicts)
    drawn = [
        folded(ctx, ctx.t(f"standing.category.{kind.id}"), district_figures.category(ctx, kind, known, district),
               f"category-{kind.id}", about=district_figures.about(ctx, kind, known, district))
        for kind in kinds
    ]  # fmt: skip
    compare = link(ctx.t("standing.compare_with"), f"/districts?a={district}#compare", "button button-quiet")
    ways = html.Div([compare, *all_at_once(ctx)], className="fold-ways")
    states = Counter(verdict.state for verdict in verdicts.values())
    planned = ctx.t("peers.statuses", **{state: ctx.number(states[state], 0) for state in STATES})
    lead = [html.P(planned, className="district-planned")] if verdicts else []
    body = html.Div([*lead, ways, *drawn, *residents_note(ctx)])
    head = section(ctx.t("standing.categories"), body, "categories",
                   note=ctx.t("standing.categories_note"))  # fmt: skip
    tiles = [html.P(ctx.t("cut.note"), className="section-note"), module_tiles(ctx, district, found)]
    modules = folded(ctx, ctx.t("cut.title"), tiles, "modules", level=2)
    alike = district_peers.peers(ctx, profiles, found, district)
    peers = [section(ctx.t("peers.title"), alike, "peers", note=ctx.t("peers.note"))] if alike is not None else []
    return answer_cards(ctx, answers(ctx, found, district)), [head, modules, *peers]


def _objects(ctx: Context, lines: Sequence[LayerLine], district: str) -> Component:
    """Layers that have objects here, by the modules of the map."""
    own = [line for line in lines if line.totals.by_district.get(district)]
    parts = [(module, [line for line in own if line.layer.module == module.id]) for module in ctx.store.city.modules]
    groups = [
        folded(ctx, ctx.words(module.names),
               cards([_layer(ctx, line, district) for line in found], "cards cards-small"),
               f"objects-{module.id}", about=ctx.n("fold.layers", len(found)))
        for module, found in parts if found
    ]  # fmt: skip
    return html.Div(groups) if groups else state(ctx, "empty", 3)


def layout(ctx: Context, district: str) -> Component:
    """One district. Raises NotFoundError for a code that is no district of the city."""
    record = _district(ctx, district)
    with ctx.store.read() as conn:
        found, city = query.profiles(conn, ctx.store, ctx.user)
        lines = query.layer_lines(conn, ctx.store, ctx.user)
        own = [row for row in query.figures(conn, ctx.store, ctx.user) if district in row.values]
    profile, name = found[district], ctx.words(record.names)
    to_paper = html.A([icon("printer"), ctx.t("profile.button")], className="button button-quiet",
                      href=f"/api/districts/{district}/profile.pdf?lang={ctx.lang}")  # fmt: skip
    to_map = html.Div([html.A(ctx.t("district.on_map"), href=map_link(ctx, [], district), className="button"),
                       to_paper], className="card-actions")  # fmt: skip
    trail = [(ctx.t("page.home.title"), "/"), (ctx.t("page.districts.title"), "/districts")]
    ground = [*_people(ctx, profile, city), *_ground(ctx, profile)]
    said, figures = _standing(ctx, district, found)
    return html.Div(
        [
            breadcrumbs(ctx, trail, name),
            page_head(name, ctx.t("district.question", kato=record.kato), to_map),
            section(ctx.t("district.people"), cards(ground, "cards cards-facts"), "people"),
            section(ctx.t("module.answers"), said, "answers"),
            *figures,
            folded(ctx, ctx.t("district.indicators.title"), _indicators(ctx, own, district), "indicators",
                   about=ctx.n("fold.figures", len(own)), level=2),
            section(ctx.t("district.objects"), _objects(ctx, lines, district), "objects",
                    note=ctx.t("district.objects_note")),
        ]
    )  # fmt: skip


PAGES = (PageRecord("district", "/districts/<district>", layout, exists=exists, title=title),)
