"""Tiles for people: asks the policy, picks the source of the store, keeps gzipped tiles, follows publishes."""

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic

from sqlalchemy import select

from config.limits import TALLIES_KEPT, TILE_CACHE_BYTES, TILE_CACHE_TILES, VERSION_CHECK_SECONDS
from config.policy import VISITOR, Sensitivity, User
from config.records import LayerRecord
from data import schema
from data.queries.choice import Choice
from data.queries.counts import Counts, Tally, Wanted, choice_names, counts_of
from data.queries.filters import COMMON_CHOICES
from data.queries.items import Box, seen_layer
from data.queries.scope import row_scope, seen_fields
from data.store import Store
from tiles.cells import Level
from tiles.held import Held
from tiles.mercator import MAX_ZOOM
from tiles.mercator import Tile as Address
from tiles.postgis import PostgisSource
from tiles.rules import cell_resolution
from tiles.sources import NOTHING, MemorySource, TileAsk, TileSource

FORMAT = 3
# The finest first: the others are made of it.
CELL_LEVELS = sorted({at for z in range(MAX_ZOOM) if (at := cell_resolution(z)) is not None}, reverse=True)
GZIP_LEVEL = 1
NAMES = ("name_ru", "name_kk", "name_en")
VALID = ("valid_from", "valid_to")


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
    wanted += VALID if layer.timed and not layer.dense else ()
    limited = row_scope(user).district is not None and layer.sensitivity is Sensitivity.PUBLIC
    known = {"district", *COMMON_CHOICES, *NAMES, *VALID, *own}
    hidden = {name for name, field in own.items() if limited and field.sensitivity is not Sensitivity.PUBLIC}
    return tuple(name for name in dict.fromkeys(wanted) if name in known - hidden)


def _columns(layer: LayerRecord) -> tuple[str, ...]:
    """All attributes that a tile of the layer may have or be chosen by for anybody."""
    names = [*layer.filters, *(f.name for f in layer.fields if f.in_tile), layer.style.by, layer.style.size_by]
    names += NAMES if layer.style.label else ()
    known = {*COMMON_CHOICES, *NAMES, *(f.name for f in layer.fields)}
    return ("district", *VALID, *(name for name in dict.fromkeys(names) if name in known))


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
        self._tallies: Held[Tally] = Held(TALLIES_KEPT, TALLIES_KEPT, lambda _: 1)
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

    def tile(self, layer_id: str, address: Address, user: User, *, hint: str = "", choice: Choice = NOTHING) -> Tile:
        """Tile of the chosen rows that the person may see. Raises UnknownLayerError when the layer is not for them."""
        ask, shared = self._ask(layer_id, address, user, hint, choice)
        seen = "all" if shared else f"{sorted(ask.scope.sensitivities)} {ask.scope.district}"
        key = (layer_id, ask.stamp, ask.fields, seen, address, choice)
        body = self._kept.get(key)
        fresh = body is None
        if body is None:
            raw = self._source.raw(ask)
            body = gzip.compress(raw, GZIP_LEVEL, mtime=0) if raw else b""
            self._kept.put(key, body)
        tag = hashlib.sha256(repr(key).encode()).hexdigest()[:20]
        return Tile(body, tag, shared, fresh)

    def warm(self, layer_id: str, user: User) -> None:
        """Make what the first tiles and figures of a layer wait for: its rows, its cells, its counts.

        Raises UnknownLayerError.
        """
        ask, _ = self._ask(layer_id, Address(0, 0, 0), user, "", NOTHING)
        for resolution in CELL_LEVELS if ask.layer.dense else ():
            self._source.outline(ask, resolution)
        self._source.warm(ask)
        self.counts(layer_id, user)

    def cells(self, layer_id: str, z: int, user: User, *, hint: str = "", choice: Choice = NOTHING) -> Level | None:
        """Counts by cell from which tiles of a zoom are cut, None where the layer shows points at it.

        Raises UnknownLayerError.
        """
        ask, _ = self._ask(layer_id, Address(z, 0, 0), user, hint, choice)
        resolution = cell_resolution(z)
        return self._source.level(ask, resolution) if ask.layer.dense and resolution is not None else None

    def counts(
        self, layer_id: str, user: User, *, choice: Choice = NOTHING, box: Box | None = None, hint: str = ""
    ) -> Counts:
        """Counts of the chosen rows in a box that the person may see. Raises UnknownLayerError."""
        ask, _ = self._ask(layer_id, Address(0, 0, 0), user, hint, choice)
        names = choice_names(user, ask.layer)
        scope = ask.scope if names == choice_names(VISITOR, ask.layer) else row_scope(user)

        def tally(chosen: Choice, within: Box | None = box) -> Tally:
            wanted = Wanted(ask.layer, scope, chosen, names, within)
            if within is not None:
                return self._source.tally(wanted, ask.stamp)
            key = (layer_id, ask.stamp, scope, names, chosen)
            return self._tallies.get(key, lambda: self._source.tally(wanted, ask.stamp))

        self._tallies.drop(lambda key: isinstance(key, tuple) and key[0] == layer_id and key[1] != ask.stamp)
        return replace(counts_of(self._store, tally, choice, names), total=tally(NOTHING, None).rows)

    def _ask(self, layer_id: str, address: Address, user: User, hint: str, choice: Choice) -> tuple[TileAsk, bool]:
        """The question to the source, and whether everybody who may ask it gets the same answer."""
        layer, _ = seen_layer(self._store, layer_id, user)
        stamp = self.stamp(layer_id, hint=hint)
        ask = TileAsk(layer, stamp, address, tile_fields(user, layer), row_scope(user), choice)
        if ask.of_cells:
            ask = replace(ask, fields=())
        public = layer.sensitivity is Sensitivity.PUBLIC and choice.open_to(VISITOR, layer)
        same = ask.of_cells or ask.fields == tile_fields(VISITOR, layer)
        if not (public and same and self._source.uniform(layer, stamp)):
            return ask, False
        return replace(ask, scope=row_scope(VISITOR)), True


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
