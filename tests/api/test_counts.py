"""Door of the counts and of the legend of cells: what is counted, for whom, and nonsense."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.map_world import USERS


def ask(client: FlaskClient, layer: str, role: str = "visitor", **query: str) -> Any:
    """Decoded answer of the door of counts."""
    reply = client.get(f"/api/layers/{layer}/counts", query_string=query, headers={"X-Role": role})
    assert reply.status_code == 200
    return reply.json


def test_counts_divide_what_is_chosen(client: FlaskClient) -> None:
    found = ask(client, "probe", "admin")
    assert (found["total"], found["matched"]) == (5, 5)
    assert {name: n for name, n in found["by_district"].items() if n} == {"almaly": 3, "medeu": 2}
    assert found["by"]["kind"] == {"a": 2, "b": 3}
    assert found["by"]["working"] == {"true": 3, "false": 1, "null": 1}
    assert (found["by_period"], found["undated"]) == ({}, 5)


def test_every_part_is_counted_without_its_own_choice(client: FlaskClient) -> None:
    chosen = json.dumps({"kind": {"in": ["a"]}, "capacity_mw": {"min": 0.75}})
    found = ask(client, "probe", "admin", filters=chosen, district="almaly")
    assert (found["total"], found["matched"]) == (5, 1)
    assert found["by"]["kind"] == {"a": 1, "b": 2}
    assert found["by"]["working"] == {"false": 1}
    assert {name: n for name, n in found["by_district"].items() if n} == {"almaly": 1}


def test_R025_periods_are_counted_without_the_time(client: FlaskClient) -> None:
    everything, then = ask(client, "schools"), ask(client, "schools", t="2005-01-01..2008-12-31")
    assert (everything["matched"], then["matched"]) == (5, 4)
    assert everything["by_period"] == then["by_period"] == {"2010-09": 1}
    assert (then["period"], then["undated"]) == ("month", 4)
    assert ask(client, "schools", t="2024-06-01")["matched"] == 4


def test_a_box_counts_points_exactly(client: FlaskClient) -> None:
    assert ask(client, "schools", bbox="76.85,43.22,76.90,43.25")["matched"] == 3
    assert ask(client, "schools", bbox="76.8500001,43.22,76.8999999,43.25")["matched"] == 1
    assert ask(client, "schools", bbox="76.8500001,43.22,76.8999999,43.25")["total"] == 5
    assert ask(client, "roads", bbox="76.905,43.23,76.906,43.25")["matched"] == 1


@pytest.mark.parametrize(
    ("layer", "role", "total"),
    [("probe", "visitor", 3), ("probe", "analyst", 4), ("probe", "district_staff", 4), ("cameras", "district_staff", 2),
     ("cameras", "official", 5), ("network_nodes", "analyst", 3)],
)  # fmt: skip
def test_R026_counts_follow_the_policy(client: FlaskClient, layer: str, role: str, total: int) -> None:
    for again in range(2):
        found = ask(client, layer, role)
        assert found["total"] == found["matched"] == sum(found["by_district"].values()) == total, again
        ask(client, layer, "admin")


@pytest.mark.parametrize("role", sorted(USERS))
@pytest.mark.parametrize("door", ["counts", "cells"])
def test_R026_forbidden_and_unknown_are_the_same_404(client: FlaskClient, role: str, door: str) -> None:
    unknown = client.get(f"/api/layers/atlantis/{door}", headers={"X-Role": role})
    assert unknown.status_code == 404
    for layer in ("account", *(() if role in ("district_staff", "official", "admin") else ("cameras",))):
        reply = client.get(f"/api/layers/{layer}/{door}", headers={"X-Role": role})
        assert (reply.status_code, reply.json) == (404, unknown.json)


@pytest.mark.parametrize(
    ("query", "fault"),
    [("filters=nonsense", "filters"), ("filters=[]", "filters"), ('filters={"name_ru":{"in":["x"]}}', "filters"),
     ('filters={"wear_pct":{"min":1}}', "filters"), ("t=yesterday", "t"), ("t=2024-02-30", "t"),
     ("t=2024-02-01..2024-01-01", "t"), ("district=atlantis", "district"), ("bbox=1,2,3", "bbox"),
     ("bbox=77,43,76,44", "bbox")],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_400(client: FlaskClient, query: str, fault: str) -> None:
    reply = client.get(f"/api/layers/probe/counts?{quote(query, safe='=&')}")
    assert (reply.status_code, reply.json["error"]) == (400, f"bad_{fault}")
    assert reply.json["message"]
    assert reply.json["hint"]


def test_answers_are_kept_by_nobody(client: FlaskClient) -> None:
    for door in ("counts", "cells?z=10"):
        reply = client.get(f"/api/layers/schools/{door}")
        assert reply.headers["Cache-Control"] == "private, no-store"


def test_the_legend_of_a_dense_layer_tells_its_classes(client: FlaskClient) -> None:
    found = client.get("/api/layers/appeals/cells?z=11").json
    assert found == {"layer": "appeals", "zoom": 11, "resolution": 8, "breaks": [], "cells": 0, "max": 0, "sum": 0}
    assert client.get("/api/layers/appeals/cells?z=15").json["resolution"] is None
    assert client.get("/api/layers/schools/cells?z=10").json["resolution"] is None


@pytest.mark.parametrize(("query", "fault"), [("z=23", "z"), ("z=-1", "z"), ("z=x", "z"), ("f=1", "f"), ("d=x", "d")])
def test_a_legend_of_nonsense_is_400(client: FlaskClient, query: str, fault: str) -> None:
    reply = client.get(f"/api/layers/appeals/cells?{query}")
    assert (reply.status_code, reply.json["error"]) == (400, f"bad_{fault}")
