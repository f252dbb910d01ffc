"""Glue of the module pages: a changed filter redraws what follows it, the table asks for rows, a click for a card."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from components.context import current
from components.module import listing, page, place
from components.shell import query_of
from data.queries.objects import object_at
from pages import match

LIVE = (
    (page.COUNT, "children"), (page.ANSWERS, "children"), (page.FIGURES, "children"), (page.PARTS, "children"),
    (page.CONTENTS, "children"),
    (page.FILES, "children"), (page.FACETS, "data"), (page.NOW, "data"), (page.BIG, "href"), (place.MAP, "filters"),
    (place.MAP, "district"), (place.MAP, "time"), (place.MAP, "view"),
)  # fmt: skip
TEXT_CHARS = 8_000


def _text(wish: object, name: str) -> str:
    value = wish.get(name) if isinstance(wish, Mapping) else None
    return value if isinstance(value, str) and len(value) <= TEXT_CHARS else ""


def redraw(wish: object, before: object) -> tuple[Any, ...]:
    """Everything that follows the filters, for `{path, search}` of the browser; nothing for what is no module page."""
    path = unquote(_text(wish, "path"))
    hit = match(path) if path else None
    if hit is None or hit[0].screen is None:
        return (no_update,) * len(LIVE)
    ctx = current(path, query_of(_text(wish, "search")))
    screen, ask = hit[0].screen, hit[0].screen.ask(ctx, hit[1])
    now, was = page.live(ctx, screen, ask), before if isinstance(before, Mapping) else {}
    view = no_update if was.get("district") == ask.district else place.view_of(ctx, ask)
    return (
        now.count, now.answers, now.figures, now.parts, now.contents, now.files, now.boxes, now.now,
        place.big_map(ctx, screen, ask), place.map_filters(ctx, screen, ask), ask.district,
        str(ask.span or ""), view,
    )  # fmt: skip


def give_rows(request: object, now: object) -> Any:
    """Rows that the table asked for."""
    if not isinstance(request, Mapping):
        return no_update
    return listing.rows(current(), request, now if isinstance(now, Mapping) else {})


def show_card(selected: object) -> Any:
    """What was clicked on the map, in a few words."""
    if not isinstance(selected, Mapping) or not isinstance(selected.get("fid"), int):
        return no_update
    ctx = current()
    with ctx.store.read() as conn:
        found = object_at(conn, ctx.store, str(selected.get("layer")), int(selected["fid"]), ctx.user)
    return place.short_card(ctx, found)


def register(app: Dash) -> None:
    """Register the glue of all module pages."""
    app.callback(
        *(Output(name, prop) for name, prop in LIVE), Input(page.QUERY, "data"), State(page.NOW, "data"),
        prevent_initial_call=True,
    )(redraw)  # fmt: skip
    app.callback(
        Output(listing.GRID, "getRowsResponse"), Input(listing.GRID, "getRowsRequest"), State(page.NOW, "data")
    )(give_rows)
    app.callback(Output(place.CARD, "children"), Input(place.MAP, "selected"), prevent_initial_call=True)(show_card)
    # A callback without an output is not called for a page that comes by a link: the first one needs one.
    glue: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("start", (Output(place.SPEC, "id"), Input(page.BOOT, "data"), State(place.SPEC, "data"))),
        ("options", (Input(page.FACETS, "data"),)), ("rows", (Input(page.NOW, "data"),)),
    )  # fmt: skip
    for name, given in glue:
        app.clientside_callback(ClientsideFunction("sitcenterModule", name), *given)  # type: ignore[no-untyped-call]
