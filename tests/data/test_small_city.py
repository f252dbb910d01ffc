"""Another city is a folder: it is raised, filled and changed without a line of code."""

from pathlib import Path

import pytest
import shapely
from sqlalchemy import select

from config.city import City, load_city
from config.records import RecordError
from data import schema
from data.build import BuildError, build, needs_build
from data.loading.pipeline import import_source
from tests import tiny_city
from tests.city_world import count, opened, present
from tests.data.conftest import Clock


@pytest.fixture
def town(tmp_path: Path) -> City:
    """The records of the small city."""
    return tiny_city.make_city(tmp_path / "tiny")


def test_R020_a_city_of_a_folder_is_built(store_url: str, town: City) -> None:
    with opened(store_url, town) as store:
        assert set(store.tables) == {"districts", "bus_stops"}
        assert needs_build(store, demo=True)
        reports = build(store, demo=True)
        assert [report.source for report in reports] == ["town_districts", "town_stops"]
        assert [report.status for report in reports] == ["ok", "ok"]
        stops = {row.object_id: row.district for row in present(store, "bus_stops", "object_id", "district")}
        assert stops == {"a": "west", "b": "east", "c": "east", "far": "outside"}
        assert [row.district for row in present(store, "districts", "district")] == ["west", "east"]
        areas = [row.area_m2 for row in present(store, "districts", "area_m2")]
        assert areas == [pytest.approx(1_434 * 2_225, rel=0.01)] * 2
        with store.read() as conn:
            assert {row.id for row in conn.execute(select(schema.district))} == {"west", "east"}


def test_the_build_tells_how_far_it_is(store_url: str, town: City) -> None:
    with opened(store_url, town) as store:
        told: list[tuple[int, int, str]] = []
        build(store, demo=False, progress=lambda done, total, label: told.append((done, total, label)))
        assert told == [(0, 2, "town_districts"), (1, 2, "town_stops"), (2, 2, "")]


def test_a_seed_that_fails_stops_the_build_and_the_next_start_goes_on(store_url: str, town: City) -> None:
    stops = town.seed_path("stops.geojson")
    kept = stops.read_bytes()
    stops.unlink()
    with opened(store_url, town) as store:
        with pytest.raises(BuildError) as caught:
            build(store, demo=True)
        assert caught.value.report.source == "town_stops"
        assert "load.no_file" in caught.value.report.message
        assert count(store, "districts") == 2
        stops.write_bytes(kept)
        assert needs_build(store, demo=True)
        assert [report.source for report in build(store, demo=True)] == ["town_stops"]
        assert count(store, "bus_stops") == 4


def test_a_new_border_moves_objects_to_their_new_district(
    store_url: str, town: City, tmp_path: Path, clock: Clock
) -> None:
    with opened(store_url, town) as store:
        build(store, demo=True)
        before = {row.object_id: row for row in present(store, "bus_stops")}
        with store.read() as conn:
            versions = store.versions(conn)
        clock.forward(days=1)
        west, east = shapely.box(10.0, 50.0, 10.0305, 50.02), shapely.box(10.0305, 50.0, 10.04, 50.02)
        moved = tiny_city.write_districts(tmp_path / "new.geojson", west, east)
        report = import_source(store, "town_districts", moved)
        assert report.status == "ok"
        assert report.notes["reassigned"] == 1
        after = {row.object_id: row for row in present(store, "bus_stops")}
        assert {key: row.district for key, row in after.items()} == {
            "a": "west", "b": "west", "c": "east", "far": "outside",
        }  # fmt: skip
        assert after["a"] == before["a"]
        assert after["b"].fid == 5
        assert after["b"].geom == before["b"].geom
        assert count(store, "bus_stops", "object_id = 'b' AND known_to IS NOT NULL") == 1
        with store.read() as conn:
            changed = store.versions(conn)
        assert changed["bus_stops"] == versions["bus_stops"] + 1
        assert import_source(store, "town_stops", town.seed_path("stops.geojson")).status == "unchanged"


def test_a_body_keeps_the_names_it_had(store_url: str, town: City) -> None:
    with opened(store_url, town) as first:
        assert first.kind in ("gpkg", "postgis")
    hall = town.bodies[0].model_copy(
        update={"names": town.bodies[0].names.model_copy(update={"ru": "Новая управа", "en": "New Hall"})}
    )
    renamed = town.model_copy(update={"bodies": (hall,)})
    for _ in range(2):
        with opened(store_url, renamed) as store, store.read() as conn:
            names = conn.execute(select(schema.body_name).order_by(schema.body_name.c.valid_to)).all()
            assert [row.name_ru for row in names] == ["Старая управа", "Городок"]
            assert names[0].valid_to.isoformat() == "2020-12-31"
            assert conn.execute(select(schema.body.c.name_ru)).scalars().all() == ["Новая управа"]


def test_a_folder_with_a_fault_is_refused_in_one_sentence(tmp_path: Path) -> None:
    tiny_city.make_city(tmp_path / "tiny")
    path = tmp_path / "tiny" / "rest.toml"
    path.write_text(path.read_text("utf-8").replace('owner = "hall"', 'owner = "nobody"', 1), "utf-8")
    with pytest.raises(RecordError, match="unknown owner nobody"):
        load_city(tmp_path / "tiny")
