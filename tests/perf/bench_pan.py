"""Measures frames of the map page while it is moved and brought nearer, in a browser that draws in software."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.perf.report import table
from tests.perf.server import started
from tests.tools.chromium import FLAGS, chromium

IDLE = '#city-map[data-idle="true"]'
ZOOMS = (11, 13, 15)
RUNS = 5
LAYERS = "roads,districts,city_boundary,schools,kindergartens,metro_stations,parks,bus_stops"
# Milliseconds between the frames of a movement of two seconds, and how few names of districts any of them had.
MOVE = """([zoom, dx, dz]) => new Promise((done) => {
  const {map} = citymap.of('city-map');
  map.jumpTo({center: [76.92, 43.245], zoom});
  map.once('idle', () => {
    const times = [];
    let last = performance.now();
    let names = Infinity;
    const seen = () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
      names = Math.min(names, map.queryRenderedFeatures({layers: ['districts/2']}).length);
    };
    map.on('render', seen);
    const end = {center: map.unproject([map.getContainer().clientWidth / 2 + dx, map.getContainer().clientHeight / 2])};
    map.easeTo({...end, zoom: zoom + dz, duration: 2000, easing: (t) => t});
    map.once('moveend', () => { map.off('render', seen); done({times: times.slice(1), names}); });
  });
})"""


def _row(page: Page, words: str, given: list[float]) -> list[str]:
    times: list[float] = []
    names: list[int] = []
    for _ in range(RUNS):
        found: Any = page.evaluate(MOVE, given)
        times += found["times"]
        names.append(found["names"])
    times.sort()
    median, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    return [words, str(round(len(times) / RUNS)), f"{median:.0f} / {late:.0f} / {times[-1]:.0f}", str(min(names))]


def measure() -> str:
    """Table of frames."""
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as run, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{run.address}/map?l={LAYERS}")
        page.wait_for_selector(IDLE, timeout=60_000)
        rows = [_row(page, f"moved by 600 pixels in 2 s at z{zoom}", [zoom, 600, 0]) for zoom in ZOOMS]
        rows.append(_row(page, "brought nearer from z12 to z14 in 2 s", [12, 0, 2]))
        browser.close()
    heads = ["What", "Frames", "Between two: median / p95 / most, ms", "Fewest names of districts in a frame"]
    return table("Frames of the map page with eight layers", heads, rows)


if __name__ == "__main__":
    sys.stdout.write(measure() + "\n")
