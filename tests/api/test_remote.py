"""Doors of layers from elsewhere: for those entitled, with the last state of the silent, and never a way around."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config import i18n
from data.store import Store
from layers import layers_of
from tests.api.files_world import Person
from tests.api.test_print import send, words
from tests.app_world import Visitor, make_app, nodes, people_store
from tests.http_world import Web, says, web
from tests.remote_world import HOSTILE, elsewhere, png, remote_city


class World:
    """The application over a server of others."""

    def __init__(self, place: Web, folder: Path) -> None:
        """With an account for each role."""
        self.place, self.folder = place, folder
        people_store(folder).close()
        city = remote_city(place, xyz={"names": dict.fromkeys(i18n.LANGS, HOSTILE), "attribution": HOSTILE})
        self.store = Store.open(f"sqlite:///{folder / 'empty.gpkg'}", city, layers_of(city, demo=True))
        self.app = make_app(self.store, folder, fetch_private=True)
        self.visitor, self.official = Person(self.app), Person(self.app)
        self.official.sign_in("official")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with web(elsewhere) as place:
        found = World(place, tmp_path)
        yield found
        remote = found.app.server.extensions.get("sitcenter_remote")
        if remote is not None:
            remote.fetcher.close()
        found.store.close()


def test_R020_a_tile_is_passed_on(world: World) -> None:
    answer = world.visitor.get("/remote/xyz/2/2/1")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, png(), "image/png")
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["X-Sitcenter-State"] == "fresh"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.last_modified is not None


def test_a_list_is_passed_on(world: World) -> None:
    answer = world.visitor.get("/remote/geojson.geojson")
    assert (answer.status_code, answer.mimetype) == (200, "application/geo+json")
    assert len(json.loads(answer.data)["features"]) == 3


@pytest.mark.parametrize("path", [
    "/remote/nowhere/2/2/1", "/remote/hidden/2/2/1", "/remote/geojson/2/2/1", "/remote/nowhere.geojson",
    "/remote/xyz.geojson", "/remote/hidden.geojson",
])  # fmt: skip
def test_R007_unknown_forbidden_and_of_another_kind_are_the_same(world: World, path: str) -> None:
    answer = world.visitor.get(path)
    assert (answer.status_code, answer.json["error"]) == (404, "not_found")
    assert world.place.asked == []


@pytest.mark.parametrize("path", ["/remote/xyz/2/9/1", "/remote/xyz/a/1/1", "/remote/xyz/19/1/1", "/remote/xyz/-1/0/0"])
def test_a_tile_that_cannot_be_is_refused(world: World, path: str) -> None:
    answer = world.visitor.get(path)
    assert (answer.status_code, answer.json["error"]) == (400, "bad_tile")
    assert world.place.asked == []


def test_R007_a_layer_for_officials_is_theirs_and_kept_by_nobody(world: World) -> None:
    answer = world.official.get("/remote/hidden/2/2/1")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "hidden" in world.official.get("/api/remote").text
    for path in ("/api/remote", "/map", "/map?l=hidden,roads"):
        shown = world.visitor.get(path).text if path.startswith("/api") else page(world.visitor, path)
        assert "Secret" not in shown
        assert "/remote/hidden" not in shown


def page(visitor: Visitor, path: str) -> str:
    (found,) = [node for node in nodes(visitor.layout(path)) if node["props"].get("id") == "map-page"]
    return json.dumps(found, ensure_ascii=False)


def spec_of(visitor: Visitor, path: str) -> dict[str, Any]:
    found = next(node for node in nodes(visitor.layout(path)) if node["props"].get("id") == "city-map")
    return dict(found["props"]["spec"])


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R020_a_silent_source_is_told_with_its_last_state(world: World, lang: i18n.Lang) -> None:
    world.visitor.get("/remote/wms/2/2/1")
    remote = world.app.server.extensions["sitcenter_remote"]
    remote.caches["wms"].set_age(3 * 86_400)
    world.place.script = says(503)
    answer = world.visitor.get("/remote/wms/2/2/1")
    assert (answer.status_code, answer.data, answer.headers["X-Sitcenter-State"]) == (200, png(), "last")
    gone = world.visitor.get(f"/remote/wms/2/1/1?lang={lang}")
    assert (gone.status_code, gone.json["error"]) == (404, "remote_silent")
    blank = world.visitor.get("/remote/wms/2/1/1?blank=1")
    assert (blank.status_code, blank.mimetype, blank.headers["X-Sitcenter-State"]) == (200, "image/png", "none")
    assert "no-store" in blank.headers["Cache-Control"]
    told = {layer["id"]: layer for layer in world.visitor.get(f"/api/remote?lang={lang}").json["layers"]}
    assert told["wms"]["silent"] is True
    assert told["wms"]["good_at"] is not None
    assert "503" in told["wms"]["message"]
    assert told["geojson"]["silent"] is False
    assert told["wms"]["message"] in world.visitor.words(f"/map?lang={lang}")
    paper = words(send(world.visitor, lang=lang, query="l=roads,wms"))
    since, state = (i18n.t(lang, key, date="@", reason="").split("@")[0] for key in ("remote.silent", "remote.state"))
    assert " ".join(since.split()) in paper
    assert f"© Elsewhere. {state}" in paper


def test_the_tree_has_a_group_from_elsewhere_and_the_address_keeps_it(world: World) -> None:
    drawn = page(world.visitor, "/map?l=roads,wms&op=wms:40")
    assert '"data-module": "elsewhere"' in drawn
    on = {layer["id"]: layer["visible"] for layer in spec_of(world.visitor, "/map?l=roads,wms")["remote"]}
    assert on == {"xyz": False, "wms": True, "wmts": False, "geojson": False, "features": False}
    assert i18n.t("ru", "map.dropped") not in world.visitor.words("/map?l=roads,wms")
    assert i18n.t("ru", "map.dropped") in world.visitor.words("/map?l=roads,hidden")


def test_R016_the_owner_of_a_layer_from_elsewhere_is_named_on_paper(world: World) -> None:
    text = words(send(world.official, query="l=roads,xyz"))
    assert text.count(HOSTILE) >= len(("legend", "source", "on the map"))
    assert HOSTILE not in words(send(world.official, query="l=roads"))
    assert "Secret" not in words(send(world.visitor, query="l=roads,hidden"))


def test_names_of_others_are_no_markup_on_the_map(world: World) -> None:
    (found,) = [layer for layer in spec_of(world.visitor, "/map")["remote"] if layer["id"] == "xyz"]
    assert "<" not in found["attribution"]


def test_without_layers_from_elsewhere_there_is_no_group(tmp_path: Path) -> None:
    store = people_store(tmp_path)
    assert "elsewhere" not in page(Visitor(make_app(store, tmp_path)), "/map")
    store.close()
