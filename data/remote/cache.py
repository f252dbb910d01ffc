"""Copies of what came from elsewhere, on disk, within bounds: the oldest go first, a half-written one is none."""

import contextlib
import os
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOM = 0.9


@dataclass(frozen=True)
class Copy:
    """What was kept and when it came (UTC)."""

    body: bytes
    at: datetime

    def age(self) -> float:
        """Seconds since it came."""
        return (datetime.now(UTC).replace(tzinfo=None) - self.at).total_seconds()


class Cache:
    """Copies of one layer in a folder of its own, at most `limit` bytes together."""

    def __init__(self, folder: Path, limit: int) -> None:
        """Nothing is read before it is asked for."""
        self.folder, self.limit = folder, limit
        self._lock = threading.Lock()
        self._size: int | None = None

    def get(self, name: str) -> Copy | None:
        """The copy of a name, if there is one."""
        path = self.folder / name
        try:
            body = path.read_bytes()
            at = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None, microsecond=0)
        except OSError:
            return None
        return Copy(body, at)

    def put(self, name: str, body: bytes) -> None:
        """Keep a copy; a disk that takes none is no reason not to show it."""
        with contextlib.suppress(OSError):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, made = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(body)
                Path(made).replace(path)
            except OSError:
                Path(made).unlink(missing_ok=True)
                raise
            self._grown(len(body))

    def touch(self, name: str) -> None:
        """The copy is as good as new: the server said so."""
        with contextlib.suppress(OSError):
            os.utime(self.folder / name)

    def drop(self, name: str) -> None:
        """Forget a copy."""
        (self.folder / name).unlink(missing_ok=True)

    def set_age(self, seconds: float) -> None:
        """Make all copies that old, as if time had passed."""
        then = time.time() - seconds
        for path in self._files():
            os.utime(path, (then, then))

    def size(self) -> int:
        """Bytes of all copies."""
        return sum(path.stat().st_size for path in self._files())

    def _files(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file() and path.name != "state.json"]

    def _grown(self, size: int) -> None:
        with self._lock:
            self._size = self.size() if self._size is None else self._size + size
            if self._size > self.limit:
                self._size = self._prune()

    def _prune(self) -> int:
        """Let the oldest go until there is some room again."""
        known = []
        for path in self._files():
            with contextlib.suppress(OSError):
                found = path.stat()
                known.append((found.st_mtime, found.st_size, path))
        total = sum(size for _, size, _ in known)
        for _, size, path in sorted(known, key=lambda entry: entry[0]):
            if total <= self.limit * ROOM:
                break
            path.unlink(missing_ok=True)
            total -= size
        return total
