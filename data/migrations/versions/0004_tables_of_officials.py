"""mappings of tables, decisions about addresses and the list of unsure ones."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "table_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_mapping")),
        sa.UniqueConstraint("name", name=op.f("uq_table_mapping_name")),
    )
    op.create_table(
        "table_mapping_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mapping"], ["table_mapping.id"], name=op.f("fk_table_mapping_version_mapping_table_mapping")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_mapping_version")),
        sa.UniqueConstraint("mapping", "number", name=op.f("uq_table_mapping_version_mapping_number")),
    )
    op.create_index(op.f("ix_table_mapping_version_fingerprint"), "table_mapping_version", ["fingerprint"])
    op.create_table(
        "address_memory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undone_by", sa.Text(), server_default="", nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_memory")),
    )
    op.create_index(op.f("ix_address_memory_key"), "address_memory", ["key"])
    op.create_table(
        "address_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("load", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("memory", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["load"], ["load_log.id"], name=op.f("fk_address_review_load_load_log")),
        sa.ForeignKeyConstraint(
            ["memory"], ["address_memory.id"], name=op.f("fk_address_review_memory_address_memory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_review")),
    )
    op.create_index(op.f("ix_address_review_load"), "address_review", ["load"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("address_review")
    op.drop_table("address_memory")
    op.drop_table("table_mapping_version")
    op.drop_table("table_mapping")
