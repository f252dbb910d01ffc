"""The map component in a real browser: it draws, follows its properties without requests, reports, tells of faults."""

import pytest

from config.settings import ROOT
from config.vendor import ensure_vendor
from tests.components.citymap_harness import WORDS, spec_of
from tests.components.citymap_page import MAP, MapPage

SCHOOL_8 = (76.884, 43.227)
SCHOOL_9 = (76.908, 43.227)


def test_the_map_draws_all_layers_that_are_on_and_is_idle_then(shown: MapPage) -> None:
    shown.open()
    assert shown.drawn("schools") == list(range(1, 31))
    assert shown.drawn("districts") == [1, 2]
    assert shown.drawn("roads") == [1, 2, 3]
    assert shown.drawn("stops") == []
    assert not any(asked.startswith("stops/") for asked in shown.world.asked), "a layer that is off costs nothing"
    assert shown.errors == []
    assert shown.state("error") is None


def test_the_policy_of_the_product_is_enough_for_the_map(shown: MapPage) -> None:
    blocked: list[str] = []

    def note(text: str) -> None:
        blocked.append(text)

    shown.page.expose_function("blocked", note)
    shown.page.add_init_script(
        "document.addEventListener('securitypolicyviolation', (e) => blocked(`${e.violatedDirective} ${e.blockedURI}`))"
    )
    shown.open()
    shown.click(*SCHOOL_8)
    shown.wait_reported("it.selected")
    assert blocked == []
    assert shown.errors == []


def test_switching_and_filtering_ask_the_server_nothing(shown: MapPage) -> None:
    shown.open()
    shown.give(visible=["districts", "roads"])
    assert shown.drawn("schools") == []
    assert shown.requests == []
    shown.give(visible=["districts", "roads", "schools"])
    assert len(shown.drawn("schools")) == 30
    assert shown.requests == []
    shown.give(filters={"schools": {"kind": {"in": ["a"]}, "year": {"min": 2010, "max": 2014}}})
    assert shown.drawn("schools") == [21, 23, 25]
    assert shown.requests == []
    shown.give(filters={}, district="medeu")
    assert shown.drawn("schools") == [i for i in range(1, 31) if (i - 1) % 6 >= 3]
    assert shown.requests == []
    shown.give(district=None)
    assert len(shown.drawn("schools")) == 30
    assert shown.requests == []
    assert shown.errors == []


def test_switching_a_layer_works_out_no_tile_again(shown: MapPage) -> None:
    shown.open()
    shown.page.evaluate(
        "() => { window.tiles = 0; citymap.of('city-map').map.on('data', (e) => { if (e.tile) window.tiles += 1; }); }"
    )
    shown.give(visible=["districts", "roads"])
    shown.give(visible=["districts", "roads", "schools"])
    assert shown.page.evaluate("() => window.tiles") == 0


def test_names_of_a_layer_that_is_off_take_no_place(shown: MapPage) -> None:
    shown.open()
    names = "() => citymap.of('city-map').map.queryRenderedFeatures({ layers: ['districts/2'] }).length"
    assert shown.page.evaluate(names) == 2
    shown.give(visible=["roads", "schools"])
    assert shown.page.evaluate(names) == 0
    shown.give(visible=["districts", "roads", "schools"])
    assert shown.page.evaluate(names) == 2
    assert shown.requests == []


def test_several_properties_at_once_and_layers_not_drawn_before(shown: MapPage) -> None:
    shown.open()
    shown.give(visible=["stops"], district="medeu", filters={"schools": {"kind": {"in": []}}})
    assert shown.drawn("stops") == []
    assert shown.drawn("districts") == []
    shown.give(visible=["stops", "schools"], district="almaly")
    assert shown.drawn("stops") == [1]
    assert shown.drawn("schools") == []


def test_a_layer_that_is_off_asks_for_no_tiles_when_the_map_moves(shown: MapPage) -> None:
    shown.open()
    shown.give(visible=["districts", "roads"])
    shown.world.asked.clear()
    shown.give(view={"lon": 76.95, "lat": 43.23, "zoom": 13})
    assert any(asked.startswith("roads/") for asked in shown.world.asked)
    assert not any(asked.startswith("schools/") for asked in shown.world.asked)
    shown.give(visible=["districts", "roads", "schools"])
    assert shown.drawn("schools")


