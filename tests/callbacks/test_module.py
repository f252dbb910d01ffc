"""Glue of the module pages: a question of the browser answered whole, odd ones answered with nothing."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import flask
import pytest
from dash import no_update
from flask import g
from plotly.utils import PlotlyJSONEncoder

from callbacks.module import LIVE, give_rows, redraw, show_card
from components.context import EXTENSION
from data.store import Store
from tests.map_world import USERS, fill, open_store, put, row

WORKS = [
    row(f"w{i}", 76.9 + i / 100, 43.24, kind=kind, state=state, district=where, source="office", origin="official",
        valid_from=date(2024, i, 1), valid_to=date(2024, i, 28))
    for i, (kind, state, where) in enumerate(
        (("repair", "done", "medeu"), ("repair", "running", "almaly"), ("building", "planned", "medeu")), 1)
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("glue")
    found = fill(open_store(f"sqlite:///{folder / 'c.gpkg'}"))
    del found.layers["probe"]
    put(found, "works", WORKS)
    yield found
    found.close()


@pytest.fixture(autouse=True)
def asking(store: Store) -> Iterator[None]:
    server = flask.Flask("glue")
    server.extensions[EXTENSION] = store
    with server.test_request_context("/"):
        g.user, g.lang = USERS["visitor"], "ru"
        yield


def answer(search: str, before: Any = None, path: str = "/works") -> dict[str, Any]:
    values = redraw({"path": path, "search": search}, before)
    return {f"{name}.{prop}": value for (name, prop), value in zip(LIVE, values, strict=True)}


def test_a_filter_changes_count_list_map_and_files_together() -> None:
    found = answer("?d=medeu&kind=repair&from=2024-01-10")
    assert "1 из 3" in found["module-count.children"]
    assert found["module-map.filters"] == {"works": {"kind": {"in": ["repair"]}}}
    assert found["module-map.district"] == "medeu"
    assert found["module-map.time"] == "2024-01-10..9999-12-31"
    assert set(found["module-map.view"]) == {"bounds"}
    rows = give_rows({"startRow": 0, "endRow": 100}, found["module-now.data"])
    assert [one["object_id"] for one in rows["rowData"]] == ["w1"]
    files = json.dumps(found["module-files.children"], cls=PlotlyJSONEncoder)
    assert "district=medeu" in files
    assert "t=2024-01-10..9999-12-31" in files
    assert "d=medeu" in found["module-big.href"]


def test_nothing_chosen_is_everything() -> None:
    found = answer("")
    assert "3 из 3" in found["module-count.children"]
    assert (found["module-map.filters"], found["module-map.district"], found["module-map.time"]) == ({}, None, "")


def test_the_map_stays_where_it_is_when_the_district_does() -> None:
    before = answer("?d=medeu")["module-now.data"]
    assert answer("?d=medeu&kind=repair", before)["module-map.view"] is no_update
    assert answer("?kind=repair", before)["module-map.view"] is not no_update


@pytest.mark.parametrize(
    "wish",
    [None, {}, 7, "x", [], {"path": 5}, {"path": "/map", "search": ""}, {"path": "/nowhere"}, {"path": "x" * 9000},
     {"path": "/works/../works"}],
)  # fmt: skip
def test_what_is_no_question_of_a_module_page_changes_nothing(wish: Any) -> None:
    assert redraw(wish, None) == (no_update,) * len(LIVE)


@pytest.mark.parametrize(
    "search", ["?d=%00", "?kind=%27%3B--", "?from=9999-99-99&to=x", "?d=medeu&d=almaly", "?%ff=%ff"]
)
def test_hostile_addresses_are_answered(search: str) -> None:
    assert " из 3" in answer(search)["module-count.children"]


@pytest.mark.parametrize("now", [None, {}, 5, {"layer": "cameras"}, {"layer": "works", "filters": {"works": {"x": 1}}}])
def test_rows_of_an_odd_question_are_none(now: Any) -> None:
    assert give_rows({"startRow": 0, "endRow": 10}, now) == {"rowData": [], "rowCount": 0}
    assert give_rows(None, now) is no_update


def fid(store: Store, layer: str) -> int:
    with store.read() as conn:
        return int(conn.execute(store.tables[layer].select().limit(1)).one().fid)


def test_a_click_leads_to_the_card(store: Store) -> None:
    shown = json.dumps(show_card({"layer": "works", "fid": fid(store, "works")}), cls=PlotlyJSONEncoder)
    assert "/o/works.w1" in shown
    hidden = json.dumps(show_card({"layer": "cameras", "fid": fid(store, "cameras")}), cls=PlotlyJSONEncoder)
    assert "cam-" not in hidden


@pytest.mark.parametrize("selected", [None, {}, 5, {"layer": "works", "fid": "1"}, {"fid": None}])
def test_odd_clicks_change_nothing(selected: Any) -> None:
    assert show_card(selected) is no_update


def test_what_stands_on_the_page_is_listed_in_its_order() -> None:
    found = answer("?d=medeu")
    drawn = json.loads(
        json.dumps([found["module-contents.children"], found["module-parts.children"]], cls=PlotlyJSONEncoder)
    )
    links = [entry["props"]["children"]["props"]["href"] for entry in drawn[0]]
    parts = [f"#{part['props']['children']['props']['id']}" for part in drawn[1]]
    assert parts
    assert links == ["#figures", "#map", *parts, "#list", "#sources"]
