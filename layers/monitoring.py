"""Layers of the module of district monitoring: appeals of residents."""

from config.records import FieldRecord, LayerRecord, StyleRecord

# The five leading topics of the register first, then the others.
TOPICS = (
    "education", "reference", "transport", "greening", "utilities", "environment", "health", "social", "order",
    "construction", "other",
)  # fmt: skip

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
        ),
        style=StyleRecord(color="cat-7", radius=3.0, icon="chat-left-text"),
        filters=("kind", "state", "channel"),
        list_columns=("kind", "state", "channel", "valid_from", "valid_to"),
        order=42,
        search=False,
        dense=True,
        timed=True,
    ),
)
