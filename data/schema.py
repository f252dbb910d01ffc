"""Core tables of the store, the same on GeoPackage and PostGIS; layers have tables of their own (layer_tables)."""

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, UniqueConstraint, false, true

from data.columns import DAY, FLAG, NUM, TEXT, TIME

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
core = MetaData(naming_convention=CONVENTION)


def _names() -> list[Column[str]]:
    return [Column(f"name_{lang}", TEXT, nullable=False) for lang in ("ru", "kk", "en")]


district = Table(
    "district",
    core,
    Column("id", TEXT, primary_key=True),
    *_names(),
    Column("kato", TEXT, nullable=False),
    Column("official_area_km2", NUM),
    Column("valid_from", DAY),
    Column("valid_to", DAY),
)
body = Table(
    "body",
    core,
    Column("id", TEXT, primary_key=True),
    *_names(),
    Column("kind", TEXT, nullable=False),
    Column("site", TEXT, nullable=False, server_default=""),
)
body_name = Table(
    "body_name",
    core,
    Column("id", Integer, primary_key=True),
    Column("body", ForeignKey("body.id"), nullable=False),
    *_names(),
    Column("valid_to", DAY, nullable=False),
    UniqueConstraint("body", "valid_to"),
)
unit = Table(
    "unit",
    core,
    Column("id", TEXT, primary_key=True),
    *_names(),
    *(Column(f"symbol_{lang}", TEXT, nullable=False) for lang in ("ru", "kk", "en")),
)
topic = Table("topic", core, Column("id", TEXT, primary_key=True), *_names())
source = Table(
    "source",
    core,
    Column("id", TEXT, primary_key=True),
    *_names(),
    Column("body", ForeignKey("body.id"), nullable=False),
    Column("licence", TEXT, nullable=False),
    Column("licence_url", TEXT, nullable=False),
    Column("attribution", TEXT, nullable=False),
    Column("origin", TEXT, nullable=False),
    Column("rhythm", TEXT, nullable=False),
    Column("data_date", DAY),
    Column("reader", TEXT, nullable=False),
)

