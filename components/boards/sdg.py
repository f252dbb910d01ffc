"""The board of the goals: tiles of all 17, the printed matrix, the three answers."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from analysis.course_of_indicator import STATES, Verdict
from components.basics import Child, attrs, hidden, icon, link, table
from components.boards.parts import address, one_of, russian
from components.boards.plan import states
from components.context import Context
from components.indicator_status import state_words
from components.module.parts import sheet
from components.module.screen import Answer, Tone
from config import i18n
from data.queries.sdg_board import MARKS, Board, Goal, Target

GOAL, TARGET = "goal", "target"
Verdicts = Mapping[str, Verdict]


def chosen(ctx: Context, board: Board) -> tuple[Goal | None, Target | None]:
    """The goal and the target of the address; a target brings its goal, what nobody has is left out."""
    target = board.target(one_of(ctx, TARGET, (target.no for target in board.targets)))
    goal = board.goal(target.goal if target else one_of(ctx, GOAL, (goal.no for goal in board.goals)))
    return goal, target


def target_words(ctx: Context, target: Target) -> Child:
    """Name of a target in the reader's language, as printed where the words have none."""
    key = f"sdg.target.t{target.no.replace('.', '_')}"
    return ctx.t(key) if i18n.has(ctx.lang, key) else russian(ctx, target.name_ru)


def square(no: str) -> Component:
    """The number of a goal in its colour; the name stands beside it."""
    return html.Span(no, className=f"sdg-square sdg-{no}", **attrs(aria_hidden="true"))


def goal_name(ctx: Context, no: str) -> str:
    """Name of a goal."""
    return ctx.t(f"sdg.goal.g{no}")


def _tile(ctx: Context, goal: Goal, verdicts: Verdicts, chosen_no: str) -> Component:
    title = [square(goal.no), html.Span([hidden(f"{ctx.t('sdg.goal_no', no=goal.no)} "), goal_name(ctx, goal.no)])]
    if not goal.told:
        return html.Div([html.P(title, className="sdg-title"),
                         html.P([icon("dash-circle"), ctx.t("sdg.untold")], className="tile-line")],
                        className="card sdg-tile sdg-untold")  # fmt: skip
    found = states(verdicts, (one.code for one in goal.planned()))
    judged = ", ".join(f"{state_words(ctx, name).lower()} \u2013 {found[name]}" for name in STATES if found[name])
    lines = [
        ctx.t("sdg.tile.targets", count=len(goal.targets), marked=sum(t.marked > 0 for t in goal.targets)),
        ctx.t("sdg.tile.indicators", count=len(goal.indicators), planned=len(goal.planned())), judged,
        ctx.t("sdg.tile.more", projects=len(goal.projects), resources=len(goal.resources)),
    ]  # fmt: skip
    here = attrs(aria_current="true" if goal.no == chosen_no else None)
    head = html.P(link(title, address(ctx, {GOAL: goal.no}, "matrix"), "sdg-title", **here))
    return html.Div([head, *(html.P(line, className="tile-line") for line in lines if line)],
                    className="card sdg-tile")  # fmt: skip


def tiles(ctx: Context, board: Board, verdicts: Verdicts, chosen_no: str) -> Component:
    """All 17 goals; those that the review does not speak of say so."""
    items = [html.Li(_tile(ctx, goal, verdicts, chosen_no)) for goal in board.goals]
    return html.Ul(items, className="sdg-tiles")


def _mark(ctx: Context, *, there: bool) -> Component:
    """A plus or a minus of the matrix with its word."""
    symbol = icon("check-lg" if there else "dash-lg")
    return html.Span([symbol, hidden(ctx.t("boards.yes" if there else "boards.no"))],
                     className="sdg-yes" if there else "sdg-no")  # fmt: skip


def _line(ctx: Context, target: Target) -> list[Child]:
    name = link([html.Span(target.no, className="board-no"), " ", target_words(ctx, target)],
                address(ctx, {TARGET: target.no}, "target"))  # fmt: skip
    return [
        name, *(_mark(ctx, there=there) for there in target.marks),
        ctx.number(len(target.indicators), 0), ctx.number(len(target.charts), 0), ctx.number(len(target.projects), 0),
        ctx.number(len(target.resources), 0),
    ]  # fmt: skip


def matrix(ctx: Context, targets: Sequence[Target]) -> Component:
    """Targets with the marks of the printed matrix, and how much of each the review gives as data."""
    heads = [
        ctx.t("sdg.column.target"), *(ctx.t(f"sdg.mark.{name}") for name in MARKS),
        *(ctx.t(f"sdg.column.{name}") for name in ("indicators", "charts", "projects", "resources")),
    ]  # fmt: skip
    sums = [sum(target.marks[place] for target in targets) for place in range(len(MARKS))]
    held = [sum(len(getattr(target, name)) for target in targets)
            for name in ("indicators", "charts", "projects", "resources")]  # fmt: skip
    foot = [ctx.t("boards.total"), *(ctx.number(count, 0) for count in (*sums, *held))]
    drawn = table(ctx.n("sdg.matrix.caption", len(targets)), heads, [_line(ctx, target) for target in targets],
                  numeric=tuple(range(1, len(heads))), foot=foot)  # fmt: skip
    return html.Div(sheet(ctx, "sdg-matrix", drawn), className="board-dense")


def _where(ctx: Context, board: Board) -> Answer:
    told = board.told
    names = ", ".join(goal.no for goal in told)
    indicators = sum(len(goal.indicators) for goal in told)
    said = ctx.t("sdg.answer.where", told=ctx.number(len(told), 0), names=names,
                 indicators=ctx.n("sdg.count.indicators", indicators), rest=ctx.number(17 - len(told), 0))  # fmt: skip
    return Answer(ctx.t("sdg.ask.where"), said, "#goals")


def _way(ctx: Context, board: Board, verdicts: Verdicts) -> Answer:
    planned = [one for goal in board.told for one in goal.planned()]
    found = states(verdicts, (one.code for one in planned))
    said = ctx.t("sdg.answer.way", planned=ctx.n("sdg.count.planned", len(planned)),
                 **{name: ctx.number(found[name], 0) for name in STATES})  # fmt: skip
    tone: Tone = "bad" if found["off_track"] > found["on_track"] else ""
    return Answer(ctx.t("sdg.ask.way"), said, "#series", tone)


def _gaps(ctx: Context, board: Board) -> Answer:
    targets = board.targets
    none = [target.no for target in targets if not target.marked]
    unmeasured = sum(not (target.marks[0] or target.marks[1]) for target in targets)
    said = ctx.t("sdg.answer.gaps", total=ctx.n("sdg.count.targets", len(targets)),
                 unmeasured=ctx.number(unmeasured, 0), none=ctx.number(len(none), 0),
                 names=", ".join(none))  # fmt: skip
    return Answer(ctx.t("sdg.ask.gaps"), said, "#matrix", "unknown")


def answers(ctx: Context, board: Board, verdicts: Verdicts) -> list[Answer]:
    """Which goals have data, how they stand, where the gaps are."""
    return [_where(ctx, board), _way(ctx, board, verdicts), _gaps(ctx, board)]
