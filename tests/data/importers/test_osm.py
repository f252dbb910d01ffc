"""Files of OpenStreetMap become rows of many layers: real places, made-up numbers, and every way a file can be bad."""

from datetime import date
from pathlib import Path

import pytest
import shapely

from config.city import load_city
from config.osm import tag_table
from data.loading.pipeline import import_source
from data.store import Store
from layers import LAYERS
from tests.city_world import count, opened, present
from tests.data.importers.osm_world import CENTRE, Extract, little_city, square

SOURCE = "osm_extract"


def ids(store: Store, layer: str) -> list[str]:
    return sorted(row.object_id for row in present(store, layer) if row.source == SOURCE)


def test_the_table_of_tags_fits_the_layers() -> None:
    table = tag_table()
    for layer_id, wanted in table.layers.items():
        record = LAYERS[layer_id]
        assert record.geometry == wanted.geometry, layer_id
        own = {field.name for field in record.fields} | {"valid_from"}
        assert set(wanted.fields) <= own, layer_id
    for rule in table.rules:
        kinds = LAYERS[rule.layer].kinds
        found = {rule.kind, *rule.kinds.values(), rule.other} - {""}
        assert not kinds or found <= set(kinds), rule


def test_a_source_may_not_feed_a_layer_that_the_table_does_not_know() -> None:
    source = load_city("almaty").source(SOURCE)
    assert source is not None
    given = source.model_dump(exclude={"loads"}) | {"feeds": ("metro_stations",)}
    with pytest.raises(ValueError, match="metro_stations"):
        type(source)(**given)


@pytest.mark.parametrize("kind", ["pbf", "overpass", "nodes"])
def test_R004_one_file_feeds_many_layers(store: Store, tmp_path: Path, kind: str) -> None:
    city = little_city()
    if kind == "nodes":
        city.relations.clear()
    out = kind.replace("overpass", "geom")
    path = city.pbf(tmp_path / "a.osm.pbf") if kind == "pbf" else city.overpass(tmp_path / "a.json", out)
    report = import_source(store, SOURCE, path)
    assert report.status == "ok", report.said("en")
    assert ids(store, "schools") == ["n101", "n102", "n103", "n104", "n105"]
    assert ids(store, "kindergartens") == ["w201"]
    one = {"hospitals", "clinics", "pharmacies", "libraries", "toilets", "playgrounds", "crossings", "street_lamps",
           "bus_stops", "waterways"}  # fmt: skip
    assert {layer: len(ids(store, layer)) for layer in one} == dict.fromkeys(one, 1)
    assert {row.kind for row in present(store, "wheelchair_places")} == {
        "accessible", "partly_accessible", "not_accessible"
    }  # fmt: skip
    (pharmacy,) = present(store, "pharmacies", "wheelchair", "opening_hours", "data_date", "origin")
    assert tuple(pharmacy) == ("yes", "24/7", date(2026, 6, 12), "open")


def test_roads_keep_direction_lanes_surface_bridge_and_tunnel(store: Store, tmp_path: Path) -> None:
    import_source(store, SOURCE, little_city().pbf(tmp_path / "a.osm.pbf"))
    road = next(row for row in present(store, "roads") if row.object_id == "w4000000001")
    assert (road.kind, road.oneway, road.lanes, road.surface) == ("primary", "backward", 3, "concrete")
    assert road.maxspeed_kmh == 60
    assert (road.bridge, road.tunnel, road.level, road.osm_way_id) == (True, None, 1, 4_000_000_001)
    assert (road.name_ru, road.name_kk, road.name_en) == ("проспект Абая", "Абай даңғылы", None)


