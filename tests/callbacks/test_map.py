"""Glue of the map: cards of what was clicked, tables and rows, for the person who asks."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask
import pytest
from dash import no_update
from flask import g
from plotly.utils import PlotlyJSONEncoder

from callbacks.map import MOST_CANDIDATES, give_rows, show_card, show_list
from components.context import EXTENSION
from data.store import Store
from tests.map_world import USERS, fill, open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small city without the probe, which has no words."""
    folder: Path = tmp_path_factory.mktemp("glue")
    found = fill(open_store(f"sqlite:///{folder / 'c.gpkg'}"))
    del found.layers["probe"]
    yield found
    found.close()


@pytest.fixture(params=["visitor"])
def asking(request: pytest.FixtureRequest, store: Store) -> Iterator[str]:
    """A request of a person of the role in the parameter."""
    server = flask.Flask("glue")
    server.extensions[EXTENSION] = store
    with server.test_request_context("/"):
        g.user, g.lang = USERS[request.param], "ru"
        yield request.param


def text(made: Any) -> str:
    return json.dumps(made, cls=PlotlyJSONEncoder, ensure_ascii=False)


def clicked(store: Store, layer: str, object_id: str, **more: Any) -> dict[str, Any]:
    with store.read() as conn:
        table = store.tables[layer]
        query = table.select().where(table.c.object_id == object_id, table.c.known_to.is_(None))
        return {"layer": layer, "fid": conn.execute(query).one().fid, "lon": 76.9, "lat": 43.2, **more}


def test_a_click_gives_the_card_and_the_permanent_id(asking: str, store: Store) -> None:
    card, public_id = show_card(clicked(store, "schools", "sch-0001"))
    assert "Школа № 1" in text(card)
    assert public_id == "schools.sch-0001"


def test_nothing_selected_clears_the_card(asking: str) -> None:
    assert show_card(None) == (None, no_update)


def test_others_under_the_pointer_can_be_chosen(asking: str, store: Store) -> None:
    others = [clicked(store, "schools", "sch-0001"), clicked(store, "roads", "3"), clicked(store, "cameras", "cam-0")]
    card, _ = show_card(clicked(store, "schools", "sch-0001", candidates=others))
    assert "улица Толе би" in text(card)
    assert "Секретная" not in text(card)
    assert text(card).count("data-pick") == 1


@pytest.mark.parametrize("asking", ["visitor", "analyst", "district_staff"], indirect=True)
def test_R026_a_card_of_what_is_not_for_the_reader_says_nothing_of_it(asking: str, store: Store) -> None:
    card, public_id = show_card(clicked(store, "cameras", "cam-2"))
    assert "cam-2" not in text(card)
    assert "не открыт" in text(card)
    assert public_id is no_update


@pytest.mark.parametrize(
    "selected",
    [{}, {"layer": "schools"}, {"layer": "schools", "fid": "1"}, {"layer": None, "fid": 1},
     {"fid": 10**30, "layer": "roads"},
     {"layer": "schools", "fid": -1, "candidates": "x"}, {"layer": "schools", "fid": 1.5, "candidates": [7, None, {}]}],
)  # fmt: skip
def test_odd_clicks_have_no_card(asking: str, selected: Any) -> None:
    _, public_id = show_card(selected)
    assert public_id is no_update


def test_at_most_a_few_candidates_are_looked_up(asking: str, store: Store) -> None:
    one = clicked(store, "schools", "sch-0001")
    many = [{**one, "fid": number} for number in range(1, 200)]
    card, _ = show_card({**one, "candidates": many})
    assert text(card).count("data-pick") <= MOST_CANDIDATES


def test_the_table_is_made_for_a_layer_one_may_see(asking: str) -> None:
    assert "columnDefs" in text(show_list("schools"))
    assert show_list("cameras") is None
    assert show_list(None) is no_update


def test_rows_are_given_when_asked_for(asking: str) -> None:
    assert give_rows(None, "schools", None) == (no_update, no_update)
    assert give_rows({"startRow": 0, "endRow": 100}, "schools", None)[0]["rowCount"] == 5
    assert give_rows({"startRow": 0, "endRow": 100}, "schools", {"district": "medeu"})[0]["rowCount"] == 1
