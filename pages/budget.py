"""The participatory budget: what people proposed, what won, what it cost, what got built."""

from components import budget_answers, budget_parts, budget_path
from components.module.screen import Part, Screen
from data.queries.budget import PROPOSALS, WORKS
from pages.module_page import module_page

SCREEN = Screen(
    module="budget", key="budget", path="/budget", layers=(PROPOSALS, WORKS), shown=(WORKS,), main=PROPOSALS,
    choices=("cycle", "state", "kind"), period=True, answers=budget_answers.answers, figures=budget_answers.figures,
    parts=(
        Part("path", budget_path.path, wide=True),
        Part("funnel", budget_parts.funnel),
        Part("years", budget_parts.years),
        Part("late", budget_parts.late, wide=True),
        Part("districts", budget_parts.districts, wide=True),
        Part("kinds", budget_parts.kinds, wide=True),
        Part("cycles", budget_parts.cycles, wide=True),
        Part("stories", budget_path.stories, wide=True),
    ),
    extras=(budget_path.NUMBER,),
)  # fmt: skip

PAGES = (module_page(SCREEN, menu=56, icon="cash-coin"),)
