"""The door of what loses service when something is closed: for the entitled, the same 404 for everybody else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g, request
from flask.testing import FlaskClient

from api import errors, layers, networks
from components.context import EXTENSION
from config.policy import User
from data.store import Store
from tests.map_world import USERS, fill, open_store
from tests.network_world import fill_networks

ENTITLED = {"analyst", "official", "admin"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("cut")
    found = fill_networks(fill(open_store(f"sqlite:///{folder / 'c.gpkg'}")))
    yield found
    found.close()


@pytest.fixture
def client(small: Store) -> FlaskClient:
    server = Flask("cut")
    server.extensions[EXTENSION] = small
    for module in (errors, layers, networks):
        module.register(server)

    @server.before_request
    def _who() -> None:
        g.user, g.lang = USERS.get(request.headers.get("X-Role", "visitor"), User()), "ru"

    return server.test_client()


def asked(client: FlaskClient, wish: str, role: str = "official") -> tuple[int, Any]:
    reply = client.get("/api/networks/cut", query_string={"id": wish}, headers={"X-Role": role})
    return reply.status_code, reply.json


def test_R043_a_closed_section_gives_sums_and_lines(client: FlaskClient) -> None:
    status, found = asked(client, "network_lines.s1")
    assert status == 200
    assert found["whole"] == {"sections": 3, "length_m": 3000.0, "people": 650, "buildings": 65}
    assert found["by_district"]["medeu"]["people"] == 450
    assert len(found["lines"]["features"]) == 3
    assert found["lines"]["features"][0]["geometry"]["type"] == "MultiLineString"


@pytest.mark.parametrize("role", sorted(USERS))
@pytest.mark.parametrize("wish", ["network_lines.s1", "network_nodes.v1"])
def test_R026_closing_is_for_the_entitled_and_unknown_to_others(client: FlaskClient, wish: str, role: str) -> None:
    status, found = asked(client, wish, role)
    if role in ENTITLED or (role == "district_staff" and wish == "network_nodes.v1"):
        assert status == 200
        return
    assert (status, found) == asked(client, "atlantis.1", role)
    assert status == 404


def test_R007_staff_see_lines_of_their_district_only(client: FlaskClient) -> None:
    _, found = asked(client, "network_nodes.v1", "district_staff")
    assert found["whole"]["people"] == 450
    assert (len(found["lines"]["features"]), found["hidden"]) == (2, 0)


@pytest.mark.parametrize(
    "wish", ["", "network_lines", "network_lines.", "cameras.cam-0", "network_lines.x\0", "é" * 500]
)
def test_R043_nonsense_is_unknown(client: FlaskClient, wish: str) -> None:
    assert asked(client, wish)[0] == 404
