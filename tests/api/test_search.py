"""Door of the search."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.map_world import USERS


def groups(client: FlaskClient, q: str, **headers: str) -> dict[str, list[str]]:
    reply = client.get("/api/search", query_string={"q": q}, headers=headers)
    assert reply.status_code == 200
    return {group["group"]: [r["id"] for r in group["results"]] for group in reply.json["groups"]}


def test_answers_are_grouped_titled_and_placed(client: FlaskClient) -> None:
    reply = client.get("/api/search?q=Абая", headers={"X-Lang": "kk"}).json
    (street,) = [g for g in reply["groups"] if g["group"] == "street"]
    assert street["title"] == "Көшелер"
    found = street["results"][0]
    assert found["title"] == "проспект Абая"
    assert found["href"].startswith("/map?c=76.9")
    assert found["bbox"] == [76.9, 43.24, 76.92, 43.24]
    assert found["note"] in ("Алмалы ауданы", "Медеу ауданы")


def test_a_limit_bounds_all_groups_together(client: FlaskClient) -> None:
    reply: Any = client.get("/api/search?q=школа&limit=1").json
    assert sum(len(g["results"]) for g in reply["groups"]) == 1


@pytest.mark.parametrize("q", ["", " ", "!!!", "%", "'; DROP TABLE roads; --", "<script>", "\u202e", "🙂" * 40])
def test_odd_texts_are_answered(client: FlaskClient, q: str) -> None:
    assert client.get("/api/search", query_string={"q": q}).status_code == 200


@pytest.mark.parametrize("query", ["q=" + "x" * 101, "q=%00", "q=a&limit=0", "q=a&limit=-1", "q=a&limit=x"])
def test_nonsense_is_400(client: FlaskClient, query: str) -> None:
    reply = client.get(f"/api/search?{query}")
    assert (reply.status_code, reply.json["error"]) == (400, "bad_limit" if "limit" in query else "bad_q")


@pytest.mark.parametrize("role", sorted(USERS))
def test_R026_sensitive_things_are_found_by_the_entitled_only(client: FlaskClient, role: str) -> None:
    every = {f"cameras.cam-{i}" for i in range(5)}
    cameras = {"district_staff": {"cameras.cam-0", "cameras.cam-1"}, "official": every, "admin": every}
    found = groups(client, "секретная камера", **{"X-Role": role})
    assert set(found.get("object", [])) == cameras.get(role, set())
    titles = groups(client, "камеры видеонаблюдения", **{"X-Role": role})
    assert ("cameras" in titles.get("layer", [])) == (role in cameras)
    for q in ("cam-2", "cameras.cam-2"):
        assert ("cameras.cam-2" in groups(client, q, **{"X-Role": role}).get("object", [])) == (
            role in ("official", "admin")
        )
