"""Doors of the layers: what they give, to whom, and how they answer nonsense."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.map_world import USERS

SENSITIVE = {"cameras": {"district_staff", "official", "admin"},
             "network_nodes": {"district_staff", "analyst", "official", "admin"}}  # fmt: skip


def by_id(client: FlaskClient, role: str = "visitor") -> dict[str, Any]:
    reply = client.get("/api/layers", headers={"X-Role": role})
    assert reply.status_code == 200
    return {layer["id"]: layer for layer in reply.json["layers"]}


def test_layers_are_named_counted_and_dated(client: FlaskClient) -> None:
    schools = by_id(client)["schools"]
    assert (schools["count"], schools["count_by_district"]["outside"]) == (5, 1)
    assert (schools["source"], schools["data_date"], schools["origin"]) == ("osm_social_points", "2024-06-01", "open")
    assert schools["titles"] == {"kk": "Мектептер", "ru": "Школы", "en": "Schools"}
    assert schools["sources"][0]["attribution"] == "© OpenStreetMap contributors"
    quakes = by_id(client)["earthquakes"]
    assert [f["field"] for f in quakes["filters"]] == ["magnitude", "event_year"]
    assert {f["name"] for f in quakes["fields"]} >= {"magnitude", "dist_km"}


def test_titles_come_in_the_language_of_the_reader(client: FlaskClient) -> None:
    reply = client.get("/api/layers", headers={"X-Lang": "kk"})
    assert "Мектептер" in {layer["title"] for layer in reply.json["layers"]}


@pytest.mark.parametrize("role", sorted(USERS))
@pytest.mark.parametrize("layer", sorted(SENSITIVE))
def test_R026_sensitive_layers_are_listed_for_the_entitled_only(client: FlaskClient, role: str, layer: str) -> None:
    assert (layer in by_id(client, role)) == (role in SENSITIVE[layer])


def test_R026_counts_are_of_what_the_reader_may_see(client: FlaskClient) -> None:
    assert by_id(client, "district_staff")["cameras"]["count"] == 2
    assert by_id(client, "official")["cameras"]["count"] == 5
    assert "wear_pct" not in {f["name"] for f in by_id_probe(client, "visitor")}
    assert "wear_pct" in {f["name"] for f in by_id_probe(client, "analyst")}


def by_id_probe(client: FlaskClient, role: str) -> list[dict[str, Any]]:
    reply = client.get("/api/layers/probe/items?limit=1", headers={"X-Role": role})
    return [{"name": name} for name in reply.json["features"][0]["properties"]]


def test_items_are_geojson_with_numbers_next_and_attribution(client: FlaskClient) -> None:
    reply = client.get("/api/layers/schools/items?limit=2")
    assert reply.mimetype == "application/geo+json"
    page = reply.json
    assert page["type"] == "FeatureCollection"
    assert (page["numberMatched"], page["numberReturned"], page["cut"]) == (5, 2, True)
    assert (page["attribution"], page["origin"]) == ("© OpenStreetMap contributors", ["open"])
    first = page["features"][0]
    assert first["id"] == "schools.sch-0001"
    assert first["geometry"] == {"type": "Point", "coordinates": [76.9, 43.25]}
    assert first["properties"]["address"] == "ул. Абая, 5"
    assert first["properties"]["card"] == "/o/schools.sch-0001"
    assert first["properties"]["loaded_at"] == "2025-01-01T12:00:00Z"
    assert "row_hash" not in first["properties"]


def test_next_leads_through_all_rows_once(client: FlaskClient) -> None:
    address, seen = "/api/layers/schools/items?limit=2&district=", []
    while address:
        page = client.get(address).json
        seen += [f["id"] for f in page["features"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bbox=76.84,43.21,76.88,43.235", ["schools.sch-0003", "schools.sch-0005"]),
        ("district=medeu", ["schools.sch-0002"]),
        ("as_of=2019-06-01", ["schools.sch-gone"]),
        ("q=абая", ["schools.sch-0001"]),
        ("sort=-object_id&limit=1", ["schools.sch-0005"]),
        ("offset=4", ["schools.sch-0005"]),
        ("offset=400", []),
        ("bbox=0,0,1,1", []),
    ],
)
def test_items_answer_what_is_asked(client: FlaskClient, query: str, expected: list[str]) -> None:
    assert [f["id"] for f in client.get(f"/api/layers/schools/items?{query}").json["features"]] == expected


def test_items_take_the_filters_of_the_map(client: FlaskClient) -> None:
    asked = json.dumps({"magnitude": {"min": 7}, "event_year": {"max": 1900}})
    page = client.get("/api/layers/earthquakes/items", query_string={"filters": asked}).json
    assert [f["id"] for f in page["features"]] == ["earthquakes.q1"]


def test_a_limit_above_the_bound_is_the_bound(client: FlaskClient) -> None:
    assert client.get("/api/layers/schools/items?limit=99999999").json["limit"] == 5000


@pytest.mark.parametrize(
    "query",
    [
        "bbox=1,2,3", "bbox=a,b,c,d", "bbox=5,5,1,1", "bbox=nan,nan,nan,nan", "bbox=0,0,1000,1", "bbox=1_0,1,20,2",
        "bbox=1e999,0,1,1", "bbox=,,,", "limit=0", "limit=-5", "limit=ten", "limit=1.5", "limit=٣", "offset=-1",
        "offset=1e9", "offset=99999999999999", "district=atlantis", "district=%27%20OR%201%3D1", "as_of=yesterday",
        "as_of=2025-02-30", "as_of=20250101", "as_of=0000-00-00", "sort=geom", "sort=fid;drop", "filters={",
        "filters=[]", "filters=7", 'filters={"kind":{"in":["x"]}}', "filters=" + "[" * 5000, "q=" + "x" * 500, "q=%00",
        'filters={"magnitude":{"min":NaN}}',
    ],
)  # fmt: skip
def test_nonsense_is_answered_with_400_and_the_reason(client: FlaskClient, query: str) -> None:
    layer = "earthquakes" if "magnitude" in query else "schools"
    reply = client.get(f"/api/layers/{layer}/items?{query}")
    assert reply.status_code == 400
    assert set(reply.json or ()) == {"error", "message", "hint"}
    assert reply.json["error"] == "bad_" + query.split("=", maxsplit=1)[0]


@pytest.mark.parametrize("role", sorted(USERS))
@pytest.mark.parametrize("layer", sorted(SENSITIVE))
def test_R026_a_forbidden_layer_looks_like_an_unknown_one(client: FlaskClient, role: str, layer: str) -> None:
    reply = client.get(f"/api/layers/{layer}/items", headers={"X-Role": role})
    if role in SENSITIVE[layer]:
        assert reply.status_code == 200
        if role == "district_staff":
            assert {f["properties"]["district"] for f in reply.json["features"]} == {"medeu"}
    else:
        unknown = client.get("/api/layers/atlantis/items", headers={"X-Role": role})
        assert (reply.status_code, reply.json) == (unknown.status_code, unknown.json)
        assert reply.status_code == 404
        nonsense = client.get(f"/api/layers/{layer}/items?bbox=x", headers={"X-Role": role})
        assert (nonsense.status_code, nonsense.json) == (unknown.status_code, unknown.json)
