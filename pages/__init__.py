"""Register of screens: each page module names its `PAGES`, a path leads to one record, rendering is a pure function.

A page module holds `PAGES = (PageRecord(...), ...)`. Its layout takes the context and the parts of the path and
returns a component; it raises `NotFoundError` for what does not exist or must not be seen (both look the same).
Words of a record: `page.<key>.title`, and `page.<key>.menu` when the menu says it shorter.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dash.development.base_component import Component
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from components.context import Context
from components.module.screen import Screen
from config import i18n
from config.policy import Action, Thing

OK, NOT_FOUND = 200, 404
PUBLIC_PAGE = Thing("page")


class NotFoundError(LookupError):
    """What the path names does not exist, or must not be seen by this person."""


@dataclass(frozen=True)
class PageRecord:
    """One screen: its path pattern (`/districts/<district>`), words key, layout, right, place in the menu.

    `exists` tells for a path with parts whether there is such a thing, for the status of the HTTP answer;
    `title` gives a title of its own; a page with `own_query` keeps its state in the URL by itself, so that a change
    of the query alone does not render it again; a `wide` page fills the window; `modules` gives the addresses of
    JavaScript modules that it needs, so that a browser fetches them at once, and `soon` names the late libraries that
    its first screen needs (`components/document.py`). Pages of one `group` stand under one entry of the menu
    (`shell.group.<group>`); `screen` is the record of a page of a map module (`pages/module_page.py`).
    """

    key: str
    path: str
    layout: Callable[..., Component]
    thing: Thing = PUBLIC_PAGE
    menu: int | None = None
    icon: str = ""
    exists: Callable[..., bool] | None = None
    title: Callable[..., str] | None = None
    own_query: bool = False
    wide: bool = False
    modules: Callable[[], Sequence[str]] = tuple
    soon: Sequence[str] = ()
    group: str = ""
    screen: Screen | None = None


@dataclass(frozen=True)
class Rendered:
    """A page for one reader: HTTP status, title, body and the record it came from (None for an unknown path)."""

    status: int
    title: str
    body: Component
    record: PageRecord | None = None


@lru_cache(maxsize=1)
def records() -> tuple[PageRecord, ...]:
    """All page records, found in the modules of this folder."""
    found: list[PageRecord] = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        found.extend(getattr(importlib.import_module(f"{__name__}.{module.name}"), "PAGES", ()))
    return tuple(found)


@lru_cache(maxsize=1)
def _urls() -> Map:
    return Map([Rule(record.path, endpoint=record.key) for record in records()], strict_slashes=False)


def match(path: str) -> tuple[PageRecord, Mapping[str, Any]] | None:
    """Record of a path and the parts it names, or None for an unknown path."""
    try:
        key, parts = _urls().bind("").match(path)
    except HTTPException:
        return None
    return next(r for r in records() if r.key == key), parts


def menu(ctx: Context) -> list[PageRecord]:
    """Records the reader finds in the menu, in order."""
    listed = (r for r in records() if r.menu is not None and ctx.may(Action.VIEW, r.thing))
    return sorted((r for r in listed if r.exists is None or r.exists(ctx)), key=lambda r: r.menu or 0)


def menu_words(ctx: Context, record: PageRecord) -> str:
    """What the menu calls a page."""
    short = f"page.{record.key}.menu"
    return ctx.t(short if i18n.has(ctx.lang, short) else f"page.{record.key}.title")


def _found(ctx: Context) -> tuple[PageRecord, Mapping[str, Any]] | None:
    hit = match(ctx.path)
    if hit is None or not ctx.may(Action.VIEW, hit[0].thing):
        return None
    record, parts = hit
    return hit if record.exists is None or record.exists(ctx, **parts) else None


def _title(ctx: Context, record: PageRecord, parts: Mapping[str, Any]) -> str:
    return record.title(ctx, **parts) if record.title else ctx.t(f"page.{record.key}.title")


def outcome(ctx: Context) -> tuple[int, str]:
    """HTTP status and title of a path for this reader: unknown and forbidden are the same 404."""
    hit = _found(ctx)
    return (NOT_FOUND, ctx.t("page.not_found.title")) if hit is None else (OK, _title(ctx, *hit))


def render(ctx: Context) -> Rendered:
    """The page at the context's path; a designed page with status 404 when there is none for this reader."""
    hit = _found(ctx)
    if hit is not None:
        record, parts = hit
        try:
            return Rendered(OK, _title(ctx, record, parts), record.layout(ctx, **parts), record)
        except NotFoundError:
            pass
    from pages import errors  # noqa: PLC0415 -- the error page is one of the modules of this folder

    return Rendered(NOT_FOUND, ctx.t("page.not_found.title"), errors.not_found(ctx))
