"""What a tile shows at which zoom: the thinning rules, written as data so that every engine applies the same ones.

Words used below. `z, x, y` is the tile; `n = 2^z`. `geom_3857` is the whole feature in web mercator metres.
`unit(z) = 40075016.685578488 / (4096 * n)` is one tile unit in mercator metres. World fractions of a point are
`across = x / 40075016.685578488 + 0.5` and `down = 0.5 - y / 40075016.685578488` of its mercator metres, worked out
from the degrees in double precision; sources may differ in the last bit, so that a point exactly on the northern edge
of a tile may be in the tile above. Rows without a geometry, empty ones, and points with across or down outside 0..1
are in no tile. With a district given, rows of other districts are removed before anything below is counted.

POINTS
 P1. A point is in the tile when `least(floor(across * n), n - 1) = x` and the same for down and y. Tiles are half
     open (west and north edge in, east and south edge out) and there is no buffer, so each point is in exactly one
     tile of a zoom.
 P2. Position in the tile: `rint((across * n - x) * 4096)`, `rint((down * n - y) * 4096)`, ties to even. The
     result is 0..4096, both ends included.
 P3. Let `budget = point_budget(number of fields)` and `allowed = min(POINT_LIMIT, budget)` when z < full_zoom, else
     `allowed = budget`. With at most `allowed` points in the tile, each is drawn, without an attribute `n`.
 P4. Otherwise the tile is thinned. A grid of g x g cells lies over the tile; the cell of a point is
     `floor(across * n * g), floor(down * n * g)` (world numbering; inside the tile that is the floor of the unrounded
     tile unit divided by 4096 / g). One feature stands for a cell: the point with the lowest fid, with its own position
     and attributes, and with `n` = number of points in the cell. A field called `n` is not written then.
 P5. g is the first of GRIDS (256, 128, ... 1) that leaves at most `budget` cells. Guard: when the encoded tile still
     has more than TILE_BYTES bytes before compression, the next g is taken, and so on; after the last one, the tile of
     the last g is written without attributes other than `n`. (A full tile of P3 that is too big goes on with P4.)

CELLS (dense layers, `LayerRecord.dense`, below CELLS_BELOW; from that zoom on they follow P1 to P5)
 C1. The tile holds cells of the hexagonal grid H3 in place of points. A cell's resolution is `cell_resolution(z)`: a
     hexagon is then about 14 to 35 pixels wide where a tile is 512 pixels (near 43 degrees of latitude, zooms 6 to 14).
 C2. The cell of a row is the parent of its column `cell` (made from its degrees, `data/cells.py`). `n` is the number of
     all rows of that cell which the reader may see and which were chosen, wherever the tile's edges are.
 C3. A cell with at least one row is in every tile that the box of its corners (rounded to tile units) touches, widened
     by BUFFER units, edges included: whole, not clipped, always with its full `n`. The sum of `n` over the distinct
     cells of a zoom is therefore the number of rows chosen.
 C4. Attributes: `n` and `q`, the class of `n`: the number of breaks that are not greater than `n`. Breaks are worked
     out over the whole layer with the same choice, not over the tile: `nice_breaks` of all cells' counts at that
     resolution.
 C5. The id of the feature is the index without its upper bits and unused digits, so that it fits a double:
     `feature_ids`. It is distinct over all resolutions, and the index can be read from it.
 C6. Guard: while the encoded tile has more than TILE_BYTES bytes, the next coarser resolution is taken.

CHOICE
 F1. A tile may be asked with filters, a span of days and a district: rows that they do not let through are removed
     before anything above is counted. A row without the value is not kept by a filter; an unknown beginning or end of
     a row's validity is no limit.
 F2. Layers with a time (`LayerRecord.timed`) that are not dense carry `valid_from` and `valid_to` (rule A2), so that
     the browser can apply a time by itself.

LINES AND POLYGONS
 L1. A feature is left out when z < min_zoom of its value of `min_zoom_field` (values not listed, and null: 0).
 L2. A line is left out when `ST_Length(geom_3857) < min_length_m(z, step)`, a polygon when
     `ST_Area(geom_3857) < min_area_m2(z, step)`; the whole feature counts, as it was before any clipping.
 L3. The whole feature is simplified with `tolerance_m(kind, z, step)` unless that is 0: lines by Douglas-Peucker
     (`ST_Simplify`), polygons keeping their topology (`ST_SimplifyPreserveTopology`).
 L4. It is clipped to the tile widened by BUFFER tile units on each side, then `rint` to tile units, ties to even.
     For lines that is ST_ClipByBox2D, ST_Affine and ST_SnapToGrid: ST_AsMVTGeom would cut the tip off a line that goes
     to a point and straight back. For polygons it is `ST_AsMVTGeom(..., 4096, 64, true)`, which rounds first and then
     clips: where an edge meets the outer edge of the buffer at a flat angle, the two may end some units apart along
     that edge, and a touch of one or two units there may be drawn by one of them only. Away from it they agree.
 L5. Repeated points, lines of fewer than two points, and rings without area fall away; an outer ring takes its holes
     with it.
     What rounding made invalid is repaired on the grid of whole units. Nothing left: no feature.
 L6. step is 0. Guard: while the encoded tile has more than TILE_BYTES bytes before compression, step grows by one, up
     to STEPS. If no step leaves both a feature and few enough bytes, the same is tried without attributes from step 0
     on, and if that fails too, the tile is empty.

ALL
 A1. Features are written in the order of fid, which is the id of the MVT feature.
 A2. A null (and a NaN) attribute is not written. Text, bool, 64-bit integer and double keep their type; a date is text
     in ISO form.
 A3. No feature: the tile is zero bytes long.
The two guards count bytes of one's own encoder, so near the limit another engine may stand one step further; within
P3/P5 the budget decides first, which keeps common tiles away from that edge.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tiles.mercator import Ints, unit_m

Kind = Literal["point", "line", "polygon"]

BUFFER = 64
TILE_BYTES = 500_000
POINT_LIMIT = 5_000
FULL_ZOOM = 13
GRIDS = (256, 128, 64, 32, 16, 8, 4, 2, 1)
COUNT_FIELD = "n"
FEATURE_BYTES = 20
FIELD_BYTES = 3

CELLS_BELOW = 15
CELL_RESOLUTIONS = (1, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 8, 9, 10, 11)
CLASS_FIELD = "q"
BREAK_SHARES = (0.2, 0.4, 0.6, 0.8, 0.95)
NICE = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)

STEPS = 8
COARSE_BELOW = 12
SIMPLE_BELOW: Mapping[Kind, int] = {"line": 14, "polygon": 12}
COARSE_LENGTH_UNITS = 8.0
COARSE_AREA_UNITS = 16.0


@dataclass(frozen=True)
class LayerRules:
    """What a layer's record adds to the common rules: classes drawn only from a zoom on, and the zoom of all points."""

    min_zoom_field: str | None = None
    min_zoom: Mapping[str, int] = field(default_factory=dict)
    full_zoom: int = FULL_ZOOM


