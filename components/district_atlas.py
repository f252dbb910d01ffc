"""Atlas of the districts: any figure of any year by classes on the map, and small maps of the years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from analysis.atlas import Atlas, Question, Shot, atlas, bases, spaced
from analysis.classify import METHODS, Classes, Method, classify
from analysis.ranking import Direction
from analysis.standing import PEOPLE, Basis, Category, Ranking
from components.basics import Child, attrs, link
from components.context import Context
from components.district_map import Filled, choropleth, legend, small
from components.district_words import compared, mean_words, plain_name, series_link
from components.map_words import district_words
from components.native import Native
from components.periods import period_words
from data.queries.indicators import Entry, Point
from data.queries.outlines import Outlines

INDICATOR, BASIS, PERIOD, AGAINST, METHOD, COUNT, EVERY = "i", "per", "y", "v", "m", "k", "years"
NAMES = (INDICATOR, BASIS, PERIOD, AGAINST, METHOD, COUNT)
COUNTS, USUAL = (3, 4, 5, 6), 4
MOST_YEARS = 12
Series = Mapping[tuple[str, str], Sequence[Point]]


@dataclass(frozen=True)
class Wish:
    """What the address asks of an atlas, as far as it makes sense: two periods, method and number of classes."""

    found: Atlas
    now: Shot
    then: Shot | None
    method: Method = "quantile"
    count: int = USUAL
    every: bool = False

    @property
    def entry(self) -> Entry:
        """The indicator."""
        return self.found.entry

    @property
    def basis(self) -> Basis:
        """How the districts are compared."""
        return self.found.basis

    @property
    def direction(self) -> Direction | None:
        """Which way is good."""
        return self.found.direction

    def query(self, **changed: str) -> str:
        """The address of this atlas with some of it changed; what is usual is left out."""
        asked = {
            INDICATOR: self.entry.code, BASIS: self.basis, PERIOD: self.now.like.period,
            AGAINST: self.then.like.period if self.then else "", METHOD: self.method, COUNT: str(self.count), **changed,
        }  # fmt: skip
        return "?" + urlencode({name: value for name, value in asked.items() if value})


def wish(ctx: Context, entry: Entry, series: Series) -> Wish | None:
    """The atlas that the address asks for; None where no period has a figure of a district."""
    asked, people = ctx.query, tuple(series.get((PEOPLE, ""), ()))
    basis = next((b for b in bases(entry, people) if b == asked.get(BASIS)), None)
    about = Question([d.id for d in ctx.store.city.districts], ctx.store.city.id, people, basis)
    found = atlas(entry, series.get((entry.code, ""), ()), about)
    if not found.shots:
        return None
    now = found.at(asked.get(PERIOD, "")) or found.shots[-1]
    then = found.at(asked.get(AGAINST, ""))
    if then is None or then is now:
        then = found.before(now)
    method = next((m for m in METHODS if m == asked.get(METHOD)), METHODS[0])
    count = next((n for n in COUNTS if str(n) == asked.get(COUNT)), USUAL)
    return Wish(found, now, then, method, count, asked.get(EVERY) == "all")


def select(name: str, words: str, options: Sequence[tuple[str, str]], chosen: str) -> Component:
    """A box of a form that is read from the address."""
    key = f"districts-{name}"
    given = {"name": name, "className": "input", "defaultValue": chosen}
    return html.Div([html.Label(words, htmlFor=key), Native("select", given, options, key)], className="field")


def form(ctx: Context, anchor: str, fields: Sequence[Component], kept: Mapping[str, str]) -> Component:
    """A form that opens this page with what is chosen; it needs no script."""
    hidden = [Native("input", {"type": "hidden", "name": name, "defaultValue": value}) for name, value in kept.items()]
    button = html.Button(ctx.t("standing.show"), type="submit", className="button")
    return html.Form([*hidden, *fields, button], method="get", action=f"/districts#{anchor}",
                     className="filter-bar standing-form")  # fmt: skip


def controls(
    ctx: Context, asked: Wish, found: Mapping[str, Ranking], kinds: Sequence[Category], people: Sequence[Point]
) -> list[Component]:
    """Boxes of the atlas: figure, basis, period and the one before, method and number of classes."""
    known = [(c, plain_name(ctx, found[c].entry)) for kind in kinds for c in kind.codes if c in found]
    codes = {c for c, _ in known}
    known += [(c, plain_name(ctx, record.entry)) for c, record in found.items() if c not in codes]
    times = [(shot.like.period, period_words(ctx, shot.like)) for shot in reversed(asked.found.shots)]
    possible = [(basis, ctx.t(f"atlas.basis.{basis}")) for basis in bases(asked.entry, people)]
    boxes = [
        select(INDICATOR, ctx.t("standing.figure"), known, asked.entry.code),
        select(BASIS, ctx.t("atlas.field.basis"), possible, asked.basis),
        select(PERIOD, ctx.t("atlas.field.period"), times, asked.now.like.period),
    ]
    if asked.then is not None:
        boxes.append(select(AGAINST, ctx.t("atlas.field.against"), times, asked.then.like.period))
    methods = [(name, ctx.t(f"atlas.method.{name}")) for name in METHODS]
    boxes.append(select(METHOD, ctx.t("atlas.field.method"), methods, asked.method))
    counts = [(str(n), str(n)) for n in COUNTS]
    return [*boxes, select(COUNT, ctx.t("atlas.field.classes"), counts, str(asked.count))]


def _limits(ctx: Context, asked: Wish, classes: Classes) -> dict[float, str]:
    return {limit: compared(ctx, asked, limit) for limit in (classes.low, *classes.uppers)}


def _said(ctx: Context, asked: Wish, district: str) -> str:
    name = district_words(ctx, district)
    value = asked.now.values.get(district)
    if value is None:
        return ctx.t("atlas.said.none", district=name)
    return ctx.t("atlas.said.value", district=name, value=compared(ctx, asked, value),
                 rank=asked.now.ranks[district], of=len(asked.now.ranks))  # fmt: skip


def picture(ctx: Context, asked: Wish, outlines: Outlines, unit: str, about: Component) -> Component | None:
    """The map with its legend and what is said of the figure; a district leads to its series. None with no outline."""
    codes = [d.id for d in ctx.store.city.districts]
    values = [asked.now.values.get(code) for code in codes]
    classes = classify(values, asked.method, asked.count)
    filled = {
        code: Filled(value, compared(ctx, asked, value), _said(ctx, asked, code), series_link(asked.entry, code))
        for code, value in zip(codes, values, strict=True)
    }
    period, name = period_words(ctx, asked.now.like), plain_name(ctx, asked.entry)
    drawn = choropleth(ctx, outlines, classes, filled, ctx.t("atlas.map", name=name, period=period))
    if drawn is None:
        return None
    rows = legend(ctx, classes, _limits(ctx, asked, classes), counts="atlas.count")
    side: list[Child] = [
        html.H3(name), html.P(f"{unit}, {period}" if unit else period, className="dmap-unit"), rows,
        html.P(_mean(ctx, asked, asked.now), className="dmap-mean"),
        html.P(ctx.t(f"atlas.method.note.{asked.method}"), className="section-note"), about,
    ]  # fmt: skip
    return html.Div([html.Div(drawn, className="dmap-frame"), html.Div(side)], className="atlas-place")


def _mean(ctx: Context, asked: Wish, shot: Shot) -> str:
    return mean_words(ctx, asked, shot.mean, shot.points.get(ctx.store.city.id))


def years(ctx: Context, asked: Wish, outlines: Outlines) -> Component | None:
    """Small maps of the periods in the classes of all of them; None where there is only one period or no outline."""
    if len(asked.found.shots) < 2 or not outlines.paths:
        return None
    shown = [*asked.found.shots] if asked.every else spaced(asked.found.shots, MOST_YEARS)
    codes = [d.id for d in ctx.store.city.districts]
    pooled = classify([*chain.from_iterable([shot.values.get(code) for code in codes] for shot in shown)],
                      asked.method, asked.count)  # fmt: skip
    items = [html.Li(_year(ctx, asked, shot, pooled, outlines)) for shot in shown]
    drawn: list[Child] = [legend(ctx, pooled, _limits(ctx, asked, pooled)), html.Ul(items, className="dmap-years")]
    if len(shown) < len(asked.found.shots):
        every = asked.query(**{EVERY: "all"})
        drawn.append(link(ctx.n("atlas.years.all", len(asked.found.shots)), f"/districts{every}#years"))
    return html.Div(drawn)


def _year(ctx: Context, asked: Wish, shot: Shot, classes: Classes, outlines: Outlines) -> Component:
    period = period_words(ctx, shot.like)
    told = "; ".join(f"{district_words(ctx, code)}: {compared(ctx, asked, value)}"
                     for code, value in sorted(shot.values.items()))  # fmt: skip
    made = small(ctx, outlines, classes, shot.values, ctx.t("atlas.year", period=period, values=told))
    mean = _mean(ctx, asked, shot)
    head = link(period, f"/districts{asked.query(**{PERIOD: shot.like.period, AGAINST: ''})}#ranking",
                **attrs(aria_current="true" if shot is asked.now else None))  # fmt: skip
    return html.Figure([made, html.Figcaption([head, html.Span(mean)])])
