"""Addresses of the pictures of a layer for its files: published ones, of objects whose pictures the reader may open."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, case, func, select

from config.policy import User
from data import marks, pictures
from data.access_update import BARRIERS
from data.pictures import REPORT, SHOWN, TABLE, WHICH
from data.queries.items import seen_layer
from data.queries.scope import row_scope, rows_seen
from data.store import Store

Addresses = Mapping[str, Mapping[str, str]]


def kinds_of(layer_id: str) -> tuple[str, ...]:
    """Kinds of pictures that objects of a layer may have: before, after, of what residents sent."""
    own = WHICH if layer_id in pictures.LAYERS else ()
    return (*own, *((REPORT,) if layer_id in (*marks.LAYERS, BARRIERS) else ()))


def column(kind: str) -> str:
    """Name of the column of a file with the addresses of pictures of a kind."""
    return f"pictures_{kind}"


def addresses(conn: Connection, store: Store, layer_id: str, user: User) -> Addresses:
    """Addresses within the program by object_id and kind, of one kind with a space between, the oldest first.

    As the door of a picture: nothing of an object whose last version the person may not see.
    """
    if not kinds_of(layer_id):
        return {}
    here = TABLE.c.layer == layer_id, TABLE.c.state == SHOWN
    own = _open(conn, store, layer_id, user, func.substr(TABLE.c.object_ref, len(layer_id) + 2), here)
    sets = {ref.partition(".")[2]: each for ref, each in pictures.shown_of(conn, layer_id).items()}
    return {
        object_id: {kind: " ".join(pictures.address(one) for one in each if one.which == kind)
                    for kind in kinds_of(layer_id)}
        for object_id, each in sets.items() if object_id in own
    }  # fmt: skip


def _open(
    conn: Connection, store: Store, layer_id: str, user: User, object_id: ColumnElement[str],
    here: tuple[ColumnElement[bool], ...],
) -> frozenset[str]:  # fmt: skip
    """Ids of the objects with pictures whose last version the person may see."""
    layer, table = seen_layer(store, layer_id, user)
    seen = case((rows_seen(table, layer, row_scope(user)), 1), else_=0)
    order = (table.c.known_to.desc().nulls_first(), table.c.known_from.desc(), table.c.fid.desc())
    query = select(table.c.object_id, seen).where(table.c.object_id.in_(select(object_id).where(*here)))
    last: dict[str, int] = {}
    for name, may in conn.execute(query.order_by(table.c.object_id, *order)):
        last.setdefault(name, may)
    return frozenset(name for name, may in last.items() if may)
