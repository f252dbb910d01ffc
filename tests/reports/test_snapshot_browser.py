"""The file of a snapshot in a browser without a network: drawn, told, switched, and not to be talked into anything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from config import i18n
from config.settings import ROOT
from config.vendor import ensure_vendor
from data.queries.objects import get_object
from data.store import Store
from tests.reports.snapshot_world import EVERYWHERE, HOSTILE, OFFICIAL, SHOWN, SITE, VISITOR, file_of, view

READY = "html[data-ready='true']"
SIZES = {"desk": (1280, 800), "phone": (360, 740)}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """async (tags) => { const found = await axe.run(document, {runOnly: tags}); return [found.passes.length,
  found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(' | ')}`)]; }"""
# Where an object lies in the window, and the colour of the picture there.
WHERE = """([layer, id]) => {
  const group = snapshot.groups.find((one) => one.layer.id === layer);
  const shape = group.shapes.find((one) => one.row[4] === id);
  const at = shape.getLatLng ? shape.getLatLng() : shape.getLatLngs().flat(3)[0];
  const point = snapshot.map().latLngToContainerPoint(at);
  const box = snapshot.map().getContainer().getBoundingClientRect();
  return [box.left + point.x, box.top + point.y];
}"""
COLOUR = """async ([x, y]) => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const canvas = document.querySelector("canvas");
  const box = canvas.getBoundingClientRect();
  const share = canvas.width / box.width;
  const data = canvas.getContext("2d").getImageData((x - box.left) * share, (y - box.top) * share, 1, 1).data;
  return Array.from(data.slice(0, 4));
}"""


@dataclass
class Opened:
    """A file that is open, what the page complained about and what it asked for."""

    page: Page
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def where(self, layer: str, object_id: str) -> tuple[float, float]:
        """Place of an object in the window."""
        x, y = self.page.evaluate(WHERE, [layer, object_id])
        return x, y

    def colour(self, layer: str, object_id: str) -> str:
        """Colour of the picture where an object lies, `` where nothing is drawn."""
        red, green, blue, alpha = self.page.evaluate(COLOUR, list(self.where(layer, object_id)))
        return f"#{red:02x}{green:02x}{blue:02x}" if alpha == 255 else ""

    def click(self, layer: str, object_id: str) -> None:
        """Press the pointer where an object lies."""
        self.page.mouse.click(*self.where(layer, object_id))


Open = Callable[..., Opened]


@pytest.fixture(params=["desk"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    width, height = SIZES[request.param]
    found = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    found.set_offline(True)
    found.set_default_timeout(60_000)
    yield found
    found.close()


@pytest.fixture
def opened(context: BrowserContext, tmp_path: Path) -> Iterator[Open]:
    """Opens a text as a file; at the end nothing may have failed or been asked for but the file itself."""
    seen: list[tuple[Opened, str]] = []

    def refuse(dialog: Dialog) -> None:
        seen[-1][0].faults.append(dialog.message)
        dialog.dismiss()

    def open_(html: str) -> Opened:
        path = tmp_path / f"{len(seen)}.html"
        path.write_text(html, "utf-8")
        found = Opened(context.new_page())
        found.page.on("pageerror", lambda error: found.faults.append(str(error)))
        found.page.on("console", lambda said: found.faults.append(said.text) if said.type == "error" else None)
        found.page.on("dialog", refuse)
        found.page.on("request", lambda asked: found.asked.append(asked.url))
        seen.append((found, path.as_uri()))
        found.page.goto(path.as_uri())
        found.page.wait_for_selector(READY)
        return found

    yield open_
    for found, address in seen:
        assert found.faults == []
        assert found.asked == [address]


@pytest.fixture(scope="module")
def axe() -> str:
    return (ensure_vendor(ROOT / "var", dev=True) / "axe-core" / "axe.min.js").read_text("utf-8")


def chosen(store: Store, name: str, **changes: Any) -> Any:
    with store.read() as conn:
        return view(selected=get_object(conn, store, name, VISITOR), **changes)


def test_objects_and_streets_are_drawn_in_their_colours(opened: Open, town: Store) -> None:
    found = opened(file_of(town))
    assert found.colour("schools", "sch-0001") == "#8a60fc"
    assert found.colour("roads", "3") not in ("", "#8a60fc")
    rest = found.page.evaluate(COLOUR, [500, 700])
    assert rest[3] < 255


def test_a_click_opens_the_card_in_words_with_the_permanent_address(opened: Open, town: Store) -> None:
    found = opened(file_of(town))
    found.click("schools", "sch-0001")
    card = found.page.locator(".leaflet-popup .card")
    expect(card.locator("h2")).to_have_text("Школа № 1")
    expect(card.locator(".layer")).to_have_text("Школы")
    expect(card.locator("dl")).to_contain_text("ул. Абая, 5")
    expect(card.locator("dl")).to_contain_text("Алмалинский район")
    expect(card.locator("dl")).to_contain_text("открытые данные")
    expect(card.locator("a")).to_have_attribute("href", f"{SITE}/o/schools.sch-0001")
    expect(found.page.locator(".leaflet-popup-close-button")).to_have_attribute("aria-label", "Закрыть")
    found.page.keyboard.press("Escape")
    expect(found.page.locator(".leaflet-popup")).to_have_count(0)
    assert found.colour("schools", "sch-0001") == "#8a60fc"


def test_a_street_and_a_district_have_cards_too(opened: Open, town: Store) -> None:
    found = opened(file_of(town))
    found.click("roads", "3")
    expect(found.page.locator(".card h2")).to_have_text("улица Толе би")
    found.page.mouse.click(500, 700)
    expect(found.page.locator(".card .layer")).to_have_text("Районы")


def test_the_pointer_over_an_object_tells_its_name(opened: Open, town: Store) -> None:
    found = opened(file_of(town))
    found.page.mouse.move(*found.where("schools", "sch-0001"))
    expect(found.page.locator(".leaflet-tooltip:not(.label)")).to_have_text("Школа № 1")


def test_a_layer_is_switched_off_and_on_and_lies_where_it_lay(opened: Open, town: Store) -> None:
    found = opened(file_of(town))
    box = found.page.get_by_role("checkbox", name="Школы")
    box.uncheck()
    expect(box).not_to_be_checked()
    assert found.colour("schools", "sch-0001") != "#8a60fc"
    box.check()
    for name in ("Районы", "Дороги и улицы"):
        found.page.get_by_role("checkbox", name=name).uncheck()
        found.page.get_by_role("checkbox", name=name).check()
    assert found.colour("schools", "sch-0001") == "#8a60fc"
    found.click("schools", "sch-0001")
    expect(found.page.locator(".card h2")).to_have_text("Школа № 1")


def test_a_layer_that_was_off_on_the_map_is_off_and_can_be_switched_on(opened: Open, town: Store) -> None:
    found = opened(file_of(town, view(visible=("districts", "schools"))))
    assert found.colour("roads", "3") == ""
    found.page.get_by_role("checkbox", name="Дороги и улицы").check()
    assert found.colour("roads", "3") != ""


def test_the_list_leads_to_an_object_by_keyboard_and_back(opened: Open, town: Store) -> None:
    found = opened(file_of(town))
    summary = found.page.locator("summary", has_text="Школы")
    summary.focus()
    found.page.keyboard.press("Enter")
    buttons = found.page.locator(".objects button")
    expect(buttons).to_have_text(["Гимназия Әл-Фараби", "Школа № 1"])
    buttons.nth(1).focus()
    found.page.keyboard.press("Enter")
    expect(found.page.locator(".card h2")).to_have_text("Школа № 1")
    expect(found.page.locator(".card")).to_be_focused()
    found.page.keyboard.press("Escape")
    expect(found.page.locator(".leaflet-popup")).to_have_count(0)
    expect(buttons.nth(1)).to_be_focused()


def test_the_selected_object_is_open_at_the_start(opened: Open, town: Store) -> None:
    found = opened(file_of(town, chosen(town, "schools.sch-0002")))
    expect(found.page.locator(".card h2")).to_have_text("Гимназия Әл-Фараби")


def test_synthetic_objects_wear_their_mark(opened: Open, town: Store) -> None:
    asked = view(visible=(*SHOWN, "cameras"), box=EVERYWHERE)
    found = opened(file_of(town, asked, user=OFFICIAL))
    found.click("cameras", "cam-4")
    expect(found.page.locator(".card .badge-demo")).to_have_text("демо")
    expect(found.page.locator(".notice-demo")).to_contain_text("Камеры видеонаблюдения")


def test_sizes_grow_with_the_zoom(opened: Open, town: Store) -> None:
    found = opened(file_of(town))
    radius = "() => snapshot.groups.find((one) => one.layer.id === 'schools').shapes[0].getRadius()"
    before = found.page.evaluate(radius)
    found.page.evaluate("() => snapshot.map().setZoom(snapshot.map().getZoom() + 2, {animate: false})")
    assert found.page.evaluate(radius) > before


def test_names_of_districts_do_not_lie_over_each_other(opened: Open, town: Store) -> None:
    found = opened(file_of(town, view(box=EVERYWHERE, zoom=8)))
    shown = found.page.locator(".leaflet-tooltip.label:visible")
    assert shown.count() <= 2
    found.page.evaluate("() => snapshot.map().setView([43.24, 76.95], 12, {animate: false})")
    expect(shown).to_have_text(["Алмалинский район", "Медеуский район"])


@pytest.mark.parametrize("lang", i18n.LANGS)
@pytest.mark.parametrize("context", list(SIZES), indirect=True)
def test_the_file_is_clean_for_axe_and_fits_the_window(opened: Open, town: Store, axe: str, lang: i18n.Lang) -> None:
    asked = chosen(town, "schools.sch-0001", visible=(*SHOWN, "earthquakes", "cameras"), district="almaly")
    found = opened(file_of(town, asked, user=OFFICIAL, lang=lang))
    expect(found.page.locator("h1")).to_have_text(i18n.t(lang, "snapshot.title", city=town.city.names[lang]))
    closer = found.page.locator(".leaflet-control-zoom-in")
    expect(closer).to_have_attribute("aria-label", i18n.t(lang, "citymap.zoom_in"))
    expect(found.page.locator(".leaflet-control-scale-line")).to_contain_text(i18n.t(lang, "citymap.metres"))
    found.page.locator("details[data-list]").first.click()
    found.page.evaluate(axe)
    passed, violations = found.page.evaluate(AXE, RULES)
    assert passed > 20
    assert violations == []
    assert found.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("context", list(SIZES), indirect=True)
def test_the_attribution_is_in_sight(opened: Open, town: Store) -> None:
    asked = view(visible=(*SHOWN, "cameras", "network_nodes"), box=EVERYWHERE)
    found = opened(file_of(town, asked, user=OFFICIAL))
    words = found.page.locator(".attribution")
    expect(words).to_contain_text("© OpenStreetMap contributors")
    expect(words).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_name_is_nothing_but_words(opened: Open, hostile: Store, number: int) -> None:
    name = HOSTILE[number]
    found = opened(file_of(hostile, chosen(hostile, f"schools.hostile-{number}")))
    page = found.page
    expect(page.locator(".card h2")).to_have_text(name)
    assert name in page.locator(".card dl").inner_text()
    page.keyboard.press("Escape")
    page.mouse.move(*found.where("roads", f"hostile-{number}"))
    page.locator("summary", has_text="Школы").click()
    page.locator(".objects button").first.wait_for()
    assert page.locator(".objects button").all_inner_texts().count(name) == 1
    found.click("roads", f"hostile-{number}")
    expect(page.locator(".card h2")).to_have_text(name)
    assert page.locator("img, iframe, svg[onload]").count() == 0
    assert page.evaluate("() => window.hacked") is None


def test_markup_that_gets_in_all_the_same_runs_nothing(context: BrowserContext, town: Store, tmp_path: Path) -> None:
    path = tmp_path / "snapshot.html"
    path.write_text(file_of(town), "utf-8")
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text))
    page.goto(path.as_uri())
    page.wait_for_selector(READY)
    page.evaluate("""() => {
      document.body.insertAdjacentHTML("beforeend", '<img src="data:,x" onerror="window.hacked = 1">');
      const script = document.createElement("script");
      script.textContent = "window.hacked = 2";
      document.body.append(script);
    }""")
    page.wait_for_function("() => document.querySelector('img').complete")
    assert page.evaluate("() => window.hacked") is None
    assert len([text for text in refused if "Content Security Policy" in text]) == 2
