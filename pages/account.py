"""Sign-in, and the reader's own account."""

from typing import Any

import flask
from dash import dcc, html
from dash.development.base_component import Component

from api import session
from components.basics import attrs, breadcrumbs, icon, page_head, section
from components.context import Context
from config.limits import PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS
from config.policy import Action, Sensitivity, Thing
from pages import PageRecord

FAILURES = frozenset({"wrong", "wait", "differ", "password_length"})


def _token(number: int = 1) -> Component:
    """Protective mark of a form, bound to the reader's session."""
    token = session.csrf_token() if flask.has_request_context() else ""
    return dcc.Input(type="hidden", name=session.CSRF_FIELD, value=token, id=f"form-token-{number}")


def _field(ctx: Context, name: str, hint: str = "", **given: Any) -> Component:
    field_id = f"field-{name}"
    parts: list[Component] = [
        html.Label(ctx.t(f"account.field.{name}"), htmlFor=field_id),
        dcc.Input(id=field_id, name=name, required=True, className="input", **given),
    ]
    if hint:
        parts.append(html.Span(hint, className="field-hint"))
    return html.Div(parts, className="field")


def _said(ctx: Context) -> Component | None:
    """What the last form came to, by the key in the address."""
    failed = ctx.query.get("failed", "")
    if failed in FAILURES:
        minutes = "".join(sign for sign in ctx.query.get("minutes", "")[:4] if sign.isdigit()) or "15"
        values = {"minutes": minutes, "least": PASSWORD_MIN_CHARS, "most": PASSWORD_MAX_CHARS}
        words = ctx.t(f"account.{failed}", **values)
        return html.Div([icon("exclamation-triangle"), words], className="notice notice-bad", role="alert")
    if ctx.query.get("done") == "password":
        return html.Div([icon("check-circle"), ctx.t("account.password_done")], className="notice", role="status")
    return None


def sign_in(ctx: Context) -> Component:
    """The form of sign-in; someone signed in already is told so."""
    if ctx.user.name is not None:
        return account(ctx)
    form = html.Form(
        [
            _token(),
            dcc.Input(type="hidden", name="next", value=ctx.query.get("next", "/")[:500], id="form-next"),
            _field(ctx, "name", type="text", autoComplete="username", spellCheck="false"),
            _field(ctx, "password", type="password", autoComplete="current-password"),
            html.Button(ctx.t("shell.sign_in"), type="submit", className="button"),
        ],
        method="post", action="/account/signin", className="card card-form",
    )  # fmt: skip
    return html.Div(
        [page_head(ctx.t("page.signin.title"), ctx.t("account.why")), _said(ctx), form,
         html.P(ctx.t("account.who_gives"), className="muted")],
        className="page-narrow",
    )  # fmt: skip


def _rights(ctx: Context) -> Component:
    items = [
        html.Li([icon("check2"), ctx.t(f"account.sees.{level.value}")])
        for level in Sensitivity
        if ctx.may(Action.VIEW, Thing("layer", level))
    ]
    return html.Ul(items, className="plain-list")


def _facts(ctx: Context) -> Component:
    district = next((d for d in ctx.store.city.districts if d.id == ctx.user.district), None)
    rows = [("name", ctx.user.name or ""), ("role", ctx.t(f"role.{ctx.user.role.value}"))]
    if district is not None:
        rows.append(("district", ctx.words(district.names)))
    parts = [item for key, said in rows for item in (html.Dt(ctx.t(f"account.field.{key}")), html.Dd(said))]
    return html.Dl(parts, className="facts")


def account(ctx: Context) -> Component:
    """Who the reader is, what that opens, another password, sign-out; a visitor gets the form of sign-in."""
    if ctx.user.name is None:
        return sign_in(ctx)
    out = html.Form(
        [_token(), html.Button([icon("box-arrow-right"), ctx.t("account.sign_out")], type="submit",
                               className="button button-quiet")],
        method="post", action="/account/signout",
    )  # fmt: skip
    hint = ctx.t("account.password_hint", least=PASSWORD_MIN_CHARS)
    change = html.Form(
        [
            _token(2),
            _field(ctx, "present", type="password", autoComplete="current-password"),
            _field(ctx, "fresh", hint, type="password", autoComplete="new-password"),
            _field(ctx, "again", type="password", autoComplete="new-password"),
            html.Button(ctx.t("account.change_password"), type="submit", className="button"),
        ],
        method="post", action="/account/password", className="card card-form",
    )  # fmt: skip
    return html.Div(
        [
            breadcrumbs(ctx, [(ctx.t("page.home.title"), "/")], ctx.t("page.account.title")),
            page_head(ctx.t("page.account.title"), None, out),
            _said(ctx),
            section(ctx.t("account.me"), _facts(ctx), "me"),
            section(ctx.t("account.rights"), _rights(ctx), "rights"),
            section(ctx.t("account.password"), change, "password", note=ctx.t("account.password_note")),
        ],
        className="page-narrow", **attrs(data_account="1"),
    )  # fmt: skip


PAGES = (
    PageRecord("account", "/account", account),
    PageRecord("signin", "/account/signin", sign_in),
)
