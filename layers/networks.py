"""Layers of the module of utility networks: power plants and network nodes."""

from config.policy import Sensitivity
from config.records import FieldRecord, LayerRecord, StyleRecord

LAYERS = (
    LayerRecord(
        id="power_plants",
        module="networks",
        topic="networks",
        geometry="point",
        fields=(
            FieldRecord(name="gppd_idnr", type="text", in_list=False),
            FieldRecord(name="capacity_mw", type="num", unit="mw", in_tile=True),
            FieldRecord(name="capacity_year", type="int", unit="year"),
        ),
        kinds=("coal", "hydro", "gas"),
        style=StyleRecord(color="cat-7", radius=7.0, label=True, label_min_zoom=9, icon="lightning-charge"),
        filters=("kind",),
        list_columns=("kind", "capacity_mw", "capacity_year"),
        order=85,
    ),
    LayerRecord(
        id="network_nodes",
        module="networks",
        topic="networks",
        geometry="point",
        kinds=("water", "heat", "power"),
        fields=(
            FieldRecord(name="year_laid", type="int", unit="year"),
            FieldRecord(name="wear_pct", type="num", unit="percent"),
        ),
        style=StyleRecord(
            color="cat-2", by="kind", classes={"water": "cat-1", "heat": "cat-6", "power": "cat-4"}, radius=3.0
        ),
        filters=("kind", "state"),
        list_columns=("kind", "state", "year_laid", "wear_pct"),
        sensitivity=Sensitivity.OFFICIAL,
        order=95,
    ),
)
