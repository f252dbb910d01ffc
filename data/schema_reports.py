"""Core tables of what residents report, and of pictures; `data/schema.py` brings them together."""

from sqlalchemy import Column, Integer, LargeBinary, Table

from data.columns import DAY, NUM, TEXT, TIME
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

# What residents say of works; `layer`, `district` and `body` are those of the object when the mark was sent.
resident_mark = Table(
    "resident_mark",
    core,
    Column("id", TEXT, primary_key=True),
    Column("object_ref", TEXT, nullable=False, index=True),
    *(Column(name, TEXT, nullable=False, server_default="") for name in ("layer", "district", "body")),
    Column("said", TEXT, nullable=False),
    Column("mark", Integer),
    *(Column(name, TEXT, nullable=False, server_default="") for name in ("comment", "sender")),
    Column("state", TEXT, nullable=False, index=True),
    Column("origin", TEXT, nullable=False),
    Column("sent_at", TIME, nullable=False),
    Column("decided_by", TEXT, nullable=False, server_default=""),
    Column("decided_at", TIME),
    *(Column(name, TEXT, nullable=False, server_default="") for name in ("answer", "answer_body", "answered_by")),
    Column("answered_at", TIME),
)
# Who decided what about what residents sent, and which barrier was removed when: seen by those who decide.
moderation_log = Table(
    "moderation_log",
    core,
    Column("id", Integer, primary_key=True),
    Column("at", TIME, nullable=False),
    Column("by_user", TEXT, nullable=False),
    Column("act", TEXT, nullable=False),
    Column("object_ref", TEXT, nullable=False, index=True),
    Column("day", DAY),
    Column("note", TEXT, nullable=False, server_default=""),
)
# Pictures before and after works, and of what residents report; `about` is the mark or report one came with.
picture = Table(
    "picture",
    core,
    Column("id", TEXT, primary_key=True),
    Column("object_ref", TEXT, nullable=False, index=True),
    Column("layer", TEXT, nullable=False, index=True),
    Column("about", TEXT, nullable=False, server_default="", index=True),
    Column("which", TEXT, nullable=False),
    Column("taken_on", DAY),
    *(Column(name, Integer, nullable=False) for name in ("width", "height")),
    Column("origin", TEXT, nullable=False),
    Column("state", TEXT, nullable=False),
    Column("by_user", TEXT, nullable=False, server_default=""),
    Column("at", TIME, nullable=False),
    Column("decided_by", TEXT, nullable=False, server_default=""),
    Column("decided_at", TIME),
    # Null once it was refused or taken back.
    *(Column(name, LargeBinary) for name in ("small", "image")),
)
