"""The map and the object page as pages: what is in them for whom, and what they fetch early."""

import pytest
from dash import Dash

from tests.app_world import Visitor, nodes


def attributes(layout: object) -> list[dict[str, object]]:
    return [node["props"]["attributes"] for node in nodes(layout) if node["type"] == "Native"]


def test_only_the_map_fetches_its_modules_while_the_program_starts(made: Dash) -> None:
    visitor = Visitor(made)
    page = visitor.get("/map").text
    links = [line.split('"')[0] for line in page.split('<link rel="modulepreload" href="')[1:]]
    assert links[0].endswith("/maplibre/maplibre-gl.mjs")
    assert links[1].endswith("/map.mjs")
    assert len(links) == len(set(links)) > 5
    assert all(visitor.get(link).status_code == 200 for link in links[1:])
    assert "modulepreload" not in visitor.get("/about").text


def test_every_layer_has_one_switch_and_the_map_its_id(made: Dash) -> None:
    layout = Visitor(made).layout("/map")
    switches = [a["data-layer-toggle"] for a in attributes(layout) if "data-layer-toggle" in a]
    ids = [node["props"].get("id") for node in nodes(layout)]
    assert len(switches) == len(set(switches)) > 10
    assert {"roads", "districts", "schools", "metro_stations"} <= set(switches)
    assert ids.count("city-map") == 1


def test_the_page_has_few_widgets_and_callbacks(made: Dash) -> None:
    wired = [key for key in made.callback_map if "map-" in key or "city-map" in str(made.callback_map[key]["inputs"])]
    assert len(wired) <= 60
    of_layers = {"data-choice", "data-range", "data-layer-toggle", "data-export-layer", "data-compare-layer"}
    assert len([a for a in attributes(Visitor(made).layout("/map")) if not set(a) & of_layers]) <= 110


@pytest.mark.parametrize(
    "query",
    ["l=%00", "l=" + "x," * 2000, "f=%7B", "c=1,2,3", "z=nan", "o=" + "y" * 500, "list=../../etc", "d=%3Cscript%3E",
     "l=roads&list=roads&f=%7B%22roads%22%3A%7B%22kind%22%3A%7B%22in%22%3A%5B%5D%7D%7D%7D", "m=%27"],
)  # fmt: skip
def test_any_address_of_the_map_is_a_page(made: Dash, query: str) -> None:
    visitor = Visitor(made)
    assert visitor.get(f"/map?{query}").status_code == 200
    assert "city-map" in [node["props"].get("id") for node in nodes(visitor.layout(f"/map?{query}"))]


def test_R022_an_object_has_a_page_and_what_is_none_has_not(made: Dash) -> None:
    visitor = Visitor(made)
    assert visitor.get("/o/metro_stations.abay").status_code == 200
    assert "Абая" in visitor.words("/o/metro_stations.abay?lang=ru")
    assert visitor.get("/o/abay").status_code == 200
    for path in ("/o/metro_stations.nowhere", "/o/x", "/o/cameras.demo-camera-0001", "/o/" + "a" * 2000):
        assert visitor.get(path).status_code == 404
    assert "/map" in [node["props"].get("href") for node in nodes(visitor.layout("/o/metro_stations.nowhere"))]


def test_a_link_to_an_object_opens_its_card_on_the_map(made: Dash) -> None:
    words = Visitor(made).words("/map?lang=ru&o=metro_stations.abay")
    assert "Станции метро" in words
    assert "Название на казахском" in words
