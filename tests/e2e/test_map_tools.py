"""The tools of the map that take places, in a browser over the whole city: area, measure, what is here, isochrone."""

import json
from urllib.parse import quote

import numpy as np
import pytest
import shapely
from playwright.sync_api import Page, expect

from analysis.metric import plane_of
from analysis.polyline import decode, encode
from config import i18n
from config.settings import ROOT
from config.vendor import ensure_vendor
from tests.a11y.test_pages import faults
from tests.e2e.test_map import Desk, city, phone, place, seen

__all__ = ["city", "phone", "seen"]

PLANE = plane_of(32643)
VIEW = "/map?lang=ru&l=districts,roads,schools&c=76.93,43.25&z=13"
RING = [(76.92, 43.243), (76.94, 43.243), (76.94, 43.257), (76.92, 43.257)]


@pytest.fixture(scope="module")
def axe() -> str:
    return (ensure_vendor(ROOT / "var", dev=True) / "axe-core" / "axe.min.js").read_text("utf-8")


def inside(seen: Desk, layer: str, ring: list[tuple[float, float]]) -> int:
    """Rows of the store that touch a ring."""
    table, area = seen.store.tables[layer], shapely.Polygon(ring)
    with seen.store.read() as conn:
        rows = conn.execute(table.select().where(table.c.known_to.is_(None))).mappings()
        return int(shapely.intersects(area, shapely.from_wkb([row["geom"] for row in rows])).sum())


def open_tool(page: Page, key: str) -> None:
    page.click(f'[data-tool-open="{key}"]')
    expect(page.locator(f'#map-tool-{key}[data-ready="1"]')).to_be_visible()


def number(text: str | None) -> float:
    """A number as the page writes it in Russian."""
    kept = "".join(sign for sign in text or "" if sign in "0123456789,")
    return float(kept.replace(",", "."))


def counted(page: Page, title: str) -> int:
    row = page.locator("#tool-area-result summary", has_text=title)
    expect(row).to_be_visible()
    return int(number(row.locator(".num").last.text_content()))


def drawn_area(seen: Desk) -> list[tuple[float, float]]:
    seen.page.wait_for_url(lambda url: "area=" in url)
    return decode(seen.query()["area"].split(".", 2)[2], 500)


def test_R020_an_area_drawn_with_the_mouse_has_the_counts_of_the_store(seen: Desk) -> None:
    seen.open(VIEW)
    open_tool(seen.page, "area")
    for lon, lat in RING[:-1]:
        seen.page.mouse.click(*place(seen, lon, lat), delay=20)
        seen.page.wait_for_timeout(350)
    seen.page.mouse.dblclick(*place(seen, *RING[-1]))
    ring = drawn_area(seen)
    assert len(ring) == 4
    assert np.allclose(ring, RING, atol=2e-4)
    assert counted(seen.page, "Школы") == inside(seen, "schools", ring) > 0
    assert counted(seen.page, "Дороги") == inside(seen, "roads", ring) > 0
    size = number(seen.page.locator("#tool-area-result dd").first.text_content())
    assert size == pytest.approx(PLANE.metres(shapely.Polygon(ring)).area / 1e6, abs=0.01)
    seen.page.select_option("#tool-area-list", "schools")
    expect(seen.page.locator("#tool-area-items tbody tr")).to_have_count(inside(seen, "schools", ring))
    seen.page.locator("#tool-area-result summary", has_text="Школы").click()
    with seen.page.expect_download() as downloading:
        seen.page.locator("#tool-area-result details[open] a", has_text="CSV").click()
    rows = downloading.value.path().read_text("utf-8").splitlines()
    assert sum("schools." in row for row in rows) == inside(seen, "schools", ring)


def test_R020_an_area_is_drawn_with_the_keyboard_alone(seen: Desk) -> None:
    seen.open(VIEW)
    seen.page.locator('[data-tool-open="area"]').press("Enter")
    expect(seen.page.locator("#tool-area-how")).to_contain_text("Enter")
    canvas = seen.page.locator("#city-map canvas")
    canvas.focus()
    for keys in ((), ("ArrowRight", "ArrowRight"), ("ArrowDown", "ArrowDown")):
        for key in keys:
            canvas.press(key)
            seen.page.wait_for_timeout(300)
        canvas.press("Enter")
    expect(seen.page.locator("#tool-area-status")).to_contain_text("3")
    canvas.press("Enter")
    ring = drawn_area(seen)
    assert len(ring) == 3
    assert counted(seen.page, "Школы") == inside(seen, "schools", ring)
    canvas.press("Backspace")
    expect(seen.page.locator("#tool-area-status")).to_contain_text("2")
    canvas.press("Escape")
    expect(seen.page.locator("#tool-area-status")).to_have_text("")
    expect(seen.page.locator("#map-tool-area")).to_be_visible()


