"""What residents sent and nobody has decided yet: marks, reports of barriers, answers due, barriers past their day."""

from collections.abc import Sequence

import flask
from dash import html
from dash.development.base_component import Component

from api import session
from components import moderation as parts
from components.badges import city_today
from components.basics import attrs, breadcrumbs, link, page_head, section
from components.context import Context
from config.limits import MARKS_OF_PAGE
from data import barrier_reports, marks
from data.moderation import answers_somewhere, latest, may_decide
from data.queries.inclusion import REMOVED, Standing, barriers
from data.queries.items import Ask, UnknownLayerError
from pages import PageRecord


def _due(ctx: Context) -> Sequence[Standing]:
    """Barriers whose planned removal has passed, the longest overdue first; none where the reader has no such layer."""
    today = city_today(ctx)
    with ctx.store.read() as conn:
        try:
            found = barriers(conn, ctx.store, ctx.user, Ask())
        except UnknownLayerError:
            return ()
    late = [one for one in found if one.state != REMOVED and one.plan is not None and one.plan < today]
    return sorted(late, key=lambda one: (one.plan, one.id))


def layout(ctx: Context) -> Component:
    """The queue: what the reader may decide, and what the reader may answer."""
    token = session.csrf_token() if flask.has_request_context() else ""
    title = ctx.t("page.moderation.title")
    shown: list[tuple[str, int, Component]] = []
    if may_decide(ctx.user):
        sent, reports, due = marks.waiting(ctx.store, ctx.user), barrier_reports.waiting(ctx.store, ctx.user), _due(ctx)
        shown += [
            ("marks", len(sent), parts.marks_waiting(ctx, sent, token)),
            ("reports", len(reports), parts.reports_waiting(ctx, reports, token)),
            ("barriers", len(due), parts.barriers_due(ctx, due[:MARKS_OF_PAGE], city_today(ctx), token)),
        ]
    if answers_somewhere(ctx.user):
        shown.append(_answers(ctx, token))
    body = [section(ctx.t(f"moderation.{key}.title"), drawn, key, note=ctx.t(f"moderation.{key}.note"))
            for key, _, drawn in shown]  # fmt: skip
    if may_decide(ctx.user):
        body.append(section(ctx.t("moderation.log.title"), parts.log(ctx, latest(ctx.store, ctx.user)), "log",
                            note=ctx.t("moderation.log.note")))  # fmt: skip
    return html.Div([
        breadcrumbs(ctx, [(ctx.t("page.home.title"), "/")], title), page_head(title, ctx.t("moderation.question")),
        parts.said(ctx), _summary(ctx, shown), *body,
    ], className="moderation")  # fmt: skip


def _answers(ctx: Context, token: str) -> tuple[str, int, Component]:
    owed, body = marks.owed(ctx.store, ctx.user), ctx.query.get("body", "")
    wanted = marks.unanswered(ctx.store, ctx.user, body if body in owed else "")
    drawn = [parts.by_body(ctx, owed), parts.answers_due(ctx, wanted[:MARKS_OF_PAGE], token)]
    return "answers", sum(owed.values()), html.Div([part for part in drawn if part is not None])


def _summary(ctx: Context, shown: Sequence[tuple[str, int, Component]]) -> Component:
    items = [html.Li(link([html.Strong(ctx.number(count, 0)), " ", ctx.t(f"moderation.{key}.title")], f"#{key}"))
             for key, count, _ in shown]  # fmt: skip
    return html.Nav(html.Ul(items, className="say-summary"), **attrs(aria_label=ctx.t("moderation.parts")))


def _allowed(ctx: Context) -> bool:
    return may_decide(ctx.user) or answers_somewhere(ctx.user)


PAGES = (PageRecord("moderation", "/moderation", layout, menu=59, icon="megaphone", exists=_allowed, group="desk"),)
