"""Core tables of values that officials enter: proposals, files they came in, and who did what when.

Described apart from `data/schema.py`, which brings them together.
"""

from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint, false

from data.columns import DAY, FLAG, NUM, TEXT, TIME
from data.schema_base import core

entry_batch = Table(
    "entry_batch",
    core,
    Column("id", TEXT, primary_key=True),
    Column("author", TEXT, nullable=False, index=True),
    Column("body", TEXT, nullable=False),
    Column("file_name", TEXT, nullable=False),
    Column("sha256", TEXT, nullable=False),
    Column("rows_read", Integer, nullable=False),
    Column("refused", TEXT, nullable=False),
    Column("made_at", TIME, nullable=False),
)
# `slot` is the key of what a waiting proposal would change, and empty for all others: one value waits at a time.
entry_proposal = Table(
    "entry_proposal",
    core,
    Column("id", TEXT, primary_key=True),
    Column("slot", TEXT, unique=True),
    Column("nonce", TEXT, nullable=False),
    Column("batch", ForeignKey("entry_batch.id"), index=True),
    Column("body", TEXT, nullable=False, index=True),
    Column("code", ForeignKey("indicator.code"), nullable=False, index=True),
    *(Column(name, TEXT, nullable=False) for name in ("territory", "breakdown", "breakdown_ru", "kind", "period",
                                                      "period_kind")),
    Column("period_start", DAY, nullable=False),
    Column("value", NUM, nullable=False),
    *(Column(name, TEXT, nullable=False) for name in ("reason", "findings")),
    Column("state", TEXT, nullable=False, index=True),
    Column("author", TEXT, nullable=False, index=True),
    Column("made_at", TIME, nullable=False),
    Column("changed_at", TIME, nullable=False),
    Column("decided_by", TEXT, nullable=False, server_default=""),
    Column("decided_at", TIME),
    Column("decision", TEXT, nullable=False, server_default=""),
    Column("told", FLAG, nullable=False, server_default=false()),
    UniqueConstraint("author", "nonce"),
)  # fmt: skip
entry_event = Table(
    "entry_event",
    core,
    Column("id", Integer, primary_key=True),
    Column("proposal", ForeignKey("entry_proposal.id"), nullable=False, index=True),
    Column("at", TIME, nullable=False),
    Column("who", TEXT, nullable=False),
    Column("what", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False, server_default=""),
)
