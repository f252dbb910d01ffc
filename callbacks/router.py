"""The router: an address in, a screen out; at first for the layout, then at each change of the address."""

import logging
from typing import Any
from urllib.parse import unquote, urlsplit

import flask
from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update, set_props
from dash.development.base_component import Component

from components import shell
from components.context import Context, current
from components.document import full_title
from components.states import toast
from data import usage
from pages import OK, Rendered, match, menu, menu_words, outcome, render

LOG = logging.getLogger("sitcenter")


def context_of(pathname: str, search: str) -> Context:
    """Context of the present request at an address of the browser."""
    return current(unquote(pathname), shell.query_of(search))


def _entries(ctx: Context) -> list[shell.Entry | shell.Group]:
    def here(path: str) -> bool:
        return ctx.path == path or (path != "/" and ctx.path.startswith(path + "/"))

    found: dict[str, shell.Entry | shell.Group] = {}
    for record in menu(ctx):
        entry = (menu_words(ctx, record), record.path, record.icon, here(record.path))
        if not record.group:
            found[record.path] = entry
            continue
        group = found.setdefault(record.group, shell.Group(ctx.t(f"shell.group.{record.group}"), record.icon, []))
        if isinstance(group, shell.Group):
            group.entries.append(entry)
    return [*found.values()]


def screen(ctx: Context) -> tuple[Component, str]:
    """The whole screen of an address and the title of the tab."""
    page: Rendered = render(ctx)
    if page.record is not None and page.status == OK:
        usage.count(ctx.store, page.record.key)
    wide = page.record is not None and page.record.wide
    drawn = shell.shell(ctx, page.body, _entries(ctx), wish=flask.g.get("theme_wish", "auto"), wide=wide)
    return drawn, full_title(page.title, ctx.t("app.name"))


def status_and_title(ctx: Context) -> tuple[int, str]:
    """HTTP status of the document at an address, and the title of its tab."""
    code, title = outcome(ctx)
    return code, full_title(title, ctx.t("app.name"))


def failed(error: Exception) -> Any:
    """What people see when a callback failed; the fault itself goes to the log only."""
    LOG.error("callback", exc_info=error)
    ctx = current()
    set_props(shell.TOAST, {"children": toast(ctx, "failed")})
    return no_update


def layout() -> Component:
    """Layout that Dash asks for: drawn for the page it was asked from, so that no second request is needed."""
    if not flask.has_request_context() or flask.request.path != "/_dash-layout":
        return html.Div()
    parts = urlsplit(flask.request.referrer or "")
    if parts.netloc != flask.request.host:
        return shell.frame(None, "", "", html.Main(current().t("shell.loading"), id="main", className="main"))
    search = f"?{parts.query}" if parts.query else ""
    drawn, title = screen(context_of(parts.path or "/", search))
    return shell.frame(parts.path or "/", search, title, drawn)


def route(pathname: str, search: str, shown: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Screen for a changed address; nothing when it is shown already or the page keeps its query by itself."""
    now = {"path": pathname, "search": search or ""}
    if now == shown:
        return no_update, no_update, no_update
    hit = match(unquote(pathname))
    if hit and hit[0].own_query and shown.get("path") == pathname and "lang" not in shell.query_of(search):
        return no_update, no_update, now
    drawn, title = screen(context_of(pathname, search or ""))
    return drawn, title, now


def register(app: Dash) -> None:
    """Register the router and the title of the tab."""
    app.callback(
        Output(shell.ROOT, "children"), Output(shell.TITLE, "data"), Output(shell.SHOWN, "data"),
        Input(shell.LOCATION, "pathname"), Input(shell.LOCATION, "search"), State(shell.SHOWN, "data"),
        prevent_initial_call=True,
    )(route)  # fmt: skip
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("sitcenter", "showTitle"), Input(shell.TITLE, "data"), prevent_initial_call=True,
    )  # fmt: skip
