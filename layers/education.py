"""Layers of the module of education: schools and kindergartens."""

from config.records import FieldRecord, LayerRecord, StyleRecord

WHEELCHAIR = FieldRecord(name="wheelchair", type="code", in_list=False)

LAYERS = (
    LayerRecord(
        id="schools",
        module="education",
        topic="education",
        geometry="point",
        fields=(WHEELCHAIR,),
        style=StyleRecord(color="cat-9", radius=4.5, icon="mortarboard"),
        default_visible=True,
        order=65,
    ),
    LayerRecord(
        id="kindergartens",
        module="education",
        topic="education",
        geometry="point",
        fields=(WHEELCHAIR,),
        style=StyleRecord(color="cat-4", radius=4.0, icon="balloon"),
        order=62,
    ),
)
