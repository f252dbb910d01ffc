"""A resident's report of a barrier as a form without a script."""

from dash import html
from dash.development.base_component import Component

from components.basics import attrs, icon, link
from components.context import Context
from components.map_words import code_words
from components.native import Native
from config.access import rule
from config.limits import REPORT_CHARS, REPORT_PLACE_CHARS, REPORTS_OF_ONE, REPORTS_WINDOW_MINUTES
from data.queries.inclusion import OBJECTS
from data.queries.objects import get_object

FAILURES = ("bad_kind", "bad_text", "bad_place", "private", "too_many", "failed")


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
