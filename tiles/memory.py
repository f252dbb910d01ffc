"""Tiles cut from a snapshot in memory."""

from collections.abc import Sequence

import numpy as np

from tiles.encode import Drawing, Tags, make_tags, write_layer
from tiles.geometry import Flags
from tiles.mercator import Ints, Tile
from tiles.points import PointIndex, first_grid
from tiles.rules import COUNT_FIELD, GRIDS, STEPS, TILE_BYTES, point_budget, points_allowed
from tiles.shapes import ShapeIndex
from tiles.snapshot import Snapshot
from tiles.values import ColumnError


def encode_tile(
    snapshot: Snapshot, layer_name: str, tile: Tile, fields: Sequence[str], allowed: Flags | None = None
) -> bytes:
    """One tile of a layer as uncompressed Mapbox Vector Tile, by the rules of `tiles/rules.py`.

    `tile` comes from `tile_at`; `fields` are the columns to write, in this order; `allowed` marks the rows that may
    be in it (None: all). Zero bytes when nothing is drawn; never more than TILE_BYTES.
    Raises ColumnError for a field that the snapshot does not have.
    """
    for name in fields:
        if name not in snapshot.columns:
            raise ColumnError(f"column {name}: not in the layer {layer_name}")
    writer = _Writer(snapshot, layer_name, tuple(dict.fromkeys(fields)))
    if snapshot.points is not None:
        return _points(writer, snapshot.points, tile, allowed)
    if snapshot.shapes is not None:
        return _shapes(writer, snapshot.shapes, tile, allowed)
    return b""


class _Writer:
    """Writes drawings of one snapshot with the asked fields."""

    def __init__(self, snapshot: Snapshot, layer_name: str, fields: tuple[str, ...]) -> None:
        self.snapshot = snapshot
        self.layer_name = layer_name
        self.fields = fields

    def write(self, drawing: Drawing) -> bytes:
        """Bytes of the tile with all asked fields."""
        return self._bytes(drawing, self.fields)

    def bare(self, drawing: Drawing) -> bytes:
        """Bytes of the tile without attributes (but with the number of points of thinned cells)."""
        return self._bytes(drawing, ())

    def _bytes(self, drawing: Drawing, fields: tuple[str, ...]) -> bytes:
        if not len(drawing.rows):
            return b""
        snapshot = self.snapshot
        if drawing.cells is not None:
            fields = tuple(name for name in fields if name != COUNT_FIELD)
        codes = snapshot.codes[drawing.rows][:, [snapshot.columns[name] for name in fields]]
        tags: Tags = make_tags(snapshot.table, fields, codes, drawing.cells)
        return write_layer(self.layer_name, snapshot.kind, snapshot.fid[drawing.rows].view(np.uint64), drawing, tags)


def _points(writer: _Writer, index: PointIndex, tile: Tile, allowed: Flags | None) -> bytes:
    """Rules P1 to P5."""
    run = index.tile_range(tile)
    rows: slice | Ints = run
    if allowed is not None:
        rows = np.flatnonzero(allowed[run]) + run.start
    every = np.arange(run.start, run.stop) if isinstance(rows, slice) else rows
    fields = len(writer.fields)
    if len(every) <= points_allowed(tile.z, fields, writer.snapshot.rules):
        body = writer.write(index.draw(every, tile, None))
        if len(body) <= TILE_BYTES:
            return body
    grid = GRIDS[0] + 1
    while grid > GRIDS[-1]:
        grid, kept, cells = first_grid(index, rows, tile.z, point_budget(fields), grid)
        drawing = index.draw(kept, tile, cells)
        body = writer.write(drawing)
        if len(body) <= TILE_BYTES:
            return body
    return writer.bare(drawing)


def _shapes(writer: _Writer, index: ShapeIndex, tile: Tile, allowed: Flags | None) -> bytes:
    """Rules L1 to L6."""
    for write in (writer.write, writer.bare):
        for step in range(STEPS + 1):
            drawing = index.draw(tile, step, allowed)
            body = write(drawing)
            if len(body) <= TILE_BYTES and (body or step == 0):
                return body
            if not body:
                break
    return b""
