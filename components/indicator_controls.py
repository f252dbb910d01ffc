"""Switches of an indicator's page: view, look, territories, breakdown, second indicator, scale, day of knowledge."""

from collections.abc import Mapping, Sequence
from datetime import date

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import indicator_words as words
from components.basics import attrs, icon
from components.context import Context
from components.indicator_chart import VIEWS, Choice, breakdowns, territories
from components.indicator_lines import WHOLE, Second
from components.indicator_wish import COMPARED_MAX, LOOKS, SCALES, Look, Wish
from data.queries.indicators import Point

VIEW, TERRITORY, BREAKDOWN = "indicator-view", "indicator-territory", "indicator-breakdown"
TERRITORY_BOX, BREAKDOWN_BOX = f"{TERRITORY}-box", f"{BREAKDOWN}-box"
LOOK, COMPARED, SCALE = "indicator-look", "indicator-compared", "indicator-scale"
SECOND, SECOND_TEXT, SECOND_LIST = "indicator-second", "indicator-second-text", "indicator-second-list"
DAY, TIME_BOX, SCALE_BOX = "indicator-day", "indicator-time-box", "indicator-scale-box"
FORECAST = "indicator-forecast"
TYPING_SECONDS = 0.25


def idle(points: Sequence[Point], choice: Choice) -> tuple[bool, bool]:
    """Whether the choices of territory and of breakdown do not matter to what is drawn."""
    return (
        len(territories(points)) < 2 or choice.view == "territories",
        len(breakdowns(points)) < 2 or choice.view == "breakdowns",
    )


def _select(key: str, label: str, options: Mapping[str, str], value: str, *, hidden: bool) -> Component:
    choices = [{"label": text, "value": code} for code, text in options.items()]
    control = dbc.Select(id=key, options=choices, value=value)
    return html.Div([html.Label(label, htmlFor=key), control], id=f"{key}-box", className="field", hidden=hidden)


def looks(ctx: Context, look: Look, view: str) -> list[dict[str, str]]:
    """Looks to choose from: what stands side by side is drawn as bars only, whichever drawing was chosen for time."""
    if view == "time":
        return [{"label": ctx.t(f"indicator.look.{one}"), "value": one} for one in LOOKS]
    drawn = look if look != "table" else "line"
    return [{"label": ctx.t("indicator.look.bar"), "value": drawn},
            {"label": ctx.t("indicator.look.table"), "value": "table"}]  # fmt: skip


def _radio(ctx: Context, key: str, name: str, options: Sequence[dict[str, str]], value: str) -> Component:
    return html.Fieldset(
        [
            html.Legend(ctx.t(f"indicator.{name}.title")),
            dbc.RadioItems(id=key, options=options, value=value, className="segmented"),
        ],
        className="field",
    )


def _choices(ctx: Context, points: Sequence[Point], choice: Choice) -> list[Component]:
    places = {code: words.territory(ctx.lang, ctx.store.city, code) for code in territories(points)}
    parts = {code: words.breakdown(ctx.lang, "" if code == WHOLE else code, printed) or ctx.t("indicators.whole")
             for code, printed in breakdowns(points).items()}  # fmt: skip
    views = {"time": True, "territories": len(places) > 1, "breakdowns": len(parts) > 1}
    options: dict[str, str] = {
        view: ctx.t(f"indicators.chart.view_{view}") for view in VIEWS if views[view] or view == choice.view
    }
    no_places, no_parts = idle(points, choice)
    return [
        _select(VIEW, ctx.t("indicators.chart.view"), options, choice.view, hidden=len(options) < 2),
        _select(TERRITORY, ctx.t("indicators.chart.territory"), places, choice.territory, hidden=no_places),
        _select(BREAKDOWN, ctx.t("indicators.chart.breakdown"), parts, choice.breakdown, hidden=no_parts),
    ]


