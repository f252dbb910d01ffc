"""One running program for all browser tests that only read, and pages whose complaints are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

SLOW = 60_000


@dataclass
class Watched:
    """A page, what it complained about or asked of another host, and the tiles it asked for."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)
    tiles: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def url(site_url: str) -> str:
    """Address of the running program."""
    return site_url


@contextmanager
def watched(browser: Browser, url: str, **look: Any) -> Iterator[Watched]:
    """A page of its own; at its end it must have complained about nothing and asked nobody else."""
    given = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", "locale": "ru-RU", **look}
    context = browser.new_context(**given)
    page = context.new_page()
    page.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)
    found = Watched(page, url)
    own = (url, "data:", "blob:")
    page.on("pageerror", lambda error: found.faults.append(str(error)))
    page.on("console", lambda said: found.faults.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: found.tiles.append(asked.url) if "/tiles/" in asked.url else None)
    page.on("request", lambda asked: found.faults.append(asked.url) if not asked.url.startswith(own) else None)
    yield found
    page.wait_for_load_state("networkidle")
    context.close()
    assert found.faults == []
