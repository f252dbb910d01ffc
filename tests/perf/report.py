"""Tables of measurements as Markdown, with the machine they were taken on."""

import os
import platform
import statistics
from collections.abc import Sequence


def machine() -> str:
    """One line about the machine: processors, memory, system, Python."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return (
        f"{os.cpu_count()} processors, {pages * size / 2**30:.0f} GiB memory, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table under a heading."""
    lines = [f"### {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join([*lines, ""])


def median(values: Sequence[float], digits: int = 2) -> str:
    """Median of measurements as text."""
    return f"{statistics.median(values):.{digits}f}"


def p95(values: Sequence[float], digits: int = 2) -> str:
    """95th percentile of measurements as text (the largest of fewer than twenty)."""
    ordered = sorted(values)
    return f"{ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]:.{digits}f}"


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Median with least and most."""
    return f"{median(values, digits)} ({min(values):.{digits}f}–{max(values):.{digits}f})"
