"""Door of a district on one page of paper: PDF with its figures, plans, sources, origins and permanent address."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask import Flask, Response, request

from analysis import standing
from analysis.course_of_indicator import Verdict
from analysis.district_status import verdicts_of
from analysis.standing import Category, Ranking, change_share
from api import params
from api.errors import hidden
from components import indicator_words
from components.context import Context, current
from components.district_answers import answers
from components.district_strip import share_of
from components.district_words import PERCENT, plain_name, signed
from components.districts import density_words, people_words
from components.figures import unit_of
from components.indicator_status import state_words
from components.periods import period_words
from config import clock
from config.i18n import NO_DATA
from data.queries import districts as query
from data.queries import indicators
from data.queries.districts import Profile
from data.queries.indicators import Point
from data.queries.outlines import Outlines, outlines
from data.queries.whence import newest, of_entry
from reports.profile import Group, Line, ProfileSheet, Shape, make_profile

_RING = re.compile(r"M([^MZ]*)Z")
HEADS = ("figure", "here", "city", "rank", "strip", "change", "period", "status")


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/districts/<district>/profile.pdf", "district_profile", profile)


@params.guarded
def profile(district: str) -> Response:
    """The page of a district as PDF; 404 for what is no district of the city."""
    ctx = current(f"/districts/{district}")
    if all(d.id != district for d in ctx.store.city.districts):
        return hidden()
    reply = Response(make_profile(sheet_of(ctx, district, request.host_url)), mimetype="application/pdf")
    reply.headers["Content-Disposition"] = f'inline; filename="{ctx.store.city.id}-{district}-{_now(ctx):%Y-%m-%d}.pdf"'
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _now(ctx: Context) -> datetime:
    return clock.now(ctx.store.city.timezone)


def sheet_of(ctx: Context, district: str, host: str) -> ProfileSheet:
    """All that stands on the page of a district."""
    with ctx.store.read() as conn:
        found = standing.rankings(conn, ctx.store, ctx.user)
        kinds = standing.categories(indicators.catalogue(conn, ctx.store, ctx.user))
        verdicts = verdicts_of(conn, ctx.store, ctx.user, district)
        profiles, _ = query.profiles(conn, ctx.store, ctx.user)
        drawn = outlines(conn, ctx.store)
    record = next(d for d in ctx.store.city.districts if d.id == district)
    now, city = _now(ctx), ctx.words(ctx.store.city.names)
    shown = [found[code] for kind in kinds for code in kind.codes if _has(found, code, district)]
    return ProfileSheet(
        lang=ctx.lang, title=ctx.t("profile.title", district=ctx.words(record.names)),
        subtitle=ctx.t("profile.subtitle", city=city, kato=record.kato),
        made=ctx.t("profile.made", date=ctx.date(now.date()), time=f"{now:%H:%M}"), author=ctx.t("app.name"),
        link=f"{host}districts/{district}?lang={ctx.lang}", facts=_facts(ctx, profiles[district]),
        answers=[answer.sentence for answer in answers(ctx, found, district)],
        heads=[ctx.t(f"profile.column.{name}") for name in HEADS],
        groups=_groups(ctx, found, kinds, verdicts, district),
        warning=ctx.t("profile.synthetic") if any(not one.real for one in shown) else "",
        notes=[ctx.t("profile.how"), *_sources(ctx, shown, district)], shapes=_shapes(drawn, district),
        size=(drawn.width, drawn.height), words={"left_out": ctx.t("profile.left_out")},
    )  # fmt: skip


def _has(found: Mapping[str, Ranking], code: str, district: str) -> bool:
    return code in found and district in found[code].points


def _facts(ctx: Context, one: Profile) -> list[tuple[str, str]]:
    day = f", {period_words(ctx, one.people)}" if one.people else ""
    return [
        (ctx.t("profile.people") + day, people_words(ctx, one)),
        _area(ctx, one),
        (ctx.t("profile.density"), f"{density_words(ctx, one)} {ctx.t('district.unit.density')}"),
    ]


def _area(ctx: Context, one: Profile) -> tuple[str, str]:
    """The area that the density leans on: the printed one, the drawn one where no document prints it."""
    printed = one.printed_area is not None
    words = indicator_words.figure(ctx.lang, one.printed_area) if printed else ctx.number(one.drawn_km2, 1)
    return ctx.t("district.figure.area" if printed else "profile.area"), f"{words} {ctx.t('district.unit.km2')}"


def _period(ctx: Context, point: Point) -> str:
    """Period of a figure, short where the document does not print it."""
    if point.period_kind != "none" or point.period_start is None:
        return period_words(ctx, point)
    return ctx.t("profile.inferred", year=point.period_start.year)


def _groups(
    ctx: Context, found: Mapping[str, Ranking], kinds: Sequence[Category], verdicts: Mapping[str, Verdict],
    district: str,
) -> list[Group]:  # fmt: skip
    return [
        Group(ctx.t(f"standing.category.{kind.id}"), [
            _line(ctx, found[code], verdicts.get(code), district) for code in kind.codes if _has(found, code, district)
        ])
        for kind in kinds
    ]  # fmt: skip


def _line(ctx: Context, one: Ranking, verdict: Verdict | None, district: str) -> Line:
    place, point = one.places.get(district), one.points[district]
    share = change_share(one, district)
    unit = unit_of(ctx, one.entry)
    name = plain_name(ctx, one.entry)
    cells = (
        f"{name}, {unit}" if unit else name, indicator_words.figure(ctx.lang, point),
        indicator_words.figure(ctx.lang, one.points.get(ctx.store.city.id)), str(place.rank) if place else NO_DATA,
        signed(ctx, None if share is None else share * PERCENT), _period(ctx, point),
        state_words(ctx, verdict.state) if verdict else NO_DATA,
    )  # fmt: skip
    if place is None:
        return Line(cells)
    others = [share_of(one, other.value) for name, other in one.places.items() if name != district]
    city = None if place.mean is None else share_of(one, place.mean)
    bad = one.direction is not None and (place.gap or 0.0) < 0
    return Line(cells, others, share_of(one, place.value), city, bad)


def _sources(ctx: Context, shown: Sequence[Ranking], district: str) -> list[str]:
    """Each source and origin of the figures of the district and of the city once, with the newest day of them."""
    found: dict[tuple[str, str], date | None] = {}
    for one in shown:
        printed = [one.points[name] for name in (district, ctx.store.city.id) if name in one.points]
        for code, origin, day in of_entry(one.entry, printed):
            found[code, origin] = newest((found.get((code, origin)), day))
    lines = []
    for (code, origin), day in found.items():
        source = ctx.store.city.source(code)
        name = ctx.words(source.names) if source else code
        said = ctx.t(f"value.origin.{origin}")
        lines.append(ctx.t("profile.source_line", name=name, date=ctx.date(day), origin=said))
    return [f"{ctx.t('profile.sources')}: {'; '.join(lines)}."] if lines else []


def _shapes(drawn: Outlines, district: str) -> list[Shape]:
    """Outlines of the picture as rings of places, the district's own last, so that it lies above."""
    paths = drawn.paths.items()
    found = [Shape([_ring(ring) for ring in _RING.findall(path)], code == district) for code, path in paths]
    return sorted(found, key=lambda shape: shape.own)


def _ring(text: str) -> list[tuple[float, float]]:
    pairs = (pair.split(",") for pair in text.split("L"))
    return [(float(x), float(y)) for x, y in pairs]
