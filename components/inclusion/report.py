"""A resident's report of a barrier as a form without a script."""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.basics import attrs, icon, link
from components.context import Context
from components.map_words import code_words
from components.native import Native
from components.pictures import chooser, hidden, said
from config.access import rule
from config.limits import REPORT_CHARS, REPORT_PLACE_CHARS, REPORTS_OF_ONE, REPORTS_WINDOW_MINUTES
from data import pictures
from data.queries.inclusion import OBJECTS
from data.queries.objects import get_object

FAILURES = ("bad_kind", "bad_text", "bad_place", "private", "too_many", "failed")


def form(ctx: Context, token: str, typed: Mapping[str, str]) -> Component:
    """The form; `?object=` names the object it is about, `?reported=` what the last one came to.

    `typed` is what was typed into the form when it was refused.
    """
    typed = typed if ctx.query.get("reported", "ok") != "ok" else {}
    public_id = _object(ctx)
    about = [
        html.P([icon("building"), ctx.t("inclusion.report.about"), " ", link(public_id[1], f"/o/{public_id[0]}")]),
        hidden("object", public_id[0]),
    ] if public_id else [_place(ctx, typed)]  # fmt: skip
    kinds = [(kind, code_words(ctx, "kind", kind)) for kind in rule().barriers]
    kind = typed.get("kind", kinds[0][0])
    chosen = {"name": "kind", "className": "input", "defaultValue": kind if kind in dict(kinds) else kinds[0][0]}
    parts = [
        hidden("csrf_token", token), *about,
        _field(ctx, "kind", Native("select", chosen, kinds, "report-kind")),
        _field(ctx, "text", _text(typed), hint=ctx.t("inclusion.report.text_hint", most=REPORT_CHARS)),
        chooser(ctx, "report-picture"),
        html.Div([html.Label(ctx.t("inclusion.report.trap"), htmlFor="report-website"),
                  Native("input", {"name": "website", "type": "text", "tabIndex": -1, "autoComplete": "off"},
                         id="report-website")], className="access-trap", **attrs(aria_hidden="true")),
        html.Button([icon("send"), ctx.t("inclusion.report.send")], type="submit", className="button"),
        html.P(ctx.t("inclusion.report.what_next", most=REPORTS_OF_ONE, minutes=REPORTS_WINDOW_MINUTES),
               className="field-hint"),
    ]  # fmt: skip
    drawn = html.Form(parts, method="post", action="/inclusion/report", encType="multipart/form-data",
                      className="card access-form")  # fmt: skip
    outcome = _said(ctx)
    return html.Div([outcome, drawn] if outcome is not None else [drawn])


def _text(typed: Mapping[str, str]) -> Component:
    return Native("textarea", {
        "name": "text", "rows": 4, "className": "input", "maxLength": REPORT_CHARS, "required": True,
        "aria-describedby": "report-text-hint", "defaultValue": typed.get("text", ""),
    }, id="report-text")  # fmt: skip


def _place(ctx: Context, typed: Mapping[str, str]) -> Component:
    given = {"name": "place", "type": "text", "className": "input", "maxLength": REPORT_PLACE_CHARS, "required": True,
             "aria-describedby": "report-place-hint", "autoComplete": "off",
             "defaultValue": typed.get("place", "")}  # fmt: skip
    return _field(ctx, "place", Native("input", given, id="report-place"), hint=ctx.t("inclusion.there.hint"))


def _field(ctx: Context, name: str, control: Component, hint: str = "") -> Component:
    parts = [html.Label(ctx.t(f"inclusion.report.{name}"), htmlFor=f"report-{name}"), control]
    if hint:
        parts.append(html.Span(hint, className="field-hint", id=f"report-{name}-hint"))
    return html.Div(parts, className="field")


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
    return said(ctx, outcome) if outcome in pictures.FAULTS else None
