"""One operator of networks: its sections, outages, planned work, and the appeals of its topics."""

from components.module.screen import Part, Screen
from components.networks import answers, cut, off, operators, wear, winter
from pages.module_page import module_page
from pages.networks import ALONG, NAMES

SCREEN = Screen(
    module="networks", key="network_operator", path="/networks/<operator>", layers=NAMES,
    shown=("network_lines", "network_outages"), main="network_outages",
    choices=("kind", "state", "event_kind", "cause"), period=True, answers=answers.answers, figures=answers.figures,
    parts=(
        Part("off", off.now_off, wide=True), Part("cut", cut.part, wide=True), Part("wear", wear.by_kind, wide=True),
        Part("districts", wear.by_district, wide=True), Part("worst", wear.worst_sections, wide=True),
        Part("planned", operators.planned, wide=True), Part("winter", winter.board, wide=True),
        Part("history", off.history, wide=True), Part("causes", off.causes, wide=True),
        Part("appeals", operators.appeals, wide=True),
    ),
    extras=("cut",), along=ALONG, of_path={operators.OPERATOR: "body"},
)  # fmt: skip
PAGES = (module_page(SCREEN, icon="diagram-3", exists=operators.exists, title=operators.title),)
