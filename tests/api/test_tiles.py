"""Door of the tiles: bytes, tags, keeping, rights and nonsense."""

import gzip

import mapbox_vector_tile
import pytest
from flask.testing import FlaskClient

from api.tiles import FOREVER, service
from tests.map_world import USERS

PATH = "/tiles/schools/8/182/93.mvt"


def mark(client: FlaskClient, layer: str) -> str:
    with client.application.app_context():
        return service().stamp(layer)


def test_a_tile_is_gzipped_tagged_and_of_its_layer(client: FlaskClient) -> None:
    reply = client.get(PATH, headers={"Accept-Encoding": "gzip"})
    assert (reply.status_code, reply.mimetype) == (200, "application/vnd.mapbox-vector-tile")
    assert reply.headers["Content-Encoding"] == "gzip"
    decoded = mapbox_vector_tile.decode(gzip.decompress(reply.data))
    assert list(decoded) == ["schools"]
    assert len(decoded["schools"]["features"]) == 5
    assert reply.headers["Server-Timing"].startswith("tile;dur=")


def test_a_client_without_gzip_gets_plain_bytes_with_another_tag(client: FlaskClient) -> None:
    packed = client.get(PATH, headers={"Accept-Encoding": "gzip"})
    plain = client.get(PATH, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert plain.data == gzip.decompress(packed.data)
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(PATH, headers={"Accept-Encoding": "gzip"})
    again = client.get(PATH, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(PATH, headers={"Accept-Encoding": "gzip", "If-None-Match": '"something"'})
    assert other.status_code == 200


def test_a_public_tile_with_the_right_mark_may_be_kept_for_ever(client: FlaskClient) -> None:
    right = mark(client, "schools")
    assert client.get(f"{PATH}?v={right}").headers["Cache-Control"] == FOREVER
    assert client.get(f"{PATH}?v=0-old").headers["Cache-Control"] == "public, no-cache"
    assert client.get(PATH).headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("layer", "role"), [("cameras", "official"), ("network_nodes", "analyst"), ("probe", "visitor")]
)
def test_R026_tiles_that_differ_by_reader_are_kept_by_nobody(client: FlaskClient, layer: str, role: str) -> None:
    right = mark(client, layer)
    reply = client.get(f"/tiles/{layer}/8/182/93.mvt?v={right}", headers={"X-Role": role})
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in reply.headers["Vary"]


@pytest.mark.parametrize(
    "address",
    ["-1/0/0", "23/0/0", "99/0/0", "0/1/0", "0/0/1", "8/256/0", "8/0/256", "a/0/0", "8/0/x", "8/-1/0", "1.5/0/0",
     "8/1e1/0", "999999999999/0/0", "8/٣/0", "8/%00/0"],
)  # fmt: skip
def test_an_address_that_does_not_exist_is_400(client: FlaskClient, address: str) -> None:
    reply = client.get(f"/tiles/schools/{address}.mvt")
    assert reply.status_code == 400
    assert reply.json["error"] == "bad_tile"


@pytest.mark.parametrize("role", sorted(USERS))
@pytest.mark.parametrize("layer", ["cameras", "network_nodes", "account", "no_such"])
@pytest.mark.parametrize("address", ["8/182/93", "99/0/0"])
def test_R026_forbidden_and_unknown_are_the_same_404(client: FlaskClient, role: str, layer: str, address: str) -> None:
    seen = {"cameras": {"district_staff", "official", "admin"},
            "network_nodes": {"district_staff", "analyst", "official", "admin"}}.get(layer, set())  # fmt: skip
    reply = client.get(f"/tiles/{layer}/{address}.mvt", headers={"X-Role": role})
    if role in seen:
        assert reply.status_code == (200 if address.startswith("8") else 400)
    else:
        assert reply.status_code == 404
        assert reply.json == client.get("/tiles/atlantis/8/182/93.mvt").json


def test_R026_district_staff_get_their_own_district_in_a_tile(client: FlaskClient) -> None:
    for role, expected in (("official", 5), ("district_staff", 2), ("admin", 5)):
        reply = client.get("/tiles/cameras/8/182/93.mvt", headers={"X-Role": role, "Accept-Encoding": "identity"})
        features = mapbox_vector_tile.decode(reply.data)["cameras"]["features"]
        assert len(features) == expected
        if role == "district_staff":
            assert {f["properties"]["district"] for f in features} == {"medeu"}
