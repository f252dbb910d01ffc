"""Signs, names, sizes for a wall and the surface of density: what records say, and the pure parts of the browser."""

import json
import re
from typing import Any

import pytest

from components.citymap.heat import heat_layers, heat_spec
from components.citymap.labels import short_names
from components.citymap.legend import heat_legend, legend, swatch
from components.citymap.signs import DENSE_FROM, has_sign, sign_spec, sign_zoom
from components.citymap.spec import Feed, map_spec
from components.citymap.static import FOLDER, LATER, module_urls
from components.citymap.style import style_layers
from components.citymap.wall import LEAST_RADIUS, LEAST_TEXT, wall_spec
from components.palette import Theme, color
from config.city import load_city
from config.i18n import LANGS
from config.records import LayerRecord
from config.settings import ROOT
from config.vendor import ensure_vendor
from layers import LAYERS
from reports.print import sign_picture
from tests.components.test_citymap_filters import run

THEMES: tuple[Theme, ...] = ("light", "dark")
POINTS = [layer for layer in LAYERS.values() if layer.geometry == "point"]


def sign(layer: LayerRecord, theme: Theme = "light") -> dict[str, Any]:
    (found,) = [part for part in style_layers(layer, theme, "ru") if "icon-image" in part.get("layout", {})]
    return found


@pytest.mark.parametrize("layer", [one for one in POINTS if has_sign(one)], ids=lambda one: one.id)
def test_a_dot_gives_way_to_the_sign_at_one_zoom_and_the_legend_shows_the_same(layer: LayerRecord) -> None:
    dots = [part for part in style_layers(layer, "light", "ru") if part["type"] == "circle"]
    assert [part["maxzoom"] for part in dots] == [sign(layer)["minzoom"]] == [sign_zoom(layer)]
    picture = json.dumps(sign(layer)["layout"]["icon-image"])
    assert f"/{layer.style.icon}/" in picture
    rows = [row for row in legend(layer, "light", "ru", cells=False) if row.icon]
    assert rows
    assert {row.icon for row in (*rows, swatch(layer, "light"))} == {layer.style.icon}
    assert all(row.color in picture for row in rows)


def test_points_whose_size_is_a_number_stay_circles() -> None:
    assert not has_sign(LAYERS["earthquakes"])
    assert sign_spec(LAYERS["earthquakes"]) is None
    assert all(row.icon == "" for row in legend(LAYERS["earthquakes"], "light", "ru"))


def test_points_that_are_many_get_their_sign_from_nearer() -> None:
    assert sign_spec(LAYERS["schools"]) == {"radius": 10, "from": 14}
    assert sign_spec(LAYERS["metro_stations"]) == {"radius": 13, "from": 14}
    assert (sign_zoom(LAYERS["bus_stops"]), sign_zoom(LAYERS["street_lamps"])) == (15, 17)
    assert sign_zoom(LAYERS["appeals"]) == DENSE_FROM


