"""Taking away and keeping in a browser: files of a filtered layer, jobs, print, saved views, notes; axe."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Download, Page, expect
from pypdf import PdfReader

from api import export
from config import i18n
from config.vendor import ensure_vendor
from tests.app_world import PASSWORD, city_store, make_app, serving
from tests.house.files import ROOT

IDLE = '#city-map[data-idle="true"]'
WAIT_MS = 90_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("keeping")
    store = city_store(folder)
    with serving(make_app(store, folder, ensure_vendor(ROOT / "var"))) as url:
        yield url
    store.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    found = context.new_page()
    found.set_default_timeout(WAIT_MS)
    faults: list[str] = []
    found.on("pageerror", lambda fault: faults.append(str(fault)))
    found.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield found
    context.close()
    assert faults == []


def show(page: Page, site: str, tool: str, **query: str) -> None:
    page.goto(f"{site}/map?{urlencode({'lang': 'ru', 'tool': tool, **query})}")
    page.wait_for_selector(IDLE)


def text_of(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def sign_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/account/signin?lang=ru")
    page.fill('input[name="name"]', name)
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/*")
    page.wait_for_function("!location.pathname.includes('signin')")


def test_a_file_of_a_filtered_layer_has_as_many_rows_as_the_list(page: Page, site: str) -> None:
    query = {"l": "earthquakes", "f": json.dumps({"earthquakes": {"magnitude": {"min": 6}}})}
    show(page, site, "export", **query)
    page.wait_for_selector("#tool-export-jobs li")
    with page.expect_download() as got:
        page.click("#tool-export-go")
    lines = list(csv.reader(io.StringIO(text_of(got.value).decode("utf-8-sig"))))
    rows = [line for line in lines[1:] if line and line[0].startswith("earthquakes.")]
    asked = urlencode({"filters": '{"magnitude":{"min":6}}', "limit": 1})
    matched = page.evaluate(f"fetch('/api/layers/earthquakes/items?{asked}').then((r) => r.json())")["numberMatched"]
    assert len(rows) == matched > 0
    expect(page.locator("#tool-export-status")).to_have_text(i18n.t("ru", "tool.export.ready"))


def test_a_big_file_is_made_in_the_background(page: Page, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "EXPORT_DIRECT_ROWS", 10)
    show(page, site, "export", l="schools")
    page.wait_for_selector("#tool-export-jobs li")
    page.click("#tool-export-go")
    link = page.locator("#tool-export-jobs a")
    expect(link).to_be_visible()
    with page.expect_download() as got:
        link.click()
    assert got.value.suggested_filename.endswith(".csv")
    page.click("#tool-export-jobs [data-job]")
    expect(page.locator("#tool-export-jobs")).to_have_text(i18n.t("ru", "tool.export.no_files"))


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_the_view_comes_as_pdf_and_png(page: Page, site: str, lang: i18n.Lang) -> None:
    show(page, site, "print", l="districts,schools", lang=lang)
    page.wait_for_function("window.sitcenterTools.current() === 'print'")
    page.fill("#tool-print-title", "Әлем қаласы")
    with page.expect_download() as got:
        page.click('[data-print="pdf"]')
    text = " ".join(part.extract_text() for part in PdfReader(io.BytesIO(text_of(got.value))).pages)
    for part in ("Әлем қаласы", i18n.t(lang, "print.legend"), i18n.t(lang, "layer.schools.title"), "OpenStreetMap"):
        assert part in text
    expect(page.locator('[data-print="png"]')).to_be_enabled()
    with page.expect_download() as got:
        page.click('[data-print="png"]')
    assert text_of(got.value).startswith(b"\x89PNG")


def test_a_visitor_keeps_a_view_in_this_browser(page: Page, site: str) -> None:
    show(page, site, "views", l="schools", d="medeu")
    expect(page.locator("#tool-views-body")).to_contain_text(i18n.t("ru", "tool.views.kept_in_browser"))
    page.fill("#tool-views-name", "Медеу <b>x</b>")
    page.click("#tool-views-save")
    expect(page.locator("#tool-views-list strong")).to_have_text("Медеу <b>x</b>")
    show(page, site, "views", l="bus_stops")
    page.click("#tool-views-list [data-view-open]")
    page.wait_for_url("**d=medeu**")
    page.wait_for_selector(IDLE)
    state: dict[str, Any] = page.evaluate("window.sitcenterMap.state()")
    assert (state["visible"], state["district"]) == (["schools"], "medeu")


def test_a_person_keeps_views_and_notes(page: Page, site: str) -> None:
    sign_in(page, site, "official")
    show(page, site, "views", l="schools", d="medeu")
    page.wait_for_selector("#tool-notes-list li")
    page.fill("#tool-views-name", "Мой вид")
    page.click("#tool-views-save")
    page.click("#tool-views-list [data-view-start]")
    expect(page.locator("#tool-views-list [data-view-start]")).to_have_text(i18n.t("ru", "tool.views.not_start"))
    page.click('[data-note-draw="point"]')
    box = page.locator("#city-map canvas").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 300, box["y"] + 300)
    hostile = "<img src=x onerror=alert(1)>"
    page.fill("#tool-notes-text", hostile)
    page.click("#tool-views-keep")
    expect(page.locator("#tool-notes-list li p").first).to_have_text(hostile)
    assert page.evaluate("document.querySelectorAll('#tool-notes-list img').length") == 0
    assert page.evaluate("Boolean(window.citymap.of('city-map').map.getSource('overlay:notes'))")
    page.goto(f"{site}/map?lang=ru")
    page.wait_for_selector(IDLE)
    assert page.evaluate("window.sitcenterMap.state().district") == "medeu"
    page.evaluate("window.sitcenterTools.open('views')")
    page.click("#tool-notes-list [data-note-remove]")
    expect(page.locator("#tool-notes-list")).to_have_text(i18n.t("ru", "tool.views.no_notes"))


@pytest.mark.parametrize(("lang", "tool"), list(zip(i18n.LANGS, ("export", "print", "views"), strict=True)))
def test_axe_finds_nothing_in_open_panels(page: Page, site: str, lang: i18n.Lang, tool: str) -> None:
    sign_in(page, site, "admin")
    show(page, site, tool, l="schools", lang=lang)
    page.wait_for_function(f"window.sitcenterTools.current() === '{tool}'")
    if tool == "views":
        page.wait_for_selector("#tool-notes-list li")
    page.evaluate((ensure_vendor(ROOT / "var", dev=True) / "axe-core" / "axe.min.js").read_text("utf-8"))
    found = page.evaluate(
        "async (where) => (await axe.run(where)).violations.map((v) => `${v.id}: ${v.nodes[0].html}`)",
        f"#map-tool-{tool}",
    )
    assert found == []
