"""Layers of the module of digital inclusion: accessibility of objects, barriers, social support objects."""

from config.access import PREFIX, STATES, rule
from config.policy import Sensitivity
from config.records import FieldRecord, LayerRecord, StyleRecord

SPHERES = ("education", "health", "government", "culture", "sport", "passenger_transport", "other")
STATE_COLORS = dict(zip((PREFIX + state for state in STATES), ("cat-3", "cat-2", "cat-6", "none"), strict=True))
BARRIER_COLORS = {
    "open": "cat-6", "removal_planned": "cat-2", "removed": "cat-3",
}  # fmt: skip
SERVICES = {
    "family_centre": "cat-1", "childrens_home": "cat-2", "day_care": "cat-3", "rehabilitation": "cat-5",
    "home_care": "cat-4", "crisis_shelter": "cat-6", "elderly_home": "cat-8",
}  # fmt: skip


def access_fields() -> tuple[FieldRecord, ...]:
    """State of an object for each need, by which it can be filtered."""
    return tuple(
        FieldRecord(name=f"access_{need}", type="code", filter="choice", in_tile=True) for need in rule().needs
    )


LAYERS = (
    LayerRecord(
        id="access_objects",
        module="inclusion",
        topic="social",
        geometry="point",
        kinds=SPHERES,
        fields=(
            FieldRecord(name="object_ref", type="text", in_list=False),
            *access_fields(),
            FieldRecord(name="ramp", type="code", in_list=False),
            FieldRecord(name="door_width_cm", type="num", unit="cm", in_list=False),
            *(
                FieldRecord(name=item, type="bool", in_list=False)
                for item in rule().items
                if item not in ("ramp", "door_width_cm")
            ),
            FieldRecord(name="checked_at", type="date"),
            FieldRecord(name="checked_by", type="code"),
            FieldRecord(name="check_kind", type="code", filter="choice", in_tile=True),
            FieldRecord(name="barrier", type="code", in_list=False),
            FieldRecord(name="barrier_state", type="code", in_list=False),
            FieldRecord(name="barrier_since", type="date", in_list=False),
            FieldRecord(name="fix_plan", type="date", in_list=False),
            FieldRecord(name="check_note", type="text", in_list=False, sensitivity=Sensitivity.OFFICIAL),
        ),
        style=StyleRecord(color="none", by="state", classes=STATE_COLORS, radius=4.0, icon="universal-access"),
        filters=("kind", "state", *(f"access_{need}" for need in rule().needs), "check_kind", "body"),
        list_columns=("kind", "state", *(f"access_{need}" for need in rule().needs), "checked_at", "checked_by"),
        order=52,
        timed=True,
    ),
    LayerRecord(
        id="barriers",
        module="inclusion",
        topic="social",
        geometry="point",
        kinds=tuple(rule().barriers),
        fields=(
            FieldRecord(name="object_ref", type="text", in_list=False),
            FieldRecord(name="need", type="code", filter="choice", in_tile=True),
            FieldRecord(name="barrier", type="text", in_list=False),
            FieldRecord(name="barrier_since", type="date"),
            FieldRecord(name="fix_plan", type="date"),
            FieldRecord(name="fixed_at", type="date", in_list=False),
            FieldRecord(name="checked_at", type="date", in_list=False),
            FieldRecord(name="checked_by", type="code", in_list=False),
            FieldRecord(name="fix_cost_kzt", type="num", unit="kzt", sensitivity=Sensitivity.OFFICIAL),
        ),
        style=StyleRecord(
            color="cat-6", by="state", classes=BARRIER_COLORS, radius=4.5, icon="exclamation-triangle"
        ),
        filters=("kind", "state", "need", "body"),
        list_columns=("kind", "state", "need", "barrier_since", "fix_plan"),
        order=53,
        timed=True,
    ),
    LayerRecord(
        id="social_objects",
        module="inclusion",
        topic="social",
        geometry="point",
        kinds=tuple(SERVICES),
        fields=(
            FieldRecord(name="service_kind", type="code", filter="choice", in_tile=True),
            FieldRecord(name="places", type="int", unit="place", filter="range", in_tile=True, step=10),
            FieldRecord(name="places_taken", type="int", unit="place"),
            FieldRecord(name="opening_hours", type="text"),
            *access_fields(),
            FieldRecord(name="waiting", type="int", unit="person", sensitivity=Sensitivity.OFFICIAL),
        ),
        style=StyleRecord(color="cat-1", by="kind", classes=SERVICES, radius=5.0, icon="house-heart"),
        filters=("kind", "service_kind", "places", *(f"access_{need}" for need in rule().needs), "body"),
        list_columns=("kind", "service_kind", "places", "places_taken", "opening_hours", "access_wheelchair"),
        order=54,
    ),
)
