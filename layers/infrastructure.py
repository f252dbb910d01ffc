"""Layers of the module of city infrastructure: roads, stops, metro, parks, shops, natural risks, cameras."""

from config.policy import Sensitivity
from config.records import FieldRecord, LayerRecord, StyleRecord

ROAD_CLASSES = {
    "motorway": "road-1", "trunk": "road-1", "primary": "road-2", "secondary": "road-3", "tertiary": "road-4",
    "motorway_link": "road-1", "trunk_link": "road-1", "primary_link": "road-2", "secondary_link": "road-3",
    "tertiary_link": "road-4", "residential": "road-5", "unclassified": "road-5", "living_street": "road-5",
    "service": "road-6", "pedestrian": "road-foot", "footway": "road-foot", "steps": "road-foot", "path": "road-foot",
    "cycleway": "road-cycle", "bridleway": "road-foot", "track": "road-track", "track_grade1": "road-track",
    "track_grade2": "road-track", "track_grade3": "road-track", "track_grade4": "road-track",
    "track_grade5": "road-track", "unknown": "road-6",
}  # fmt: skip
ROAD_WIDTHS = {
    "motorway": 6.0, "trunk": 6.0, "primary": 5.0, "secondary": 4.0, "tertiary": 3.2, "motorway_link": 3.0,
    "trunk_link": 3.0, "primary_link": 2.8, "secondary_link": 2.4, "tertiary_link": 2.2, "residential": 2.2,
    "unclassified": 2.2, "living_street": 2.0, "service": 1.2, "pedestrian": 1.6, "footway": 0.9, "steps": 0.9,
    "path": 0.9, "cycleway": 1.4, "bridleway": 0.9,
}  # fmt: skip
ROAD_MIN_ZOOM = {
    "motorway": 0, "trunk": 0, "primary": 0, "secondary": 9, "tertiary": 11, "motorway_link": 11, "trunk_link": 11,
    "primary_link": 11, "secondary_link": 12, "tertiary_link": 12, "residential": 12, "unclassified": 12,
    "living_street": 13, "pedestrian": 13, "cycleway": 12, "track": 13, "service": 14, "footway": 14, "steps": 14,
    "path": 14, "bridleway": 14, "track_grade1": 13, "track_grade2": 13, "track_grade3": 13, "track_grade4": 13,
    "track_grade5": 13, "unknown": 14,
}  # fmt: skip

BUILDING_COLORS = {
    "house": "cat-4", "apartments": "cat-6", "public_building": "cat-2", "commercial": "cat-5", "industrial": "cat-7",
}  # fmt: skip
BUILDINGS_FROM = 13

