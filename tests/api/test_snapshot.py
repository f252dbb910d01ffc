"""Door of the snapshot: the state of the map's address as a file, for whom, and what it answers to nonsense."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import snapshot
from api.snapshot import box_around, zoom_for
from components import libraries
from config import i18n
from config.settings import ROOT
from config.vendor import ensure_vendor
from data.store import Store
from tests.api.conftest import doors
from tests.map_world import USERS, fill, open_store, put, row
from tests.reports.snapshot_world import data_of, plain, told

PATH = "/map/snapshot"
WIDE = "76.5,42.8,78.5,43.9"


@pytest.fixture
def server(world: Store, monkeypatch: pytest.MonkeyPatch) -> Flask:
    return served(world, monkeypatch)


def served(store: Store, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The door over a store that may have the probe."""
    for lang in i18n.LANGS:
        monkeypatch.setitem(i18n.words(lang), "layer.probe.title", "Probe")
    found = doors(store)
    snapshot.register(found)
    found.extensions[libraries.EXTENSION] = ensure_vendor(ROOT / "var")
    return found


@pytest.fixture
def client(server: Flask) -> FlaskClient:
    return server.test_client()


def taken(client: FlaskClient, role: str = "visitor", lang: str = "ru", **query: Any) -> str:
    reply = client.get(PATH, query_string=query, headers={"X-Role": role, "X-Lang": lang})
    assert reply.status_code == 200, reply.text
    return reply.text


def shown(client: FlaskClient, layer: str, **query: Any) -> set[str]:
    return {row["id"] for row in told(taken(client, **query)).get(layer, [])}


def test_the_answer_is_a_file_that_nobody_keeps(client: FlaskClient) -> None:
    before = datetime.now(ZoneInfo("Asia/Almaty")).date()
    reply = client.get(f"{PATH}?l=schools")
    after = datetime.now(ZoneInfo("Asia/Almaty")).date()
    assert reply.mimetype == "text/html"
    names = [f'attachment; filename="almaty-map-{day:%Y-%m-%d}.html"' for day in (before, after)]
    assert reply.headers["Content-Disposition"] in names
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.text.startswith("<!DOCTYPE html>")
    assert reply.text.rstrip().endswith("</html>")


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_the_file_speaks_the_language_of_the_request(client: FlaskClient, lang: str) -> None:
    html = taken(client, lang=lang, l="schools")
    assert f'<html lang="{lang}">' in html
    assert i18n.t(lang, "layer.schools.title") in plain(html)  # type: ignore[arg-type]  # one of LANGS


def test_layers_filters_district_and_window_are_those_of_the_address(client: FlaskClient) -> None:
    filters = json.dumps({"earthquakes": {"magnitude": {"min": 6}}})
    assert shown(client, "earthquakes", l="earthquakes", f=filters, b=WIDE) == {"q1", "q2"}
    assert shown(client, "earthquakes", l="earthquakes", d="medeu", b=WIDE) == {"q3", "q4"}
    assert shown(client, "schools", l="schools", b="76.89,43.245,76.91,43.255") == {"sch-0001"}
    assert shown(client, "schools", l="earthquakes", b=WIDE) == set()
    assert shown(client, "schools", l="schools", c="76.9,43.25", z="15") == {"sch-0001"}


def test_R025_the_file_has_the_time_and_the_day_of_knowledge_of_the_address_and_says_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = fill(open_store(f"sqlite:///{tmp_path / 'c.gpkg'}"))
    client = served(own, monkeypatch).test_client()
    put(own, "earthquakes", [
        row("q-old", 78.4, 42.9, kind="earthquake", state="past", source="usgs_earthquakes", district="outside",
            valid_from=date(1887, 6, 9), valid_to=date(1887, 6, 9))
    ])  # fmt: skip
    quakes = {"q-old", "q1", "q2", "q3", "q4"}
    assert shown(client, "earthquakes", l="earthquakes", b=WIDE) == quakes
    timed = {"l": "earthquakes,schools", "b": WIDE, "t": "1990-01-01..1990-12-31"}
    assert shown(client, "earthquakes", **timed) == quakes - {"q-old"}
    assert len(shown(client, "schools", **timed)) == 5, "schools have no time"
    assert "1 января 1990 г. – 31 декабря 1990 г." in plain(taken(client, **timed))
    known = {"l": "schools", "b": WIDE, "at": "2020-06-01"}
    assert shown(client, "schools", **known) == {"sch-0005", "sch-gone"}
    assert "По данным на" in plain(taken(client, **known))
    assert client.get(PATH, query_string={"l": "schools", "at": "x"}).status_code == 400


def test_without_a_window_the_city_the_district_or_the_object_is_shown(client: FlaskClient) -> None:
    everywhere = {"sch-0001", "sch-0002", "sch-0003", "sch-0005"}
    assert shown(client, "schools") == everywhere
    assert shown(client, "schools", d="medeu") == {"sch-0002"}
    assert shown(client, "schools", o="schools.sch-0001") == {"sch-0001"}
    assert "fitBounds(" in taken(client, d="medeu").split("</script>")[-2]


def test_the_window_of_the_browser_goes_before_the_centre(client: FlaskClient) -> None:
    html = taken(client, l="schools", b="76.89,43.245,76.91,43.255", c="76.9,43.25", z="14.2")
    assert "[[43.245, 76.89], [43.255, 76.91]]" in html


def test_a_window_that_leaves_the_world_is_cut_to_it(client: FlaskClient) -> None:
    assert shown(client, "schools", l="schools", b="-190.5,-95,200,99") >= {"sch-0001", "sch-0004"}


