"""The plan of development of the city: is it kept, what does it cost, and where does it have no facts."""

from dash import html
from dash.development.base_component import Component

from analysis import indicator_status
from components.basics import attrs, breadcrumbs, hidden, page_head, section
from components.boards import parts, plan, plan_measures, plan_money, plan_series
from components.catalogue_facets import PLAN
from components.context import Context
from components.copied_plans import copied_link
from components.module.page import answer_cards
from components.states import state
from data.queries import city_plan as query
from data.queries.city_plan import Choice, CityPlan
from data.queries.whence import dates
from pages import PageRecord


def _form(ctx: Context, found: CityPlan, choice: Choice, asks: dict[str, str]) -> Component:
    every = [("", ctx.t("boards.all"))]
    directions = sorted({goal.direction for goal in found.goals})
    options = {
        plan.DIRECTION: [(no, f"{no}. {plan.direction_words(ctx, no)}") for no in directions],
        plan.GOAL: [(goal.no, plan.goal_option(ctx, goal)) for goal in found.goals],
        plan.DISTRICT: [(d.id, ctx.words(d.names)) for d in ctx.store.city.districts],
        plan.YEAR: [(year, year) for year in found.years],
    }
    fields = [parts.select(f"plan-{name}", name, ctx.t(f"plan.filter.{name}"), every + options[name], asks[name])
              for name in options]  # fmt: skip
    kept = {plan.PART: asks[plan.PART], plan.SILENT: asks[plan.SILENT]}
    fields.append(parts.search("plan-q", plan.TEXT, ctx.t("plan.filter.q"), choice.text))
    return parts.form(ctx, fields, kept, narrowed=any(asks[name] for name in (*options, plan.TEXT, plan.SILENT)))


def _board(ctx: Context, found: CityPlan, choice: Choice, verdicts: plan.Verdicts, part: str) -> Component:
    shown = query.narrowed(found, choice)
    if part == "indicators":
        return plan_series.series_table(ctx, shown, verdicts, choice.year)
    if part == "money":
        return plan_money.money(ctx, found, shown, choice)
    if part == "measures":
        return plan_measures.measures(ctx, shown, plan.asks(ctx, choice))
    return plan.goals_table(ctx, shown, verdicts)


def _tabs(ctx: Context, asks: dict[str, str], part: str) -> Component:
    entries = [
        (code, ctx.t(f"plan.part.{code}"), parts.address(ctx, {**asks, plan.PART: code}, "board"))
        for code in plan.PARTS
    ]
    return parts.tabs(ctx, entries, part)


def layout(ctx: Context) -> Component:
    """The board in the state of its address: part, direction, goal, district, year, words."""
    with ctx.store.read() as conn:
        found = query.city_plan(conn, ctx.store, ctx.user)
        verdicts = indicator_status.verdicts(conn, ctx.store, ctx.user)
    title = ctx.t("page.plan.title")
    head = [breadcrumbs(ctx, [(ctx.t("page.home.title"), "/")], title), page_head(title, ctx.t("plan.question"))]
    if not found.goals:
        return html.Div([*head, state(ctx, "empty")])
    choice = plan.choice_of(ctx, found)
    asks = plan.asks(ctx, choice)
    part = asks[plan.PART] or plan.PARTS[0]
    note = html.P(ctx.t("plan.silent_only"), className="notice notice-warn", role="status") if choice.silent else None
    body = [
        html.H2(ctx.t(f"plan.part.{part}"), id="board-title"), note,
        html.P(ctx.t(f"plan.{part}.lead"), className="section-note"),
        _board(ctx, found, choice, verdicts, part),
    ]  # fmt: skip
    doors = [(ctx.t(f"plan.door.{name}"), href) for name, href in (
        ("series", "/api/indicators?collection=plan2025&limit=200"), ("money", "/api/registers/funding"),
        ("measures", "/api/registers/measures"),
    )]  # fmt: skip
    days = {found.source: found.data_date} | dates([*found.series, *found.review.values()])
    way = copied_link(ctx, (verdicts[one.code] for one in found.series if one.code in verdicts), PLAN)
    copied = [way] if way else []
    return html.Div([
        *head,
        html.Section([hidden_head(ctx), answer_cards(ctx, plan.answers(ctx, found, verdicts)), *copied], id="answers",
                     **attrs(aria_labelledby="answers-title")),
        section(ctx.t("module.figures"), plan.figures(ctx, found), "figures"),
        _tabs(ctx, asks, part), _form(ctx, found, choice, asks),
        html.Section([one for one in body if one is not None], id="board", className="board",
                     **attrs(aria_labelledby="board-title")),
        section(ctx.t("module.sources"), html.Div([parts.sources(ctx, days), parts.doors(ctx, doors)]), "sources"),
    ], className="board-page")  # fmt: skip


def hidden_head(ctx: Context) -> Component:
    """Title of the answers, for screen readers."""
    return html.H2(hidden(ctx.t("module.answers")), id="answers-title")


PAGES = (PageRecord("plan", "/plan", layout, menu=42, icon="flag", group="strategy"),)
