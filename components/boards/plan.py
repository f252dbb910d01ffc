"""The board of the city plan: what the address asks, the three answers, figures, and the table of goals."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from analysis.course_of_indicator import STATES, Verdict
from components.basics import Child, link, table
from components.boards.parts import address, asked, one_of, share
from components.cards import Figure, cards, figure_card
from components.context import Context
from components.indicator_status import state_words
from components.module.parts import sheet
from components.module.screen import Answer, Tone
from config import i18n
from data.queries import city_plan as query
from data.queries.city_plan import PASSPORT, CityPlan, Goal

PARTS = ("goals", "indicators", "money", "measures")
PART, DIRECTION, GOAL, DISTRICT, YEAR, TEXT, SILENT = "part", "dir", "goal", "d", "year", "q", "silent"
THOUSAND = 1000.0
Verdicts = Mapping[str, Verdict]


def choice_of(ctx: Context, plan: CityPlan) -> query.Choice:
    """What the address asks for; codes that nobody has are left out."""
    goal = one_of(ctx, GOAL, (goal.no for goal in plan.goals))
    directions = {found.direction for found in plan.goals}
    direction = one_of(ctx, DIRECTION, directions)
    return query.Choice(
        direction if goal.partition(".")[0] in ("", direction) or not goal else "", goal,
        one_of(ctx, DISTRICT, (d.id for d in ctx.store.city.districts)), one_of(ctx, YEAR, plan.years),
        asked(ctx, TEXT), one_of(ctx, SILENT, ("1",)) == "1",
    )  # fmt: skip


def asks(ctx: Context, choice: query.Choice) -> dict[str, str]:
    """The same as parts of an address."""
    return {
        PART: one_of(ctx, PART, PARTS), DIRECTION: choice.direction, GOAL: choice.goal, DISTRICT: choice.district,
        YEAR: choice.year, TEXT: choice.text, SILENT: "1" if choice.silent else "",
    }  # fmt: skip


def goal_words(ctx: Context, goal: Goal) -> Child:
    """Name of a goal in the reader's language, as printed where the words have none."""
    key = f"plan.goal.g{goal.no.replace('.', '_')}"
    return ctx.t(key) if i18n.has(ctx.lang, key) else html.Span(goal.name_ru, lang="ru")


def goal_option(ctx: Context, goal: Goal) -> str:
    """Number and name of a goal for a list of choices."""
    words = goal_words(ctx, goal)
    return f"{goal.no} {words if isinstance(words, str) else goal.name_ru}"


def direction_words(ctx: Context, direction: str) -> str:
    """Name of a direction of the plan."""
    key = f"indicators.category.plan-{direction}"
    return ctx.t(key) if i18n.has(ctx.lang, key) else direction


def billions(ctx: Context, millions: float | None) -> str:
    """Million tenge said in billions with one digit; a dash for none."""
    return ctx.number(None if millions is None else millions / THOUSAND, 1)


def states(verdicts: Verdicts, codes: Iterable[str]) -> Counter[str]:
    """How many series stand how; those without a verdict count as without data."""
    return Counter(verdicts[code].state if code in verdicts else "no_data" for code in codes)


def _kept(ctx: Context, plan: CityPlan, verdicts: Verdicts) -> Answer:
    """Whether the plan is kept."""
    found = states(verdicts, (one.code for one in plan.series))
    judged = sum(found.values()) - found["no_data"]
    words = {name: ctx.number(found[name], 0) for name in STATES}
    said = ctx.t("plan.answer.kept", total=ctx.n("plan.count.series", len(plan.series)),
                 last=query.last_year_of_facts(plan) or i18n.NO_DATA, **words)  # fmt: skip
    tone: Tone = "unknown" if not judged else "bad" if found["off_track"] >= found["on_track"] else ""
    return Answer(ctx.t("plan.ask.kept"), said, address(ctx, {PART: "indicators"}, "board"), tone)


def _money(ctx: Context, plan: CityPlan) -> Answer:
    """What the plan costs and whether its tables agree."""
    whole = query.added(plan, [PASSPORT], plan.years)
    local = query.added(plan, [PASSPORT], plan.years, "local")
    odd = [found for found in query.balances(plan) if found.gap is not None and not found.agrees]
    question, href = ctx.t("plan.ask.money"), address(ctx, {PART: "money"}, "board")
    if whole is None:
        return Answer(question, ctx.t("plan.answer.no_money"), tone="unknown")
    said = ctx.t("plan.answer.money", first=plan.years[0], last=plan.years[-1], whole=billions(ctx, whole),
                 share=ctx.number(share(local, whole), 0))  # fmt: skip
    wholes = [found for found in odd if found.source == query.WHOLE]
    if not odd:
        return Answer(question, f"{said} {ctx.t('plan.answer.agrees')}", href)
    gaps = ", ".join(ctx.t("plan.answer.gap", year=b.year, gap=ctx.number(b.gap, 1)) for b in wholes)
    more = ctx.t("plan.answer.gaps", gaps=gaps, count=ctx.number(len(odd) - len(wholes), 0))
    return Answer(question, f"{said} {more}", href, "bad")


