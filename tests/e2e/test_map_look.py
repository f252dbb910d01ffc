"""Looks of the map in a browser over the whole city: a surface of density, a wall, a divider moved by a finger."""

from playwright.sync_api import expect

from tests.e2e.test_map import Desk, city, phone, seen

__all__ = ["city", "phone", "seen"]

SUMS = """() => {
    const {map} = citymap.of('city-map');
    const cells = new Map();
    const filter = ['==', ['geometry-type'], 'Polygon'];
    for (const {id, properties} of map.querySourceFeatures('appeals', {sourceLayer: 'appeals', filter})) {
        cells.set(id, properties.n ?? 1);
    }
    const sum = (numbers) => [...numbers].reduce((all, n) => all + n, 0);
    const surface = map.getStyle().sources['heat:appeals'].data.features.map((f) => f.properties.n);
    return [sum(cells.values()), sum(surface), map.getPaintProperty('appeals/0', 'fill-opacity')];
}"""

GATHERED = """() => {
    const found = citymap.of('city-map').map.getStyle().sources['gather:bus_stops'].data.features;
    const discs = found.filter((f) => f.properties.many).map((f) => f.properties.n);
    return [found.length - discs.length, ...discs];
}"""
NAMED = """() => {
    const {map} = citymap.of('city-map');
    const order = map.getLayersOrder();
    const names = order.filter((id) => map.getLayer(id).source === 'districts/labels');
    const shown = map.queryRenderedFeatures({layers: names}).map((f) => f.properties.name);
    const above = Math.max(...names.map((id) => order.indexOf(id)));
    return [order.indexOf('gather:bus_stops:words') > above, new Set(shown).size];
}"""
VEILED = "citymap.of('city-map').map.getPaintProperty('bus_stops/0', 'circle-opacity') ?? 1"


def test_R016_a_surface_of_density_has_the_sum_of_the_store_and_stands_in_the_address(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=districts,appeals&c=76.95,43.22&z=9.4")
    total = seen.count("SELECT count(*) FROM appeals WHERE known_to IS NULL")
    seen.page.click('[data-layer-more="appeals"]')
    expect(seen.page.locator('#map-layer-appeals [data-look-of="appeals heat"]')).to_be_hidden()
    seen.page.check('input[data-look="appeals"][value="heat"]')
    seen.until("heat", "appeals")
    seen.page.wait_for_function("() => citymap.of('city-map').map.getLayer('heat:appeals')")
    seen.settle()
    assert seen.page.evaluate(SUMS) == [total, total, 0]
    expect(seen.page.locator('#map-layer-appeals [data-look-of="appeals heat"]')).to_be_visible()
    expect(seen.page.locator('#map-layer-appeals [data-look-of="appeals cells"]')).to_be_hidden()
    seen.page.check('input[data-look="appeals"][value="cells"]')
    seen.page.wait_for_function("() => !citymap.of('city-map').map.getLayer('heat:appeals')")
    seen.settle()
    assert "heat" not in seen.query()
    assert seen.page.evaluate("citymap.of('city-map').map.getPaintProperty('appeals/0', 'fill-opacity')") > 0.5


def test_a_wall_shows_the_picture_with_its_legend_and_large_words(seen: Desk) -> None:
    seen.page.set_viewport_size({"width": 1920, "height": 1080})
    seen.open("/map?lang=kk&theme=dark&size=wall&c=76.94,43.242&z=14.2")
    for part in (".map-panel", ".map-top", ".map-time", ".header", ".maplibregl-ctrl-zoom-in"):
        expect(seen.page.locator(part).first).to_be_hidden()
    expect(seen.page.locator("#map-key-rows .key-title").first).to_be_visible()
    small = seen.page.evaluate("""() => [...document.querySelectorAll('.main *')].filter((one) =>
        one.children.length === 0 && one.textContent.trim() && one.checkVisibility()
        && one.getBoundingClientRect().width > 2
        && !one.closest('.visually-hidden')
        && parseFloat(getComputedStyle(one).fontSize) < 24).map((one) => one.outerHTML)""")
    assert small == []
    seen.page.evaluate("sitcenterMap.change({district: 'medeu'})")
    seen.until("d", "medeu")
    assert seen.query()["size"] == "wall"
    seen.open("/map?lang=ru&l=districts,bus_stops&size=wall&c=76.94,43.25&z=9.2")
    seen.page.wait_for_function("() => citymap.of('city-map').map.getSource('gather:bus_stops')")
    seen.settle()
    total = seen.count("SELECT count(*) FROM bus_stops WHERE known_to IS NULL")
    singles, *discs = seen.page.evaluate(GATHERED)
    assert (singles + sum(discs), seen.page.evaluate(VEILED)) == (total, 0)
    assert max(discs) > 9
    assert seen.page.evaluate(NAMED) == [True, 8]
    seen.page.evaluate("citymap.of('city-map').map.jumpTo({zoom: 16})")
    seen.page.wait_for_function("() => !citymap.of('city-map').map.getSource('gather:bus_stops')")
    assert seen.page.evaluate(VEILED) == 1


def test_R025_the_divider_follows_a_finger_and_the_map_stays(phone: Desk) -> None:
    phone.open("/map?lang=ru&l=districts,earthquakes&tool=compare&cmp=t~1970-01-01..1970-12-31~50&c=76.93,43.25&z=11")
    phone.page.locator('#city-map-compare[data-idle="true"]').wait_for()
    divider = phone.page.locator(".compare-divider")
    box = divider.bounding_box()
    assert box is not None
    centre = "citymap.of('city-map').map.getCenter().toArray()"
    before = phone.page.evaluate(centre)
    finger = phone.page.context.new_cdp_session(phone.page)
    x, y = box["x"] + box["width"] / 2, box["y"] + 60
    for kind, shift in (("touchStart", 0), *(("touchMove", step) for step in range(-12, -109, -12)), ("touchEnd", 0)):
        points = [] if kind == "touchEnd" else [{"x": x + shift, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(divider).to_have_attribute("aria-valuenow", "20")
    phone.until("cmp", "t~1970-01-01..1970-12-31~20")
    assert phone.page.evaluate(centre) == before
