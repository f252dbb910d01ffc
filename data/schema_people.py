"""Core tables of people who sign in; described apart from `data/schema.py`, which brings them together."""

from sqlalchemy import Column, Index, Integer, Table, false, true

from data.columns import FLAG, TEXT, TIME
from data.schema_base import core

account = Table(
    "account",
    core,
    Column("id", Integer, primary_key=True),
    Column("name", TEXT, nullable=False, unique=True),
    Column("role", TEXT, nullable=False),
    Column("district", TEXT),
    Column("body", TEXT),
    Column("password_hash", TEXT, nullable=False),
    Column("active", FLAG, nullable=False, server_default=true()),
    Column("session_epoch", Integer, nullable=False, server_default="0"),
    Column("created_at", TIME, nullable=False),
    Column("signed_in_at", TIME),
)
sign_in_try = Table(
    "sign_in_try",
    core,
    Column("id", Integer, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("address", TEXT, nullable=False),
    Column("at", TIME, nullable=False),
    Column("ok", FLAG, nullable=False, server_default=false()),
    Index("ix_sign_in_try_at", "at"),
)
