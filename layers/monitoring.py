"""Layers of the module of district monitoring: appeals of residents, works of construction and repair."""

from config.records import FieldRecord, LayerRecord, StyleRecord
from layers.works import PHOTOS

# The five leading topics of the register first, then the others.
TOPICS = (
    "education", "reference", "transport", "greening", "utilities", "environment", "health", "social", "order",
    "construction", "other",
)  # fmt: skip

# Codes of their own where a topic of appeals has other words for the same thing.
WORK_COLORS = {
    "building": "cat-6", "repair": "cat-2", "improvement": "cat-1", "cleaning": "cat-5", "planting": "cat-3",
    "other": "cat-8",
}  # fmt: skip

LAYERS = (
    LayerRecord(
        id="appeals",
        module="monitoring",
        topic="governance",
        geometry="point",
        kinds=TOPICS,
        fields=(
            FieldRecord(name="channel", type="code", filter="choice", in_tile=True),
            FieldRecord(name="hour", type="int"),
            FieldRecord(name="appeal_service", type="code", filter="choice", in_tile=True),
        ),
        style=StyleRecord(color="cat-1", radius=3.0, icon="chat-left-text"),
        filters=("kind", "state", "channel", "appeal_service"),
        list_columns=("kind", "appeal_service", "body", "state", "channel", "valid_from", "valid_to"),
        order=42,
        search=False,
        dense=True,
        timed=True,
    ),
    LayerRecord(
        id="works",
        module="monitoring",
        topic="housing",
        geometry="point",
        kinds=tuple(WORK_COLORS),
        fields=(
            FieldRecord(name="work_type", type="code", filter="choice", in_tile=True),
            FieldRecord(name="description", type="text", in_list=False),
            FieldRecord(name="street", type="text"),
            FieldRecord(name="length_km", type="num", unit="km"),
            FieldRecord(name="customer", type="text"),
            FieldRecord(name="contractor", type="text"),
            FieldRecord(name="contract_no", type="text", in_list=False),
            FieldRecord(name="funding_source", type="text", in_list=False),
            FieldRecord(name="cost_plan", type="num", unit="kzt", filter="range", in_tile=True, step=1_000_000),
            FieldRecord(name="cost_fact", type="num", unit="kzt"),
            FieldRecord(name="plan_start", type="date"),
            FieldRecord(name="plan_end", type="date"),
            FieldRecord(name="fact_start", type="date"),
            FieldRecord(name="fact_end", type="date"),
            FieldRecord(name="progress_pct", type="num", unit="percent", filter="range", in_tile=True, step=5),
            FieldRecord(name="term", type="code", filter="choice", in_tile=True),
            FieldRecord(name="delay_days", type="int", unit="day"),
            FieldRecord(name="money", type="code", filter="choice", in_tile=True),
            FieldRecord(name="mark_mean", type="num", unit="mean-score"),
            FieldRecord(name="mark_count", type="int"),
            FieldRecord(name="answer_text", type="text", in_list=False),
            FieldRecord(name="answer_at", type="date", in_list=False),
            FieldRecord(name="answer_body", type="text", in_list=False),
            FieldRecord(name="work_ref", type="text", in_list=False),
            *PHOTOS,
        ),
        derive={
            "delay_days": "late:plan_end,fact_end,as_of",
            "term": "term:delay_days",
            "money": "money:cost_plan,cost_fact",
        },
        style=StyleRecord(
            color="cat-2",
            by="kind",
            classes=WORK_COLORS,
            radius=5.0,
            icon="cone-striped",
        ),
        filters=("kind", "state", "term", "money", "body", "work_type", "cost_plan", "progress_pct"),
        list_columns=(
            "kind", "state", "term", "delay_days", "body", "contractor", "plan_end", "fact_end", "progress_pct",
            "cost_plan", "cost_fact",
        ),
        order=75,
        timed=True,
    ),
)