def test_R016_an_area_in_the_address_is_shown_again_and_follows_the_filters(seen: Desk) -> None:
    seen.open(f"{VIEW}&area={quote('p.0.' + encode(RING), safe='')}")
    assert counted(seen.page, "Школы") == inside(seen, "schools", RING)
    seen.page.uncheck('[data-layer-toggle="schools"]')
    expect(seen.page.locator("#tool-area-result summary", has_text="Школы")).to_have_count(0)
    seen.page.select_option("#tool-area-kind", "district")
    seen.page.select_option("#tool-area-district", "medeu")
    seen.page.click('[data-area="compute"]')
    seen.until("area", "d.medeu")
    expect(seen.page.locator("#tool-area-result")).to_contain_text("Периметр")
    seen.page.click('[data-area="clear"]')
    seen.page.wait_for_url(lambda url: "area=" not in url)


def test_a_crossing_outline_is_refused_in_words(seen: Desk) -> None:
    bow = [RING[0], RING[2], RING[1], RING[3]]
    seen.page.goto(f"{seen.url}{VIEW}&area={quote('p.0.' + encode(bow), safe='')}")
    expect(seen.page.locator("#tool-area-status.fault")).to_contain_text("пересекает")
    seen.idle()
    assert [fault for fault in seen.faults if "400" not in fault] == []
    seen.faults.clear()


def test_distance_and_coordinates_are_those_of_the_plane(seen: Desk) -> None:
    seen.open(VIEW)
    open_tool(seen.page, "measure")
    for lon, lat in RING[:2]:
        seen.page.mouse.click(*place(seen, lon, lat))
        seen.page.wait_for_timeout(400)
    length = seen.page.locator("#tool-measure-result dd")
    expect(length).to_contain_text("км")
    said = seen.page.locator("#tool-measure-result .num").all_text_contents()
    lat, lon = (float(part) for part in said[0].split(", "))
    x, y = (float(part) for part in said[1].split(", "))
    assert PLANE.xy(np.array([[lon, lat]]))[0] == pytest.approx([x, y], abs=0.06)
    metres = PLANE.metres(shapely.LineString(RING[:2])).length
    assert number(length.text_content()) == pytest.approx(metres / 1000, abs=0.02)
    seen.page.locator("#city-map canvas").press("Enter")
    seen.page.select_option("#tool-measure-what", "ring")
    expect(seen.page.locator("#tool-measure-result dt").first).to_have_text("Площадь")
    seen.page.click('[data-measure="clear"]')
    expect(seen.page.locator("#tool-measure-result")).to_be_empty()


def test_what_is_here_names_district_street_and_neighbours(seen: Desk) -> None:
    seen.open(VIEW)
    open_tool(seen.page, "here")
    seen.page.fill("#tool-here-radius", "2000")
    seen.page.mouse.click(*place(seen, 76.932, 43.251))
    result = seen.page.locator("#tool-here-result")
    expect(result).to_contain_text("Алмалинский район")
    expect(result).to_contain_text("EPSG:32643")
    assert result.locator("tbody tr").count() >= 5
    seen.page.locator("#city-map canvas").first.press("Enter")
    seen.page.wait_for_url(lambda url: "here=76.93000" in url)
    seen.page.select_option("#tool-here-layer", "metro_stations")
    expect(result.locator("tbody tr").first).to_contain_text("Станции метро")


def test_R018_an_isochrone_appears_and_stands_in_the_address(seen: Desk) -> None:
    seen.open(VIEW)
    open_tool(seen.page, "isochrone")
    seen.page.locator("#city-map canvas").first.press("Enter")
    table = seen.page.locator("#tool-isochrone-result table").first
    expect(table.locator("tbody tr")).to_have_count(3)
    people = [number(text) for text in table.locator("tbody td:last-child").all_text_contents()]
    assert people == sorted(people)
    assert people[0] > 0
    seen.idle()
    areas = seen.page.evaluate(
        "citymap.of('city-map').map.queryRenderedFeatures({layers: ['overlay:isochrone:0']}).length"
    )
    assert areas >= 3
    seen.page.wait_for_url(lambda url: "iso=foot" in url)
    address = seen.page.url
    seen.page.goto(address)
    expect(seen.page.locator("#tool-isochrone-result table").first).to_be_visible()
    seen.page.select_option("#tool-isochrone-mode", "car")
    expect(seen.page.locator("#tool-isochrone-result")).to_contain_text("км²")


