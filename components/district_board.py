"""Districts among each other: places by the figure of the atlas, two districts side by side, mean places."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from analysis.atlas import Shot, shifts
from analysis.ranking import better, gap
from analysis.standing import Category, Ranking, usual
from components import district_sources, indicator_words
from components.basics import Child, icon, link, table
from components.context import Context
from components.district_answers import mean_rank
from components.district_atlas import Wish, form, select
from components.district_words import (
    averaged,
    beside_city,
    compared,
    name_words,
    plain_name,
    series_link,
    signed,
    unit_words,
)
from components.figures import unit_of
from components.map_words import district_words
from components.module.parts import Board, Good, Rank, ranking, sheet
from components.periods import period_words
from config.i18n import NO_DATA

ONE, OTHER = "a", "b"
PERCENT = 100.0


def chosen_code(found: Mapping[str, Ranking], asked: str) -> str:
    """The indicator of the address if there is a ranking by it, else the usual one or one with a good direction."""
    if asked in found or usual() in found:
        return asked if asked in found else usual()
    return next((code for code, record in found.items() if record.direction), next(iter(found), ""))


def places_board(ctx: Context, asked: Wish) -> Component:
    """The ranking by the figure of the atlas: places now and then, places gained, figures of both periods, change."""
    good: Good = "high" if asked.direction == "up" else "low" if asked.direction == "down" else ""
    name, city = plain_name(ctx, asked.entry), ctx.store.city.id
    heads = (f"{name}, {unit_words(ctx, asked)}", ctx.t("standing.column.rank"), *_heads(ctx, asked))
    rows = tuple(_rank(ctx, asked, district.id) for district in ctx.store.city.districts)
    mean = asked.now.mean
    board = Board(ctx.t("standing.ranking.table", name=name), heads, rows, good, mean, compared(ctx, asked, mean),
                  ("", *_cells(ctx, asked, city)))  # fmt: skip
    return ranking(ctx, "districts-ranking", board)


def _heads(ctx: Context, asked: Wish) -> tuple[str, ...]:
    now = period_words(ctx, asked.now.like)
    if asked.then is None:
        return (ctx.t("standing.column.now", period=now),)
    then = period_words(ctx, asked.then.like)
    return (ctx.t("atlas.column.shift", period=then), ctx.t("standing.column.now", period=now),
            ctx.t("standing.column.now", period=then), ctx.t("atlas.column.change", period=then))  # fmt: skip


def _rank(ctx: Context, asked: Wish, district: str) -> Rank:
    value = asked.now.values.get(district)
    more = (str(asked.now.ranks.get(district, NO_DATA)), *_cells(ctx, asked, district))
    return Rank(district, value, compared(ctx, asked, value), more, series_link(asked.entry, district))


def _cells(ctx: Context, asked: Wish, territory: str) -> tuple[Child, ...]:
    """Places gained, figures of a territory in both periods as printed, and the change between them."""
    now = _printed(ctx, asked, asked.now, territory)
    if asked.then is None:
        return (now,)
    return (shift_words(ctx, shifts(asked.now, asked.then).get(territory)), now,
            _printed(ctx, asked, asked.then, territory), _change(ctx, asked, territory))  # fmt: skip


def _printed(ctx: Context, asked: Wish, shot: Shot, territory: str) -> str:
    """A figure as printed; that of the city beside a mean is said to be of the whole city."""
    point = shot.points.get(territory)
    words = indicator_words.figure(ctx.lang, point)
    whole = point is not None and territory == ctx.store.city.id
    apart = whole and (asked.basis == "per_thousand" or averaged(asked.basis, shot.mean, point))
    return ctx.t("standing.whole", value=words) if apart else words


def shift_words(ctx: Context, gained: int | None) -> Child:
    """Places gained or lost, with an arrow and words; a dash where one of the places is not known."""
    if gained is None:
        return NO_DATA
    if gained == 0:
        return ctx.t("atlas.shift.none")
    key, sign = ("up", "arrow-up-short") if gained > 0 else ("down", "arrow-down-short")
    return html.Span([icon(sign), ctx.n(f"atlas.shift.{key}", abs(gained))], className=f"shift shift-{key}")


def _change(ctx: Context, asked: Wish, territory: str) -> str:
    """Change of the figure that is compared, in percent, with a word for the better or the worse."""
    now, then = (shot.mean if territory == ctx.store.city.id else shot.values.get(territory)
                 for shot in (asked.now, asked.then) if shot is not None)  # fmt: skip
    share = None if now is None else gap(now, then, None)
    if share is None:
        return NO_DATA
    words = f"{signed(ctx, share * PERCENT)}\u00a0%"
    good = better(share, asked.direction)
    return words if good is None else f"{words}, {ctx.t('standing.change.better' if good else 'standing.change.worse')}"


def about(ctx: Context, asked: Wish) -> Component:
    """Source, age and origin of a ranking; how it is made; where its map and its series are."""
    shots = (asked.now, asked.then) if asked.then is not None else (asked.now,)
    said = district_sources.lines(ctx, asked.entry, [point for shot in shots for point in shot.points.values()])
    how = ctx.t(f"atlas.how.{asked.basis}")
    good = ctx.t("standing.no_direction")
    if asked.direction:
        good = ctx.t("standing.good", direction=ctx.t(f"indicators.direction.{asked.direction}"))
    links = html.Div(
        [
            link([icon("map"), ctx.t("standing.on_map")], f"/map?tool=indicator&ind={asked.entry.code}",
                 "button button-quiet"),
            link([icon("graph-up"), ctx.t("standing.series_page")], f"/indicators/{asked.entry.code}",
                 "button button-quiet"),
        ],
        className="card-actions",
    )  # fmt: skip
    parts = [html.P(f"{how} {good}", className="section-note"), *said, links]
    return html.Div(parts)


def side_by_side(
    ctx: Context, found: Mapping[str, Ranking], kinds: Sequence[Category], pair: tuple[str, str],
    kept: Mapping[str, str],
) -> Component:  # fmt: skip
    """Two districts by every figure: who stands better, and the city beside them."""
    options = [(d.id, ctx.words(d.names)) for d in ctx.store.city.districts]
    boxes = [select(name, ctx.t(f"standing.district.{name}"), options, chosen)
             for name, chosen in zip((ONE, OTHER), pair, strict=True)]  # fmt: skip
    names = [district_words(ctx, code) for code in pair]
    lines = [_pair_line(ctx, found[code], pair, ctx.t(f"standing.category.{kind.id}"))
             for kind in kinds for code in kind.codes if code in found]  # fmt: skip
    heads = [ctx.t("standing.column.figure"), ctx.t("standing.column.category"), *names, ctx.t("standing.column.city"),
             ctx.t("standing.column.unit"), ctx.t("standing.column.period"), ctx.t("standing.column.better"),
             ctx.t("standing.column.origin")]  # fmt: skip
    drawn = table(ctx.t("standing.compare.table", one=names[0], other=names[1]), heads, lines, numeric=(2, 3, 4))
    return html.Div([form(ctx, "compare", boxes, kept), sheet(ctx, "districts-compare", drawn)])


def _pair_line(ctx: Context, record: Ranking, pair: tuple[str, str], kind: str) -> list[Child]:
    places = [record.places.get(code) for code in pair]
    values = [compared(ctx, record, place.value if place else None) for place in places]
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
        beside_city(ctx, record), unit_words(ctx, record) or unit_of(ctx, record.entry), period_words(ctx, point),
        verdict, district_sources.origins(ctx, record.entry, record.points.values()),
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
