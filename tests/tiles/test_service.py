"""Tiles for people: rights, fields, versions, keeping; the small city read back with an independent decoder."""

import gzip
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest

from config.policy import VISITOR, Sensitivity, User
from data.queries.items import Ask, UnknownLayerError, select_items
from data.queries.scope import RowScope
from data.store import Store
from tests.map_world import PROBE, USERS, open_store, put, row
from tiles.load import load_snapshot
from tiles.mercator import tile_at
from tiles.service import Tile, TileService, _Kept, tile_fields
from tiles.sources import MemorySource

WORLD = tile_at(0, 0, 0)
CITY = tile_at(8, 182, 93)


def features(tile: Tile, layer: str) -> list[dict[str, Any]]:
    if not tile.body:
        return []
    decoded = mapbox_vector_tile.decode(gzip.decompress(tile.body))
    assert list(decoded) == [layer]
    found: list[dict[str, Any]] = decoded[layer]["features"]
    return found


@pytest.mark.parametrize("layer", ["schools", "roads", "earthquakes", "districts", "probe"])
def test_a_tile_holds_the_present_rows_with_their_fids(world: Store, layer: str) -> None:
    tile = TileService(world).tile(layer, tile_at(6, 45, 23), VISITOR)
    with world.read() as conn:
        rows = select_items(conn, world, layer, VISITOR, Ask()).rows
    drawn = {r["fid"] for r in rows if layer != "roads" or r["kind"] == "primary"}
    if layer == "roads":
        assert {f["id"] for f in features(tile, layer)} <= drawn
    else:
        assert {f["id"] for f in features(tile, layer)} == drawn


def test_attributes_carry_district_and_filters(world: Store) -> None:
    service = TileService(world)
    (big,) = [f for f in features(service.tile("earthquakes", WORLD, VISITOR), "earthquakes") if f["id"] == 2]
    assert big["properties"] == {"district": "outside", "magnitude": 8.0, "event_year": 1911}
    roads = features(service.tile("roads", tile_at(14, 11691, 6014), VISITOR), "roads")
    assert {f["properties"]["kind"] for f in roads} <= {"primary", "secondary", "footway"}


@pytest.mark.parametrize("layer", ["cameras", "network_nodes", "atlantis", "account"])
def test_R026_a_forbidden_layer_is_unknown(world: Store, layer: str) -> None:
    with pytest.raises(UnknownLayerError):
        TileService(world).tile(layer, WORLD, VISITOR)


@pytest.mark.parametrize(
    ("role", "layer", "expected"),
    [
        ("district_staff", "cameras", 2), ("official", "cameras", 5), ("district_staff", "network_nodes", 1),
        ("analyst", "network_nodes", 3), ("visitor", "probe", 3), ("analyst", "probe", 4), ("admin", "probe", 5),
        ("district_staff", "probe", 4),
    ],
)  # fmt: skip
def test_R026_rows_in_a_tile_follow_the_policy(world: Store, role: str, layer: str, expected: int) -> None:
    service = TileService(world)
    service.tile(layer, CITY, USERS["admin"])
    tile = service.tile(layer, CITY, USERS[role])
    assert len(features(tile, layer)) == expected
    assert not tile.shared


def test_R007_a_sensitive_field_is_in_no_tile_of_who_may_not_see_it_everywhere(world: Store) -> None:
    assert "wear_pct" not in tile_fields(VISITOR, PROBE)
    assert "wear_pct" not in tile_fields(USERS["district_staff"], PROBE)
    assert "wear_pct" in tile_fields(USERS["analyst"], PROBE)
    service = TileService(world)
    service.tile("probe", CITY, USERS["admin"])
    assert all("wear_pct" not in f["properties"] for f in features(service.tile("probe", CITY, VISITOR), "probe"))


def test_a_second_ask_is_answered_from_what_is_kept(world: Store) -> None:
    service = TileService(world)
    first, second = (service.tile("schools", WORLD, VISITOR) for _ in range(2))
    assert (first.fresh, second.fresh) == (True, False)
    assert (first.body, first.etag) == (second.body, second.etag)
    assert first.shared


