"""marks of residents on works, and the log of what was decided about what residents sent."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), server_default="", nullable=False) for name in names]


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "resident_mark",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("object_ref", sa.Text(), nullable=False),
        *_words("layer", "district", "body"),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        *_words("comment", "sender"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        *_words("decided_by"),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        *_words("answer", "answer_body", "answered_by"),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_mark")),
    )
    op.create_index("ix_resident_mark_object_ref", "resident_mark", ["object_ref"])
    op.create_index("ix_resident_mark_state", "resident_mark", ["state"])
    op.create_table(
        "moderation_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_user", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("object_ref", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        *_words("note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_log")),
    )
    op.create_index("ix_moderation_log_object_ref", "moderation_log", ["object_ref"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("moderation_log")
    op.drop_table("resident_mark")
