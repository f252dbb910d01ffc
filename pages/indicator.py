"""One indicator: how it changed, what is planned, how it is known, and what is doubtful."""

from dataclasses import dataclass
from datetime import date

import flask
from dash import dcc, html
from dash.development.base_component import Component

from analysis.course_of_indicator import Verdict
from analysis.indicator_status import course, today_of, verdict_of, verdicts
from components import badges, charts
from components import indicator_words as words
from components.basics import attrs, breadcrumbs, link, page_head, section
from components.cards import cards
from components.context import Context
from components.document import CHARTS, CONTROLS
from components.indicator_ahead import ahead, ahead_words, with_ahead
from components.indicator_card import doubts, passport, said, values_table
from components.indicator_controls import controls
from components.indicator_history import history
from components.indicator_notes import chart_notes, conflict_notes
from components.indicator_rows import change_words
from components.indicator_same import same_note
from components.indicator_status import status_badge, status_words
from components.indicator_subject import Subject, caption, chosen, source_line, subject, twin_table
from components.indicator_take import cited, take
from components.indicator_wish import Wish, read_wish
from components.periods import period_words
from data.queries import indicators
from data.queries.indicator_history import known_since
from data.queries.indicators import Entry, UnknownIndicatorError
from pages import NotFoundError, PageRecord

CODE, CHART, CAPTION = "indicator-code", "indicator-chart", "indicator-caption"
CHART_BOX, TWIN, AHEAD, BREAKS = "indicator-chart-box", "indicator-twin", "indicator-ahead", "indicator-breaks"


@dataclass(frozen=True)
class Known:
    """Latest figures, verdict and first day of knowledge of an indicator."""

    entry: Entry
    verdict: Verdict
    since: date | None


def known(ctx: Context, found: Subject, wish: Wish) -> Known:
    """What the page says beside the chart of an indicator."""
    code = str(found.row["code"])
    own = (ctx.store.city.id, ctx.store.city.country)
    with ctx.store.read() as conn:
        entry = indicators.entry_of(conn, ctx.store, ctx.user, code, found.points if wish.day else None)
        if wish.day:
            verdict = verdict_of(course(found.points, own, code, found.row["good_direction"]), wish.day)
        else:
            verdict = verdicts(conn, ctx.store, ctx.user)[code]
        return Known(entry, verdict, ctx.local_day(known_since(conn, ctx.user, code)))


def _figures(ctx: Context, found: Subject, beside: Known) -> Component | None:
    entry, good = beside.entry, beside.verdict.values.get("direction") or beside.entry.good_direction
    shown = [("last", entry.last), ("plan", entry.plan)]
    items = []
    for key, point in shown:
        if point is None:
            continue
        place = words.territory(ctx.lang, ctx.store.city, point.territory)
        of = words.breakdown(ctx.lang, point.breakdown, point.breakdown_ru)
        lines = [", ".join(part for part in (period_words(ctx, point), place, of) if part)]
        if key == "last" and entry.previous is not None:
            since = ctx.t("indicators.change.since", period=period_words(ctx, entry.previous))
            lines.append(f"{change_words(ctx, entry.change)} {since}{_better(ctx, entry, good)}")
        title = (
            ctx.t(f"indicators.kind.{point.kind}")
            if key == "last" and point.kind != "fact"
            else ctx.t(f"indicators.{key}")
        )
        lines.append(source_line(ctx, point.source, point.origin, point.data_date))
        items.append(html.Article([
            html.H2(title, className="figure-title"),
            html.P([html.Span(words.figure(ctx.lang, point), className="figure-number"), "\u00a0",
                    html.Span(found.unit, className="figure-unit")], className="figure-value"),
            *(html.P(line, className="figure-note") for line in lines),
            html.Div(badges.doubt_badge(ctx), className="marks") if point.doubt else None,
        ], className="card figure"))  # fmt: skip
    return cards(items, "cards cards-small") if items else None


def _better(ctx: Context, entry: Entry, good: object) -> str:
    """Whether a change is for the better, by the direction `good` that the verdict leans on."""
    if good not in ("up", "down") or not entry.change:
        return ""
    better = (entry.change > 0) == (good == "up")
    return f", {ctx.t('indicators.change.good' if better else 'indicators.change.bad')}"


def _status(ctx: Context, verdict: Verdict) -> Component:
    """The verdict with its sentence, and the way to the method."""
    sentence = html.P([status_words(ctx, verdict), " ", link(ctx.t("indicator.status.method"), "/indicators/method")])
    return html.Div([html.H2(ctx.t("indicator.status.title"), className="figure-title"),
                     html.Div(status_badge(ctx, verdict), className="marks"), sentence],
                    className="card indicator-status")  # fmt: skip


def _head(ctx: Context, found: Subject, beside: Known, wish: Wish) -> list[Component]:
    source = ctx.store.city.source(beside.entry.from_source)
    marks = badges.source_badges(ctx, source, beside.entry.from_date, beside.entry.from_origin) if source else []
    if beside.entry.doubtful:
        marks.append(badges.doubt_badge(ctx))
    topic = words.topic(ctx.lang, ctx.store.city, found.row["topic"])
    about = [found.unit or ctx.t("indicators.chart.unit_missing"), topic,
             words.category(ctx.lang, found.row["category"])]  # fmt: skip
    only_ru = ctx.t("indicators.name_only_ru") if found.name.lang != ctx.lang else None
    return [
        page_head(said(ctx, found.name), " · ".join(part for part in about if part)),
        html.Div(marks, className="marks"),
        html.P(only_ru, className="section-note name-note") if only_ru else html.Span(hidden=True),
        *([_past(ctx, found, beside.since, wish.day)] if wish.day else []),
    ]


