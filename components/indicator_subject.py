"""One indicator as its page and its frame show it: passport, values, chart, caption and the table of the chart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component
from sqlalchemy import Connection

from components import indicator_words as words
from components.basics import Child, table
from components.context import Context
from components.indicator_chart import Beside, Choice, bar_label, breakdowns, choose, draw
from components.indicator_lines import PLACE, SECOND, WHOLE, Drawn, Second, twin
from components.indicator_wish import Wish
from components.periods import period_words
from data.queries import indicators
from data.queries.indicator_breaks import Break, breaks
from data.queries.indicators import Point, UnknownIndicatorError
from data.queries.whence import Whence, whence


@dataclass(frozen=True)
class Subject:
    """What the chart and the tables of an indicator lean on, now or as the store knew it on the day of the wish."""

    row: Mapping[str, Any]
    values: Sequence[Mapping[str, Any]]
    points: Sequence[Point]
    unit: str
    name: words.Said
    breaks: tuple[Break, ...]
    second: Second | None


def subject(ctx: Context, code: str, wish: Wish | None = None) -> Subject:
    """The indicator of an address. Raises UnknownIndicatorError for what does not exist or must not be seen."""
    wish = wish or Wish()
    with ctx.store.read() as conn:
        row = indicators.passport(conn, ctx.user, code)
        values = indicators.values(conn, ctx.user, code, ctx.store.end_of(wish.day))
        return Subject(
            row, values, indicators.points(values),
            words.unit(ctx.lang, ctx.store.city, row["unit"], row["unit_ru"], row["unit_en"]),
            words.name(ctx.lang, row["name_kk"], row["name_ru"], row["name_en"]),
            tuple(breaks(conn, ctx.user, code)), _second(ctx, conn, code, wish),
        )  # fmt: skip


def _second(ctx: Context, conn: Connection, code: str, wish: Wish) -> Second | None:
    """The asked second indicator, if the reader may see it and it is not the first one."""
    if not wish.second or wish.second == code:
        return None
    try:
        row = indicators.passport(conn, ctx.user, wish.second)
    except UnknownIndicatorError:
        return None
    found = indicators.points(indicators.values(conn, ctx.user, wish.second, ctx.store.end_of(wish.day)))
    own = (ctx.store.city.id, ctx.store.city.country)
    return Second(
        wish.second, words.name(ctx.lang, row["name_kk"], row["name_ru"], row["name_en"]).words,
        words.unit(ctx.lang, ctx.store.city, row["unit"], row["unit_ru"], row["unit_en"]), row["origin"],
        tuple(indicators.main_series(found, own)), row["source"], row["data_date"],
    )  # fmt: skip


def chosen(ctx: Context, found: Subject, wish: Wish) -> tuple[Choice, Drawn]:
    """What the chart shows for a wish, and the chart itself."""
    city = ctx.store.city
    asked = {"view": wish.view, "territory": wish.territory, "breakdown": wish.breakdown}
    choice = choose(found.points, (city.id, city.country), asked)
    inside = {city.id, *(district.id for district in city.districts)}
    met = tuple(one for one in found.breaks if one.kind != "borders" or choice.territory in inside)
    look = wish.look if wish.look != "table" else "line"
    beside = Beside(look, wish.compared, found.second, wish.scale, met, found.row["origin"])
    drawn = draw(ctx, found.points, choice, found.unit, beside)
    placed = found.row["unit"] == PLACE and drawn.lines and not drawn.base and look == "line"
    return choice, _downward(drawn) if placed else drawn


def _downward(drawn: Drawn) -> Drawn:
    """The chart with places of a rating: the first one on top, no zero."""
    layout = dict(drawn.figure["layout"])
    layout["yaxis"] = {**layout["yaxis"], "autorange": "reversed", "rangemode": "normal"}
    return replace(drawn, figure={**drawn.figure, "layout": layout}, cut_axis=False, down=True)


def source_line(ctx: Context, source_id: str, origin: str, day: date | None) -> str:
    """Source, date and origin of figures in one sentence."""
    source = ctx.store.city.source(source_id)
    return ctx.t("indicators.chart.source", source=ctx.words(source.names) if source else source_id, date=ctx.date(day),
                 origin=ctx.t(f"value.origin.{origin}"))  # fmt: skip


def sources_of(points: Iterable[Point], row: Mapping[str, Any]) -> list[Whence]:
    """Source, origin and newest date of points in their order; those of the passport where there are no points."""
    return whence(points, str(row["source"]), str(row["origin"]), row["data_date"])


def _drawn_points(drawn: Drawn, *, second: bool) -> list[Point]:
    """Points on the chart, of the second indicator or of the first one with its other territories."""
    lines = [point for line in drawn.lines if (line.subject == SECOND) is second for point in line.points]
    return lines if second else [*lines, *(point for _, point in (*drawn.bars, *drawn.wholes))]


def bar_periods(ctx: Context, drawn: Drawn) -> str:
    """Period of bars that stand side by side, or that their periods differ and from which to which."""
    points = (point for _, point in (*drawn.bars, *drawn.wholes))
    dated = sorted(points, key=lambda point: point.period_start or date.min)
    # The sentence brings its own full stop; a year in Russian words ends with one already.
    said = list(dict.fromkeys(period_words(ctx, point).removesuffix(".") for point in dated))
    if len(said) < 2:
        return ctx.t("indicator.bars.as_of", period=said[0]) if said else ""
    return ctx.t("indicator.bars.differ", first=said[0], last=said[-1])


def caption(ctx: Context, found: Subject, choice: Choice, drawn: Drawn) -> list[Child]:
    """Words under the chart: what is shown, where from, how old, and what was left to the table."""
    city, second = ctx.store.city, found.second
    where = words.territory(ctx.lang, city, choice.territory) if choice.view != "territories" else ""
    printed = breakdowns(found.points).get(choice.breakdown, "")
    of = "" if choice.view == "breakdowns" or choice.breakdown == WHOLE else words.breakdown(
        ctx.lang, choice.breakdown, printed)  # fmt: skip
    lines: list[Child] = [", ".join(part for part in (where, of) if part)]
    lines.append(html.Strong(ctx.t("indicators.chart.none")) if drawn.empty else "")
    lines.append(ctx.t("indicators.chart.bound") if any(p.comparison != "=" for p in found.points) else "")
    lines.append(bar_periods(ctx, drawn))
    lines.append(ctx.t("indicator.whole.note") if drawn.apart else "")
    lines += [source_line(ctx, *one) for one in sources_of(_drawn_points(drawn, second=False), found.row)]
    beyond = _drawn_points(drawn, second=True)
    if second is not None and beyond:
        passport = {"source": second.source, "origin": second.origin, "data_date": second.data_date}
        said_of = " ".join(source_line(ctx, *one) for one in sources_of(beyond, passport))
        lines.append(ctx.t("indicator.second.source", name=second.name, source=said_of))
    lines.append(ctx.t("indicators.chart.doubt_sign") if any(p.doubt for p in found.points) else "")
    lines.append(ctx.t("indicators.chart.cut_axis") if drawn.cut_axis else "")
    lines.append(ctx.t("indicators.chart.down_axis") if drawn.down else "")
    lines.append(ctx.t("indicator.chart.base", period=drawn.base) if drawn.base else "")
    lines.append(ctx.t("indicator.chart.no_base") if drawn.no_base else "")
    lines.append(ctx.n("indicators.left_out", drawn.left_out) if drawn.left_out else "")
    return [html.Span(line, className="caption-line") for line in lines if line]


def twin_table(ctx: Context, found: Subject, drawn: Drawn) -> Component:
    """What is drawn as a table; the sentence of an empty chart where nothing is."""
    if drawn.empty:
        return html.P(ctx.t("indicators.chart.none"))
    if not drawn.lines:
        rows, unit = bars_as_rows(ctx, drawn), f", {found.unit}" if found.unit else ""
        heads = [ctx.t("indicator.look.name"), ctx.t("indicators.column.period"),
                 ctx.t("indicators.column.number") + unit]  # fmt: skip
        return table(ctx.t("indicator.look.caption", name=found.name.words), heads, rows, numeric=[2])
    heads, rows = twin(ctx, drawn.lines)
    numeric = list(range(1, len(heads)))
    return table(ctx.t("indicator.look.caption", name=found.name.words), heads, rows, numeric=numeric)


def bars_as_rows(ctx: Context, drawn: Drawn) -> list[list[str]]:
    """Names, periods and printed values of bars, the greatest first; before them the whole that they are parts of."""
    return [
        [name, period_words(ctx, point), " ".join(part for part in bar_label(ctx, point) if part)]
        for name, point in reversed((*drawn.bars, *drawn.wholes))
    ]
