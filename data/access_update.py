"""A checked report changes the state of its object: the row of the register is closed and opened anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update

from config.access import OVERALL, derived, rule
from data.loading.publish import finish, lock
from data.store import Store, utc_now

LAYER = "access_objects"
MISSING: dict[str, Any] = {"ramp": "none", "door_width_cm": None}
STEEP = "steep_ramp"


def missing(kind: str) -> dict[str, Any]:
    """What a barrier of a kind says about the check list; nothing for a kind that is about no item.

    A narrow door has no width in a report: the item is then not known, which promises nothing.
    """
    item = rule().barriers.get(kind, "")
    if not item:
        return {}
    return {item: "steep" if kind == STEEP else MISSING.get(item, False)}


def apply_report(store: Store, object_ref: str, kind: str, day: date) -> bool:
    """Write what a checked report found into the object's check list; whether there was such an object and item.

    The former version stays as history; the states follow by the published rule.
    """
    layer, _, object_id = object_ref.partition(".")
    found = missing(kind)
    if layer != LAYER or LAYER not in store.tables or not found:
        return False
    with store.write() as conn:
        lock(conn)
        return _reopened(conn, store, object_id, {**found, "checked_at": day, "valid_from": day})


def _reopened(conn: Connection, store: Store, object_id: str, found: Mapping[str, Any]) -> bool:
    table = store.tables[LAYER]
    present = select(table).where(table.c.object_id == object_id, table.c.known_to.is_(None))
    row = conn.execute(present).mappings().first()
    if row is None:
        return False
    now = max(utc_now(), row["known_from"])
    items = {**row, **found, "checked_by": "resident", "check_kind": "resident_check"}
    columns = {item: [items[item]] for item in rule().items}
    states = {f"access_{need}": derived(need, columns, 1)[0] for need in rule().needs}
    changed = {**items, **states, "state": derived(OVERALL, columns, 1)[0], "known_from": now, "loaded_at": now}
    changed["row_hash"] = f"report-{now.isoformat()}"
    values = {name: value for name, value in changed.items() if name != "fid" and name in table.c}
    conn.execute(update(table).where(table.c.fid == row["fid"]).values(known_to=now))
    conn.execute(table.insert().values(**values))
    finish(conn, store, table)
    return True
