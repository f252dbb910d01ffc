"""How the verdict and the forecast of an indicator are made, with examples reckoned by the same code."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from analysis import indicator_status
from analysis.course_of_indicator import STATES, State, Verdict
from analysis.forecast import METHODS, RHYTHMS
from components import indicator_words as words
from components.badges import city_today
from components.basics import Child, breadcrumbs, link, page_head, section, table
from components.context import Context
from components.copied_plans import copied_link
from components.indicator_method import MADE_UP, ladder, no_verdicts, worked, worked_forecast
from components.indicator_status import status_badge
from data.queries import indicators
from data.queries.indicators import Entry
from pages import PageRecord

COPIED_MAX = 20


def _items(ctx: Context, key: str, names: Sequence[str]) -> Component:
    return html.Ul([html.Li(ctx.t(f"indicator_method.{key}.{name}")) for name in names])


def _prose(ctx: Context, key: str, names: Sequence[str], lead: Child = None) -> Component:
    first = [] if lead is None else [html.P(lead)]
    return html.Div([*first, _items(ctx, key, names)], className="prose")


def _states(ctx: Context, counted: Mapping[str, int]) -> Component:
    heads = [ctx.t(f"indicator_method.column.{name}") for name in ("state", "means", "count")]
    rows = [[status_badge(ctx, _plain(state)), ctx.t(f"indicator_method.state.{state}"),
             ctx.number(counted.get(state, 0), 0)] for state in STATES]  # fmt: skip
    return table(ctx.t("indicator_method.states.caption"), heads, rows, numeric=(2,))


def _plain(state: State) -> Verdict:
    return Verdict(state, "no_plan")


def _copied(ctx: Context, entries: Mapping[str, Entry], found: Mapping[str, Verdict]) -> Component:
    codes = [code for code, verdict in found.items() if verdict.copied_plan and code in entries]
    codes = sorted(codes, key=lambda code: entries[code].origin == MADE_UP)[:COPIED_MAX]
    if not codes:
        return html.P(ctx.t("indicator_method.copied.none"))
    items = []
    for code in codes:
        said = words.name_of(ctx.lang, entries[code])
        other = None if said.lang == ctx.lang else said.lang
        items.append(html.Li(link(said.words, f"/indicators/{code}", lang=other)))
    way = copied_link(ctx, found.values())
    return html.Div([html.P(ctx.t("indicator_method.copied.found")), html.Ul(items), *([way] if way else [])])


def _forecast(ctx: Context) -> Component:
    heads = [ctx.t(f"indicator_method.column.{name}") for name in ("kind", "least", "steps")]
    rows = [[ctx.t(f"indicator_method.kind.{kind}"), ctx.number(rhythm.least, 0), ctx.number(rhythm.steps, 0)]
            for kind, rhythm in RHYTHMS.items()]  # fmt: skip
    methods = html.Ul([html.Li(ctx.t(f"forecast.method.{name}")) for name in METHODS])
    return html.Div([
        _prose(ctx, "forecast", ("facts", "test", "choice", "interval", "bounds", "refusal", "kept")),
        html.H3(ctx.t("indicator_method.methods")), html.Div(methods, className="prose"),
        table(ctx.t("indicator_method.rhythms"), heads, rows, numeric=(1, 2)),
    ])  # fmt: skip


def layout(ctx: Context) -> Component:
    """The method of verdicts and of forecasts, what they say of the store today, and both worked through."""
    today = city_today(ctx)
    with ctx.store.read() as conn:
        found = indicator_status.verdicts(conn, ctx.store, ctx.user, today)
        entries = {entry.code: entry for entry in indicators.catalogue(conn, ctx.store, ctx.user)}
        example = worked(ctx, conn, entries, today)
        foretold = worked_forecast(ctx, conn, entries, today)
    title = ctx.t("page.indicator_method.title")
    trail = [(ctx.t("page.home.title"), "/"), (ctx.t("page.indicators.title"), "/indicators")]
    counted = indicator_status.counts(found)
    parts = [
        ("states", _states(ctx, counted)), ("taken", _prose(ctx, "taken", ("fact", "plan", "direction", "mixed"))),
        ("steps", html.Div([_prose(ctx, "steps", ("gap", "equal", "trend", "next", "last")), ladder(ctx)])),
        ("silent", no_verdicts(ctx)), ("example", example),
        ("copied", html.Div([html.P(ctx.t("indicator_method.copied.rule")), _copied(ctx, entries, found)],
                            className="prose")),
        ("forecast", _forecast(ctx)), ("foretold", foretold),
        ("limits", _prose(ctx, "limits", ("tolerance", "cause", "age", "thin", "bands"))),
    ]  # fmt: skip
    return html.Div([
        breadcrumbs(ctx, trail, title), page_head(title, ctx.t("indicator_method.question")),
        *(section(ctx.t(f"indicator_method.{key}.title"), body, key) for key, body in parts),
    ], className="indicator-method")  # fmt: skip


PAGES = (PageRecord("indicator_method", "/indicators/method", layout),)