def test_R023_a_press_on_a_bar_filters_the_map_and_folded_panels_give_it_room(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=roads,districts,works&c=76.93,43.25&z=12")
    bars = seen.page.locator("#map-kind-list button")
    expect(seen.page.locator("#map-kind-field option")).not_to_have_count(0)
    rows = seen.page.locator('#map-key-rows > li:has-text("Работы") .map-legend li')
    assert rows.count() == seen.page.locator("#map-layer-works .map-legend li").count() > 1
    number = int("".join(filter(str.isdigit, bars.first.locator(".district-number").text_content() or "")))
    bars.first.click()
    expect(bars.first).to_have_attribute("aria-pressed", "true")
    seen.settle()
    assert seen.figure("works") == number > 0
    (rule,) = json.loads(seen.query()["f"])["works"].items()
    assert {one[rule[0]] for one in seen.drawn("works")} == set(rule[1]["in"])
    bars.first.click()
    seen.settle()
    assert "f" not in seen.query()
    canvas = seen.page.locator("#city-map canvas").first
    narrow = (canvas.bounding_box() or {})["width"]
    for side in ("l", "r"):
        seen.page.click(f'.map-panel [data-fold-side="{side}"]')
    seen.until("fold", "lr")
    expect(seen.page.locator('.map-top [data-fold-side="r"]')).to_be_focused()
    seen.settle()
    assert (canvas.bounding_box() or {})["width"] > narrow + 600
    seen.page.click('[data-tool-open="share"]')
    expect(seen.page.locator("#map-tool-share")).to_be_visible()
    seen.until("fold", "l")


def test_R016_what_a_tool_shows_stays_while_it_is_shared_and_printed(seen: Desk) -> None:
    line = "l." + encode(RING[:3])
    seen.open(f"{VIEW}&ms={quote(line, safe='')}")
    length = seen.page.locator("#tool-measure-result dd").first
    said = number(length.text_content())
    assert said == pytest.approx(PLANE.metres(shapely.LineString(RING[:3])).length / 1000, abs=0.01)
    open_tool(seen.page, "share")
    open_tool(seen.page, "print")
    drawn = "citymap.of('city-map').map.queryRenderedFeatures({layers: ['overlay:measure:2']}).length"
    seen.page.wait_for_function(f"() => {drawn} > 0")
    seen.until("tool", "print")
    assert seen.query()["ms"] == line
    for panel in ("share", "measure"):
        seen.page.locator(".map-tool:not([hidden]) [data-tool-close]").click()
        expect(seen.page.locator(f"#map-tool-{panel}")).to_be_visible()
    assert number(length.text_content()) == said
    open_tool(seen.page, "here")
    seen.page.wait_for_url(lambda url: "ms=" not in url)
    seen.page.mouse.click(*place(seen, 76.93, 43.25))
    seen.page.wait_for_url(lambda url: "here=" in url)
    seen.page.goto(seen.page.url.replace("tool=here", "tool=share"))
    expect(seen.page.locator("#map-tool-share")).to_be_visible()
    seen.page.click("#map-tool-share [data-tool-close]")
    expect(seen.page.locator("#tool-here-result")).to_contain_text("Алмалинский район")


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_axe_finds_nothing_with_each_panel_open(seen: Desk, axe: str, lang: str) -> None:
    ring = quote("p.0." + encode(RING), safe="")
    seen.open(f"/map?lang={lang}&l=districts,roads,schools&c=76.93,43.25&z=13&area={ring}&theme=dark")
    seen.page.wait_for_selector("#tool-area-result dl")
    seen.page.select_option("#tool-area-list", "schools")
    seen.page.wait_for_selector("#tool-area-items table")
    assert faults(seen.page, axe) == []
    for key in ("measure", "here", "isochrone"):
        open_tool(seen.page, key)
        seen.page.wait_for_function(f"() => document.querySelector('#map-tool-{key} [data-words]')")
        seen.page.wait_for_timeout(300)
        for lon, lat in RING[:2]:
            seen.page.mouse.click(*place(seen, lon, lat))
            seen.page.wait_for_timeout(400)
        seen.page.wait_for_selector(f"#tool-{key}-result *")
        assert faults(seen.page, axe) == []


def test_the_tools_work_on_a_phone(phone: Desk) -> None:
    phone.open(VIEW)
    phone.page.click('[data-sheet-open="tools"]')
    phone.page.click('[data-tool-open="area"]')
    expect(phone.page.locator("#map-tool-area")).to_be_visible()
    phone.page.select_option("#tool-area-kind", "circle")
    phone.page.fill("#tool-area-radius", "800")
    phone.page.click('[data-area="middle"]')
    phone.page.wait_for_url(lambda url: "area=c.800." in url)
    expect(phone.page.locator("#tool-area-result summary", has_text="Школы")).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
