"""Boards of the documents in a browser: questions on plan, goals and ratings are walked to their answers."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce", base_url=url)
    context.add_cookies([{"name": "lang", "value": "ru", "url": url}])
    found = context.new_page()
    found.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    faults: list[str] = []
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield found
    context.close()
    assert faults == []


def test_R246_the_money_of_a_goal_is_found_and_taken_as_a_file(page: Page) -> None:
    page.goto("/plan")
    expect(page.locator("#answers .answer")).to_have_count(3)
    page.locator(".board-tabs a", has_text="Деньги").click()
    expect(page.locator("#board-title")).to_have_text("Деньги")
    page.locator("#plan-goal").select_option("1.2")
    page.locator(".board-filter button").press("Enter")
    page.wait_for_url(re.compile("goal=1.2"))
    expect(page.locator("#plan-one-goal tfoot")).to_contain_text("803\u202f223,1")
    with page.expect_download() as taken:
        page.locator("#plan-one-goal .table-file").click()
    assert taken.value.suggested_filename == "plan-one-goal.csv"
    page.locator(".board-tabs a", has_text="Меры").click()
    expect(page.locator("#plan-measures tbody tr")).to_have_count(27)


def test_R245_a_target_is_reached_from_its_goal_by_the_keyboard(page: Page) -> None:
    page.goto("/sdg")
    page.locator("a.sdg-title", has_text="Устойчивые города").press("Enter")
    page.wait_for_url(re.compile("goal=11"))
    expect(page.locator("#sdg-matrix tbody tr")).to_have_count(10)
    page.locator("#sdg-matrix a", has_text="11.2").press("Enter")
    page.wait_for_url(re.compile("target=11.2"))
    expect(page.locator("#target")).to_contain_text("AlmatyBike")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_R242_the_place_is_told_and_its_chart_has_a_table(page: Page) -> None:
    page.goto("/ratings")
    expect(page.locator("#answer-1")).to_contain_text("123-е место")
    page.locator("#eiu .chart-table summary").click()
    expect(page.locator("#ratings-eiu tbody tr", has_text="2024")).to_contain_text("+14")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_R246_all_columns_of_the_plan_stand_side_by_side_at_1280_pixels(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    for lang in ("kk", "ru", "en"):
        page.goto(f"/plan?part=indicators&lang={lang}")
        wide = page.locator("#board .table-wrap").evaluate("(box) => box.scrollWidth - box.clientWidth")
        assert wide <= 0, lang
