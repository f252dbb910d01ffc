"""Education: where places are short, which schools are overloaded, where meals or safety fail, a place near home."""

from components.education import answers, flats, future, load, parent, quality
from components.module.screen import Part, Screen
from data.queries.education import MEALS, ORGS, SITES, VISITS
from pages.module_page import module_page

SCREEN = Screen(
    module="education", key="education", path="/education",
    layers=("kindergartens", "schools", ORGS, MEALS, VISITS, SITES), shown=(ORGS,), main=ORGS,
    choices=("kind", "ownership", "language", "load_class", "meal_inspection_result", "sport_ground_state", "state",
             "body"),
    period=True, answers=answers.answers, figures=answers.figures,
    parts=(
        Part("parent", parent.parent, wide=True), Part("schools", load.schools, wide=True),
        Part("gardens", load.gardens, wide=True), Part("overloaded", load.overloaded_table, wide=True),
        Part("walk", load.walk, wide=True), Part("forecast", future.forecast, wide=True),
        Part("sites", future.sites, wide=True), Part("meals", quality.meals, wide=True),
        Part("safety", quality.safety, wide=True), Part("sport", quality.sport, wide=True),
        Part("appeals", quality.appeals, wide=True), Part("services", quality.services, wide=True),
    ),
    extras=(parent.ADDRESS, load.WALK, flats.FLATS),
)  # fmt: skip
PAGES = (module_page(SCREEN, menu=57, icon="mortarboard"),)
