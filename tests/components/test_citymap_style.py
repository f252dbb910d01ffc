"""Drawing, legend and spec follow the records: every layer of the product, both themes, three languages."""

import json
from typing import Any

import pytest

from components.citymap.legend import LegendItem, legend, swatch
from components.citymap.spec import WORDS, Feed, map_spec, words
from components.citymap.style import CASING, groups, style_layers
from components.palette import Theme, color
from config.city import load_city
from config.i18n import LANGS, Lang
from config.policy import Role, User
from config.records import LayerRecord, StyleRecord
from data.queries.labels import AreaLabel
from layers import LAYERS
from tiles.service import tile_fields

THEMES: tuple[Theme, ...] = ("light", "dark")
ROADS = LAYERS["roads"]
ADMIN = User("admin", Role.ADMIN, None)


def record(geometry: str, style: StyleRecord, **more: Any) -> LayerRecord:
    """A small layer."""
    return LayerRecord.model_validate(
        {"id": "probe", "module": "m", "topic": "t", "geometry": geometry, "style": style, **more}
    )


def fields_read(part: Any) -> set[str]:
    """Names of attributes that a piece of style reads."""
    if isinstance(part, dict):
        return set().union(*map(fields_read, part.values())) if part else set()
    if not isinstance(part, list):
        return set()
    own = {part[1]} if len(part) > 1 and part[0] in ("get", "has") and isinstance(part[1], str) else set()
    return own.union(*map(fields_read, part))


@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_the_drawing_reads_only_what_the_tiles_carry(layer: LayerRecord) -> None:
    carried = {*tile_fields(ADMIN, layer), "n", *(["name", "short"] if layer.geometry == "polygon" else [])}
    for part in style_layers(layer, "light", "kk"):
        assert fields_read(part) <= carried


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)
def test_every_layer_is_drawn_and_explained_in_the_same_colours(layer: LayerRecord, theme: Theme) -> None:
    drawn = json.dumps(style_layers(layer, theme, "ru"))
    for lang in LANGS:
        rows = legend(layer, theme, lang)
        assert rows
        assert all(row.color in drawn and row.words.strip() for row in rows)
        assert len({row.words for row in rows}) == len(rows)
    assert swatch(layer, theme).color in drawn


def widths(part: dict[str, Any]) -> list[float]:
    return list(part["paint"]["line-width"][4::2])


def test_wide_roads_lie_over_narrow_ones_and_every_line_over_every_edge() -> None:
    parts = [part for part in style_layers(ROADS, "light", "ru") if part["type"] == "line"]
    plain = [part for part in parts if "bridge" not in fields_read(part)]
    edge_colors = {color("light", f"road-{number}{CASING}") for number in range(1, 7)}
    edges = [part for part in plain if str(part["paint"]["line-color"]) in edge_colors]
    inner = plain[len(edges) :]
    assert plain[: len(edges)] == edges
    top = [kind for part in inner[-2:] for kind in part["filter"][2]]
    assert top == ["primary", "motorway", "trunk"]
    motorway, service = (next(p for p in inner if kind in p["filter"][2]) for kind in ("motorway", "service"))
    assert all(a > b for a, b in zip(widths(motorway), widths(service), strict=True))
    assert widths(motorway) == sorted(widths(motorway))
    for part in edges:
        same = next(p for p in inner if p["filter"] == part["filter"])
        assert all(a > b for a, b in zip(widths(part), widths(same), strict=True))


def test_roads_appear_at_the_zoom_of_their_class() -> None:
    for group in groups(ROADS):
        assert group.min_zoom == min(ROADS.style.min_zoom[kind] for kind in group.kinds)
    kinds = [kind for group in groups(ROADS) for kind in group.kinds]
    assert sorted(kinds) == sorted(ROADS.style.classes)


