"""Layers of the module of district indicators: the districts and the outline of the city."""

from config.records import FieldRecord, LayerRecord, StyleRecord

LAYERS = (
    LayerRecord(
        id="districts",
        module="district-indicators",
        topic="territory",
        geometry="polygon",
        fields=(
            FieldRecord(name="kato", type="text"),
            FieldRecord(name="official_area_km2", type="num", unit="km2"),
            FieldRecord(name="area_km2", type="num", unit="km2"),
            FieldRecord(name="population", type="int", unit="person", in_tile=True),
            FieldRecord(name="osm_id", type="text", in_list=False),
            FieldRecord(name="wikidata", type="text", in_list=False),
            FieldRecord(name="label_lon", type="num", in_list=False, in_tile=True),
            FieldRecord(name="label_lat", type="num", in_list=False, in_tile=True),
        ),
        style=StyleRecord(color="district", width=2.0, line_opacity=0.5, label=True, label_min_zoom=8),
        list_columns=("kato", "population", "area_km2"),
        base=True,
        default_visible=True,
        order=10,
    ),
    LayerRecord(
        id="city_boundary",
        module="district-indicators",
        topic="territory",
        geometry="polygon",
        fields=(FieldRecord(name="kato", type="text"), FieldRecord(name="area_km2", type="num", unit="km2")),
        style=StyleRecord(color="city", width=2.4),
        base=True,
        default_visible=True,
        order=5,
        search=False,
    ),
)
