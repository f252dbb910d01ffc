"""Works in the districts: what is built and repaired, what is late, what is closed, who keeps to the plan."""

from components.module.screen import Part, Screen
from components.works import say
from components.works.answers import answers, figures
from components.works.care import SERVICE, dumps, infill, services, stories, yards
from components.works.tables import bodies, closures, contractors, districts, late_now, money
from pages.module_page import module_page

SCREEN = Screen(
    module="monitoring", key="works", path="/works",
    layers=("yards", "works", "closures", "infill", "dumps", "services", "city_projects", "appeals"),
    shown=("works", "closures"), main="works",
    choices=("kind", "work_type", "state", "term", "money", "body"), period=True, answers=answers, figures=figures,
    parts=(
        Part("districts", districts, wide=True), Part("late", late_now, wide=True), Part("bodies", bodies, wide=True),
        Part("closures", closures, wide=True), Part("contractors", contractors, wide=True), Part("money", money),
        Part("services", services), Part("yards", yards, wide=True), Part("dumps", dumps), Part("infill", infill),
        Part("stories", stories, wide=True), Part("feedback", say.draw, wide=True),
    ),
    extras=(SERVICE,),
)  # fmt: skip
PAGES = (module_page(SCREEN, menu=52, icon="cone-striped"),)
