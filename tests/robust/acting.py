"""Starts actors in processes of their own, kills them at a moment that is seen from outside, and makes small disks."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from config.settings import ROOT

WAIT_SECONDS = 120
MOUNTED = 'mount -t tmpfs -o "size=$1" none "$2" && shift 2 && exec "$@"'
LIMITED = 'ulimit -f "$(($1 / 1024))" && shift 2 && exec "$@"'


class Actor:
    """A running actor."""

    def __init__(self, command: Sequence[str], settings: Mapping[str, str] | None = None) -> None:
        """Start it with nothing but these settings of ours."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SITCENTER_")}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**kept, "PYTHONPATH": str(ROOT), **(settings or {})}, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def line(self) -> dict[str, Any]:
        """The next thing it says."""
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        if not said:
            raise AssertionError(self.process.communicate()[1][-2_000:])
        found: dict[str, Any] = json.loads(said)
        return found

    def until(self, **wanted: Any) -> dict[str, Any]:
        """What it says first that has these values."""
        while True:
            said = self.line()
            if wanted.items() <= said.items():
                return said

    def rest(self) -> list[dict[str, Any]]:
        """All that it says until its good end."""
        out, errors = self.process.communicate(timeout=WAIT_SECONDS)
        assert self.process.returncode == 0, f"ended with {self.process.returncode}: {errors[-2_000:]}"
        return [json.loads(said) for said in out.splitlines()]

    def kill_when(self, seen: Callable[[], bool]) -> None:
        """Kill it at the moment when something is seen; a fault of the test when it ends before."""
        last = time.monotonic() + WAIT_SECONDS
        while not seen():
            assert self.process.poll() is None, self.process.communicate()[1][-2_000:]
            assert time.monotonic() < last
            time.sleep(0.0005)
        self.process.send_signal(signal.SIGKILL)
        assert self.process.wait(WAIT_SECONDS) == -signal.SIGKILL


def deed(*words: str) -> list[str]:
    """Command of an actor."""
    return [sys.executable, "-m", "tests.robust.actor", *words]


@contextmanager
def acting(command: Sequence[str], settings: Mapping[str, str] | None = None) -> Iterator[Actor]:
    """An actor for the length of a block."""
    found = Actor(command, settings)
    try:
        yield found
    finally:
        if found.process.poll() is None:
            found.process.kill()
        found.process.wait()
        for stream in (found.process.stdout, found.process.stderr):
            if stream is not None:
                stream.close()


def on_small_disk(size: int, folder: Path, command: Sequence[str]) -> list[str]:
    """The command with a disk of `size` bytes of its own at `folder`, which nobody else sees.

    Where a machine lets nobody mount one, no file of the command may grow beyond that size.
    """
    folder.mkdir(parents=True, exist_ok=True)
    how = [*_unshare(), "sh", "-c", MOUNTED] if _unshare() else ["sh", "-c", LIMITED]
    return [*how, "sh", str(size), str(folder), *command]


@cache
def _unshare() -> tuple[str, ...]:
    """How this machine lets a process have mounts of its own; nothing when it does not."""
    tool = shutil.which("unshare")
    for way in ((tool, "-m"), (tool, "-rm")) if tool else ():
        tried = [*map(str, way), "sh", "-c", MOUNTED, "sh", "65536", "/mnt", "true"]
        if subprocess.run(tried, check=False, capture_output=True).returncode == 0:
            return tuple(map(str, way))
    return ()
