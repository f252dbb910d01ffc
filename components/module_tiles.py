"""The seven map modules of one district: a card each with its main figures and the way to the module's page."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from analysis.standing import Ranking, standing
from components import badges
from components.basics import Child, heading, icon, link
from components.cards import cards
from components.context import Context
from components.links import map_link
from components.links_card import module_page
from config.city import Module
from data.queries.module_cut import Cut, cuts

OWN = "district-indicators"


def module_tiles(ctx: Context, district: str, found: Mapping[str, Ranking]) -> Component:
    """A card for each module of the map, in the order of the city."""
    with ctx.store.read() as conn:
        every = cuts(conn, ctx.store, ctx.user, district, badges.city_today(ctx))
    modules = [module for module in ctx.store.city.modules if module.kind == "map"]
    return cards([_card(ctx, m, [cut for cut in every if cut.figure.module == m.id], district, found) for m in modules])


def _card(
    ctx: Context, module: Module, own: Sequence[Cut], district: str, found: Mapping[str, Ranking]
) -> Component:  # fmt: skip
    lines = _standing(ctx, found, district) if module.id == OWN else [_line(ctx, cut) for cut in own]
    if not lines:
        lines = [html.P(ctx.t("cut.nothing"), className="muted")]
    way = "#categories" if module.id == OWN else module_page(ctx, module.id, district)
    if not way and own:
        way = map_link(ctx, [cut.layer.id for cut in own], district)
    title: Child = link(ctx.words(module.names), way) if way else ctx.words(module.names)
    origins = {origin for cut in own for origin in cut.origins}
    marks = html.Div([badges.origin_badge(ctx, origin) for origin in sorted(origins)], className="marks")
    return html.Article([heading(title, 3, className="tile-title"), *lines, marks], className="card tile")


def _line(ctx: Context, cut: Cut) -> Component:
    bad = cut.figure.bad and cut.count > 0
    mark: list[Child] = [icon("exclamation-triangle"), " "] if bad else []
    words: list[Child] = [*mark, html.Strong(ctx.number(cut.count, 0), className="tile-number"), " ",
                          ctx.t(f"cut.{cut.figure.id}")]  # fmt: skip
    if cut.count != cut.total:
        words.append(html.Span(f" {ctx.t('cut.of', total=ctx.number(cut.total, 0))}", className="muted"))
    words.append(html.Span(f" {ctx.t('cut.city', count=ctx.number(cut.city, 0))}", className="muted"))
    return html.P(words, className="tile-line")


def _standing(ctx: Context, found: Mapping[str, Ranking], district: str) -> list[Component]:
    own = standing(found, district)
    if not own.better and not own.worse:
        return []
    pairs = (("better", len(own.better)), ("worse", len(own.worse)))
    return [html.P([html.Strong(ctx.number(count, 0), className="tile-number"), " ", ctx.t(f"cut.{name}")],
                   className="tile-line") for name, count in pairs]  # fmt: skip
