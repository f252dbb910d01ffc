"""The page of education in a browser: the three questions of the leadership and the one of parents, by reading only."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="ru-RU",
                                  base_url=url)  # fmt: skip
    found = context.new_page()
    found.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    faults: list[str] = []
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.goto("/education?lang=ru")
    expect(found.locator("#answer-4")).to_be_visible()
    yield found
    context.close()
    assert faults == []


def test_R073_R074_R076_four_questions_are_answered_at_the_top_and_lead_on(page: Page) -> None:
    wanted = ((1, r"не хватает мест – 19\s600.*Алатауский район", "schools"), (2, r"37 школ из 301.*11", "overloaded"),
              (3, r"Повторные жалобы на питание: \d+ школ", "meals"), (4, r"282 сада", "parent"))  # fmt: skip
    for number, words, anchor in wanted:
        answer = page.locator(f"#answer-{number}")
        expect(answer).to_contain_text(re.compile(words, re.DOTALL))
        expect(answer.locator(".answer-more")).to_have_attribute("href", re.compile(f"#{anchor}$"))
        expect(page.locator(f"#{anchor}")).to_be_attached()
    expect(page.locator("#first-graders-chart .scatterlayer .trace")).to_have_count(3)


def test_R074_a_parent_types_an_address_and_reads_the_nearest_free_place(page: Page) -> None:
    page.locator("#education-address").fill("пр. Абая, уг. ул. Байтурсынова")
    page.keyboard.press("Enter")
    expect(page.locator("#education-told")).to_contain_text(re.compile("мин пешком, свободно мест"))
    expect(page.locator("#answer-4")).to_contain_text("мин пешком")
    expect(page).to_have_url(re.compile("address="))
    expect(page.locator("#near-kindergarten tbody tr").first).to_be_visible()


def test_R072_a_district_changes_answers_and_map_question(page: Page) -> None:
    page.locator("#module-ask-d").select_option("medeu")
    expect(page.locator("#answer-1")).not_to_contain_text("Алатауский")
    expect(page.locator("#module-count")).to_contain_text(re.compile(r"из 1\s189"))
    expect(page).to_have_url(re.compile("d=medeu"))
