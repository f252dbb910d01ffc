"""Doubts about figures that nobody has cleared."""

from sqlalchemy import Connection

from config.policy import User
from data.queries.indicators import catalogue
from data.store import Store


def doubts(conn: Connection, store: Store, user: User) -> int:
    """Indicators with a doubt of their own or of one of their values."""
    return sum(entry.doubtful for entry in catalogue(conn, store, user))
