"""Mappings of tables in the store: kept under a name in versions with who and when, known again by the header."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Row, Select, func, select

from config.city import Source
from data.schema import table_mapping, table_mapping_version
from data.store import utc_now

OFFICE = "office"
_M, _V = table_mapping, table_mapping_version


@dataclass(frozen=True)
class Mapping:
    """The last version of a mapping: its number, name and layer, and the record by which its tables are loaded."""

    id: int
    name: str
    layer: str
    version: int
    record: Source
    fingerprint: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class Version:
    """One version of a mapping: who made it and when."""

    number: int
    made_by: str
    made_at: datetime


def source_id(mapping: int) -> str:
    """Id of the source that a mapping is; its rows in the store carry it."""
    return f"{OFFICE}-{mapping}"


def find(conn: Connection, mapping: int) -> Mapping | None:
    """A mapping by number."""
    row = conn.execute(_last().where(_M.c.id == mapping)).first()
    return None if row is None else _mapping(row)


def find_name(conn: Connection, name: str) -> Mapping | None:
    """A mapping by its name, without regard to blanks around it."""
    row = conn.execute(_last().where(_M.c.name == name.strip())).first()
    return None if row is None else _mapping(row)


def recognised(conn: Connection, fingerprint: str) -> list[Mapping]:
    """Mappings whose last table had this header, the freshest first."""
    rows = conn.execute(_last().where(_V.c.fingerprint == fingerprint).order_by(_V.c.made_at.desc(), _V.c.id.desc()))
    return [_mapping(row) for row in rows]


def everything(conn: Connection) -> list[Mapping]:
    """All mappings in the order of their names."""
    return [_mapping(row) for row in conn.execute(_last().order_by(_M.c.name))]


def versions(conn: Connection, mapping: int) -> list[Version]:
    """Versions of a mapping, the last one first."""
    query = select(_V.c.number, _V.c.made_by, _V.c.made_at).where(_V.c.mapping == mapping)
    return [Version(*row) for row in conn.execute(query.order_by(_V.c.number.desc()))]


def begin(conn: Connection, name: str, layer: str, by: str) -> int:
    """Number of the mapping of that name, made when there is none; ValueError when it is one of another layer."""
    held = conn.execute(select(_M.c.id, _M.c.layer).where(_M.c.name == name.strip())).first()
    if held is not None:
        if held.layer != layer:
            raise ValueError(held.layer)
        return int(held.id)
    values = {"name": name.strip(), "layer": layer, "created_by": by, "created_at": utc_now()}
    done = conn.execute(_M.insert().values(**values)).inserted_primary_key
    return int(done[0]) if done else 0


def save(conn: Connection, mapping: int, record: Source, fingerprint: str, by: str) -> int:
    """Keep a record as the mapping's next version unless it says what the last one says; the version's number."""
    last = conn.execute(_last().where(_M.c.id == mapping)).first()
    if last is not None and _lasting(_mapping(last).record) == _lasting(record) and last.fingerprint == fingerprint:
        return int(last.number)
    number = 1 if last is None else int(last.number) + 1
    conn.execute(_V.insert().values(
        mapping=mapping, number=number, fingerprint=fingerprint, record=record.model_dump_json(), made_by=by,
        made_at=utc_now(),
    ))  # fmt: skip
    return number


def _lasting(record: Source) -> Source:
    """The record without what is said anew for each file."""
    return record.model_copy(update={"data_date": date.min, "bad_share": 0.0})


def _last() -> Select[tuple[object, ...]]:
    other = _V.alias()
    newest = select(func.max(other.c.number)).where(other.c.mapping == _M.c.id).scalar_subquery()
    return select(
        _M.c.id, _M.c.name, _M.c.layer, _V.c.number, _V.c.record, _V.c.fingerprint, _V.c.made_by, _V.c.made_at
    ).select_from(_M.join(_V, (_V.c.mapping == _M.c.id) & (_V.c.number == newest)))


def _mapping(row: Row[tuple[object, ...]]) -> Mapping:
    record = Source.model_validate_json(row.record)
    return Mapping(row.id, row.name, row.layer, row.number, record, row.fingerprint, row.made_by, row.made_at)
