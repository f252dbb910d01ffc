"""Layers of the module of education: schools and kindergartens."""

from config.records import LayerRecord, StyleRecord

LAYERS = (
    LayerRecord(
        id="schools",
        module="education",
        topic="education",
        geometry="point",
        style=StyleRecord(color="cat-2", radius=4.5, icon="mortarboard"),
        default_visible=True,
        order=65,
    ),
    LayerRecord(
        id="kindergartens",
        module="education",
        topic="education",
        geometry="point",
        style=StyleRecord(color="cat-4", radius=4.0, icon="balloon"),
        order=62,
    ),
)
