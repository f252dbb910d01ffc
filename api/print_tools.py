"""What tools and sources from elsewhere add to a printed map: classes of an indicator, minutes, an area, owners."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from analysis.classify import classify
from components import district_values, indicator_words
from components.ask_words import span_words
from components.context import Context
from components.map_remote import remote_of, silent_words
from components.map_state import MapState
from components.palette import color, ramp
from components.tools.indicator import CLASSES
from config.city import Source
from data.queries import indicators
from data.queries.filters import AskError
from data.queries.indicators import UnknownIndicatorError
from data.queries.moments import read_span
from data.queries.scope import seen_layers
from data.queries.whence import by_source, whence
from reports.print import Group, Mark

SYNTHETIC = "synthetic"
FILL, REACHED, DRAWN = 0.72, 0.16, 0.14
MODES = {"foot": "tool.isochrone.foot", "car": "tool.isochrone.car"}
# What stands in the address, the words of what it draws, and how that looks.
LINES = {"ms": "tool.measure.title", "here": "tool.here.title"}


@dataclass(frozen=True)
class Extra:
    """Rows of the legend above and `below` the layers of the store, lines about sources and who is named, origins."""

    groups: list[Group] = field(default_factory=list)
    below: list[Group] = field(default_factory=list)
    sources: list[tuple[Source, date | None]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    origins: list[tuple[str, str]] = field(default_factory=list)


def extra_of(ctx: Context, conn: Connection, state: MapState) -> Extra:
    """What the state shows beside the layers of the store; the legend begins with what fills the districts."""
    found = Extra()
    _indicator(ctx, conn, state, found)
    found.groups.extend(_drawn(ctx, state))
    _remote(ctx, state, found)
    return found


def compared(ctx: Context, state: MapState) -> tuple[list[str], list[str]]:
    """Layers that only the right side of a comparison has, and what both sides are, in words; nothing without one."""
    kind, _, rest = state.extra.get("cmp", "").partition("~")
    value = rest.partition("~")[0]
    if kind == "t":
        try:
            sides, more = [span_words(ctx, state.span), span_words(ctx, read_span(value))], []
        except AskError:
            return [], []
    elif kind == "l":
        seen = [layer for layer in seen_layers(ctx.user, ctx.store.layers.values()) if not layer.base]
        other = [layer.id for layer in seen if layer.id in value.split(",")]
        own = [layer.id for layer in seen if layer.id in state.visible]
        sides = [", ".join(ctx.t(f"layer.{one}.title") for one in names) or "–" for names in (own, other)]
        more = [one for one in other if one not in state.visible]
    else:
        return [], []
    words = [ctx.t(f"tool.compare.{name}") for name in ("left", "right")]
    return more, [f"{name}: {side}" for name, side in zip(words, sides, strict=True)]


def _indicator(ctx: Context, conn: Connection, state: MapState, found: Extra) -> None:
    code, _, breakdown = state.extra.get("ind", "").partition("|")
    if not code:
        return
    try:
        passport = indicators.passport(conn, ctx.user, code)
    except UnknownIndicatorError:
        return
    points = indicators.points(indicators.values(conn, ctx.user, code))
    series = district_values.series(points, breakdown or district_values.usual(points))
    districts = [district.id for district in ctx.store.city.districts]
    year = f"{state.span.last.year}" if state.span else max(district_values.years(series, districts), default="")
    values = district_values.values_of(series, districts, year)
    unit = indicator_words.unit(
        ctx.lang, ctx.store.city, passport["unit"], passport["unit_ru"] or "", passport["unit_en"] or ""
    )
    name = indicator_words.name(ctx.lang, passport["name_kk"], passport["name_ru"], passport["name_en"]).words
    title = ", ".join(filter(None, (name, unit, year)))
    marks = classes(ctx, values)
    if marks:
        own = (point for point in points if point.territory in districts)
        told = whence(own, str(passport["source"]), str(passport["origin"]), passport["data_date"])
        origins = sorted({origin for _, origin, _ in told})
        found.groups.append(Group(title, marks, ctx.t("print.loud") if SYNTHETIC in origins else ""))
        found.origins.extend((origin, name) for origin in origins)
        known = ((ctx.store.city.source(one), day) for one, day in by_source([told]).items())
        found.sources.extend((source, day) for source, day in known if source is not None)


def classes(ctx: Context, values: Sequence[float | None]) -> list[Mark]:
    """Classes of about as many values each, with their least and greatest, as the map fills them."""
    known = sorted(value for value in values if value is not None and math.isfinite(value))
    found = classify(known, "quantile", CLASSES)
    colors = ramp(ctx.theme, "warm", CLASSES + 1)[1:]
    marks = []
    for place in range(len(found.uppers)):
        inside = [value for value in known if found.of(value) == place]
        ends = [ctx.number(round(end, 4), _digits(end)) for end in (inside[0], inside[-1])]
        words = ends[0] if ends[0] == ends[1] else ctx.t("tool.indicator.to", low=ends[0], high=ends[1])
        drawn = district_values.shade(place, len(found.uppers), colors)
        marks.append(Mark(words, "area", drawn, 1.0, drawn, FILL))
    if marks and len(known) < len(values):
        none = color(ctx.theme, "none")
        marks.append(Mark(ctx.t("tool.indicator.none"), "area", none, 1.0, none, FILL))
    return marks


def _digits(value: float) -> int:
    text = f"{round(value, 4):.4f}".rstrip("0").rstrip(".")
    return len(text.partition(".")[2])


def _drawn(ctx: Context, state: MapState) -> list[Group]:
    """Rows for what tools drew over the map."""
    accent = color(ctx.theme, "accent")
    groups = []
    mode, _, rest = state.extra.get("iso", "").partition(";")
    minutes = sorted({int(one) for one in rest.partition(";")[0].split("-") if one.isdecimal() and len(one) < 4})
    if mode in MODES and minutes:
        marks = [
            Mark(ctx.t("tool.isochrone.min", count=one), "area", accent, 1.0, accent, 1 - (1 - REACHED) ** layers)
            for one, layers in zip(minutes, range(len(minutes), 0, -1), strict=True)
        ]
        groups.append(Group(f"{ctx.t('tool.isochrone.title')}, {ctx.t(MODES[mode])}", marks))
    if state.extra.get("area"):
        groups.append(_one(ctx, "tool.area.title", Mark("", "area", accent, 2.5, accent, DRAWN)))
    groups += [
        _one(ctx, words, Mark("", "line", accent, 2.5)) for name, words in LINES.items() if state.extra.get(name)
    ]
    return groups


def _one(ctx: Context, key: str, mark: Mark) -> Group:
    return Group(ctx.t(key), [Mark(ctx.t(key), mark.shape, mark.color, mark.size, mark.edge, mark.fill)])


def _remote(ctx: Context, state: MapState, found: Extra) -> None:
    """Layers from elsewhere, pictures below ours: owner, day of the last answer, and that one is silent."""
    for record in remote_of().seen(ctx.user):
        if record.id not in state.remote:
            continue
        title, drawn, told = ctx.words(record.names), color(ctx.theme, record.color), remote_of().state(record)
        marks = [] if record.raster else [Mark(title, "point", drawn, 5.0, color(ctx.theme, "halo"))]
        where = found.below if record.raster else found.groups
        where.append(Group(title, marks, silent_words(ctx, told)))
        since = f". {ctx.t('remote.state', date=ctx.moment(told.good_at))}" if told.good_at else ""
        found.lines.append(f"{title}: {', '.join(filter(None, (record.attribution, record.licence)))}{since}")
        if record.attribution not in found.named:
            found.named.append(record.attribution)
