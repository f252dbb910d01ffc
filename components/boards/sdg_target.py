"""One target of the goals: marks, indicators with their last figures, series, projects, digital resources."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components import indicator_words
from components.basics import Child, heading, link, outside, table
from components.boards.parts import figure, russian, said, series_name
from components.boards.sdg import Verdicts, goal_name, square, target_words
from components.context import Context
from components.indicator_status import status_badge
from components.map_words import district_words
from components.module.parts import sheet
from components.periods import period_words
from config.i18n import NO_DATA
from data.queries.printed import Series
from data.queries.sdg_board import MARKS, Board, Goal, Project, Resource, Target

WEB = ("https://", "http://")


def _territory(ctx: Context, series: Series) -> str:
    point = series.entry.last or series.entry.plan
    return indicator_words.territory(ctx.lang, ctx.store.city, point.territory) if point else NO_DATA


def _indicator(ctx: Context, series: Series, verdicts: Verdicts) -> list[Child]:
    entry, verdict = series.entry, verdicts.get(series.code)
    return [
        series_name(ctx, series), indicator_words.category(ctx.lang, entry.category),
        figure(ctx, entry.last), period_words(ctx, entry.last) if entry.last else NO_DATA, _territory(ctx, series),
        figure(ctx, entry.plan), period_words(ctx, entry.plan) if entry.plan else NO_DATA,
        status_badge(ctx, verdict) if verdict is not None else NO_DATA,
    ]  # fmt: skip


def indicators(ctx: Context, key: str, found: Sequence[Series], verdicts: Verdicts) -> Component | None:
    """Indicators or series with their last fact, plan and state."""
    if not found:
        return None
    heads = [ctx.t(f"sdg.column.{name}") for name in
             ("indicator", "kind", "fact", "period", "territory", "plan", "plan_period")]  # fmt: skip
    drawn = table(ctx.t(f"sdg.{key}.caption"), [*heads, ctx.t("boards.status")],
                  [_indicator(ctx, one, verdicts) for one in found], numeric=(2, 5))  # fmt: skip
    return sheet(ctx, f"sdg-{key}", drawn)


def _name(ctx: Context, project: Project) -> Child:
    name = said(ctx, indicator_words.name(ctx.lang, None, project.name_ru, project.name_en))
    return outside(name, project.url) if project.url.startswith(WEB) else name


def _project(ctx: Context, project: Project) -> list[Child]:
    districts = ", ".join(district_words(ctx, name) for name in project.districts)
    place: list[Child] = [districts] if districts else []
    if project.place_ru:
        place += [html.Br(), russian(ctx, project.place_ru)] if place else [russian(ctx, project.place_ru)]
    return [
        _name(ctx, project), ctx.t(f"sdg.project.{project.kind}"), ctx.t(f"sdg.state.{project.state}"),
        russian(ctx, project.years) if project.years else NO_DATA,
        russian(ctx, f"{project.budget} {project.unit}".strip()) if project.budget else NO_DATA,
        html.Span(place) if place else NO_DATA, russian(ctx, project.result_ru) if project.result_ru else NO_DATA,
    ]  # fmt: skip


def projects(ctx: Context, key: str, found: Sequence[Project]) -> Component | None:
    """Projects as printed; a printed address leads outside."""
    if not found:
        return None
    heads = [ctx.t(f"sdg.column.{name}") for name in
             ("project", "kind", "state", "years", "budget", "place", "result")]  # fmt: skip
    drawn = table(ctx.t("sdg.projects.caption"), heads, [_project(ctx, one) for one in found])
    return sheet(ctx, key, drawn)


def resources(ctx: Context, found: Sequence[Resource]) -> Component | None:
    """Portals and services that the review names."""
    items = [
        html.Li([
            outside(russian(ctx, one.name_ru), one.url) if one.url.startswith(WEB) else russian(ctx, one.name_ru),
            html.Span(russian(ctx, one.about_ru), className="board-unit"),
        ])
        for one in found
    ]  # fmt: skip
    return html.Ul(items, className="sdg-resources") if items else None


def _marks(ctx: Context, target: Target) -> Component:
    """What the printed matrix says of the target, and how much of it is here as data."""
    items: list[Component] = []
    for name, there in zip(MARKS, target.marks, strict=True):
        items += [html.Dt(ctx.t(f"sdg.mark.{name}")), html.Dd(ctx.t("boards.yes" if there else "boards.no"))]
    return html.Dl(items, className="facts sdg-marks")


def card(ctx: Context, target: Target, verdicts: Verdicts) -> Component:
    """The whole card of a target."""
    parts: list[tuple[str, Component | None]] = [
        ("indicators", indicators(ctx, "indicators", target.indicators, verdicts)),
        ("charts", indicators(ctx, "charts", target.charts, verdicts)),
        ("projects", projects(ctx, "sdg-projects", target.projects)), ("resources", resources(ctx, target.resources)),
    ]  # fmt: skip
    body: list[Component] = [
        html.P([square(target.goal), html.Span(goal_name(ctx, target.goal))], className="sdg-title"),
        html.P([html.Strong(target.no), " ", target_words(ctx, target)], className="sdg-target-name"),
        _marks(ctx, target),
    ]  # fmt: skip
    for key, part in parts:
        body.append(heading(ctx.t(f"sdg.{key}.title"), 3))
        body.append(part if part is not None else html.P(ctx.t(f"sdg.{key}.none"), className="section-note"))
    lines = html.P(ctx.t("sdg.line", line=target.source_line), className="section-note")
    return html.Div([*body, lines], className="board-stack sdg-card")


def beside(ctx: Context, board: Board, goal: Goal | None, verdicts: Verdicts) -> list[Component]:
    """Indicators, series and projects that the review gives without a target: of a goal, or of the whole."""
    if goal is None:
        charts, found = board.charts, board.projects
        own: tuple[Series, ...] = ()
    else:
        held = {one.code for target in goal.targets for one in (*target.indicators, *target.charts)}
        own = tuple(one for one in goal.indicators if one.code not in held)
        charts = tuple(one for one in goal.charts if one.code not in held)
        found = tuple(one for one in goal.projects if not one.target)
    parts = [indicators(ctx, "own", own, verdicts), indicators(ctx, "apart", charts, verdicts),
             projects(ctx, "sdg-apart-projects", found)]  # fmt: skip
    return [part for part in parts if part is not None]


def back(ctx: Context, href: str) -> Component:
    """The way back to the goal."""
    return link(ctx.t("sdg.back"), href, "button button-quiet")
