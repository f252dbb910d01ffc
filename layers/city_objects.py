"""Layers of the registers of city infrastructure: objects, building sites, crossings, parks, roads, risks, plots."""

from config.records import FieldRecord, LayerRecord, StyleRecord

OBJECT_COLORS = {
    "hospital": "cat-6", "clinic": "cat-2", "youth_center": "cat-7", "library": "cat-5", "theatre": "cat-4",
    "cinema": "cat-8", "culture_center": "cat-4", "stadium": "cat-3", "sport_complex": "cat-3",
}  # fmt: skip
SITE_COLORS = {
    **OBJECT_COLORS, "metro_station": "cat-1", "park": "cat-3", "underground": "cat-8", "school": "cat-2",
    "kindergarten": "cat-4", "other": "cat-8",
}  # fmt: skip
CROSSING_COLORS = {"overground": "cat-1", "underground": "cat-5", "signalled": "cat-4"}
STOP_COLORS = {"modern_stop": "cat-1", "plain_stop": "cat-8"}
GREEN_COLORS = {
    "park": "cat-3", "square": "cat-3", "boulevard": "cat-5", "embankment": "cat-1", "green_zone": "cat-3",
    "pedestrian_zone": "cat-4",
}  # fmt: skip
STATE_COLORS = {"good": "cat-3", "fair": "cat-4", "poor": "cat-6"}
HAZARD_COLORS = {"mudflow": "cat-2", "landslide": "cat-4", "flood": "cat-1"}
HERITAGE_COLORS = {"monument": "cat-5", "tourist_place": "cat-2"}
PLOT_COLORS = {"free": "cat-3", "reserved": "cat-8"}
SECTION_KINDS = ("trunk", "primary", "secondary", "tertiary", "footway")
SECTION_WIDTHS = {"good": 2.4, "fair": 2.6, "poor": 3.2}

CAPACITY = (
    FieldRecord(name="capacity", type="num", filter="range", in_tile=True, step=50),
    FieldRecord(name="capacity_unit", type="code"),
)
MONEY = (
    FieldRecord(name="cost_plan", type="num", unit="kzt"),
    FieldRecord(name="cost_fact", type="num", unit="kzt"),
)
PARTIES = (
    FieldRecord(name="customer", type="text", in_list=False),
    FieldRecord(name="contractor", type="text"),
    FieldRecord(name="project_no", type="text", in_list=False),
)
REPAIR = (
    FieldRecord(name="surface", type="code", filter="choice", in_tile=True),
    FieldRecord(name="last_repair_year", type="int", unit="year", filter="range", in_tile=True, step=1),
    FieldRecord(name="next_repair_year", type="int", unit="year", filter="range", in_tile=True, step=1),
)
YEARS = ("last_repair_year", "next_repair_year")
HERE = {"module": "infrastructure"}

