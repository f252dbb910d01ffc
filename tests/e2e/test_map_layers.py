"""Objects, networks and risks of the city on one map, in a browser over the whole city."""

from tests.e2e.test_map import Desk, city, seen

__all__ = ["city", "seen"]


def test_R018_points_lines_and_areas_stand_on_one_view(seen: Desk) -> None:
    """A school, a bus stop, a road and the district around them are read off the same picture."""
    seen.open("/map?lang=ru&l=districts,roads,schools,bus_stops,power_plants&c=76.931,43.2809&z=14")
    drawn = {name: seen.drawn(name) for name in ("roads", "bus_stops", "power_plants")}
    assert all(drawn.values())
    near = {feature["district"] for feature in drawn["bus_stops"]}
    assert {feature["district"] for feature in drawn["power_plants"]} & near


def test_R016_layers_are_switched_on_one_by_one_and_the_legend_names_source_and_date(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=districts&c=76.93,43.25&z=13")
    assert seen.drawn("bus_stops") == []
    seen.page.click('[data-layer-toggle="bus_stops"]')
    seen.settle()
    assert seen.drawn("bus_stops")
    row = seen.page.locator('[data-layer="bus_stops"]')
    seen.page.click('[data-layer-more="bus_stops"]')
    assert "OpenStreetMap" in (row.text_content() or "")
    assert "2026" in (row.text_content() or "")
