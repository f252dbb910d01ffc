"""Publishing a bundle of indicators: history of values is kept, unchanged rows are left alone."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table, bindparam, select

from config.city import Source
from data import schema
from data.indicators import breaks
from data.indicators.bundle import Bundle, IndicatorRow, ValueRow
from data.indicators.names import kazakh_names
from data.indicators.units import plain_spelling, units_by_spelling
from data.loading.report import Counts
from data.store import INDICATORS, Store

Values = dict[str, Any]
KEY_PARTS = ("code", "territory", "period", "period_start", "breakdown", "kind", "printed_kind", "edition",
             "source_doc")  # fmt: skip
CHUNK = 400
# Which present values of the source a set of values replaces: every one, those of the same periods, or equal keys only.
Whole = Literal["all", "periods", "none"]


def publish(conn: Connection, store: Store, source: Source, bundle: Bundle, now: datetime) -> Counts:
    """Bring the store to the bundle of a source inside the caller's transaction; twice the same changes nothing.

    A changed value closes its row (`known_to`) and opens the next revision; a value that left the source is closed.
    Passports, facts and register rows are replaced. The version of `indicators` rises only when something changed.
    """
    counts = Counts(read=bundle.rows_read, refused=len(bundle.refusals))
    common = {"source": source.id, "origin": source.origin, "loaded_at": now}
    units, topics = units_by_spelling(store.city), {topic.id for topic in store.city.topics}
    passports = []
    for row in _own(conn, source, bundle):
        data = asdict(row) | common
        data["unit"] = units.get(plain_spelling(row.unit_ru)) or units.get(plain_spelling(row.unit_en))
        data["name_kk"] = row.name_kk or kazakh_names().get(row.code)
        data["topic"] = row.topic if row.topic in topics else None
        passports.append(data)
    counts.add(_replace(conn, schema.indicator, passports, source, "code"))
    counts.add(_replace(conn, schema.fact, [asdict(row) | common for row in bundle.facts], source, "id"))
    counts.add(_replace(conn, schema.register_row, [asdict(row) | common for row in bundle.registers], source, "id"))
    counts.add(_revise(conn, bundle.values, source, common, now, whole="periods" if bundle.adds else "all"))
    moved = breaks.publish(conn, source, breaks.found(bundle, passports), now)
    _drop_empty_passports(conn, source, {row.code for row in bundle.indicators})
    if counts.added or counts.changed or counts.closed or moved:
        store.raise_version(conn, INDICATORS)
    return counts


def _own(conn: Connection, source: Source, bundle: Bundle) -> Sequence[IndicatorRow]:
    """Passports that this source is to write: one that joins a series leaves the passport to who brought it first."""
    if not bundle.joins:
        return bundle.indicators
    table = schema.indicator
    codes = [row.code for row in bundle.indicators]
    others = select(table.c.code).where(table.c.code.in_(codes), table.c.source != source.id)
    taken = set(conn.execute(others).scalars())
    return [row for row in bundle.indicators if row.code not in taken]


def add_values(conn: Connection, store: Store, source: Source, values: Sequence[ValueRow], now: datetime) -> Counts:
    """Add single values to a source inside the caller's transaction; its other values stay as they are.

    A value that is there already closes its row and opens the next revision, as in `publish`.
    """
    common = {"source": source.id, "origin": source.origin, "loaded_at": now}
    counts = _revise(conn, values, source, common, now, whole="none")
    if counts.added or counts.changed:
        store.raise_version(conn, INDICATORS)
    return counts


def _in_chunks(conn: Connection, table: Table, rows: Sequence[Values]) -> None:
    for start in range(0, len(rows), CHUNK):
        conn.execute(table.insert(), rows[start : start + CHUNK])


def _replace(conn: Connection, table: Table, rows: Sequence[Values], source: Source, key: str) -> Counts:
    """Insert new rows, rewrite changed ones and remove those that left the source (passports stay for their values)."""
    have = {row[key]: row for row in conn.execute(select(table).where(table.c.source == source.id)).mappings()}
    new = [row for row in rows if row[key] not in have]
    changed = [row for row in rows if row[key] in have and _differs(row, have[row[key]])]
    gone = sorted(set(have) - {row[key] for row in rows}) if table is not schema.indicator else []
    _in_chunks(conn, table, new)
    if changed:
        columns = [c for c in changed[0] if c != key]
        statement = table.update().where(table.c[key] == bindparam("the_key"))
        statement = statement.values({c: bindparam(f"new_{c}") for c in columns})
        conn.execute(statement, [{"the_key": r[key], **{f"new_{c}": r[c] for c in columns}} for r in changed])
    for start in range(0, len(gone), CHUNK):
        conn.execute(table.delete().where(table.c[key].in_(gone[start : start + CHUNK])))
    return Counts(added=len(new), changed=len(changed), closed=len(gone), unchanged=len(rows) - len(new) - len(changed))


def _differs(new: Values, old: Mapping[Any, Any]) -> bool:
    return any(value != old[column] for column, value in new.items() if column != "loaded_at")


def _hash(row: Values) -> str:
    return hashlib.sha256(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[:32]


def _keyed(values: Iterable[ValueRow], common: Values) -> dict[str, Values]:
    """Rows by their key; equal keys of one document are told apart by their printed order."""
    seen: Counter[str] = Counter()
    rows: dict[str, Values] = {}
    for value in values:
        data = dict(value.__dict__)  # all plain fields: `asdict` copies deeply and is ten times slower
        base = "|".join(str(data[part] if data[part] is not None else "") for part in KEY_PARTS)
        seen[base] += 1
        key = base if seen[base] == 1 else f"{base}|{seen[base]}"
        rows[key] = data | common | {"row_key": key, "row_hash": _hash(data | {"origin": common["origin"]})}
    return rows


def _revise(
    conn: Connection, values: Iterable[ValueRow], source: Source, common: Values, now: datetime, *, whole: Whole
) -> Counts:
    """Close and open value rows so that the present ones are those of the bundle, as far as `whole` says."""
    table = schema.indicator_value
    rows = _keyed(values, common)
    present = select(table.c.id, table.c.row_key, table.c.row_hash, table.c.period).where(
        table.c.source == source.id, table.c.known_to.is_(None)
    )
    have = {row.row_key: row for row in conn.execute(present)}
    past = select(table.c.row_key, table.c.revision).where(table.c.source == source.id)
    revisions: Counter[str] = Counter()
    for row in conn.execute(past):
        revisions[row.row_key] = max(revisions[row.row_key], row.revision)
    new = [key for key in rows if key not in have]
    changed = [key for key, row in rows.items() if key in have and have[key].row_hash != row["row_hash"]]
    periods = {row["period"] for row in rows.values()}
    gone = [key for key, row in have.items() if key not in rows
            and (whole == "all" or (whole == "periods" and row.period in periods))]  # fmt: skip
    closing = [have[key].id for key in (*changed, *gone)]
    for start in range(0, len(closing), CHUNK):
        conn.execute(table.update().where(table.c.id.in_(closing[start : start + CHUNK])).values(known_to=now))
    _in_chunks(conn, table, [
        rows[key] | {"revision": revisions[key] + 1, "known_from": now, "known_to": None} for key in (*new, *changed)
    ])  # fmt: skip
    kept = len(rows) - len(new) - len(changed)
    return Counts(added=len(new), changed=len(changed), closed=len(gone), unchanged=kept)


def _drop_empty_passports(conn: Connection, source: Source, kept: set[str]) -> None:
    """Remove passports that left the source, unless values, present or past, lean on them."""
    table, value = schema.indicator, schema.indicator_value
    used = select(value.c.code).union(select(schema.entry_proposal.c.code))
    have = conn.execute(select(table.c.code).where(table.c.source == source.id, table.c.code.not_in(used))).scalars()
    gone = [code for code in have if code not in kept]
    if gone:
        conn.execute(table.delete().where(table.c.code.in_(gone)))
