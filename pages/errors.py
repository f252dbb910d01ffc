"""Designed pages for what went wrong: unknown path, a fault of ours, a store that does not answer."""

from dash import html
from dash.development.base_component import Component

from components.context import Context
from components.states import state


def not_found(ctx: Context) -> Component:
    """Page for an unknown path and for what the reader must not see: both look the same."""
    return html.Div(
        [
            state(ctx, "not_found", level=1, icon="signpost-split"),
            html.P(
                [
                    html.A(ctx.t("state.home"), href="/", className="button"),
                    html.A(ctx.t("state.open_map"), href="/map", className="button button-quiet"),
                ],
                className="actions",
            ),
        ],
        className="page-narrow",
    )
