"""Rows of a snapshot: the ground of the view and the objects of the layers that are on, within the limits."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from config.limits import SNAPSHOT_BASE_ROWS, SNAPSHOT_FEATURES
from config.policy import User
from config.records import LayerRecord
from data.queries.filters import Filter
from data.queries.items import WORLD, Ask, Box, all_items, select_items
from data.queries.scope import may_export
from data.store import Store
from reports.snapshot.model import View

Row = dict[str, Any]
# Wider than any screen that shows the box, so that a forged zoom cannot ask for all paths of a whole city.
WIDEST_PX = 4096
TILE_PX = 512
MARGIN = 0.25


@dataclass(frozen=True)
class Group:
    """Rows of one layer; `matched` counts all that answer the question, `on` says whether they are drawn at first.

    `thinned` says that classes of a base layer were left out because of the scale.
    """

    layer: LayerRecord
    rows: list[Row]
    matched: int
    on: bool = True
    thinned: bool = False

    @property
    def cut(self) -> bool:
        """Whether the limit hid rows."""
        return not self.layer.base and self.matched > len(self.rows)


def gather(conn: Connection, store: Store, user: User, view: View, coarse: int = 0) -> list[Group]:
    """Groups from the lowest layer to the highest, of what the person may take away.

    `coarse` steps make the ground coarser, and from the third on halve the number of objects.
    """
    taken = [layer for layer in store.layers.values() if may_export(user, layer)]
    base = [layer for layer in taken if layer.base and (layer.default_visible or layer.id in view.visible)]
    asked = bool({layer.id for layer in base} & set(view.visible))
    groups = [
        replace(_ground(conn, store, layer, user, view, coarse), on=layer.id in view.visible or not asked)
        for layer in base
    ]  # fmt: skip
    limit = SNAPSHOT_FEATURES >> max(0, coarse - 2)
    groups += _objects(conn, store, user, view, limit, [la for la in taken if not la.base and la.id in view.visible])
    return _with_selected(store, user, view, groups)


def zoom_of(view: View) -> float:
    """The view's zoom, but none finer than its box has on the widest screen."""
    west, _, east, _ = view.box
    return min(view.zoom, math.log2(WIDEST_PX / TILE_PX * 360 / max(east - west, 1e-9)))


def _ground(conn: Connection, store: Store, layer: LayerRecord, user: User, view: View, coarse: int) -> Group:
    """A base layer: areas wholly, all else in and near the box, of the classes that the map draws at this zoom."""
    ask = Ask(filters=view.filters.get(layer.id, {}), geometry=True, limit=SNAPSHOT_BASE_ROWS)
    if layer.geometry == "polygon":
        rows = all_items(conn, store, layer.id, user, ask)
        return Group(layer, rows, len(rows))
    ask = replace(ask, bbox=_with_margin(view.box))
    for zoom in range(max(0, int(zoom_of(view)) - coarse), -1, -1):
        kinds = _kinds(layer, zoom)
        narrowed = ask if kinds is None else replace(ask, filters=_of_kinds(ask.filters, kinds))
        if zoom and select_items(conn, store, layer.id, user, replace(narrowed, limit=1)).matched > SNAPSHOT_BASE_ROWS:
            continue
        rows = all_items(conn, store, layer.id, user, narrowed)
        return Group(layer, rows, len(rows), thinned=kinds is not None and len(kinds) < len(layer.kinds))
    return Group(layer, [], 0)


def _with_margin(box: Box) -> Box:
    """The box with some ground around it, because the window of the file has another shape than that of the map."""
    west, south, east, north = box
    across, down = (east - west) * MARGIN, (north - south) * MARGIN
    return (
        max(west - across, WORLD[0]), max(south - down, WORLD[1]),
        min(east + across, WORLD[2]), min(north + down, WORLD[3]),
    )  # fmt: skip


def _kinds(layer: LayerRecord, zoom: int) -> tuple[str, ...] | None:
    """Kinds drawn at a zoom; None when the record does not tell them apart."""
    if layer.style.by != "kind" or not layer.style.min_zoom or not layer.kinds:
        return None
    return tuple(kind for kind in layer.kinds if layer.style.min_zoom.get(kind, 0) <= zoom)


def _of_kinds(filters: Mapping[str, Filter], kinds: tuple[str, ...]) -> dict[str, Filter]:
    """The filters with the kinds added; a filter of kinds that is there stays in force."""
    chosen = filters.get("kind")
    if chosen is not None and chosen.values is not None:
        kinds = tuple(kind for kind in kinds if kind in chosen.values)
    return {**filters, "kind": Filter(values=kinds)}


def _objects(
    conn: Connection, store: Store, user: User, view: View, limit: int, layers: list[LayerRecord]
) -> list[Group]:
    asks = {
        layer.id: Ask(
            filters=view.filters.get(layer.id, {}), bbox=view.box, district=view.district, geometry=True,
            span=view.span if layer.timed else None, as_of=view.as_of,
        )
        for layer in layers
    }
    counts = {
        name: select_items(conn, store, name, user, replace(ask, limit=1, geometry=False)).matched
        for name, ask in asks.items()
    }
    shares = share_out(counts, limit)
    groups = []
    for layer in layers:
        most = shares[layer.id]
        rows = all_items(conn, store, layer.id, user, replace(asks[layer.id], limit=most)) if most else []
        groups.append(Group(layer, rows, counts[layer.id]))
    return groups


def share_out(counts: Mapping[str, int], limit: int) -> dict[str, int]:
    """How many rows each layer may have: small layers all of theirs, big ones equal parts of what is left."""
    shares: dict[str, int] = {}
    left = limit
    for place, name in enumerate(sorted(counts, key=lambda n: (counts[n], n))):
        shares[name] = min(counts[name], left // (len(counts) - place))
        left -= shares[name]
    return shares


def _with_selected(store: Store, user: User, view: View, groups: list[Group]) -> list[Group]:
    """The groups with the selected object in them, wherever it lies; a closed one is no part of the present."""
    found = view.selected
    if found is None or found.known_to is not None or not may_export(user, found.layer):
        return groups
    order = {layer_id: place for place, layer_id in enumerate(store.layers)}
    held = next((group for group in groups if group.layer.id == found.layer.id), None)
    if held is not None and any(row["object_id"] == found.row["object_id"] for row in held.rows):
        return groups
    row = {**found.row, "geom": found.wkb}
    if held is None:
        added = Group(found.layer, [row], 1)
    else:
        added = replace(held, rows=[*held.rows, row], matched=max(held.matched, len(held.rows) + 1))
    rest = [group for group in groups if group is not held]
    return sorted([*rest, added], key=lambda group: (not group.layer.base, order[group.layer.id]))
