"""Column types that GeoPackage and PostGIS both know by their own names."""

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Double, Integer, Text
from sqlalchemy.dialects import sqlite

TEXT = Text()
INT = Integer()
BIG = BigInteger().with_variant(Integer(), "sqlite")
NUM: Double[float] = Double()
FLAG = Boolean()
DAY = Date()
# GeoPackage writes times as ISO 8601 in UTC; the store keeps whole seconds.
TIME = DateTime().with_variant(
    sqlite.DATETIME(  # type: ignore[no-untyped-call]
        storage_format="%(year)04d-%(month)02d-%(day)02dT%(hour)02d:%(minute)02d:%(second)02d.000Z",
        regexp=r"(\d+)-(\d+)-(\d+)[T ](\d+):(\d+):(\d+)",
    ),
    "sqlite",
)
