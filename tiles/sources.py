"""Where tiles come from: the interface, and the source that cuts them from memory (`tiles/postgis.py` is the other)."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Protocol

import numpy as np
from sqlalchemy import ColumnElement, Table, and_, func, select

from config.limits import BIG_LAYER_ROWS, CHOICE_CACHE, CHOICE_CACHE_BYTES
from config.policy import Sensitivity
from config.records import LayerRecord
from data.cells import RESOLUTION
from data.queries.choice import Choice
from data.queries.counts import Tally, Wanted, tally_rows
from data.queries.scope import RowScope, rows_seen
from data.store import Store
from tiles.cells import CellShelf, Level
from tiles.choose import conditions, of_district, together
from tiles.geometry import Flags
from tiles.held import Held
from tiles.load import load_snapshot
from tiles.memory import encode_tile
from tiles.mercator import Tile
from tiles.rules import cell_resolution
from tiles.snapshot import Snapshot
from tiles.tally import tally_snapshot

NOTHING = Choice()
LOG = logging.getLogger("sitcenter")


@dataclass(frozen=True)
class TileAsk:
    """A tile of a layer in a certain version, with these fields, of the chosen rows of a scope."""

    layer: LayerRecord
    stamp: str
    tile: Tile
    fields: tuple[str, ...]
    scope: RowScope
    choice: Choice = NOTHING

    @property
    def of_cells(self) -> bool:
        """Whether the tile holds cells in place of points (rule C1)."""
        return self.layer.dense and cell_resolution(self.tile.z) is not None


class TileSource(Protocol):
    """Anything that answers with uncompressed Mapbox Vector Tiles by the rules of `tiles/rules.py`."""

    def raw(self, ask: TileAsk) -> bytes:
        """Bytes of the tile, none when nothing is in it."""
        ...

    def level(self, ask: TileAsk, resolution: int) -> Level:
        """Chosen rows of a dense layer counted by cell, wherever the ask's tile is."""
        ...

    def outline(self, ask: TileAsk, resolution: int) -> None:
        """Make ready counts and outlines of the cells from which tiles of a resolution are cut."""
        ...

    def tally(self, wanted: Wanted, stamp: str) -> Tally:
        """Rows of a layer in a certain version, counted by value."""
        ...

    def uniform(self, layer: LayerRecord, stamp: str) -> bool:
        """Whether every row has the sensitivity of its layer, so that all who may see the layer see the same rows."""
        ...

    def warm(self, ask: TileAsk) -> None:
        """Bring into memory what the first tile of the ask's layer would wait for."""
        ...


def is_uniform(store: Store, layer: LayerRecord) -> bool:
    """Whether every present row has the sensitivity of its layer."""
    table = store.tables[layer.id]
    other = select(table.c.fid).where(table.c.known_to.is_(None), table.c.sensitivity != layer.sensitivity.value)
    with store.read() as conn:
        return conn.execute(other.limit(1)).first() is None


def all_of_layer(table: Table, ask: TileAsk) -> ColumnElement[bool]:
    """Rows of a uniform layer. Its tiles go to all who see it: a row that has come since must not be in them."""
    seen = table.c.sensitivity == ask.layer.sensitivity.value
    if ask.layer.sensitivity is Sensitivity.PUBLIC or ask.scope.district is None:
        return seen
    return seen & (table.c.district == ask.scope.district)


def _kept(snapshot: Snapshot, seen: Flags | None, ask: TileAsk) -> Flags:
    """Rows that are seen and chosen."""
    chosen = together(conditions(snapshot, ask.layer, ask.scope, ask.choice))
    masks = [mask for mask in (seen, chosen) if mask is not None]
    return np.logical_and.reduce(masks) if masks else np.ones(len(snapshot), dtype=np.bool_)


@dataclass
class _Layer:
    """What is in memory of one version of a layer; `by_scope` is used only when its rows differ in sensitivity.

    `big` layers are loaded in the background; `coming` are the scopes for which that has begun.
    """

    stamp: str
    uniform: bool
    big: bool
    by_scope: dict[RowScope | None, Snapshot] = field(default_factory=dict)
    coming: set[RowScope | None] = field(default_factory=set)


