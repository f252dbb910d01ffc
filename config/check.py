"""Check at the start that everything a record names has words in every language."""

from collections.abc import Iterator, Mapping

from config import i18n
from config.city import City
from config.records import LayerRecord, RecordError

# Columns that every layer has and a reader sees.
COMMON_FIELDS = (
    "object_id", "kind", "name", "state", "address", "district", "body", "valid_from", "valid_to", "source",
    "data_date", "loaded_at", "origin", "sensitivity", "doubt",
)  # fmt: skip
MEASURES = {"point": (), "line": ("length_m",), "polygon": ("area_m2",)}
CODED = ("kind", "state")


def check_words(city: City, layers: Mapping[str, LayerRecord]) -> None:
    """Raise RecordError with one sentence when a layer, field, kind, state or unit has no word in some language.

    Words of the city's own records are checked when they are read; here are those that stand in the locales.
    """
    for layer in layers.values():
        units = {unit.id for unit in city.units}
        for field in layer.fields:
            if field.unit is not None and field.unit not in units:
                raise RecordError(f"layer {layer.id}: field {field.name} has a unit that is no record: {field.unit}")
        for key in _keys(city, layer):
            for lang in i18n.LANGS:
                if not i18n.has(lang, key):
                    raise RecordError(f"layer {layer.id}: no word for {key} in {lang}")


def _keys(city: City, layer: LayerRecord) -> Iterator[str]:
    yield f"layer.{layer.id}.title"
    for name in (*COMMON_FIELDS, *MEASURES[layer.geometry], *(field.name for field in layer.fields)):
        yield f"field.{name}"
    for kind in layer.kinds:
        yield f"value.kind.{kind}"
    for source in city.sources_of(layer.id):
        yield f"value.origin.{source.origin}"
        for load in source.loads:
            if load.layer == layer.id:
                for name in CODED:
                    fixed = [load.values[name]] if name in load.values else []
                    codes = [*load.mapping.get(name, {}).values(), *fixed]
                    yield from (f"value.{name}.{code}" for code in codes)
    yield f"value.sensitivity.{layer.sensitivity}"
