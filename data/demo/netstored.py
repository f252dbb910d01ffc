"""Networks as they stand in the store, for what leans on them: their sections, and what hangs on each."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, select

from data.demo.netplan import PLANS
from data.demo.streets import Numbers
from data.loading.chunks import Shapes
from data.loading.report import LoadError
from data.store import Store
from data.topology import Topology, topology

LINES, NODES = "network_lines", "network_nodes"
SOURCE = "source"


@dataclass(frozen=True)
class Stored:
    """Sections of one network (degrees) with their rows, and the places of its sources."""

    kind: str
    rows: list[Any]
    lines: Shapes
    net: Topology

    def numbers(self, name: str) -> Numbers:
        """A column as numbers; nothing known counts as zero."""
        return np.array([float(getattr(row, name) or 0) for row in self.rows])

    def words(self, name: str) -> Shapes:
        """A column as objects."""
        return np.array([getattr(row, name) for row in self.rows], dtype=object)


def stored(
    conn: Connection, store: Store, kinds: Collection[str] = (*PLANS,), *, joined: bool = True
) -> Iterator[Stored]:
    """Synthetic sections of networks in the order of their ids, with their joints when `joined`.

    LoadError when the store has none.
    """
    lines, nodes = store.tables[LINES], store.tables[NODES]
    names = ("object_id", "kind", "district", "body", "wear_pct", "network_level", "length_m", "people_on",
             "buildings_on", "year_laid", "geom")  # fmt: skip
    for kind in kinds:
        here = lines.c.known_to.is_(None), lines.c.origin == "synthetic", lines.c.kind == kind
        rows = list(conn.execute(select(*(lines.c[name] for name in names)).where(*here).order_by(lines.c.object_id)))
        if not rows:
            raise LoadError("demo_needs", layer=LINES)
        fed = select(nodes.c.geom).where(nodes.c.known_to.is_(None), nodes.c.kind == kind, nodes.c.element == SOURCE)
        places = shapely.get_coordinates(shapely.from_wkb(list(conn.execute(fed.order_by(nodes.c.fid)).scalars())))
        shapes = np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object)
        yield Stored(kind, rows, shapes, topology(shapes if joined else shapes[:0], places))
