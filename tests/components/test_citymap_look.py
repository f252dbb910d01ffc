"""What the map draws after its first picture: signs, names that follow the view, the outline under the pointer."""

from typing import Any

from config.settings import ROOT
from config.vendor import ensure_vendor
from tests.components.citymap_harness import SIGN, spec_of
from tests.components.citymap_page import WAIT_MS, MapPage
from tests.remote_world import png

TREE = [76.93, 43.233]
MOVED = "[...(citymap.of('city-map').extras.names?.moved.values() ?? [])].reduce((n, one) => n + one.places.size, 0)"
SCHOOL_8 = (76.884, 43.227)
BETWEEN = {"lon": 76.886, "lat": 43.228, "zoom": 15}
PICTURE = """id => {
    const {data} = citymap.of('city-map').map.getImage(id);
    const seen = new Set();
    for (let at = 0; at < data.data.length; at += 4) {
        const [r, g, b, a] = data.data.slice(at, at + 4);
        if (a === 255) seen.add([r, g, b].join());
    }
    return {side: data.width, colors: ['0,0,255', '255,255,255'].map((one) => seen.has(one))};
}"""


def names(shown: MapPage) -> list[Any]:
    """Name and place of each name of a district."""
    script = """() => citymap.of('city-map').map.queryRenderedFeatures({layers: ['districts/2']})
        .map((f) => [f.properties.name, ...f.geometry.coordinates.map((d) => Math.round(d * 1000) / 1000)])"""
    return sorted(shown.page.evaluate(script))


def test_from_near_a_point_is_a_sign_drawn_without_a_request(shown: MapPage) -> None:
    shown.open()
    assert not shown.page.evaluate("id => citymap.of('city-map').map.hasImage(id)", SIGN)
    shown.give(view=BETWEEN)
    assert 8 in shown.drawn("schools")
    picture = shown.page.evaluate(PICTURE, SIGN)
    assert picture == {"side": 23, "colors": [True, True]}
    drawn = {one.split("?")[0].rsplit("/", 1)[1] for one in shown.requests if ".mvt" not in one}
    assert drawn <= {"signs.mjs", "bootstrap-icons.woff2"}, "one font, which the pages have anyway, and no picture"
    assert shown.errors == []


def test_a_sign_is_hit_up_to_its_edge_and_switched_like_a_dot(shown: MapPage) -> None:
    shown.open()
    shown.give(view=BETWEEN)
    shown.click(*SCHOOL_8, beside=14)
    shown.wait_reported("it.selected && it.selected.layer === 'schools'")
    assert shown.reported("selected")["fid"] == 8
    shown.give(visible=["districts", "roads"])
    assert shown.drawn("schools") == []
    shown.give(visible=["districts", "roads", "schools"])
    assert 8 in shown.drawn("schools")
    shown.give(filters={"schools": {"kind": {"in": ["a"]}}})
    assert 8 not in shown.drawn("schools")


def test_signs_are_sharp_on_paper_too(shown: MapPage) -> None:
    shown.open()
    shown.give(view=BETWEEN)
    shown.page.evaluate("""() => new Promise((done) => {
        const {map} = citymap.of('city-map');
        map.setPixelRatio(2);
        map.once('idle', done);
    })""")
    assert shown.page.evaluate(PICTURE, SIGN)["side"] == 46
    assert shown.errors == []


def test_each_district_in_view_has_one_name_that_is_seen(shown: MapPage) -> None:
    shown.open()
    assert names(shown) == [["Алмалинский", 76.885, 43.25], ["Медеуский", 76.955, 43.25]]
    shown.give(view={"lon": 76.92, "lat": 43.215, "zoom": 14})
    shown.page.wait_for_function(f"() => {MOVED} > 0", timeout=WAIT_MS)
    shown.idle()
    found = names(shown)
    assert [name for name, *_ in found] == ["Алмалинский", "Медеуский"]
    west, south, east, north = shown.page.evaluate("() => citymap.of('city-map').map.getBounds().toArray().flat()")
    assert all(west < lon < east and south < lat < north for _, lon, lat in found)
    assert found[0][1] < 76.92 < found[1][1], "each stands in its own district"
    shown.give(view={"lon": 76.92, "lat": 43.24, "zoom": 12})
    shown.page.wait_for_function(f"() => {MOVED} === 0", timeout=WAIT_MS)
    shown.idle()
    assert names(shown) == [["Алмалинский", 76.885, 43.25], ["Медеуский", 76.955, 43.25]]