def test_a_click_selects_the_point_and_names_what_else_lies_there(shown: MapPage) -> None:
    shown.open()
    shown.click(*SCHOOL_8, beside=5)
    shown.wait_reported("it.selected")
    selected = shown.reported("selected")
    assert (selected["layer"], selected["fid"]) == ("schools", 8)
    assert selected["props"] == {"kind": "b", "year": 1997, "district": "almaly"}
    assert selected["lon"] == pytest.approx(SCHOOL_8[0], abs=1e-4)
    assert [c["layer"] for c in selected["candidates"]] == ["schools", "districts"]
    shown.idle()
    assert marked(shown) > 0


def marked(shown: MapPage) -> int:
    """Number of marks on the map (one that lies at the edge of a tile counts twice)."""
    script = "() => citymap.of('city-map').map.querySourceFeatures('citymap-mark').length"
    return int(shown.page.evaluate(script))


def test_points_stand_before_lines_before_areas(shown: MapPage) -> None:
    shown.open()
    for lon, lat, layer, fid in ((76.9, 43.24, "roads", 2), (76.9, 43.25, "districts", 1), (*SCHOOL_9, "schools", 9)):
        shown.click(lon, lat)
        shown.wait_reported(f"it.selected?.layer === '{layer}'")
        assert shown.reported("selected")["fid"] == fid
        shown.idle()
    assert "candidates" in shown.reported("selected")


def test_a_selected_area_is_outlined(shown: MapPage) -> None:
    shown.open()
    shown.give(selected={"layer": "districts", "fid": 2})
    found = shown.page.evaluate(
        "() => citymap.of('city-map').map.queryRenderedFeatures({layers: ['districts/picked']}).map((f) => f.id)"
    )
    assert set(found) == {2}


def test_escape_and_a_click_on_nothing_clear_the_selection(shown: MapPage) -> None:
    shown.open()
    for key in ("Escape", None):
        shown.click(*SCHOOL_8)
        shown.wait_reported("it.selected")
        if key:
            shown.page.keyboard.press(key)
        else:
            shown.click(76.84, 43.24)
        shown.wait_reported("it.selected === null")
        shown.idle()
        assert marked(shown) == 0


def test_escape_in_a_text_field_belongs_to_the_field(shown: MapPage) -> None:
    shown.open()
    shown.click(*SCHOOL_8)
    shown.wait_reported("it.selected")
    shown.page.focus("#field")
    shown.page.keyboard.press("Escape")
    shown.page.focus(f"{MAP} canvas")
    shown.page.keyboard.press("a")
    assert shown.reported("selected")["fid"] == 8


def test_a_selection_by_the_page_is_marked_and_brought_into_view(shown: MapPage) -> None:
    shown.open()
    shown.give(view={"lon": 76.97, "lat": 43.22, "zoom": 15})
    shown.give(selected={"layer": "schools", "fid": 8, "lon": SCHOOL_8[0], "lat": SCHOOL_8[1]})
    shown.wait_reported(f"Math.abs(it.view.lon - {SCHOOL_8[0]}) < 0.001")
    shown.idle()
    assert 8 in shown.drawn("schools")
    assert marked(shown) > 0


def test_the_view_is_reported_after_a_move_and_counts_follow(shown: MapPage) -> None:
    shown.open()
    shown.wait_reported("it.counts?.schools === 30")
    assert shown.reported("view")["zoom"] == 12
    shown.page.focus(f"{MAP} canvas")
    shown.page.keyboard.press("+")
    shown.wait_reported("it.view.zoom === 13 && it.counts.schools < 30")
    view = shown.reported("view")
    west, south, east, north = view["bounds"]
    assert west < view["lon"] < east
    assert south < view["lat"] < north


def test_the_keyboard_moves_zooms_and_picks(shown: MapPage) -> None:
    shown.open()
    shown.page.keyboard.press("Tab")
    assert shown.page.evaluate("() => document.activeElement.className").startswith("maplibregl-canvas")
    assert shown.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    shown.page.keyboard.press("ArrowLeft")
    shown.wait_reported("it.view.lon < 76.915")
    shown.page.keyboard.press("-")
    shown.wait_reported("it.view.zoom === 11")
    shown.give(view={"lon": SCHOOL_8[0], "lat": SCHOOL_8[1], "zoom": 14})
    shown.page.keyboard.press("Enter")
    shown.wait_reported("it.selected?.fid === 8")
    shown.page.keyboard.press("Shift+ArrowLeft")
    shown.page.keyboard.press("Shift+ArrowUp")
    shown.idle()
    turned = "() => { const { map } = citymap.of('city-map'); return [map.getBearing(), map.getPitch()]; }"
    assert shown.page.evaluate(turned) == [0, 0]


