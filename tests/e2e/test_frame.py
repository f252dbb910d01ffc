"""Ways through the frame in a browser: menu, back, languages, themes, phone, keyboard, sign-in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.app_world import PASSWORD

PATIENCE_MS = 60_000


@dataclass
class Seen:
    """A page, and what it complained about or asked of another host."""

    page: Page
    context: BrowserContext
    faults: list[str] = field(default_factory=list)

    def watch(self, url: str) -> "Seen":
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda asked: self.faults.append(asked.url) if outside(asked.url, url) else None)
        return self


def outside(address: str, url: str) -> bool:
    return not address.startswith((url, "data:", "blob:"))


def visit(browser: Browser, url: str, **given: Any) -> Seen:
    look = {"viewport": {"width": 1280, "height": 900}, "locale": "ru-RU", "reduced_motion": "reduce", **given}
    context = browser.new_context(base_url=url, **look)
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    return Seen(context.new_page(), context).watch(url)


@pytest.fixture
def seen(browser: Browser, url: str) -> Iterator[Seen]:
    found = visit(browser, url)
    yield found
    found.context.close()
    assert found.faults == []


@pytest.fixture
def phone(browser: Browser, url: str) -> Iterator[Seen]:
    found = visit(browser, url, viewport={"width": 360, "height": 740})
    yield found
    found.context.close()
    assert found.faults == []


def test_the_menu_leads_on_without_loading_again(seen: Seen) -> None:
    page = seen.page
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Сегодня в городе")
    page.evaluate("window.stillHere = true")
    page.click(".menu a:has-text('Районы')")
    expect(page.locator("h1")).to_have_text("Районы")
    expect(page).to_have_title("Районы – Ситуационный центр")
    expect(page.locator(".menu a[aria-current=page]")).to_have_text("Районы")
    assert page.evaluate("document.activeElement.id") == "main"
    page.click(".tile-title >> text=Медеуский район")
    expect(page).to_have_title("Медеуский район – Ситуационный центр")
    page.go_back()
    expect(page).to_have_title("Районы – Ситуационный центр")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Сегодня в городе")
    assert page.evaluate("window.stillHere") is True


def test_a_link_to_a_part_of_a_page_goes_there(seen: Seen) -> None:
    seen.page.goto("/")
    seen.page.click(".demo-banner a")
    expect(seen.page.locator("#origin-title")).to_be_in_viewport()


def test_a_first_page_needs_no_second_drawing(seen: Seen) -> None:
    asked: list[str] = []
    seen.page.on("request", lambda request: asked.append(request.url) if "_dash-update" in request.url else None)
    seen.page.goto("/districts/medeu")
    expect(seen.page.locator("h1")).to_have_text("Медеуский район")
    seen.page.wait_for_load_state("networkidle")
    assert asked == []


def test_the_switch_of_languages_keeps_page_and_state(seen: Seen) -> None:
    page = seen.page
    page.goto("/districts?x=1")
    page.evaluate("history.replaceState(null, '', '/districts?x=2')")
    page.click("[data-value=kk]")
    expect(page.locator("h1")).to_have_text("Аудандар")
    assert page.url.endswith("/districts?x=2&lang=kk")
    assert page.get_attribute("html", "lang") == "kk"
    page.click(".menu-group:has(a[href='/modules']) summary")
    page.click(".menu a:has-text('Барлық модульдер')")
    expect(page.locator("h1")).to_have_text("Модульдер")
    page.goto("/about")
    expect(page.locator("h1")).to_have_text("Жүйе туралы")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_system_until_one_is_chosen(browser: Browser, url: str, scheme: Any) -> None:
    seen = visit(browser, url, color_scheme=scheme)
    page, other = seen.page, "light" if scheme == "dark" else "dark"
    page.goto("/about")
    assert page.get_attribute("html", "data-bs-theme") == scheme
    page.click(f"[data-value={other}]")
    page.wait_for_function(f"document.documentElement.dataset.bsTheme === '{other}'")
    assert page.url.endswith("/about")
    page.goto("/districts")
    assert page.get_attribute("html", "data-bs-theme") == other
    page.click("[data-value=auto]")
    page.wait_for_function(f"document.documentElement.dataset.bsTheme === '{scheme}'")
    seen.context.close()
    assert seen.faults == []


def test_the_first_layout_knows_the_theme_of_the_system(browser: Browser, url: str) -> None:
    seen = visit(browser, url, color_scheme="dark")
    seen.page.goto("/about")
    cookies = {cookie["name"]: cookie["value"] for cookie in seen.context.cookies()}
    assert cookies["theme_seen"] == "dark"
    seen.context.close()


def test_on_a_phone_the_menu_opens_and_closes(phone: Seen) -> None:
    page = phone.page
    page.goto("/")
    toggle, menu = page.locator("[data-menu-toggle]"), page.locator(".menu")
    expect(menu).to_be_hidden()
    toggle.click()
    expect(menu).to_be_visible()
    assert toggle.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    toggle.click()
    page.click(".menu-group:has(a[href='/modules']) summary")
    page.click(".menu a:has-text('Все модули')")
    expect(page.locator("h1")).to_have_text("Модули")
    expect(menu).to_be_hidden()


def test_the_keyboard_reaches_content_first(seen: Seen) -> None:
    page = seen.page
    page.goto("/about")
    expect(page.locator("h1")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#main'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_sign_in_and_out_by_the_form(seen: Seen) -> None:
    page = seen.page
    page.goto("/districts/medeu")
    page.click(".account-link")
    page.fill("#field-name", "official")
    page.fill("#field-password", "not the password")
    page.press("#field-password", "Enter")
    expect(page.locator("[role=alert]").filter(has_text="неверны")).to_be_visible()
    page.fill("#field-name", "official")
    page.fill("#field-password", PASSWORD)
    page.click("form button[type=submit]")
    expect(page.locator("h1")).to_have_text("Медеуский район")
    expect(page.locator(".account-link")).to_have_text("official")
    expect(page.locator(".tile-title >> text=Камеры видеонаблюдения")).to_be_visible()
    page.click(".account-link")
    expect(page.locator(".facts")).to_contain_text("Служащий акимата")
    page.click("button:has-text('Выйти')")
    expect(page.locator(".account-link")).to_have_text("Войти")
    page.goto("/districts/medeu")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".tile-title >> text=Камеры видеонаблюдения")).to_have_count(0)


def test_the_search_of_the_start_page_leads_to_what_was_found(seen: Seen) -> None:
    page = seen.page
    page.goto("/")
    page.fill("#map-search", "медеу")
    page.wait_for_selector("#map-search-list [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/map?**")


def test_an_unknown_path_is_a_page_to_go_on_from(browser: Browser, url: str) -> None:
    seen = visit(browser, url)
    answer = seen.page.goto("/no/such/page")
    assert answer is not None
    assert answer.status == 404
    expect(seen.page.locator("h1")).to_have_text("Страница не найдена")
    seen.page.click("text=На главную")
    expect(seen.page.locator("h1")).to_have_text("Сегодня в городе")
    seen.context.close()
