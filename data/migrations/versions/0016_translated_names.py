"""names of indicators that the program gave by its own translation."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "indicator_translation",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_kk", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_indicator_translation")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("indicator_translation")
