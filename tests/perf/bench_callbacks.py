"""Measures pages of indicators: opened in a browser, and their callbacks asked again by fifty people at once."""

import json
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Request, sync_playwright

from api.session import CSRF_COOKIE, CSRF_HEADER
from tests.perf import wrk
from tests.perf.bench_load import filled
from tests.perf.peers import servers
from tests.perf.report import p95, spread, table
from tests.perf.server import fetch
from tests.tools.chromium import FLAGS, chromium

PEOPLE, SECONDS, THINK_MS, VISITS = 50, 20, 1_000, 3
DOOR = "/_dash-update-component"
PATHS = (
    "/indicators/plan-001", "/indicators/plan-016", "/indicators/plan-021a?look=bar", "/indicators/plan-040?look=table",
    "/indicators/plan-002?second=plan-003&scale=index", "/indicators/plan-016?forecast=1", "/indicators/facts",
)  # fmt: skip
DRAWN = "#indicator-chart .main-svg:visible, #indicator-twin table:visible, #facts-search"
SWITCHES = '[id*="indicator-look_input"], [id*="indicator-forecast_input"], [id*="indicator-scale_input"]'
SEARCHES = {"#indicator-second-text": ("населен", "school"), "#facts-search": ("вода", "price")}


@dataclass
class Taken:
    """Seconds to the chart by visit, and what the browser posted."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    posted: dict[str, None] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def keep(self, request: Request) -> None:
        """Remember a question of the page to the server, each different one once."""
        if DOOR in request.url and request.post_data:
            self.posted[json.dumps(json.loads(request.post_data), separators=(",", ":"))] = None


def _opened(page: Page, address: str) -> float:
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(DRAWN)
    return time.perf_counter() - began


def _asked(page: Page) -> None:
    """Turn every switch of a page and type into its fields, as a curious reader does."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for control in page.query_selector_all(SWITCHES):
        control.evaluate("(one) => one.click()")
        page.wait_for_load_state("networkidle")
    for field_, texts in SEARCHES.items():
        for text in texts if page.locator(field_).count() else ():
            page.fill(field_, text)
            page.wait_for_timeout(300)
            page.wait_for_load_state("networkidle")


def _visits(base: str, taken: Taken) -> None:
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for path in PATHS * VISITS:
            context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU")
            page = context.new_page()
            page.on("request", taken.keep)
            first, again = _opened(page, base + path), _opened(page, base + path)
            if path.startswith("/indicators/plan"):
                taken.first.append(first)
                taken.again.append(again)
            _asked(page)
            kept = {one["name"]: one["value"] for one in context.cookies()}
            taken.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items()),
                             CSRF_HEADER: kept[CSRF_COOKIE]}  # fmt: skip
            context.close()
        browser.close()


def measure() -> str:
    """Two tables: pages in a browser, and callbacks under load."""
    taken = Taken()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled(folder / "city.gpkg").close()
        with servers.ours(str(folder / "city.gpkg"), folder) as peer:
            base = "/".join(peer.tile("roads", 0, 0, 0).split("/")[:3])
            while b'"warming":true' in fetch(f"{base}/healthz").replace(b" ", b""):
                time.sleep(1)
            _visits(base, taken)
            bodies = list(taken.posted)
            rows = []
            for title, pause in (("one a second each", THINK_MS), ("without a pause", 0)):
                pace = wrk.Pace(SECONDS, PEOPLE, pause)
                load = wrk.run([base + DOOR] * len(bodies), folder / "posts", pace, wrk.Post(bodies, taken.headers))
                rows.append([f"{PEOPLE} people, {title}", f"{load.per_second:,.0f}", f"{load.p50:.1f}",
                             f"{load.p95:.1f}", f"{load.kilobytes:.1f}", str(load.faults)])  # fmt: skip
    pages = [
        ["chart drawn, first visit of a browser, s", spread(taken.first, 2)],
        ["… 95th percentile", p95(taken.first, 2)], ["chart drawn, second visit, s", spread(taken.again, 2)],
        ["different questions posted by the pages", str(len(bodies))],
    ]  # fmt: skip
    head = ["Callbacks", "Requests/s", "p50 ms", "p95 ms", "KB an answer", "Faults"]
    return table("Page of an indicator", ["What", "Figure"], pages) + table(
        "Callbacks of pages (gunicorn, 2 processes of 4 threads, GeoPackage)", head, rows
    )


if __name__ == "__main__":
    sys.stdout.write(measure() + "\n")
