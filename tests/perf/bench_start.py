"""Measures the first start (fetching and building all), later starts, and the memory of one process."""

import sys
import tempfile
from pathlib import Path

from tests.perf.report import spread, table
from tests.perf.server import fetch, started

RUNS, AGAIN = 5, 3
PAGES = ("/", "/map", "/indicators", "/districts", "/modules", "/about")


def measure() -> str:
    """Table of start-up times and memory."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with started(home) as run:
            first, fresh = run.seconds, run.memory_mb()
        kept: list[float] = []
        for _ in range(AGAIN):
            for path in home.glob("*.gpkg*"):
                path.unlink()
            with started(home) as run:
                kept.append(run.seconds)
        later, idle, used = [], [], []
        for _ in range(RUNS):
            with started(home) as run:
                later.append(run.seconds)
                idle.append(run.memory_mb())
                for page in PAGES:
                    fetch(f"{run.address}{page}")
                fetch(f"{run.address}/tiles/roads/12/2923/1498.mvt")
                used.append(run.memory_mb())
    rows = [
        ["first start to first page (browser libraries fetched, store built), s", f"{first:.1f}"],
        [f"start over no store, filled ones kept, s, {AGAIN} runs", spread(kept, 1)],
        [f"later start to first page, s, {RUNS} runs", spread(later, 1)],
        ["memory after the first start, MB", f"{fresh:.0f}"],
        ["memory of one process after a later start, MB", spread(idle, 0)],
        ["the same after six pages and the roads in memory, MB", spread(used, 0)],
    ]
    return table("Start and memory", ["What", "Figure"], rows)


if __name__ == "__main__":
    sys.stdout.write(measure() + "\n")
