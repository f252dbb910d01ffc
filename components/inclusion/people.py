"""People with special needs against accessible objects and social support, by district."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.access import by_district, estimated
from components import badges
from components.basics import table
from components.context import Context
from components.inclusion.facts import document, origin_line, printed, register
from components.map_words import code_words, district_words
from components.module.ask import Ask, main_layer
from components.module.parts import sheet
from components.residents import residents_note
from data.queries import inclusion as query
from data.queries.inclusion import SOCIAL, Printed, Service
from data.queries.items import Ask as Rows
from data.queries.totals import layer_totals

GROUPS = ("special", "vulnerable", "aid")
PER = 1_000
MODEL = "model"
DIGITS = 1


def draw(ctx: Context, ask: Ask) -> Component | None:
    """Three printed groups by district beside accessible objects and places, whatever district is chosen."""
    known = {name: figure for name, figure in printed(ctx).items() if name in GROUPS}
    with ctx.store.read() as conn:
        people = query.people(conn, ctx.store)
    found = register(ctx, replace(ask, district=None))
    if not known or not people:
        return None
    places = [district.id for district in ctx.store.city.districts]
    spreads = by_district(found.tallies if found is not None else [], places)
    full = {name: spreads[name].full for name in places if found is not None}
    groups = {name: _group(ctx, name, figure, people) for name, figure in known.items()}
    drawn = sheet(ctx, "access-people", _table(ctx, known, groups, full))
    lines = [html.Li(_said(ctx, name, figure)) for name, figure in known.items()]
    told = {group.origin for group in groups.values()} | set(found.origins if found is not None else ())
    marks = [badges.origin_badge(ctx, origin) for origin in sorted(told)]
    spread = residents_note(ctx) if any(group.origin == MODEL for group in groups.values()) else []
    return html.Div([html.Ul(lines, className="source-list"), drawn, *spread, html.P(marks, className="access-origin")])


@dataclass(frozen=True)
class Group:
    """People of a group by district: a series that is known, or an estimate (origin `model`)."""

    by_district: Mapping[str, float]
    origin: str

    def words(self, ctx: Context, place: str) -> str:
        """A number of a district; an estimate to the nearest hundred, said to be one."""
        value = self.by_district.get(place)
        if self.origin != MODEL or value is None:
            return ctx.number(value, 0)
        return f"≈\u00a0{ctx.number(round(value, -2), 0)}"


def _group(ctx: Context, name: str, figure: Printed, people: Mapping[str, int]) -> Group:
    with ctx.store.read() as conn:
        found, origin = query.group_by_district(conn, ctx.store, ctx.user, name, figure.year)
    return Group(found, origin) if found else Group(estimated(figure.value, people), MODEL)


def _said(ctx: Context, name: str, figure: Printed) -> list[Any]:
    source = ctx.store.city.source(figure.source)
    words = ctx.t("inclusion.people.printed", group=ctx.t(f"inclusion.people.{name}"),
                  count=ctx.number(figure.value, 0), document=document(ctx, figure))  # fmt: skip
    return [html.Span(words), *(badges.source_badges(ctx, source, figure.data_date) if source is not None else [])]


def _table(
    ctx: Context, known: Mapping[str, Printed], groups: Mapping[str, Group], full: Mapping[str, int]
) -> Component:  # fmt: skip
    seats = _places(ctx)
    special = groups["special"].by_district if "special" in groups else {}
    rows: list[list[Any]] = []
    for place in (district.id for district in ctx.store.city.districts):
        cells = [groups[name].words(ctx, place) for name in known]
        against = _against(ctx, full.get(place), seats.get(place), special.get(place))
        rows.append([district_words(ctx, place), *cells, *against])
    total = known["special"].value if "special" in known else None
    foot = [ctx.t("districts.city"), *(ctx.number(figure.value, 0) for figure in known.values()),
            *_against(ctx, sum(full.values()) if full else None, sum(seats.values()) if seats else None,
                      total)]  # fmt: skip
    heads = [ctx.t("module.district"), *(ctx.t(f"inclusion.people.{name}") for name in known),
             *(ctx.t(f"inclusion.people.{name}") for name in ("objects", "per", "places"))]  # fmt: skip
    return table(ctx.t("inclusion.people.caption"), heads, rows, numeric=tuple(range(1, len(heads))), foot=foot)


def _against(ctx: Context, full: int | None, seats: int | None, special: float | None) -> list[str]:
    per = PER * full / special if full is not None and special else None
    return [ctx.number(full, 0), ctx.number(per, DIGITS), ctx.number(seats, 0)]


def _services(ctx: Context, district: str | None = None) -> list[Service]:
    if main_layer(ctx, SOCIAL) is None:
        return []
    with ctx.store.read() as conn:
        return query.services(conn, ctx.store, ctx.user, Rows(district=district))


def _places(ctx: Context) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in _services(ctx):
        if one.places is not None:
            found[one.district] = found.get(one.district, 0) + one.places
    return found


def social(ctx: Context, ask: Ask) -> Component | None:
    """Social support by kind: objects, places, how many are free; None when the reader has no such layer."""
    rows: dict[str, list[Service]] = {}
    for one in _services(ctx, ask.district):
        rows.setdefault(one.kind, []).append(one)
    if not rows:
        return None
    lines = [[code_words(ctx, "kind", kind), *_sums(ctx, found)] for kind, found in rows.items()]
    foot = [ctx.t("inclusion.total"), *_sums(ctx, [one for found in rows.values() for one in found])]
    heads = [ctx.t(f"inclusion.social.{name}") for name in ("kind", "objects", "places", "taken", "free")]
    drawn = table(ctx.t("inclusion.social.caption"), heads, lines, numeric=(1, 2, 3, 4), foot=foot)
    with ctx.store.read() as conn:
        known = layer_totals(conn, ctx.store, SOCIAL, ctx.user).origins
    parts = [sheet(ctx, "access-social", drawn), origin_line(ctx, known)]
    return html.Div([part for part in parts if part is not None])


def _sums(ctx: Context, found: list[Service]) -> list[str]:
    """Objects, places, taken and free; a dash where none of them says it."""
    places = [one.places for one in found if one.places is not None]
    taken = [one.taken for one in found if one.taken is not None]
    free = sum(places) - sum(taken) if places and taken else None
    return [ctx.number(sum(one.objects for one in found), 0), ctx.number(sum(places) if places else None, 0),
            ctx.number(sum(taken) if taken else None, 0), ctx.number(free, 0)]  # fmt: skip
