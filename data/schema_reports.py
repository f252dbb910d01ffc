"""Core tables of what residents report; described apart from `data/schema.py`, which brings them together."""

from sqlalchemy import Column, Table

from data.columns import NUM, TEXT, TIME
from data.schema_base import core

barrier_report = Table(
    "barrier_report",
    core,
    Column("id", TEXT, primary_key=True),
    Column("object_ref", TEXT, nullable=False, server_default=""),
    Column("kind", TEXT, nullable=False),
    Column("text", TEXT, nullable=False),
    Column("place", TEXT, nullable=False, server_default=""),
    Column("lon", NUM, nullable=False),
    Column("lat", NUM, nullable=False),
    Column("sender", TEXT, nullable=False, server_default=""),
    Column("state", TEXT, nullable=False, index=True),
    Column("sent_at", TIME, nullable=False),
    Column("decided_by", TEXT, nullable=False, server_default=""),
    Column("decided_at", TIME),
)
