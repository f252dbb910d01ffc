"""Time on the map and dense layers: the filters, the addresses of tiles, the drawing of cells, their legend."""

from typing import Any

import pytest

from components.citymap.cells import CLASSES, POINTS_FROM, cell_colors
from components.citymap.legend import legend
from components.citymap.style import style_layers
from config.city import load_city
from config.i18n import LANGS
from config.records import LayerRecord, StyleRecord
from layers import layers_of
from tests.components.test_citymap_filters import run

FROM, TO = "valid_from", "valid_to"
ROWS: list[dict[str, str]] = [
    {}, {FROM: "2024-06-10"}, {TO: "2024-06-10"}, {FROM: "2024-05-01", TO: "2024-05-31"},
    {FROM: "2024-06-05", TO: "2024-06-05"}, {FROM: "2025-01-01"}, {TO: "1999-12-31"},
]  # fmt: skip
DENSE = LayerRecord(id="many", module="monitoring", geometry="point", style=StyleRecord(color="cat-7"), topic="housing",
                    dense=True, timed=True)  # fmt: skip


def holds(part: list[Any], row: dict[str, str]) -> bool:
    """Whether a row passes a comparison of a coalesced text, as MapLibre compares texts."""
    operator, (name, (_, field), usual), bound = part
    assert name == "coalesce"
    value = row.get(field, usual)
    return bool(value <= bound if operator == "<=" else value >= bound)


@pytest.mark.parametrize(
    ("time", "kept"),
    [
        ("2024-06-05", [0, 2, 4]), ("2024-06-10", [0, 1, 2]), ("2024-06-01..2024-06-30", [0, 1, 2, 4]),
        ("2024-05-31..2024-06-05", [0, 2, 3, 4]), ("1990-01-01", [0, 2, 6]), ("2030-01-01", [0, 1, 5]),
    ],
)  # fmt: skip
def test_R025_the_browser_keeps_what_is_valid_on_some_day_of_the_time(time: str, kept: list[int]) -> None:
    parts = run("filters.mjs", "return it.timeConditions(args[0])", time)
    assert [at for at, row in enumerate(ROWS) if all(holds(part, row) for part in parts)] == kept


def test_R025_only_timed_layers_follow_the_time_and_dense_ones_by_their_address() -> None:
    style = [{"type": "circle", "paint": {}}]
    spec = {"layers": [
        {"id": "plain", "geometry": "point", "style": style, "timed": False, "tiles": "/p"},
        {"id": "timed", "geometry": "point", "style": style, "timed": True, "tiles": "/t?v=1"},
        {"id": "dense", "geometry": "point", "style": style, "timed": True, "dense": True, "tiles": "/d?v=1"},
    ]}  # fmt: skip
    state = {"filters": {"dense": {"kind": {"in": ["a"]}}}, "district": "medeu", "time": "2024-06-05"}
    filters = dict(run("style.mjs", "return it.filtersOf(args[0], args[1])", spec, state))
    assert filters["plain/0"] == ["==", ["get", "district"], "medeu"]
    assert "valid_from" in str(filters["timed/0"])
    assert filters["dense/0"] is None
    script = "return args[0].layers.map((layer) => it.tilesOf(layer, args[1], 'http://x'))"
    plain, timed, dense = run("style.mjs", script, spec, state)
    assert (plain, timed) == ("http://x/p", "http://x/t?v=1")
    assert dense == "http://x/d?v=1&f=%7B%22kind%22%3A%7B%22in%22%3A%5B%22a%22%5D%7D%7D&t=2024-06-05&d=medeu"
    assert run("style.mjs", script, spec, {"filters": {}, "time": ""})[2] == "http://x/d?v=1"


def test_a_dense_layer_has_cells_from_afar_and_points_from_near() -> None:
    fill, edge, points = style_layers(DENSE, "light", "en")
    assert (fill["type"], edge["type"], points["type"]) == ("fill", "line", "circle")
    assert fill["maxzoom"] == edge["maxzoom"] == points["minzoom"] == POINTS_FROM
    steps = fill["paint"]["fill-color"]
    assert steps[:2] == ["step", ["coalesce", ["get", "n"], 1]]
    assert tuple(steps[3::2]) == CLASSES[1:]
    assert steps[2::2] == cell_colors("light")


@pytest.mark.parametrize("lang", LANGS)
def test_the_legend_of_cells_names_both_ends_of_each_class(lang: Any) -> None:
    layer = layers_of(load_city("almaty"), demo=True)["appeals"]
    items = legend(layer, "light", lang)
    assert [item.color for item in items[: len(CLASSES)]] == cell_colors("light")
    for low, item in zip(CLASSES[:3], items, strict=False):
        assert str(low) in item.words
    assert legend(layer, "light", lang, cells=False) == items[len(CLASSES) :]
