"""One object: by public id, bare id or click, with its former versions and only for whom it is meant."""

import pytest
import shapely

from config.policy import VISITOR
from data.queries.objects import get_object, object_at, object_versions
from data.store import Store
from tests.map_world import USERS


def test_R022_object_by_its_permanent_id(world: Store) -> None:
    with world.read() as conn:
        found = get_object(conn, world, "schools.sch-0001", VISITOR)
    assert found is not None
    assert (found.public_id, found.row["address"], found.known_to) == ("schools.sch-0001", "ул. Абая, 5", None)
    assert shapely.from_wkb(found.wkb).coords[0] == (76.90, 43.25)


def test_a_bare_id_is_enough_when_only_one_layer_has_it(world: Store) -> None:
    with world.read() as conn:
        found = get_object(conn, world, "sch-0002", VISITOR)
        other = get_object(conn, world, "no-such", VISITOR)
    assert found is not None
    assert found.public_id == "schools.sch-0002"
    assert other is None


def test_R015_a_closed_object_keeps_its_address(world: Store) -> None:
    with world.read() as conn:
        found = get_object(conn, world, "schools.sch-gone", VISITOR)
    assert found is not None
    assert found.known_to is not None
    assert found.row["name_ru"] == "Закрытая школа"


def test_R015_former_versions_come_after_the_present_one(world: Store) -> None:
    with world.read() as conn:
        names = [v.row["name_ru"] for v in object_versions(conn, world, "schools", "sch-0005", VISITOR)]
    assert names == ["Новое имя", "Старое имя"]


def test_object_of_a_click(world: Store) -> None:
    with world.read() as conn:
        found = get_object(conn, world, "roads.3", VISITOR)
        assert found is not None
        clicked = object_at(conn, world, "roads", found.fid, VISITOR)
        assert clicked is not None
        assert clicked.public_id == "roads.3"
        assert object_at(conn, world, "roads", 10**12, VISITOR) is None
        assert object_at(conn, world, "roads", -1, VISITOR) is None
        assert object_at(conn, world, "atlantis", 1, VISITOR) is None


@pytest.mark.parametrize(
    "public_id",
    ["", ".", "schools.", ".sch-0001", "schools.' OR 1=1", "x" * 1000, "schools.\0", "account.admin", "cameras", "1.1"],
)
def test_an_id_of_nothing_is_none(world: Store, public_id: str) -> None:
    with world.read() as conn:
        assert get_object(conn, world, public_id, VISITOR) is None


@pytest.mark.parametrize("role", sorted(USERS))
def test_R026_a_sensitive_object_is_found_by_the_entitled_only(world: Store, role: str) -> None:
    seen = {"district_staff": {"cam-0"}, "official": {"cam-0", "cam-2"}, "admin": {"cam-0", "cam-2"}}.get(role, set())
    with world.read() as conn:
        for object_id in ("cam-0", "cam-2"):
            for public_id in (f"cameras.{object_id}", object_id):
                assert (get_object(conn, world, public_id, USERS[role]) is not None) == (object_id in seen)
            whole = get_object(conn, world, f"cameras.{object_id}", USERS["admin"])
            assert whole is not None
            assert (object_at(conn, world, "cameras", whole.fid, USERS[role]) is not None) == (object_id in seen)
            assert bool(object_versions(conn, world, "cameras", object_id, USERS[role])) == (object_id in seen)
