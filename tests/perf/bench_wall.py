"""Simulates eight hours of a wall on a fast clock and measures the memory of the tab and of the server."""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.perf.report import table
from tests.perf.server import Running, started
from tests.tools.chromium import FLAGS, chromium

TURNS, MARKS = 1_440, 6
# A scene of 20 seconds takes 0.2, the pulse of 4 seconds comes every 0.04: a wall asks once a second at most, so its
# clock for that one wait is ours.
PACE = 0.01
CLOCK = """(() => {
  const wait = window.setTimeout.bind(window);
  window.setTimeout = (call, ms, ...rest) => wait(call, ms === 1000 ? 40 : ms, ...rest);
})()"""
COUNT = """() => {
  window.turns = 0;
  new MutationObserver(() => { window.turns += 1; })
    .observe(document.querySelector('.w-stage'), {attributes: true, attributeFilter: ['data-scene']});
}"""


def _taken(page: Page, session: CDPSession, run: Running, began: float) -> list[str]:
    session.send("HeapProfiler.collectGarbage")
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    found = {each["name"]: each["value"] for each in metrics}
    turns = page.evaluate("window.turns")
    return [
        str(turns), f"{turns * 20 / 3600:.1f}", f"{time.perf_counter() - began:.0f}",
        f"{found['JSHeapUsedSize'] / 1e6:.2f}", f"{found['Nodes']:.0f}", f"{found['JSEventListeners']:.0f}",
        f"{run.memory_mb():.0f}",
    ]  # fmt: skip


def measure() -> str:
    """Table of memory over eight hours of rotation."""
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as run, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.set_default_timeout(900_000)
        page.add_init_script(CLOCK)
        page.goto(f"{run.address}/wall/hall?pace={PACE}")
        page.wait_for_selector(".w-stage[data-scene]:not([data-scene=''])")
        page.evaluate(COUNT)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        began, rows = time.perf_counter(), []
        for mark in range(MARKS + 1):
            # The first measurement comes after two rounds in both languages: nothing is new from then on.
            page.wait_for_function("(least) => window.turns >= least", arg=max(28, TURNS * mark // MARKS))
            rows.append(_taken(page, session, run, began))
        browser.close()
    heads = ["Turns", "Hours of a wall", "Seconds", "JS heap, MB", "Nodes", "Listeners", "Server RSS, MB"]
    return table("Eight hours of a wall on a clock a hundred times as fast", heads, rows)


if __name__ == "__main__":
    sys.stdout.write(measure() + "\n")