layer_version = Table(
    "layer_version",
    core,
    Column("layer", TEXT, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("changed_at", TIME, nullable=False),
)
load_log = Table(
    "load_log",
    core,
    Column("id", Integer, primary_key=True),
    Column("source", TEXT, nullable=False, index=True),
    Column("file_name", TEXT, nullable=False),
    Column("sha256", TEXT, nullable=False),
    Column("started_at", TIME, nullable=False),
    Column("finished_at", TIME),
    Column("status", TEXT, nullable=False),
    *(
        Column(f"rows_{what}", Integer, nullable=False, server_default="0")
        for what in ("read", "added", "changed", "closed", "unchanged", "refused")
    ),
    Column("message", TEXT, nullable=False, server_default=""),
    Column("by_user", TEXT, nullable=False, server_default=""),
)
load_refusal = Table(
    "load_refusal",
    core,
    Column("id", Integer, primary_key=True),
    Column("load", ForeignKey("load_log.id"), nullable=False, index=True),
    Column("row_no", Integer, nullable=False),
    Column("field", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("value", TEXT, nullable=False),
)

indicator = Table(
    "indicator",
    core,
    Column("code", TEXT, primary_key=True),
    Column("collection", TEXT, nullable=False, index=True),
    Column("name_ru", TEXT, nullable=False),
    Column("name_kk", TEXT),
    Column("name_en", TEXT, nullable=False),
    Column("unit", ForeignKey("unit.id")),
    Column("unit_ru", TEXT, nullable=False, server_default=""),
    Column("unit_en", TEXT, nullable=False, server_default=""),
    Column("good_direction", TEXT),
    Column("category", TEXT, nullable=False, server_default=""),
    Column("topic", ForeignKey("topic.id")),
    Column("goal", TEXT, nullable=False, server_default=""),
    Column("programme", TEXT, nullable=False, server_default=""),
    Column("responsible", TEXT, nullable=False, server_default=""),
    Column("provider", TEXT, nullable=False, server_default=""),
    Column("method", TEXT, nullable=False, server_default=""),
    Column("source", ForeignKey("source.id"), nullable=False),
    Column("source_line", TEXT, nullable=False, server_default=""),
    Column("note", TEXT, nullable=False, server_default=""),
    Column("doubt", TEXT, nullable=False, server_default=""),
    Column("sensitivity", TEXT, nullable=False),
    Column("origin", TEXT, nullable=False),
    Column("data_date", DAY),
    Column("loaded_at", TIME, nullable=False),
    Column("position", Integer, nullable=False),
)
indicator_value = Table(
    "indicator_value",
    core,
    Column("id", Integer, primary_key=True),
    Column("code", ForeignKey("indicator.code"), nullable=False),
    Column("row_key", TEXT, nullable=False),
    Column("row_hash", TEXT, nullable=False),
    Column("territory", TEXT, nullable=False),
    Column("period", TEXT, nullable=False),
    Column("period_kind", TEXT, nullable=False),
    Column("period_start", DAY),
    Column("breakdown", TEXT, nullable=False),
    Column("breakdown_ru", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("printed_kind", TEXT, nullable=False),
    Column("value", NUM),
    Column("value_text", TEXT, nullable=False),
    Column("comparison", TEXT, nullable=False),
    Column("edition", TEXT, nullable=False),
    Column("source", ForeignKey("source.id"), nullable=False),
    Column("source_doc", TEXT, nullable=False),
    Column("source_line", TEXT, nullable=False),
    Column("evidence", TEXT, nullable=False),
    Column("note", TEXT, nullable=False),
    Column("doubt", TEXT, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("known_from", TIME, nullable=False),
    Column("known_to", TIME),
    Column("origin", TEXT, nullable=False),
    Column("data_date", DAY),
    Column("loaded_at", TIME, nullable=False),
    Index("ix_indicator_value_present", "code", "known_to"),
    Index("ix_indicator_value_row_key", "row_key"),
)
fact = Table(
    "fact",
    core,
    Column("id", TEXT, primary_key=True),
    Column("collection", TEXT, nullable=False, index=True),
    Column("topic", TEXT, nullable=False),
    Column("metric_ru", TEXT, nullable=False),
    Column("metric_en", TEXT, nullable=False),
    Column("value", NUM),
    Column("value_text", TEXT, nullable=False),
    Column("comparison", TEXT, nullable=False),
    Column("unit_ru", TEXT, nullable=False),
    Column("unit_en", TEXT, nullable=False),
    Column("period", TEXT, nullable=False),
    Column("period_inferred", TEXT, nullable=False),
    Column("territory", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("measure", TEXT, nullable=False),
    Column("source", ForeignKey("source.id"), nullable=False),
    Column("source_doc", TEXT, nullable=False),
    Column("source_line", TEXT, nullable=False),
    Column("evidence", TEXT, nullable=False),
    Column("note", TEXT, nullable=False),
    Column("doubt", TEXT, nullable=False),
    Column("origin", TEXT, nullable=False),
    Column("data_date", DAY),
    Column("loaded_at", TIME, nullable=False),
    Column("position", Integer, nullable=False),
)
register_row = Table(
    "register_row",
    core,
    Column("id", TEXT, primary_key=True),
    Column("register", TEXT, nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("code", TEXT, nullable=False),
    Column("title_ru", TEXT, nullable=False),
    Column("title_en", TEXT, nullable=False),
    Column("territory", TEXT, nullable=False),
    Column("period", TEXT, nullable=False),
    Column("payload", TEXT, nullable=False),
    Column("source", ForeignKey("source.id"), nullable=False),
    Column("source_doc", TEXT, nullable=False),
    Column("source_line", TEXT, nullable=False),
    Column("doubt", TEXT, nullable=False),
    Column("origin", TEXT, nullable=False),
    Column("data_date", DAY),
    Column("loaded_at", TIME, nullable=False),
)

account = Table(
    "account",
    core,
    Column("id", Integer, primary_key=True),
    Column("name", TEXT, nullable=False, unique=True),
    Column("role", TEXT, nullable=False),
    Column("district", TEXT),
    Column("password_hash", TEXT, nullable=False),
    Column("active", FLAG, nullable=False, server_default=true()),
    Column("session_epoch", Integer, nullable=False, server_default="0"),
    Column("created_at", TIME, nullable=False),
    Column("signed_in_at", TIME),
)
sign_in_try = Table(
    "sign_in_try",
    core,
    Column("id", Integer, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("address", TEXT, nullable=False),
    Column("at", TIME, nullable=False),
    Column("ok", FLAG, nullable=False, server_default=false()),
    Index("ix_sign_in_try_at", "at"),
)
