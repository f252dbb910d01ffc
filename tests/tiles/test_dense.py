"""Honest counts at any zoom: what tiles of dense layers show is what the store counts, the same on both engines."""

import gzip
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from config.policy import VISITOR, User
from data.queries.choice import Choice
from data.queries.filters import Filter, filter_fields
from data.queries.items import Ask, UnknownLayerError, select_items
from data.queries.moments import Span
from data.queries.scope import row_scope, rows_seen
from data.store import Store
from tests.map_world import USERS
from tests.tiles.dense_world import CROWD, DISTRICTS, EMPTY, FIRST, KINDS, LAYERS, MIXTURE, dense_store, places
from tests.tiles.helpers import Feature, features
from tiles.mercator import Tile, tile_at, tile_numbers
from tiles.rules import CELLS_BELOW, TILE_BYTES
from tiles.service import TileService

ADMIN = USERS["admin"]
ZOOMS = range(8, 18)
BOTH = ("gpkg", "postgis")
Shown = dict[object, int]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, postgis_url: str) -> Iterator[Mapping[str, TileService]]:
    """A service over each engine, with the same rows."""
    urls = (f"sqlite:///{tmp_path_factory.mktemp('dense') / 'city.gpkg'}", postgis_url)
    with ExitStack() as stack:
        stores = [stack.enter_context(dense_store(url)) for url in urls]
        yield {store.kind: TileService(store) for store in stores}


def store_of(service: TileService) -> Store:
    return service._store


def cut(service: TileService, layer: str, tile: Tile, user: User, choice: Choice) -> list[Feature]:
    """Decoded features of a tile that is not too big."""
    body = service.tile(layer, tile, user, choice=choice).body
    raw = gzip.decompress(body) if body else b""
    assert len(raw) <= TILE_BYTES
    return features(raw)


def city_tiles(service: TileService, z: int) -> list[Tile]:
    """All tiles of a zoom over the city; from zoom 12 on those under a row, closed ones too."""
    west, south, east, north = store_of(service).city.bounds
    x, y = tile_numbers(np.array((west, east)), np.array((north, south)), z)
    if z < 12:
        return [tile_at(z, a, b) for a in range(x[0] - 1, x[1] + 2) for b in range(y[0] - 1, y[1] + 2)]
    spots = places()
    x, y = tile_numbers(spots[:, 0], spots[:, 1], z)
    return [tile_at(z, a, b) for a, b in sorted(set(zip(x.tolist(), y.tolist(), strict=True)))]


def shown(service: TileService, layer: str, z: int, user: User, choice: Choice) -> Shown:
    """Count by distinct cell, or by point, of all tiles of a zoom over the city."""
    found: Shown = {}
    for tile in city_tiles(service, z):
        for feature in cut(service, layer, tile, user, choice):
            key = feature.fid
            n = feature.properties["n"] if z < CELLS_BELOW else feature.properties.get("n", 1)
            assert found.setdefault(key, n) == n
    return found


def stored(service: TileService, layer: str, user: User, choice: Choice) -> int:
    """What the store counts by an ordinary question."""
    store = store_of(service)
    ask = Ask(dict(choice.filters), district=choice.district, span=choice.span, limit=1)
    with store.read() as conn:
        return select_items(conn, store, layer, user, ask).matched


CHOICES = {
    "nothing": Choice(),
    "kind": Choice.of({"kind": Filter(values=("a", "c"))}),
    "month": Choice.of({}, Span(FIRST + timedelta(400), FIRST + timedelta(430))),
    "all": Choice.of({"channel": Filter(values=("web", "қоңырау")), "hour": Filter(low=8)},
                     Span(FIRST, FIRST + timedelta(900)), "medeu"),
}  # fmt: skip


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("z", ZOOMS)
def test_what_is_shown_at_a_zoom_adds_up_to_what_the_store_counts(
    services: Mapping[str, TileService], engine: str, choice: str, z: int
) -> None:
    service, wanted = services[engine], CHOICES[choice]
    expected = stored(service, CROWD.id, VISITOR, wanted)
    assert expected > 0
    assert sum(shown(service, CROWD.id, z, VISITOR, wanted).values()) == expected


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize("role", sorted(USERS))
@pytest.mark.parametrize("z", [8, 12, 16])
def test_R026_each_role_is_shown_the_rows_of_its_scope(
    services: Mapping[str, TileService], engine: str, role: str, z: int
) -> None:
    service, user = services[engine], USERS[role]
    assert sum(shown(service, MIXTURE.id, z, user, Choice()).values()) == stored(service, MIXTURE.id, user, Choice())
    assert service.tile(MIXTURE.id, tile_at(z, 0, 0), user).shared is False


