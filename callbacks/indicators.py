"""Glue of the single facts; the catalogue of indicators lives in the browser."""

from typing import Any

from dash import Dash, Input, Output

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
    """Register the search of single facts."""
    app.callback(
        Output(page.FACT_GRID, "rowData"), Output(page.FACT_COUNT, "children"),
        Input(page.FACT_SEARCH, "value"), Input(page.FACT_COLLECTION, "value"), prevent_initial_call=True,
    )(search_facts)  # fmt: skip
