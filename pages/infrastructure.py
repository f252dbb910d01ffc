"""City infrastructure: what is where and what is missing where, what is late, what is out of work or in danger."""

from components.infrastructure import hazards, provision, registers, roads, sites
from components.infrastructure.answers import answers, figures
from components.module.screen import Part, Screen
from pages.module_page import module_page

SCREEN = Screen(
    module="infrastructure",
    key="infrastructure",
    path="/infrastructure",
    layers=(
        "hazard_zones", "green_areas", "land_plots", "road_sections", "active_faults", "earthquakes", "stop_bays",
        "bus_stops", "metro_stations", "pedestrian_crossings", "heritage", "city_objects", "construction_sites",
        "cameras", "transit_routes", "transit_stops",
    ),
    shown=("metro_stations", "city_objects", "construction_sites"),
    main="city_objects",
    choices=("kind", "sector", "state", "body", "condition"),
    period=True,
    answers=answers,
    figures=figures,
    parts=(
        Part("provision", provision.matrix, wide=True),
        Part("rank", provision.rank, wide=True),
        Part("sites", sites.part, wide=True),
        Part("crossings", hazards.crossings_part, wide=True),
        Part("risk", hazards.risk_part, wide=True),
        Part("cameras", hazards.cameras_part),
        Part("health", registers.health_part),
        Part("culture", registers.culture_part),
        Part("repair", roads.repair_part),
        Part("roads", roads.state_part),
        Part("parks", registers.parks_part),
        Part("green", registers.parks_rank),
        Part("transport", roads.transport_part),
        Part("heritage", registers.heritage_part),
        Part("plots", registers.plots_part),
    ),
    extras=("what", "measure", "near"),
)  # fmt: skip
PAGES = (module_page(SCREEN, menu=50, icon="buildings"),)
