"""What the card of an object says of the other modules: works, proposals, appeals and more, and the way to them."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from analysis.standing import Category, Ranking, categories, rankings
from components.basics import Child, heading, link
from components.context import Context
from components.district_words import name_words, series_link
from components.figures import unit_of
from components.indicator_words import figure
from components.map_state import MapState, address, default_visible
from components.map_words import body_words, code_words, district_words, row_title
from components.module.ask import main_layer
from components.periods import period_words
from data.layer_tables import OUTSIDE
from data.queries import indicators
from data.queries.facets import values_of
from data.queries.links import Linked, links_of, record
from data.queries.objects import CityObject

ZOOM = 16
FIGURES = 2
HOW = {"reference": "by_reference", "same": "same", "near": "near"}
# The category of a district's figures that belongs to a module.
CATEGORIES = {
    "infrastructure": "improvement", "networks": "networks", "monitoring": "improvement", "budget": "district-budget",
    "education": "population", "inclusion": "population",
}  # fmt: skip


def _path(ctx: Context, module: str) -> str:
    found = next((m for m in ctx.store.city.modules if m.id == module), None)
    path = next((p for p in found.screens if not p.startswith("/map")), "") if found else ""
    return path if "<" not in path else ""


def module_page(ctx: Context, module: str, district: str) -> str:
    """Address of a module's page filtered by a district; empty for a module without a page of its own."""
    path = _path(ctx, module)
    return f"{path}?d={district}" if path else ""


def body_page(ctx: Context, module: str, body: str) -> str:
    """Address of a module's page filtered by a responsible body; empty where the page has nothing of that body."""
    path, main = _path(ctx, module), main_layer(ctx, record().mains.get(module, ""))
    if not path or main is None:
        return ""
    with ctx.store.read() as conn:
        known = values_of(conn, ctx.store, main.id, ctx.user, ("body",)).get("body", [])
    return f"{path}?body={body}" if body in known else ""


def _there(ctx: Context, linked: Linked, place: tuple[float, float]) -> str:
    usual = default_visible(ctx.store, ctx.user)
    base = tuple(name for name in usual if ctx.store.layers[name].base)
    return address(MapState((*base, linked.layer.id), centre=place, zoom=ZOOM), usual)


def _rows(ctx: Context, linked: Linked) -> list[Component]:
    items: list[Component] = []
    for row in linked.rows:
        words: list[Child] = [link(row_title(ctx, row), f"/o/{linked.layer.id}.{row['object_id']}")]
        said = [code_words(ctx, "state", row["state"]), ctx.date(row["valid_from"]) if row.get("valid_from") else ""]
        words.append(html.Span(" – " + ", ".join(part for part in said if part), className="muted"))
        items.append(html.Li(words))
    return items


def _one(ctx: Context, found: CityObject, linked: Linked, place: tuple[float, float], *, short: bool) -> Component:
    """Rows of one layer: how many, how they are linked, the latest ones, all of them on map and module page."""
    count = ctx.t(f"links.{HOW[linked.how]}", count=ctx.number(linked.total, 0),
                  metres=ctx.number(linked.metres or 0, 0))  # fmt: skip
    layer = ctx.t(f"layer.{linked.layer.id}.title")
    ways: list[Child] = [link(ctx.t("links.on_map"), _there(ctx, linked, place))]
    page = module_page(ctx, linked.layer.module, str(found.row["district"]))
    if page:
        ways += [" · ", link(ctx.t("links.in_district"), page)]
    rows = [] if short else _rows(ctx, linked)
    return html.Li([html.Strong(layer), ": ", count, html.Ul(rows) if rows else None,
                    html.Div(ways, className="links-ways")])  # fmt: skip


def _figures(ctx: Context, found: CityObject) -> list[Component]:
    """Figures of the object's district that go with its module."""
    district = str(found.row["district"])
    with ctx.store.read() as conn:
        ranked = rankings(conn, ctx.store, ctx.user)
        kinds = categories(indicators.catalogue(conn, ctx.store, ctx.user))
    wanted = CATEGORIES.get(found.layer.module, "population")
    shown = _of(kinds, ranked, wanted, district)
    return [
        html.Li([
            link(name_words(ctx, r.entry), series_link(r.entry, district)), ": ",
            html.Strong(f"{figure(ctx.lang, r.points[district])} {unit_of(ctx, r.entry)}"),
            html.Span(f" – {period_words(ctx, r.points[district])}, "
                      + ctx.t("standing.place", rank=r.places[district].rank, of=r.places[district].of),
                      className="muted"),
        ])
        for r in shown
    ]  # fmt: skip


def _of(kinds: Sequence[Category], ranked: Mapping[str, Ranking], wanted: str, district: str) -> list[Ranking]:
    codes = next((kind.codes for kind in kinds if kind.id == wanted), ())
    there = [ranked[code] for code in codes if code in ranked and district in ranked[code].places]
    return there[:FIGURES]


def _district(ctx: Context, found: CityObject, *, short: bool) -> Component | None:
    code = str(found.row["district"])
    if code == OUTSIDE or not any(d.id == code for d in ctx.store.city.districts):
        return None
    way = link(district_words(ctx, code), f"/districts/{code}")
    words: list[Child] = [html.Strong(ctx.t("links.district")), ": ", way]
    figures = [] if short else _figures(ctx, found)
    return html.Li([*words, html.Ul(figures) if figures else None])


def _body(ctx: Context, found: CityObject) -> Component | None:
    """The responsible body, with all its objects of the layer where the module's page can be filtered by it."""
    code = str(found.row.get("body") or "")
    if not code:
        return None
    words: list[Child] = [html.Strong(ctx.t("links.body")), ": ", body_words(ctx, code)]
    page = body_page(ctx, found.layer.module, code)
    if page:
        words += [" · ", link(ctx.t("links.of_body"), page)]
    site = next((body.site for body in ctx.store.city.bodies if body.id == code), "")
    if site:
        words += [" · ", html.A(ctx.t("links.site"), href=site, rel="noopener noreferrer", className="outside")]
    return html.Li(words)


def linked_part(
    ctx: Context, found: CityObject, place: tuple[float, float], level: int, *, short: bool
) -> Component | None:
    """Everything the object has to do with the other modules; None when there is nothing, and for the base map."""
    if found.layer.base:
        return None
    with ctx.store.read() as conn:
        links = links_of(conn, ctx.store, ctx.user, found)
    items = [_one(ctx, found, linked, place, short=short) for linked in links]
    items += [part for part in (_body(ctx, found), _district(ctx, found, short=short)) if part is not None]
    if not items:
        return None
    return html.Section([heading(ctx.t("links.title"), level), html.Ul(items, className="card-links")],
                        className="card-linked")  # fmt: skip