def _past(ctx: Context, found: Subject, since: date | None, day: date) -> Component:
    """The page is about a day of the past: says so, and since when there is anything at all."""
    first = ctx.t("indicator.day.since", date=ctx.date(since)) if since and not found.values else ""
    return html.P(
        [html.Strong(ctx.t("indicator.day.banner", date=ctx.date(day))), " ", first, " ",
         link(ctx.t("indicator.day.now"), f"/indicators/{found.row['code']}")],
        className="past-note", role="status",
    )  # fmt: skip


def _site() -> str:
    """Address of the program with a slash at its end; only a slash outside of a request."""
    return flask.request.host_url if flask.has_request_context() else "/"


def _chart(ctx: Context, found: Subject, wish: Wish) -> Component:
    choice, drawn = chosen(ctx, found, wish)
    place = (choice.territory, choice.breakdown)
    given = ahead(ctx, found, wish, drawn, place)
    drawn = with_ahead(ctx, found, drawn, given, place)
    body = charts.chart(
        ctx, CHART, drawn.figure, words=ctx.t("indicators.chart.alt", name=found.name.words),
        caption=html.Span(caption(ctx, found, choice, drawn), id=CAPTION), name=found.row["code"],
    )  # fmt: skip
    as_table = wish.look == "table"
    return html.Div(
        [
            controls(ctx, found.points, choice, wish, found.second, today_of(ctx.store)),
            html.Div(twin_table(ctx, found, drawn) if as_table else None, id=TWIN, className="twin",
                     hidden=not as_table),
            html.Div(body, id=CHART_BOX, className="chart-box as-table" if as_table else "chart-box"),
            html.Div(ahead_words(ctx, found, given, wish), id=AHEAD),
            html.Div(chart_notes(ctx, found, drawn, wish), id=BREAKS),
        ]
    )  # fmt: skip


def layout(ctx: Context, code: str) -> Component:
    """The page of an indicator; the state of its chart and the day of knowledge are read from the query."""
    wish = read_wish(ctx.query)
    try:
        found = subject(ctx, code, wish)
    except UnknownIndicatorError:
        raise NotFoundError(code) from None
    beside, today = known(ctx, found, wish), today_of(ctx.store)
    trail = [(ctx.t("page.home.title"), "/"), (ctx.t("page.indicators.title"), "/indicators")]
    values = values_table(ctx, found.name.words, found.values, found.unit)
    unchanged = html.P(_unchanged(ctx, beside, wish), className="muted")
    parts = [
        breadcrumbs(ctx, trail, found.name.words),
        *_head(ctx, found, beside, wish),
        html.Div([_figures(ctx, found, beside), _status(ctx, beside.verdict)], className="indicator-top"),
        None if wish.day else same_note(ctx, code),
        doubts(ctx, found.row, found.values),
        conflict_notes(ctx, found.values),
        section(ctx.t("indicators.chart.title"), _chart(ctx, found, wish), "chart"),
        section(ctx.t("indicators.table.title"), values, "values", note=ctx.t("indicators.table.note")),
        section(ctx.t("indicator.take.title"), take(ctx, cited(found.row, found.points), wish, _site(), today), "take"),
        section(ctx.t("indicators.passport.title"), passport(ctx, found.row, found.values), "passport"),
        history(ctx, code, wish.day) or section(ctx.t("entry.history.title"), unchanged, "history"),
        dcc.Store(id=CODE, data=code),
    ]
    return html.Div([part for part in parts if part is not None], className="indicator",
                    **attrs(data_origin=found.row["origin"], data_loud=_loud(ctx, found)))  # fmt: skip


def _unchanged(ctx: Context, beside: Known, wish: Wish) -> str:
    """No value was corrected: since the first load, or until the day that the page is about."""
    if wish.day:
        return ctx.t("indicator.history.none_then", date=ctx.date(wish.day))
    return ctx.t("indicator.history.none", date=ctx.date(beside.since))


def _loud(ctx: Context, found: Subject) -> str | None:
    """What a picture of the chart says in bold when its values are made up or modelled."""
    origin = found.row["origin"]
    return ctx.t(f"value.origin.{origin}") if origin in ("synthetic", "model") else None


def exists(ctx: Context, code: str) -> bool:
    """Whether the reader may see an indicator of that code."""
    try:
        with ctx.store.read() as conn:
            indicators.passport(conn, ctx.user, code)
    except UnknownIndicatorError:
        return False
    return True


def title(ctx: Context, code: str) -> str:
    """Name of the indicator for the tab of the browser."""
    with ctx.store.read() as conn:
        row = indicators.passport(conn, ctx.user, code)
    return words.name(ctx.lang, row["name_kk"], row["name_ru"], row["name_en"]).words


PAGES = (PageRecord("indicator", "/indicators/<code>", layout, exists=exists, title=title, soon=(CHARTS, CONTROLS)),)
