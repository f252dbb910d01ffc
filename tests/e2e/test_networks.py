"""Utility networks in a browser: the three questions of the leadership, and a section that is closed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.a11y.test_pages import READY
from tests.app_world import PASSWORD

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
LINES = "network_lines.demo-heat-00030"


@pytest.fixture
def desk(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=url, locale="ru", reduced_motion="reduce")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def opened(page: Page, path: str) -> Page:
    page.goto(path)
    page.wait_for_function(READY)
    page.wait_for_selector("#module-page")
    return page


def test_R042_three_questions_of_the_leadership_are_answered_at_the_top(desk: Page) -> None:
    page = opened(desk, "/networks?lang=ru")
    expect(page.locator("#answer-1")).to_contain_text("50\u00a0288 жителей")
    expect(page.locator("#answer-1")).to_contain_text("14 отключений")
    expect(page.locator("#answer-2")).to_contain_text("электроснабжение: 65,0\u00a0%, Оператор электросетей (демо)")
    expect(page.locator("#answer-3")).to_contain_text("Наурызбайский район (64,9\u00a0%)")
    assert page.evaluate("document.getElementById('answer-3').getBoundingClientRect().bottom < innerHeight + 200")
    for number, part in ((1, "off"), (2, "wear"), (3, "winter")):
        expect(page.locator(f"#answer-{number} a")).to_have_attribute("href", f"/networks#{part}")
        expect(page.locator(f"#{part}-title")).to_have_count(1)
    page.locator("#answer-1 a").click()
    expect(page.locator("#off-title")).to_be_in_viewport(timeout=30_000)
    page.select_option("#module-ask-d", "medeu")
    expect(page.locator("#answer-1")).not_to_contain_text("50\u00a0288", timeout=30_000)
    expect(page.locator("#module-count")).not_to_contain_text("1\u00a0254 из", timeout=30_000)
    # Sections are for officials: a visitor is offered nothing to close.
    assert page.locator("#cut").count() == 0
    assert "network_lines" not in page.locator("#module-parts").inner_html()


def test_R043_an_official_closes_a_section_and_sees_who_loses_service(desk: Page) -> None:
    page = desk
    page.goto("/account")
    page.fill("input[name=name]", "official")
    page.fill("input[name=password]", PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_load_state()
    page = opened(desk, "/networks?lang=ru")
    page.locator("#worst-sections tbody tr").first.locator("a", has_text="Закрыть").click()
    said = page.locator(".network-cut-said")
    expect(said).to_contain_text("без услуги останутся", timeout=90_000)
    page.locator(".network-cut-choice a").click()
    expect(said).to_have_count(0, timeout=90_000)
    opened(desk, f"/networks?lang=ru&cut={LINES}")
    expect(said).to_contain_text("15\u00a0176 жителей и 2\u00a0059 домов")
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_function("() => Boolean(window.citymap?.of('module-map')?.map.getSource('overlay:network-cut'))")


def test_R040_the_page_fits_a_phone(browser: Browser, url: str) -> None:
    context = browser.new_context(base_url=url, viewport={"width": 360, "height": 780}, locale="kk")
    context.set_default_timeout(60_000)
    page = opened(context.new_page(), "/networks?lang=kk")
    expect(page.locator("#answer-1")).to_contain_text("Қызметсіз")
    assert page.evaluate(OVERFLOW) <= 0
    context.close()