def test_what_lies_under_the_pointer_is_outlined_and_named_without_a_frame(shown: MapPage) -> None:
    shown.open()
    shown.page.wait_for_function("() => citymap.of('city-map').pointer.hover", timeout=WAIT_MS)
    shown.page.evaluate("() => { window.drawn = 0; citymap.of('city-map').map.on('render', () => window.drawn++); }")
    shown.page.mouse.move(*shown.place(*SCHOOL_8))
    shown.page.wait_for_selector(".citymap-hover .line", state="attached", timeout=WAIT_MS)
    assert shown.page.text_content(".citymap-hint") == "schools"
    assert shown.page.evaluate("() => window.drawn") == 0
    shown.page.mouse.move(*shown.place(76.90, 43.26))
    shown.page.wait_for_selector(".citymap-hover .line", state="detached", timeout=WAIT_MS)
    assert shown.page.query_selector(".citymap-hint") is None


def remote(shown: MapPage, visible: list[str]) -> None:
    """Show a list of objects and a picture from elsewhere, those named; other layers of ours as they are."""
    usual = {"attribution": "© Elsewhere", "opacity": 1, "minzoom": 0, "maxzoom": 18, "size": 256, "color": "#aa0000"}
    tree = {"type": "Feature", "properties": {"name": "<b>x</b>"}, "geometry": {"type": "Point", "coordinates": TREE}}
    shown.page.route("**/remote/trees.geojson", lambda route: route.fulfill(json={"type": "FeatureCollection",
                                                                                 "features": [tree]}))  # fmt: skip
    shown.page.route("**/remote/plan/**", lambda route: route.fulfill(body=png(), content_type="image/png"))
    spec = spec_of(ensure_vendor(ROOT / "var"))
    spec["remote"] = [
        {**usual, "id": "trees", "kind": "geojson", "url": "/remote/trees.geojson", "asked": False},
        {**usual, "id": "plan", "kind": "raster", "url": "/remote/plan/{z}/{x}/{y}", "asked": True},
    ]
    shown.give(spec=spec)
    shown.page.evaluate("ids => citymap.of('city-map').remote.set(ids)", visible)
    shown.page.wait_for_timeout(300)
    shown.idle()


def test_R020_a_click_takes_an_object_from_elsewhere_before_the_ground(shown: MapPage) -> None:
    shown.open()
    remote(shown, ["trees"])
    shown.click(*TREE, beside=4)
    shown.wait_reported("it.selected")
    selected = shown.reported("selected")
    assert (selected["layer"], selected["zoom"]) == ("remote:trees", 12)
    assert abs(selected["lon"] - TREE[0]) < 1e-4
    assert [one["layer"] for one in selected["candidates"]] == ["districts"]
    shown.click(*SCHOOL_8)
    shown.wait_reported("it.selected.layer === 'schools'")
    shown.click(76.93, 43.225)
    shown.wait_reported("it.selected.layer === 'districts'")
    assert shown.errors == []


def test_R020_a_picture_that_can_be_asked_is_asked_where_nothing_of_ours_lies(shown: MapPage) -> None:
    shown.open()
    remote(shown, ["plan"])
    shown.click(76.93, 43.225)
    shown.wait_reported("it.selected")
    first = shown.reported("selected")
    assert first["layer"] == "remote:plan"
    shown.click(76.935, 43.225)
    shown.wait_reported(f"it.selected.fid !== {first['fid']}")
    shown.click(*SCHOOL_8)
    shown.wait_reported("it.selected.layer === 'schools'")