def point_budget(fields: int) -> int:
    """Most points a tile may hold with that number of attribute fields: TILE_BYTES over a usual feature's bytes."""
    return TILE_BYTES // (FEATURE_BYTES + FIELD_BYTES * (fields + 1))


def points_allowed(z: int, fields: int, rules: LayerRules) -> int:
    """Number of points up to which a tile is not thinned (rule P3)."""
    budget = point_budget(fields)
    return min(POINT_LIMIT, budget) if z < rules.full_zoom else budget


def cell_resolution(z: int) -> int | None:
    """Resolution of the H3 cells of a dense layer at a zoom, None where it shows points (rule C1)."""
    return CELL_RESOLUTIONS[z] if z < CELLS_BELOW else None


def zooms_of(resolution: int) -> list[int]:
    """Zooms at which a dense layer shows cells of a resolution."""
    return [z for z in range(CELLS_BELOW) if CELL_RESOLUTIONS[z] == resolution]


def nice_breaks(ordered: Ints) -> tuple[int, ...]:
    """Lower bounds of the classes after the first: the counts at BREAK_SHARES of all, rounded to nice numbers.

    `ordered` are the counts of all cells, ascending. A count is rounded down to 1, 1.5, 2, 3, 5, 7 times a power of
    ten; each break stands once, and none is below 2. A break above the largest count does not come about.
    """
    last = len(ordered) - 1
    places = [min(last, int(share * len(ordered))) for share in BREAK_SHARES] if len(ordered) else []
    found = [_nice(int(ordered[place])) for place in places]
    return tuple(sorted({number for number in found if number > 1}))


def _nice(count: int) -> int:
    power: int = 10 ** (len(str(count)) - 1)
    return int(max(step * power for step in NICE if step * power <= count))


def min_length_m(z: int, step: int) -> float:
    """Mercator length below which a line is left out: 8 units under zoom 12, else 1 unit; four times more a step."""
    units = COARSE_LENGTH_UNITS if z < COARSE_BELOW else 1.0
    return units * 4.0**step * unit_m(z)


def min_area_m2(z: int, step: int) -> float:
    """Mercator area below which a polygon is left out: 16 square units under zoom 12, else 1; 16 times more a step."""
    units = COARSE_AREA_UNITS if z < COARSE_BELOW else 1.0
    return units * 16.0**step * unit_m(z) ** 2


def tolerance_m(kind: Kind, z: int, step: int) -> float:
    """Simplification tolerance in mercator metres: 1 unit under SIMPLE_BELOW, else 0; 2^step units in a guard step."""
    if step == 0 and z >= SIMPLE_BELOW.get(kind, 0):
        return 0.0
    return 2.0**step * unit_m(z)