def luminance(shade: str) -> float:
    parts = [int(shade[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("layer", [one for one in POINTS if has_sign(one)], ids=lambda one: one.id)
def test_every_pictogram_stands_off_its_disc(layer: LayerRecord, theme: Theme) -> None:
    for row in legend(layer, theme, "ru", cells=False):
        dark, light = sorted((luminance(row.color), luminance(color(theme, "halo"))))
        assert (light + 0.05) / (dark + 0.05) >= 3


def test_every_icon_of_a_record_is_in_the_icon_font() -> None:
    folder = ensure_vendor(ROOT / "var")
    names = {layer.style.icon for layer in LAYERS.values() if layer.style.icon}
    assert {name for name in names if sign_picture(folder, name, "#000000", "#ffffff") is None} == set()
    assert sign_picture(folder, "no-such-icon", "#000000", "#ffffff") is None
    assert sign_picture(None, "book", "#000000", "#ffffff") is None


def test_the_name_of_a_picture_says_how_to_draw_it() -> None:
    id_ = sign(LAYERS["schools"])["layout"]["icon-image"]
    assert run("signs.mjs", "return it.readSign(args[0])", id_) == {
        "diameter": 20, "icon": "mortarboard", "ink": color("light", "halo"), "color": color("light", "cat-9"),
    }  # fmt: skip
    assert run("signs.mjs", "return ['x/20/a/b/c', 'sign/0/a/b/c', 'sign/20/a/b', ''].map(it.readSign)") == [None] * 4


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Алмалинский район", "Медеуский район"], ["Алмалинский", "Медеуский"]),
        (["Алмалы ауданы", "Медеу ауданы"], ["Алмалы", "Медеу"]),
        (["Almaly District", "City of Talgar"], ["Almaly District", "City of Talgar"]),
        (["Центр", "Север"], ["Центр", "Север"]),
        (["Алмалинский район"], ["Алмалинский район"]),
        ([], []),
    ],
)
def test_the_word_that_all_names_share_is_left_out_from_afar(names: list[str], short: list[str]) -> None:
    assert short_names(names) == short


def test_a_name_out_of_view_stands_in_the_piece_that_is_seen() -> None:
    bow = [{"x": 0, "y": 0}, {"x": 10, "y": 0}, {"x": 20, "y": 0}, {"x": 20, "y": 10}, {"x": 20, "y": 20}]
    assert run("names.mjs", "return it.middleOf(args[0])", bow) == {"x": 10, "y": 0}
    grid = run("names.mjs", "return it.gridOf(1000, 700)")
    assert len(grid) == 63
    assert (grid[0], grid[-1]) == ({"x": 90, "y": 63}, {"x": 910, "y": 637})
    labels = [{"lon": 1, "lat": 2, "name": "A район", "short": "A", "key": "a"},
              {"lon": 3, "lat": 4, "name": "B район", "short": "B", "key": "b"}]  # fmt: skip
    placed = run("style.mjs", "return it.namesData(args[0], new Map([['b', [5, 6]]]))", labels)
    assert [one["geometry"]["coordinates"] for one in placed["features"]] == [[1, 2], [5, 6]]
    assert placed["features"][0]["properties"] == {"name": "A район", "short": "A"}


def test_a_place_is_in_an_area_but_not_in_its_hole() -> None:
    outer, hole = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]
    other = [[20, 0], [30, 0], [25, 10], [20, 0]]
    script = "return [[1, 1], [5, 5], [5, 3], [11, 5], [-1, 5], [25, 2]].map((p) => it.isInside(args[0], ...p))"
    area = {"type": "MultiPolygon", "coordinates": [[outer, hole], [other]]}
    assert run("names.mjs", script, area) == [True, False, True, False, False, True]
    plain = {"type": "Polygon", "coordinates": [outer]}
    assert run("names.mjs", script, plain) == [True, True, True, False, False, False]


def test_a_line_is_outlined_by_a_path_and_an_area_by_none() -> None:
    script = """
        const project = ([x, y]) => ({x: x * 10, y: y * 10});
        return [{type: 'LineString', coordinates: [[0, 0], [1, 2]]},
                {type: 'MultiLineString', coordinates: [[[0, 0], [1, 0]], [[2, 2], [3, 3]]]},
                {type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]]}].map((g) => it.pathOf(project, g));
    """
    assert run("hover.mjs", script) == ["M0.0 0.0L10.0 20.0", "M0.0 0.0L10.0 0.0M20.0 20.0L30.0 30.0", ""]


def cell(fid: int, n: int | None, west: float, wide: float) -> dict[str, Any]:
    ring = [[west, 0], [west + wide, 0], [west + wide, 2], [west, 2], [west, 0]]
    own = {"q": 0} if n is None else {"q": 0, "n": n}
    return {"id": fid, "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": own}


def test_R016_each_cell_counts_once_in_the_surface_with_its_whole_number() -> None:
    pieces = [cell(1, 5, 0, 1), cell(1, 5, 0, 2), cell(2, None, 4, 2), cell(1, 5, 1, 0.5)]
    cells = run("heat.mjs", "return it.cellsOf(args[0])", pieces)
    assert cells == [{"n": 5, "lon": 1, "lat": 1, "wide": 2}, {"n": 1, "lon": 5, "lat": 1, "wide": 2}]
    assert sum(one["n"] for one in cells) == 6
    many = [{"n": n} for n in range(1, 101)]
    assert run("heat.mjs", "return [it.mostOf(args[0]), it.mostOf([]), it.mostOf([{n: 7}])]", many) == [99, 1, 7]


@pytest.mark.parametrize("theme", THEMES)
def test_the_surface_is_clear_where_nothing_is_and_its_legend_has_no_numbers(theme: Theme) -> None:
    stops = heat_spec(theme)["ramp"]
    assert stops[0] == 0
    assert stops[1].endswith("00")
    assert stops[::2] == sorted(stops[::2])
    assert stops[-2] == 1
    for lang in LANGS:
        rows = heat_legend(theme, lang)
        assert [row.color for row in rows][-1] == stops[-1][:7]
        assert not any(re.search(r"\d", row.words) for row in rows)
    assert heat_layers({"heat": "appeals,,x"}) == ("appeals", "x")
    assert heat_layers({}) == ()


def sizes(part: Any) -> list[float]:
    """Numbers that a size expression can give at a zoom, those over objects by their least."""
    if isinstance(part, int | float):
        return [float(part)]
    if part[0] == "interpolate":
        return [size for step in part[4::2] for size in sizes(step)]
    return [float(part[1])]


