"""Core tables beside the indicators: breaks and events of their series, and names that our translations gave them."""

from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint

from data.columns import DAY, TEXT, TIME
from data.schema_base import core

indicator_break = Table(
    "indicator_break",
    core,
    Column("id", Integer, primary_key=True),
    Column("code", ForeignKey("indicator.code"), nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("day", DAY, nullable=False),
    Column("period", TEXT, nullable=False),
    *(Column(f"words_{lang}", TEXT, nullable=False) for lang in ("ru", "kk", "en")),
    Column("source", ForeignKey("source.id"), nullable=False, index=True),
    Column("source_doc", TEXT, nullable=False),
    Column("source_line", TEXT, nullable=False),
    Column("origin", TEXT, nullable=False),
    Column("loaded_at", TIME, nullable=False),
    UniqueConstraint("code", "kind", "day"),
)
# What `data/indicators/names_kk.toml` said when it was last brought in: a name that is another one is somebody else's.
indicator_translation = Table(
    "indicator_translation",
    core,
    Column("code", TEXT, primary_key=True),
    Column("name_kk", TEXT, nullable=False),
)
