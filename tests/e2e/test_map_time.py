"""Time on the map in a browser over the whole city: address, steps, play, list, dense layers, compare, indicator."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.a11y.test_pages import axe, faults
from tests.e2e.test_map import Desk, city, phone, seen

__all__ = ["axe", "city", "phone", "seen"]

SMALL = "/map?lang=ru&l=roads,districts,city_boundary,earthquakes,buildings"
DECADE = "1980-01-01..1989-12-31"
IN_DECADE = """known_to IS NULL AND (valid_from IS NULL OR valid_from <= '1989-12-31')
    AND (valid_to IS NULL OR valid_to >= '1980-01-01')"""


def time_of(desk: Desk) -> str:
    return str(desk.page.evaluate("sitcenterMap.state().time"))


def counted(desk: Desk, layer: str, number: int) -> None:
    """Wait until the figure of a layer is a number."""
    script = "([id, n]) => Number(document.querySelector(`[data-shown=${id}]`).textContent.replace(/\\D/g, '')) === n"
    desk.page.wait_for_function(script, arg=[layer, number])


def test_R025_a_time_in_the_address_is_on_the_bar_in_the_figures_on_the_map_and_in_the_list(seen: Desk) -> None:
    seen.open(f"{SMALL}&t={DECADE}&list=earthquakes&c=77.0,43.2&z=7")
    quakes = seen.count(f"SELECT count(*) FROM earthquakes WHERE {IN_DECADE}")
    assert 0 < quakes < seen.count("SELECT count(*) FROM earthquakes WHERE known_to IS NULL")
    counted(seen, "earthquakes", quakes)
    counted(seen, "buildings", seen.count(f"SELECT count(*) FROM buildings WHERE {IN_DECADE}"))
    expect(seen.page.locator("#map-time-words")).to_have_text("1980 г. – 1989 г.")
    assert seen.page.input_value("#map-time-from") == "1980"
    assert seen.page.input_value("#map-time-to") == "1989"
    rows = "n => dash_ag_grid.getApiAsync('map-grid').then((grid) => grid.getDisplayedRowCount() === n)"
    seen.page.wait_for_function(rows, arg=quakes)
    inside = [props.get("valid_from", "") <= "1989-12-31" for props in seen.drawn("earthquakes")]
    assert inside
    assert all(inside)
    href = seen.page.evaluate("() => { const a = document.querySelector('[data-export]'); a.click(); return a.href }")
    assert f"t={DECADE}" in href
    assert seen.query()["t"] == DECADE


def test_R025_a_step_of_time_asks_for_counts_only_and_all_time_leaves_the_address(seen: Desk) -> None:
    seen.open(f"{SMALL}&t=1990-01-01..1990-12-31")
    counted(seen, "buildings", seen.count(
        "SELECT count(*) FROM buildings WHERE known_to IS NULL AND (valid_from IS NULL OR valid_from <= '1990-12-31') "
        "AND (valid_to IS NULL OR valid_to >= '1990-01-01')"))  # fmt: skip
    seen.asked.clear()
    seen.page.click("#map-time-forward")
    seen.until("t", "1991-01-01..1991-12-31")
    seen.settle()
    paths = sorted(one.split("?")[0].removeprefix(seen.url) for one in seen.asked)
    assert paths == ["/api/layers/buildings/counts", "/api/layers/earthquakes/counts"]
    seen.page.click("#map-time-clear")
    seen.page.wait_for_function("() => !location.search.includes('t=')")
    assert time_of(seen) == ""


def test_R025_the_slider_is_moved_by_keys_and_by_presets(seen: Desk) -> None:
    seen.open(SMALL)
    slider = seen.page.locator("#map-time-from")
    slider.focus()
    slider.press("Home")
    first = time_of(seen)
    assert first[4:] == f"-01-01..{first[:4]}-12-31"
    slider.press("ArrowRight")
    assert int(time_of(seen)[:4]) == int(first[:4]) + 1
    slider.press("End")
    assert time_of(seen) == "2040-01-01..2040-12-31"
    assert slider.get_attribute("aria-valuetext") == "2040 г."
    seen.page.click("#map-time-more")
    seen.page.click('[data-time-preset="days30"]')
    assert len(time_of(seen)) == len("2026-01-01..2026-01-30")
    seen.page.select_option("#map-time-grain", "month")
    seen.page.select_option("#map-time-mode", "one")
    assert time_of(seen)[8:10] == "01"
    seen.page.click('[data-time-preset="plan"]')
    expect(seen.page.locator('[data-time-preset="plan"]')).to_have_attribute("aria-pressed", "true")
    expect(seen.page.locator("#map-time-grain")).to_have_value("year")


def test_R025_playing_goes_on_step_by_step_until_it_is_paused(seen: Desk) -> None:
    seen.open(f"{SMALL}&t=1975-01-01..1975-12-31")
    seen.page.click("#map-time-more")
    seen.page.select_option("#map-time-speed", "400")
    before = seen.figure("earthquakes")
    seen.page.click("#map-time-play")
    expect(seen.page.locator("#map-time-play")).to_have_attribute("aria-label", "Пауза")
    seen.page.wait_for_function("() => sitcenterMap.state().time >= '1980'")
    seen.page.click("#map-time-play")
    expect(seen.page.locator("#map-time-play")).to_have_attribute("aria-label", "Проиграть")
    stopped = time_of(seen)
    last = stopped[-10:]
    counted(seen, "earthquakes", seen.count(
        f"SELECT count(*) FROM earthquakes WHERE known_to IS NULL AND valid_from <= '{last}' "
        f"AND (valid_to IS NULL OR valid_to >= '{stopped[:10]}')"))  # fmt: skip
    assert seen.figure("earthquakes") != before
    seen.page.wait_for_timeout(1500)
    assert time_of(seen) == stopped


def test_R025_cells_of_a_dense_layer_follow_the_time_by_the_address_of_their_tiles(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=districts,appeals&t=2021-01-01..2021-12-31&z=10&c=76.93,43.25")
    tiles = [one for one in seen.asked if "/tiles/appeals/" in one]
    assert tiles
    assert all("t=2021-01-01..2021-12-31" in one for one in tiles)
    drawn = seen.page.evaluate("citymap.of('city-map').drawn('appeals').map((f) => [f.fid, f.props.n])")
    cells = dict(drawn)
    assert cells
    number = seen.count(
        "SELECT count(*) FROM appeals WHERE known_to IS NULL AND valid_from <= '2021-12-31' "
        "AND (valid_to IS NULL OR valid_to >= '2021-01-01')"
    )
    counted(seen, "appeals", number)
    assert 0 < sum(cells.values()) <= number
    seen.asked.clear()
    seen.page.evaluate("sitcenterMap.change({district: 'medeu'})")
    seen.settle()
    assert any("d=medeu" in one for one in seen.asked if "/tiles/appeals/" in one)


def test_R019_the_map_as_known_on_a_day_says_so_and_has_the_rows_of_that_day(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=roads,districts,schools")
    schools = seen.count("SELECT count(*) FROM schools WHERE known_to IS NULL")
    seen.page.click("#map-time-more")
    seen.page.fill("#map-time-at", "2001-01-01")
    seen.until("at", "2001-01-01")
    counted(seen, "schools", 0)
    expect(seen.page.locator("#map-time-known")).to_contain_text("Записи ведутся с")
    expect(seen.page.locator('[data-shown="schools"]')).to_have_text("–")
    seen.settle()
    assert seen.drawn("schools") == []
    seen.page.fill("#map-time-at", "")
    counted(seen, "schools", schools)
    seen.settle()
    assert seen.drawn("schools")
    expect(seen.page.locator("#map-time-known")).to_be_hidden()


def test_R025_two_times_are_compared_by_a_divider_moved_with_keys(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=districts,buildings,earthquakes&t=2000-01-01..2000-12-31"
              "&tool=compare&cmp=t~1970-01-01..1970-12-31~40&c=76.93,43.25&z=12")  # fmt: skip
    second = seen.page.locator('#city-map-compare[data-idle="true"]')
    second.wait_for()
    divider = seen.page.locator(".compare-divider")
    expect(divider).to_have_attribute("aria-valuenow", "40")
    divider.focus()
    for key, place in (("ArrowRight", "42"), ("PageUp", "52"), ("Home", "0"), ("End", "100"), ("ArrowLeft", "98")):
        divider.press(key)
        expect(divider).to_have_attribute("aria-valuenow", place)
    expect(seen.page.locator(".compare-left")).to_have_text("2000 г.")
    expect(seen.page.locator(".compare-right")).to_have_text("1970 г.")
    seen.until("cmp", "t~1970-01-01..1970-12-31~98")
    seen.page.evaluate("sitcenterMap.goTo({lon: 76.9, lat: 43.22, zoom: 13})")
    seen.page.wait_for_function("() => Math.abs(citymap.of('city-map').map.getZoom() - 13) < 0.001")
    seen.settle()
    second.wait_for()
    seen.page.click("#tool-compare-swap")
    expect(seen.page.locator(".compare-left")).to_have_text("1970 г.")
    seen.until("t", "1970-01-01..1970-12-31")
    seen.page.click("#map-tool-compare [data-tool-close]")
    expect(divider).to_have_count(0)
    seen.settle()
    assert {"cmp", "tool"} & set(seen.query()) == set()


def test_R025_districts_are_filled_by_an_indicator_of_the_year_of_the_bar(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=districts&tool=indicator&ind=district-density&t=2020-01-01..2020-12-31")
    table = seen.page.locator("#tool-indicator-body table")
    expect(table.locator("tbody tr")).to_have_count(9)
    expect(table.locator("thead")).to_contain_text("2020")
    expect(seen.page.locator(".indicator-legend li")).to_have_count(4)
    value = seen.page.locator("#tool-indicator-body tbody td").first.text_content()
    seen.page.click("#map-time-forward")
    expect(table.locator("thead")).to_contain_text("2021")
    assert seen.page.locator("#tool-indicator-body tbody td").first.text_content() != value
    seen.page.evaluate("sitcenterMap.change({time: '1999-01-01..1999-12-31'})")
    expect(seen.page.locator(".indicator-note")).to_contain_text("1999")
    seen.page.click('[data-indicator-year="2018"]')
    expect(table.locator("thead")).to_contain_text("2018")


@pytest.mark.parametrize("size", ["seen", "phone"])
def test_axe_finds_nothing_on_the_open_bar_and_the_tools_of_time(
    size: str, axe: str, request: pytest.FixtureRequest
) -> None:
    desk: Any = request.getfixturevalue(size)
    desk.open(f"{SMALL}&t={DECADE}")
    desk.page.click("#map-time-more")
    assert faults(desk.page, axe) == []
    wide = desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    if size == "phone":
        return
    for tool in ("compare", "indicator"):
        desk.page.click(f'[data-tool-open="{tool}"]')
        desk.page.locator(f"#map-tool-{tool}").wait_for()
        desk.settle()
        assert faults(desk.page, axe) == []


def test_the_picture_narrows_the_figures_and_lets_go_of_them(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=roads,districts,city_boundary,schools&c=76.93,43.24&z=13.5")
    every = seen.count("SELECT count(*) FROM schools WHERE known_to IS NULL")
    counted(seen, "schools", every)
    seen.page.check("#map-in-view")
    seen.until("view", "1")
    west, south, east, north = seen.page.evaluate(
        "citymap.of('city-map').map.getBounds().toArray().flat().map((d) => Number(d.toFixed(4)))"
    )
    inside = seen.count(
        "SELECT count(*) FROM schools s JOIN rtree_schools_geom r ON r.id = s.fid WHERE s.known_to IS NULL "
        f"AND r.minx >= {west} AND r.maxx <= {east} AND r.miny >= {south} AND r.maxy <= {north}"
    )
    assert 0 < inside < every
    counted(seen, "schools", inside)
    seen.page.evaluate("citymap.of('city-map').map.jumpTo({center: [76.93, 43.24], zoom: 9})")
    counted(seen, "schools", every)
    seen.page.uncheck("#map-in-view")
    seen.page.wait_for_function("() => !location.search.includes('view=')")
    counted(seen, "schools", every)
