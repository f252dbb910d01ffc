"""Schema migrations of the core tables, run by Alembic inside the caller's transaction."""

from functools import cache
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


@cache
def _known() -> tuple[str | None, frozenset[str]]:
    """The newest revision and all revisions of this program; its files do not change while it runs."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return scripts.get_current_head(), frozenset(script.revision for script in scripts.walk_revisions())


def upgrade(conn: Connection, revision: str = "head") -> None:
    """Bring the core tables to a revision inside the open transaction. Raises NewerStoreError."""
    head, known = _known()
    present = MigrationContext.configure(conn).get_current_revision()
    if present is not None and present not in known:
        raise NewerStoreError(present)
    if revision == "head" and present == head:
        return
    config = alembic_config()
    config.attributes["connection"] = conn
    command.upgrade(config, revision)
