"""A resident's report of a barrier as a form without a script, and the list of reports that wait for a check."""

from dash import html
from dash.development.base_component import Component

from components.basics import attrs, icon, link
from components.context import Context
from components.inclusion.facts import object_link
from components.map_words import code_words
from components.native import Native
from config.access import rule
from config.limits import REPORT_CHARS, REPORT_PLACE_CHARS, REPORTS_OF_ONE, REPORTS_WINDOW_MINUTES
from data.barrier_reports import Report
from data.queries.inclusion import OBJECTS
from data.queries.objects import get_object

FAILURES = ("bad_kind", "bad_text", "bad_place", "too_many", "failed")
OUTCOMES = ("accept", "refuse", "gone")
DIGITS = 5


def form(ctx: Context, token: str) -> Component:
    """The form; `?object=` names the object it is about, `?reported=` what the last one came to."""
    public_id = _object(ctx)
    about = [
        html.P([icon("building"), ctx.t("inclusion.report.about"), " ", link(public_id[1], f"/o/{public_id[0]}")]),
        _hidden("object", public_id[0]),
    ] if public_id else [_place(ctx)]  # fmt: skip
    kinds = [(kind, code_words(ctx, "kind", kind)) for kind in rule().barriers]
    parts = [
        _hidden("csrf_token", token), *about,
        _field(ctx, "kind", Native("select", {"name": "kind", "className": "input"}, kinds, "report-kind")),
        _field(ctx, "text", _text(), hint=ctx.t("inclusion.report.text_hint", most=REPORT_CHARS)),
        html.Div([html.Label(ctx.t("inclusion.report.trap"), htmlFor="report-website"),
                  Native("input", {"name": "website", "type": "text", "tabIndex": -1, "autoComplete": "off"},
                         id="report-website")], className="access-trap", **attrs(aria_hidden="true")),
        html.Button([icon("send"), ctx.t("inclusion.report.send")], type="submit", className="button"),
        html.P(ctx.t("inclusion.report.what_next", most=REPORTS_OF_ONE, minutes=REPORTS_WINDOW_MINUTES),
               className="field-hint"),
    ]  # fmt: skip
    drawn = html.Form(parts, method="post", action="/inclusion/report", className="card access-form")
    said = _said(ctx)
    return html.Div([said, drawn] if said is not None else [drawn])


def _text() -> Component:
    return Native("textarea", {
        "name": "text", "rows": 4, "className": "input", "maxLength": REPORT_CHARS, "required": True,
        "aria-describedby": "report-text-hint",
    }, id="report-text")  # fmt: skip


def _place(ctx: Context) -> Component:
    given = {"name": "place", "type": "text", "className": "input", "maxLength": REPORT_PLACE_CHARS, "required": True,
             "aria-describedby": "report-place-hint", "autoComplete": "off"}  # fmt: skip
    return _field(ctx, "place", Native("input", given, id="report-place"), hint=ctx.t("inclusion.there.hint"))


def _field(ctx: Context, name: str, control: Component, hint: str = "") -> Component:
    parts = [html.Label(ctx.t(f"inclusion.report.{name}"), htmlFor=f"report-{name}"), control]
    if hint:
        parts.append(html.Span(hint, className="field-hint", id=f"report-{name}-hint"))
    return html.Div(parts, className="field")


def _hidden(name: str, value: str) -> Component:
    return Native("input", {"type": "hidden", "name": name, "defaultValue": value})


def _object(ctx: Context) -> tuple[str, str] | None:
    """Permanent id and title of the object the form is about."""
    given = ctx.query.get("object", "")
    if not given.startswith(f"{OBJECTS}."):
        return None
    with ctx.store.read() as conn:
        found = get_object(conn, ctx.store, given, ctx.user)
    if found is None:
        return None
    name = found.row.get(f"name_{ctx.lang}") or found.row.get("name_ru") or found.public_id
    return found.public_id, str(name)


def _said(ctx: Context) -> Component | None:
    outcome = ctx.query.get("reported", "")
    if outcome == "ok":
        return html.P([icon("check-circle"), ctx.t("inclusion.report.thanks")], className="notice", role="status")
    if outcome in FAILURES:
        words = ctx.t(f"inclusion.report.{outcome}", most=REPORTS_OF_ONE, minutes=REPORTS_WINDOW_MINUTES)
        return html.P([icon("exclamation-triangle"), words], className="notice notice-bad", role="alert")
    return None


def check(ctx: Context, waiting: list[Report], token: str) -> Component:
    """Reports that wait, each with a button to accept and one to refuse."""
    outcome = ctx.query.get("checked", "")
    parts: list[Component] = []
    if outcome in (*OUTCOMES, "failed"):
        words = ctx.t(f"inclusion.check.{outcome}")
        parts.append(html.P([icon("info-circle"), words], className="notice", role="status"))
    if not waiting:
        return html.Div([*parts, html.P(ctx.t("inclusion.check.none"))])
    return html.Div([*parts, html.Ol([html.Li(_one(ctx, one, token)) for one in waiting], className="access-results")])


def _one(ctx: Context, one: Report, token: str) -> Component:
    spot = f"{one.lat:.{DIGITS}f}, {one.lon:.{DIGITS}f}"
    where = object_link(ctx, one.object_ref, one.object_ref) if one.object_ref else f"{one.place} ({spot})"
    buttons = [
        html.Button(ctx.t(f"inclusion.check.do_{verdict}"), type="submit", name="verdict", value=verdict,
                    className="button" if verdict == "accept" else "button button-quiet")
        for verdict in ("accept", "refuse")
    ]  # fmt: skip
    deciding = html.Form([_hidden("csrf_token", token), _hidden("id", one.id), html.Div(buttons, className="actions")],
                         method="post", action="/inclusion/check")  # fmt: skip
    return html.Article(
        [
            html.H3(code_words(ctx, "kind", one.kind), className="access-result-title"), html.P(one.text),
            html.P(where), html.P(ctx.t("inclusion.check.sent", date=ctx.date(one.sent_at.date())), className="muted"),
            deciding,
        ],
        className="card access-result",
    )  # fmt: skip
