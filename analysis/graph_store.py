"""The road graph of a store: made once for a version of the roads, kept in memory and in a file of the home folder."""

import hashlib
import logging
import os
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, select

from analysis.area import ROADS
from analysis.metric import plane_of
from analysis.network import Network
from analysis.roadgraph import RoadGraph, Ways, build
from data import schema
from data.queries.items import UnknownLayerError
from data.queries.kept import kept
from data.store import Store

FORMAT = 1
FILES_KEPT = 3
LOG = logging.getLogger("sitcenter")


def network_of(conn: Connection, store: Store, home: Path) -> Network:
    """The network of the present public roads. Raises UnknownLayerError when the city has no roads."""
    if ROADS not in store.tables:
        raise UnknownLayerError(ROADS)
    found: Network = kept(conn, store, ROADS, "network", lambda: Network(_graph(conn, store, home / "cache")))
    return found


def _graph(conn: Connection, store: Store, folder: Path) -> RoadGraph:
    path = folder / f"roads-{_stamp(conn, store)}.npz"
    found = load(path)
    if found is None:
        found = build(ways_of(conn, store), plane_of(store.city.metric_crs))
        save(path, found)
    return found


def _stamp(conn: Connection, store: Store) -> str:
    """Changes with the store, the version of its roads, and the shape of the file."""
    table = schema.layer_version
    row = conn.execute(select(table.c.version, table.c.changed_at).where(table.c.layer == ROADS)).first()
    address = store.engine.url.render_as_string(hide_password=True)
    text = "|".join(map(str, (FORMAT, address, store.city.metric_crs, *(row or ()))))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def ways_of(conn: Connection, store: Store) -> Ways:
    """Present public roads as ways; a column that the layer does not have is empty."""
    table = store.tables[ROADS]

    def column(name: str) -> Any:
        return table.c[name] if name in table.c else table.c.body.label(name)

    known = {name: name in table.c for name in ("oneway", "maxspeed_kmh", "level")}
    query = select(table.c.geom, table.c.kind, table.c.district, *(column(name) for name in known))
    present = table.c.known_to.is_(None), table.c.sensitivity == "public"
    rows = conn.execute(query.where(*present).order_by(table.c.object_id, table.c.fid)).all()
    values = {name: [row[at] if known[name] else None for row in rows] for at, name in enumerate(known, start=3)}
    geoms = np.asarray(shapely.from_wkb([row[0] for row in rows]), dtype=object).reshape(-1)
    return Ways(geoms, [row[1] for row in rows], values["oneway"], values["maxspeed_kmh"], values["level"],
                [row[2] for row in rows])  # fmt: skip


def save(path: Path, graph: RoadGraph) -> None:
    """Keep the arrays of a graph in a file; a full or unwritable disk is nothing to stop for."""
    work = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, work = tempfile.mkstemp(prefix=".roads-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(file, **{field.name: getattr(graph, field.name) for field in fields(graph)})
        Path(work).replace(path)
        for old in sorted(path.parent.glob("roads-*.npz"), key=_age)[:-FILES_KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        LOG.warning("road graph is not kept: %s", error)
        if work:
            with suppress(OSError):
                Path(work).unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def load(path: Path) -> RoadGraph | None:
    """The graph of a file of plain arrays that fit together; None when there is none or it is damaged."""
    try:
        with np.load(path, allow_pickle=False) as file:
            found = RoadGraph(**{field.name: file[field.name] for field in fields(RoadGraph)})
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None
    return found if _sound(found) else None


def _sound(graph: RoadGraph) -> bool:
    """Whether every position of the arrays points into its array."""
    count = len(graph.start)
    per_edge = (graph.end, graph.length, graph.kind, graph.district, graph.car_kmh, graph.there, graph.back)
    checks: list[Callable[[], bool]] = [
        lambda: all(array.shape == (count,) for array in per_edge),
        lambda: graph.nodes.ndim == graph.xy.ndim == 2 and graph.nodes.shape[1] == graph.xy.shape[1] == 2,
        lambda: graph.first.shape == (count + 1,) and bool((np.diff(graph.first) >= 2).all()),
        lambda: bool(graph.first[0] == 0 and graph.first[-1] == len(graph.xy)),
        lambda: all(_within(array, len(graph.nodes)) for array in (graph.start, graph.end)),
        lambda: _within(graph.kind, len(graph.kinds)) and _within(graph.district, len(graph.districts)),
        lambda: bool(np.isfinite(graph.xy).all() and np.isfinite(graph.length).all() and (graph.length > 0).all()),
    ]
    return all(check() for check in checks)


def _within(array: Any, size: int) -> bool:
    return not len(array) or bool(array.dtype.kind == "i" and array.min() >= 0 and array.max() < size)
