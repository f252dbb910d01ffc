"""values that officials enter: proposals, their files and their history; the body an official belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.add_column("account", sa.Column("body", sa.Text(), nullable=True))
    op.create_table(
        "entry_batch",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_batch")),
    )
    op.create_index(op.f("ix_entry_batch_author"), "entry_batch", ["author"])
    op.create_table(
        "entry_proposal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=True),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("breakdown", sa.Text(), nullable=False),
        sa.Column("breakdown_ru", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("period_kind", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision", sa.Text(), server_default="", nullable=False),
        sa.Column("told", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["entry_batch.id"], name=op.f("fk_entry_proposal_batch_entry_batch")),
        sa.ForeignKeyConstraint(["code"], ["indicator.code"], name=op.f("fk_entry_proposal_code_indicator")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_proposal")),
        sa.UniqueConstraint("slot", name=op.f("uq_entry_proposal_slot")),
        sa.UniqueConstraint("author", "nonce", name=op.f("uq_entry_proposal_author_nonce")),
    )
    for column in ("batch", "body", "code", "state", "author"):
        op.create_index(op.f(f"ix_entry_proposal_{column}"), "entry_proposal", [column])
    op.create_table(
        "entry_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal"], ["entry_proposal.id"], name=op.f("fk_entry_event_proposal_entry_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_event")),
    )
    op.create_index(op.f("ix_entry_event_proposal"), "entry_event", ["proposal"])


def downgrade() -> None:
    """Take the change back."""
    for table in ("entry_event", "entry_proposal", "entry_batch"):
        op.drop_table(table)
    op.drop_column("account", "body")