LAYERS = (
    LayerRecord(
        id="city_objects",
        **HERE,
        topic="social",
        geometry="point",
        kinds=tuple(OBJECT_COLORS),
        fields=(
            FieldRecord(name="sector", type="code", filter="choice", in_tile=True),
            *CAPACITY,
            FieldRecord(name="served_population", type="int", unit="person"),
            FieldRecord(name="load_pct", type="num", unit="percent", filter="range", in_tile=True, step=10),
            FieldRecord(name="ownership", type="code", filter="choice", in_tile=True),
            FieldRecord(name="condition", type="code", filter="choice", in_tile=True),
            FieldRecord(name="build_year", type="int", unit="year"),
            FieldRecord(name="stock_thousand", type="num", in_list=False),
            FieldRecord(name="stock_open_pct", type="num", unit="percent", in_list=False),
            FieldRecord(name="plan_end", type="date", in_list=False),
            FieldRecord(name="fact_end", type="date", in_list=False),
            *MONEY,
            *PARTIES,
            FieldRecord(name="opening_hours", type="text", in_list=False),
            FieldRecord(name="phone", type="text", in_list=False),
            FieldRecord(name="site", type="text", in_list=False),
        ),
        style=StyleRecord(color="cat-2", by="kind", classes=OBJECT_COLORS, radius=4.5, icon="building"),
        filters=("kind", "sector", "state", "body", "condition", "ownership", "load_pct", "capacity"),
        list_columns=("kind", "state", "capacity", "capacity_unit", "load_pct", "condition", "build_year"),
        order=64,
        timed=True,
    ),
    LayerRecord(
        id="construction_sites",
        **HERE,
        topic="housing",
        geometry="point",
        kinds=tuple(SITE_COLORS),
        fields=(
            FieldRecord(name="construction_stage", type="code", filter="choice", in_tile=True),
            FieldRecord(name="plan_start", type="date"),
            FieldRecord(name="plan_end", type="date"),
            FieldRecord(name="fact_start", type="date"),
            FieldRecord(name="fact_end", type="date", in_list=False),
            FieldRecord(name="progress_pct", type="num", unit="percent", filter="range", in_tile=True, step=5),
            *MONEY,
            *CAPACITY,
            *PARTIES,
        ),
        style=StyleRecord(color="cat-7", by="kind", classes=SITE_COLORS, radius=5.5, icon="building-gear"),
        filters=("kind", "state", "body", "construction_stage", "progress_pct"),
        list_columns=("kind", "state", "construction_stage", "plan_end", "progress_pct", "cost_plan", "cost_fact"),
        order=76,
        timed=True,
    ),
    LayerRecord(
        id="pedestrian_crossings",
        **HERE,
        topic="transport",
        geometry="point",
        kinds=tuple(CROSSING_COLORS),
        fields=(
            FieldRecord(name="out_of_work_since", type="date"),
            FieldRecord(name="out_of_work_cause", type="code", filter="choice", in_tile=True),
            FieldRecord(name="out_of_work_note", type="text", in_list=False),
            FieldRecord(name="repair_plan", type="date"),
        ),
        style=StyleRecord(
            color="cat-8", by="state", radius=4.0, icon="signpost-split",
            classes={"working": "cat-8", "broken": "risk", "repair": "cat-4"},
        ),
        filters=("kind", "state", "body", "out_of_work_cause"),
        list_columns=("kind", "state", "out_of_work_since", "out_of_work_cause", "repair_plan"),
        order=74,
    ),
    LayerRecord(
        id="stop_bays",
        **HERE,
        topic="transport",
        geometry="point",
        kinds=tuple(STOP_COLORS),
        fields=REPAIR,
        style=StyleRecord(color="none", by="state", classes=STATE_COLORS, radius=3.0, icon="sign-stop"),
        filters=("kind", "state", "body", "surface", *YEARS),
        list_columns=("kind", "state", "surface", *YEARS),
        order=48,
        search=False,
    ),
    LayerRecord(
        id="road_sections",
        **HERE,
        topic="transport",
        geometry="line",
        kinds=SECTION_KINDS,
        fields=(
            *REPAIR,
            FieldRecord(name="traffic_load", type="int", unit="piece", filter="range", in_tile=True, step=1000),
            FieldRecord(name="bus_lane", type="bool", filter="choice", in_tile=True),
        ),
        style=StyleRecord(color="cat-8", by="state", classes=STATE_COLORS, widths=SECTION_WIDTHS, width=2.4),
        filters=("kind", "state", "body", "surface", *YEARS, "traffic_load", "bus_lane"),
        list_columns=("kind", "state", "surface", *YEARS, "traffic_load", "length_m"),
        order=37,
        search=False,
    ),
    LayerRecord(
        id="green_areas",
        **HERE,
        topic="environment",
        geometry="polygon",
        kinds=tuple(GREEN_COLORS),
        fields=(
            FieldRecord(name="green_area_ha", type="num", unit="ha"),
            FieldRecord(name="greenery_state", type="code", filter="choice", in_tile=True),
            FieldRecord(name="survey_date", type="date"),
        ),
        style=StyleRecord(color="cat-3", by="kind", classes=GREEN_COLORS, width=1.2, fill_opacity=0.35),
        filters=("kind", "body", "greenery_state"),
        list_columns=("kind", "green_area_ha", "greenery_state", "survey_date"),
        order=28,
    ),
    LayerRecord(
        id="hazard_zones",
        **HERE,
        topic="safety",
        geometry="polygon",
        kinds=tuple(HAZARD_COLORS),
        fields=(
            FieldRecord(name="hazard_zone", type="code", filter="choice", in_tile=True),
            FieldRecord(name="seismic_class", type="code"),
        ),
        style=StyleRecord(color="risk", by="kind", classes=HAZARD_COLORS, width=1.4, fill_opacity=0.3),
        filters=("kind", "body", "hazard_zone"),
        list_columns=("kind", "hazard_zone", "seismic_class", "area_m2"),
        order=27,
    ),
    LayerRecord(
        id="heritage",
        **HERE,
        topic="culture",
        geometry="point",
        kinds=tuple(HERITAGE_COLORS),
        fields=(
            FieldRecord(name="protection_status", type="code", filter="choice", in_tile=True),
            FieldRecord(name="heritage_type", type="code", filter="choice", in_tile=True),
            FieldRecord(name="build_year", type="int", unit="year"),
            FieldRecord(name="works_until", type="date"),
        ),
        style=StyleRecord(color="cat-5", by="kind", classes=HERITAGE_COLORS, radius=4.5, icon="bank"),
        filters=("kind", "state", "body", "protection_status", "heritage_type"),
        list_columns=("kind", "state", "protection_status", "heritage_type", "works_until"),
        order=63,
    ),
    LayerRecord(
        id="land_plots",
        **HERE,
        topic="housing",
        geometry="polygon",
        kinds=("plot",),
        fields=(
            FieldRecord(name="plot_area_ha", type="num", unit="ha"),
            FieldRecord(name="plot_purpose", type="code", filter="choice", in_tile=True),
            FieldRecord(name="restriction", type="code", filter="choice", in_tile=True),
            FieldRecord(name="restriction_note", type="text", in_list=False),
            FieldRecord(name="water_near", type="bool"),
            FieldRecord(name="heat_near", type="bool"),
            FieldRecord(name="power_near", type="bool"),
        ),
        style=StyleRecord(color="cat-8", by="state", classes=PLOT_COLORS, width=1.6, fill_opacity=0.4),
        filters=("state", "body", "plot_purpose", "restriction"),
        list_columns=("state", "plot_area_ha", "plot_purpose", "restriction"),
        order=29,
    ),
)  # fmt: skip
