"""Schema migrations of the core tables, run by Alembic inside the caller's transaction."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


class NewerStoreError(RuntimeError):
    """The store was brought to a revision that this program does not know: a newer one was there."""


MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def alembic_config() -> Config:
    """Alembic settings without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def upgrade(conn: Connection, revision: str = "head") -> None:
    """Bring the core tables to a revision inside the open transaction. Raises NewerStoreError."""
    config = alembic_config()
    known = ScriptDirectory.from_config(config)
    present = MigrationContext.configure(conn).get_current_revision()
    if present is not None and present not in {script.revision for script in known.walk_revisions()}:
        raise NewerStoreError(present)
    config.attributes["connection"] = conn
    command.upgrade(config, revision)
