"""Schema migrations of the core tables, run by Alembic inside the caller's transaction."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def alembic_config() -> Config:
    """Alembic settings without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def upgrade(conn: Connection, revision: str = "head") -> None:
    """Bring the core tables to a revision inside the open transaction."""
    config = alembic_config()
    config.attributes["connection"] = conn
    command.upgrade(config, revision)