def test_nothing_on_a_wall_is_smaller_than_24_pixels() -> None:
    feeds = [Feed(layer, "1", visible=True) for layer in LAYERS.values()]
    usual = map_spec(load_city("almaty"), feeds, "ru", "dark", library="/vendor/x/maplibre")
    spec = wall_spec(usual)
    assert (usual["size"], spec["size"]) == ("", "wall")
    parts = [part for layer in spec["layers"] for part in layer["style"]]
    named = [part["layout"]["text-size"] for part in parts if "text-size" in part.get("layout", {})]
    texts = [size for part in named for size in sizes(part)]
    dots = [size for part in parts if part["type"] == "circle" for size in sizes(part["paint"]["circle-radius"])]
    pictures = [json.dumps(part["layout"]["icon-image"]) for part in parts if "icon-image" in part.get("layout", {})]
    discs = [int(found) for picture in pictures for found in re.findall(r"sign/(\d+)/", picture)]
    assert min(texts) >= LEAST_TEXT
    assert 2 * min(dots) >= 2 * LEAST_RADIUS >= LEAST_TEXT
    assert min(discs) >= 2 * LEAST_RADIUS
    radii = {layer["id"]: layer["sign"]["radius"] for layer in spec["layers"] if layer["sign"]}
    assert radii["schools"] == 22


def test_what_comes_later_is_not_fetched_before_the_first_picture() -> None:
    early = {address.rsplit("/", 1)[1] for address in module_urls()}
    assert early | LATER == {path.name for path in FOLDER.glob("*.mjs")}
    assert not early & LATER
    for name in early:
        text = (FOLDER / name).read_text("utf-8")
        still = re.findall(r"^(?:import|export) .* from '\./([\w-]+\.mjs)'", text, re.MULTILINE)
        assert not set(still) & LATER


def test_points_that_lie_on_each_other_are_gathered_and_their_numbers_add_up() -> None:
    look = {"square": 40, "radii": [[1, 8], [10, 12]], "edge": 2}
    near = [{"x": 1, "y": 1, "n": 1, "kind": "a"}, {"x": 2, "y": 2, "n": 1, "kind": "a"}]
    far = [{"x": 50, "y": 3, "n": 1, "kind": "a"}, {"x": 60, "y": 30, "n": 1, "kind": "b"}]
    many = {"x": 90, "y": 90, "n": 12, "kind": "b"}
    script = "return it.gathered(args[0].map((points) => ({points, apart: 5})), args[1])"
    ((found,),) = [run("squares.mjs", script, [[*near, *far, many]], look)]
    assert found["dots"] == far, "what can be told apart stays"
    assert found["discs"] == [
        {"x": 10, "y": 10, "n": 2, "r": 8, "kind": "a", "mixed": False},
        {"x": 94, "y": 94, "n": 12, "r": 12, "kind": "b", "mixed": False},
    ]
    mixed, other = run("squares.mjs", script, [[*near, far[0]], [{**far[1], "x": 3}]], look)
    assert [(one["x"], one["n"], one["mixed"]) for one in mixed["discs"]] == [(pytest.approx(53 / 3), 3, False)]
    assert [(one["x"], one["n"]) for one in other["discs"]] == [(50, 1)], "each layer has its part of the square"
    assert run("squares.mjs", "return [it.crowding(args[0], 5), it.crowding([], 5)]", [*near, *far]) == [0.5, 0]


def test_the_browser_reads_the_size_of_a_dot_from_its_style() -> None:
    usual = style_layers(LAYERS["schools"], "light", "ru")[0]["paint"]["circle-radius"]
    script = "return [8, 9.5, 11, 17, 18].map((zoom) => it.sizeAt(args[0], zoom))"
    assert [round(size, 3) for size in run("squares.mjs", script, usual)] == [2.25, 2.567, 3.15, 7.2, 7.2]
    feeds = [Feed(LAYERS[name], "1", visible=True) for name in ("schools", "appeals", "earthquakes", "roads", "works")]
    spec = map_spec(load_city("almaty"), feeds, "ru", "dark", library="/vendor/x/maplibre")
    assert [layer["gather"] for layer in spec["layers"]] == [
        {"until": 14, "by": ""}, None, None, None, {"until": 14, "by": "kind"},
    ]  # fmt: skip
    wall = wall_spec(spec)
    large = wall["layers"][0]["style"][0]["paint"]["circle-radius"]
    assert run("squares.mjs", script, large)[:2] == [LEAST_RADIUS] * 2
    assert wall["gather"]["text"] >= LEAST_TEXT
    assert all(2 * size >= LEAST_TEXT for _, size in wall["gather"]["radii"])
    usual = spec["gather"]
    assert all(2 * (size + usual["edge"]) <= usual["square"] for least, size in usual["radii"] if least < 1000)
