"""The same indicator as another document prints it: its name, last fact and verdict, with the way to its page."""

from dash import html
from dash.development.base_component import Component

from analysis.indicator_status import verdicts
from components import indicator_words as words
from components.basics import Child, icon, link
from components.context import Context
from components.figures import unit_of
from components.indicator_status import status_badge
from components.periods import period_words
from data.queries import indicators
from data.queries.city_plan import same_series


def same_note(ctx: Context, code: str) -> Component | None:
    """Says where another document has the indicator, with later or other values; None where none has it.

    Two documents never make one series: each keeps its page, and a reader of one has to know of the other.
    """
    other = same_series().get(code)
    if other is None:
        return None
    with ctx.store.read() as conn:
        entry = next((one for one in indicators.catalogue(conn, ctx.store, ctx.user) if one.code == other), None)
        verdict = verdicts(conn, ctx.store, ctx.user).get(other)
    if entry is None:
        return None
    source = ctx.store.city.source(entry.from_source)
    where = ctx.words(source.names) if source else entry.from_source
    parts: list[Child] = [link(where, f"/indicators/{other}")]
    if entry.last is not None:
        value = f"{words.figure(ctx.lang, entry.last)} {unit_of(ctx, entry)}".strip()
        parts += [" ", ctx.t("indicator.same.fact", value=value, period=period_words(ctx, entry.last)), " "]
    marks = html.Span(status_badge(ctx, verdict), className="marks") if verdict is not None else None
    return html.P([icon("files"), " ", html.Strong(ctx.t("indicator.same.title")), " ", *parts, marks],
                  className="same-note")  # fmt: skip