def test_the_tag_is_the_same_in_another_process_and_differs_by_tile_and_scope(world: Store) -> None:
    one, two = TileService(world), TileService(world)
    assert one.tile("schools", WORLD, VISITOR).etag == two.tile("schools", WORLD, USERS["admin"]).etag
    tags = {one.tile("probe", WORLD, user).etag for user in (VISITOR, USERS["analyst"], USERS["district_staff"])}
    assert len({*tags, one.tile("probe", CITY, VISITOR).etag}) == 4


def test_a_publish_of_another_worker_is_seen_at_once_with_its_mark(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.gpkg'}"
    store, other = open_store(url), open_store(url)
    put(store, "schools", [row("a", 76.9, 43.2)])
    service = TileService(store)
    old = service.stamp("schools")
    assert len(features(service.tile("schools", WORLD, VISITOR), "schools")) == 1
    put(other, "schools", [row("b", 76.9, 43.2)])
    new = TileService(other).stamp("schools")
    assert new != old
    assert len(features(service.tile("schools", WORLD, VISITOR, hint=new), "schools")) == 2
    assert service.stamp("schools") == new
    store.close()
    other.close()


def test_the_mark_changes_with_the_record_of_the_layer(world: Store) -> None:
    record = world.layers["schools"]
    changed = Store(world.engine, world.city, {"schools": record.model_copy(update={"order": 1})})
    assert TileService(changed).stamp("schools") != TileService(world).stamp("schools")
    assert TileService(world).stamp("parks") == "0"


def test_many_threads_load_a_layer_once(world: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[str] = []

    def counted(*args: Any) -> Any:
        loads.append(args[2].id)
        return load_snapshot(*args)

    monkeypatch.setattr("tiles.sources.load_snapshot", counted)
    columns: dict[str, Sequence[str]] = {"schools": tile_fields(VISITOR, world.layers["schools"])}
    service = TileService(world, MemorySource(world, columns))
    bodies: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: bodies.append(service.tile("schools", WORLD, VISITOR).body)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads == ["schools"]
    assert len(bodies) == 8
    assert len(set(bodies)) == 1


def test_an_empty_layer_and_an_empty_place_have_no_bytes(world: Store) -> None:
    service = TileService(world)
    assert service.tile("parks", WORLD, VISITOR).body == b""
    assert service.tile("schools", tile_at(10, 0, 0), VISITOR).body == b""


def test_kept_tiles_are_bounded_in_number_and_bytes() -> None:
    kept = _Kept(2, 100)
    for key, size in (("a", 40), ("b", 40), ("c", 40)):
        kept.put(key, b"x" * size)
    assert (kept.get("a"), len(kept.get("b") or b""), len(kept.get("c") or b"")) == (None, 40, 40)
    kept.put("d", b"x" * 90)
    assert (kept.get("b"), kept.get("c")) == (None, None)
    kept.put("d", b"x" * 10)
    kept.put("e", b"x" * 90)
    assert kept.get("d") is not None


def test_numbers_flags_and_missing_values_survive_the_load(world: Store) -> None:
    with world.read() as conn:
        columns, everything = ("district", "capacity_mw", "working"), RowScope(frozenset(Sensitivity))
        snapshot = load_snapshot(conn, world, PROBE, columns, everything)
    assert sorted(snapshot.fid.tolist()) == [1, 2, 3, 4, 5]
    assert np.count_nonzero(snapshot.codes[:, snapshot.columns["capacity_mw"]] == -1) == 1
    assert np.count_nonzero(snapshot.codes[:, snapshot.columns["working"]] == -1) == 1


def test_points_in_any_blob_are_read(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'c.gpkg'}")
    put(store, "schools", [row("a", 76.9, 43.2), row("b", 77.0, 43.3)])
    with store.write() as conn:
        blob = conn.exec_driver_sql("SELECT geom FROM schools WHERE fid = 2").scalar_one()
        boxed = blob[:3] + b"\x03" + blob[4:8] + np.array([77.0, 77.0, 43.3, 43.3]).tobytes() + blob[8:]
        conn.exec_driver_sql("UPDATE schools SET geom = ? WHERE fid = 2", (boxed,))
    tile = TileService(store).tile("schools", tile_at(8, 182, 93), User())
    assert {f["id"] for f in features(tile, "schools")} == {1, 2}
    assert replace(tile, fresh=False).body == tile.body
    store.close()