class MemorySource:
    """Snapshots of the store's layers, one version of each, loaded when first asked for, one at a time per layer."""

    def __init__(self, store: Store, columns: dict[str, Sequence[str]]) -> None:
        """Nothing is read yet; `columns` names what a snapshot of each layer holds."""
        self._store = store
        self._columns = columns
        self._layers: dict[str, _Layer] = {}
        self._locks = {layer_id: Lock() for layer_id in store.layers}
        self._coming_lock = Lock()
        self._chosen: Held[Flags] = Held(CHOICE_CACHE, CHOICE_CACHE_BYTES, lambda flags: flags.nbytes)
        self._cells = CellShelf(self._count, RESOLUTION)

    def raw(self, ask: TileAsk) -> bytes:
        """Tile cut from the snapshot of the asked version."""
        if ask.of_cells:
            return self._cells.tile(ask)
        snapshot, seen = self._rows(ask)
        allowed = seen
        if ask.choice:
            self._chosen.drop(lambda key: isinstance(key, tuple) and key[0] == ask.layer.id and key[1] != ask.stamp)
            key = (ask.layer.id, ask.stamp, ask.scope, ask.choice)
            allowed = self._chosen.get(key, lambda: _kept(snapshot, seen, ask))
        return encode_tile(snapshot, ask.layer.id, ask.tile, ask.fields, allowed)

    def level(self, ask: TileAsk, resolution: int) -> Level:
        """See TileSource."""
        return self._cells.level(ask, resolution)

    def outline(self, ask: TileAsk, resolution: int) -> None:
        """See TileSource."""
        self._cells.outline(ask, resolution)

    def tally(self, wanted: Wanted, stamp: str) -> Tally:
        """See TileSource; dense layers are counted in memory."""
        ask = TileAsk(wanted.layer, stamp, Tile(0, 0, 0), (), wanted.scope, wanted.choice)
        if not wanted.layer.dense or self._is_missing(ask):
            with self._store.read() as conn:
                found = tally_rows(conn, self._store, wanted)
            if wanted.layer.dense:
                self._bring(ask)
            return found
        snapshot, seen = self._rows(ask)
        return tally_snapshot(snapshot, wanted, _kept(snapshot, seen, ask) if ask.choice else seen)

    def _rows(self, ask: TileAsk) -> tuple[Snapshot, Flags | None]:
        """Snapshot with the rows of the ask's scope, and which of its rows are of the scope (None: all)."""
        held = self._held(ask.layer, ask.stamp)
        if not held.uniform:
            return self._snapshot(ask.layer, held, ask.scope), None
        snapshot = self._snapshot(ask.layer, held, None)
        if ask.layer.sensitivity is Sensitivity.PUBLIC or ask.scope.district is None:
            return snapshot, None
        return snapshot, of_district(snapshot, ask.scope.district)

    def _count(self, ask: TileAsk, resolution: int) -> Level:
        """Chosen rows by cell, counted over the whole snapshot, or by the store as long as that is not there."""
        if self._is_missing(ask):
            found = self._asked(ask).coarser(resolution)
            self._bring(ask)
            return found
        snapshot, seen = self._rows(ask)
        if snapshot.grid is None:
            none = np.empty(0, dtype=np.int64)
            return Level(resolution, none, none)
        allowed = _kept(snapshot, seen, ask) if ask.choice else seen
        place = snapshot.grid.place if allowed is None else snapshot.grid.place[allowed]
        counts = np.bincount(place, minlength=len(snapshot.grid.cells))
        filled = np.flatnonzero(counts)
        return Level(RESOLUTION, snapshot.grid.cells[filled], counts[filled]).coarser(resolution)

    def _asked(self, ask: TileAsk) -> Level:
        """Chosen rows by cell, counted by a question to the store."""
        table = self._store.tables[ask.layer.id]
        uniform = self._held(ask.layer, ask.stamp).uniform
        seen = all_of_layer(table, ask) if uniform else rows_seen(table, ask.layer, ask.scope)
        where = and_(table.c.known_to.is_(None), seen, *ask.choice.conditions(table, ask.layer, ask.scope))
        query = select(table.c.cell, func.count()).where(where).group_by(table.c.cell).order_by(table.c.cell)
        with self._store.read() as conn:
            found = np.array([tuple(row) for row in conn.execute(query)], dtype=np.int64).reshape(-1, 2)
        return Level(RESOLUTION, found[:, 0], found[:, 1])

    def _is_big(self, layer: LayerRecord) -> bool:
        """Whether loading the layer takes longer than anyone would wait."""
        with self._store.read() as conn:
            last = conn.execute(select(func.max(self._store.tables[layer.id].c.fid))).scalar()
        return layer.dense and (last or 0) >= BIG_LAYER_ROWS

    def _is_missing(self, ask: TileAsk) -> bool:
        """Whether the rows of an ask, of a big layer, are not in memory yet."""
        held = self._held(ask.layer, ask.stamp)
        return held.big and (None if held.uniform else ask.scope) not in held.by_scope

    def _bring(self, ask: TileAsk) -> None:
        """Set the loading of an ask's rows going in the background, once; after an answer, to be in nobody's way."""
        held = self._held(ask.layer, ask.stamp)
        scope = None if held.uniform else ask.scope
        with self._coming_lock:
            if scope in held.coming:
                return
            held.coming.add(scope)
        Thread(target=self._load, args=(ask.layer, held, scope), daemon=True).start()

    def _load(self, layer: LayerRecord, held: _Layer, scope: RowScope | None) -> None:
        """Load a snapshot; after a failure the next who asks tries again."""
        try:
            self._snapshot(layer, held, scope)
        except Exception as error:  # noqa: BLE001 -- nobody waits for it: the store goes on answering
            LOG.warning("layer %s is not in memory: %s", layer.id, error)
            held.coming.discard(scope)

    def uniform(self, layer: LayerRecord, stamp: str) -> bool:
        """See TileSource."""
        return self._held(layer, stamp).uniform

    def warm(self, ask: TileAsk) -> None:
        """See TileSource; a big layer comes in the background, as after its first question."""
        if self._is_missing(ask):
            self._bring(ask)
        else:
            self._rows(ask)

    def _held(self, layer: LayerRecord, stamp: str) -> _Layer:
        held = self._layers.get(layer.id)
        if held is not None and held.stamp == stamp:
            return held
        with self._locks[layer.id]:
            held = self._layers.get(layer.id)
            if held is None or held.stamp != stamp:
                held = _Layer(stamp, is_uniform(self._store, layer), self._is_big(layer))
                self._layers[layer.id] = held
            return held

    def _snapshot(self, layer: LayerRecord, held: _Layer, scope: RowScope | None) -> Snapshot:
        found = held.by_scope.get(scope)
        if found is not None:
            return found
        with self._locks[layer.id]:
            if scope not in held.by_scope:
                with self._store.read() as conn:
                    held.by_scope[scope] = load_snapshot(conn, self._store, layer, self._columns[layer.id], scope)
            return held.by_scope[scope]
