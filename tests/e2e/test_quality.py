"""Quality, loads and layers from elsewhere in a browser: read, filtered, unfolded, switched, silent and back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from config.settings import ROOT
from config.vendor import ensure_vendor
from data.store import Store
from layers import layers_of
from tests.a11y.test_pages import AXE, RULES
from tests.app_world import make_app, people_store, serving
from tests.http_world import Web, says, web
from tests.quality_world import SOURCE, fill_schools
from tests.remote_world import elsewhere, remote_city

IDLE = '#city-map[data-idle="true"]'


class World:
    """The running program over a small store and a server of others."""

    def __init__(self, store: Store, place: Web, url: str) -> None:
        """Nothing is done before a test asks."""
        self.store, self.place, self.url = store, place, url


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    from data.loading.log import write_log  # noqa: PLC0415
    from data.loading.report import LoadReport, Refusal  # noqa: PLC0415
    from data.quality.run import check_all  # noqa: PLC0415
    from data.store import utc_now  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("live")
    people_store(folder).close()
    with web(elsewhere) as place:
        city = remote_city(place)
        store = Store.open(f"sqlite:///{folder / 'empty.gpkg'}", city, layers_of(city, demo=True))
        fill_schools(store)
        report = LoadReport(SOURCE, "file.csv", "ok")
        report.refuse([Refusal(1, "kind", "code_unknown", "<b>x</b>")])
        with store.write() as conn:
            write_log(conn, report, "", utc_now(), "")
        check_all(store)
        made = make_app(store, folder, ensure_vendor(ROOT / "var"), fetch_private=True)
        with serving(made) as url:
            yield World(store, place, url)
        remote = made.server.extensions.get("sitcenter_remote")
        if remote is not None:
            remote.fetcher.close()
        store.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru", reduced_motion="reduce")
    found = context.new_page()
    found.set_default_timeout(30_000)
    yield found
    context.close()


def test_R006_a_reader_finds_what_is_wrong_with_a_source(world: World, page: Page) -> None:
    page.goto(f"{world.url}/data/quality?lang=en")
    source = page.locator(f"#source-{SOURCE}")
    expect(source).to_have_attribute("open", "")
    row = source.locator("tr", has_text="Outside the city").first
    expect(row).to_contain_text("20.0 %")
    expect(row).to_contain_text("1 of 5")
    expect(row).to_contain_text("to be watched")
    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile("#check-inside$"))
    expect(page.locator("#check-inside")).to_be_in_viewport()


def test_the_log_is_filtered_and_a_load_opened(world: World, page: Page) -> None:
    page.goto(f"{world.url}/data/quality?lang=en")
    page.get_by_role("link", name="Log of loads").first.click()
    page.get_by_label("Outcome").select_option("failed")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Nothing").or_(page.locator(".state-empty")).first).to_be_visible()
    page.get_by_label("Outcome").select_option("ok")
    page.get_by_role("button", name="Show").click()
    page.locator(".loads-list table a").first.click()
    expect(page.locator("#reasons")).to_contain_text("unknown code")
    expect(page.locator("#rows")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/data/quality", "/data/loads", "/data/loads/1"])
def test_pages_are_clean_for_all_on_a_phone(world: World, browser: Browser, path: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{world.url}{path}?lang=kk")
    page.locator("h1").wait_for()
    page.evaluate((ensure_vendor(ROOT / "var", dev=True) / "axe-core" / "axe.min.js").read_text("utf-8"))
    assert page.evaluate(AXE, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_R020_a_layer_from_elsewhere_is_switched_on_and_stands_in_the_address(world: World, page: Page) -> None:
    page.goto(f"{world.url}/map?l=roads&lang=en")
    page.wait_for_selector(IDLE)
    assert not [path for path in world.place.paths() if path.startswith("/xyz/")]
    page.locator("[data-remote-toggle=xyz]").check()
    expect(page).to_have_url(re.compile("l=roads%2Cxyz"))
    page.wait_for_function("window.citymap.of('city-map').map.getLayer('remote:xyz') !== undefined")
    page.wait_for_selector(IDLE)
    assert [path for path in world.place.paths() if path.startswith("/xyz/")]
    expect(page.locator(".maplibregl-ctrl-attrib")).to_contain_text("© Elsewhere")
    key = page.locator("#map-key-rows > li")
    expect(key).to_have_count(2)
    expect(key.last).to_contain_text("© Elsewhere")
    slider = page.locator("[data-remote-opacity=xyz]")
    slider.fill("40")
    expect(page).to_have_url(re.compile("op=xyz%3A40"))
    assert page.evaluate("window.citymap.of('city-map').map.getPaintProperty('remote:xyz', 'raster-opacity')") == 0.4
    page.reload()
    page.wait_for_selector(IDLE)
    expect(page.locator("[data-remote-toggle=xyz]")).to_be_checked()
    page.wait_for_function("window.citymap.of('city-map').map.getPaintProperty('remote:xyz', 'raster-opacity') === 0.4")
    page.locator("[data-remote-toggle=xyz]").uncheck()
    expect(page).not_to_have_url(re.compile("xyz%2C|%2Cxyz"))
    expect(key).to_have_count(1)


def test_objects_from_elsewhere_are_drawn(world: World, page: Page) -> None:
    page.goto(f"{world.url}/map?l=roads,geojson&c=76.901,43.25&z=14&lang=en")
    page.wait_for_selector(IDLE)
    page.wait_for_function(
        "window.citymap.of('city-map').map.queryRenderedFeatures({layers: ['remote:geojson/circle']}).length === 3"
    )


def test_R020_a_silent_source_warns_in_the_tree_and_on_the_map(world: World, page: Page) -> None:
    world.place.script = says(503)
    try:
        page.goto(f"{world.url}/map?l=roads,wmts&lang=en")
        page.wait_for_selector(IDLE)
        warning = page.locator("[data-remote-warning=wmts]")
        expect(warning).to_contain_text("The source has not answered yet.", timeout=30_000)
        expect(page.locator(".remote-banner")).to_contain_text("503", timeout=30_000)
        expect(page.locator("#map-key-rows > li").last).to_contain_text("The source has not answered yet.")
        assert page.locator("#city-map").get_attribute("data-error") is None
    finally:
        world.place.script = elsewhere


def test_a_visitor_sees_no_layer_of_officials(world: World, page: Page) -> None:
    page.goto(f"{world.url}/map?l=hidden&lang=en")
    page.wait_for_selector(IDLE)
    expect(page.locator("[data-remote=hidden]")).to_have_count(0)
    assert "Secret" not in page.content()
