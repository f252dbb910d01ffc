"""Works in the districts: what is built and repaired, what is late, what is closed, who keeps to the plan."""

from components.module.screen import Screen
from pages.module_page import module_page

SCREEN = Screen(
    module="monitoring", key="works", path="/works", layers=("works",), shown=("works",), main="works",
    choices=("kind", "state"), period=True, answers=lambda _ctx, _ask: (), figures=lambda _ctx, _ask: (), parts=(),
)  # fmt: skip
PAGES = (module_page(SCREEN, menu=52, icon="cone-striped"),)
