"""What a leader reads without a click: every module answers its questions within the first view of a laptop."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

MODULES = ("/infrastructure", "/networks", "/works", "/districts", "/budget", "/education", "/inclusion")
WIDTH, HEIGHT, BELOW = 1366, 768, 200
BOXES = "all => all.map(one => [one.innerText.trim(), one.getBoundingClientRect().bottom + window.scrollY])"


@pytest.fixture(scope="module")
def page(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce",
                                  locale="ru-RU", base_url=url)  # fmt: skip
    found = context.new_page()
    found.set_default_timeout(60_000)
    yield found
    context.close()


@pytest.mark.parametrize("path", MODULES)
def test_R020_three_questions_are_answered_in_the_first_view(page: Page, path: str) -> None:
    page.goto(f"{path}?lang=ru", wait_until="domcontentloaded")
    expect(page.locator(".answer").nth(2)).to_be_visible(timeout=60_000)
    found = page.locator(".answer").evaluate_all(BOXES)
    assert len(found) >= 3
    for text, bottom in found:
        assert len(text.splitlines()) >= 2, text
        assert bottom <= HEIGHT + BELOW, (path, bottom, text)
