"""Can I get in there: a person's needs and a place in, objects in the order that suits the person out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dash import html
from dash.development.base_component import Component

from analysis.access import Obstacle
from analysis.access_near import RADII_M, RADIUS_M, Found, near
from analysis.near import Around
from components.basics import attrs, heading, icon, link
from components.context import Context
from components.inclusion.facts import chosen, origin_line, state_mark
from components.map_words import code_words, label, row_title, value_words
from components.module.ask import Ask, here, main_layer, query_of, rows_ask
from components.native import Native
from config.access import rule
from config.limits import NEAR_MAX
from data.queries.inclusion import OBJECTS
from data.queries.named_place import NamedPlace, find_place

NEAR, RADIUS = "near", "r"
SHOWN = 12
DIGITS = 4


@dataclass(frozen=True)
class Asked:
    """What a person asked: the words, the place they mean (None: nowhere), its title, metres, and what is there."""

    words: str
    place: NamedPlace | None
    title: str = ""
    radius: int = RADIUS_M
    found: list[Found] = field(default_factory=list)


def radius_of(ask: Ask) -> int:
    """Radius of the address in metres, one of those offered."""
    return next((metres for metres in RADII_M if str(metres) == ask.extra.get(RADIUS)), RADIUS_M)


def looked(ctx: Context, ask: Ask) -> Asked | None:
    """Objects near the place of the address, best for the person first; None when nothing was asked."""
    words, layer = ask.extra.get(NEAR, ""), main_layer(ctx, OBJECTS)
    if not words or layer is None:
        return None
    radius = radius_of(ask)
    with ctx.store.read() as conn:
        place = find_place(conn, ctx.store, words, ctx.user)
        if place is None:
            return Asked(words, None)
        around = Around((place.lon, place.lat), radius, NEAR_MAX)
        found = near(conn, ctx.store, ctx.user, rows_ask(ctx, layer, ask), around, chosen(ask) or tuple(rule().needs))
    return Asked(words, place, _title(ctx, place), radius, found)


def _title(ctx: Context, place: NamedPlace) -> str:
    if place.entry is not None:
        return place.entry.title(ctx.lang)
    return f"{place.lat:.{DIGITS}f}, {place.lon:.{DIGITS}f}"


def draw(ctx: Context, ask: Ask) -> Component:
    """The form and, when a place was asked for, what is there."""
    seen = looked(ctx, ask)
    parts = [_form(ctx, ask), _results(ctx, ask, seen) if seen is not None else None]
    return html.Div([part for part in parts if part is not None], className="access-there")


def _form(ctx: Context, ask: Ask) -> Component:
    own = {*rule().needs, NEAR, RADIUS}
    kept = [Native("input", {"type": "hidden", "name": name, "defaultValue": value})
            for name, value in query_of(ask).items() if name not in own]  # fmt: skip
    boxes = [
        html.Label(
            [Native("input", {"type": "checkbox", "name": need, "value": "1", "defaultChecked": need in chosen(ask)}),
             html.Span(ctx.t(f"inclusion.need.{need}"))],
            className="access-need",
        )
        for need in rule().needs
    ]  # fmt: skip
    radii = [(str(metres), ctx.t("inclusion.there.metres", metres=ctx.number(metres, 0))) for metres in RADII_M]
    fields = [
        html.Fieldset([html.Legend(ctx.t("inclusion.there.needs")), html.Div(boxes, className="access-needs")]),
        _field(ctx, NEAR, Native("input", {
            "type": "text", "name": NEAR, "className": "input", "defaultValue": ask.extra.get(NEAR, ""),
            "maxLength": 100, "autoComplete": "off", "aria-describedby": "access-near-hint",
        }, id="access-near")),
        html.P(ctx.t("inclusion.there.hint"), className="field-hint", id="access-near-hint"),
        _field(ctx, RADIUS, Native("select", {"name": RADIUS, "className": "input",
                                              "defaultValue": str(radius_of(ask))}, radii, "access-r")),
        html.Div([
            html.Button([icon("search"), ctx.t("inclusion.there.show")], type="submit", className="button"),
            html.Button([icon("crosshair"), ctx.t("inclusion.there.middle")], type="button",
                        className="button button-quiet", **attrs(data_access_middle="access-near")),
        ], className="actions"),
    ]  # fmt: skip
    return html.Form([*kept, *fields], method="get", action="/inclusion#there", className="card access-form",
                     role="search", **attrs(aria_label=ctx.t("inclusion.there.title")))  # fmt: skip


def _field(ctx: Context, name: str, control: Component) -> Component:
    words = html.Label(ctx.t(f"inclusion.there.{name}"), htmlFor=f"access-{name}")
    return html.Div([words, control], className="field")


def _results(ctx: Context, ask: Ask, seen: Asked) -> Component:
    if seen.place is None:
        words = ctx.t("inclusion.there.nowhere", words=seen.words)
        return html.P([icon("geo-alt"), words], className="notice notice-warn", role="status")
    metres = ctx.number(seen.radius, 0)
    if not seen.found:
        words = ctx.t("inclusion.there.empty", place=seen.title, metres=metres)
        return html.P([icon("info-circle"), words], className="notice", role="status")
    shown = seen.found[:SHOWN]
    told = ctx.t("inclusion.there.found", place=seen.title, metres=metres, total=ctx.number(len(seen.found), 0),
                 shown=ctx.number(len(shown), 0))  # fmt: skip
    items = [html.Li(_card(ctx, ask, one)) for one in shown]
    marks = origin_line(ctx, sorted({str(one.row["origin"]) for one in seen.found}))
    return html.Div([html.P(told, role="status", className="found"), marks, html.Ol(items, className="access-results")])


def _card(ctx: Context, ask: Ask, one: Found) -> Component:
    title = row_title(ctx, one.row)
    where = ", ".join(filter(None, (code_words(ctx, "kind", one.row["kind"]), one.row.get("address"))))
    parts = [
        heading(link(title, f"/o/{one.id}"), 3, className="access-result-title"),
        html.P([state_mark(ctx, one.state), " ", html.Span(ctx.t("inclusion.there.away",
                                                              metres=ctx.number(round(one.metres), 0)))]),
        html.P(where, className="muted"), _obstacles(ctx, one), _removal(ctx, one), _checked(ctx, one),
        html.P(link([icon("flag"), ctx.t("inclusion.there.report")], here(ctx, ask, object=one.id, anchor="report"),
                    "access-report-link")),
    ]  # fmt: skip
    shown = [part for part in parts if part is not None]
    return html.Article(shown, className=f"card access-result access-is-{one.state}")


def _obstacles(ctx: Context, one: Found) -> Component:
    if not one.obstacles:
        return html.P([icon("check2"), ctx.t("inclusion.there.nothing")])
    items = [html.Li(obstacle_words(ctx, one.row, found)) for found in one.obstacles]
    return html.Div([html.P(ctx.t("inclusion.there.in_the_way"), className="access-way"), html.Ul(items)])


def obstacle_words(ctx: Context, row: dict[str, object], found: Obstacle) -> Sequence[Component | str]:
    """An item that is in the way with what was found: a value, or that nobody checked; what decides is marked."""
    layer = ctx.store.layers[OBJECTS]
    known = found.verdict != "unknown"
    said = value_words(ctx, layer, found.item, row.get(found.item)) if known else ctx.t("inclusion.not_checked")
    words: list[Component | str] = [f"{label(ctx, found.item)}: {said}"]
    if found.decisive and found.verdict == "no":
        words += [" ", html.Strong(ctx.t("inclusion.decides"))]
    return words


def _removal(ctx: Context, one: Found) -> Component | None:
    kind = one.row.get("barrier")
    if not kind:
        return None
    words = ctx.t("inclusion.there.barrier", kind=code_words(ctx, "barrier", kind),
                  state=code_words(ctx, "barrier_state", one.row.get("barrier_state")),
                  since=ctx.date(one.row.get("barrier_since")))  # fmt: skip
    if one.fix_plan is not None:
        words += " " + ctx.t("inclusion.there.removal", date=ctx.date(one.fix_plan))
    return html.P([icon("cone-striped"), words])


def _checked(ctx: Context, one: Found) -> Component:
    by = code_words(ctx, "checked_by", one.row.get("checked_by") or "")
    return html.P(ctx.t("inclusion.there.checked", date=ctx.date(one.row.get("checked_at")), by=by), className="muted")
