"""Charts are drawn by a part of the chart library: every figure keeps to what that part can draw."""

import ast
import re

from plotly.offline import get_plotlyjs_version

from components import libraries
from config.settings import ROOT
from config.vendor import ensure_vendor
from config.vendor import libraries as named_libraries
from tests.house.files import calls, name_of, product_modules, text_of, tree
from tests.house.test_imports import imported

# A dict with a type and one of these is something to draw, not an axis or a shape.
DRAWN = {"x", "y", "z", "r", "values", "labels", "lat", "lon", "open", "dimensions"}
TRACE = re.compile(r'moduleType:"trace",name:"(\w+)"')


def drawn_types() -> dict[str, set[str]]:
    """Types of traces in the code, with the modules that name them; `?` for a type that is no literal."""
    found: dict[str, set[str]] = {}
    for path in product_modules():
        for node in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Dict)):
            named = {key: value for name, value in zip(node.keys, node.values, strict=True) if (key := text_of(name))}
            if "type" in named and named.keys() & DRAWN:
                found.setdefault(text_of(named["type"]) or "?", set()).add(str(path))
    return found


def test_every_figure_is_of_what_the_small_library_draws() -> None:
    able = set(TRACE.findall((ensure_vendor(ROOT / "var") / libraries.CHARTS).read_text("utf-8")))
    assert able == {"scatter", "bar", "pie"}
    used = drawn_types()
    assert {"scatter", "bar"} <= set(used)
    assert {kind: used[kind] for kind in set(used) - able} == {}


def test_charts_are_made_in_one_place_and_as_plain_figures() -> None:
    graphs = {str(path) for path in product_modules() for call in calls(path) if name_of(call.func) == "dcc.Graph"}
    assert graphs == {"components/charts.py"}
    brought = {name for path in product_modules() for name in imported(path) if name.split(".")[0] == "plotly"}
    assert brought == {"plotly.utils"}


def test_the_small_library_is_the_version_that_dash_brings() -> None:
    version = next(one.version for one in named_libraries() if one.package == "plotly.js-basic-dist-min")
    assert version == get_plotlyjs_version()
