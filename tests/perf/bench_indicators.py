"""Measures the catalogue of indicators in a headless browser: page to interactive, keystrokes, a choice, the scroll."""

import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.perf.report import p95, spread, table
from tests.perf.server import Running, fetch, started
from tests.tools.chromium import FLAGS, chromium

RUNS = 7
READY = "#catalogue-page[data-ready=true]"
WORDS = ("безработица", "школы", "население", "качество воздуха", "жұмыссыздық")
# From the key to the frame in which the list is drawn.
TYPE = """async (words) => {
  const field = document.querySelector('#indicators-search'), out = [];
  for (let size = 1; size <= words.length; size += 1) {
    const began = performance.now();
    field.value = words.slice(0, size);
    field.dispatchEvent(new Event('input', {bubbles: true}));
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
    out.push(performance.now() - began);
  }
  return out;
}"""
CHOOSE = """async (facet) => {
  const box = document.querySelector(`[data-facet=${facet}]`), began = performance.now();
  box.click();
  await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
  const spent = performance.now() - began;
  box.click();
  return spent;
}"""
SCROLL = """async () => {
  const body = document.querySelector('.catalogue-grid'), frames = [];
  let last = performance.now();
  for (let no = 0; no < 120; no += 1) {
    body.scrollTop += 600;
    await new Promise(requestAnimationFrame);
    frames.push(performance.now() - last);
    last = performance.now();
  }
  return frames;
}"""


@dataclass
class Found:
    """Measured milliseconds by what was measured."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    cards: list[float] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)
    choices: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)


def _opened(page: Page, url: str) -> float:
    began = time.perf_counter()
    page.goto(url)
    page.wait_for_selector(READY)
    return (time.perf_counter() - began) * 1000


def _run(browser: Browser, run: Running, found: Found) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU", reduced_motion="reduce")
    page = context.new_page()
    found.first.append(_opened(page, f"{run.address}/indicators?lang=ru"))
    found.again.append(_opened(page, f"{run.address}/indicators?lang=ru"))
    for words in WORDS:
        found.keys += page.evaluate(TYPE, words)
    page.evaluate(TYPE, " ")
    found.choices += [page.evaluate(CHOOSE, facet) for facet in ("topic", "status", "origin")]
    found.frames += page.evaluate(SCROLL)
    context.close()
    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="kk-KZ", reduced_motion="reduce")
    found.cards.append(_opened(phone.new_page(), f"{run.address}/indicators?lang=kk"))
    phone.close()


def measure() -> str:
    """Table of times in milliseconds: median with least and most, or the 95th percentile."""
    found = Found()
    with tempfile.TemporaryDirectory() as folder, started(Path(folder)) as run, sync_playwright() as player:
        fetch(f"{run.address}/indicators")
        while b'"warming":true' in fetch(f"{run.address}/healthz").replace(b" ", b""):
            time.sleep(1)
        browser = player.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for _ in range(RUNS):
            _run(browser, run, found)
        rows = len(fetch(f"{run.address}/api/indicators?limit=5000").split(b'"code":')) - 1
        browser.close()
    lines = [
        ["indicators in the list", str(rows)],
        ["page to interactive, table, first visit of a browser, ms", spread(found.first, 0)],
        ["page to interactive, table, second visit, ms", spread(found.again, 0)],
        ["page to interactive, cards on a phone, first visit, ms", spread(found.cards, 0)],
        ["keystroke to drawn list, median (least–most), ms", spread(found.keys, 0)],
        ["keystroke to drawn list, 95th percentile, ms", p95(found.keys, 0)],
        ["choice of a facet to drawn list, ms", spread(found.choices, 0)],
        ["frame while the whole table is scrolled, 95th percentile, ms", p95(found.frames, 0)],
    ]
    return table("Catalogue of indicators", ["What", "Figure"], lines)


if __name__ == "__main__":
    sys.stdout.write(measure() + "\n")
