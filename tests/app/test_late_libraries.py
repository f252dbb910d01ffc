"""Big component libraries are asked for when they are drawn, and only then."""

import json
import re
from html import unescape

from components.document import later
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
