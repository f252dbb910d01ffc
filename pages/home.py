"""Today in the city: what needs attention now."""

from dash import html
from dash.development.base_component import Component

from components.basics import page_head
from components.context import Context
from pages import PageRecord


def layout(ctx: Context) -> Component:
    """The start page."""
    return html.Div([page_head(ctx.t("page.home.title"), ctx.t("home.question"))])


PAGES = (PageRecord("home", "/", layout, menu=10, icon="house"),)
