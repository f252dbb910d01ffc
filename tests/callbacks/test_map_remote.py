"""The card of a layer from elsewhere: its owner's words as plain text, source and date, and a silent source told."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask
import pytest
from flask import g
from plotly.utils import PlotlyJSONEncoder

from callbacks.map import show_card
from components.context import EXTENSION
from components.map_remote import EXTENSION as REMOTE
from config import i18n
from config.i18n import LANGS
from data.fetching.client import Fetcher
from data.remote.service import Remote
from data.store import Store
from layers import layers_of
from tests.http_world import Web, says, web
from tests.map_world import USERS
from tests.remote_world import HOSTILE, elsewhere, remote_city


class Desk:
    """A running application without pages, over a server of others."""

    def __init__(self, place: Web, folder: Path) -> None:
        """With an empty store."""
        self.place = place
        city = remote_city(place)
        self.store = Store.open(f"sqlite:///{folder / 'empty.gpkg'}", city, layers_of(city, demo=True))
        self.remote = Remote(city, folder, Fetcher(private=True))
        self.server = flask.Flask("glue")
        self.server.extensions |= {EXTENSION: self.store, REMOTE: self.remote}

    def card(self, layer: str, lang: str = "ru", who: str = "visitor", **given: Any) -> str:
        """The card of a click as JSON."""
        selected = {"layer": f"remote:{layer}", "fid": 1, "lon": 76.9, "lat": 43.25, "zoom": 14, "props": {}, **given}
        with self.server.test_request_context("/"):
            g.user, g.lang = USERS[who], lang
            made, _ = show_card(selected)
        return json.dumps(made, cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with web(elsewhere) as place:
        found = Desk(place, tmp_path)
        yield found
        found.remote.fetcher.close()
        found.store.close()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("layer", ["geojson", "features", "wms"])
def test_R020_a_click_shows_what_the_owner_says_with_source_and_date(desk: Desk, layer: str, lang: i18n.Lang) -> None:
    desk.remote.tile(desk.remote.records["wms"], 2, 2, 1)
    drawn = desk.card(layer, lang)
    assert json.dumps(HOSTILE) in drawn, "words of others are a text of the page, never markup"
    assert "dangerously" not in drawn
    assert "© Elsewhere" in drawn
    state = i18n.t(lang, "remote.state", date="@").split("@")
    assert all(part in drawn for part in state)
    assert i18n.t(lang, "remote.state", date=i18n.NO_DATA) not in drawn


def test_R020_nothing_at_a_place_is_said(desk: Desk) -> None:
    assert i18n.t("ru", "remote.nothing_here") in desk.card("geojson", lon=76.5)


def test_R020_a_silent_source_is_told_and_its_last_state_shown(desk: Desk) -> None:
    desk.card("geojson")
    desk.remote.caches["geojson"].set_age(3 * 86_400)
    desk.place.script = says(503)
    drawn = desk.card("geojson")
    assert json.dumps(HOSTILE) in drawn
    assert "503" in drawn
    assert i18n.t("ru", "remote.last_state", date="").strip() in drawn
    assert "503" in desk.card("wms")


def test_R007_a_layer_for_officials_is_gone_for_others(desk: Desk) -> None:
    gone = i18n.t("ru", "map.card_gone")
    for layer in ("hidden", "nowhere"):
        assert gone in desk.card(layer)
    assert gone not in desk.card("hidden", who="official")
    for broken in ({"lon": None}, {"lat": "x"}, {"zoom": 99}, {"lon": 1e9}):
        assert gone in desk.card("geojson", **broken)
