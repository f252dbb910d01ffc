"""Notes on the map: one's own, of colleagues, for everybody; who reads, who writes, who deletes; hostile ones."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import Dash

from config.policy import Role
from data import notes
from data.store import Store
from tests.api.files_world import Person, emptied, opened, person, running
from tests.city_world import ENGINES

HERE = {"type": "Point", "coordinates": [76.95, 43.25]}
PEOPLE = [role.value for role in Role if role is not Role.VISITOR]
RING = [[76.9, 43.2], [77.0, 43.2], [77.0, 43.3], [76.9, 43.2]]


@pytest.fixture(scope="module", params=ENGINES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    server = request.getfixturevalue("postgis_server") if request.param == "postgis" else ""
    with opened(request.param, tmp_path_factory.mktemp("notes"), server) as found:
        yield found


@pytest.fixture
def held(filled: Store) -> Store:
    return emptied(filled)


@pytest.fixture
def made(held: Store, tmp_path: Path) -> Iterator[Dash]:
    with running(held, tmp_path) as found:
        yield found


def write(who: Person, **changes: Any) -> Any:
    return who.send("POST", "/api/notes", {"text": "заметка", "shape": HERE, **changes})


def texts(who: Person) -> list[str]:
    return [one["properties"]["text"] for one in who.get("/api/notes").json["features"]]


@pytest.mark.parametrize("name", PEOPLE)
def test_a_note_is_written_changed_and_deleted_by_its_owner(made: Dash, name: str) -> None:
    me = person(made, name)
    note = write(me)
    assert note.status_code == 201
    assert note.json["geometry"] == HERE
    assert note.json["properties"]["audience"] == "private"
    path = f"/api/notes/{note.json['id']}"
    changed = me.send("PATCH", path, {"text": "другая", "color": "blue"}).json
    assert (changed["properties"]["text"], changed["properties"]["color"]) == ("другая", "blue")
    assert texts(me) == ["другая"]
    assert me.send("DELETE", path).status_code == 204
    assert texts(me) == []


def test_who_reads_what(made: Dash) -> None:
    staff = person(made, "district_staff")
    write(staff, text="своя")
    write(staff, text="коллегам", audience="colleagues")
    write(person(made, "official"), text="всем", audience="public")
    assert set(texts(staff)) == {"своя", "коллегам", "всем"}
    assert set(texts(person(made, "staff3"))) == {"коллегам", "всем"}
    for name in ("", "staff2", "resident", "analyst", "official2"):
        assert texts(person(made, name)) == ["всем"], name
    assert set(texts(person(made, "admin"))) == {"коллегам", "всем"}


def test_a_visitor_does_not_learn_who_wrote(made: Dash) -> None:
    write(person(made, "official"), audience="public")
    assert '"official"' not in person(made).get("/api/notes").text
    assert person(made, "resident").get("/api/notes").json["features"][0]["properties"]["by"] == "official"


@pytest.mark.parametrize("name", PEOPLE)
def test_only_officials_write_for_everybody(made: Dash, name: str) -> None:
    reply = write(person(made, name), audience="public")
    assert reply.status_code == (201 if name in ("official", "admin") else 400)
    if reply.status_code == 400:
        assert reply.json["error"] == "bad_audience"


def test_a_visitor_writes_nothing(made: Dash) -> None:
    assert write(person(made)).status_code == 403


def test_a_note_of_another_person_is_not_there_to_change(made: Dash) -> None:
    path = f"/api/notes/{write(person(made, 'official'), audience='public').json['id']}"
    for name in ("", "resident", "official2", "admin"):
        other = person(made, name)
        unknown = other.send("PATCH", "/api/notes/x", {"text": "b"})
        reply = other.send("PATCH", path, {"text": "b"})
        assert (reply.status_code, reply.json) == (404, unknown.json)


def test_only_the_owner_and_an_administrator_delete(made: Dash) -> None:
    boss = person(made, "admin")
    shown = f"/api/notes/{write(person(made, 'official'), audience='public').json['id']}"
    secret = f"/api/notes/{write(person(made, 'official')).json['id']}"
    for name in ("", "resident", "official2"):
        assert person(made, name).send("DELETE", shown).status_code == 404
    assert boss.get("/api/notes").json["features"][0]["properties"]["may_remove"] is True
    assert boss.send("DELETE", shown).status_code == 204
    assert boss.send("DELETE", secret).status_code == 404


def test_hostile_text_comes_back_as_text(made: Dash) -> None:
    hostile = "<img src=x onerror=alert(1)> \"'; DROP TABLE map_note;-- \u202e=1+1"
    me = person(made, "admin")
    write(me, text=hostile)
    reply = me.get("/api/notes")
    assert (reply.mimetype, texts(me)) == ("application/json", [hostile])
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "shape", [HERE, {"type": "LineString", "coordinates": RING}, {"type": "Polygon", "coordinates": [RING]}]
)
def test_shapes_come_back_as_they_were(made: Dash, shape: Any) -> None:
    assert write(person(made, "admin"), shape=shape).json["geometry"] == shape


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"text": " "}, "bad_text"), ({"text": "x" * 2001}, "bad_text"), ({"text": 5}, "bad_text"),
     ({"text": "a\0b"}, "bad_text"), ({"color": "url(x)"}, "bad_color"), ({"audience": "all"}, "bad_audience"),
     ({"color": ["red"]}, "bad_color"), ({"shape": None}, "bad_shape"), ({"shape": {"type": "Point"}}, "bad_shape"),
     ({"shape": {"type": "Point", "coordinates": [181, 0]}}, "bad_shape"),
     ({"shape": {"type": "Point", "coordinates": [True, 0]}}, "bad_shape"),
     ({"shape": {"type": "Point", "coordinates": ["1", 0]}}, "bad_shape"),
     ({"shape": {"type": "LineString", "coordinates": [[1, 1]]}}, "bad_shape"),
     ({"shape": {"type": "LineString", "coordinates": [[1, 1]] * 501}}, "bad_shape"),
     ({"shape": {"type": "Polygon", "coordinates": [[[1, 1], [1, 2], [2, 2], [3, 3]]]}}, "bad_shape"),
     ({"shape": {"type": "Polygon", "coordinates": [RING, RING]}}, "bad_shape"),
     ({"shape": {"type": "MultiPoint", "coordinates": [[1, 1]]}}, "bad_shape")],
)  # fmt: skip
def test_what_is_no_note_is_refused(made: Dash, changes: dict[str, Any], key: str) -> None:
    reply = write(person(made, "admin"), **changes)
    assert (reply.status_code, reply.json["error"]) == (400, key)


def test_notes_need_the_token(made: Dash) -> None:
    assert person(made, "admin").client.post("/api/notes", json={"text": "a", "shape": HERE}).status_code == 403


def test_notes_are_bounded(made: Dash, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "NOTES_OF_ONE", 1)
    me = person(made, "admin")
    assert [write(me).status_code for _ in range(2)] == [201, 409]
