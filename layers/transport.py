"""Layers of timetables: lines of public transport and their stops with trips by hour."""

from config.records import FieldRecord, LayerRecord, StyleRecord

MODES = {
    "bus": "cat-1", "trolleybus": "cat-3", "tram": "cat-2", "metro": "cat-6", "rail": "cat-7", "cable_car": "cat-5",
    "other_mode": "cat-8",
}  # fmt: skip
TRIPS = FieldRecord(name="trips_day", type="int", unit="piece", filter="range", in_tile=True, step=1)
HEADWAY = FieldRecord(name="headway_min", type="num", unit="minute", filter="range", in_tile=True, step=1)
TIMES = (
    FieldRecord(name="first_trip", type="text"),
    FieldRecord(name="last_trip", type="text"),
    FieldRecord(name="trips_by_hour", type="text", in_list=False),
    FieldRecord(name="service_day", type="date", in_list=False),
)

LAYERS = (
    LayerRecord(
        id="transit_routes",
        module="infrastructure",
        topic="transport",
        geometry="line",
        kinds=tuple(MODES),
        fields=(
            FieldRecord(name="route_no", type="text", in_tile=True),
            FieldRecord(name="operator", type="text", in_list=False),
            FieldRecord(name="stops_count", type="int", unit="piece"),
            TRIPS,
            HEADWAY,
            *TIMES,
        ),
        style=StyleRecord(color="cat-1", by="kind", classes=MODES, width=2.0),
        filters=("kind", "trips_day", "headway_min"),
        list_columns=("route_no", "kind", "trips_day", "headway_min", "length_m"),
        order=39,
    ),
    LayerRecord(
        id="transit_stops",
        module="infrastructure",
        topic="transport",
        geometry="point",
        kinds=("stop", "station"),
        fields=(
            FieldRecord(name="stop_code", type="text", in_list=False),
            FieldRecord(name="routes_here", type="text"),
            TRIPS,
            HEADWAY,
            *TIMES,
            FieldRecord(name="wheelchair", type="code", in_list=False),
        ),
        style=StyleRecord(color="cat-5", size_by="trips_day", size_range=(0.0, 1500.0), radius=3.0, icon="sign-stop"),
        filters=("trips_day", "headway_min"),
        list_columns=("routes_here", "trips_day", "headway_min", "first_trip", "last_trip"),
        order=61,
    ),
)
