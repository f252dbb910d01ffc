"""Ratings: the place of Almaty against every printed target, what stands behind it, and the centre's own targets."""

from dash import html
from dash.development.base_component import Component

from analysis import indicator_status
from components.basics import breadcrumbs, page_head, section
from components.boards import parts, ratings, ratings_own
from components.boards.plan import Verdicts
from components.context import Context
from components.module.page import answer_cards
from components.states import state
from data.queries import ratings as query
from data.queries.ratings import ECONOMY, SOCIAL, Ratings
from pages import PageRecord


def _sections(ctx: Context, found: Ratings, verdicts: Verdicts) -> list[Component]:
    beside = [row for group in found.beside() for row in group]
    drawn = [
        ("eiu", ratings.eiu(ctx, found)), ("factors", ratings_own.factors(ctx, found, verdicts)),
        ("mercer", ratings.mercer(ctx, found)), ("beside", ratings_own.facts(ctx, "beside", beside)),
        ("own", ratings_own.own(ctx, found)), ("modules", ratings_own.modules(ctx, found)),
        ("economy", ratings_own.facts(ctx, "economy", found.of_topics(ECONOMY))),
        ("social", ratings_own.facts(ctx, "social", found.of_topics(SOCIAL))), ("doubts", ratings_own.doubts(ctx)),
    ]  # fmt: skip
    return [section(ctx.t(f"ratings.{key}.title"), body, key, note=ctx.t(f"ratings.{key}.note")) for key, body in drawn]


def layout(ctx: Context) -> Component:
    """The whole board; nothing on it is chosen."""
    with ctx.store.read() as conn:
        found = query.ratings(conn, ctx.store, ctx.user)
        verdicts = indicator_status.verdicts(conn, ctx.store, ctx.user)
    title = ctx.t("page.ratings.title")
    head = [breadcrumbs(ctx, [(ctx.t("page.home.title"), "/")], title), page_head(title, ctx.t("ratings.question"))]
    if not found.told:
        return html.Div([*head, state(ctx, "empty")])
    doors = [(ctx.t(f"ratings.door.{name}"), href) for name, href in (
        ("series", "/api/indicators?collection=cra&limit=200"), ("place", "/api/indicators/eiu-place"),
        ("facts", "/api/facts?collection=cra&limit=200"),
    )]  # fmt: skip
    days = {found.source: found.data_date} | found.dates()
    return html.Div([
        *head, section(ctx.t("module.answers"), answer_cards(ctx, ratings.answers(ctx, found)), "answers"),
        *_sections(ctx, found, verdicts),
        section(ctx.t("module.sources"), html.Div([parts.sources(ctx, days), parts.doors(ctx, doors)]), "sources"),
    ], className="board-page")  # fmt: skip


PAGES = (PageRecord("ratings", "/ratings", layout, menu=44, icon="trophy", group="strategy"),)
