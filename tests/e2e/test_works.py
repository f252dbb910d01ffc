"""The three questions of the leadership about works, asked in a browser; and what every module page can do."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Watched, watched


@pytest.fixture
def seen(browser: Browser, url: str) -> Iterator[Watched]:
    with watched(browser, url) as found:
        yield found


def test_R049_R051_R052_the_three_questions_are_answered_at_the_top(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/works?lang=ru")
    expect(page.locator(".question")).to_have_text("Что строят и ремонтируют рядом со мной и успевают ли в срок?")
    late, closed, who = (page.locator(f"#answer-{no}") for no in (1, 2, 3))
    both = r"с опозданием \d+ из .+ работ .+опаздывают сейчас \d+"
    expect(late).to_contain_text(re.compile(both + r".+Перерасход у \d+ .+Хуже всего: .+район"))
    expect(closed).to_contain_text(re.compile(r"Сегодня .*закрыт.+(Мешают друг другу|не пересекаются)"))
    expect(who).to_contain_text(re.compile(r"Подрядчик \d+ \(демо\): с опозданием \d+ из \d+.+район: \d+ из \d+"))
    for answer in (late, closed, who):
        expect(answer).to_be_in_viewport()
    assert seen.tiles == []
    late.get_by_role("link").click()
    expect(page.locator("#module-ask-term")).to_have_value("late")
    expect(page.locator("#module-count")).to_have_text(re.compile(r"^Работы в районах: \d+ из 3.195$"))


def test_R020_a_filter_changes_everything_and_stands_in_the_address(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/works?lang=ru")
    page.select_option("#module-ask-d", "medeu")
    expect(page.locator("#module-count")).to_have_text(re.compile(r": \d{3} из 3.195$"))
    page.select_option("#module-ask-kind", "building")
    expect(page.locator("#module-count")).to_have_text(re.compile(r": \d{1,2} из 3.195$"))
    page.wait_for_url("**d=medeu&kind=building**")
    shown = (page.locator("#module-count").inner_text()).split(": ")[1].split(" ")[0]
    expect(page.locator("#figures .figure-number").first).to_have_text(shown)
    expect(page.locator("#module-files a").first).to_have_attribute("href", re.compile("district=medeu"))
    rows = page.locator("#module-grid .ag-center-cols-container .ag-row")
    page.locator("#list").scroll_into_view_if_needed()
    expect(rows.first).to_be_visible()
    page.reload()
    expect(page.locator("#module-ask-kind")).to_have_value("building")
    page.click("[data-ask-reset]")
    expect(page.locator("#module-count")).to_have_text("Работы в районах: 3\u00a0195 из 3\u00a0195")
    expect(page.locator("#module-ask-d")).to_have_value("")
    assert "d=" not in page.url


def test_the_map_comes_when_it_is_seen_and_a_row_opens_by_enter(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/works?lang=ru&d=medeu&term=late")
    expect(page.locator("#module-count")).to_be_visible()
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector("#module-map[data-idle=true]")
    assert any("/tiles/works/" in tile for tile in seen.tiles)
    page.locator("[data-ask-layer=yards]").check()
    page.wait_for_url("**l=**yards**")
    page.locator("#list").scroll_into_view_if_needed()
    cell = page.locator("#module-grid .ag-center-cols-container .ag-row[row-index='0'] .ag-cell").nth(1)
    cell.click()
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/works.demo-work-*")
    expect(page.locator(".object-card")).to_contain_text("с опозданием")
    page.go_back()
    expect(page.locator("#module-ask-term")).to_have_value("late")


def test_on_a_phone_filters_are_behind_a_button_and_nothing_overflows(browser: Browser, url: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="kk-KZ")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{url}/works?lang=kk")
    page.wait_for_selector("#answer-3")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    box = page.locator("#module-ask-d")
    assert not box.is_visible()
    page.click("[data-ask-toggle]")
    box.select_option("almaly")
    page.wait_for_url("**d=almaly**")
    page.click("[data-menu-toggle]")
    page.click(".menu-group summary")
    assert page.locator(".menu-group a").count() >= 2
    context.close()


def test_a_module_page_that_comes_by_a_link_is_alive(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/works?lang=ru&d=medeu")
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector("#module-map[data-idle=true]")
    page.evaluate("scrollTo(0, 0)")
    group = page.locator(".menu-group", has=page.locator("a[href='/budget']"))
    group.locator("summary").click()
    group.locator("a[href='/budget']").click()
    page.wait_for_selector(".module-page[data-path='/budget']")
    expect(page.locator("#module-ask-d")).to_have_value("")
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector("#module-map[data-idle=true]")
    whole = page.locator("#module-count").inner_text()
    page.select_option("#module-ask-d", "almaly")
    expect(page.locator("#module-count")).not_to_have_text(whole)
    page.go_back()
    page.wait_for_selector(".module-page[data-path='/works']")
    expect(page.locator("#module-ask-d")).to_have_value("medeu")
