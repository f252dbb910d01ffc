"""The time bar under the map: what is dated in it, its slider, steps, presets, and the day of knowledge."""

import json
from datetime import date
from typing import Any, Literal

from babel.dates import get_month_names
from dash import html
from dash.development.base_component import Component

from components.basics import icon
from components.context import Context
from components.map_state import MapState
from components.map_words import attributes
from components.native import Native
from config import clock
from data.queries.dated import Dated, dated_rows, indicator_years, known_since
from data.queries.scope import seen_layers

GRAINS = ("year", "month", "day")
MODES = ("one", "span")
SPEEDS = (("2000", "slow"), ("1000", "normal"), ("400", "fast"))
SPOKEN = ("all", "play", "pause", "undated", "known", "known_cut", "known_ground", "known_before")
PRESETS = ("today", "days30", "year", "last_year", "plan")
_KINDS: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")


def today(ctx: Context) -> date:
    """The present day in the city."""
    return clock.today(ctx.store.city.timezone)


def bar(ctx: Context, state: MapState) -> Component:
    """The bar; everything in it follows the map in the browser, without a request."""
    return html.Section(
        [_row(ctx), _body(ctx), html.P("", id="map-time-known", className="time-known", hidden=True, role="status")],
        id="map-time", className="map-time",
        **attributes(aria_label=ctx.t("time.aria"), data_time=json.dumps(frame(ctx), ensure_ascii=False),
                     data_set="1" if state.span else ""),
    )  # fmt: skip


def frame(ctx: Context) -> dict[str, Any]:
    """What the browser needs: both ends of the bar, numbers by month of each dated layer, words of dates."""
    with ctx.store.read() as conn:
        layers = seen_layers(ctx.user, ctx.store.layers.values())
        found = {layer.id: dated_rows(conn, ctx.store, layer.id, ctx.user) for layer in layers}
        years = indicator_years(conn, ctx.store, ctx.user)
        since = known_since(conn)
    now = today(ctx)
    first, plan = _ends(list(found.values()), years, now)
    return {
        "first": first.isoformat(), "last": f"{plan}-12-31", "today": now.isoformat(), "plan": plan,
        "since": f"{ctx.local_day(since)}" if since else "",
        "layers": {name: dict(dated.months) for name, dated in found.items() if dated.first is not None},
        "undated": {
            layer.id: ctx.t(f"layer.{layer.id}.title")
            for layer in layers if not layer.base and found[layer.id].first is None
        },
        "speech": speech(ctx),
    }  # fmt: skip


def _ends(found: list[Dated], years: tuple[int, int] | None, now: date) -> tuple[date, int]:
    """Earliest day of any data, and the last year that is planned for."""
    firsts = [dated.first for dated in found if dated.first is not None]
    lasts = [dated.last.year for dated in found if dated.last is not None]
    if years is not None:
        firsts.append(date(years[0], 1, 1))
        lasts.append(years[1])
    return min(firsts, default=date(now.year - 1, 1, 1)).replace(month=1, day=1), max([*lasts, now.year])


def speech(ctx: Context) -> dict[str, Any]:
    """Names of months and templates of dates: browsers know Kazakh ones only in part."""
    names = {kind: _months(ctx, kind) for kind in _KINDS}
    keys = {name: ctx.t(f"time.format.{name}") for name in (*GRAINS, "span")}
    words = {name: ctx.t(f"time.{name}") for name in SPOKEN}
    return {"months": names["format"], "alone": names["stand-alone"], **keys, **words}


def _months(ctx: Context, kind: Literal["format", "stand-alone"]) -> list[str]:
    """Names of the months; in Kazakh small inside a date, also where they stand alone."""
    names = list(get_month_names("wide", kind, locale=ctx.lang).values())
    return [name.lower() for name in names] if ctx.lang == "kk" else names


def _icon_button(ctx: Context, name: str, symbol: str, **values: object) -> Component:
    words = ctx.t(f"time.{name}")
    return html.Button(
        icon(symbol), type="button", className="icon-button", title=words, id=f"map-time-{name}",
        **attributes(aria_label=words, data_time_do=name, **values),
    )  # fmt: skip


def _row(ctx: Context) -> Component:
    more = html.Button(
        [icon("clock-history"), html.Span(ctx.t("time.all"), id="map-time-words"), icon("chevron-up")],
        type="button", className="time-more", id="map-time-more",
        **attributes(aria_expanded="false", aria_controls="map-time-body", data_time_do="more"),
    )  # fmt: skip
    buttons = html.Div(
        [_icon_button(ctx, "back", "skip-start-fill"), _icon_button(ctx, "play", "play-fill"),
         _icon_button(ctx, "forward", "skip-end-fill")],
        className="time-buttons",
    )  # fmt: skip
    hide = attributes(aria_hidden="true")
    line = html.Div(
        [html.Div(id="map-time-bars", className="time-bars", **hide), _slider(ctx, "from"), _slider(ctx, "to"),
         html.Div(id="map-time-ticks", className="time-ticks", **hide)],
        className="time-line",
    )  # fmt: skip
    clear = html.Button(
        [icon("x-lg"), html.Span(ctx.t("time.all"))], type="button", id="map-time-clear",
        className="button button-quiet time-clear", **attributes(data_time_do="clear"),
    )  # fmt: skip
    return html.Div([more, buttons, line, clear], className="time-row")


def _slider(ctx: Context, end: str) -> Component:
    given = {"type": "range", "className": f"time-slider time-{end}", "aria-label": ctx.t(f"time.slider_{end}"),
             "min": "0", "max": "1", "step": "1", "data-time-end": end}  # fmt: skip
    return Native("input", given, id=f"map-time-{end}")


def _choice(ctx: Context, name: str, options: list[tuple[str, str]], usual: str) -> Component:
    field = Native("select", {"className": "input", "defaultValue": usual}, options, id=f"map-time-{name}")
    return html.Label([html.Span(ctx.t(f"time.{name}")), field], className="time-field")


def _body(ctx: Context) -> Component:
    presets = [
        html.Button(ctx.t(f"time.preset.{name}"), type="button", className="button button-quiet",
                    **attributes(data_time_preset=name))
        for name in PRESETS
    ]  # fmt: skip
    known = Native("input", {"type": "date", "className": "input", "max": today(ctx).isoformat()}, id="map-time-at")
    return html.Div(
        [
            html.Div(presets, className="time-presets", role="group", **attributes(aria_label=ctx.t("time.presets"))),
            html.Div(
                [
                    _choice(ctx, "grain", [(one, ctx.t(f"time.grain_{one}")) for one in GRAINS], "year"),
                    _choice(ctx, "mode", [(one, ctx.t(f"time.mode_{one}")) for one in MODES], "one"),
                    _choice(ctx, "speed", [(ms, ctx.t(f"time.speed_{one}")) for ms, one in SPEEDS], "1000"),
                    html.Label([html.Span(ctx.t("time.at")), known], className="time-field"),
                ],
                className="time-fields",
            ),
            html.P("", id="map-time-undated", className="muted time-undated", hidden=True),
        ],
        id="map-time-body", className="time-body", hidden=True,
    )  # fmt: skip
