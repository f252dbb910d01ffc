"""Door of the tiles: bytes, tags, keeping, rights and nonsense."""

import gzip
import json

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


def fids(client: FlaskClient, query: dict[str, str], role: str = "visitor", layer: str = "probe") -> set[int]:
    """Ids in a tile."""
    reply = client.get(f"/tiles/{layer}/8/182/93.mvt", query_string=query,
                       headers={"Accept-Encoding": "identity", "X-Role": role})  # fmt: skip
    assert reply.status_code == 200
    return {f["id"] for f in mapbox_vector_tile.decode(reply.data)[layer]["features"]} if reply.data else set()


def test_filters_time_and_district_choose_what_is_in_a_tile(client: FlaskClient) -> None:
    assert fids(client, {}) == {1, 2, 3}
    assert fids(client, {"f": json.dumps({"kind": {"in": ["a"]}})}) == {1, 2}
    assert fids(client, {"f": json.dumps({"capacity_mw": {"min": 1, "max": 1.25}})}) == {2, 3}
    assert fids(client, {"f": json.dumps({"working": {"in": [False]}}), "d": "almaly"}) == {2}
    assert fids(client, {"f": json.dumps({"kind": {"in": []}})}) == set()
    assert fids(client, {"d": "medeu"}) == {1}
    assert fids(client, {"t": "2005-01-01"}, layer="schools") == {1, 3, 4, 6}
    assert fids(client, {"t": "2024-06-01..2024-07-01"}, layer="schools") == {1, 2, 4, 6}


def test_a_chosen_public_tile_may_be_kept_for_ever_and_has_its_own_tag(client: FlaskClient) -> None:
    right = mark(client, "schools")
    chosen = client.get(PATH, query_string={"v": right, "d": "medeu"})
    assert chosen.headers["Cache-Control"] == FOREVER
    assert chosen.headers["ETag"] != client.get(PATH, query_string={"v": right}).headers["ETag"]
    again = client.get(PATH, query_string={"v": right, "d": "medeu"}, headers={"If-None-Match": chosen.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "fault"),
    [("f=x", "f"), ("f=[]", "f"), ("f={}x", "f"), ("t=x", "t"), ("t=2024-13-01", "t"), ("d=atlantis", "d"),
     ('f={"nothing":{"in":["a"]}}', "f"), ('f={"kind":{"in":"a"}}', "f"), ('f={"wear_pct":{"min":1}}', "f"),
     (f"f={'9' * 30_000}", "f")],
)  # fmt: skip
def test_a_choice_that_makes_no_sense_is_400(client: FlaskClient, query: str, fault: str) -> None:
    name, value = query.split("=", 1)
    reply = client.get("/tiles/probe/8/182/93.mvt", query_string={name: value})
    assert (reply.status_code, reply.json["error"]) == (400, f"bad_{fault}")


def test_R026_who_may_see_a_field_may_filter_by_it(client: FlaskClient) -> None:
    by_wear = {"f": json.dumps({"wear_pct": {"min": 30}})}
    assert fids(client, by_wear, "admin") == {2, 3, 5}
    assert fids(client, by_wear, "district_staff") == set()
