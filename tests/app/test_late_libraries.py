"""Big component libraries are asked for when they are drawn, and only then."""

import json
import re
from html import unescape

from dash import Dash

from components import libraries
from components.document import later
from config.settings import ROOT
from config.vendor import ensure_vendor
from tests.app_world import Visitor


def test_tags_of_late_libraries_leave_the_document_and_their_addresses_stay() -> None:
    tags = (
        '<script src="/x/dash/deps/polyfill@7.v1.min.js"></script>\n'
        '<script src="/x/dash_ag_grid/grid.min.js"></script>\n'
        '<script src="/x/dash/dash_table/bundle.js"></script>\n<script src="/x/dash/dcc/core.js"></script>'
    )
    scripts, late = later(tags)
    assert scripts == (
        '<script src="/x/dash/deps/polyfill@7.v1.min.js"></script>\n<script src="/x/dash/dcc/core.js"></script>'
    )
    assert late == {"dash_ag_grid": "/x/dash_ag_grid/grid.min.js"}


def test_the_document_names_both_libraries_and_loads_neither(visitor: Visitor) -> None:
    text = visitor.get("/about").text
    found = re.search(r'data-lazy="([^"]+)"', text)
    assert found is not None
    late = json.loads(unescape(found[1]))
    assert sorted(late) == ["dash_ag_grid", "dash_bootstrap_components"]
    for address in late.values():
        assert f'src="{address}"' not in text
        assert visitor.get(address).status_code == 200
    # Without it no chart is drawn: dcc asks for the regeneratorRuntime that the polyfill brings.
    assert "polyfill@" in text


def test_of_the_polyfill_only_what_dash_leans_on_is_brought(made: Dash, visitor: Visitor) -> None:
    made.server.extensions[libraries.EXTENSION] = ensure_vendor(ROOT / "var")
    text = visitor.get("/about").text
    assert "polyfill@" not in text
    (address,) = re.findall(r'<script src="([^"]+/regenerator-runtime/[^"]+)">', text)
    assert text.index(address) < text.index("/dash/dcc/")
    assert "regeneratorRuntime" in visitor.get(address).text


def test_charts_are_drawn_by_the_small_library_which_browsers_keep(made: Dash, visitor: Visitor) -> None:
    assert f'data-charts="{libraries.ALL_CHARTS}"' in visitor.get("/about").text
    assert "immutable" not in visitor.get(libraries.ALL_CHARTS).headers["Cache-Control"]
    made.server.extensions[libraries.EXTENSION] = ensure_vendor(ROOT / "var")
    text = visitor.get("/about").text
    found = re.search(r'data-charts="([^"]+)"', text)
    assert found is not None
    assert text.count(found[1]) == 1
    answer = visitor.get(found[1], headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.data) < 420_000
