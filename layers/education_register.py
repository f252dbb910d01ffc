"""Layers of the register of education: organizations, new sites, visits of the monitoring group, school meals.

They stand beside the open points of `layers/education.py` and are never mixed with them: a row of the register has
capacity and children, a point of the open map has a place only.
"""

from typing import Any

from config.policy import Sensitivity
from config.records import FieldRecord, LayerRecord, StyleRecord

KINDS = ("kindergarten", "school", "sport_school", "pupils_house")
LOAD_COLORS = {"room": "cat-3", "full": "cat-1", "over": "cat-2", "far_over": "cat-6", "unknown": "none"}
STAGE_COLORS = {"opened": "cat-3", "building": "cat-1", "late": "cat-6"}
MEAL_COLORS = {"meal_complaint": "cat-6", "meal_inspection": "cat-1", "meal_commission": "cat-5"}
APPEAL_TOPICS = ("places", "meals", "building", "staff", "fees", "other")
_SAFE = Sensitivity.OFFICIAL


def _int(name: str, unit: str | None = "person", *, in_list: bool = False, **more: Any) -> FieldRecord:
    return FieldRecord(name=name, type="int", unit=unit, in_list=in_list, **more)


LOAD = (
    FieldRecord(name="ownership", type="code", filter="choice", in_tile=True),
    FieldRecord(name="language", type="code", filter="choice", in_tile=True),
    _int("capacity", "seat", in_list=True),
    _int("pupils", in_list=True),
    FieldRecord(name="load_pct", type="num", unit="percent", filter="range", in_tile=True, step=10),
    FieldRecord(name="load_class", type="code", filter="choice", in_tile=True),
    _int("shifts", None, filter="range", in_tile=True, step=1),
    _int("free_places", "seat", in_list=True, filter="range", in_tile=True, step=10),
    _int("queue_length", in_list=True),
    _int("queue_3_6"),
    _int("class_max"),
    _int("teachers"),
    FieldRecord(name="wheelchair", type="code", in_list=False),
    FieldRecord(name="inclusive", type="bool", in_list=False),
    _int("inclusive_children"),
)
MEALS = (
    _int("meal_complaints", "piece"),
    FieldRecord(name="meal_inspection_at", type="date", in_list=False),
    FieldRecord(name="meal_inspection_result", type="code", in_list=False, filter="choice", in_tile=True),
    FieldRecord(name="free_meals_pct", type="num", unit="percent", in_list=False),
)
# What a school lacks in safety is nobody's business but that of officials.
SAFETY = (
    _int("cctv_indoor", "piece", sensitivity=_SAFE),
    _int("cctv_outdoor", "piece", sensitivity=_SAFE),
    FieldRecord(name="turnstile", type="bool", in_list=False, sensitivity=_SAFE),
    FieldRecord(name="alarm_button", type="bool", in_list=False, sensitivity=_SAFE),
)
GROUNDS = (
    FieldRecord(name="sport_ground_state", type="code", in_list=False, filter="choice", in_tile=True),
    FieldRecord(name="open_to_residents", type="bool", in_list=False),
)
APPEALS = (_int("appeals_total", "appeal"), *(_int(f"appeals_{topic}", "appeal") for topic in APPEAL_TOPICS))

LAYERS = (
    LayerRecord(
        id="education_orgs", module="education", topic="education", geometry="point", kinds=KINDS,
        fields=(*LOAD, *MEALS, *SAFETY, *GROUNDS, *APPEALS),
        style=StyleRecord(color="cat-3", by="load_class", classes=LOAD_COLORS, radius=4.5, icon="mortarboard"),
        filters=("kind", "ownership", "language", "load_class", "load_pct", "shifts", "free_places",
                 "meal_inspection_result", "sport_ground_state", "body"),
        list_columns=("kind", "ownership", "language", "capacity", "pupils", "load_pct", "shifts", "free_places",
                      "queue_length", "district"),
        order=67,
    ),
    LayerRecord(
        id="school_sites", module="education", topic="education", geometry="point",
        kinds=("new_school", "new_kindergarten"),
        fields=(
            FieldRecord(name="program", type="code", filter="choice", in_tile=True),
            FieldRecord(name="comfortable", type="bool", in_list=False),
            FieldRecord(name="build_stage", type="code", filter="choice", in_tile=True),
            _int("capacity", "seat", in_list=True),
            FieldRecord(name="plan_open", type="date"),
            FieldRecord(name="fact_open", type="date"),
            FieldRecord(name="progress_pct", type="num", unit="percent"),
            FieldRecord(name="contractor", type="text"),
            _int("visits", "piece"),
            FieldRecord(name="last_visit", type="date", in_list=False),
            _int("remarks_open", "piece"),
        ),
        style=StyleRecord(color="cat-1", by="state", classes=STAGE_COLORS, radius=5.5, icon="cone-striped"),
        filters=("kind", "state", "program", "build_stage"),
        list_columns=("kind", "state", "program", "capacity", "plan_open", "fact_open", "progress_pct", "contractor"),
        order=74,
    ),
    LayerRecord(
        id="school_visits", module="education", topic="education", geometry="point", kinds=("monitoring_visit",),
        fields=(
            FieldRecord(name="site_ref", type="text"),
            FieldRecord(name="remark", type="code", filter="choice", in_tile=True),
        ),
        style=StyleRecord(color="cat-7", radius=3.5, icon="clipboard-check"),
        filters=("state", "remark"), list_columns=("valid_from", "state", "remark", "site_ref"), order=73,
        search=False, timed=True,
    ),
    LayerRecord(
        id="school_meals", module="education", topic="education", geometry="point", kinds=tuple(MEAL_COLORS),
        fields=(
            FieldRecord(name="org_ref", type="text"),
            FieldRecord(name="meal_topic", type="code", filter="choice", in_tile=True),
            FieldRecord(name="meal_result", type="code", filter="choice", in_tile=True),
        ),
        style=StyleRecord(color="cat-6", by="kind", classes=MEAL_COLORS, radius=4.0, icon="cup-hot"),
        filters=("kind", "state", "meal_topic", "meal_result"),
        list_columns=("kind", "valid_from", "state", "meal_topic", "meal_result", "org_ref"), order=72,
        search=False, timed=True,
    ),
)  # fmt: skip