def test_the_selected_object_is_named_by_its_id_or_by_the_feature_clicked(client: FlaskClient, world: Store) -> None:
    with world.read() as conn:
        fid = conn.execute(
            world.tables["schools"].select().where(world.tables["schools"].c.object_id == "sch-0002")
        ).one().fid  # fmt: skip
    for name in ("schools.sch-0002", f"schools/{fid}"):
        found = data_of(taken(client, l="schools", o=name, b=WIDE))
        layer, at = found["selected"]
        assert found["layers"][layer]["rows"][at][4] == "sch-0002"
    for name in ("schools.none", "schools/99999999999", "schools/999999", "atlantis/1", "x" * 400):
        assert data_of(taken(client, l="schools", o=name, b=WIDE))["selected"] is None


def test_permanent_addresses_and_the_live_map_are_whole_addresses(client: FlaskClient) -> None:
    html = taken(client, l="schools", d="medeu", lang="kk")
    assert data_of(html)["site"] == "http://localhost"
    address = "http://localhost/map?" + urlencode({"l": "schools", "d": "medeu", "lang": "kk"})
    assert address.replace("&", "&amp;") in html


@pytest.mark.parametrize("role", sorted(USERS))
@pytest.mark.parametrize("layer", ["cameras", "network_nodes"])
def test_R026_a_sensitive_layer_is_in_the_file_of_the_entitled_only(client: FlaskClient, role: str, layer: str) -> None:
    entitled = {"cameras": {"district_staff", "official", "admin"},
                "network_nodes": {"district_staff", "analyst", "official", "admin"}}[layer]  # fmt: skip
    reply = client.get(PATH, query_string={"l": f"{layer},roads", "b": WIDE}, headers={"X-Role": role})
    if role in entitled:
        assert reply.status_code == 200
        districts = {row["Район"] for row in told(reply.text)[layer]}
        assert (districts == {"Медеуский район"}) == (role == "district_staff")
    else:
        unknown = client.get(PATH, query_string={"l": "atlantis,roads", "b": WIDE}, headers={"X-Role": role})
        assert (reply.status_code, reply.text) == (unknown.status_code, unknown.text)
        assert reply.status_code == 400


@pytest.mark.parametrize("name", ["cameras.cam-0", "network_nodes.node-0"])
def test_R026_a_visitor_gets_no_sensitive_object_by_selecting_it(client: FlaskClient, name: str) -> None:
    html = taken(client, l="schools", o=name, b=WIDE)
    unknown = taken(client, l="schools", o="schools.none", b=WIDE)
    assert data_of(html) == data_of(unknown)
    assert "cam-0" not in plain(html) + json.dumps(data_of(html))


def test_R026_rows_and_fields_of_an_open_layer_follow_the_policy(client: FlaskClient) -> None:
    assert shown(client, "probe", l="probe", b=WIDE) == {"p0", "p1", "p2"}
    assert shown(client, "probe", l="probe", b=WIDE, role="analyst") == {"p0", "p1", "p2", "p3"}
    reply = client.get(PATH, query_string={"l": "probe", "f": json.dumps({"probe": {"wear_pct": {"min": 1}}})})
    assert reply.status_code == 400


@pytest.mark.parametrize("query", [
    "l=atlantis", "l=schools;drop", "f={", "f=[]", 'f={"schools":{"kind":1}}', 'f={"atlantis":{}}', "f=" + "[" * 5000,
    "d=atlantis", "d=%27%20OR%201=1", "c=1", "c=a,b", "c=500,43", "c=76.9,43.2,1", "z=ten", "z=99", "z=nan", "z=-1",
    "b=1", "b=1,2,3", "b=a,b,c,d", "b=nan,nan,nan,nan", "b=77,43,76,44", "b=76,44,77,43", "b=76,43,76,43",
    "b=1e3,1,2,3", "b=,,,", "b=200,43,300,44", "m=atlantis", 'f={"earthquakes":{"magnitude":{"min":NaN}}}',
])  # fmt: skip
def test_nonsense_is_answered_with_400_and_what_to_do(client: FlaskClient, query: str) -> None:
    reply = client.get(f"{PATH}?{query}")
    assert reply.status_code == 400
    assert reply.headers["Cache-Control"] == "no-store"
    assert "Content-Disposition" not in reply.headers
    words = plain(reply.text)
    assert i18n.t("ru", "error.bad_state.message") in words
    assert i18n.t("ru", "error.bad_state.hint") in words


@pytest.mark.parametrize("query", [
    "", "l=", "l=,,", "f=", "d=", "c=&z=", "b=", "z=3", "theme=dark", "utm=1", "list=schools",
])  # fmt: skip
def test_what_is_empty_or_of_no_concern_is_no_fault(client: FlaskClient, query: str) -> None:
    assert client.get(f"{PATH}?{query}").status_code == 200


def test_a_centre_at_the_end_of_the_world_is_no_fault(client: FlaskClient) -> None:
    assert shown(client, "schools", l="schools", c="180,-85", z="0") == set()
    assert "sch-0004" in shown(client, "schools", l="schools", c="180,43", z="0")


def test_without_browser_libraries_the_door_is_closed_for_now(server: Flask) -> None:
    server.extensions[libraries.EXTENSION] = None
    assert server.test_client().get(PATH).status_code == 503


def test_only_reading_is_possible(client: FlaskClient) -> None:
    assert client.post(PATH).status_code == 405
    assert client.head(PATH).status_code == 200


@pytest.mark.parametrize("zoom", [2.0, 10.6, 14.25, 19.0])
def test_the_window_around_a_place_has_the_zoom_it_was_made_for(zoom: float) -> None:
    box = box_around((76.9, 43.25), zoom)
    assert zoom_for(box) == pytest.approx(zoom, abs=0.4)
    assert box[0] < 76.9 < box[2]
    assert box[1] < 43.25 < box[3]
