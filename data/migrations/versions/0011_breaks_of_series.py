"""breaks and events of a series, each with its day, words and document."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "indicator_break",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        *(sa.Column(f"words_{lang}", sa.Text(), nullable=False) for lang in ("ru", "kk", "en")),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_doc", sa.Text(), nullable=False),
        sa.Column("source_line", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["indicator.code"], name=op.f("fk_indicator_break_code")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_indicator_break_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_break")),
        sa.UniqueConstraint("code", "kind", "day", name=op.f("uq_indicator_break_code_kind_day")),
    )
    op.create_index("ix_indicator_break_source", "indicator_break", ["source"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("indicator_break")