@pytest.mark.parametrize(("lang", "first"), [("ru", "name_ru"), ("kk", "name_kk"), ("en", "name_en")])
def test_names_are_in_the_language_of_the_reader_and_streets_run_along_their_line(lang: Lang, first: str) -> None:
    labels = [part for part in style_layers(ROADS, "light", lang) if part["type"] == "symbol"]
    assert [part["minzoom"] for part in labels] == [15, 14, 13]
    for part in labels:
        assert part["layout"]["symbol-placement"] == "line"
        assert part["layout"]["text-field"][1] == ["get", first]
        assert {name for _, name in part["layout"]["text-field"][1:]} == {"name_ru", "name_kk", "name_en"}


def test_points_grow_with_the_number_they_stand_for_and_have_a_halo() -> None:
    (part,) = style_layers(record("point", StyleRecord(color="cat-1", radius=5)), "dark", "ru")
    assert part["paint"]["circle-color"] == color("dark", "cat-1")
    assert part["paint"]["circle-stroke-color"] == color("dark", "halo")
    assert ["ln", ["coalesce", ["get", "n"], 1]] in part["paint"]["circle-radius"][4][2][2][2]


def test_classes_colour_points_and_the_rest_has_the_colour_of_the_layer() -> None:
    style = StyleRecord(color="cat-8", by="kind", classes={"a": "cat-1", "b": "cat-2", "c": "cat-1", "d": "cat-8"})
    (part,) = style_layers(record("point", style), "light", "ru")
    assert part["paint"]["circle-color"] == [
        "match", ["get", "kind"], ["a", "c"], color("light", "cat-1"), ["b"], color("light", "cat-2"),
        color("light", "cat-8"),
    ]  # fmt: skip


def test_sizes_by_a_number_are_explained_by_three_sizes() -> None:
    rows = legend(LAYERS["earthquakes"], "light", "ru")
    assert [row.size for row in rows] == sorted(row.size for row in rows)
    assert rows[0].words.endswith("5,5")
    assert rows[-1].words.endswith("8")


def test_dashes_of_the_record_are_drawn_and_explained() -> None:
    faults = LAYERS["active_faults"]
    (part,) = style_layers(faults, "light", "ru")
    assert part["paint"]["line-dasharray"] == list(faults.style.dash)
    assert legend(faults, "light", "en") == [
        LegendItem("Active faults", "line", color("light", "risk"), 2.0, dash=faults.style.dash)
    ]


def test_the_spec_names_layers_tiles_sources_and_words() -> None:
    city = load_city("almaty")
    labels = [AreaLabel(76.9, 43.2, {"ru": "Алмалинский район", "kk": "Алмалы ауданы"}, "almaly")]
    feeds = [
        Feed(ROADS, "7-ab", visible=True), Feed(LAYERS["schools"], "1", visible=False),
        Feed(LAYERS["districts"], "2", visible=True, labels=labels),
    ]  # fmt: skip
    spec = map_spec(city, feeds, "kk", "dark", library="/vendor/x/maplibre", count=True)
    assert json.loads(json.dumps(spec)) == spec
    roads, schools, districts = spec["layers"]
    name = "Алмалы ауданы"
    assert districts["labels"] == [{"lon": 76.9, "lat": 43.2, "name": name, "short": name, "key": "almaly"}]
    assert roads["labels"] == []
    assert roads["tiles"] == "/tiles/roads/{z}/{x}/{y}.mvt?v=7-ab"
    assert roads["base"]
    assert not schools["visible"]
    assert schools["title"] == "Мектептер"
    assert schools["attribution"] == "© OpenStreetMap contributors"
    assert spec["lib"]["js"] == "/vendor/x/maplibre/maplibre-gl.mjs"
    west, south, east, north = spec["max_bounds"]
    inner = spec["bounds"]
    assert west < inner[0]
    assert south < inner[1]
    assert east > inner[2]
    assert north > inner[3]


@pytest.mark.parametrize("lang", LANGS)
def test_the_map_has_all_its_words(lang: Lang) -> None:
    assert set(words(lang)) == set(WORDS)
    assert all(words(lang).values())
