"""All map layers of the product and those a city has data for."""

from collections.abc import Iterable
from itertools import combinations

from config.city import City, Source
from config.records import LayerRecord, RecordError
from layers import (
    air,
    budget,
    city_objects,
    district_indicators,
    education,
    education_register,
    inclusion,
    infrastructure,
    monitoring,
    networks,
    osm,
    projects,
    transport,
    works,
)

_MODULES = (
    district_indicators, infrastructure, city_objects, networks, education, education_register, monitoring, osm,
    transport, air, budget, inclusion, works, projects,
)  # fmt: skip
# Licences that ask for nothing go along with any other.
FREE = frozenset({"CC0-1.0"})
LAYERS: dict[str, LayerRecord] = {layer.id: layer for module in _MODULES for layer in module.LAYERS}


def _clash(sources: Iterable[Source]) -> bool:
    """Whether two sources of different licences can stand in one layer at a time: neither replaces the other."""
    bound = [source for source in sources if source.licence not in FREE]
    return any(
        one.licence != other.licence and one.id not in other.replaces and other.id not in one.replaces
        for one, other in combinations(bound, 2)
    )


def layers_of(city: City, *, demo: bool) -> dict[str, LayerRecord]:
    """Layers for which the city has a source; without `demo` a layer fed by synthetic sources only is left out.

    Raises RecordError when a source names an unknown layer, a layer's module or topic is no record of the city, or
    sources of different licences feed one layer.
    """
    modules, topics = {m.id for m in city.modules}, {topic.id for topic in city.topics}
    found: dict[str, LayerRecord] = {}
    for source in city.sources:
        for load in source.loads:
            layer = LAYERS.get(load.layer)
            if layer is None:
                raise RecordError(f"source {source.id}: unknown layer {load.layer}")
            if layer.module not in modules or layer.topic not in topics:
                raise RecordError(f"layer {layer.id}: module {layer.module} or topic {layer.topic} is no record")
            if demo or source.origin != "synthetic":
                found[layer.id] = layer
    for layer_id in found:
        if _clash(city.sources_of(layer_id)):
            raise RecordError(f"layer {layer_id}: sources of different licences in one layer")
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))
