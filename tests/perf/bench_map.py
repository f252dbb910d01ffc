"""Measures the map page in a headless browser with software rendering: time to idle, bytes, switches and filters."""

import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.perf.report import spread, table
from tests.perf.server import Running, fetch, started
from tests.tools.chromium import FLAGS, chromium

RUNS = 5
IDLE = '#city-map[data-idle="true"]'
BUSY = '#city-map[data-idle="false"]'
# Waits for the next drawing after an act: the map says it is busy, then idle; an act without work ends at once.
WATCH = """act => new Promise(done => {
  const map = document.querySelector('#city-map'), began = performance.now();
  let last = began, busy = false;
  const look = new MutationObserver(() => {
    if (map.dataset.idle === 'false') { busy = true; }
    else if (busy) { last = performance.now(); look.disconnect(); done(last - began); }
  });
  look.observe(map, {attributes: true, attributeFilter: ['data-idle']});
  act === null ? null : document.querySelector(act).click();
  setTimeout(() => { look.disconnect(); done(last - began); }, 5000);
})"""


@dataclass
class Taken:
    """Measurements of all runs: seconds, requests of acts, bytes and requests of a load."""

    load: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    kilobytes: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)
    acts: dict[str, list[float]] = field(default_factory=dict)
    act_requests: dict[str, int] = field(default_factory=dict)


def load_page(page: Page, address: str) -> tuple[float, float, int]:
    """Seconds to idle, kilobytes and requests of a visit to a map."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(IDLE, timeout=60_000)
    seconds = time.perf_counter() - began
    session.detach()
    return seconds, sum(sizes) / 1024, len(sizes)


def _act(page: Page, taken: Taken, name: str, selector: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    milliseconds = page.evaluate(WATCH, selector)
    page.wait_for_timeout(300)
    taken.acts.setdefault(name, []).append(milliseconds / 1000)
    taken.act_requests[name] = max(taken.act_requests.get(name, 0), len(asked))


def _visit(browser: Browser, run: Running, taken: Taken) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    seconds, kilobytes, requests = load_page(page, f"{run.address}/map")
    taken.load.append(seconds)
    taken.kilobytes.append(kilobytes)
    taken.requests.append(requests)
    _act(page, taken, "switch schools off", '[data-layer-toggle="schools"]')
    _act(page, taken, "switch schools on again", '[data-layer-toggle="schools"]')
    _act(page, taken, "switch roads off", '[data-layer-toggle="roads"]')
    _act(page, taken, "switch roads on again", '[data-layer-toggle="roads"]')
    page.click('[data-layer-more="roads"]')
    _act(page, taken, "filter roads by one class", '[data-choice="roads kind"][value=\'"secondary"\']')
    page.goto("about:blank")
    taken.warm.append(load_page(page, f"{run.address}/map")[0])
    context.close()


def measure() -> str:
    """Table of the map page."""
    taken = Taken()
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as run, sync_playwright() as play:
        fetch(f"{run.address}/map")
        browser = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for _ in range(RUNS):
            _visit(browser, run, taken)
        browser.close()
    rows = [
        [f"first visit to idle, s ({RUNS} runs, empty browser cache)", spread(taken.load)],
        ["second visit to idle, s (warm browser cache)", spread(taken.warm)],
        ["transferred at the first visit, KB (compressed)", spread(taken.kilobytes, 0)],
        ["requests at the first visit", spread(taken.requests, 0)],
        *(
            [f"{name}, s", f"{spread(values)}; requests: {taken.act_requests[name]}"]
            for name, values in taken.acts.items()
        ),
    ]
    return table("Map page with its default layers", ["What", "Figure"], rows)


if __name__ == "__main__":
    sys.stdout.write(measure() + "\n")
