"""Digital inclusion: can a person get in there, what is in the way, how much is adapted against the plan."""

from dataclasses import replace

import flask
from dash import html
from dash.development.base_component import Component

from api import session, typed
from components.access_look import look_of, switches
from components.basics import attrs
from components.context import Context
from components.inclusion import barriers, needs, people, plan, report, rule, there
from components.inclusion.answers import answers, figures
from components.moderation import queue_link
from components.module.ask import Ask
from components.module.screen import Part, Screen
from config.access import rule as access_rule
from data import barrier_reports
from pages.module_page import module_page

SIMPLE = ("what", "how", "unknown", "say")
# Way and title with the question come first, then what is this page's own.
HEAD = 2


def _token() -> str:
    return session.csrf_token() if flask.has_request_context() else ""


def _report(ctx: Context, _ask: Ask) -> Component:
    return report.form(ctx, _token(), typed.kept(SCREEN.path))


def _check(ctx: Context, _ask: Ask) -> Component | None:
    """The way to the reports that wait: for those who decide about them, for nobody else."""
    if not barrier_reports.may_check(ctx.user):
        return None
    return queue_link(ctx, len(barrier_reports.waiting(ctx.store, ctx.user)), "reports")


SCREEN = Screen(
    module="inclusion", key="inclusion", path="/inclusion",
    layers=("access_objects", "social_objects", "barriers"), shown=("access_objects",), main="access_objects",
    choices=("kind", "state", *(f"access_{need}" for need in access_rule().needs), "check_kind", "body"), period=True,
    answers=answers, figures=figures,
    parts=(
        Part("there", there.draw, wide=True), Part("plan", plan.draw), Part("needs", needs.draw),
        Part("districts", needs.districts, wide=True), Part("barriers", barriers.draw, wide=True),
        Part("people", people.draw, wide=True), Part("social", people.social, wide=True),
        Part("report", _report), Part("check", _check), Part("rule", rule.draw, wide=True),
    ),
    extras=(*access_rule().needs, there.NEAR, there.RADIUS),
)  # fmt: skip
_PAGE = module_page(SCREEN, menu=58, icon="universal-access")


def simple(ctx: Context) -> Component:
    """What the page is about in plain language: short sentences, no figures."""
    title = ctx.t("inclusion.simple.title")
    lines = [html.Li(ctx.t(f"inclusion.simple.{name}")) for name in SIMPLE]
    return html.Section([html.H2(title), html.Ul(lines)], className="access-simple", **attrs(aria_label=title))


def layout(ctx: Context) -> Component:
    """The module page with its own switches of size and contrast, and a summary in plain language under the answers."""
    look, page = look_of(ctx), _PAGE.layout(ctx)
    body: list[Component] = page.children
    below = next(no for no, part in enumerate(body) if no >= HEAD and isinstance(part, html.Nav))
    page.children = [*body[:HEAD], switches(ctx, look), *body[HEAD:below], simple(ctx), *body[below:]]
    return html.Div(page, className=f"inclusion {look.classes}")


PAGES = (replace(_PAGE, layout=layout),)
