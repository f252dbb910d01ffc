"""The start stops with one sentence when a record names something without words."""

from collections.abc import Callable

import pytest

from config import i18n
from config.check import check_words
from config.city import City, load_city
from config.records import FieldRecord, LayerRecord, RecordError
from layers import LAYERS, layers_of


@pytest.fixture
def city() -> City:
    """The records of Almaty."""
    return load_city("almaty")


def test_everything_almaty_names_has_words(city: City) -> None:
    layers = layers_of(city, demo=True)
    check_words(city, layers)
    assert set(layers) == {load.layer for source in city.sources for load in source.loads}
    assert len(layers) >= 32


def with_field(layer: LayerRecord) -> LayerRecord:
    return layer.model_copy(update={"fields": (FieldRecord(name="colour_of_roof", type="text"),)})


WRONG: dict[str, tuple[Callable[[LayerRecord], LayerRecord], str]] = {
    "title": (lambda layer: layer.model_copy(update={"id": "ufos"}), "layer.ufos.title"),
    "field": (with_field, "field.colour_of_roof"),
    "kind": (lambda layer: layer.model_copy(update={"kinds": ("teapot",)}), "value.kind.teapot"),
    "unit": (
        lambda layer: layer.model_copy(update={"fields": (FieldRecord(name="magnitude", type="num", unit="parsec"),)}),
        "parsec",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_has_no_word_is_named(city: City, name: str) -> None:
    change, word = WRONG[name]
    with pytest.raises(RecordError, match=word) as caught:
        check_words(city, {"x": change(LAYERS["bus_stops"])})
    assert len(str(caught.value).splitlines()) == 1


def test_a_word_missing_in_one_language_only_is_found(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    real = i18n.has
    monkeypatch.setattr(i18n, "has", lambda lang, key: real(lang, key) and (lang, key) != ("kk", "field.kato"))
    with pytest.raises(RecordError, match=r"field\.kato in kk"):
        check_words(city, layers_of(city, demo=True))


def test_a_state_that_a_source_gives_needs_a_word(city: City) -> None:
    source = city.source("osm_bus_stops")
    assert source is not None
    load = source.loads[0].model_copy(update={"values": {"kind": "bus_stop", "state": "dreamt"}})
    changed = source.model_copy(update={"loads": (load,)})
    others = tuple(changed if s.id == source.id else s for s in city.sources)
    with pytest.raises(RecordError, match=r"value\.state\.dreamt"):
        check_words(city.model_copy(update={"sources": others}), {"bus_stops": LAYERS["bus_stops"]})
