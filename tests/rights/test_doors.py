"""Sensitive layers through every door for every role: there for the entitled, and nowhere for the others."""

import gzip
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import mapbox_vector_tile
import pytest
import shapely

from api.session import CSRF_HEADER
from config.policy import Role
from config.vendor import ensure_vendor
from data.accounts import add_account
from data.pictures import TABLE as PICTURES
from data.store import Store, utc_now
from tests.app_world import PASSWORD, Visitor, city_store, make_app, nodes
from tests.house.files import ROOT

OFFICIAL = {Role.DISTRICT_STAFF, Role.ANALYST, Role.OFFICIAL, Role.ADMIN}
CLEARED = {
    "cameras": {Role.DISTRICT_STAFF, Role.OFFICIAL, Role.ADMIN},
    "network_nodes": OFFICIAL,
    "network_lines": OFFICIAL,
}
MEDEU = "medeu"
CLOSE = 15


class World:
    """The running city, a visitor of each role, and one object of each sensitive layer in Medeu and elsewhere."""

    def __init__(self, store: Store, folder: Path) -> None:
        """Sign everybody in."""
        self.store = store
        self.app = make_app(store, folder, ensure_vendor(ROOT / "var"))
        self.visitors = {role: Visitor(self.app) for role in Role}
        for role, visitor in self.visitors.items():
            if role is not Role.VISITOR:
                visitor.sign_in(role.value)
        # The page of the map with its tree, which tells of all layers at once.
        self.maps: dict[Visitor, str] = {}
        self.objects: dict[str, dict[str, dict[str, Any]]] = {}
        self.totals: dict[str, dict[str, int]] = {}
        for layer in CLEARED:
            with store.read() as conn:
                rows = [dict(row._mapping) for row in conn.execute(store.tables[layer].select())]
            inside, outside = ([r for r in rows if (r["district"] == MEDEU) is own] for own in (True, False))
            self.objects[layer] = {"own": inside[0], "other": outside[0]}
            with store.write() as conn:
                ref = f"{layer}.{inside[0]['object_id']}"
                conn.execute(PICTURES.insert().values(
                    id=f"{layer}-own", object_ref=ref, layer=layer, which="after", width=1, height=1, origin="official",
                    state="shown", at=utc_now(), image=b"large", small=b"small",
                ))  # fmt: skip
            self.totals[layer] = {"own": len(inside), "all": len(rows)}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The city with its demonstration layers."""
    folder = tmp_path_factory.mktemp("rights")
    store = city_store(folder)
    yield World(store, folder)
    store.close()


def page(visitor: Visitor, address: str) -> str:
    """The map page without the address that the frame keeps."""
    (found,) = [node for node in nodes(visitor.layout(address)) if node["props"].get("id") == "map-page"]
    return json.dumps(found, ensure_ascii=False)


def callback(visitor: Visitor, output: str, inputs: list[Any], state: list[Any]) -> Any:
    """What the browser asks of the program when something on the page changes."""
    outputs = [dict(zip(("id", "property"), part.split("@")[0].rsplit(".", 1), strict=True))
               for part in output.strip(".").split("...")]  # fmt: skip
    given = [[{"id": i, "property": p, "value": v} for i, p, v in group] for group in (inputs, state)]
    body = {
        "output": output, "outputs": outputs if output.startswith("..") else outputs[0], "inputs": given[0],
        "state": given[1], "changedPropIds": [f"{given[0][0]['id']}.{given[0][0]['property']}"],
    }  # fmt: skip
    reply = visitor.client.post("/_dash-update-component", json=body, headers={CSRF_HEADER: visitor.token()})
    assert reply.status_code == 200, reply.text
    return reply.json


def tree(visitor: Visitor, layer: str, world: World) -> bool:
    if visitor not in world.maps:
        world.maps[visitor] = page(visitor, "/map")
    return f'"data-layer-toggle": "{layer}"' in world.maps[visitor]


def state_in_address(visitor: Visitor, layer: str, world: World) -> bool:
    own = world.objects[layer]["own"]
    filters = {layer: {"state": {"in": ["working"]}}}
    query = {"l": f"roads,{layer}", "list": layer, "o": f"{layer}.{own['object_id']}", "f": json.dumps(filters)}
    text = page(visitor, f"/map?{urlencode(query)}")
    return layer in text or own["name_ru"] in text


def layers(visitor: Visitor, layer: str, world: World) -> bool:
    return layer in visitor.get("/api/layers").text


def items(visitor: Visitor, layer: str, world: World) -> bool:
    return visitor.get(f"/api/layers/{layer}/items").status_code == 200


def export(visitor: Visitor, layer: str, world: World) -> bool:
    return visitor.get(f"/api/layers/{layer}/items.csv").status_code == 200


def tile(visitor: Visitor, layer: str, world: World) -> bool:
    return visitor.get(f"/tiles/{layer}/8/182/93.mvt").status_code == 200


def api_object(visitor: Visitor, layer: str, world: World) -> bool:
    own = world.objects[layer]["own"]["object_id"]
    return visitor.get(f"/api/objects/{layer}.{own}").status_code == 200


def object_page(visitor: Visitor, layer: str, world: World) -> bool:
    own = world.objects[layer]["own"]
    found = visitor.get(f"/o/{layer}.{own['object_id']}").status_code == 200
    assert (own["name_ru"] in visitor.words(f"/o/{layer}.{own['object_id']}")) is found
    return found


def answers(visitor: Visitor, q: str) -> str:
    """What the search found, without the question."""
    return json.dumps(visitor.get("/api/search", query_string={"q": q}).json["groups"], ensure_ascii=False)


def search(visitor: Visitor, layer: str, world: World) -> bool:
    own = world.objects[layer]["own"]
    by_name, by_id = (answers(visitor, own[name]) for name in ("name_ru", "object_id"))
    # A layer whose names the search leaves out is still found by the id of its objects.
    if world.store.layers[layer].search:
        assert (own["object_id"] in by_name) is (own["object_id"] in by_id)
    else:
        assert own["object_id"] not in by_name
    return own["object_id"] in by_id


def card(visitor: Visitor, layer: str, world: World) -> bool:
    clicked = {"layer": layer, "fid": world.objects[layer]["own"]["fid"], "lon": 0, "lat": 0}
    reply = callback(
        visitor, "..map-card.children...map-object.data..", [("city-map", "selected", clicked)], []
    )  # fmt: skip
    return str(world.objects[layer]["own"]["name_ru"]) in json.dumps(reply, ensure_ascii=False)


def list_rows(visitor: Visitor, layer: str, world: World) -> bool:
    asked = {"startRow": 0, "endRow": 100, "sortModel": []}
    now: dict[str, Any] = {"filters": {}, "district": None, "q": ""}
    reply = callback(
        visitor, "..map-grid.getRowsResponse...map-list-note.children..", [("map-grid", "getRowsRequest", asked)],
        [("map-listed", "data", layer), ("map-now", "data", now)],
    )  # fmt: skip
    rows = reply["response"]["map-grid"]["getRowsResponse"]
    return bool(rows["rowData"]) and bool(rows["rowCount"])


def list_table(visitor: Visitor, layer: str, world: World) -> bool:
    reply = callback(visitor, "map-list-body.children", [("map-listed", "data", layer)], [])
    return "columnDefs" in json.dumps(reply)


def snapshot(visitor: Visitor, layer: str, world: World) -> bool:
    reply = visitor.get(f"/map/snapshot?l={layer},roads&b=76.7,43.0,77.2,43.5")
    unknown = visitor.get("/map/snapshot?l=atlantis,roads&b=76.7,43.0,77.2,43.5")
    found = reply.status_code == 200 and world.objects[layer]["own"]["name_ru"] in reply.text
    if not found:
        assert reply.status_code == unknown.status_code
        assert "демо)" not in reply.text
    return found


def area(visitor: Visitor, layer: str, world: World) -> bool:
    """Figures and list of the whole city; a buffer around the object; the list and the file of an area."""
    own = f"{layer}.{world.objects[layer]['own']['object_id']}"
    wide = {"polygon": [[76.5, 42.9], [77.5, 42.9], [77.5, 43.7], [76.5, 43.7]]}
    replies = [
        visitor.client.post("/api/area", json=body, headers={CSRF_HEADER: visitor.token()})
        for body in ({"area": wide, "layers": [layer], "list": layer}, {"area": f"o.300.{own}", "layers": ["roads"]})
    ]
    for path, text in ((f"{layer}/items", "c.20000.76.93,43.25"), (f"{layer}/items.csv", "c.20000.76.93,43.25"),
                       (f"{layer}/export", "c.20000.76.93,43.25"), ("roads/items", f"o.300.{own}")):  # fmt: skip
        query = {"area": text, "limit": "1"}
        replies += [visitor.get(f"/api/layers/{path}", query_string=query)]
    # A file that is too large at once says so to those alone who may have it.
    (status,) = {200 if reply.status_code == 413 else reply.status_code for reply in replies}
    assert status in (200, 404)
    return status == 200


def near(visitor: Visitor, layer: str, world: World) -> bool:
    around = visitor.get("/api/near?lon=76.93&lat=43.25&r=50000&n=1").text
    asked = visitor.get(f"/api/near?lon=76.93&lat=43.25&n=100&layer={layer}")
    assert (f'"{layer}' in around) == (asked.status_code == 200)
    return asked.status_code == 200


def isochrone(visitor: Visitor, layer: str, world: World) -> bool:
    reply = visitor.get(f"/api/isochrone?lon=76.93&lat=43.25&minutes=5&layers={layer}")
    unknown = visitor.get("/api/isochrone?lon=76.93&lat=43.25&minutes=5&layers=atlantis")
    assert reply.status_code == 200 or reply.json == unknown.json
    return reply.status_code == 200


def picture(visitor: Visitor, layer: str, world: World) -> bool:
    """The file of a picture of the object, large and small; what is not there for all is kept by nobody."""
    number = f"{layer}-own"
    replies = [visitor.get(f"/picture/{number}{size}") for size in ("", "/small")]
    (status,) = {reply.status_code for reply in replies}
    assert status in (200, 404)
    assert all("no-store" in reply.headers["Cache-Control"] for reply in replies)
    if status == 404:
        assert replies[0].json == visitor.get("/picture/none").json
    return status == 200


DOORS: list[Callable[[Visitor, str, World], bool]] = [
    tree, state_in_address, layers, items, export, tile, api_object, object_page, search, card, list_rows, list_table,
    snapshot, area, near, isochrone, picture,
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS, ids=lambda door: str(door.__name__))
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("layer", sorted(CLEARED))
def test_R026_a_sensitive_layer_is_behind_every_door_for_the_entitled_only(
    world: World, layer: str, role: Role, door: Callable[[Visitor, str, World], bool]
) -> None:
    assert door(world.visitors[role], layer, world) == (role in CLEARED[layer])


@pytest.mark.parametrize("layer", sorted(CLEARED))
@pytest.mark.parametrize("role", [r for r in Role if r is not Role.DISTRICT_STAFF])
def test_R026_forbidden_answers_are_those_of_an_unknown_layer(world: World, layer: str, role: Role) -> None:
    visitor = world.visitors[role]
    if role in CLEARED[layer]:
        assert visitor.get(f"/api/layers/{layer}/items").status_code == 200
        return
    own = world.objects[layer]["own"]["object_id"]
    for path in ("/api/layers/{0}/items", "/api/layers/{0}/items.csv", "/tiles/{0}/8/182/93.mvt",
                 "/tiles/{0}/99/0/0.mvt", "/api/layers/{0}/items?bbox=x", "/api/objects/{0}." + own):  # fmt: skip
        forbidden = path.format(layer)
        unknown = forbidden.replace(layer, "atlantis")
        one, other = visitor.get(forbidden), visitor.get(unknown)
        assert (one.status_code, one.json) == (other.status_code, other.json)
        assert one.status_code == 404


def districts_in(visitor: Visitor, layer: str, row: dict[str, Any]) -> set[str]:
    """Districts of what a tile around a row shows, near enough for every class of its layer."""
    place = shapely.point_on_surface(shapely.from_wkb(row["geom"]))
    size = 2**CLOSE
    x = int((place.x + 180) / 360 * size)
    y = int((1 - math.asinh(math.tan(math.radians(place.y))) / math.pi) / 2 * size)
    body = visitor.get(f"/tiles/{layer}/{CLOSE}/{x}/{y}.mvt", headers={"Accept-Encoding": "gzip"}).data
    found = mapbox_vector_tile.decode(gzip.decompress(body)) if body else {}
    return {feature["properties"]["district"] for feature in found.get(layer, {"features": []})["features"]}


@pytest.mark.parametrize("layer", sorted(CLEARED))
def test_R007_district_staff_see_their_own_district_behind_every_door(world: World, layer: str) -> None:
    staff = world.visitors[Role.DISTRICT_STAFF]
    own, other, count = world.objects[layer]["own"], world.objects[layer]["other"], world.totals[layer]
    found = {one["id"]: one for one in staff.get("/api/layers").json["layers"]}[layer]
    assert (found["count"], found["count_by_district"][MEDEU]) == (count["own"], count["own"])
    page_ = staff.get(f"/api/layers/{layer}/items?limit=5000").json
    assert page_["numberMatched"] == count["own"]
    assert {f["properties"]["district"] for f in page_["features"]} == {MEDEU}
    assert staff.get(f"/api/layers/{layer}/items?district={other['district']}").json["numberMatched"] == 0
    assert districts_in(staff, layer, own) == {MEDEU}
    assert districts_in(staff, layer, other) <= {MEDEU}
    for path in (f"/o/{layer}.{other['object_id']}", f"/api/objects/{layer}.{other['object_id']}"):
        assert staff.get(path).status_code == 404
    assert other["object_id"] not in staff.get(f"/api/layers/{layer}/items.csv").text
    assert own["object_id"] in staff.get(f"/api/layers/{layer}/items.csv").text
    assert other["object_id"] not in answers(staff, other["name_ru"])
    snapshot_ = staff.get(f"/map/snapshot?l={layer}&b=76.5,42.9,77.4,43.6").text
    assert own["name_ru"] in snapshot_
    assert other["name_ru"] not in snapshot_


def test_R026_tiles_of_sensitive_layers_are_kept_by_no_cache(world: World) -> None:
    for role in CLEARED["cameras"]:
        answer = world.visitors[role].get("/tiles/cameras/8/182/93.mvt?v=1")
        assert answer.status_code == 200, role
        assert "no-store" in answer.headers["Cache-Control"]


def test_R026_signing_out_closes_the_doors(world: World) -> None:
    """By an account of its own: signing out ends the account's sessions everywhere, also those of the other tests."""
    with world.store.write() as conn:
        add_account(conn, "leaving", "official", None, PASSWORD)
    visitor = Visitor(world.app)
    visitor.sign_in("leaving")
    assert items(visitor, "cameras", world)
    visitor.post("/account/signout", {})
    assert not any(door(visitor, "cameras", world) for door in (items, tile, layers, tree))


def test_tiles_of_open_layers_are_kept_for_the_signed_in_too(world: World) -> None:
    answer = world.visitors[Role.OFFICIAL].get("/tiles/schools/8/182/93.mvt")
    assert answer.headers["Cache-Control"] == "public, no-cache"