def test_controls_speak_the_language_of_the_page(shown: MapPage) -> None:
    shown.open()
    for name in ("zoom_in", "zoom_out", "fullscreen_on"):
        assert shown.page.get_by_role("button", name=WORDS[name]).is_visible()
    assert shown.page.get_by_role("region", name=WORDS["map"]).is_visible()
    assert "км" in shown.page.inner_text(".maplibregl-ctrl-scale")
    assert shown.page.locator(".maplibregl-ctrl-compass").count() == 0


@pytest.mark.parametrize("width", [1280, 360])
def test_the_attribution_is_always_to_be_read(shown: MapPage, width: int) -> None:
    shown.page.set_viewport_size({"width": width, "height": 640})
    shown.open()
    inner = shown.page.locator(".maplibregl-ctrl-attrib-inner")
    assert inner.is_visible()
    assert inner.inner_text() == "© OpenStreetMap contributors"
    x, y = shown.place(76.92, 43.24)
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(x - 60, y - 40, steps=4)
    shown.page.mouse.up()
    shown.idle()
    assert inner.is_visible()
    text, frame = inner.bounding_box(), shown.page.locator(MAP).bounding_box()
    assert text
    assert frame
    assert frame["x"] <= text["x"]
    assert text["x"] + text["width"] <= frame["x"] + frame["width"]


def test_another_theme_keeps_the_map_and_its_tiles(shown: MapPage) -> None:
    shown.open()
    shown.give(selected={"layer": "roads", "fid": 2})
    spec = spec_of(ensure_vendor(ROOT / "var"))
    spec["theme"] = "dark"
    spec["colors"] = {**spec["colors"], "land": "#15181c"}
    spec["layers"][2]["style"][0]["paint"]["circle-color"] = "#ffff00"
    shown.page.evaluate("() => { window.before = citymap.of('city-map').map; }")
    shown.give(spec=spec)
    assert shown.requests == []
    assert shown.page.evaluate("() => window.before === citymap.of('city-map').map")
    assert shown.state("theme") == "dark"
    assert len(shown.drawn("schools")) == 30
    assert marked(shown) > 0
    style = shown.page.evaluate("() => citymap.of('city-map').map.getPaintProperty('schools/0', 'circle-color')")
    assert style == "#ffff00"
    assert shown.errors == []


def test_another_language_makes_the_map_anew_with_its_words(shown: MapPage) -> None:
    shown.open()
    spec = spec_of(ensure_vendor(ROOT / "var"))
    spec.update(lang="en", words={**WORDS, "zoom_in": "Zoom in"})
    shown.page.evaluate("spec => dash_clientside.set_props('city-map', {spec})", spec)
    shown.page.get_by_role("button", name="Zoom in").wait_for()
    shown.idle()
    assert shown.page.locator(f"{MAP} canvas").count() == 1
    assert len(shown.drawn("schools")) == 30
    assert shown.errors == []


def test_failing_tiles_are_told_the_last_state_stays_and_recovery_is_noticed(shown: MapPage) -> None:
    shown.open()
    shown.world.status = 503
    shown.page.evaluate("() => dash_clientside.set_props('city-map', {view: {lon: 76.9, lat: 43.23, zoom: 14}})")
    shown.page.wait_for_selector(f'{MAP}[data-error="failed"]')
    assert shown.state("idle") == "false"
    banner = shown.page.get_by_role("status").filter(has_text=WORDS["failed"])
    assert banner.is_visible()
    assert shown.drawn("schools"), "what was loaded before is still drawn"
    shown.world.status = 200
    banner.get_by_role("button", name=WORDS["retry"]).click()
    shown.idle()
    assert shown.state("error") is None
    assert banner.count() == 0
    assert shown.drawn("schools")


def test_a_lost_server_is_told_and_comes_back_by_itself(shown: MapPage) -> None:
    shown.open()
    shown.page.context.set_offline(True)
    shown.page.evaluate("() => dash_clientside.set_props('city-map', {view: {lon: 76.9, lat: 43.23, zoom: 14}})")
    shown.page.wait_for_selector(f'{MAP}[data-error="offline"]')
    assert shown.page.get_by_text(WORDS["offline"]).is_visible()
    shown.page.context.set_offline(False)
    shown.idle()
    assert shown.state("error") is None


