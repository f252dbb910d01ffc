"""Walls in a browser: rotation, loss of server, emergency, size of letters, keys, accessibility."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from dash import Dash
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from config import i18n
from config.settings import ROOT
from config.vendor import ensure_vendor
from data import wall_alarms
from data.store import Store
from data.wall_alarms import AlarmRecord
from tests.a11y.test_pages import faults
from tests.app_world import PASSWORD, serving
from tests.city_app import own_app, own_city

__all__ = ["own_app", "own_city"]

KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('wall:hall:'))"
NODES = "() => Object.values(localStorage).join().includes('\"nodes\"')"
STAGE = ".w-stage[data-scene]:not([data-scene=''])"
SMALLEST = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.getElementById('wall'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !parent.getClientRects().length) continue;
    const picture = parent.closest('svg');
    const scale = picture ? picture.getBoundingClientRect().width / picture.viewBox.baseVal.width : 1;
    const size = parseFloat(getComputedStyle(parent).fontSize) * scale;
    if (size < 24 * innerHeight / 1080 - 0.1) found.push(`${size} ${walk.currentNode.textContent.trim().slice(0, 40)}`);
  }
  return found;
}"""
OUTSIDE = """() => [...document.querySelectorAll('.w-stage *')]
  .filter((node) => getComputedStyle(node).overflow === 'hidden')
  .filter((node) => !node.matches('.w-source-name, .w-name, .w-event strong'))
  .filter((node) => node.scrollHeight > node.clientHeight + 4 || node.scrollWidth > node.clientWidth + 4)
  .map((node) => `${node.className}: ${node.textContent.slice(0, 60)}`)"""


@pytest.fixture(scope="module")
def url(made: Dash) -> Iterator[str]:
    with serving(made) as address:
        yield address


@pytest.fixture
def context(browser: Browser, url: str) -> Iterator[BrowserContext]:
    found = browser.new_context(base_url=url, viewport={"width": 1920, "height": 1080})
    found.set_default_timeout(60_000)
    yield found
    found.close()


