"""Migrations make the schema that the program declares, on both engines, forth and back."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from config.records import FieldRecord, RecordError
from data.migrate import MIGRATIONS, alembic_config, upgrade
from data.schema import core
from data.store import Store, StoreError, make_engine
from layers import LAYERS
from tests.city_world import open_city, opened, stops_city

OWN = set(core.tables)


def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Whether a difference is about a core table: layers and the engine's own tables are made elsewhere."""
    return kind != "table" or name in OWN


def differences(conn: Connection) -> list[object]:
    options = {"include_object": ours, "compare_type": True, "compare_server_default": False}
    return list(compare_metadata(MigrationContext.configure(conn, opts=options), core))


def test_R005_migrations_make_the_declared_schema(store: Store) -> None:
    with store.read() as conn:
        assert differences(conn) == []
        assert set(inspect(conn).get_table_names()) >= OWN


def test_a_missing_column_would_be_found(store: Store) -> None:
    with store.write() as conn:
        conn.execute(text("ALTER TABLE load_log DROP COLUMN message"))
    with store.read() as conn:
        assert len(differences(conn)) == 1


def test_migrations_go_back_to_nothing_and_forth_again(store: Store) -> None:
    config = alembic_config()
    with store.write() as conn:
        config.attributes["connection"] = conn
        command.downgrade(config, "base")
    with store.read() as conn:
        assert set(inspect(conn).get_table_names()) & OWN == set()
    with store.write() as conn:
        upgrade(conn)
    with store.read() as conn:
        assert differences(conn) == []


def test_opening_twice_changes_nothing(store_url: str) -> None:
    found = []
    for _ in range(2):
        with opened(store_url) as store, store.read() as conn:
            names = inspect(conn).get_table_names()
            found.append({name: sorted(c["name"] for c in inspect(conn).get_columns(name)) for name in names})
    assert found[0] == found[1]


def test_every_migration_has_a_way_back() -> None:
    files = [path for path in Path(MIGRATIONS / "versions").glob("*.py") if path.name != "__init__.py"]
    assert files
    for path in files:
        assert "def downgrade" in path.read_text("utf-8")


def test_a_new_field_of_a_layer_becomes_a_column(store_url: str) -> None:
    stops = LAYERS["bus_stops"]
    wider = stops.model_copy(update={"fields": (FieldRecord(name="bench", type="bool"),)})
    open_city(store_url, stops_city()).close()
    store = Store.open(store_url, stops_city(), {"bus_stops": wider})
    with store.read() as conn:
        assert "bench" in {column["name"] for column in inspect(conn).get_columns("bus_stops")}
    store.close()
    other = stops.model_copy(update={"fields": (FieldRecord(name="bench", type="num"),)})
    with pytest.raises(RecordError, match="bench"):
        Store.open(store_url, stops_city(), {"bus_stops": other})


def test_a_store_of_a_newer_program_is_named_as_such_and_left_alone(store_url: str) -> None:
    with opened(store_url) as store, store.write() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError) as caught, opened(store_url):
        pass
    assert caught.value.key == "store.newer"
    engine = make_engine(store_url)
    with engine.connect() as conn:
        assert conn.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    engine.dispose()
