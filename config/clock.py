"""The clock of a city: the store keeps UTC without a zone, people read the time of their place."""

from datetime import UTC, date, datetime, time, timedelta
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


def end_of(day: date, zone: str) -> datetime:
    """The first moment after a day of a zone, as the store keeps times: UTC without a zone."""
    after = min(day, date.max - timedelta(days=1)) + timedelta(days=1)
    return datetime.combine(after, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