def opened(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    page.goto(path)
    page.wait_for_selector(STAGE)
    return page


def scene(page: Page) -> str:
    return str(page.get_attribute(".w-stage", "data-scene"))


def wait_for_scene(page: Page, name: str) -> None:
    page.wait_for_function("(name) => document.querySelector('.w-stage').dataset.scene === name", arg=name)


def test_R103_scenes_change_by_themselves_and_languages_after_a_round(context: BrowserContext) -> None:
    page = opened(context, "/wall/lobby?pace=0.005")
    seen = page.evaluate("""() => new Promise((done) => {
      const stage = document.querySelector('.w-stage'), seen = [];
      new MutationObserver(() => {
        const now = `${stage.dataset.lang} ${stage.dataset.scene}`;
        if (seen[seen.length - 1] !== now) seen.push(now);
        if (seen.length === 10) done(seen);
      }).observe(stage, {attributes: true});
    })""")
    order = [f"{lang} {name}" for lang in ("kk", "ru", "en") for name in ("welcome", "figures", "metro")]
    start = order.index(seen[0])
    assert seen == [order[(start + no) % len(order)] for no in range(10)]
    assert page.evaluate("getComputedStyle(document.body).cursor") == "none"
    asked = """() => performance.getEntriesByType('resource').filter((one) => one.name.includes('/pulse'))
      .map((one) => one.startTime)"""
    page.wait_for_function(f"() => ({asked})().length > 2")
    times = page.evaluate(asked)
    assert [b - a > 900 for a, b in pairwise(times)] == [True] * (len(times) - 1), "asked more often than once a second"


def test_R103_keys_change_scenes_and_pause(context: BrowserContext) -> None:
    page = opened(context, "/wall/hall?lang=ru")
    page.keyboard.press(" ")
    assert page.text_content("#w-hint") == i18n.t("ru", "wall.say.paused")
    assert scene(page) == "city"
    page.keyboard.press("ArrowRight")
    assert scene(page) == "plan"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert scene(page) == "schools"


def test_R103_a_wall_outlives_its_server_and_finds_it_again(context: BrowserContext) -> None:
    page = opened(context, "/wall/hall?lang=ru&pace=0.05")
    page.wait_for_function("() => localStorage.getItem('wall:hall:ru:') !== null")
    page.route("**/api/wall/**", lambda route: route.abort())
    page.wait_for_selector(".w-banner-lost")
    said = page.text_content("#w-banner") or ""
    assert said.startswith(i18n.t("ru", "wall.say.no_link").split("·", maxsplit=1)[0])
    before = scene(page)
    page.wait_for_function("(name) => document.querySelector('.w-stage').dataset.scene !== name", arg=before)
    page.reload()
    page.wait_for_selector(STAGE)
    page.wait_for_selector(".w-banner-lost")
    page.unroute("**/api/wall/**")
    page.wait_for_selector(".w-banner-lost", state="detached")
    page.wait_for_function("() => !document.getElementById('w-banner').textContent.includes('Нет связи')")


def test_R103_after_a_reload_the_age_counts_from_the_last_contact(context: BrowserContext) -> None:
    page = opened(context, "/wall/hall?lang=en&pace=0.05")
    page.wait_for_function("() => localStorage.getItem('wall:hall:en::at') !== null")
    kept, first = page.evaluate("['wall:hall:en:', 'wall:hall:en::at'].map((name) => localStorage.getItem(name))")
    page.wait_for_function("(first) => Number(localStorage.getItem('wall:hall:en::at')) > Number(first)", arg=first)
    assert page.evaluate("localStorage.getItem('wall:hall:en:')") == kept
    page.route("**/api/wall/**", lambda route: route.abort())
    page.wait_for_selector(".w-banner-lost")
    page.evaluate("localStorage.setItem('wall:hall:en::at', String(Date.now() - 7.5 * 60000))")
    page.reload()
    page.wait_for_selector(STAGE)
    page.wait_for_function("() => /No connection for 7 min/.test(document.getElementById('w-banner').textContent)")


def sign_in(context: BrowserContext, name: str, address: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{address}/account/signin?lang=ru")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "signin" not in address)
    return page


def test_R026_what_an_official_saw_is_not_recalled_for_the_next_reader(context: BrowserContext) -> None:
    desk = sign_in(context, "official")
    page = opened(context, "/wall/hall?lang=ru")
    page.wait_for_function(NODES)
    page.route("**/api/wall/**", lambda route: route.abort())
    page.reload()
    page.wait_for_selector(STAGE)
    assert page.evaluate(NODES), "the same reader gets back what was kept"
    desk.click(".account-link")
    desk.click("form[action='/account/signout'] button")
    expect(desk.locator(".account-link")).to_have_text(i18n.t("ru", "shell.sign_in"))
    page.reload()
    page.wait_for_function("() => document.getElementById('w-age').textContent !== ''")
    assert page.locator(STAGE).count() == 0
    assert page.evaluate(KEPT) == []


def test_R103_a_refused_form_keeps_what_was_typed(context: BrowserContext) -> None:
    page = sign_in(context, "admin")
    page.goto("/admin/walls/lobby")
    page.fill("input[name=s2-codes]", "no-such-indicator")
    page.fill("input[name=s1-title-kk]", "Қош келдіңіз")
    page.uncheck("input[name=lang-en]")
    page.click("form[action$='/save'] button")
    page.wait_for_url("**failed=codes")
    page.wait_for_function("() => document.querySelector('input[name=s2-codes]')?.value === 'no-such-indicator'")
    assert page.input_value("input[name=s1-title-kk]") == "Қош келдіңіз"
    assert not page.is_checked("input[name=lang-en]")
    page.goto("/admin/walls/lobby?failed=codes")
    page.wait_for_selector("input[name=s2-codes]")
    assert page.input_value("input[name=s2-codes]") != "no-such-indicator"
    assert page.evaluate("sessionStorage.getItem('walls:typed')") is None


def test_R103_the_age_of_a_loss_is_told_in_minutes(context: BrowserContext) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto("/wall/hall?lang=en")
    page.wait_for_selector(STAGE)
    page.clock.run_for(5000)
    page.route("**/api/wall/**", lambda route: route.abort())
    for _ in range(9):
        page.clock.run_for(30_000)
    page.wait_for_function("() => /No connection for [34] min/.test(document.getElementById('w-banner').textContent)")


def test_R103_an_emergency_takes_the_wall_and_gives_it_back(context: BrowserContext, store: Store) -> None:
    page = opened(context, "/wall/hall?lang=kk&pace=0.5")
    texts = wall_alarms.words_of({"kk": "Залға жиналу"})
    alarm = wall_alarms.start(store, AlarmRecord(texts=texts, scene="hall/outages"), "drill", "duty")
    wait_for_scene(page, f"alarm-{alarm.id}")
    assert "Залға жиналу" in page.inner_text(".w-stage")
    assert page.inner_text("#w-title") == i18n.t("kk", "wall.alarm_title")
    assert page.evaluate(SMALLEST) == []
    wall_alarms.end(store, "over", "duty")
    page.wait_for_function("() => !document.querySelector('.w-stage').dataset.scene.startsWith('alarm')")


def test_R103_a_wall_of_another_version_loads_itself_anew_once(context: BrowserContext) -> None:
    def other(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), "program": "9.9.9"})

    page = context.new_page()
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.route("**/pulse*", other)
    page.goto("/wall/lobby?pace=0.01")
    page.wait_for_function("() => performance.getEntriesByType('navigation')[0].type === 'reload'")
    page.wait_for_function("() => document.querySelector('.w-stage').dataset.scene === 'metro'")
    page.wait_for_function("() => document.querySelector('.w-stage').dataset.scene === 'figures'")
    assert len(loads) == 2


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160)])
def test_R103_nothing_is_small_or_cut_off_on_a_wall(browser: Browser, url: str, width: int, height: int) -> None:
    context = browser.new_context(base_url=url, viewport={"width": width, "height": height})
    context.set_default_timeout(60_000)
    axe = (ensure_vendor(ROOT / "var", dev=True) / "axe-core" / "axe.min.js").read_text("utf-8")
    found: list[object] = []
    for lang in i18n.LANGS:
        page = opened(context, f"/wall/hall?lang={lang}")
        page.evaluate("() => document.fonts.ready")
        page.keyboard.press(" ")
        for _ in range(7):
            where = f"{lang} {scene(page)}"
            found += [f"{where} {fault}" for fault in [*page.evaluate(SMALLEST), *page.evaluate(OUTSIDE)]]
            assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
            if width == 1920:
                found += [f"{where} {fault}" for fault in faults(page, axe)]
            page.keyboard.press("ArrowRight")
        page.close()
    context.close()
    assert found == []
