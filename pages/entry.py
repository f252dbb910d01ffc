"""Values that officials enter, and their check by a second pair of eyes."""

import secrets

import flask
from dash import html
from dash.development.base_component import Component
from sqlalchemy import Connection

from api import session
from components.basics import Child, breadcrumbs, icon, link, page_head
from components.context import Context
from components.entry import check_list, desk, mine
from components.entry.check_list import Case
from components.entry.common import body_name, outcome, outcome_place
from config.entry import Desk
from config.policy import Sensitivity, Thing
from data.entry import proposals, review, sheet
from data.entry.desks import Line, desk_of, find_line, own_desks, reviewed_desks
from data.queries import indicators
from data.queries.indicators import Entry
from pages import PageRecord

# Who may enter or review is told by the desks; the page itself is for those who may see what is restricted.
THING = Thing("entry", Sensitivity.RESTRICTED)


def _token() -> str:
    return session.csrf_token() if flask.has_request_context() else ""


def _entries(ctx: Context) -> dict[str, Entry]:
    with ctx.store.read() as conn:
        return {entry.code: entry for entry in indicators.catalogue(conn, ctx.store, ctx.user)}


def _trail(ctx: Context, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(ctx.t("page.home.title"), "/"), (ctx.t("page.indicators.title"), "/indicators"), *more]


def _chosen(ctx: Context, own: list[Desk]) -> Desk | None:
    asked = ctx.query.get("body", "")
    return next((one for one in own if one.body == asked), own[0] if own else None)


def layout(ctx: Context) -> Component:
    """The desk of a body: a form, a table, what is one's own, and the series the body answers for."""
    own = own_desks(ctx.store.city, ctx.user)
    chosen = _chosen(ctx, own)
    title = ctx.t("page.entry.title")
    head = page_head(title, ctx.t("entry.question"), _to_review(ctx))
    parts: list[Child] = [breadcrumbs(ctx, _trail(ctx), title), head]
    if chosen is None:
        said: list[Child] = [icon("info-circle"), ctx.t("entry.no_body")]
        parts.append(html.P(said, className="notice notice-warn", role="status"))
        return html.Div([*parts, outcome(ctx)], className="entry")
    parts.append(desk.choice(ctx, own, chosen) or html.P(body_name(ctx, chosen.body), className="entry-body"))
    return html.Div([*parts, *_desk(ctx, chosen)], className="entry")


def _to_review(ctx: Context) -> Component | None:
    if not reviewed_desks(ctx.store.city, ctx.user):
        return None
    with ctx.store.read() as conn:
        _, total = review.waiting(conn, ctx.store, ctx.user, 1)
    words = ctx.t("entry.to_review", count=ctx.number(total))
    return link([icon("eye"), words], "/entry/review", "button button-quiet")


def _desk(ctx: Context, chosen: Desk) -> list[Child]:
    token, entries = _token(), _entries(ctx)
    with ctx.store.read() as conn:
        lines = sheet.own_lines(conn, ctx.store, ctx.user, chosen)
        news, found = proposals.untold(conn, ctx.user), proposals.mine(conn, ctx.user)
        batch = sheet.find_batch(conn, ctx.user, ctx.query.get("batch", ""))
        drafts = proposals.drafts_of(conn, ctx.user, batch.id) if batch else []
    line = next((one for one in lines if one.id == ctx.query.get("line", "")), None)
    place, said = outcome_place(ctx), outcome(ctx)
    if (place == "form" and line is None) or (place == "batch" and batch is None):
        place = "mine"
    told = {place: said}
    return [
        mine.told(ctx, news, token),
        desk.form(ctx, chosen, line, (token, secrets.token_hex(16)), told.get("form")) if line else None,
        desk.batch(ctx, batch, drafts, lines, token, told.get("batch")) if batch else None,
        mine.mine(ctx, entries, found, token, told.get("mine")),
        desk.files(ctx, chosen, lines, token, told.get("file")),
        desk.series(ctx, chosen, lines),
    ]  # fmt: skip


def review_layout(ctx: Context) -> Component:
    """What waits for a second pair of eyes, and what was decided."""
    title, entries, token = ctx.t("page.entry_review.title"), _entries(ctx), _token()
    with ctx.store.read() as conn:
        found, total = review.waiting(conn, ctx.store, ctx.user)
        done = review.decided(conn, ctx.store, ctx.user)
        events = review.events(conn, [one.id for one in (*found, *done)])
        cases = [Case(one, _line(ctx, conn, one), review.basis(conn, one), events[one.id]) for one in found]
    return html.Div(
        [
            breadcrumbs(ctx, _trail(ctx, (ctx.t("page.entry.title"), "/entry")), title),
            page_head(title, ctx.t("entry.review.question")),
            None if ctx.query.get("at") in {one.id for one in found} else outcome(ctx),
            check_list.waiting(ctx, entries, cases, total, token),
            check_list.decided(ctx, entries, done, events),
        ],
        className="entry",
    )  # fmt: skip


def _line(ctx: Context, conn: Connection, one: proposals.Proposal) -> Line | None:
    found = desk_of(ctx.store.city, one.body)
    return find_line(conn, ctx.store, ctx.user, found, one.line_id) if found else None


def _enters(ctx: Context) -> bool:
    return ctx.user.name is not None


def _reviews(ctx: Context) -> bool:
    return bool(reviewed_desks(ctx.store.city, ctx.user))


PAGES = (
    PageRecord("entry", "/entry", layout, thing=THING, menu=59, icon="pencil-square", exists=_enters, group="desk"),
    PageRecord(
        "entry_review", "/entry/review", review_layout, thing=THING, menu=59, icon="check2", exists=_reviews,
        group="desk",
    ),
)