@pytest.mark.parametrize("kind", ["pbf", "overpass"])
def test_a_multipolygon_keeps_its_hole(store: Store, tmp_path: Path, kind: str) -> None:
    city = little_city()
    path = city.pbf(tmp_path / "a.osm.pbf") if kind == "pbf" else city.overpass(tmp_path / "a.json")
    import_source(store, SOURCE, path)
    tower = next(row for row in present(store, "buildings") if row.object_id.startswith("r"))
    shape = shapely.from_wkb(tower.geom)
    assert sum(len(part.interiors) for part in shape.geoms) == 1
    assert (tower.kind, tower.floors, tower.year_built, tower.valid_from) == ("apartments", 9, 1975, date(1975, 1, 1))
    house = next(row for row in present(store, "buildings") if row.kind == "unspecified")
    assert (house.floors, house.address) == (None, "улица Абая, 5/1")
    (park,) = present(store, "parks")
    assert (park.object_id[0], park.name_en, shapely.from_wkb(park.geom).geom_type) == ("r", "Park", "Point")


def test_both_kinds_of_file_make_the_same_rows_and_the_same_file_twice_changes_nothing(
    store: Store, tmp_path: Path
) -> None:
    city = little_city()
    assert import_source(store, SOURCE, city.pbf(tmp_path / "a.osm.pbf")).status == "ok"
    assert import_source(store, SOURCE, city.pbf(tmp_path / "a.osm.pbf")).status == "unchanged"
    again = import_source(store, SOURCE, city.overpass(tmp_path / "a.json"))
    assert (again.status, again.counts.moved) == ("unchanged", 0)


def test_a_newer_file_without_changes_confirms_its_rows(store: Store, tmp_path: Path) -> None:
    city = little_city()
    import_source(store, SOURCE, city.pbf(tmp_path / "a.osm.pbf"))
    with store.read() as conn:
        before = store.versions(conn)["schools"]
    city.stamp = "2026-07-01T00:00:00Z"
    report = import_source(store, SOURCE, city.pbf(tmp_path / "b.osm.pbf"))
    assert report.status == "unchanged"
    assert {row.data_date for row in present(store, "schools")} == {date(2026, 7, 1)}
    assert count(store, "schools", "1 = 1") == 5
    with store.read() as conn:
        assert store.versions(conn)["schools"] == before + 1


def test_without_a_date_in_its_head_a_file_has_the_date_of_its_newest_object(store: Store, tmp_path: Path) -> None:
    city = little_city()
    city.stamp = ""
    import_source(store, SOURCE, city.pbf(tmp_path / "a.osm.pbf"))
    assert {row.data_date for row in present(store, "schools")} == {date(2026, 5, 2)}


def test_a_dry_run_tells_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    report = import_source(store, SOURCE, little_city().pbf(tmp_path / "a.osm.pbf"), dry_run=True)
    assert (report.status, report.counts.added) == ("dry_run", report.counts.read)
    assert count(store, "schools") == 0


def test_R015_older_files_of_the_same_objects_are_closed_not_erased(almaty_gpkg: str, tmp_path: Path) -> None:
    from tests.city_world import copied  # noqa: PLC0415 -- one test needs the whole city

    with copied(almaty_gpkg, tmp_path) as url, opened(url) as store:
        before = count(store, "schools")
        toilets = little_city().pbf(tmp_path / "a.osm.pbf")
        report = import_source(store, SOURCE, toilets)
        assert report.good
        assert count(store, "schools") == 5
        assert count(store, "schools", "known_to IS NOT NULL") == before
        assert count(store, "supermarkets") > 0


def test_a_way_without_one_of_its_nodes_is_refused_and_what_the_store_has_stays(store: Store, tmp_path: Path) -> None:
    city = little_city()
    for step in range(60):
        city.node((CENTRE[0] + 0.0001 * step, CENTRE[1]), {"highway": "street_lamp"})
    import_source(store, SOURCE, city.pbf(tmp_path / "a.osm.pbf"))
    del city.nodes[city.ways[201][0][1]]
    for path in (city.pbf(tmp_path / "b.osm.pbf"), city.overpass(tmp_path / "b.json")):
        report = import_source(store, SOURCE, path)
        assert report.status == "unchanged", report.said("en")
        # The kindergarten is a building too: both its layers keep what they have.
        assert [(r.reason, r.value) for r in report.refusals] == [("osm_node_missing", "w201")] * 2
        assert ids(store, "kindergartens") == ["w201"]


