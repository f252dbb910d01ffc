"""What all core tables are described in: one metadata with one convention of names."""

from sqlalchemy import MetaData

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
core = MetaData(naming_convention=CONVENTION)
