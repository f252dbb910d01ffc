"""The clock of the city: Almaty was six hours before UTC until 1 March 2024 and is five since."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from config.clock import end_of, local

ZONE = "Asia/Almaty"


@pytest.mark.parametrize(
    ("stored", "there"),
    [
        (datetime(2026, 11, 30, 4, 5), "2026-11-30T09:05:00+05:00"),
        (datetime(2026, 11, 30, 19, 30), "2026-12-01T00:30:00+05:00"),
        (datetime(2023, 12, 31, 18, 0), "2024-01-01T00:00:00+06:00"),
        (datetime(2024, 2, 29, 17, 59), "2024-02-29T23:59:00+06:00"),
        (datetime(2024, 2, 29, 18, 0), "2024-02-29T23:00:00+05:00"),
        (datetime(2026, 11, 30, 4, 5, tzinfo=UTC), "2026-11-30T09:05:00+05:00"),
        (datetime(2026, 11, 30, 4, 5, tzinfo=timezone(timedelta(hours=3))), "2026-11-30T06:05:00+05:00"),
    ],
)
def test_R006_a_time_of_the_store_by_the_clocks_of_almaty(stored: datetime, there: str) -> None:
    assert local(stored, ZONE).isoformat() == there


def test_R006_an_hour_of_the_night_belongs_to_the_next_day_of_the_city() -> None:
    assert local(datetime(2026, 12, 31, 19, 0), ZONE).date() == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 11, 30), datetime(2026, 11, 30, 19, 0)),
        (date(2023, 12, 31), datetime(2023, 12, 31, 18, 0)),
        # The day on which the clocks were put back was an hour longer.
        (date(2024, 2, 29), datetime(2024, 2, 29, 19, 0)),
        (date.max, datetime(9999, 12, 30, 19, 0)),
    ],
)
def test_R025_a_day_ends_at_midnight_of_the_city(day: date, end: datetime) -> None:
    assert end_of(day, ZONE) == end
