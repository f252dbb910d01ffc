"""The part of the page for parents: an address in, free places on foot, the rules of the queue and whom to call."""

from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from analysis.places_near import Offer, Reached
from components.basics import Child, icon, link, outside, table
from components.context import Context
from components.education.facts import org_link, whole
from components.education.told import KINDS, PHONE, PORTAL, Told, best_free, rules, sentences, told
from components.links import map_link
from components.map_words import attributes, code_words
from components.module.ask import Ask
from components.module.parts import sheet
from components.native import Native
from config.limits import SEARCH_QUERY_CHARS
from data.queries.education import ORGS

ADDRESS = "address"
MAP_ZOOM = 15


def address_of(ask: Ask) -> str:
    """The address that the page was asked about."""
    return ask.extra.get(ADDRESS, "").strip()


def first_free(ctx: Context, ask: Ask) -> Reached | None:
    """The nearest kindergarten with free places, when an address was given and found."""
    return best_free(told(ctx, address_of(ask))) if address_of(ask) else None


def parent(ctx: Context, ask: Ask) -> Component:
    """Field for an address, and the answer to it."""
    field = Native("input", {
        "type": "search", "className": "input", "data-ask": ADDRESS, "defaultValue": address_of(ask),
        "autoComplete": "street-address", "maxLength": SEARCH_QUERY_CHARS, "placeholder": ctx.t("education.ask.hint"),
    }, id="education-address")  # fmt: skip
    button = html.Button([icon("search"), ctx.t("education.ask.button")], type="button", className="button")
    form = html.Div(
        [html.Label(ctx.t("education.ask.label"), htmlFor="education-address"),
         html.Div([field, button], className="education-ask-row")],
        className="field education-ask", **attributes(role="search", aria_label=ctx.t("education.ask.label")),
    )  # fmt: skip
    answer = _answer(ctx, told(ctx, address_of(ask)), address_of(ask)) if address_of(ask) else _rules(ctx)
    return html.Div([form, html.Div(answer, id="education-told", role="status")], className="education-parent")


def _rules(ctx: Context) -> list[Component]:
    """What is true for every address."""
    return [html.Ul([html.Li(words) for words in rules(ctx)], className="education-rules"), _contacts(ctx)]


def _contacts(ctx: Context) -> Component:
    """The number to call and the portal."""
    call = html.A([icon("telephone"), PHONE], href=f"tel:{PHONE}", className="button button-quiet")
    portal = outside(ctx.t("education.ask.portal"), f"https://{PORTAL}/")
    return html.P([call, " ", portal], className="education-contacts")


def _answer(ctx: Context, found: Told, address: str) -> list[Component]:
    said = [html.P(words) for words in sentences(ctx, found)]
    parts: list[Component] = [html.Div(said, className="education-said"), _contacts(ctx)]
    for kind in KINDS:
        offer = found.offers.get(kind) if found.offers else None
        if offer is not None and offer.nearest:
            parts.append(_table(ctx, kind, offer))
    links: list[Child] = [link(ctx.t("education.ask.door"), f"/api/education/places?{urlencode({ADDRESS: address})}",
                               **attributes(data_reload="1"))]  # fmt: skip
    if found.place is not None:
        lon, lat = found.place
        shown = f"{map_link(ctx, [ORGS])}&c={lon:.5f},{lat:.5f}&z={MAP_ZOOM}"
        links = [link([icon("map"), " ", ctx.t("education.ask.map")], shown), " · ", *links]
    return [*parts, html.P(links, className="muted")]


def _table(ctx: Context, kind: str, offer: Offer) -> Component:
    listed = sorted({one.org.id: one for one in (*offer.free, *offer.nearest)}.values(), key=lambda one: one.minutes)
    heads = [ctx.t(f"education.column.{name}") for name in
             ("name", "minutes", "free_places", "queue", "ownership", "language")]  # fmt: skip
    rows: list[list[Child]] = [
        [org_link(ctx, one.org), whole(ctx, one.minutes), whole(ctx, one.org.free_places), whole(ctx, one.org.queue),
         _code(ctx, one, "ownership"), _code(ctx, one, "language")] for one in listed
    ]  # fmt: skip
    return sheet(ctx, f"near-{kind}", table(ctx.t(f"education.near.{kind}"), heads, rows, numeric=(1, 2, 3)))


def _code(ctx: Context, one: Reached, name: str) -> str:
    value = one.org.row.get(name)
    return code_words(ctx, name, value) if value else ctx.number(None)
