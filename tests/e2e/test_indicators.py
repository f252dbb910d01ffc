"""Screens of indicators in a browser: search, keyboard, chart, and nothing that the security policy forbids."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app_world import city_store, make_app, serving


@dataclass
class Watched:
    """A page and what it complained about or asked of another host."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = city_store(tmp_path_factory.mktemp("city"))
    with serving(make_app(store, tmp_path_factory.mktemp("home"))) as address:
        yield address
    store.close()


@pytest.fixture
def seen(browser: Browser, url: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="ru-RU")
    page = context.new_page()
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    watched = Watched(page, url)
    page.on("pageerror", lambda error: watched.faults.append(str(error)))
    page.on("console", lambda said: watched.faults.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: watched.faults.append(asked.url) if not asked.url.startswith((url, "data:", "blob:")) else None,
    )
    yield watched
    page.wait_for_load_state("networkidle")
    context.close()
    assert watched.faults == []


def test_charts_and_tables_need_no_eval(seen: Watched) -> None:
    answer = seen.page.goto(f"{seen.url}/indicators/plan-056?lang=ru")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "script-src 'self'" in policy
    expect(seen.page.locator("#indicator-chart .scatterlayer .trace")).to_have_count(3)
    expect(seen.page.locator("#indicator-chart .legendtext")).to_have_text(["факт", "оценка", "план"])


def test_a_typing_slip_still_finds_and_enter_opens(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/indicators?lang=ru")
    expect(page.locator("#indicators-count")).to_have_text(re.compile(r"\d{3} показател"))
    every = page.locator("#indicators-count").inner_text()
    page.fill("#indicators-search", "безработиза")
    expect(page.locator("#indicators-count")).not_to_have_text(every)
    expect(page.locator(".ag-center-cols-container .ag-row").first).to_contain_text("безработицы")
    page.wait_for_url("**/indicators?**q=**")
    page.locator(".ag-center-cols-container .ag-row[row-index='0'] .ag-cell").first.click(position={"x": 3, "y": 3})
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicators/*")
    expect(page.locator("h1")).to_contain_text("безработицы")


def test_only_rows_in_view_are_drawn(seen: Watched) -> None:
    seen.page.goto(f"{seen.url}/indicators/facts?lang=ru")
    expect(seen.page.locator("#facts-count")).to_have_text("1\u00a0234 факта")
    expect(seen.page.locator(".ag-center-cols-container .ag-row").first).to_be_visible()
    assert seen.page.locator(".ag-center-cols-container .ag-row").count() < 60


def test_numbers_sort_as_numbers(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/indicators?q=население&lang=ru")
    header = page.locator(".ag-header-cell[col-id='value']")
    header.click()
    header.click()
    expect(header).to_have_attribute("aria-sort", "descending")
    expect(page.locator(".ag-center-cols-container .ag-row[row-index='0'] [col-id='value']")).to_contain_text(
        "2\u00a0161\u00a0902"
    )


def test_the_chart_follows_its_switches_and_the_address(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/indicators/population?lang=kk")
    page.select_option("#indicator-view", "territories")
    expect(page.locator("#indicator-chart .barlayer .point")).to_have_count(9)
    page.wait_for_url("**view=territories**")
    page.reload()
    expect(page.locator("#indicator-chart .barlayer .point")).to_have_count(9)
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
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    context.close()
