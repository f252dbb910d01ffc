"""Values of air of one station: the latest ones, and series of hours or days."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from config.air import air_table
from config.policy import Sensitivity
from data.importers.air_flags import UNFIT
from data.schema import air_series, air_value

HOUR, DAY = "hour", "day"


@dataclass(frozen=True)
class AirPoint:
    """A value: start of its hour in UTC, or its day; µg/m³ or None; marks; for days the hours behind the mean."""

    at: datetime
    value: float | None
    flags: tuple[str, ...] = ()
    hours: int | None = None


@dataclass(frozen=True)
class AirLineKey:
    """A series of the store."""

    id: int
    pollutant: str
    period: str
    source: str
    origin: str


@dataclass(frozen=True)
class AirLine:
    """Values of one pollutant from one source in the order of time."""

    pollutant: str
    period: str
    source: str
    origin: str
    points: tuple[AirPoint, ...]


def latest(conn: Connection, station: str, seen: Iterable[Sensitivity]) -> list[AirLine]:
    """The last value of each pollutant at a station, of what the person may see."""
    out = []
    for row in _series(conn, station, seen):
        v = air_value.c
        own = v.series == row.id, v.known_to.is_(None), v.value.is_not(None)
        at = conn.execute(select(func.max(v.at)).where(*own)).scalar()
        if at is None:
            continue
        found = conn.execute(select(v.at, v.value, v.flags).where(*own, v.at == at)).one()
        point = AirPoint(found.at, found.value, tuple(found.flags.split()))
        out.append(AirLine(row.pollutant, row.period, row.source, row.origin, (point,)))
    return out


def series(
    conn: Connection, station: str, seen: Iterable[Sensitivity], span: tuple[datetime, datetime], limit: int
) -> list[AirLine]:
    """Values as loaded with first <= time < last; at most `limit` in all."""
    out, left = [], limit
    for row in _series(conn, station, seen):
        v = air_value.c
        query = select(v.at, v.value, v.flags).where(
            v.series == row.id, v.known_to.is_(None), v.at >= span[0], v.at < span[1]
        )
        points = tuple(
            AirPoint(p.at, p.value, tuple(p.flags.split())) for p in conn.execute(query.order_by(v.at).limit(left))
        )
        left -= len(points)
        out.append(AirLine(row.pollutant, row.period, row.source, row.origin, points))
    return out


def day_means(line: AirLine, zone: ZoneInfo) -> AirLine:
    """Means of the days of the city's clock from a line of hours.

    A day has a mean only when enough of its hours have a fit value (config/air.toml); stuck values and values beyond
    what is plausible do not count. A day of a changed clock has 23 or 25 hours.
    """
    share = air_table().rules.day_share
    days: dict[date, list[float]] = defaultdict(list)
    for point in line.points:
        day = point.at.replace(tzinfo=UTC).astimezone(zone).date()
        fit = [point.value] if point.value is not None and not UNFIT & set(point.flags) else []
        days[day] += fit
    points = []
    for day, values in sorted(days.items()):
        enough = len(values) >= share * _hours(day, zone)
        mean = round(sum(values) / len(values), 2) if enough else None
        points.append(AirPoint(datetime.combine(day, time()), mean, (), len(values)))
    return AirLine(line.pollutant, DAY, line.source, line.origin, tuple(points))


def day_bounds(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Days of the city's clock, both included, as a span of UTC times."""
    start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last + timedelta(days=1)))
    return start.replace(tzinfo=None), end.replace(tzinfo=None)


def last_day(lines: Sequence[AirLine], zone: ZoneInfo) -> date | None:
    """The last day of the city's clock with a value in any of the lines."""
    times = [(point.at, line.period) for line in lines for point in line.points]
    days = [at.date() if kind == DAY else at.replace(tzinfo=UTC).astimezone(zone).date() for at, kind in times]
    return max(days, default=None)


def _hours(day: date, zone: ZoneInfo) -> float:
    start, end = day_bounds(day, day, zone)
    return (end - start).total_seconds() / 3600


def _series(conn: Connection, station: str, seen: Iterable[Sensitivity]) -> list[AirLineKey]:
    t = air_series.c
    query = select(t.id, t.pollutant, t.period, t.source, t.origin).where(
        t.station == station, t.sensitivity.in_(sorted(level.value for level in seen))
    )
    return [AirLineKey(*row) for row in conn.execute(query.order_by(t.pollutant, t.period, t.source))]
