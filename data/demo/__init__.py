"""The seeded generator of a marked demonstration city: the same rows, byte for byte, from the same store."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from sqlalchemy import Connection

from config.city import Source
from data.demo.appeals import appeals
from data.demo.barriers import access_objects, barriers
from data.demo.budget import BUDGET
from data.demo.buildings import buildings
from data.demo.cameras import cameras
from data.demo.district_care import CARE
from data.demo.education_makers import EDUCATION
from data.demo.infrastructure import INFRASTRUCTURE
from data.demo.lamps import lamps
from data.demo.network_makers import NETWORKS
from data.demo.projects import city_projects
from data.demo.register import full_total
from data.demo.social import social_objects
from data.demo.works import MONITORING
from data.loading.chunks import Chunk, Chunks
from data.store import Store

SEED = 20_260_101
Scale = Literal["small", "full"]
SMALL_APPEALS = 20_000
BUILDINGS: dict[Scale, int] = {"small": 3_000, "full": 300_000}
LAMPS: dict[Scale, int] = {"small": 6_000, "full": 100_000}
Maker = Callable[[Connection, Store, Scale], Iterator[Chunk]]


def _cameras(conn: Connection, store: Store, _scale: Scale) -> Iterator[Chunk]:
    yield cameras(conn, store, SEED)


def _lamps(conn: Connection, store: Store, scale: Scale) -> Iterator[Chunk]:
    return lamps(conn, store, SEED, LAMPS[scale])


def _appeals(conn: Connection, store: Store, scale: Scale) -> Iterator[Chunk]:
    return appeals(conn, store, SEED, full_total(store) if scale == "full" else SMALL_APPEALS)


def _buildings(conn: Connection, store: Store, scale: Scale) -> Iterator[Chunk]:
    return buildings(conn, store, SEED, BUILDINGS[scale])


def _once(maker: Callable[[Connection, Store, int], Chunk]) -> Maker:
    """A maker whose layer is of one size."""

    def made(conn: Connection, store: Store, _scale: Scale) -> Iterator[Chunk]:
        yield maker(conn, store, SEED)

    return made


def _chunks(maker: Callable[[Connection, Store, int], Iterator[Chunk]]) -> Maker:
    """A maker of stretches that is the same at every scale."""
    return lambda conn, store, _scale: maker(conn, store, SEED)


# In the order of making: a layer may lean on those before it.
MAKERS: dict[str, Maker] = {
    "cameras": _cameras, "appeals": _appeals, "buildings": _buildings,
    **{layer: _once(maker) for layer, maker in INFRASTRUCTURE.items()},
    "city_projects": _once(city_projects),
    **{layer: _chunks(maker) for layer, maker in EDUCATION.items()},
    **{layer: _once(maker) for layer, maker in BUDGET.items()},
    "access_objects": _once(access_objects), "barriers": _once(barriers), "social_objects": _once(social_objects),
    **{layer: _chunks(maker) for layer, maker in {**MONITORING, **CARE}.items()},
    **{layer: _chunks(maker) for layer, maker in NETWORKS.items()}, "lamps": _lamps,
}  # fmt: skip


def demo_chunks(conn: Connection, store: Store, source: Source, scale: Scale = "small") -> Chunks:
    """Synthetic rows of the layers of a source, read like a file; several layers are told apart by a column `layer`."""
    start = 1
    for load in source.loads:
        for chunk in MAKERS[load.layer](conn, store, scale):
            yield replace(chunk, row_no=range(start, start + chunk.size))
            start += chunk.size
