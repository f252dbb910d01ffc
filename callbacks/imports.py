"""Glue of the screens of imports: their scripts start when the page is there."""

from dash import ClientsideFunction, Dash, Input

from pages.imports import BOOT


def register(app: Dash) -> None:
    """Register the start of the screens."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("sitcenterImports", "start"), Input(BOOT, "data")
    )
