"""Glue of the catalogue of indicators, the single facts and the page of one indicator."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from components.context import current
from components.indicator_rows import catalogue_rows
from config.limits import SEARCH_QUERY_CHARS
from pages import NotFoundError
from pages import indicator as one
from pages import indicators as page


def text(value: object) -> str:
    """What came from a form as text of a bounded length; nothing for anything else."""
    return value[:SEARCH_QUERY_CHARS] if isinstance(value, str) else ""


def whole(value: object) -> str:
    """A breakdown as it came; breakdowns are long at times."""
    return value[:1000] if isinstance(value, str) else ""


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


def show(code: object, view: object, territory: object, breakdown: object) -> tuple[Any, Any, Any, Any]:
    """Chart and caption of an indicator for a choice, and which of the two choices do not matter to it."""
    ctx = current()
    try:
        found = one.subject(ctx, text(code))
    except NotFoundError:
        return no_update, no_update, no_update, no_update
    asked = {"view": text(view), "territory": text(territory), "breakdown": whole(breakdown)}
    choice, drawn = one.chosen(ctx, found, asked)
    return drawn.figure, one.caption(ctx, found, choice, drawn), *one.idle(found, choice)


def register(app: Dash) -> None:
    """Register search, choices and the address of both lists, and the chart of one indicator."""
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
    picks = [Input(key, "value") for key in (one.VIEW, one.TERRITORY, one.BREAKDOWN)]
    app.callback(
        Output(one.CHART, "figure"), Output(one.CAPTION, "children"), Output(one.TERRITORY_BOX, "hidden"),
        Output(one.BREAKDOWN_BOX, "hidden"), State(one.CODE, "data"), *picks, prevent_initial_call=True,
    )(show)  # fmt: skip
    app.clientside_callback(  # type: ignore[no-untyped-call]  # Dash has no types here
        ClientsideFunction("sitcenter", "indicatorAddress"), Output(one.CODE, "id"), *picks, prevent_initial_call=True,
    )  # fmt: skip
