"""Door of one object."""

import pytest
from flask.testing import FlaskClient

from tests.map_world import USERS


def test_an_object_with_its_source_and_versions(client: FlaskClient) -> None:
    found = client.get("/api/objects/schools.sch-0005").json
    assert (found["id"], found["properties"]["name_ru"]) == ("schools.sch-0005", "Новое имя")
    assert [v["known_to"] for v in found["versions"]] == [None, "2025-01-01T12:00:00Z"]
    assert found["sources"][0]["attribution"] == "© OpenStreetMap contributors"


@pytest.mark.parametrize("role", sorted(USERS))
@pytest.mark.parametrize("public_id", ["cameras.cam-2", "cam-2", "cameras.no-such", "nothing", "%00", "." * 500])
def test_R026_hidden_and_missing_look_the_same(client: FlaskClient, role: str, public_id: str) -> None:
    reply = client.get(f"/api/objects/{public_id}", headers={"X-Role": role})
    if "cam-2" in public_id and role in ("official", "admin"):
        assert reply.status_code == 200
    else:
        assert reply.status_code == 404
        assert reply.json == client.get("/api/objects/x.y").json
