"""The program as its user starts it, in a process of its own, with its start-up time and memory."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 300


@dataclass(frozen=True)
class Running:
    """A started program: its address, process and the seconds to its first page."""

    address: str
    process: subprocess.Popen[bytes]
    seconds: float

    def memory_mb(self) -> float:
        """Resident memory of the process now, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def processor_seconds(self) -> float:
        """Processor time that the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(url: str) -> bytes:
    """Body of a page of the program."""
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 -- the address is our own
        return bytes(answer.read())


@contextmanager
def started(home: Path, settings: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Start `python app.py` with a home folder and wait for its first page. RuntimeError when it does not come."""
    port = free_port()
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("SITCENTER_")},
        "SITCENTER_HOME": str(home), "SITCENTER_PORT": str(port), **(settings or {}),
    }  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                fetch(f"{address}/")
                break
            except OSError:
                if process.poll() is not None or time.perf_counter() - began > WAIT_SECONDS:
                    raise RuntimeError("the program did not start") from None
                time.sleep(0.02)
        yield Running(address, process, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(20)
