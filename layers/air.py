"""Layer of the places where air is measured or modelled; the values stand in tables of their own."""

from config.records import FieldRecord, LayerRecord, StyleRecord

KINDS = {"station": "cat-3", "sensor": "cat-1", "model_grid": "cat-7"}

LAYERS = (
    LayerRecord(
        id="air_stations",
        module="infrastructure",
        topic="environment",
        geometry="point",
        kinds=tuple(KINDS),
        fields=(FieldRecord(name="pollutants", type="text"),),
        style=StyleRecord(color="cat-3", by="kind", classes=KINDS, radius=6.0, icon="wind"),
        filters=("kind",),
        list_columns=("kind", "pollutants"),
        order=82,
    ),
)
