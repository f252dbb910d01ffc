"""A clock for tests of history: time in the store passes only when the test says so."""

from datetime import datetime, timedelta

import pytest


class Clock:
    """The present time of loads."""

    def __init__(self) -> None:
        """Start on a fixed day."""
        self.now = datetime(2026, 11, 21, 12, 0, 0)

    def __call__(self) -> datetime:
        """Present time."""
        return self.now

    def forward(self, **span: int) -> datetime:
        """Let time pass; the new time."""
        self.now += timedelta(**span)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the loading of files."""
    found = Clock()
    monkeypatch.setattr("data.loading.pipeline.utc_now", found)
    monkeypatch.setattr("data.store.utc_now", found)
    return found
