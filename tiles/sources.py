"""Where tiles come from: the interface, and the source that cuts them from memory (`tiles/postgis.py` is the other)."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from sqlalchemy import select

from config.policy import Sensitivity
from config.records import LayerRecord
from data.queries.scope import RowScope
from data.store import Store
from tiles.load import load_snapshot
from tiles.memory import encode_tile
from tiles.mercator import Tile
from tiles.snapshot import Snapshot


@dataclass(frozen=True)
class TileAsk:
    """A tile of a layer in a certain version, with these fields, of the rows of a scope."""

    layer: LayerRecord
    stamp: str
    tile: Tile
    fields: tuple[str, ...]
    scope: RowScope


class TileSource(Protocol):
    """Anything that answers with uncompressed Mapbox Vector Tiles by the rules of `tiles/rules.py`."""

    def raw(self, ask: TileAsk) -> bytes:
        """Bytes of the tile, none when nothing is in it."""
        ...

    def uniform(self, layer: LayerRecord, stamp: str) -> bool:
        """Whether every row has the sensitivity of its layer, so that all who may see the layer see the same rows."""
        ...


def is_uniform(store: Store, layer: LayerRecord) -> bool:
    """Whether every present row has the sensitivity of its layer."""
    table = store.tables[layer.id]
    other = select(table.c.fid).where(table.c.known_to.is_(None), table.c.sensitivity != layer.sensitivity.value)
    with store.read() as conn:
        return conn.execute(other.limit(1)).first() is None


@dataclass
class _Layer:
    """What is in memory of one version of a layer; `by_scope` is used only when its rows differ in sensitivity."""

    stamp: str
    uniform: bool
    by_scope: dict[RowScope | None, Snapshot]


class MemorySource:
    """Snapshots of the store's layers, one version of each, loaded when first asked for, one at a time per layer."""

    def __init__(self, store: Store, columns: dict[str, Sequence[str]]) -> None:
        """Nothing is read yet; `columns` names what a snapshot of each layer holds."""
        self._store = store
        self._columns = columns
        self._layers: dict[str, _Layer] = {}
        self._locks = {layer_id: Lock() for layer_id in store.layers}

    def raw(self, ask: TileAsk) -> bytes:
        """Tile cut from the snapshot of the asked version."""
        held = self._held(ask.layer, ask.stamp)
        public = ask.layer.sensitivity is Sensitivity.PUBLIC
        if held.uniform:
            snapshot = self._snapshot(ask.layer, held, None)
            district = None if public else ask.scope.district
            return encode_tile(snapshot, ask.layer.id, ask.tile, ask.fields, district)
        return encode_tile(self._snapshot(ask.layer, held, ask.scope), ask.layer.id, ask.tile, ask.fields)

    def uniform(self, layer: LayerRecord, stamp: str) -> bool:
        """See TileSource."""
        return self._held(layer, stamp).uniform

    def _held(self, layer: LayerRecord, stamp: str) -> _Layer:
        held = self._layers.get(layer.id)
        if held is not None and held.stamp == stamp:
            return held
        with self._locks[layer.id]:
            held = self._layers.get(layer.id)
            if held is None or held.stamp != stamp:
                held = _Layer(stamp, is_uniform(self._store, layer), {})
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