def _silent(ctx: Context, plan: CityPlan) -> Answer:
    """Where the plan has no facts."""
    last, question = query.last_year_of_facts(plan), ctx.t("plan.ask.silent")
    if not last:
        return Answer(question, ctx.t("plan.answer.nothing"), tone="unknown")
    later = sum(1 for other in plan.review.values() if (years := other.fact_years()) and years[-1] > last)
    said = ctx.t("plan.answer.silent", last=last, silent=ctx.number(len(query.silent(plan)), 0),
                 total=ctx.number(len(plan.series), 0), never=ctx.number(len(query.factless(plan)), 0),
                 later=ctx.n("plan.count.later", later))  # fmt: skip
    return Answer(question, said, address(ctx, {PART: "indicators", SILENT: "1"}, "board"), "unknown")


def answers(ctx: Context, plan: CityPlan, verdicts: Verdicts) -> list[Answer]:
    """Whether the plan is kept, what it costs, where it has no facts."""
    return [_kept(ctx, plan, verdicts), _money(ctx, plan), _silent(ctx, plan)]


def figures(ctx: Context, plan: CityPlan) -> Component:
    """Key figures of the plan: what it consists of, and its money."""
    source, dated = ctx.store.city.source(plan.source), plan.data_date
    placed = sum(bool(measure.districts) for measure in plan.measures)
    period = f"{plan.years[0]}\u2013{plan.years[-1]}" if plan.years else ""
    whole = query.added(plan, [PASSPORT], plan.years)
    shown = [
        Figure(ctx.t("plan.figure.goals"), ctx.number(len(plan.goals), 0), "", period, source, dated,
               notes=(ctx.t("plan.figure.of_directions", count=len({g.direction for g in plan.goals})),)),
        Figure(ctx.t("plan.figure.series"), ctx.number(len(plan.series), 0), "", period, source, dated,
               href=address(ctx, {PART: "indicators"}, "board")),
        Figure(ctx.t("plan.figure.money"), billions(ctx, whole), ctx.t("plan.unit.bln"), period, source, dated,
               href=address(ctx, {PART: "money"}, "board"), notes=(ctx.t("plan.figure.passport"),)),
        Figure(ctx.t("plan.figure.measures"), ctx.number(len(plan.measures), 0), "", period, source, dated,
               href=address(ctx, {PART: "measures"}, "board"),
               notes=(ctx.t("plan.figure.placed", count=ctx.number(placed, 0)),)),
    ]  # fmt: skip
    return cards([figure_card(ctx, one) for one in shown], "cards cards-small")


def _line(ctx: Context, plan: CityPlan, goal: Goal, verdicts: Verdicts) -> list[Child]:
    codes = [one.code for one in plan.series if query.goal_no(one) == goal.no]
    found = states(verdicts, codes)
    name = link([html.Span(goal.no, className="board-no"), " ", goal_words(ctx, goal)],
                address(ctx, {PART: "indicators", GOAL: goal.no}, "board"))  # fmt: skip
    measures = sum(measure.goal == goal.no for measure in plan.measures)
    return [
        name, direction_words(ctx, goal.direction), ctx.number(len(codes), 0),
        *(ctx.number(found[state], 0) for state in STATES),
        ctx.number(query.added(plan, [goal.no], plan.years), 1), ctx.number(measures, 0),
    ]  # fmt: skip


def _foot(ctx: Context, plan: CityPlan, verdicts: Verdicts) -> list[Child]:
    found = states(verdicts, (one.code for one in plan.series))
    money = query.added(plan, [goal.no for goal in plan.goals], plan.years)
    return [
        ctx.t("boards.total"), "", ctx.number(len(plan.series), 0), *(ctx.number(found[state], 0) for state in STATES),
        ctx.number(money, 1), ctx.number(len(plan.measures), 0),
    ]  # fmt: skip


def goals_table(ctx: Context, plan: CityPlan, verdicts: Verdicts) -> Component:
    """Goals with their series by state, money and measures; totals add up."""
    heads: Sequence[Child] = [
        ctx.t("plan.column.goal"), ctx.t("plan.column.direction"), ctx.t("plan.column.series"),
        *(state_words(ctx, state) for state in STATES), ctx.t("plan.column.money"),
        ctx.t("plan.column.measures"),
    ]  # fmt: skip
    lines = [_line(ctx, plan, goal, verdicts) for goal in plan.goals]
    drawn = table(ctx.t("plan.goals.caption"), heads, lines, numeric=tuple(range(2, len(heads))),
                  foot=_foot(ctx, plan, verdicts))  # fmt: skip
    return html.Div([sheet(ctx, "plan-goals", drawn),
                     html.P(ctx.t("plan.goals.note"), className="section-note")])  # fmt: skip
