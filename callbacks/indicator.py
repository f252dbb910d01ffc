"""Glue of the page of one indicator: chart, its table, caption and switches; suggestions for a second indicator."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update

from components import indicator_controls as own
from components import indicator_words as words
from components.context import current
from components.indicator_ahead import ahead, ahead_words, with_ahead
from components.indicator_notes import chart_notes
from components.indicator_subject import caption, chosen, subject, twin_table
from components.indicator_wish import CODE_CHARS, read_wish
from config.limits import SEARCH_QUERY_CHARS
from data.queries import indicators
from data.queries.indicators import UnknownIndicatorError
from pages import indicator as page

SUGGESTED = 12
NAMES = ("view", "territory", "breakdown", "look", "vs", "second", "scale", "forecast")
NOTHING = (no_update,) * 11


def show(code: object, day: object, *choices: object) -> tuple[Any, ...]:
    """Chart, caption, table, notes, and which switches do not matter, for choices in the order of NAMES."""
    ctx = current()
    wish = read_wish({**dict(zip(NAMES, choices, strict=True)), "at": day})
    try:
        found = subject(ctx, code[:CODE_CHARS] if isinstance(code, str) else "", wish)
    except UnknownIndicatorError:
        return NOTHING
    choice, drawn = chosen(ctx, found, wish)
    place = (choice.territory, choice.breakdown)
    given = ahead(ctx, found, wish, drawn, place)
    drawn = with_ahead(ctx, found, drawn, given, place)
    as_table = wish.look == "table"
    twin = twin_table(ctx, found, drawn) if as_table else None
    box = "chart-box as-table" if as_table else "chart-box"
    return (drawn.figure, caption(ctx, found, choice, drawn), twin, not as_table, box,
            own.looks(ctx, wish.look, choice.view), *own.idle(found.points, choice),
            choice.view != "time", ahead_words(ctx, found, given, wish),
            chart_notes(ctx, found, drawn, wish))  # fmt: skip


def suggest(text: object) -> list[Any]:
    """Indicators that words find, as options of the field of the second one."""
    ctx, said = current(), text[:SEARCH_QUERY_CHARS] if isinstance(text, str) else ""
    with ctx.store.read() as conn:
        found = indicators.search(conn, ctx.store, said.replace("\0", ""), ctx.user, SUGGESTED)
    return [html.Option(value=f"{words.name_of(ctx.lang, entry).words} \u00b7 {entry.code}") for entry, _ in found]


def register(app: Dash) -> None:
    """Register the chart with its switches, the address, and the field of the second indicator."""
    picks = [Input(key, "value") for key in (own.VIEW, own.TERRITORY, own.BREAKDOWN, own.LOOK, own.COMPARED)]
    picks += [Input(own.SECOND, "data"), Input(own.SCALE, "value"), Input(own.FORECAST, "value")]
    app.callback(
        Output(page.CHART, "figure"), Output(page.CAPTION, "children"), Output(page.TWIN, "children"),
        Output(page.TWIN, "hidden"), Output(page.CHART_BOX, "className"), Output(own.LOOK, "options"),
        Output(own.TERRITORY_BOX, "hidden"), Output(own.BREAKDOWN_BOX, "hidden"), Output(own.TIME_BOX, "hidden"),
        Output(page.AHEAD, "children"), Output(page.BREAKS, "children"),
        State(page.CODE, "data"), State(own.DAY, "value"), *picks, prevent_initial_call=True,
    )(show)  # fmt: skip
    app.callback(
        Output(own.SECOND_LIST, "children"), Input(own.SECOND_TEXT, "value"), prevent_initial_call=True,
    )(suggest)  # fmt: skip
    for name, output, inputs in (
        ("indicatorAddress", Output(own.SCALE_BOX, "hidden"), picks),
        ("indicatorSecond", Output(own.SECOND, "data"), [Input(own.SECOND_TEXT, "value")]),
        ("indicatorDay", Output(page.CODE, "id"), [Input(own.DAY, "value")]),
    ):
        app.clientside_callback(  # type: ignore[no-untyped-call]  # Dash has no types here
            ClientsideFunction("sitcenter", name), output, *inputs, prevent_initial_call=True,
        )  # fmt: skip