def _compared(ctx: Context, points: Sequence[Point], wish: Wish) -> Component:
    """Other territories to tick: districts first, then the country, then other cities and regions."""
    city = ctx.store.city
    found = territories(points)
    own = [d.id for d in city.districts if d.id in found]
    rest = [place for place in found if place not in own]
    options = [{"label": words.territory(ctx.lang, city, place), "value": place}
               for place in (*[p for p in rest if p in (city.id, city.country)], *own,
                             *[p for p in rest if p not in (city.id, city.country)])]  # fmt: skip
    ticked = [place for place in wish.compared if place in found]
    box = dbc.Checklist(id=COMPARED, options=options, value=ticked, className="ticks")
    note = html.P(ctx.t("indicator.compare.note", count=ctx.number(COMPARED_MAX)), className="field-hint")
    buttons: list[Component] = [
        html.Button(ctx.t("indicator.compare.districts"), type="button", className="button button-quiet button-small",
                    **attrs(data_tick=",".join(own[:COMPARED_MAX]))) if len(own) > 1 else html.Span(hidden=True),
        html.Button(ctx.t("indicator.compare.none"), type="button", className="button button-quiet button-small",
                    **attrs(data_tick="")),
    ]  # fmt: skip
    return html.Details(
        [
            html.Summary([icon("bar-chart"), ctx.t("indicator.compare.title")]),
            html.Fieldset([html.Legend(ctx.t("indicator.compare.legend"), className="visually-hidden"), note,
                           html.Div(buttons, className="small-actions"), box]),
        ],
        className="more-choices", hidden=len(found) < 2, open=bool(ticked),
    )  # fmt: skip


def _second(ctx: Context, second: Second | None, wish: Wish) -> Component:
    """A field that finds an indicator by words, and the scale of both."""
    said = f"{second.name} \u00b7 {second.code}" if second else ""
    field = html.Div(
        [
            html.Label(ctx.t("indicator.second.label"), htmlFor=SECOND_TEXT),
            dcc.Input(id=SECOND_TEXT, type="search", value=said, list=SECOND_LIST, debounce=TYPING_SECONDS,
                      placeholder=ctx.t("indicator.second.placeholder"), autoComplete="off"),
            html.P(ctx.t("indicator.second.hint"), className="field-hint"),
            html.Datalist(id=SECOND_LIST),
        ],
        className="field",
    )  # fmt: skip
    return html.Details(
        [
            html.Summary([icon("graph-up"), ctx.t("indicator.second.title")]),
            field,
        ],
        className="more-choices", open=bool(wish.second),
    )  # fmt: skip


def _day(ctx: Context, wish: Wish, today: date) -> Component:
    value = wish.day.isoformat() if wish.day else ""
    return html.Details(
        [
            html.Summary([icon("clock-history"), ctx.t("indicator.day.title")]),
            html.Div([
                html.Label(ctx.t("indicator.day.label"), htmlFor=DAY),
                dbc.Input(id=DAY, type="date", value=value, max=today.isoformat(), debounce=True),
                html.P(ctx.t("indicator.day.hint"), className="field-hint"),
            ], className="field"),
        ],
        className="more-choices", open=wish.day is not None,
    )  # fmt: skip


def controls(
    ctx: Context, points: Sequence[Point], choice: Choice, wish: Wish, second: Second | None, today: date
) -> Component:  # fmt: skip
    """All switches over the chart; those that only a line of time has stand in a box of their own."""
    scales = [{"label": ctx.t(f"indicator.scale.{one}"), "value": one} for one in SCALES]
    scale = html.Div(_radio(ctx, SCALE, "scale", scales, wish.scale), id=SCALE_BOX, hidden=not (
        second or any(place in territories(points) for place in wish.compared)))  # fmt: skip
    ticked = dbc.Checklist(id=FORECAST, options=[{"label": ctx.t("indicator.forecast.show"), "value": "1"}],
                           value=["1"] if wish.forecast else [], className="ticks")  # fmt: skip
    switch = html.Fieldset([html.Legend(ctx.t("indicator.forecast.title"), className="visually-hidden"), ticked],
                           className="one-tick")  # fmt: skip
    timely = html.Div([switch, _compared(ctx, points, wish), _second(ctx, second, wish), scale], id=TIME_BOX,
                      hidden=choice.view != "time")  # fmt: skip
    drawn = _radio(ctx, LOOK, "look", looks(ctx, wish.look, choice.view), wish.look)
    return html.Div(
        [
            html.Div([*_choices(ctx, points, choice), drawn], className="chart-controls"),
            html.Div([timely, _day(ctx, wish, today)], className="indicator-more"),
            dcc.Store(id=SECOND, data=second.code if second else ""),
        ],
        className="indicator-controls",
    )  # fmt: skip
