"""How a layer from elsewhere is doing, kept in a file beside its copies, where all workers of a machine see it."""

import json
import threading
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from data.store import utc_now

FILE = "state.json"
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=20), timedelta(minutes=10)
PATIENCE = 2
EMPTY_TILES = 8


@dataclass(frozen=True)
class RemoteState:
    """Times (UTC) of the last try, the last answer, and until when nobody asks; the fault in words to be said.

    `failures` counts faults in a row, `empty` tiles that were not there since the last one that was.
    """

    tried_at: datetime | None = None
    good_at: datetime | None = None
    until: datetime | None = None
    failures: int = 0
    empty: int = 0
    message: str = ""

    @property
    def silent(self) -> bool:
        """Whether the layer does not answer at present."""
        return bool(self.message)

    def paused(self, now: datetime) -> bool:
        """Whether nobody is asked for now."""
        return self.until is not None and now < self.until

    def good(self, now: datetime) -> "RemoteState":
        """State after an answer."""
        return RemoteState(tried_at=now, good_at=now)

    def bad(self, now: datetime, message: str) -> "RemoteState":
        """State after a fault: after some in a row the server is left alone, longer each time."""
        failures = self.failures + 1
        pause = min(FIRST_PAUSE * 2 ** max(0, min(failures - PATIENCE, 10)), LONGEST_PAUSE)
        until = now + pause if failures >= PATIENCE else None
        return replace(self, tried_at=now, failures=failures, message=message, until=until)


class StateFile:
    """The state of one layer on disk; writing it may fail without harm."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read before it is asked for."""
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._last = RemoteState()

    def read(self) -> RemoteState:
        """Present state."""
        try:
            raw = json.loads(self._path.read_text("utf-8"))
            times = {k: datetime.fromisoformat(raw[k]) if raw[k] else None for k in ("tried_at", "good_at", "until")}
            return RemoteState(**{**raw, **times})
        except (OSError, ValueError, TypeError, KeyError):
            return self._last

    def answered(self) -> None:
        """The layer answered; what is known already is written once a minute."""
        old, now = self.read(), utc_now()
        if old.silent or old.empty or old.good_at is None or now - old.good_at > timedelta(minutes=1):
            self._write(old.good(now))

    def failed(self, message: str) -> None:
        """The layer did not answer."""
        self._write(self.read().bad(utc_now(), message))

    def nothing(self, message: str) -> None:
        """A tile is not there: nothing to say of one, but of many in a row."""
        old = self.read()
        told = replace(old, tried_at=utc_now(), empty=old.empty + 1)
        self._write(replace(told, message=message) if told.empty >= EMPTY_TILES and old.good_at is None else told)

    def _write(self, state: RemoteState) -> None:
        with self._lock:
            self._last = state
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                made = self._path.with_suffix(f".{threading.get_ident()}")
                made.write_text(json.dumps(asdict(state), default=_iso), "utf-8")
                made.replace(self._path)
            except OSError:
                return


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
