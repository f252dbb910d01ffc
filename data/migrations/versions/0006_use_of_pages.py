"""views of pages by day, without anything about people."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "page_use",
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("page", "day", name=op.f("pk_page_use")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("page_use")
