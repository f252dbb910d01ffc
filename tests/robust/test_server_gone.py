"""The database server goes and comes back while the program serves: it says so, and goes on without a restart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config import i18n
from tests.app_world import Visitor, add_people, make_app
from tests.city_world import open_city
from tests.map_world import SCHOOLS, put
from tests.tools.postgis import Server, fresh_database, own_server

DOORS = ("/api/layers", "/api/layers/schools/items", "/tiles/schools/10/730/374.mvt", "/api/search?q=abay")
PAGES = ("/", "/map", "/districts", "/indicators", "/modules")


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of the test's own, since all others need theirs."""
    with own_server() as found:
        yield found


def test_R014_a_server_that_goes_is_said_and_one_that_comes_back_is_used(server: Server, tmp_path: Path) -> None:
    with fresh_database(server.address) as url:
        store = open_city(url)
        put(store, "schools", SCHOOLS)
        visitor = Visitor(make_app(add_people(store), tmp_path))
        staff = Visitor(visitor.app)
        assert staff.sign_in("official").status_code == 303
        assert visitor.get("/healthz").json["status"] == "ok"
        before = {path: visitor.get(path).status_code for path in (*PAGES, *DOORS)}
        assert set(before.values()) == {200}

        server.stop()
        health = visitor.get("/healthz")
        assert (health.status_code, health.json["status"], health.json["engine"]) == (503, "error", "postgis")
        # A tile that is kept goes on being served; one that is not cannot be made.
        for path in (door.replace("/10/730/374", "/12/2923/1498") for door in DOORS):
            answer = visitor.get(path)
            assert (path, answer.status_code) == (path, 503)
            assert answer.json["error"] == "unavailable"
        for who in (visitor, staff):
            for path in PAGES:
                document = who.get(path)
                assert document.status_code == 503, path
                assert i18n.t("ru", "error.unavailable.message") in document.text, path
                assert "Traceback" not in document.text

        server.start()
        assert visitor.get("/healthz").json["status"] == "ok"
        assert {path: visitor.get(path).status_code for path in (*PAGES, *DOORS)} == before
        assert "official" in staff.words("/account")
        assert staff.get("/api/layers/cameras/items").status_code == 200
        store.close()
