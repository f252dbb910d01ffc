"""Tiles for people: asks the policy, picks the source of the store, keeps gzipped tiles, follows publishes."""

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from sqlalchemy import select

from config.limits import TILE_CACHE_BYTES, TILE_CACHE_TILES, VERSION_CHECK_SECONDS
from config.policy import VISITOR, Sensitivity, User
from config.records import LayerRecord
from data import schema
from data.queries.filters import COMMON_CHOICES
from data.queries.items import seen_layer
from data.queries.scope import row_scope, seen_fields
from data.store import Store
from tiles.mercator import Tile as Address
from tiles.postgis import PostgisSource
from tiles.sources import MemorySource, TileAsk, TileSource

FORMAT = 1
GZIP_LEVEL = 1
NAMES = ("name_ru", "name_kk", "name_en")


@dataclass(frozen=True)
class Tile:
    """A tile ready to send: gzipped body (empty when nothing is in it), tag, and who may keep it.

    `shared` means that everybody gets the same bytes; `fresh` that they were made for this question.
    """

    body: bytes
    etag: str
    shared: bool
    fresh: bool


def tile_fields(user: User, layer: LayerRecord) -> tuple[str, ...]:
    """Attributes of a layer's tiles for a person: district, filters, what the drawing needs, fields meant for tiles."""
    own = {f.name: f for f in seen_fields(user, layer)}
    style = layer.style
    wanted = ["district", *layer.filters, *(name for name in (style.by, style.size_by) if name)]
    wanted += [name for name, field in own.items() if field.in_tile]
    wanted += NAMES if style.label else ()
    limited = row_scope(user).district is not None and layer.sensitivity is Sensitivity.PUBLIC
    known = {"district", *COMMON_CHOICES, *NAMES, *own}
    hidden = {name for name, field in own.items() if limited and field.sensitivity is not Sensitivity.PUBLIC}
    return tuple(name for name in dict.fromkeys(wanted) if name in known - hidden)


def _columns(layer: LayerRecord) -> tuple[str, ...]:
    """All attributes that a tile of the layer may have for anybody."""
    names = [*layer.filters, *(f.name for f in layer.fields if f.in_tile), layer.style.by, layer.style.size_by]
    names += NAMES if layer.style.label else ()
    known = {*COMMON_CHOICES, *NAMES, *(f.name for f in layer.fields)}
    return ("district", *(name for name in dict.fromkeys(names) if name in known))


def source_of(store: Store) -> TileSource:
    """The source that fits the store's engine."""
    if store.kind == "postgis":
        return PostgisSource(store)
    return MemorySource(store, {k: _columns(layer) for k, layer in store.layers.items()})


class TileService:
    """Tiles of all layers of a store for any person; safe for many threads."""

    def __init__(self, store: Store, source: TileSource | None = None) -> None:
        """A service over the store; `source` replaces the one that fits the engine."""
        self._store = store
        self._source = source or source_of(store)
        self._kept = _Kept(TILE_CACHE_TILES, TILE_CACHE_BYTES)
        self._stamps: dict[str, str] = {}
        self._checked = float("-inf")

    def stamp(self, layer_id: str, *, hint: str = "") -> str:
        """Mark of the present version of a layer, for `?v=`: changes with its rows, its record and the tile format.

        The store is asked at most once in VERSION_CHECK_SECONDS, and at once when `hint` is a mark not known here.
        """
        now = monotonic()
        old = self._stamps.get(layer_id)
        if now - self._checked > VERSION_CHECK_SECONDS or (hint and hint != old):
            self._stamps = self._read_stamps()
            self._checked = now
        return self._stamps.get(layer_id, "0")

    def _read_stamps(self) -> dict[str, str]:
        table = schema.layer_version
        with self._store.read() as conn:
            rows = conn.execute(select(table.c.layer, table.c.version, table.c.changed_at)).all()
        found = {}
        for row in rows:
            layer = self._store.layers.get(row.layer)
            if layer is not None:
                text = f"{row.version} {row.changed_at} {FORMAT} {layer.model_dump_json()}"
                found[row.layer] = f"{row.version}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
        return found

    def tile(self, layer_id: str, address: Address, user: User, *, hint: str = "") -> Tile:
        """Tile of what the person may see of the layer. Raises UnknownLayerError when that is nothing."""
        layer, _ = seen_layer(self._store, layer_id, user)
        stamp = self.stamp(layer_id, hint=hint)
        fields = tile_fields(user, layer)
        ask = TileAsk(layer, stamp, address, fields, row_scope(user))
        public = layer.sensitivity is Sensitivity.PUBLIC and fields == tile_fields(VISITOR, layer)
        shared = public and self._source.uniform(layer, stamp)
        seen = "all" if shared else f"{sorted(ask.scope.sensitivities)} {ask.scope.district}"
        key = (layer_id, stamp, fields, seen, address)
        body = self._kept.get(key)
        fresh = body is None
        if body is None:
            raw = self._source.raw(ask)
            body = gzip.compress(raw, GZIP_LEVEL, mtime=0) if raw else b""
            self._kept.put(key, body)
        tag = hashlib.sha256(repr(key).encode()).hexdigest()[:20]
        return Tile(body, tag, shared, fresh)


class _Kept:
    """Gzipped tiles by key, bounded in number and bytes; the one not asked for longest goes first."""

    def __init__(self, tiles: int, size: int) -> None:
        self._tiles, self._size, self._held = tiles, size, 0
        self._bodies: OrderedDict[object, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: object) -> bytes | None:
        with self._lock:
            body = self._bodies.get(key)
            if body is not None:
                self._bodies.move_to_end(key)
            return body

    def put(self, key: object, body: bytes) -> None:
        with self._lock:
            self._held += len(body) - len(self._bodies.get(key, b""))
            self._bodies[key] = body
            self._bodies.move_to_end(key)
            while len(self._bodies) > self._tiles or self._held > self._size:
                self._held -= len(self._bodies.popitem(last=False)[1])
