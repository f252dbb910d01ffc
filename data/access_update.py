"""A checked report, or a barrier removed, changes the state of its object: rows are closed and opened anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select, update

from config import clock
from config.access import OVERALL, derived, rule
from config.policy import User
from data.loading.publish import finish, lock
from data.moderation import may_decide, note
from data.store import Store, utc_now
from data.views import KeepError

LAYER, BARRIERS, GONE = "access_objects", "barriers", "removed"
NOTE_CHARS = 300
# Who found it and how: codes of `checked_by` and `check_kind`.
BY_RESIDENT, BY_CITY = ("resident", "resident_check"), ("city_office", "removal_check")
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
        return _reopened(conn, store, object_id, {**found, "checked_at": day, "valid_from": day}, BY_RESIDENT)


def there(kind: str) -> dict[str, Any]:
    """What the removal of a barrier of a kind says about the check list; a door's new width nobody has measured."""
    item = rule().barriers.get(kind, "")
    if not item or item == "door_width_cm":
        return {}
    return {item: "yes" if item == "ramp" else True}


def remove_barrier(store: Store, user: User, object_id: str, day: date, said: str = "") -> bool:
    """A barrier is removed since a day: its row and the check list of its object get a new version, both keep history.

    False when it stands no longer, is none, or the person does not decide. Raises KeepError `bad_day` for a day that is
    to come or before the barrier was known, `bad_note` for too long a remark (300 characters).
    """
    if not may_decide(user) or BARRIERS not in store.tables:
        return False
    if len(said) > NOTE_CHARS or "\0" in said:
        raise KeepError("bad_note")
    table = store.tables[BARRIERS]
    with store.write() as conn:
        lock(conn)
        standing = table.c.known_to.is_(None), table.c.state != GONE
        found = conn.execute(select(table).where(table.c.object_id == object_id, *standing)).mappings().first()
        if found is None:
            return False
        row = _plain(found)
        if day > clock.today(store.city.timezone) or (row["barrier_since"] and day < row["barrier_since"]):
            raise KeepError("bad_day")
        changed = {"state": GONE, "fixed_at": day, "checked_at": day, "checked_by": BY_CITY[0], "valid_to": day}
        _anew(conn, store, table, row, changed)
        _mend_object(conn, store, row, day)
        note(conn, user, "barrier_removed", f"{BARRIERS}.{object_id}", day=day, said=" ".join(said.split()))
    return True


def _mend_object(conn: Connection, store: Store, barrier: Mapping[str, Any], day: date) -> None:
    """The item of the check list is there again, unless another barrier of the same item still stands."""
    layer, _, object_id = str(barrier["object_ref"] or "").partition(".")
    found, item = there(barrier["kind"]), rule().barriers.get(barrier["kind"], "")
    if layer != LAYER or LAYER not in store.tables or not found:
        return
    table = store.tables[BARRIERS]
    same = [kind for kind, about in rule().barriers.items() if about == item]
    others = select(table.c.fid).where(
        table.c.known_to.is_(None), table.c.state != GONE, table.c.object_ref == barrier["object_ref"],
        table.c.kind.in_(same), table.c.object_id != barrier["object_id"],
    )  # fmt: skip
    if conn.execute(others.limit(1)).first() is None:
        _reopened(conn, store, object_id, {**found, "checked_at": day, "valid_from": day}, BY_CITY)


def _reopened(
    conn: Connection, store: Store, object_id: str, found: Mapping[str, Any], by: tuple[str, str]
) -> bool:
    table = store.tables[LAYER]
    present = select(table).where(table.c.object_id == object_id, table.c.known_to.is_(None))
    found_row = conn.execute(present).mappings().first()
    if found_row is None:
        return False
    row = _plain(found_row)
    items = {**row, **found, "checked_by": by[0], "check_kind": by[1]}
    columns = {item: [items[item]] for item in rule().items}
    states = {f"access_{need}": derived(need, columns, 1)[0] for need in rule().needs}
    _anew(conn, store, table, row, {**items, **states, "state": derived(OVERALL, columns, 1)[0]})
    return True


def _plain(row: RowMapping) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _anew(conn: Connection, store: Store, table: Table, row: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    """Close the present version of a row and open a new one with what has changed."""
    now = max(utc_now(), row["known_from"])
    new = {**row, **changed, "known_from": now, "loaded_at": now, "row_hash": f"report-{now.isoformat()}"}
    values = {name: value for name, value in new.items() if name != "fid" and name in table.c}
    conn.execute(update(table).where(table.c.fid == row["fid"]).values(known_to=now))
    conn.execute(table.insert().values(**values))
    finish(conn, store, table)
