"""The clock of a city: the store keeps UTC without a zone, people read the time of their place."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def local(at: datetime, zone: str) -> datetime:
    """A time of the store (UTC without a zone, or with any zone) by the clocks of a zone, with their offset of then."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(ZoneInfo(zone))


def now(zone: str) -> datetime:
    """Present time by the clocks of a zone."""
    return datetime.now(ZoneInfo(zone))


def today(zone: str) -> date:
    """Present day of a zone."""
    return now(zone).date()
