"""Core tables of walls: playlists as they were changed, keys of screens, times of emergency."""

from sqlalchemy import Column, Integer, Table

from data.columns import TEXT, TIME
from data.schema_base import core

# The newest row of a wall counts; an empty record gives the wall back to the city's file.
wall_playlist = Table(
    "wall_playlist",
    core,
    Column("id", Integer, primary_key=True),
    Column("wall", TEXT, nullable=False, index=True),
    Column("record", TEXT, nullable=False),
    Column("changed_by", TEXT, nullable=False),
    Column("changed_at", TIME, nullable=False),
)
wall_token = Table(
    "wall_token",
    core,
    Column("id", TEXT, primary_key=True),
    Column("hash", TEXT, nullable=False, unique=True),
    Column("wall", TEXT, nullable=False),
    Column("place", TEXT, nullable=False),
    Column("role", TEXT, nullable=False),
    Column("district", TEXT),
    Column("made_by", TEXT, nullable=False),
    Column("made_at", TIME, nullable=False),
    Column("ends_at", TIME, nullable=False),
    Column("used_at", TIME),
    Column("revoked_by", TEXT, nullable=False, server_default=""),
    Column("revoked_at", TIME),
)
wall_alarm = Table(
    "wall_alarm",
    core,
    Column("id", Integer, primary_key=True),
    Column("record", TEXT, nullable=False),
    Column("why", TEXT, nullable=False),
    Column("started_by", TEXT, nullable=False),
    Column("started_at", TIME, nullable=False),
    Column("why_ended", TEXT, nullable=False, server_default=""),
    Column("ended_by", TEXT, nullable=False, server_default=""),
    Column("ended_at", TIME),
)
