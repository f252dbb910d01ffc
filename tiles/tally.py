"""Rows of a snapshot counted by value of its columns, for layers that are too big to be counted by a question each."""

import numpy as np

from data.queries.choice import DISTRICT, TIME
from data.queries.counts import Tally, Wanted, by_month, text_of
from data.queries.items import Box
from tiles.choose import BEGAN, column, seen_codes
from tiles.geometry import Flags
from tiles.mercator import to_fractions, to_metres
from tiles.snapshot import Snapshot
from tiles.values import Codes, ValueTable


def in_box(snapshot: Snapshot, box: Box) -> Flags:
    """Points of the snapshot in a box of degrees, edges included."""
    if snapshot.points is None:
        return np.zeros(len(snapshot), dtype=np.bool_)
    west, south, east, north = box
    across, down = to_fractions(*to_metres((west, east), (south, north)))
    index = snapshot.points
    inside: Flags = (index.across >= across[0]) & (index.across <= across[1])
    inside &= (index.down >= down[1]) & (index.down <= down[0])
    return inside


def tally_snapshot(snapshot: Snapshot, wanted: Wanted, rows: Flags | None) -> Tally:
    """Tally of the marked rows of a snapshot (None: all)."""
    if wanted.box is not None:
        inside = in_box(snapshot, wanted.box)
        rows = inside if rows is None else rows & inside
    days = _counted(snapshot.table, column(snapshot, BEGAN), rows)
    facets = {DISTRICT: _counted(snapshot.table, column(snapshot, DISTRICT), rows), TIME: by_month(days)}
    for name in wanted.names:
        facets[name] = _counted(snapshot.table, seen_codes(snapshot, wanted.layer, wanted.scope, name), rows)
    return Tally(len(snapshot) if rows is None else int(np.count_nonzero(rows)), facets)


def _counted(table: ValueTable, codes: Codes, rows: Flags | None) -> dict[str, int]:
    """Number of marked rows by value."""
    counts = np.bincount((codes if rows is None else codes[rows]) + 1)
    found = {text_of(table.value(int(place) - 1)): int(counts[place]) for place in np.flatnonzero(counts)}
    return dict(sorted(found.items()))
