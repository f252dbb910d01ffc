"""The search finds what is meant, in any spelling, ranked, and only what the person may see."""

from pathlib import Path

import pytest
import shapely

from data import schema
from data.queries.search import EACH, Hit, search
from data.queries.streets import Segment, Street, is_kazakh, street_key, streets
from data.store import INDICATORS, Store
from tests.map_world import STAMP, USERS, open_store, put, row


def found(store: Store, q: str, role: str = "visitor", limit: int = 20) -> list[Hit]:
    with store.read() as conn:
        return search(conn, store, q, USERS[role], limit)


def ids(store: Store, q: str, group: str, role: str = "visitor") -> list[str]:
    return [hit.entry.id for hit in found(store, q, role) if hit.entry.group == group]


@pytest.mark.parametrize(
    "q", ["Толе би", "төле би", "tole bi", "толеби", "толе бй", "ТОЛЕ БИ", "улица толе", "tolle bi"]
)
def test_R023_a_street_in_any_spelling_and_with_a_slip(world: Store, q: str) -> None:
    assert "улица Толе би" in [h.entry.title("ru") for h in found(world, q) if h.entry.group == "street"]


@pytest.mark.parametrize(
    ("q", "group", "expected"),
    [
        ("медеу", "district", "medeu"), ("Medeu", "district", "medeu"), ("медеуский", "district", "medeu"),
        ("гимназия аль-фараби", "object", "schools.sch-0002"), ("мектеп 1", "object", "schools.sch-0001"),
        ("абая 5", "object", "schools.sch-0001"), ("sch-0003", "object", "schools.sch-0003"),
        ("schools.sch-0004", "object", "schools.sch-0004"), ("школы", "layer", "schools"),
        ("мектептер", "layer", "schools"),
    ],
)  # fmt: skip
def test_R023_everything_is_found_by_its_names(world: Store, q: str, group: str, expected: str) -> None:
    assert ids(world, q, group)[:1] == [expected]


def test_what_is_not_there_is_not_found(world: Store) -> None:
    for q in ("", "   ", "абракадабра", "!!"):
        assert found(world, q) == []


def test_closed_objects_are_not_found_by_name(world: Store) -> None:
    assert ids(world, "закрытая школа", "object") == []
    assert ids(world, "старое имя", "object") == []


@pytest.mark.parametrize("role", sorted(USERS))
def test_R026_rights_are_asked_after_the_match_and_before_the_cut(world: Store, role: str) -> None:
    every = {"node-0", "node-1", "node-2"}
    nodes = {"district_staff": {"node-0"}, "analyst": every, "official": every, "admin": every}
    assert set(ids(world, "скрытый узел", "object", role)) == {f"network_nodes.{n}" for n in nodes.get(role, set())}


def test_answers_are_bounded_and_each_group_gets_a_place(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'c.gpkg'}")
    put(store, "schools", [row(f"s{i}", 76.9, 43.2, name_ru=f"Алмалы {i}") for i in range(30)])
    hits = found(store, "алмалы", limit=10)
    assert len(hits) <= 10
    assert {h.entry.group for h in hits} >= {"object", "district"}
    assert sum(h.entry.group == "object" for h in hits) <= EACH
    store.close()


def test_a_new_name_is_found_after_its_publish(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'c.gpkg'}")
    assert ids(store, "новостройка", "object") == []
    put(store, "schools", [row("n1", 76.9, 43.2, name_ru="Новостройка")])
    assert ids(store, "новостройка", "object") == ["schools.n1"]
    store.close()


def test_R026_a_sensitive_indicator_is_found_by_the_entitled_only(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'c.gpkg'}")
    with store.write() as conn:
        for code, level in (("i-1", "public"), ("i-2", "official")):
            conn.execute(schema.indicator.insert().values(
                code=code, collection="t", name_ru=f"Уровень безработицы {code}", name_en="Unemployment", source="cra",
                sensitivity=level, origin="official", loaded_at=STAMP, position=1,
            ))  # fmt: skip
        store.raise_version(conn, INDICATORS)
    assert ids(store, "безработица", "indicator") == ["i-1"]
    assert set(ids(store, "безработица", "indicator", "analyst")) == {"i-1", "i-2"}
    store.close()


def segment(name: str, *points: tuple[float, float], district: str = "almaly", length: float = 100) -> Segment:
    return Segment(name, district, length, shapely.to_wkb(shapely.MultiLineString([points])))


def test_spellings_of_one_street_become_one_and_far_pieces_stay_apart() -> None:
    made = streets([
        segment("проспект Абая", (76.90, 43.24), (76.92, 43.24), length=900),
        segment("Абай даңғылы", (76.92, 43.24), (76.93, 43.24), length=300, district="medeu"),
        segment("улица Абая", (76.70, 43.10), (76.71, 43.10), district="nauryzbay"),
        segment("переулок Абая", (76.92, 43.24), (76.92, 43.25)),
    ])  # fmt: skip
    assert [s.names for s in made] == [("проспект Абая", "Абай даңғылы"), ("улица Абая",), ("переулок Абая",)]
    avenue = made[0]
    assert (avenue.title("ru"), avenue.title("kk")) == ("проспект Абая", "Абай даңғылы")
    assert avenue.title("en") == "проспект Абая"
    assert avenue.bbox == (76.90, 43.24, 76.93, 43.24)
    assert (avenue.district, avenue.length_m) == ("almaly", 1200.0)
    assert (avenue.lon, avenue.lat) == (76.91, 43.24)


def test_keys_ignore_order_endings_and_the_word_for_street() -> None:
    assert street_key("улица Абая") == street_key("Абай көшесі") == street_key("Абая улица")
    assert street_key("1-я улица") != street_key("2-я улица")
    assert street_key("переулок Абая") != street_key("улица Абая")
    assert is_kazakh("Төле би көшесі")
    assert not is_kazakh("улица Толе би")


def test_names_are_also_written_in_one_word() -> None:
    assert Street(("улица Толе би", "улица Абая"), 0, 0, (0, 0, 0, 0), "", 0).joined() == ("толеби",)
