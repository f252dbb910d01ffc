"""The door of the watched area: for those who see single cameras, and nothing at all for the others."""

import pytest
import shapely
from dash import Dash

from config.policy import Role
from tests.app_world import Visitor
from tests.city_app import own_app, own_city

__all__ = ["own_app", "own_city"]

DOOR = "/api/infrastructure/watched"
CLEARED = {Role.DISTRICT_STAFF, Role.OFFICIAL, Role.ADMIN}


@pytest.mark.parametrize("role", list(Role))
def test_R035_the_watched_area_is_for_those_who_see_single_cameras(made: Dash, role: Role) -> None:
    visitor = Visitor(made)
    if role is not Role.VISITOR:
        visitor.sign_in(role.value)
    reply = visitor.get(DOOR)
    if role not in CLEARED:
        assert reply.status_code == 404
        assert reply.json == visitor.get("/api/layers/no-such-layer/items").json
        return
    assert reply.status_code == 200
    assert "no-store" in reply.headers["Cache-Control"]
    (feature,) = reply.json["features"]
    assert feature["properties"] == {}
    assert shapely.from_geojson(str(feature["geometry"]).replace("'", '"')).area > 0


def test_R035_staff_of_a_district_get_a_part_of_what_officials_get(made: Dash) -> None:
    sizes = []
    for role in (Role.DISTRICT_STAFF, Role.OFFICIAL):
        visitor = Visitor(made)
        visitor.sign_in(role.value)
        sizes.append(len(visitor.get(DOOR).data))
    assert sizes[0] < sizes[1] / 3
