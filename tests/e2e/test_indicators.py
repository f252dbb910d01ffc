"""Screens of indicators in a browser: search, keyboard, chart, and nothing that the security policy forbids."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Watched, watched


@pytest.fixture
def seen(browser: Browser, url: str) -> Iterator[Watched]:
    with watched(browser, url) as found:
        yield found


def test_charts_and_tables_need_no_eval(seen: Watched) -> None:
    answer = seen.page.goto(f"{seen.url}/indicators/plan-056?lang=ru")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "script-src 'self'" in policy
    expect(seen.page.locator("#indicator-chart .scatterlayer .trace")).to_have_count(3)
    expect(seen.page.locator("#indicator-chart .legendtext")).to_have_text(["факт", "оценка", "план"])


READY = "#catalogue-page[data-ready=true]"
FIRST = ".catalogue-rows .catalogue-row[aria-rowindex='2']"
# Typed as people type: slips, Kazakh letters as Russian ones, Latin letters, other endings, several words, a formula.
QUERIES = ("безработиза", "жұмыссыздық", "жумыссыздык", "mektep", "turgyn", "школы", "население города", "выбросы",
           "PM2.5", "рм2,5", "zhetisu", "maternal mortalty", "plan-056", "ө", "су")  # fmt: skip


def test_R098_a_slip_finds_and_enter_opens_without_a_mouse(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/indicators?lang=ru")
    page.wait_for_selector(READY)
    expect(page.locator("#catalogue-count")).to_have_text(re.compile(r"797 настоящих и 1.249 демо"))
    page.keyboard.press("/")
    expect(page.locator("#indicators-search")).to_be_focused()
    page.keyboard.type("безработиза")
    expect(page.locator(FIRST)).to_contain_text("безработицы")
    page.wait_for_url("**/indicators?**q=**")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{FIRST} .catalogue-cell").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicators/*")
    expect(page.locator("h1")).to_contain_text("безработицы")


def test_R098_facets_count_narrow_and_stand_in_the_address(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/indicators?lang=ru&topic=safety,nonsense&source=plan2025&nothing=1")
    page.wait_for_selector(READY)
    before = page.locator("#catalogue-count").inner_text()
    assert re.fullmatch(r"\d+ показател\w+", before)
    box = page.locator("[data-facet=direction][value=plan-7]")
    page.locator("summary", has_text="Направление плана города").click()
    count = int(box.locator("xpath=..").locator(".facet-count").inner_text())
    box.check()
    expect(page.locator("#catalogue-count")).to_have_text(re.compile(rf"{count} показател"))
    page.wait_for_url("**direction=plan-7**")
    assert "nonsense" not in page.url
    page.reload()
    expect(page.locator("#catalogue-count")).to_have_text(re.compile(rf"{count} показател"))
    page.locator(".chip", has_text="Безопасность").first.click()
    assert "topic=" not in page.url
    page.locator("#indicators-clear").click()
    expect(page.locator("#catalogue-count")).to_have_text(re.compile(r"797 настоящих"))
    assert "direction" not in page.url


def test_R098_the_browser_finds_what_the_program_finds(seen: Watched, url: str) -> None:
    page = seen.page
    page.goto(f"{url}/indicators?lang=kk")
    page.wait_for_selector(READY)
    for query in QUERIES:
        own = page.evaluate("q => window.sitcenterCatalogue.rank(q)", query)
        asked = page.evaluate(
            "q => fetch('/api/indicators?limit=5000&q=' + encodeURIComponent(q)).then(a => a.json())", query
        )
        program = {row["code"] for row in asked["indicators"]}
        assert {code for code, _ in own} == program, query


def test_R099_the_set_says_how_many_have_no_value_of_the_last_year(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/indicators?lang=ru&collection=demo-social-economic&view=cards")
    page.wait_for_selector(READY)
    said = re.search(
        r"За \d{4} год есть значение у (\d+) из (\d+), нет у (\d+)", page.inner_text("#catalogue-coverage")
    )
    assert said is not None
    have, every, lack = map(int, said.groups())
    assert (every, have + lack) == (923, 923)
    assert lack > 0
    assert page.locator(".catalogue-card").count() == 60
    page.locator("#indicators-search").press("ArrowDown")
    expect(page.locator(".catalogue-link").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".catalogue-link").nth(1)).to_be_focused()
    page.locator("#catalogue-more").scroll_into_view_if_needed()
    expect(page.locator(".catalogue-card").nth(100)).to_be_attached()


def test_a_catalogue_that_does_not_come_is_said(browser: Browser, url: str) -> None:
    page = browser.new_page()
    page.route("**/api/catalogue/**", lambda route: route.fulfill(status=503, body="{}"))
    page.goto(f"{url}/indicators?lang=en")
    expect(page.locator("#catalogue-fault")).to_be_visible()
    page.close()


def test_only_rows_in_view_are_drawn(seen: Watched) -> None:
    seen.page.goto(f"{seen.url}/indicators/facts?lang=ru")
    expect(seen.page.locator("#facts-count")).to_have_text("1\u00a0234 факта")
    expect(seen.page.locator(".ag-center-cols-container .ag-row").first).to_be_visible()
    assert seen.page.locator(".ag-center-cols-container .ag-row").count() < 60


def test_numbers_sort_as_numbers(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/indicators?q=население&origin=official,open&lang=ru")
    page.wait_for_selector(READY)
    header = page.get_by_role("columnheader", name="Последнее значение")
    header.click()
    header.click()
    expect(header).to_have_attribute("aria-sort", "descending")
    expect(page.locator(f"{FIRST} .catalogue-cell").nth(2)).to_contain_text("2\u00a0161\u00a0902")
    page.wait_for_url("**sort=-value**")


def test_R098_the_table_is_walked_by_keys_from_end_to_end_and_keeps_its_order_in_the_address(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/indicators?lang=ru")
    page.wait_for_selector(READY)
    rows = page.locator(".catalogue-rows .catalogue-row:visible")
    focused = page.locator(".catalogue-grid :focus")
    page.locator("#indicators-search").press("ArrowDown")
    page.keyboard.press("Control+End")
    expect(focused.locator("xpath=..")).to_have_attribute("aria-rowindex", "2047")
    assert rows.count() < 40
    # Out of view the cell is remembered: the next arrow goes on from it.
    page.locator(".catalogue-grid").evaluate("grid => { grid.scrollTop = 20000; }")
    expect(page.locator(".catalogue-grid")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(focused.locator("xpath=..")).to_have_attribute("aria-rowindex", "2046")
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowUp")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(focused).to_have_attribute("aria-sort", "ascending")
    page.wait_for_url("**sort=change**")
    expect(page.locator(f"{FIRST} .catalogue-cell").nth(4)).to_contain_text("\u2212")
    page.keyboard.press("Enter")
    expect(page.locator(f"{FIRST} .catalogue-cell").nth(4)).to_contain_text("+")
    page.reload()
    page.wait_for_selector(READY)
    expect(page.locator("[aria-sort=descending]")).to_have_text("Изменение")
    # What has no change stands last in both directions; rows at rest stand in the page as they are read.
    page.locator("#indicators-search").press("ArrowDown")
    page.keyboard.press("Control+End")
    expect(page.locator(".catalogue-row[aria-rowindex='2047'] .catalogue-cell").nth(4)).to_have_text("\u2013")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.catalogue-rows .catalogue-row:not([hidden])')]"
        ".map(row => Number(row.ariaRowIndex)).every((no, place, all) => no === all[0] + place)"
    )


def test_the_chart_follows_its_switches_and_the_address(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/indicators/population?lang=kk")
    page.select_option("#indicator-view", "territories")
    expect(page.locator("#indicator-chart .barlayer .point")).to_have_count(8)
    page.wait_for_url("**view=territories**")
    page.reload()
    expect(page.locator("#indicator-chart .barlayer .point")).to_have_count(8)
    expect(page.locator("#indicator-territory-box")).to_be_hidden()
    ticks = page.locator("#indicator-chart .ytick text").all_text_contents()
    assert "Медеу ауданы" in ticks
    assert "\u202f" in (page.locator("#indicator-chart .xtick text").last.text_content() or "")


def test_a_phone_reads_the_page_without_scrolling_sideways(browser: Browser, url: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="kk-KZ")
    page = context.new_page()
    page.set_default_timeout(60_000)
    for path in ("/indicators", "/indicators/facts", "/indicators/plan-056", "/indicators/sdg-08-5-2"):
        page.goto(url + path)
        page.wait_for_selector("h1")
        page.wait_for_load_state("networkidle")
        if path == "/indicators":
            page.wait_for_selector(f"{READY} .catalogue-card")
            assert page.locator(".catalogue-grid").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    context.close()
