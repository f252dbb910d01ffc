"""What only the PostGIS source does: questions the index answers, limits of a question, rows that came meanwhile."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from config.limits import QUERY_SECONDS
from config.policy import VISITOR
from data.queries.scope import row_scope
from data.store import Store
from tests.map_world import fill, open_store, put, row
from tests.tiles.helpers import features
from tiles.mercator import Tile, tile_at
from tiles.postgis import SETTINGS, PostgisSource
from tiles.rules import GRIDS, point_budget
from tiles.service import TileService
from tiles.sources import TileAsk
from tiles.statements import Rows, all_points, grids_for, point_values, quoted, thinned_points, thinning_shift

CITY = tile_at(8, 182, 93)


@pytest.fixture(scope="module")
def store(postgis_url: str) -> Iterator[Store]:
    """The small city on PostGIS."""
    opened = fill(open_store(postgis_url))
    yield opened
    opened.close()


def ask(store: Store, layer: str, stamp: str = "1") -> TileAsk:
    return TileAsk(store.layers[layer], stamp, CITY, ("district",), row_scope(VISITOR))


def plan(store: Store, sql: str, values: dict[str, object]) -> str:
    with store.read() as conn:
        conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return "\n".join(conn.exec_driver_sql(f"EXPLAIN {sql}", values).scalars())


def test_the_index_alone_says_who_is_in_a_thinned_tile(store: Store) -> None:
    rows = Rows(store.tables["schools"], "schools.sensitivity = 'public' AND schools.district = 'medeu'")
    values = {**point_values(CITY), "layer": "schools", "budget": 9, "shift": thinning_shift(CITY, 256)}
    shown = plan(store, thinned_points(rows, ("kind",), (256, 128)), values)
    assert "Index Only Scan using ix_schools_curve" in shown
    assert shown.count("ix_schools_curve") == 1, "the points are counted once"


def test_points_are_found_on_the_curve(store: Store) -> None:
    rows = Rows(store.tables["schools"], "true")
    shown = plan(store, all_points(rows, ("kind",)), {**point_values(CITY), "layer": "schools", "allowed": 5000})
    assert shown.count("ix_schools_curve") == 2
    assert "Filter" not in shown.replace("One-Time Filter", "")


@pytest.mark.parametrize(("budget", "start", "expected"), [
    (14_285, 0, (256, 128, 64)), (70_000, 0, (256,)), (14_285, 1, (128, 64)), (14_285, 5, (8,)), (0, 7, (2, 1)),
])  # fmt: skip
def test_grids_end_with_the_first_that_always_fits(budget: int, start: int, expected: tuple[int, ...]) -> None:
    assert grids_for(budget, start) == expected


def test_every_budget_has_grids_from_every_start() -> None:
    for fields in (0, 4, 200):
        for start in range(len(GRIDS)):
            grids = grids_for(point_budget(fields), start)
            assert grids[0] == GRIDS[start]
            assert grids[-1] ** 2 <= point_budget(fields) or grids[-1] == 1


@pytest.mark.parametrize("tile", [tile_at(0, 0, 0), tile_at(14, 11689, 6019), tile_at(22, 2**22 - 1, 0)])
def test_tiles_of_a_zoom_follow_each_other_on_the_curve(tile: Tile) -> None:
    values = point_values(tile)
    assert isinstance(values["low"], int)
    assert isinstance(values["high"], int)
    assert values["high"] - values["low"] == 1 << 2 * (30 - tile.z)
    assert 0 <= values["low"] < values["high"] <= 1 << 60


def test_a_question_has_an_end_and_leaves_nothing_behind(store: Store) -> None:
    names = ("statement_timeout", "jit", "plan_cache_mode", "work_mem", "max_parallel_workers_per_gather")
    settings = text("SELECT " + ", ".join(f"current_setting('{name}')" for name in names))
    with store.read() as conn:
        before = conn.execute(settings).one()
    PostgisSource(store).raw(ask(store, "schools"))
    with store.read() as conn:
        assert conn.execute(settings).one() == before
        conn.exec_driver_sql(SETTINGS)
        inside = conn.execute(settings).one()
    assert inside[0] == f"{QUERY_SECONDS}s"
    assert inside[1] == "off"


def test_R026_a_sensitive_row_that_came_after_the_look_is_in_no_common_tile(store: Store) -> None:
    source = PostgisSource(store)
    layer = store.layers["bus_stops"]
    put(store, "bus_stops", [row("stop-1", 76.9, 43.2)])
    assert source.uniform(layer, "1")
    with store.write() as conn:
        table = store.tables["bus_stops"]
        conn.execute(table.insert().values(**row("stop-2", 76.9, 43.21, sensitivity="restricted")))
    assert [f.fid for f in features(source.raw(ask(store, "bus_stops")))] == [1]
    assert not source.uniform(layer, "2")


def test_a_name_stays_a_name() -> None:
    assert quoted('a"; DROP TABLE roads; --') == '"a""; DROP TABLE roads; --"'


def test_a_service_over_postgis_asks_postgis(store: Store) -> None:
    assert isinstance(TileService(store)._source, PostgisSource)
