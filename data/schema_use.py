"""Core tables of how the program is used; described apart from `data/schema.py`, which brings them together."""

from sqlalchemy import Column, Integer, Table

from data.columns import DAY, TEXT
from data.schema_base import core

page_use = Table(
    "page_use",
    core,
    Column("page", TEXT, primary_key=True),
    Column("day", DAY, primary_key=True),
    Column("views", Integer, nullable=False),
)
