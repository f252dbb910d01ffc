"""The atlas of districts in a browser: a figure is chosen, the map is walked by keyboard to a district's series."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce", base_url=url)
    page, faults = context.new_page(), []
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert faults == []


def test_R059_a_figure_of_an_earlier_year_is_mapped_and_a_district_opens_its_series(page: Page) -> None:
    page.goto("/districts?lang=en")
    page.locator("#districts-i").select_option("demo-net-wear")
    page.locator("#districts-m").select_option("natural")
    page.locator("#districts-k").select_option("3")
    page.locator("#ranking form button").click()
    page.wait_for_url(re.compile("i=demo-net-wear.*m=natural.*k=3"))
    districts = page.locator(".dmap:not(.dmap-small) a")
    expect(districts).to_have_count(8)
    expect(page.locator(".atlas-place .dmap-legend li")).to_have_count(3)
    box = page.locator(".dmap-frame").bounding_box()
    assert box is not None
    assert box["width"] <= 390
    page.locator(".dmap-years a").first.click()
    page.wait_for_url(re.compile("y=1992"))
    expect(page.locator(".atlas-place .dmap-unit")).to_contain_text("1992")
    expect(page.locator(".atlas-place .dmap-legend li").last).to_contain_text("no data")
    first = districts.filter(has=page.locator("use")).first
    name = (first.get_attribute("aria-label") or "").split(":")[0]
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/indicators/demo-net-wear\?territory="))
    expect(page.locator("#indicator-territory option:checked")).to_have_text(name)


def test_R058_a_district_gives_its_page_for_paper(page: Page) -> None:
    page.goto("/districts/medeu?lang=kk")
    link = page.locator("a[href*='profile.pdf']")
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    expect(page.locator("#peers tbody tr")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollHeight") < 7000
    taxes = page.locator("#category-taxes")
    expect(taxes.locator(".card").first).to_be_hidden()
    taxes.locator("summary").first.press("Enter")
    expect(taxes.locator(".card").first).to_be_visible()
    page.wait_for_url(re.compile("open=category-taxes$"))
    page.evaluate("location.hash = 'objects-education'")
    expect(page.locator("#objects-education .card").first).to_be_visible()
    page.reload()
    expect(taxes.locator(".card").first).to_be_visible()
    page.locator("#peers tbody tr").first.get_by_text("Салыстыру").click()
    expect(page.locator("#districts-a")).to_have_value("medeu")
