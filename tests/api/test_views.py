"""Saved views: a person's own, under a name, one of them the start of the map; nobody else's."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import Dash

from config.policy import Role
from data import views
from data.store import Store
from tests.api.files_world import Person, emptied, opened, person, running
from tests.city_world import ENGINES

PEOPLE = [role.value for role in Role if role is not Role.VISITOR]


@pytest.fixture(scope="module", params=ENGINES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    server = request.getfixturevalue("postgis_server") if request.param == "postgis" else ""
    with opened(request.param, tmp_path_factory.mktemp("views"), server) as found:
        yield found


@pytest.fixture
def held(filled: Store) -> Store:
    return emptied(filled)


@pytest.fixture
def made(held: Store, tmp_path: Path) -> Iterator[Dash]:
    with running(held, tmp_path) as found:
        yield found


@pytest.mark.parametrize("name", PEOPLE)
def test_a_view_is_kept_changed_and_taken_out_by_its_owner(made: Dash, name: str) -> None:
    me = person(made, name)
    view = me.send("POST", "/api/views", {"name": "  Мои   мектептер ", "query": "?l=schools&d=medeu"})
    assert view.status_code == 201
    assert (view.json["name"], view.json["query"]) == ("Мои мектептер", "l=schools&d=medeu")
    assert view.json["address"] == "/map?l=schools&d=medeu"
    path = f"/api/views/{view.json['id']}"
    assert me.send("PATCH", path, {"name": "Школы"}).json["name"] == "Школы"
    assert [one["name"] for one in me.get("/api/views").json["views"]] == ["Школы"]
    assert me.send("DELETE", path).status_code == 204
    assert me.get("/api/views").json == {"views": []}
    assert me.send("DELETE", path).status_code == 404


def test_a_view_of_another_person_is_not_there(made: Dash) -> None:
    path = "/api/views/" + person(made, "official").send("POST", "/api/views", {"name": "a", "query": ""}).json["id"]
    for other in (person(made, "official2"), person(made, "admin"), person(made)):
        unknown = other.send("PATCH", "/api/views/x", {"name": "b"})
        for method, body in (("PATCH", {"name": "b"}), ("PATCH", {"start": True}), ("DELETE", None)):
            reply = other.send(method, path, body)
            assert (reply.status_code, reply.json) == (404, unknown.json)
        assert other.get("/api/views").json == {"views": []}


def test_a_visitor_keeps_no_view_here(made: Dash) -> None:
    assert person(made).send("POST", "/api/views", {"name": "a", "query": ""}).status_code == 403


def test_views_need_the_token(made: Dash) -> None:
    me = person(made, "admin")
    assert me.client.post("/api/views", json={"name": "a", "query": ""}).status_code == 403


@pytest.mark.parametrize(
    ("body", "key"),
    [({"name": "", "query": ""}, "bad_name"), ({"name": "x" * 101, "query": ""}, "bad_name"),
     ({"name": "a\u202eb", "query": ""}, "bad_name"), ({"name": 1, "query": ""}, "bad_name"),
     ({"name": "a", "query": "x" * 8001}, "bad_query"), ({"name": "a", "query": "l=a\nb"}, "bad_query"),
     ({"name": "a", "query": "#x"}, "bad_query"), (["a"], "bad_request"), (None, "bad_request")],
)  # fmt: skip
def test_what_is_no_view_is_refused(made: Dash, body: Any, key: str) -> None:
    reply = person(made, "admin").send("POST", "/api/views", body)
    assert (reply.status_code, reply.json["error"]) == (400, key)


def test_a_name_is_there_once_for_each_person(made: Dash) -> None:
    me, other = person(made, "admin"), person(made, "analyst")
    first = me.send("POST", "/api/views", {"name": "a", "query": ""}).json["id"]
    me.send("POST", "/api/views", {"name": "b", "query": ""})
    assert me.send("POST", "/api/views", {"name": "a", "query": ""}).json["error"] == "name_taken"
    assert me.send("PATCH", f"/api/views/{first}", {"name": "b"}).status_code == 409
    assert other.send("POST", "/api/views", {"name": "a", "query": ""}).status_code == 201


def test_views_are_bounded(held: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "VIEWS_OF_ONE", 2)
    for name in "ab":
        views.add(held, "me", name, "")
    with pytest.raises(views.KeepError, match="too_many_views"):
        views.add(held, "me", "c", "")


def district_of(who: Person, address: str) -> str:
    """District of the state that the page starts with."""
    text = who.get("/_dash-layout", headers={"Referer": f"http://localhost{address}"}).text.replace(" ", "")
    found = re.search(r'"visible":[^{]*"filters":.*?"district":("\w+"|null)', text)
    assert found is not None
    return found[1].strip('"')


def test_the_map_opens_at_the_start_view(made: Dash) -> None:
    me = person(made, "analyst")
    bodies = [{"name": name, "query": f"l=schools&d={name}"} for name in ("medeu", "auezov")]
    ids = [me.send("POST", "/api/views", body).json["id"] for body in bodies]
    for view_id in ids:
        assert me.send("PATCH", f"/api/views/{view_id}", {"start": True}).json["start"] is True
    assert [v["start"] for v in me.get("/api/views").json["views"]] == [True, False]
    assert district_of(me, "/map") == "auezov"
    assert district_of(me, "/map?d=turksib") == "turksib"
    assert district_of(person(made, "admin"), "/map") == "null"
    me.send("PATCH", f"/api/views/{ids[1]}", {"start": False})
    assert district_of(me, "/map") == "null"
