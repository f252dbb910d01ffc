"""Utility networks: what is off and for whom, which sections are worst and whose, are we ready for the winter."""

from components.module.screen import Part, Screen
from components.networks import answers, cut, light, off, operators, series, wear, winter
from layers.networks import LAYERS
from pages.module_page import module_page

NAMES = tuple(layer.id for layer in LAYERS)
ALONG = {
    "network_lines": ("kind", "body"),
    "network_nodes": ("kind", "body"),
    "winter_works": ("body",),
    "lamps": ("body",),
}
SCREEN = Screen(
    module="networks", key="networks", path="/networks", layers=NAMES, shown=("network_lines", "network_outages"),
    main="network_outages", choices=("kind", "state", "event_kind", "cause", "body"), period=True,
    answers=answers.answers, figures=answers.figures,
    parts=(
        Part("off", off.now_off, wide=True), Part("cut", cut.part, wide=True), Part("wear", wear.by_kind, wide=True),
        Part("districts", wear.by_district, wide=True), Part("worst", wear.worst_sections, wide=True),
        Part("winter", winter.board, wide=True), Part("history", off.history, wide=True), Part("causes", off.causes),
        Part("operators", operators.every), Part("light", light.lighting, wide=True),
        Part("tariffs", series.tariffs, wide=True), Part("meters", series.meters, wide=True),
    ),
    extras=("cut",), along=ALONG,
)  # fmt: skip
PAGES = (module_page(SCREEN, menu=51, icon="diagram-3"),)
