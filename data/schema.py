"""Core tables of the store, the same on GeoPackage and PostGIS; layers have tables of their own (layer_tables)."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint, false

from data.columns import BIG, DAY, FLAG, NUM, TEXT, TIME
from data.schema_base import CONVENTION, core
from data.schema_entry import entry_batch, entry_event, entry_proposal
from data.schema_people import account, sign_in_try
from data.schema_reports import barrier_report, moderation_log, picture, resident_mark
from data.schema_series import indicator_break, indicator_translation
from data.schema_use import page_use
from data.schema_walls import wall_alarm, wall_playlist, wall_token

__all__ = [
    "CONVENTION", "account", "barrier_report", "core", "entry_batch", "entry_event", "entry_proposal",
    "indicator_break", "indicator_translation", "moderation_log", "page_use", "picture", "resident_mark", "sign_in_try",
    "wall_alarm", "wall_playlist", "wall_token",
]  # fmt: skip


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

fetch_state = Table(
    "fetch_state",
    core,
    Column("source", TEXT, primary_key=True),
    Column("place", TEXT, nullable=False),
    *(Column(name, TIME) for name in ("tried_at", "good_at", "changed_at", "next_at")),
    Column("etag", TEXT, nullable=False, server_default=""),
    Column("last_modified", TEXT, nullable=False, server_default=""),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("message", TEXT, nullable=False, server_default=""),
)
lease = Table(
    "lease",
    core,
    Column("name", TEXT, primary_key=True),
    Column("holder", TEXT, nullable=False),
    Column("until", TIME, nullable=False),
)
quality_result = Table(
    "quality_result",
    core,
    Column("id", Integer, primary_key=True),
    Column("load", Integer, nullable=False),
    Column("source", TEXT, nullable=False),
    Column("layer", TEXT, nullable=False),
    Column("check", TEXT, nullable=False),
    Column("at", TIME, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("found", "of")),
    Column("status", TEXT, nullable=False),
    Index("ix_quality_result_series", "source", "layer", "check"),
)

air_series = Table(
    "air_series",
    core,
    Column("id", Integer, primary_key=True),
    *(
        Column(name, TEXT, nullable=False)
        for name in ("source", "station", "pollutant", "period", "origin", "sensitivity")
    ),
    UniqueConstraint("station", "pollutant", "period", "source"),
)
air_value = Table(
    "air_value",
    core,
    Column("id", Integer, primary_key=True),
    Column("series", ForeignKey("air_series.id", ondelete="CASCADE"), nullable=False),
    Column("at", TIME, nullable=False),
    Column("value", NUM),
    Column("printed", NUM),
    Column("unit", TEXT, nullable=False),
    Column("flags", TEXT, nullable=False, server_default=""),
    Column("known_from", TIME, nullable=False),
    Column("known_to", TIME),
    Index("ix_air_value_series_at", "series", "at"),
)

job = Table(
    "job",
    core,
    Column("id", TEXT, primary_key=True),
    Column("owner", TEXT, nullable=False, index=True),
    Column("account", TEXT, nullable=False, server_default=""),
    Column("role", TEXT, nullable=False),
    Column("district", TEXT, nullable=False, server_default=""),
    Column("lang", TEXT, nullable=False),
    Column("layer", TEXT, nullable=False),
    Column("format", TEXT, nullable=False),
    Column("params", TEXT, nullable=False),
    Column("status", TEXT, nullable=False, index=True),
    Column("rows_total", Integer, nullable=False, server_default="0"),
    Column("rows_done", Integer, nullable=False, server_default="0"),
    Column("bytes", BIG, nullable=False, server_default="0"),
    Column("fault", TEXT, nullable=False, server_default=""),
    Column("worker", TEXT, nullable=False, server_default=""),
    Column("created_at", TIME, nullable=False),
    Column("beat_at", TIME),
    Column("finished_at", TIME),
    Column("expires_at", TIME),
)
saved_view = Table(
    "saved_view",
    core,
    Column("id", TEXT, primary_key=True),
    Column("owner", TEXT, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("query", TEXT, nullable=False),
    Column("start", FLAG, nullable=False, server_default=false()),
    Column("created_at", TIME, nullable=False),
    Column("changed_at", TIME, nullable=False),
    UniqueConstraint("owner", "name"),
)
map_note = Table(
    "map_note",
    core,
    Column("id", TEXT, primary_key=True),
    Column("owner", TEXT, nullable=False, index=True),
    Column("role", TEXT, nullable=False),
    Column("district", TEXT, nullable=False, server_default=""),
    Column("audience", TEXT, nullable=False),
    Column("text", TEXT, nullable=False),
    Column("color", TEXT, nullable=False),
    Column("shape", TEXT, nullable=False),
    Column("created_at", TIME, nullable=False),
    Column("changed_at", TIME, nullable=False),
    Index("ix_map_note_audience", "audience"),
)
table_mapping = Table(
    "table_mapping",
    core,
    Column("id", Integer, primary_key=True),
    Column("name", TEXT, nullable=False, unique=True),
    Column("layer", TEXT, nullable=False),
    Column("created_by", TEXT, nullable=False),
    Column("created_at", TIME, nullable=False),
)
table_mapping_version = Table(
    "table_mapping_version",
    core,
    Column("id", Integer, primary_key=True),
    Column("mapping", ForeignKey("table_mapping.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("fingerprint", TEXT, nullable=False, index=True),
    Column("record", TEXT, nullable=False),
    Column("made_by", TEXT, nullable=False),
    Column("made_at", TIME, nullable=False),
    UniqueConstraint("mapping", "number"),
)
address_memory = Table(
    "address_memory",
    core,
    Column("id", Integer, primary_key=True),
    Column("key", TEXT, nullable=False, index=True),
    Column("address", TEXT, nullable=False),
    Column("lon", NUM, nullable=False),
    Column("lat", NUM, nullable=False),
    Column("how", TEXT, nullable=False),
    Column("decided_by", TEXT, nullable=False),
    Column("decided_at", TIME, nullable=False),
    Column("undone_by", TEXT, nullable=False, server_default=""),
    Column("undone_at", TIME),
)
address_review = Table(
    "address_review",
    core,
    Column("id", Integer, primary_key=True),
    Column("load", ForeignKey("load_log.id"), nullable=False, index=True),
    Column("row_no", Integer, nullable=False),
    Column("layer", TEXT, nullable=False),
    Column("object_id", TEXT, nullable=False),
    Column("address", TEXT, nullable=False),
    Column("district", TEXT, nullable=False),
    Column("places", TEXT, nullable=False),
    Column("memory", ForeignKey("address_memory.id")),
)
