"""Schemes of the networks of a store, kept for each version of their layers, and what is lost when one is closed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, select

from analysis.metric import plane_of
from analysis.outage import Loss, Scheme, joints_at, loss
from config.policy import User
from data.queries.items import seen_layer
from data.queries.kept import kept
from data.queries.scope import row_scope, rows_seen
from data.store import Store
from data.topology import served, topology

LINES, NODES = "network_lines", "network_nodes"
SOURCE = "source"
BESIDE_M = 60.0
SOCIAL = ("schools", "kindergartens", "hospitals", "clinics")
MAX_ID = 200


@dataclass(frozen=True)
class Cut:
    """What is closed: id, whether a section or a node, kind of network; what is lost by it.

    `social` has the layer and object id of social objects beside the lost sections, `lines` their geometries (degrees),
    `hidden` counts lost sections that the reader may not see on the map.
    """

    id: str
    is_node: bool
    kind: str
    name: dict[str, str]
    loss: Loss
    social: list[tuple[str, str]]
    lines: list[Any]
    hidden: int


def scheme_of(conn: Connection, store: Store, kind: str) -> Scheme:
    """The scheme of one network, all of it, whoever asks: what of it a person sees is the caller's matter."""
    version = store.versions(conn).get(NODES, 0)
    found: Scheme = kept(conn, store, LINES, ("scheme", kind, version), lambda: _scheme(conn, store, kind))
    return found


def _scheme(conn: Connection, store: Store, kind: str) -> Scheme:
    t, n = store.tables[LINES].c, store.tables[NODES].c
    query = select(t.object_id, t.district, t.body, t.length_m, t.people_on, t.buildings_on, t.geom)
    rows = list(conn.execute(query.where(t.known_to.is_(None), t.kind == kind).order_by(t.object_id)))
    fed = select(n.geom).where(n.known_to.is_(None), n.kind == kind, n.element == SOURCE).order_by(n.fid)
    sources = shapely.get_coordinates(shapely.from_wkb(list(conn.execute(fed).scalars())))
    lines = np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object)
    net = topology(lines, sources)

    def numbers(name: str) -> Any:
        return np.array([np.nan if getattr(row, name) is None else getattr(row, name) for row in rows], dtype=float)

    return Scheme(
        kind, [row.object_id for row in rows], [row.district for row in rows], [row.body for row in rows],
        numbers("length_m"), numbers("people_on"), numbers("buildings_on"), lines, net, served(net),
    )  # fmt: skip


def cut_of(conn: Connection, store: Store, user: User, public_id: str) -> Cut | None:
    """What is lost when a section or a node (`<layer>.<id>`) is closed; None when the reader may not see it.

    Raises UnknownLayerError when the networks are not for the reader.
    """
    layer_id, _, object_id = public_id.partition(".")
    if layer_id not in (LINES, NODES) or not 0 < len(object_id) <= MAX_ID:
        return None
    layer, table = seen_layer(store, layer_id, user)
    seen_layer(store, LINES, user)
    seen = table.c.known_to.is_(None), table.c.object_id == object_id, rows_seen(table, layer, row_scope(user))
    row = conn.execute(select(table).where(*seen)).mappings().first()
    if row is None:
        return None
    scheme = scheme_of(conn, store, str(row["kind"]))
    is_node = layer_id == NODES
    found = _node_loss(scheme, row["geom"]) if is_node else loss(scheme, [list(scheme.ids).index(object_id)])
    names = {lang: str(row[f"name_{lang}"] or object_id) for lang in ("kk", "ru", "en")}
    own = row_scope(user).district
    shown = [i for i in found.sections.tolist() if own is None or scheme.districts[i] == own]
    social = _social(conn, store, user, scheme.lines[found.sections])
    return Cut(public_id, is_node, scheme.kind, names, found, social, [scheme.lines[i] for i in shown],
               len(found.sections) - len(shown))  # fmt: skip


def _node_loss(scheme: Scheme, wkb: bytes) -> Loss:
    place = shapely.get_coordinates(shapely.from_wkb(wkb))[0]
    return loss(scheme, joints=joints_at(scheme, float(place[0]), float(place[1])))


def _social(conn: Connection, store: Store, user: User, lines: Any) -> list[tuple[str, str]]:
    """Social objects beside some lines that the reader may see, by layer and id."""
    plane = plane_of(store.city.metric_crs)
    found: list[tuple[str, str]] = []
    metric = plane.metres(lines) if len(lines) else lines
    for name in SOCIAL:
        if name not in store.layers or not len(lines):
            continue
        layer, table = seen_layer(store, name, user)
        seen = table.c.known_to.is_(None), rows_seen(table, layer, row_scope(user))
        rows = list(conn.execute(select(table.c.object_id, table.c.geom).where(*seen).order_by(table.c.object_id)))
        if rows:
            points = plane.metres(np.asarray(shapely.from_wkb([row.geom for row in rows]), dtype=object))
            near = shapely.STRtree(points).query(metric, predicate="dwithin", distance=BESIDE_M)[1]
            found += [(name, rows[i].object_id) for i in np.unique(near).tolist()]
    return found
