"""Measures the map page with a million and a half appeals on: time to idle, bytes, a filter, a step of time."""

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.perf.bench_map import WATCH, load_page
from tests.perf.report import spread, table
from tests.perf.server import Running, fetch, started
from tests.tools.chromium import FLAGS, chromium

RUNS = 5
CALM = 0.2
SCALE = {"SITCENTER_DEMO_SCALE": "full"}
PATH = "/map?l=districts,roads,metro_stations,schools,appeals"
# A choice and a year that no earlier run made: an answer that is kept would be measured otherwise.
KINDS = ("education", "reference", "transport", "greening", "utilities")
ACTS = {
    "one topic filtered out": '[data-choice="appeals kind"][value=\'"{kind}"\']',
    "a step of time": "#map-time-forward",
}


def _visit(browser: Browser, run: Running, number: int, found: dict[str, list[float]]) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    seconds, kilobytes, requests = load_page(page, f"{run.address}{PATH}")
    for name, value in (("load", seconds), ("kilobytes", kilobytes), ("requests", requests)):
        found.setdefault(name, []).append(value)
    page.click('[data-layer-more="appeals"]')
    got: list[str] = []
    page.on("response", lambda answer: got.append(answer.url))
    for name, selector in ACTS.items():
        before = len(got)
        milliseconds = page.evaluate(WATCH, selector.format(kind=KINDS[number % len(KINDS)]))
        found.setdefault(name, []).append(milliseconds / 1000)
        found.setdefault(f"{name}: requests", []).append(len(got) - before)
    context.close()


def at_rest(run: Running) -> None:
    """Wait until the program has read its layers into memory: its processor time stands still for two seconds."""
    spent = -1.0
    while run.processor_seconds() - spent > CALM:
        spent = run.processor_seconds()
        time.sleep(2)


def measure() -> str:
    """Table of the map page with the dense layer at full scale."""
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, started(Path(folder), SCALE) as run, sync_playwright() as play:
        fetch(f"{run.address}{PATH}")
        at_rest(run)
        browser = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for number in range(RUNS):
            _visit(browser, run, number, found)
        browser.close()
        memory, built = run.memory_mb(), run.seconds
    rows = [
        [f"to idle at city zoom, s ({RUNS} visits, empty browser cache)", spread(found["load"])],
        ["transferred, KB (compressed)", spread(found["kilobytes"], 0)],
        ["requests", spread(found["requests"], 0)],
        *([f"{name}, s", f"{spread(found[name])}; requests {spread(found[f'{name}: requests'], 0)}"] for name in ACTS),
        ["first start to first page with all of it, s", f"{built:.0f}"],
        ["memory of the process then, MB", f"{memory:.0f}"],
    ]  # fmt: skip
    return table("Map page with 1,457,530 appeals on", ["What", "Figure"], rows)


if __name__ == "__main__":
    sys.stdout.write(measure() + "\n")
