"""Doors of walls: whose scenes they show, how a key is exchanged, and whom the forms of walls are for."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from dash import Dash

from api import wall_admin
from api.session import WALL_READER
from api.walls import COOKIE
from config import i18n
from config.policy import Role
from tests.app_world import HOST, Visitor
from tests.city_app import own_app, own_city

__all__ = ["own_app", "own_city"]

CLEARED = {Role.DISTRICT_STAFF, Role.ANALYST, Role.OFFICIAL, Role.ADMIN}
NODES = "nodes"


def signed_in(made: Dash, name: str) -> Visitor:
    visitor = Visitor(made)
    visitor.sign_in(name)
    return visitor


@pytest.fixture(scope="module")
def admin(made: Dash) -> Visitor:
    return signed_in(made, "admin")


def ids(visitor: Visitor, wall: str = "hall", lang: str = "ru") -> list[str]:
    reply = visitor.get(f"/api/wall/{wall}?lang={lang}")
    assert reply.status_code == 200
    return [scene["id"] for scene in reply.json["scenes"][lang]]


def new_key(admin: Visitor, wall: str = "hall", role: str = "official", place: str = "hall") -> str:
    reply = admin.post("/admin/walls/keys", {"wall": wall, "place": place, "role": role, "district": ""})
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    found = re.search(r"/wall/[a-z]+\?token=([\w-]+)", reply.text)
    assert found is not None
    return found[1]


def key_id(admin: Visitor, place: str) -> str:
    """The id of the newest key of a place, from the way to close it."""
    row = next(
        part for part in str(admin.layout("/admin/walls")).split("'Tr'") if f"'{place}'" in part and "revoke" in part
    )
    found = re.search(r"/admin/walls/keys/(\w+)/revoke", row)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("role", list(Role))
def test_R026_a_closed_scene_is_on_the_wall_for_the_entitled_only(made: Dash, role: Role) -> None:
    visitor = signed_in(made, role.value) if role is not Role.VISITOR else Visitor(made)
    found = ids(visitor)
    assert (NODES in found) is (role in CLEARED)
    assert found[:2] == ["city", "plan"]


def test_R103_a_key_is_exchanged_for_a_cookie_and_leaves_the_address(made: Dash, admin: Visitor) -> None:
    screen = Visitor(made)
    secret = new_key(admin)
    assert NODES not in ids(screen)
    reply = screen.get(f"/wall/hall?token={secret}&lang=kk")
    assert (reply.status_code, reply.headers["Location"]) == (303, "/wall/hall?lang=kk")
    cookie = screen.client.get_cookie(COOKIE)
    assert cookie is not None
    assert cookie.http_only
    assert secret not in cookie.value
    assert NODES in ids(screen)
    assert screen.get("/api/wall/hall").headers["Cache-Control"] == "no-store"
    assert screen.get("/wall").headers["Location"] == "/wall/hall"
    led = Visitor(made).get(f"/wall?token={secret}")
    assert led.headers["Location"] == f"/wall/hall?token={secret}"


def test_R026_a_key_opens_its_own_wall_and_no_other_door(made: Dash, admin: Visitor) -> None:
    screen = Visitor(made)
    screen.get(f"/wall/lobby?token={new_key(admin, 'lobby')}")
    assert NODES not in ids(screen)
    assert screen.get("/wall/hall").headers["X-Wall-First"] == "lobby"
    assert Visitor(made).get("/wall/lobby").headers["X-Wall-First"] == "hall"
    assert screen.get("/api/layers/network_nodes/items").status_code == 404
    assert screen.get("/api/layers/cameras/items").status_code == 404
    for path in ("/admin/walls", "/admin/walls/lobby", "/admin/import"):
        assert screen.get(path).status_code == 404
    assert screen.post("/admin/walls/emergency", {"text-ru": "x", "why": "y"}).status_code == 404
    other = Visitor(made)
    other.get(f"/wall/lobby?token={new_key(admin, 'hall')}")
    assert other.client.get_cookie(COOKIE) is None


@pytest.mark.parametrize("value", ["", ".", "x.y", "deadbeefdeadbeef.0000", "é.1"])
def test_R026_a_made_up_cookie_or_key_opens_nothing(made: Dash, value: str) -> None:
    screen = Visitor(made)
    screen.client.set_cookie(COOKIE, value)
    assert NODES not in ids(screen)
    assert screen.get("/wall/hall", query_string={"token": value or "x"}).headers["Location"] == "/wall/hall"
    assert NODES not in ids(screen)


def test_R103_a_revoked_key_opens_nothing_from_then_on(made: Dash, admin: Visitor) -> None:
    screen = Visitor(made)
    screen.get(f"/wall/hall?token={new_key(admin, place='to be closed')}")
    assert NODES in ids(screen)
    before = screen.get("/api/wall/hall/pulse").json["stamp"]
    number = key_id(admin, "to be closed")
    assert admin.post(f"/admin/walls/keys/{number}/revoke", {}).status_code == 303
    assert admin.post(f"/admin/walls/keys/{number}/revoke", {}).status_code == 404
    assert NODES not in ids(screen)
    assert screen.get("/api/wall/hall/pulse").json["stamp"] != before


def test_R103_a_key_of_a_district_reads_as_its_staff(made: Dash, admin: Visitor) -> None:
    form = {"wall": "hall", "place": "akimat", "role": "district_staff", "district": "medeu"}
    reply = admin.post("/admin/walls/keys", form)
    found = re.search(r"token=([\w-]+)", reply.text)
    assert found is not None
    screen = Visitor(made)
    screen.get(f"/wall/hall?token={found[1]}")
    own = screen.get("/api/wall/hall?lang=en").json["scenes"]["en"]
    staff = signed_in(made, "district_staff").get("/api/wall/hall?lang=en").json["scenes"]["en"]
    assert own == staff


FORMS: dict[str, dict[str, str]] = {
    "emergency": {"text-ru": "Сбор", "why": "drill"}, "emergency/end": {"why": "over"},
    "keys": {"wall": "hall", "place": "x", "role": "official"}, "keys/none/revoke": {},
    "new": {"id": "x1", "name-kk": "x", "name-ru": "x", "name-en": "x"}, "hall/save": {}, "hall/back": {},
}  # fmt: skip
RUN = {"emergency": {Role.OFFICIAL, Role.ADMIN}, "emergency/end": {Role.OFFICIAL, Role.ADMIN}}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_R026_forms_of_walls_are_for_those_who_run_them(made: Dash, role: Role) -> None:
    visitor = signed_in(made, role.value) if role is not Role.VISITOR else Visitor(made)
    for path, form in FORMS.items():
        status = visitor.post(f"/admin/walls/{path}", form).status_code
        assert (path, status) == (path, 303 if role in RUN.get(path, set()) else 404)


def test_R026_forms_of_walls_want_the_token_of_the_session(admin: Visitor) -> None:
    for path, form in FORMS.items():
        assert admin.client.post(f"/admin/walls/{path}", data=form).status_code == 403


def test_R103_an_emergency_is_on_every_wall_at_once_and_off_again(made: Dash, admin: Visitor) -> None:
    screen, duty = Visitor(made), signed_in(made, "official")
    before = {wall: screen.get(f"/api/wall/{wall}/pulse").json for wall in ("hall", "lobby")}
    assert [pulse["alarm"] for pulse in before.values()] == [False, False]
    form = {"text-ru": "Сбор в зале <1>", "text-kk": "Залға жиналу", "scene": "hall/outages", "why": "flood"}
    assert duty.post("/admin/walls/emergency", form).headers["Location"] == "/admin/walls?done=started"
    for wall, pulse in before.items():
        now = screen.get(f"/api/wall/{wall}/pulse").json
        assert now["alarm"]
        assert now["stamp"] != pulse["stamp"]
        shown = screen.get(f"/api/wall/{wall}").json["alarm"]
        assert "Сбор в зале &lt;1&gt;" in shown["ru"]["html"]
        assert "Залға жиналу" in shown["kk"]["html"]
        assert "w-events" in shown["ru"]["html"]
    words = admin.words("/admin/walls")
    assert "flood" in words
    assert "official" in words
    assert duty.post("/admin/walls/emergency/end", {"why": ""}).headers["Location"] == "/admin/walls?failed=why"
    assert duty.post("/admin/walls/emergency/end", {"why": "over"}).headers["Location"] == "/admin/walls?done=ended"
    assert {wall: screen.get(f"/api/wall/{wall}/pulse").json["alarm"] for wall in before} == dict.fromkeys(
        before, False
    )
    assert screen.get("/api/wall/hall").json["alarm"] is None


def filled(admin: Visitor, wall: str) -> dict[str, str]:
    """The form of a playlist as a browser would send it back."""
    form: dict[str, str] = {}

    def look(node: Any) -> None:
        if isinstance(node, list):
            for item in node:
                look(item)
        elif isinstance(node, dict) and "props" in node:
            given = node["props"].get("attributes", {})
            name = given.get("name") if node["type"] == "Native" else None
            if name and (given.get("type") != "checkbox" or given.get("defaultChecked")):
                form[name] = given.get("value") or given.get("defaultValue", "")
            look(node["props"].get("children"))

    look(admin.layout(f"/admin/walls/{wall}"))
    return {name: value for name, value in form.items() if name != "csrf_token"}


def test_R103_an_emergency_with_a_scene_that_is_not_there_is_refused(made: Dash) -> None:
    duty = signed_in(made, "official")
    for scene in ("hall/nothing", "atlantis/city", "hall", "/"):
        reply = duty.post("/admin/walls/emergency", {"text-ru": "Сбор", "scene": scene, "why": "flood"})
        assert reply.headers["Location"] == "/admin/walls?failed=scene"
    assert not Visitor(made).get("/api/wall/hall/pulse").json["alarm"]
    assert i18n.t("ru", "wall_admin.failed.scene") in duty.words("/admin/walls?failed=scene")


def test_R103_a_playlist_is_changed_by_its_form_and_given_back(made: Dash, admin: Visitor) -> None:
    screen, form = Visitor(made), filled(admin, "lobby")
    assert ids(screen, "lobby") == ["welcome", "figures", "metro"]
    assert admin.post("/admin/walls/lobby/save", form).headers["Location"] == "/admin/walls/lobby?done=saved"
    assert ids(screen, "lobby") == ["welcome", "figures", "metro"]
    changed = {
        **form,
        "s3-order": "1",
        "s1-order": "2",
        "s2-remove": "1",
        "new-kind": "text",
        "new-text-ru": "Здравствуйте",
    }
    changed.pop("lang-en")
    assert admin.post("/admin/walls/lobby/save", changed).status_code == 303
    assert ids(screen, "lobby") == ["metro", "welcome", "text-1"]
    content = screen.get("/api/wall/lobby").json["scenes"]
    assert list(content) == ["kk", "ru"]
    assert "Здравствуйте" in content["kk"][2]["html"]
    assert ids(screen, "hall")[0] == "city"
    assert "admin" in admin.words("/admin/walls/lobby")
    assert admin.post("/admin/walls/lobby/back", {}).status_code == 303
    assert ids(screen, "lobby") == ["welcome", "figures", "metro"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"s2-codes": "no-such-indicator"}, "codes"), ({"s3-codes": "no_such_layer"}, "codes"),
        ({"s2-codes": ""}, "record"),
        ({"s1-seconds": "1"}, "record"), ({"s1-seconds": "many"}, "record"), ({"s1-for": "friends"}, "record"),
        ({"new-kind": "video"}, "record"), ({"s1-order": "first"}, "record"), ({"s2-codes": "Ы"}, "record"),
    ],
)  # fmt: skip
def test_R103_a_playlist_that_cannot_be_is_refused_with_its_reason(
    admin: Visitor, change: dict[str, str], fault: str
) -> None:
    reply = admin.post("/admin/walls/lobby/save", {**filled(admin, "lobby"), **change})
    assert reply.headers["Location"] == f"/admin/walls/lobby?failed={fault}"
    assert i18n.t("ru", f"wall_admin.failed.{fault}") in admin.words(f"/admin/walls/lobby?failed={fault}")


def test_R103_a_wall_is_added_and_taken_away(made: Dash, admin: Visitor) -> None:
    names = {f"name-{lang}": "Duty room" for lang in i18n.LANGS}
    assert admin.post("/admin/walls/new", {"id": "duty", **names}).headers["Location"] == "/admin/walls/duty"
    assert admin.post("/admin/walls/new", {"id": "duty", **names}).headers["Location"] == "/admin/walls?failed=taken"
    assert admin.post("/admin/walls/new", {"id": "No!", **names}).headers["Location"] == "/admin/walls?failed=record"
    assert ids(Visitor(made), "duty") == []
    assert admin.post("/admin/walls/duty/back", {}).status_code == 303
    assert admin.post("/admin/walls/duty/back", {}).status_code == 404
    assert Visitor(made).get("/wall/duty").status_code == 404


def test_R103_walls_are_not_added_without_end(made: Dash, admin: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall_admin, "WALLS_MOST", 2)
    names = {f"name-{lang}": "Duty room" for lang in i18n.LANGS}
    assert admin.post("/admin/walls/new", {"id": "more", **names}).headers["Location"] == "/admin/walls?failed=walls"
    assert Visitor(made).get("/wall/more").status_code == 404
    assert i18n.t("ru", "wall_admin.failed.walls") in admin.words("/admin/walls?failed=walls")


def recalled(visitor: Visitor) -> str:
    """Whose scenes a wall in this browser would recall without the server."""
    found = visitor.client.get_cookie(WALL_READER, path="/wall")
    return found.value if found is not None else ""


def mark(visitor: Visitor, wall: str = "hall") -> str:
    """The mark of a reader, the same at all three doors of a wall; the page tells it by a cookie, not by its text."""
    page = visitor.get(f"/wall/{wall}").text
    marks = {recalled(visitor)}
    for path in ("", "/pulse"):
        marks |= {visitor.get(f"/api/wall/{wall}{path}").json["reader"], recalled(visitor)}
    boot = re.search(r'data-boot="([^"]+)"', page)
    assert boot is not None
    assert "reader" not in json.loads(unescape(boot[1]))
    assert len(marks) == 1
    return str(marks.pop())


def test_R026_every_reader_has_a_mark_of_their_own(made: Dash, admin: Visitor) -> None:
    screens = [Visitor(made), Visitor(made)]
    for screen in screens:
        screen.get(f"/wall/hall?token={new_key(admin, place='marked')}")
    people = [signed_in(made, role.value) for role in Role if role is not Role.VISITOR]
    marks = [mark(each) for each in (*screens, *people)]
    assert len({*marks, ""}) == len(marks) + 1
    assert mark(signed_in(made, "official")) in marks
    assert mark(Visitor(made)) == mark(screens[0], "lobby") == ""
    assert admin.post(f"/admin/walls/keys/{key_id(admin, 'marked')}/revoke", {}).status_code == 303
    assert sorted(mark(screen) == "" for screen in screens) == [False, True]
    signed_out = people[0]
    assert recalled(signed_out) in marks
    assert signed_out.post("/account/signout", {}).status_code == 303
    assert recalled(signed_out) == mark(signed_out) == ""
    people[1].sign_in("official")
    assert recalled(people[1]) == ""


def test_R026_a_new_key_takes_away_what_the_one_before_may_recall(made: Dash, admin: Visitor) -> None:
    screen = Visitor(made)
    screen.get(f"/wall/hall?token={new_key(admin, place='first')}")
    assert recalled(screen) == ""
    assert mark(screen) == recalled(screen) != ""
    screen.get(f"/wall/hall?token={new_key(admin, place='second')}")
    assert recalled(screen) == ""


def test_R103_the_keeper_of_pages_reaches_walls_only(made: Dash) -> None:
    reply = Visitor(made).get("/wall/keeper.js")
    assert (reply.status_code, reply.mimetype) == (200, "text/javascript")
    assert reply.headers["Cache-Control"] == "no-cache"
    assert reply.headers["Service-Worker-Allowed"] == "/wall"
    reached = {rule.rule for rule in made.server.url_map.iter_rules() if rule.rule.startswith("/wall")}
    assert reached == {"/wall", "/wall/keeper.js", "/wall/<wall_id>"}
    assert "worker-src 'self'" in reply.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in reply.headers


def test_R103_an_unknown_wall_is_a_designed_404_at_every_door(made: Dash) -> None:
    visitor = Visitor(made)
    assert visitor.get("/wall/atlantis").status_code == 404
    for path in ("/api/wall/atlantis", "/api/wall/atlantis/pulse"):
        reply = visitor.get(path)
        assert (reply.status_code, reply.json["error"]) == (404, "not_found")


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R103_the_page_of_a_wall_leans_on_nothing_but_its_own_script(made: Dash, lang: str) -> None:
    reply = Visitor(made).get(f"/wall/hall?lang={lang}")
    assert reply.status_code == 200
    assert f'<html lang="{lang}"' in reply.text
    scripts = re.findall(r"<script[^>]*>", reply.text)
    assert len(scripts) == 1
    assert "/assets/wall/wall.js" in scripts[0]
    assert HOST not in reply.text


def test_R103_scenes_come_from_memory_until_something_changes(made: Dash) -> None:
    screen = Visitor(made)
    one, other = (screen.get("/api/wall/hall").json for _ in range(2))
    assert one == other
    assert one["stamp"] == screen.get("/api/wall/hall/pulse").json["stamp"]
    assert one["program"] == screen.get("/api/wall/hall/pulse").json["program"]


def test_a_home_for_every_file_of_the_wall(made: Dash) -> None:
    page = Visitor(made).get("/wall/hall").text
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', page):
        assert Visitor(made).get(address).status_code == 200, address
    assert Path("assets/wall/wall.js").name in page