def choices() -> st.SearchStrategy[Choice]:
    """Any choice by all fields of the layers."""
    days = st.integers(-50, 1700).map(lambda n: FIRST + timedelta(n))
    spans = st.tuples(days, st.integers(0, 400)).map(lambda pair: Span(pair[0], pair[0] + timedelta(pair[1])))
    texts = {"kind": (*KINDS, "no"), "channel": ("call", "web", "қоңырау", ""), "secret": ("x", "y", "z"),
             "urgent": (True, False)}  # fmt: skip
    several = {
        name: st.lists(st.sampled_from(values), max_size=3).map(lambda chosen: Filter(values=tuple(chosen)))
        for name, values in texts.items()
    }
    number = st.none() | st.integers(-1, 25) | st.sampled_from((0.25, 1.5, 7.75, 23.0))
    ranges = {name: st.builds(Filter, low=number, high=number) for name in ("hour", "cost")}
    numbers = {"hour": st.lists(st.sampled_from((0, 3, 3.0, 3.5, 23)), max_size=3).map(lambda c: Filter(tuple(c)))}
    filters = st.fixed_dictionaries({}, optional={**several, **ranges}) | st.fixed_dictionaries(numbers)
    return st.builds(Choice.of, filters, st.none() | spans, st.none() | st.sampled_from((*DISTRICTS, "turksib")))


TILES = [tile_at(8, 182, 93), tile_at(10, 731, 376), tile_at(11, 1461, 752), tile_at(13, 5844, 3009)]
CAREFUL = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@CAREFUL
@given(choice=choices(), layer=st.sampled_from((CROWD.id, MIXTURE.id)), role=st.sampled_from(sorted(USERS)))
def test_both_engines_count_the_same_for_any_choice(
    services: Mapping[str, TileService], choice: Choice, layer: str, role: str
) -> None:
    user = USERS[role]
    choice = Choice(tuple(pair for pair in choice.filters if pair[0] in names_of(user)), choice.span, choice.district)
    one, two = (services[engine] for engine in BOTH)
    for z in (8, 11, 14):
        levels = [service.cells(layer, z, user, choice=choice) for service in (one, two)]
        assert levels[0] is not None
        assert levels[1] is not None
        assert levels[0].cells.tolist() == levels[1].cells.tolist()
        assert levels[0].counts.tolist() == levels[1].counts.tolist()
        assert levels[0].counts.sum() == stored(one, layer, user, choice)
    for tile in (*TILES, tile_at(15, 23376, 12036)):
        assert one.tile(layer, tile, user, choice=choice).body == two.tile(layer, tile, user, choice=choice).body or (
            tile.z >= CELLS_BELOW
            and as_told(cut(one, layer, tile, user, choice)) == as_told(cut(two, layer, tile, user, choice))
        )
    assert one.counts(layer, user, choice=choice) == two.counts(layer, user, choice=choice)
    assert one.counts(layer, user, choice=choice).matched == stored(one, layer, user, choice)


def names_of(user: User) -> set[str]:
    """Fields of the layers that the person may filter by."""
    return {field.name for field in filter_fields(user, CROWD)}


