"""Runs every measurement of this folder and prints its tables: `python -m tests.perf [NAME…]` (`make bench`)."""

import importlib
import sys
from pathlib import Path

from tests.perf.report import machine


def main(names: list[str]) -> None:
    """Print the machine, then the tables of the named measurements, or of all."""
    known = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    sys.stdout.write(machine() + "\n\n")
    for name in names or known:
        measurement = importlib.import_module(f"tests.perf.bench_{name}")
        sys.stdout.write(measurement.measure() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
