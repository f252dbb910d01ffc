"""The participatory budget and the districts in a browser: the questions of the leadership are answered at the top."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Watched, watched


@pytest.fixture
def seen(browser: Browser, url: str) -> Iterator[Watched]:
    with watched(browser, url, viewport={"width": 390, "height": 844}) as found:
        yield found


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_R070_three_questions_of_the_budget_are_answered_and_follow_the_district(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/budget?lang=ru")
    answers = page.locator("#module-answers .answer")
    expect(answers).to_have_count(3)
    first, money, finished = (plain(text) for text in answers.all_inner_texts())
    assert re.search(r"Подано 25 678 предложений, чаще всего: благоустройство двора", first)
    assert re.search(r"победило 2 480", first)
    assert re.search(r"Просили [\d,]+ млрд тенге, выделено [\d,]+ млрд, освоено [\d,]+ млрд", money)
    assert re.search(r"Завершено 2 058 из 2 404 работ .* опаздывает \d+ работ", finished)
    if page.locator(".module-toggle").is_visible():
        page.locator(".module-toggle").click()
    page.locator("#module-ask-d").select_option("medeu")
    expect(answers.first).to_contain_text(re.compile(r"Подано 2.866 предложений"))
    expect(page).to_have_url(re.compile("d=medeu"))


def test_R069_a_resident_follows_a_proposal_by_its_number(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/budget?lang=ru")
    box = page.locator("#budget-number")
    box.fill("2024-1-3")
    box.press("Enter")
    expect(page.locator(".budget-path h3")).to_contain_text("2024-1-00003")
    steps = page.locator(".budget-steps .step")
    expect(steps.first).to_contain_text("Подано")
    expect(steps.last).to_contain_text("Работа завершена")
    expect(page).to_have_url(re.compile("no=2024-1-3"))
    page.locator("#budget-number").fill("1-1-1")
    page.locator("#budget-number").press("Enter")
    expect(page.locator("#path [role=status]")).to_contain_text("нет")


def test_R058_three_questions_of_a_district_are_answered(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/districts/turksib?lang=ru")
    answers = page.locator("#answers .answer")
    expect(answers).to_have_count(3)
    against, worst, changed = (plain(text) for text in answers.all_inner_texts())
    assert re.search(r"Лучше города по \d+ показателям, хуже – по \d+", against)
    assert re.search(r"место \d из 8, хуже города на \d+ %", worst)
    assert re.search(r"Стало лучше: .*\(демо\)", changed)
    expect(page.locator("#modules .tile")).to_have_count(7)


def test_R059_two_districts_are_compared_and_the_ranking_is_taken_as_a_file(seen: Watched) -> None:
    page = seen.page
    page.goto(f"{seen.url}/districts?lang=ru&i=demo-net-wear")
    expect(page.locator("#districts-ranking tbody tr")).to_have_count(8)
    with page.expect_download() as taken:
        page.locator("#districts-ranking .table-file").click()
    assert taken.value.suggested_filename == "districts-ranking.csv"
    page.locator("#districts-a").select_option("medeu")
    page.locator("#districts-b").select_option("turksib")
    page.locator("#compare form button").click()
    page.wait_for_url(re.compile("a=medeu&b=turksib"))
    heads = page.locator("#districts-compare thead th")
    expect(heads.nth(2)).to_have_text("Медеуский район")
    expect(heads.nth(3)).to_have_text("Турксибский район")
    expect(page.locator("#districts-i")).to_have_value("demo-net-wear")


def test_R019_the_page_goes_onto_paper_in_light_colours_with_whole_charts_and_back(browser: Browser, url: str) -> None:
    with watched(browser, url, color_scheme="dark", viewport={"width": 1920, "height": 1080}) as seen:
        page = seen.page
        page.goto(f"{seen.url}/budget?lang=ru")
        drawing = page.locator("#funnel .js-plotly-plot .main-svg").first
        drawing.scroll_into_view_if_needed()
        wide = drawing.bounding_box()
        assert wide is not None
        assert wide["width"] > 650
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(drawing).to_have_attribute("width", "650")
        for name in ("map", "list", "module-ask-from"):
            expect(page.locator(f"#{name}")).to_be_hidden()
        expect(page.locator("#answer-1 h3")).to_have_css("color", "rgb(85, 97, 111)")
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(drawing).not_to_have_attribute("width", "650")