def test_a_multipolygon_without_a_part_is_refused(store: Store, tmp_path: Path) -> None:
    city = Extract()
    for step in range(40):
        city.node((CENTRE[0] + 0.0001 * step, CENTRE[1]), {"highway": "street_lamp"})
    city.relation([("w", 77, "outer")], {"type": "multipolygon", "leisure": "park"})
    for path in (city.pbf(tmp_path / "a.osm.pbf"), city.overpass(tmp_path / "a.json")):
        report = import_source(store, SOURCE, path)
        assert report.good
        assert len(report.refusals) == 1
        assert report.refusals[0].reason in ("osm_area", "osm_node_missing")


def test_broken_and_cut_files_leave_the_store_as_it_is(store: Store, tmp_path: Path) -> None:
    whole = little_city().pbf(tmp_path / "a.osm.pbf").read_bytes()
    files = {
        "noise.osm.pbf": b"\x00\x01\x02 no map at all" * 50, "cut.osm.pbf": whole[: len(whole) * 2 // 3],
        "noise.json": b"{", "list.json": b"[1, 2]", "cut.json": b'{"elements": [{"type": "node"',
        "other.json": b'{"type": "FeatureCollection", "features": []}', "empty.osm.pbf": b"",
        "remark.json": b'{"elements": [], "remark": "runtime error: Query timed out in \\"query\\" at line 3"}',
        "deep.json": b"[" * 100_000,
    }  # fmt: skip
    for name, body in files.items():
        path = tmp_path / name
        path.write_bytes(body)
        report = import_source(store, SOURCE, path)
        assert report.status == "refused", name
        for lang in ("ru", "kk", "en"):
            assert report.said(lang)
    assert count(store, "schools", "1 = 1") == 0


def test_hostile_tags_stay_text_and_two_hundred_tags_do_no_harm(store: Store, tmp_path: Path) -> None:
    city = Extract()
    evil = '=HYPERLINK("x")<script>alert(1)</script>\u202e\x1b[31m' + "я" * 190
    tags = {f"key:{no}": "v" * 200 for no in range(200)} | {"amenity": "school", "name": evil, "wheelchair": "'; DROP"}
    city.node(CENTRE, tags)
    report = import_source(store, SOURCE, city.pbf(tmp_path / "a.osm.pbf"))
    assert report.status == "ok"
    (school,) = present(store, "schools", "name_ru", "wheelchair")
    assert school.name_ru.startswith("=HYPERLINK")
    assert "\x1b" not in school.name_ru
    assert len(school.name_ru) <= 500
    assert school.wheelchair == "unknown"


def test_what_lies_outside_the_city_is_left_out_and_counted(store: Store, tmp_path: Path) -> None:
    city = Extract()
    city.node(CENTRE, {"amenity": "school"})
    for step in range(30):
        city.node((71.4 + step / 100, 51.1), {"amenity": "school"})
    report = import_source(store, SOURCE, city.pbf(tmp_path / "a.osm.pbf"))
    assert (report.status, report.notes["outside_city"], report.counts.refused) == ("ok", 30, 0)
    assert count(store, "schools") == 1


def test_an_answer_with_centres_only_gives_points(store: Store, tmp_path: Path) -> None:
    city = Extract()
    city.way(square(CENTRE), {"amenity": "pharmacy"}, 55)
    report = import_source(store, SOURCE, city.overpass(tmp_path / "a.json", "center"))
    assert report.status == "ok", report.said("en")
    assert ids(store, "pharmacies") == ["w55"]
