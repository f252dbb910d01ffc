"""values of air by station, pollutant and hour or day."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "air_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("pollutant", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("sensitivity", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_air_series")),
        sa.UniqueConstraint(
            "station", "pollutant", "period", "source", name=op.f("uq_air_series_station_pollutant_period_source")
        ),
    )
    op.create_table(
        "air_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("printed", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("flags", sa.Text(), server_default="", nullable=False),
        sa.Column("known_from", sa.DateTime(), nullable=False),
        sa.Column("known_to", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["series"], ["air_series.id"], name=op.f("fk_air_value_series_air_series"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_air_value")),
    )
    op.create_index("ix_air_value_series_at", "air_value", ["series", "at"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("air_value")
    op.drop_table("air_series")