def test_tiles_are_asked_for_again_without_anybody_doing_anything(shown: MapPage) -> None:
    shown.world.status = 500
    shown.page.goto(shown.url)
    shown.page.wait_for_selector(f'{MAP}[data-error="failed"]')
    shown.world.status = 200
    shown.idle()
    assert len(shown.drawn("schools")) == 30


def test_without_the_library_a_sentence_stands_there_instead_of_the_map(shown: MapPage) -> None:
    shown.page.route("**/maplibre-gl.mjs", lambda route: route.abort())
    shown.page.goto(shown.url)
    shown.page.wait_for_selector(f'{MAP}[data-error="library"]')
    assert shown.page.get_by_role("alert").filter(has_text=WORDS["no_library"]).is_visible()


def test_without_our_own_modules_too(shown: MapPage) -> None:
    shown.page.route("**/map.mjs", lambda route: route.abort())
    shown.page.goto(shown.url)
    shown.page.wait_for_selector(f'{MAP}[data-error="library"]')
    assert shown.page.get_by_role("alert").is_visible()


def test_without_webgl_a_sentence_stands_there_instead_of_the_map(shown: MapPage) -> None:
    shown.page.add_init_script(
        "const get = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
        "  return kind === 'webgl2' ? null : get.call(this, kind, ...more); };"
    )
    shown.page.goto(shown.url)
    shown.page.wait_for_selector(f'{MAP}[data-error="webgl"]')
    assert shown.page.get_by_role("alert").filter(has_text=WORDS["no_webgl"]).is_visible()


def test_the_picture_of_the_map_is_a_png_of_what_is_drawn(shown: MapPage) -> None:
    shown.open()
    x, y = shown.place(*SCHOOL_8)
    box = shown.page.locator(f"{MAP} canvas").bounding_box()
    assert box
    pixel = shown.page.evaluate(
        """async ([x, y]) => {
            const address = await citymap.png('city-map');
            const image = new Image();
            image.src = address;
            await image.decode();
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [image.width, image.height];
            const pen = canvas.getContext('2d');
            pen.drawImage(image, 0, 0);
            return [address.slice(0, 15), image.width, image.height, ...pen.getImageData(x, y, 1, 1).data];
        }""",
        [round(x - box["x"]), round(y - box["y"])],
    )
    assert pixel == ["data:image/png;", box["width"], box["height"], 0, 0, 255, 255]


def test_a_click_on_a_thinned_point_goes_nearer_instead_of_choosing_one_of_many(shown: MapPage) -> None:
    shown.open()
    shown.give(visible=["stops"])
    shown.wait_reported("it.counts.stops === 7")
    shown.click(76.86, 43.215)
    shown.wait_reported("it.view.zoom === 14 && Math.abs(it.view.lon - 76.86) < 0.001")
    assert shown.reported("selected") is None


def test_the_pointer_shows_what_can_be_chosen(shown: MapPage) -> None:
    shown.open()
    shown.give(visible=["schools"])
    for place, cursor in ((SCHOOL_8, "pointer"), ((76.84, 43.21), "")):
        shown.page.mouse.move(*shown.place(*place))
        shown.page.wait_for_function(f"() => document.querySelector('{MAP} canvas').style.cursor === '{cursor}'")


def test_a_lost_graphics_context_comes_back(shown: MapPage) -> None:
    shown.open()
    shown.page.evaluate(
        """async () => {
            const canvas = citymap.of('city-map').map.getCanvas();
            const tool = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
            const lost = new Promise((done) => canvas.addEventListener('webglcontextlost', done, { once: true }));
            tool.loseContext();
            await lost;
            window.whenLost = document.querySelector('#city-map').dataset.idle;
            setTimeout(() => tool.restoreContext(), 100);
        }"""
    )
    assert shown.page.evaluate("() => window.whenLost") == "false"
    shown.idle()
    assert len(shown.drawn("schools")) == 30


def test_taking_the_map_off_the_page_leaves_nothing_behind(shown: MapPage) -> None:
    shown.open()
    shown.page.evaluate("() => dash_clientside.set_props('box', {children: 'gone'})")
    shown.page.wait_for_selector(MAP, state="detached")
    assert shown.page.evaluate("() => citymap.of('city-map') === undefined")
    shown.page.keyboard.press("Escape")
    assert shown.errors == []
