"""The goals of sustainable development: where Almaty stands on each goal and target, by its own review."""

from dash import html
from dash.development.base_component import Component

from analysis import indicator_status
from components.basics import breadcrumbs, page_head, section
from components.boards import parts, sdg, sdg_series, sdg_target
from components.boards.sdg import GOAL
from components.context import Context
from components.module.page import answer_cards
from components.states import state
from data.queries import sdg_board as query
from data.queries.sdg_board import Board, Goal, Target
from data.queries.whence import dates
from pages import PageRecord


def _form(ctx: Context, board: Board, goal: Goal | None) -> Component:
    options = [("", ctx.t("sdg.all_goals")),
               *((one.no, f"{one.no}. {sdg.goal_name(ctx, one.no)}") for one in board.told)]  # fmt: skip
    field = parts.select("sdg-goal", GOAL, ctx.t("sdg.filter.goal"), options, goal.no if goal else "")
    return parts.form(ctx, [field], {}, narrowed=goal is not None)


def _chosen(
    ctx: Context, board: Board, goal: Goal | None, target: Target | None, verdicts: sdg.Verdicts
) -> list[Component]:
    """Sections of what is chosen: card of a target, matrix, plan and fact, what has no target."""
    if goal is not None and not goal.told:
        return [section(sdg.goal_name(ctx, goal.no), html.P(ctx.t("sdg.untold_long")), "matrix")]
    targets = goal.targets if goal else board.targets
    indicators = goal.indicators if goal else tuple(one for found in board.told for one in found.indicators)
    found: list[Component] = []
    if target is not None:
        found.append(section(ctx.t("sdg.card.title"), sdg_target.card(ctx, target, verdicts), "target"))
    found += [
        section(ctx.t("sdg.matrix.title"), sdg.matrix(ctx, targets), "matrix", note=ctx.t("sdg.matrix.note")),
        section(ctx.t("sdg.series.title"), sdg_series.plan_fact(ctx, indicators, verdicts), "series",
                note=ctx.t("sdg.series.note")),
    ]  # fmt: skip
    more = sdg_target.beside(ctx, board, goal, verdicts)
    if more:
        stack = html.Div(more, className="board-stack")
        fold = html.Details([html.Summary(ctx.t("sdg.apart.open")), stack], open=goal is not None, className="sdg-fold")
        found.append(section(ctx.t("sdg.apart.title"), fold, "apart", note=ctx.t("sdg.apart.note")))
    return found


def layout(ctx: Context) -> Component:
    """The board in the state of its address: a goal, a target."""
    with ctx.store.read() as conn:
        board = query.board(conn, ctx.store, ctx.user)
        verdicts = indicator_status.verdicts(conn, ctx.store, ctx.user)
    title = ctx.t("page.sdg.title")
    head = [breadcrumbs(ctx, [(ctx.t("page.home.title"), "/")], title), page_head(title, ctx.t("sdg.question"))]
    if not board.goals:
        return html.Div([*head, state(ctx, "empty")])
    goal, target = sdg.chosen(ctx, board)
    doors = [(ctx.t(f"sdg.door.{name}"), href) for name, href in (
        ("series", "/api/indicators?collection=sdg&limit=200"), ("targets", "/api/registers/targets"),
        ("projects", "/api/registers/projects"), ("resources", "/api/registers/digital_resources"),
    )]  # fmt: skip
    days = {board.source: board.data_date} | dates(board.series)
    sources = html.Div([parts.sources(ctx, days), parts.doors(ctx, doors)])
    return html.Div([
        *head,
        section(ctx.t("module.answers"), answer_cards(ctx, sdg.answers(ctx, board, verdicts)), "answers"),
        section(ctx.t("sdg.tiles.title"), sdg.tiles(ctx, board, verdicts, goal.no if goal else ""), "goals",
                note=ctx.t("sdg.tiles.note")),
        _form(ctx, board, goal), *_chosen(ctx, board, goal, target, verdicts),
        section(ctx.t("module.sources"), sources, "sources"),
    ], className="board-page")  # fmt: skip


PAGES = (PageRecord("sdg", "/sdg", layout, menu=43, icon="globe2", group="strategy"),)
