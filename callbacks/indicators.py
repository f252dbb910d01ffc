"""Glue of the catalogue of indicators, whose search is in the browser, and of the single facts."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from components.context import current
from config.limits import SEARCH_QUERY_CHARS
from pages import indicators as page


def text(value: object) -> str:
    """What came from a form as text of a bounded length; nothing for anything else."""
    return value[:SEARCH_QUERY_CHARS] if isinstance(value, str) else ""


def search_facts(query: object, collection: object) -> tuple[list[dict[str, Any]], str]:
    """Rows and count of the facts for search words and a collection."""
    ctx = current()
    rows, matched = page.found_facts(ctx, text(query), text(collection))
    return rows, ctx.n("indicators.facts_found", matched)


def register(app: Dash) -> None:
    """Register the table of the catalogue and the search of single facts."""
    app.clientside_callback(  # type: ignore[no-untyped-call]  # Dash has no types here
        ClientsideFunction("sitcenter", "catalogueTable"), Output(page.TABLE, "children"), Input(page.VIEW, "data"),
        State(page.SPEC, "data"), prevent_initial_call=True,
    )  # fmt: skip
    app.callback(
        Output(page.FACT_GRID, "rowData"), Output(page.FACT_COUNT, "children"),
        Input(page.FACT_SEARCH, "value"), Input(page.FACT_COLLECTION, "value"), prevent_initial_call=True,
    )(search_facts)  # fmt: skip