LAYERS = (
    LayerRecord(
        id="roads",
        module="infrastructure",
        topic="transport",
        geometry="line",
        kinds=tuple(ROAD_MIN_ZOOM),
        fields=(
            FieldRecord(name="osm_way_id", type="int"),
            FieldRecord(name="ref", type="text", in_tile=True),
            FieldRecord(name="oneway", type="code"),
            FieldRecord(name="maxspeed_kmh", type="int", unit="km_h"),
            FieldRecord(name="level", type="int", in_list=False),
            FieldRecord(name="bridge", type="bool", in_list=False, in_tile=True),
            FieldRecord(name="tunnel", type="bool", in_list=False, in_tile=True),
        ),
        style=StyleRecord(
            color="road-5",
            by="kind",
            classes=ROAD_CLASSES,
            widths=ROAD_WIDTHS,
            min_zoom=ROAD_MIN_ZOOM,
            label=True,
            label_min_zoom=14,
        ),
        filters=("kind",),
        list_columns=("kind", "length_m", "maxspeed_kmh"),
        base=True,
        default_visible=True,
        order=20,
    ),
    LayerRecord(
        id="bus_stops",
        module="infrastructure",
        topic="transport",
        geometry="point",
        style=StyleRecord(color="cat-1", radius=3.0, icon="bus-front"),
        order=60,
    ),
    LayerRecord(
        id="metro_stations",
        module="infrastructure",
        topic="transport",
        geometry="point",
        fields=(
            FieldRecord(name="line_order", type="int"),
            FieldRecord(name="opened_year", type="int", unit="year", filter="range", in_tile=True, step=1),
            FieldRecord(name="entrances", type="int", unit="piece"),
        ),
        style=StyleRecord(color="cat-6", radius=6.0, label=True, label_min_zoom=12, icon="train-front"),
        filters=("opened_year",),
        list_columns=("opened_year", "entrances"),
        default_visible=True,
        order=80,
    ),
    LayerRecord(
        id="metro_entrances",
        module="infrastructure",
        topic="transport",
        geometry="point",
        style=StyleRecord(color="cat-6", radius=2.5),
        order=70,
    ),
    LayerRecord(
        id="parks",
        module="infrastructure",
        topic="culture",
        geometry="point",
        style=StyleRecord(color="cat-3", radius=4.5, icon="tree"),
        order=50,
    ),
    LayerRecord(
        id="supermarkets",
        module="infrastructure",
        topic="trade",
        geometry="point",
        style=StyleRecord(color="cat-5", radius=3.5, icon="cart"),
        order=55,
    ),
    LayerRecord(
        id="active_faults",
        module="infrastructure",
        topic="safety",
        geometry="line",
        fields=(
            FieldRecord(name="printed_length_km", type="num", unit="km"),
            FieldRecord(name="dist_km", type="num", unit="km"),
        ),
        style=StyleRecord(color="risk", width=2.0, dash=(3.0, 2.0)),
        list_columns=("length_m", "dist_km"),
        order=40,
    ),
    LayerRecord(
        id="earthquakes",
        module="infrastructure",
        topic="safety",
        geometry="point",
        fields=(
            FieldRecord(name="event_date", type="date"),
            FieldRecord(name="event_year", type="int", unit="year", filter="range", in_tile=True, step=1),
            FieldRecord(name="magnitude", type="num", filter="range", in_tile=True, step=0.1),
            FieldRecord(name="dist_km", type="num", unit="km"),
        ),
        style=StyleRecord(color="risk", size_by="magnitude", size_range=(5.5, 8.0), radius=4.0, icon="activity"),
        filters=("magnitude", "event_year"),
        list_columns=("event_date", "magnitude", "dist_km"),
        order=45,
    ),
    LayerRecord(
        id="cameras",
        module="infrastructure",
        topic="safety",
        geometry="point",
        kinds=("school_yard",),
        fields=(
            FieldRecord(name="azimuth_deg", type="int"),
            FieldRecord(name="range_m", type="int", unit="m"),
            FieldRecord(name="working", type="bool", in_tile=True),
        ),
        style=StyleRecord(color="cat-8", radius=3.0, icon="camera-video"),
        filters=("state",),
        list_columns=("state", "azimuth_deg", "range_m"),
        sensitivity=Sensitivity.RESTRICTED,
        order=90,
    ),
    LayerRecord(
        id="buildings",
        module="infrastructure",
        topic="housing",
        geometry="polygon",
        kinds=tuple(BUILDING_COLORS),
        fields=(
            FieldRecord(name="floors", type="int", filter="range", in_tile=True, step=1),
            FieldRecord(name="year_built", type="int", unit="year", filter="range", in_tile=True, step=1),
        ),
        style=StyleRecord(
            color="cat-4",
            by="kind",
            classes=BUILDING_COLORS,
            min_zoom=dict.fromkeys(BUILDING_COLORS, BUILDINGS_FROM),
            width=0.8,
            fill_opacity=0.35,
        ),
        filters=("kind", "floors", "year_built"),
        list_columns=("kind", "floors", "year_built", "area_m2"),
        order=30,
        search=False,
        timed=True,
    ),
)
