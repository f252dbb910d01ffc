"""A wall whose browser starts again while its server is away, answers faults, or another reader comes."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from playwright.sync_api import Browser, BrowserContext, Error, Page

from data import wall_keys
from data.store import Store
from tests.app_world import serving, serving_at
from tests.city_app import own_app, own_city
from tests.e2e.test_wall import KEPT, NODES, STAGE, sign_in

__all__ = ["own_app", "own_city"]

PAGES = (
    "async () => (await (await caches.open('wall-pages')).keys()).map((one) => one.url.replace(location.origin, ''))"
)
# A promise is no answer to wait_for_function, so the page itself waits until the keeper is done.
HALL = f"""async () => {{
  const end = Date.now() + 30_000;
  while (!(await ({PAGES})()).includes('/wall/hall?lang=ru')) {{
    if (Date.now() > end) throw new Error(`kept: ${{await ({PAGES})()}}`);
    await new Promise((done) => setTimeout(done, 50));
  }}
}}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(viewport={"width": 1920, "height": 1080})
    found.set_default_timeout(60_000)
    yield found
    found.close()


def shown(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(STAGE)
    page.wait_for_function(f"() => {KEPT}.length > 0")
    page.evaluate(HALL)


def failing(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """A proxy whose program is away."""
    start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
    return [b"away"]


def test_R103_a_wall_starts_again_without_its_server_and_finds_it_again(made: Dash, context: BrowserContext) -> None:
    with serving(made) as address:
        wall, port = f"{address}/wall/hall?lang=ru&pace=0.05", int(address.rsplit(":", 1)[1])
        shown(context.new_page(), wall)
        names = context.pages[0].evaluate(PAGES)
        assert not [name for name in names if "/api/" in name]
        assert {Path(name.split("?")[0]).suffix for name in names} >= {".js", ".css", ".woff2"}
        context.pages[0].close()
    page = context.new_page()
    # The address of a screen without the name of a wall leads to the same one as with the server.
    page.goto(wall.replace("/hall", ""))
    page.wait_for_selector(STAGE)
    assert page.url == wall
    page.wait_for_selector(".w-banner-lost")
    assert page.evaluate("() => document.fonts.ready.then(() => document.fonts.check('16px \"Noto Sans Variable\"'))")
    with serving_at(failing, port):
        page.reload()
        page.wait_for_selector(STAGE)
        page.wait_for_selector(".w-banner-lost")
    other = context.new_page()
    with pytest.raises(Error):
        other.goto(f"{address}/wall/lobby")
    # A page of an error is asked for again by the browser itself.
    other.close()
    with serving(made, port):
        page.wait_for_selector(".w-banner-lost", state="detached")
        page.reload()
        page.wait_for_function("() => /\\d\\d:\\d\\d/.test(document.getElementById('w-age').textContent)")
        assert page.goto(f"{address}/wall/none").status == 404
        assert page.evaluate(PAGES) == names


def test_R026_after_signing_out_nothing_closed_comes_back_without_the_server(
    made: Dash, context: BrowserContext
) -> None:
    with serving(made) as address:
        page = context.new_page()
        sign_in(context, "official", address)
        wall = f"{address}/wall/hall?lang=ru"
        shown(page, wall)
        page.wait_for_function(NODES)
        desk = context.pages[-1]
        desk.click(".account-link")
        desk.click("form[action='/account/signout'] button")
        desk.wait_for_url(re.compile("/$"))
    page.goto(wall)
    page.wait_for_function("() => document.getElementById('w-age').textContent !== ''")
    assert page.locator(STAGE).count() == 0
    assert page.evaluate(KEPT) == []


def test_R026_without_the_server_only_the_last_key_opens_what_is_kept(
    made: Dash, context: BrowserContext, store: Store
) -> None:
    secret, _ = wall_keys.make(store, "hall", "hall", ("official", None), "admin")
    with serving(made) as address:
        page = context.new_page()
        shown(page, f"{address}/wall/hall?lang=ru&token={secret}")
        page.wait_for_function(NODES)
    for key, opens in (("another", False), (secret, True)):
        page.goto(f"{address}/wall/hall?token={key}&lang=ru")
        page.wait_for_function("() => document.getElementById('w-age').textContent !== ''")
        assert page.url == f"{address}/wall/hall?lang=ru"
        assert (page.locator(STAGE).count() > 0) is opens
    assert page.evaluate(NODES)
