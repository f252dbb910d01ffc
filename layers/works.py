"""Layers of the module of district monitoring beside works: closed streets, yards, dumps, infill sites, services."""

from config.policy import Sensitivity
from config.records import FieldRecord, LayerRecord, StyleRecord

YARD_STATES = {"yard_good": "cat-3", "yard_fair": "cat-2", "yard_poor": "cat-7"}
CLOSURES = {"closure_full": "cat-7", "closure_partial": "cat-2"}
DUMP_STATES = {"dump_reported": "cat-7", "dump_assigned": "cat-2", "dump_removed": "cat-3"}
DISPUTES = {"in_dispute": "cat-2", "in_court": "cat-7", "build_stopped": "cat-5", "build_allowed": "cat-3"}
SERVICES = {"cleaning": "cat-5", "snow": "cat-1", "watering": "cat-3", "waste": "cat-4"}
PHOTOS = tuple(
    FieldRecord(name=name, type="date" if name.endswith("_at") else "text", in_list=False)
    for name in ("photo_before", "photo_before_at", "photo_after", "photo_after_at")
)

LAYERS = (
    LayerRecord(
        id="yards",
        module="monitoring",
        topic="housing",
        geometry="polygon",
        kinds=("yard",),
        fields=(
            FieldRecord(name="yard_score", type="num", unit="score", filter="range", in_tile=True, step=5),
            FieldRecord(name="residents", type="int", unit="person"),
            FieldRecord(name="yard_lit", type="bool", filter="choice", in_tile=True),
            FieldRecord(name="yard_playground", type="bool", filter="choice", in_tile=True),
            FieldRecord(name="works_done", type="int"),
            FieldRecord(name="works_asked", type="int"),
            FieldRecord(name="survey_date", type="date"),
        ),
        style=StyleRecord(color="cat-3", by="state", classes=YARD_STATES, fill_opacity=0.45, width=1.5),
        filters=("state", "yard_score", "yard_lit", "yard_playground"),
        list_columns=("state", "yard_score", "works_done", "works_asked", "residents", "survey_date"),
        order=70,
        search=False,
    ),
    LayerRecord(
        id="infill",
        module="monitoring",
        topic="housing",
        geometry="point",
        kinds=("infill_housing", "infill_business", "infill_other"),
        fields=(
            FieldRecord(name="developer", type="text"),
            FieldRecord(name="dispute_state", type="code", filter="choice", in_tile=True),
            FieldRecord(name="floors", type="int"),
            FieldRecord(name="permit_no", type="text", sensitivity=Sensitivity.OFFICIAL, in_list=False),
            FieldRecord(name="decision", type="text", in_list=False),
            FieldRecord(name="decision_on", type="date"),
            FieldRecord(name="appeal_count", type="int"),
        ),
        style=StyleRecord(color="cat-6", by="dispute_state", classes=DISPUTES, radius=6.0, icon="building-exclamation"),
        filters=("kind", "state", "dispute_state"),
        list_columns=("kind", "dispute_state", "developer", "decision_on", "appeal_count"),
        order=76,
        timed=True,
    ),
    LayerRecord(
        id="dumps",
        module="monitoring",
        topic="environment",
        geometry="point",
        kinds=("dump_household", "dump_building", "dump_green"),
        fields=(
            FieldRecord(name="dump_volume_m3", type="num", unit="m3", filter="range", in_tile=True, step=5),
            FieldRecord(name="due_date", type="date"),
            FieldRecord(name="removed_at", type="date"),
            *PHOTOS,
        ),
        style=StyleRecord(color="cat-7", by="state", classes=DUMP_STATES, radius=5.0, icon="trash3"),
        filters=("kind", "state", "dump_volume_m3", "body"),
        list_columns=("kind", "state", "dump_volume_m3", "valid_from", "due_date", "removed_at", "body"),
        order=77,
        search=False,
        timed=True,
    ),
    LayerRecord(
        id="services",
        module="monitoring",
        topic="housing",
        geometry="point",
        kinds=tuple(SERVICES),
        fields=(
            FieldRecord(name="service_plan", type="num", unit="km"),
            FieldRecord(name="service_done", type="num", unit="km"),
            FieldRecord(name="machines", type="int"),
        ),
        style=StyleRecord(color="cat-5", by="kind", classes=SERVICES, radius=6.0, icon="snow"),
        filters=("kind", "state"),
        list_columns=("kind", "state", "valid_from", "service_plan", "service_done", "machines", "body"),
        order=78,
        search=False,
        timed=True,
    ),
    LayerRecord(
        id="closures",
        module="monitoring",
        topic="transport",
        geometry="line",
        kinds=tuple(CLOSURES),
        fields=(
            FieldRecord(name="street", type="text"),
            FieldRecord(name="work_ref", type="text"),
            FieldRecord(name="closed_from", type="time", in_list=False),
            FieldRecord(name="closed_to", type="time", in_list=False),
            FieldRecord(name="closure_reason", type="text"),
            FieldRecord(name="detour", type="text", in_list=False),
        ),
        style=StyleRecord(
            color="cat-7", by="kind", classes=CLOSURES, widths=dict.fromkeys(CLOSURES, 6.0), width=6.0, icon="sign-stop"
        ),
        filters=("kind", "state"),
        list_columns=("kind", "state", "street", "valid_from", "valid_to", "closure_reason", "length_m"),
        order=74,
        timed=True,
    ),
)
