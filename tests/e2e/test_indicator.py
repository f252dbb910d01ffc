"""The page of one indicator in a browser: Kazakh words and numbers, state in the address, picture, frame."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

SLOW = 60_000


@contextmanager
def elsewhere(body: str) -> Iterator[str]:
    """Another site (of another port) with one page."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="kk-KZ", accept_downloads=True
    )
    found = context.new_page()
    found.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)
    faults: list[str] = []
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield found
    context.close()
    assert faults == []


def test_R001_a_chart_speaks_kazakh_in_hover_ticks_and_buttons(page: Page, url: str) -> None:
    page.goto(f"{url}/indicators/population?lang=kk&view=territories")
    expect(page.locator("#indicator-chart .barlayer .point").first).to_be_visible()
    ticks = page.locator("#indicator-chart .xtick text").all_text_contents()
    assert "100\u202f000" in ticks
    page.locator("#indicator-chart").scroll_into_view_if_needed()
    page.locator("#indicator-chart .barlayer .point").first.hover(force=True)
    said = page.locator("#indicator-chart .hoverlayer").text_content() or ""
    assert "ауданы" in said
    assert re.search(r"\d\u00a0\d{3} адам", said)
    button = page.locator("#indicator-chart .modebar-btn").first
    assert button.get_attribute("data-title") == "Диаграмманы PNG түрінде жүктеу"


def test_R106_territories_second_indicator_and_index_stand_in_the_address(page: Page, url: str) -> None:
    page.goto(f"{url}/indicators/sdg-08-5-2?lang=ru")
    lines = page.locator("#indicator-chart .scatterlayer .trace")
    expect(lines).to_have_count(1)
    page.get_by_text("Сравнить территории").click()
    page.get_by_label("Казахстан", exact=True).check()
    expect(lines).to_have_count(2)
    page.get_by_text("Второй показатель на том же графике").click()
    field = page.get_by_label("Второй показатель", exact=True)
    field.fill("Материнская смертность")
    expect(page.locator("#indicator-second-list option").first).to_be_attached()
    suggested = page.locator("#indicator-second-list option[value$='plan-056']").get_attribute("value")
    field.fill(str(suggested))
    expect(lines).to_have_count(3)
    page.get_by_label("индекс (100 = первый общий период)").check()
    expect(page.locator("#indicator-caption")).to_contain_text("Индекс: 2019 = 100.")
    page.wait_for_url("**scale=index**")
    assert {"vs=kazakhstan", "second=plan-056"} <= set(page.url.partition("?")[2].split("&"))
    page.reload()
    expect(lines).to_have_count(3)
    expect(page.locator("#indicator-embed")).to_contain_text("scale=index")


def test_R098_a_day_of_the_past_and_the_table_of_the_chart(page: Page, url: str) -> None:
    page.goto(f"{url}/indicators/plan-056?lang=en")
    page.get_by_label("table", exact=True).check()
    expect(page.locator("#indicator-twin")).to_contain_text("53.79")
    expect(page.locator("#indicator-chart")).to_be_hidden()
    page.get_by_text("As it was known on a date").click()
    page.get_by_label("Date of knowledge").fill("2001-02-03")
    page.get_by_label("Date of knowledge").press("Enter")
    expect(page.get_by_text("This is what was known on Feb 3, 2001.")).to_be_visible()
    expect(page.locator("#values")).not_to_contain_text("53.79")


def test_the_picture_says_title_source_date_and_origin(page: Page, url: str, tmp_path: Path) -> None:
    page.goto(f"{url}/indicators/plan-056?lang=ru")
    expect(page.locator("#indicator-chart .scatterlayer .trace").first).to_be_visible()
    for kind in ("svg", "png"):
        with page.expect_download() as taken:
            page.click(f"[data-picture={kind}]")
        assert taken.value.suggested_filename == f"plan-056.{kind}"
        taken.value.save_as(tmp_path / f"it.{kind}")
    text = re.sub(r"<[^>]+>", " ", (tmp_path / "it.svg").read_text("utf-8"))
    words = " ".join(text.split())
    for part in ("Материнская смертность", "План развития города Алматы", "9 дек.", "официальные данные",
                 "/indicators/plan-056", "Covid-19"):  # fmt: skip
        assert part in words, part
    assert (tmp_path / "it.png").read_bytes().startswith(b"\x89PNG")


def test_R007_the_frame_is_drawn_on_another_site(page: Page, url: str) -> None:
    body = (
        f'<link rel="icon" href="data:,"><iframe src="{url}/embed/indicators/plan-056?lang=kk" height="500"></iframe>'
    )
    with elsewhere(body) as other:
        page.goto(other)
        frame = page.frame_locator("iframe")
        expect(frame.locator(".scatterlayer .trace")).to_have_count(3)
        expect(frame.locator(".legendtext").first).to_have_text("нақты")
