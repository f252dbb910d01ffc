"""Layers that OpenStreetMap brings beside those that others feed too: health, culture, access, water, light."""

from config.records import FieldRecord, LayerRecord, StyleRecord

WHEELCHAIR = FieldRecord(name="wheelchair", type="code", filter="choice", in_tile=True)
HOURS = FieldRecord(name="opening_hours", type="text", in_list=False)
ACCESS_COLORS = {"accessible": "cat-3", "partly_accessible": "cat-2", "not_accessible": "cat-6"}
WATER_WIDTHS = {"river": 3.0, "canal": 2.2, "stream": 1.4, "drain": 1.0}
WATER_FROM = {"river": 0, "canal": 10, "stream": 11, "drain": 13}
CYCLE_COLORS = {"cycleway": "cat-3", "cycle_path": "cat-1", "cycle_lane": "cat-5"}


def _places(
    layer: str, topic: str, style: StyleRecord, *fields: FieldRecord, order: int = 58, module: str = "infrastructure"
) -> LayerRecord:
    """A layer of points that are told apart by their wheelchair access."""
    return LayerRecord(
        id=layer, module=module, topic=topic, geometry="point", fields=(WHEELCHAIR, *fields), style=style,
        filters=("wheelchair", *(f.name for f in fields if f.filter)), list_columns=("wheelchair",), order=order,
    )  # fmt: skip


LAYERS = (
    _places("hospitals", "health", StyleRecord(color="cat-6", radius=5.0, icon="hospital"), HOURS, order=59),
    _places("clinics", "health", StyleRecord(color="cat-2", radius=4.0, icon="heart-pulse"), HOURS),
    _places("pharmacies", "health", StyleRecord(color="cat-3", radius=3.5, icon="capsule"), HOURS, order=57),
    _places("libraries", "culture", StyleRecord(color="cat-1", radius=4.0, icon="book"), HOURS),
    _places(
        "toilets", "social", StyleRecord(color="cat-1", radius=3.5, icon="badge-wc"),
        FieldRecord(name="paid", type="code"), HOURS, order=53,
    ),
    _places("playgrounds", "culture", StyleRecord(color="cat-4", radius=3.5, icon="bricks"), order=52),
    _places(
        "crossings", "transport", StyleRecord(color="cat-2", radius=2.5, icon="signpost"),
        FieldRecord(name="crossing_signals", type="code", filter="choice", in_tile=True),
        FieldRecord(name="tactile_paving", type="code", filter="choice", in_tile=True), order=46,
    ),
    LayerRecord(
        id="wheelchair_places", module="inclusion", topic="social", geometry="point", kinds=tuple(ACCESS_COLORS),
        style=StyleRecord(color="cat-3", by="kind", classes=ACCESS_COLORS, radius=4.0), filters=("kind",),
        list_columns=("kind", "address"), order=56,
    ),
    LayerRecord(
        id="street_lamps", module="infrastructure", topic="networks", geometry="point",
        style=StyleRecord(color="cat-4", radius=2.0, icon="lamp"), order=44, search=False,
    ),
    LayerRecord(
        id="waterways", module="infrastructure", topic="environment", geometry="line", kinds=tuple(WATER_WIDTHS),
        fields=(FieldRecord(name="intermittent", type="bool"), FieldRecord(name="tunnel", type="bool")),
        style=StyleRecord(color="cat-1", by="kind", classes=dict.fromkeys(WATER_WIDTHS, "cat-1"),
                          widths=WATER_WIDTHS, min_zoom=WATER_FROM, label=True, label_min_zoom=13),
        filters=("kind",), list_columns=("kind", "length_m"), order=24,
    ),
    LayerRecord(
        id="cycleways", module="infrastructure", topic="transport", geometry="line", kinds=tuple(CYCLE_COLORS),
        fields=(FieldRecord(name="surface", type="code"), FieldRecord(name="oneway", type="code")),
        style=StyleRecord(color="cat-3", by="kind", classes=CYCLE_COLORS, width=2.4), filters=("kind",),
        list_columns=("kind", "length_m"), order=38,
    ),
)  # fmt: skip
