"""Glue of the catalogue of indicators and the single facts."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output

from components.context import current
from components.indicator_rows import catalogue_rows
from config.limits import SEARCH_QUERY_CHARS
from pages import indicators as page


def text(value: object) -> str:
    """What came from a form as text of a bounded length; nothing for anything else."""
    return value[:SEARCH_QUERY_CHARS] if isinstance(value, str) else ""


def search(query: object, topic: object, source: object, collection: object) -> tuple[list[dict[str, Any]], str]:
    """Rows and count of the catalogue for search words and choices."""
    ctx = current()
    entries = page.found(ctx, text(query), text(topic), text(source), text(collection))
    return catalogue_rows(ctx, entries), ctx.n("indicators.found", len(entries))


def search_facts(query: object, collection: object) -> tuple[list[dict[str, Any]], str]:
    """Rows and count of the facts for search words and a collection."""
    ctx = current()
    rows, matched = page.found_facts(ctx, text(query), text(collection))
    return rows, ctx.n("indicators.facts_found", matched)


def register(app: Dash) -> None:
    """Register search, choices and the address of both lists."""
    choices = [
        Input(page.SEARCH, "value"),
        *(Input(key, "value") for key in (page.TOPIC, page.SOURCE, page.COLLECTION)),
    ]
    app.callback(
        Output(page.GRID, "rowData"), Output(page.COUNT, "children"), *choices, prevent_initial_call=True,
    )(search)  # fmt: skip
    app.clientside_callback(  # type: ignore[no-untyped-call]  # Dash has no types here
        ClientsideFunction("sitcenter", "indicatorsAddress"), Output(page.ADDRESS, "data"), *choices,
        prevent_initial_call=True,
    )  # fmt: skip
    app.clientside_callback(  # type: ignore[no-untyped-call]  # Dash has no types here
        ClientsideFunction("sitcenter", "indicatorsClear"), *(Output(i.component_id, "value") for i in choices),
        Input(page.CLEAR, "n_clicks"), prevent_initial_call=True,
    )  # fmt: skip
    app.callback(
        Output(page.FACT_GRID, "rowData"), Output(page.FACT_COUNT, "children"),
        Input(page.FACT_SEARCH, "value"), Input(page.FACT_COLLECTION, "value"), prevent_initial_call=True,
    )(search_facts)  # fmt: skip
