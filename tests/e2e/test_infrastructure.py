"""The page of infrastructure in a browser: three questions by reading only, a choice, the watched area."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.app_world import PASSWORD


@pytest.fixture
def context(browser: Browser, url: str) -> Iterator[BrowserContext]:
    found = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="ru-RU",
                                base_url=url)  # fmt: skip
    found.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    found = context.new_page()
    faults: list[str] = []
    found.on("pageerror", lambda error: faults.append(str(error)))
    yield found
    assert faults == []


def test_R029_R028_R034_R037_the_three_questions_are_answered_at_the_top_and_lead_on(page: Page) -> None:
    page.goto("/infrastructure?lang=ru")
    expect(page.locator(".question")).to_have_text("Что где есть в городе и чего где не хватает?")
    wanted = (
        (1, r"Наурызбайский район: библиотеки – ни одного объекта.*Далее:", "provision"),
        (2, r"Опаздывают \d+ из 44 строек; дольше всех: .+ (день|дня|дней)", "sites"),
        (3, r"Не работают 59 из 500 переходов.*Ближе 500 м от разлома: школы – \d+", "crossings"),
    )
    for number, words, anchor in wanted:
        answer = page.locator(f"#answer-{number}")
        expect(answer).to_contain_text(re.compile(words, re.DOTALL))
        expect(answer.locator(".answer-more")).to_have_attribute("href", re.compile(f"#{anchor}$"))
        expect(page.locator(f"#{anchor}")).to_be_attached()
    expect(page.locator("#infrastructure-repair-chart .barlayer .trace")).to_have_count(1)
    expect(page.locator("#cameras")).to_have_count(0)


def test_R029_a_kind_and_a_district_are_chosen_and_stay_in_the_address(page: Page) -> None:
    page.goto("/infrastructure?lang=ru")
    box = page.locator("#infrastructure-what")
    expect(box.locator("option:checked")).to_have_text("библиотеки")
    box.select_option("clinic")
    expect(page).to_have_url(re.compile("what=clinic"))
    expect(page.locator("#infrastructure-rank caption")).to_contain_text("Поликлиники")
    page.locator("#module-ask-d").select_option("medeu")
    expect(page.locator("#answer-1")).to_contain_text("Медеуский район")
    expect(page.locator("#module-count")).to_contain_text("из 389")
    page.locator("#infrastructure-near").select_option("2000")
    expect(page.locator("#answer-3")).to_contain_text(re.compile(r"Ближе 2\s000 м от разлома"))
    expect(page).to_have_url(re.compile("near=2000"))
    page.reload()
    expect(page.locator("#infrastructure-near")).to_have_value("2000")
    expect(page.locator("#answer-1")).to_contain_text("Медеуский район")


def test_R035_an_official_lays_the_watched_area_over_the_map(page: Page) -> None:
    page.goto("/account/signin?lang=ru")
    page.locator("input[name=name]").fill("official")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^(?!.*signin)"))
    page.goto("/infrastructure?lang=ru&d=almaly")
    button = page.locator("[data-watched]")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => { const city = window.citymap && window.citymap.of('module-map');"
        " return city && city.ready && city.map.getStyle().layers.some((layer) => layer.id.includes('watched')); }"
    )
    expect(button).to_have_attribute("aria-pressed", "true")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