def as_told(found: list[Feature]) -> list[Any]:
    """What of features can be compared."""
    return [(f.fid, f.properties, f.geometry.wkt) for f in found]


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize("z", [8, 10, 12])
def test_a_cell_has_its_full_count_and_outline_in_every_tile_it_touches(
    services: Mapping[str, TileService], engine: str, z: int
) -> None:
    service = services[engine]
    seen: dict[int, tuple[Any, Any]] = {}
    tiles = city_tiles(service, z)
    for tile in tiles:
        for feature in cut(service, CROWD.id, tile, VISITOR, Choice()):
            west, south, east, north = feature.geometry.bounds
            box = (round(west + tile.x * 4096), round(south + tile.y * 4096), round(east - west), round(north - south))
            assert seen.setdefault(feature.fid, (box, feature.properties)) == (box, feature.properties)
    for cell, ((left, top, wide, high), _) in seen.items():
        corners = [(left, top), (left + wide, top + high)]
        (x0, y0), (x1, y1) = [(a // 4096, b // 4096) for a, b in corners]
        for tile in {tile_at(z, x, y) for x in (x0, x1) for y in (y0, y1)} & set(tiles):
            there = {f.fid for f in cut(service, CROWD.id, tile, VISITOR, Choice())}
            assert cell in there
    assert seen


@pytest.mark.parametrize("engine", BOTH)
def test_the_class_of_a_cell_follows_the_breaks_that_the_legend_gets(
    services: Mapping[str, TileService], engine: str
) -> None:
    service = services[engine]
    level = service.cells(CROWD.id, 11, VISITOR)
    assert level is not None
    assert len(level.breaks) >= 3
    for feature in cut(service, CROWD.id, tile_at(11, 1461, 752), VISITOR, Choice()):
        n = feature.properties["n"]
        assert feature.properties["q"] == sum(n >= limit for limit in level.breaks)


@pytest.mark.parametrize("engine", BOTH)
def test_an_empty_layer_and_a_choice_of_nothing_have_no_bytes(services: Mapping[str, TileService], engine: str) -> None:
    service, none = services[engine], Choice.of({"kind": Filter(values=())})
    for z in (0, 5, 8, 14, 16):
        x, y = (int(n[0]) for n in tile_numbers(np.array([76.9]), np.array([43.25]), z))
        assert service.tile(EMPTY.id, tile_at(z, x, y), VISITOR).body == b""
        assert service.tile(CROWD.id, tile_at(z, x, y), VISITOR, choice=none).body == b""
    assert service.counts(EMPTY.id, VISITOR).total == 0
    assert service.counts(CROWD.id, VISITOR, choice=none).matched == 0


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize("z", range(8))
def test_the_whole_layer_is_in_the_few_tiles_of_a_far_zoom(
    services: Mapping[str, TileService], engine: str, z: int
) -> None:
    service = services[engine]
    x, y = (int(n[0]) for n in tile_numbers(np.array([76.9]), np.array([43.25]), z))
    found: Shown = {}
    for tile in {tile_at(z, a % (1 << z), b % (1 << z)) for a in (x - 1, x, x + 1) for b in (y - 1, y, y + 1)}:
        found |= {f.fid: f.properties["n"] for f in cut(service, CROWD.id, tile, VISITOR, Choice())}
    assert sum(found.values()) == stored(service, CROWD.id, VISITOR, Choice())


@pytest.mark.parametrize("engine", BOTH)
def test_R026_a_tile_filtered_by_what_not_all_may_filter_by_is_kept_by_nobody(
    services: Mapping[str, TileService], engine: str
) -> None:
    service, tile = services[engine], tile_at(10, 731, 376)
    secret = Choice.of({"secret": Filter(values=("x",))})
    assert service.tile(CROWD.id, tile, ADMIN, choice=CHOICES["kind"]).shared
    assert not service.tile(CROWD.id, tile, ADMIN, choice=secret).shared
    staff = service.cells(CROWD.id, 10, USERS["district_staff"], choice=secret)
    everywhere = service.cells(CROWD.id, 10, ADMIN, choice=secret)
    assert staff is not None
    assert everywhere is not None
    with store_of(service).read() as conn:
        table = store_of(service).tables[CROWD.id]
        own = (table.c.known_to.is_(None), table.c.secret == "x", table.c.district == "medeu")
        expected = conn.execute(select(func.count()).select_from(table).where(*own)).scalar_one()
    assert staff.counts.sum() == expected < everywhere.counts.sum()


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize("role", sorted(USERS))
def test_R026_counts_are_those_of_the_scope(services: Mapping[str, TileService], engine: str, role: str) -> None:
    service, user = services[engine], USERS[role]
    found, table = service.counts(MIXTURE.id, user), store_of(service).tables[MIXTURE.id]
    with store_of(service).read() as conn:
        seen = (table.c.known_to.is_(None), rows_seen(table, MIXTURE, row_scope(user)))
        rows = conn.execute(select(table.c.district, func.count().label("n")).where(*seen).group_by(table.c.district))
        expected = {row.district: row.n for row in rows}
    assert {district: n for district, n in found.by_district.items() if n} == expected
    assert found.total == found.matched == sum(expected.values())
    assert ("secret" in found.by) == ("secret" in names_of(user))
    assert sum(found.by_period.values()) + found.undated == found.total


def test_a_tag_tells_choices_apart_and_is_the_same_for_equal_ones(services: Mapping[str, TileService]) -> None:
    service, tile = services["gpkg"], tile_at(10, 731, 376)
    one = Choice.of({"kind": Filter(values=("a", "c"))})
    same = Choice.of({"kind": Filter(values=("c", "a", "a"))})
    other = Choice.of({"kind": Filter(values=("a",))})
    tags = [service.tile(CROWD.id, tile, VISITOR, choice=choice).etag for choice in (one, same, other, Choice())]
    assert tags[0] == tags[1]
    assert len(set(tags)) == 3


@pytest.mark.parametrize("layer", [layer.id for layer in LAYERS])
def test_every_zoom_of_an_unknown_person_is_the_same_for_both(services: Mapping[str, TileService], layer: str) -> None:
    for service in services.values():
        with pytest.raises(UnknownLayerError):
            service.cells(f"{layer}_no", 10, VISITOR)
        assert service.cells(layer, CELLS_BELOW, VISITOR) is None
