"""Doors of areas, of what is near, and of what is reached: over hand-made rows, on both engines, for every role."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import shapely
from flask import Flask, g, request
from flask.testing import FlaskClient

from analysis.metric import plane_of
from analysis.polyline import encode
from api import area, errors, export, isochrone, layers, near, session
from components.context import EXTENSION
from config import i18n
from config.policy import User
from config.settings import Settings
from data.store import Store
from tests.data.queries.conftest import world
from tests.map_world import USERS

__all__ = ["world"]

PLANE = plane_of(32643)
SENSITIVE = {"cameras": {"district_staff", "official", "admin"},
             "network_nodes": {"district_staff", "analyst", "official", "admin"}}  # fmt: skip
WIDE = [[76.8, 43.1], [77.4, 43.1], [77.4, 43.7], [76.8, 43.7]]


@pytest.fixture
def client(world: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    for lang in i18n.LANGS:
        monkeypatch.setitem(i18n.words(lang), "layer.probe.title", "Probe")
    server = Flask("doors")
    server.extensions[EXTENSION] = world
    server.extensions[session.SETTINGS] = Settings(home=tmp_path)
    for module in (errors, area, export, isochrone, layers, near):
        module.register(server)

    @server.before_request
    def _who() -> None:
        g.user, g.lang = USERS.get(request.headers.get("X-Role", "visitor"), User()), "en"

    return server.test_client()


def ask(client: FlaskClient, wanted: object, names: list[str], role: str = "visitor", **more: Any) -> Any:
    reply = client.post("/api/area", json={"area": wanted, "layers": names, **more}, headers={"X-Role": role})
    return reply.json if reply.status_code == 200 else reply


def square(west: float, south: float, side: float) -> list[list[float]]:
    """Corners in degrees of a square that stands straight in the plane, metres from the place in degrees."""
    x, y = PLANE.metres(shapely.Point(west, south)).coords[0]
    ring = shapely.get_coordinates(PLANE.degrees(shapely.box(x, y, x + side, y + side))).tolist()
    return [[float(lon), float(lat)] for lon, lat in ring]


def test_R020_a_square_of_a_kilometre_has_its_size(client: FlaskClient) -> None:
    found = ask(client, {"polygon": square(76.9, 43.24, 1000)}, ["roads", "schools"])
    assert found["km2"] == pytest.approx(1.0, abs=1e-4)
    assert found["perimeter_km"] == pytest.approx(4.0, abs=1e-3)
    assert found["outline"]["type"] == "Polygon"


def test_a_line_is_cut_in_half_at_the_edge(client: FlaskClient) -> None:
    half = [[76.89, 43.23], [76.905, 43.23], [76.905, 43.25], [76.89, 43.25]]
    (roads,) = ask(client, {"polygon": half}, ["roads"])["layers"]
    whole = PLANE.metres(shapely.LineString([(76.90, 43.24), (76.91, 43.24)])).length
    assert (roads["count"], [kind["kind"] for kind in roads["kinds"]]) == (1, ["primary"])
    assert roads["length_km"] * 1000 == pytest.approx(whole / 2, abs=0.05)


def test_areas_inside_are_measured_and_cut(client: FlaskClient) -> None:
    part = [[76.9, 43.23], [76.93, 43.23], [76.93, 43.28], [76.9, 43.28]]
    (found,) = ask(client, {"polygon": part}, ["districts"])["layers"]
    own = PLANE.metres(shapely.box(76.9, 43.23, 76.93, 43.28)).area / 1e6
    assert found["area_km2"] == pytest.approx(own, rel=1e-4)
    assert found["count"] == 2, "the neighbour touches the edge"


def test_points_on_the_edge_and_inside_are_counted_by_kind_and_listed(client: FlaskClient) -> None:
    edge = [[76.85, 43.2], [76.9, 43.2], [76.9, 43.3], [76.85, 43.3]]
    found = ask(client, {"polygon": edge}, ["schools", "roads"], list="schools")
    schools = found["layers"][0]
    assert (schools["count"], schools["kinds"][0]["count"]) == (3, 3)
    assert (found["items"]["total"], found["items"]["cut"]) == (3, False)
    assert {row["id"] for row in found["items"]["rows"]} == {"schools.sch-0001", "schools.sch-0003", "schools.sch-0005"}


def test_a_circle_holds_what_is_within_its_radius(client: FlaskClient) -> None:
    metres = PLANE.metres(shapely.LineString([(76.9, 43.25), (76.95, 43.24)])).length
    for radius, count in ((int(metres) - 5, 2), (int(metres) + 5, 3)):
        found = ask(client, {"circle": [76.9, 43.25], "buffer_m": radius}, ["schools"])
        assert found["layers"][0]["count"] == count
        assert found["km2"] == pytest.approx(3.14159 * radius**2 / 1e6, rel=0.005)


def test_around_an_object_and_along_a_street(client: FlaskClient) -> None:
    point = ask(client, {"object": "schools.sch-0001", "buffer_m": 100}, ["schools"])
    assert (point["layers"][0]["count"], point["area"]) == (1, "o.100.schools.sch-0001")
    piece = ask(client, "o.50.roads.1", ["roads"])
    street = ask(client, "s.50.roads.1", ["roads"])
    assert piece["layers"][0]["length_km"] < street["layers"][0]["length_km"]
    whole = PLANE.metres(shapely.LineString([(76.90, 43.24), (76.92, 43.24)])).length / 1000
    assert street["layers"][0]["length_km"] == pytest.approx(whole, rel=1e-3)


def test_a_district_has_its_count_of_people_and_a_part_of_it_a_model(client: FlaskClient) -> None:
    whole = ask(client, {"district": "almaly"}, ["districts", "roads"])
    assert [layer["id"] for layer in whole["layers"]] == ["roads"], "its neighbours touch it, and are not in it"
    assert (whole["residents"]["number"], whole["residents"]["origin"]) == (1000, "open")
    west = ask(client, {"polygon": [[76.88, 43.2], [76.905, 43.2], [76.905, 43.28], [76.88, 43.28]]}, ["roads"])
    assert west["residents"]["origin"] == "model"
    (share,) = west["residents"]["shares"]
    half, long = (PLANE.metres(shapely.LineString(xy)).length for xy in (
        [(76.90, 43.24), (76.905, 43.24)], [(76.90, 43.26), (76.90, 43.27)]))  # fmt: skip
    assert share["share"] == pytest.approx(min(1, (half + long) / 200), abs=0.001)


def test_filters_time_and_district_narrow_an_area(client: FlaskClient) -> None:
    one = ask(client, {"polygon": WIDE}, ["schools", "earthquakes"], t="2005-01-01", list="schools")
    assert one["layers"][0]["count"] == one["items"]["total"] == 4
    rules = {"earthquakes": {"magnitude": {"min": 7}}}
    assert ask(client, {"polygon": WIDE}, ["earthquakes"], filters=rules)["layers"][0]["count"] == 1
    assert ask(client, {"polygon": WIDE}, ["schools"], district="medeu")["layers"][0]["count"] == 1


@pytest.mark.parametrize("day", ["2018-01-01", "2020-06-01", "2025-06-01"])
def test_R025_tools_count_what_was_known_on_a_day(client: FlaskClient, day: str) -> None:
    known = {"as_of": day}
    rows = client.get("/api/layers/schools/items", query_string=known).json["features"]
    whole = len(rows)
    assert bool(whole) == (day > "2019")
    found = ask(client, {"polygon": WIDE}, ["schools"], list="schools", **known)
    assert found["layers"][0]["count"] == found["items"]["total"] == whole
    near_by = {"lon": 76.9, "lat": 43.24, "layer": "schools", "n": 20, **known}
    objects = {one["id"] for one in client.get("/api/near", query_string=near_by).json["objects"]}
    assert bool(objects) == bool(whole)
    assert objects <= {one["id"] for one in rows}
    walk = {"lon": 76.91, "lat": 43.24, "minutes": "10", "layers": "roads", **known}
    (limit,) = client.get("/api/isochrone", query_string=walk).json["limits"]
    roads = ask(client, {"polygon": WIDE}, ["roads"], **known)["layers"][0]["count"]
    assert bool(limit["layers"][0]["count"]) == bool(roads)


def test_R020_list_and_file_take_the_same_area(client: FlaskClient) -> None:
    text = "p.0." + encode([(76.85, 43.2), (76.9, 43.2), (76.9, 43.3), (76.85, 43.3)])
    page = client.get("/api/layers/schools/items", query_string={"area": text, "limit": 2}).json
    assert (page["numberMatched"], page["numberReturned"]) == (3, 2)
    assert len(client.get(page["next"]).json["features"]) == 1
    body = client.get("/api/layers/schools/items.csv", query_string={"area": text}).text
    assert ("schools.sch-0001" in body, "schools.sch-0002" in body) == (True, False)


BAD: list[tuple[object, str]] = [
    ("{", "bad_body"), ("[]", "bad_body"), ("[" * 5000, "bad_body"), ({"area": "d.medeu", "x": 1}, "bad_body"),
    ({}, "bad_area"), ({"area": "d.MEDEU"}, "bad_area"), ({"area": {"polygon": [[1, 2]] * 900}}, "bad_area_points"),
    ({"area": {"polygon": [[76.9, 43.2], [76.95, 43.25], [76.95, 43.2], [76.9, 43.25]]}}, "bad_area_crosses"),
    ({"area": {"polygon": [[76.9, 43.2], [76.95, 43.2], [76.92, 43.2]]}}, "bad_area_crosses"),
    ({"area": {"polygon": [[10, 10], [11, 10], [11, 11]]}}, "bad_area_far"),
    ({"area": {"polygon": [[74.8, 41.1], [79.1, 41.1], [79.1, 45.3], [74.8, 45.3]]}}, "bad_area_large"),
    ({"area": {"object": "schools.sch-0001"}}, "bad_area_buffer"),
    ({"area": "d.medeu", "layers": "roads"}, "bad_layers"),
    ({"area": "d.medeu", "layers": [1]}, "bad_layers"), ({"area": "d.medeu", "layers": ["roads"] * 101}, "bad_layers"),
    ({"area": "d.medeu", "filters": 5}, "bad_filters"), ({"area": "d.medeu", "t": 5}, "bad_t"),
    ({"area": "d.medeu", "t": "soon"}, "bad_t"), ({"area": "d.medeu", "list": "roads"}, "bad_list"),
    ({"area": "d.medeu", "list": ["roads"]}, "bad_list"), ({"area": "s.5.schools.sch-0001"}, "bad_area"),
    ({"area": "d.medeu", "layers": ["roads"], "district": 4}, "bad_district"),
    ({"area": "d.medeu", "layers": ["roads"], "district": "atlantis"}, "bad_district"),
    ({"area": "d.medeu", "layers": ["roads"], "filters": {"roads": {"geom": {}}}}, "bad_filters"),
    ('{"area": {"polygon": [[NaN, 43], [76, 43], [76, 44]]}}', "bad_area"),
    ('{"area": {"circle": [76.9, 43.2], "buffer_m": 1e999}}', "bad_area"),
    ('{"area": {"circle": [' + "9" * 400 + ', 43.2], "buffer_m": 5}}', "bad_area"),
    ('{"area": "' + "x" * 200_000 + '"}', "bad_area_points"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "error"), BAD, ids=lambda value: str(value)[:30])
def test_nonsense_is_answered_with_400_and_the_reason(client: FlaskClient, body: object, error: str) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    reply = client.post("/api/area", data=text, content_type="application/json")
    assert (reply.status_code, reply.json["error"]) == (400, error)
    assert set(reply.json or ()) == {"error", "message", "hint"}


@pytest.mark.parametrize("wanted", ["d.atlantis", "o.50.schools.none", "o.50.cameras.cam-0", "s.50.roads.99"])
def test_an_area_around_what_is_not_there_is_not_found(client: FlaskClient, wanted: str) -> None:
    assert ask(client, wanted, ["roads"]).status_code == 404


@pytest.mark.parametrize("role", sorted(USERS))
@pytest.mark.parametrize("layer", sorted(SENSITIVE))
def test_R026_a_sensitive_layer_is_in_no_area_for_others(client: FlaskClient, role: str, layer: str) -> None:
    area_ = ask(client, {"polygon": WIDE}, [layer], role)
    near_ = client.get(f"/api/near?lon=76.9&lat=43.25&r=50000&n=100&layer={layer}", headers={"X-Role": role})
    around = client.get("/api/near?lon=76.9&lat=43.25&r=50000&n=100", headers={"X-Role": role}).json
    iso = client.get(f"/api/isochrone?lon=76.9&lat=43.24&layers={layer}", headers={"X-Role": role})
    own = "cameras.cam-0" if layer == "cameras" else "network_nodes.node-0"
    circle = client.post("/api/area", json={"area": f"o.50.{own}"}, headers={"X-Role": role})
    if role not in SENSITIVE[layer]:
        assert [reply.status_code for reply in (area_, near_, iso, circle)] == [404] * 4
        assert area_.json == ask(client, {"polygon": WIDE}, ["atlantis"], role).json
        assert layer not in json.dumps(around)
        return
    assert iso.status_code == circle.status_code == 200
    found = {one["layer"]: one for one in around["objects"]}
    assert layer in found
    counts = area_["layers"][0]["count"], len(near_.json["objects"])
    everywhere = {"cameras": 5, "network_nodes": 3}[layer]
    staff = {"cameras": 2, "network_nodes": 1}[layer]
    assert counts == ((staff, staff) if role == "district_staff" else (everywhere, everywhere))


def test_rows_more_sensitive_than_their_layer_are_counted_for_the_entitled_only(client: FlaskClient) -> None:
    assert ask(client, {"polygon": WIDE}, ["probe"])["layers"][0]["count"] == 3
    assert ask(client, {"polygon": WIDE}, ["probe"], "official")["layers"][0]["count"] == 5


def test_R018_what_is_here_names_district_street_and_neighbours(client: FlaskClient) -> None:
    found = client.get("/api/near?lon=76.905&lat=43.2418&r=3000&n=2").json
    assert (found["district"]["id"], found["street"]["id"]) == ("almaly", "roads.1")
    assert found["street"]["distance_m"] == pytest.approx(200, abs=1)
    assert found["street"]["direction"] == "south"
    distances = [one["distance_m"] for one in found["objects"]]
    assert distances == sorted(distances)
    school = next(one for one in found["objects"] if one["id"] == "schools.sch-0001")
    line = PLANE.metres(shapely.LineString([(76.905, 43.2418), (76.9, 43.25)]))
    assert school["distance_m"] == pytest.approx(line.length, abs=0.1)
    assert school["direction"] == "north-west"
    assert {"roads", "districts"} & {one["layer"] for one in found["objects"]} == set()
    assert found["place"] | {"lon": 76.905, "lat": 43.2418, "crs": 32643} == found["place"]


def test_the_nearest_of_a_layer_are_found_however_far(client: FlaskClient) -> None:
    found = client.get("/api/near?lon=76.9&lat=43.25&layer=schools&n=4").json["objects"]
    assert [one["id"] for one in found] == [f"schools.sch-000{i}" for i in (1, 5, 2, 3)]
    rules = json.dumps({"magnitude": {"min": 5}})
    (quake,) = client.get(f"/api/near?lon=76.9&lat=43.25&layer=earthquakes&n=1&filters={rules}").json["objects"]
    assert quake["id"] == "earthquakes.q1"


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("lat=43.2", "bad_lon"), ("lon=76.9", "bad_lat"), ("lon=nan&lat=43", "bad_lon"), ("lon=0&lat=43", "bad_lon"),
        ("lon=1e2&lat=43", "bad_lon"), ("lon=76.9&lat=43&n=0", "bad_n"), ("lon=76.9&lat=43&n=1000000000", "bad_n"),
        ("lon=76.9&lat=43&n=x", "bad_n"), ("lon=76.9&lat=43&r=0", "bad_r"), ("lon=76.9&lat=43&r=99999999", "bad_r"),
        ("lon=76.9&lat=43&r=inf", "bad_r"), ("lon=76.9&lat=43&t=x", "bad_t"),
        ("lon=76.9&lat=43&layer=roads&filters=[]", "bad_filters"),
    ],
)  # fmt: skip
def test_nonsense_about_a_place_is_answered_with_400(client: FlaskClient, query: str, error: str) -> None:
    reply = client.get(f"/api/near?{query}")
    assert (reply.status_code, reply.json["error"]) == (400, error)


def test_an_isochrone_follows_the_roads_and_counts_what_it_reaches(client: FlaskClient) -> None:
    found = client.get("/api/isochrone?lon=76.91&lat=43.24&mode=foot&minutes=5,10&layers=schools,roads").json
    five, ten = found["limits"]
    assert (found["off_m"], five["minutes"], ten["minutes"]) == (0, 5, 10)
    assert five["road_km"] == pytest.approx(0.8, abs=0.01)
    assert ten["road_km"] == pytest.approx(1.6, abs=0.02)
    assert found["network"] | {"nodes": 7, "main_nodes": 3} == found["network"]
    assert ten["residents"]["origin"] == "model"
    assert ten["outline"]["type"] in ("Polygon", "MultiPolygon")
    assert {one["id"]: one["count"] for one in ten["layers"]} == {"schools": 0, "roads": 2}
    rules = quote('{"roads": {"kind": {"in": ["secondary"]}}}')
    (kept,) = client.get(f"/api/isochrone?lon=76.91&lat=43.24&minutes=10&layers=roads&filters={rules}").json["limits"]
    assert [one["count"] for one in kept["layers"]] == [0]
    again = client.get("/api/isochrone?lon=76.91&lat=43.24&mode=foot&minutes=10,5").json
    assert [one["km2"] for one in again["limits"]] == [five["km2"], ten["km2"]]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("lon=76.91&lat=43.24&mode=boat", "bad_mode"), ("lon=76.91&lat=43.24&minutes=0", "bad_minutes"),
        ("lon=76.91&lat=43.24&minutes=61", "bad_minutes"), ("lon=76.91&lat=43.24&minutes=5,x", "bad_minutes"),
        ("lon=76.91&lat=43.24&layers=roads&filters=[]", "bad_filters"),
        ("lon=76.91&lat=43.24&minutes=1,2,3,4,5,6,7", "bad_minutes"),
        ("lon=76.91&lat=43.24&minutes=%D9%A3", "bad_minutes"),
        ("lon=78.9&lat=44.9", "bad_place"), ("lon=x&lat=43", "bad_lon"), ("lon=76.91", "bad_lat"),
        ("lon=76.91&lat=43.24&t=never", "bad_t"), ("lon=76.91&lat=43.24&as_of=1", "bad_as_of"),
        ("lon=76.91&lat=43.24&layers=" + "roads," * 101, "bad_layers"),
    ],
)  # fmt: skip
def test_nonsense_about_minutes_is_answered_with_400(client: FlaskClient, query: str, error: str) -> None:
    reply = client.get(f"/api/isochrone?{query}")
    assert (reply.status_code, reply.json["error"]) == (400, error)
