"""A page record made from the record of a module page."""

from collections.abc import Callable

from dash.development.base_component import Component

from api.tiles import service
from components.context import Context
from components.module import page
from components.module.screen import Screen
from pages import PageRecord


def module_page(
    screen: Screen, *, icon: str, menu: int | None = None, exists: Callable[..., bool] | None = None,
    title: Callable[..., str] | None = None,
) -> PageRecord:  # fmt: skip
    """Page of a module with filters, answers, figures, map, parts and list; it keeps its query by itself."""

    def layout(ctx: Context, **parts: str) -> Component:
        stamps = {name: service().stamp(name) for name in ctx.store.layers}
        return page.layout(ctx, screen, stamps, parts)

    return PageRecord(
        screen.key, screen.path, layout, menu=menu, icon=icon, exists=exists, title=title, own_query=True,
        group="modules", screen=screen,
    )  # fmt: skip
