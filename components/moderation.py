"""The queue of what residents sent: marks, reports of barriers, answers that are due, barriers past their day."""

from collections.abc import Mapping, Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from components import feedback
from components.badges import city_today
from components.basics import Child, attrs, day, icon, link, table
from components.context import Context
from components.feedback import field
from components.map_words import body_words, code_words, district_words, row_title
from components.native import Native
from components.pictures import figure, hidden
from config.limits import ANSWER_CHARS
from data import gallery, moderation, pictures
from data.access_update import NOTE_CHARS
from data.barrier_reports import Report
from data.marks import Mark
from data.moderation import Act
from data.pictures import Picture
from data.queries.inclusion import Standing
from data.queries.objects import get_object

GOOD = ("accept", "refuse", "bare", "answered", "removed", "gone", "picked", "unpicked")
BAD = ("failed", "bad_answer", "private", "bad_body", "bad_day", "bad_note")
DIGITS = 5


def object_words(ctx: Context, object_ref: str) -> Child:
    """Name of an object with the way to it, or its id when the reader has none such."""
    with ctx.store.read() as conn:
        found = get_object(conn, ctx.store, object_ref, ctx.user) if object_ref else None
    return link(row_title(ctx, found.row), f"/o/{found.public_id}") if found else object_ref


def said(ctx: Context) -> Component | None:
    """What the last form of the page came to."""
    outcome = ctx.query.get("done", "")
    if outcome in (*GOOD, *BAD):
        values = {**feedback.limits(), "answer": ANSWER_CHARS, "note": NOTE_CHARS}
        symbol = "check-circle" if outcome in GOOD else "exclamation-triangle"
        return html.P([icon(symbol), ctx.t(f"moderation.done.{outcome}", **values)],
                      className="notice" if outcome in GOOD else "notice notice-bad", role="status")  # fmt: skip
    return None


def _verdict(ctx: Context, kind: str, number: str, token: str, *, picture: bool = False) -> Component:
    verdicts = {"accept": "check-lg", **({"bare": "chat-left-text"} if picture else {}), "refuse": "x-lg"}
    buttons = [
        html.Button([icon(symbol), ctx.t(f"moderation.do.{kind}_{verdict}")], type="submit", name="verdict",
                    value=verdict, className="button" if verdict == "accept" else "button button-quiet")
        for verdict, symbol in verdicts.items()
    ]  # fmt: skip
    return html.Form([hidden("csrf_token", token), hidden("id", number), html.Div(buttons, className="actions")],
                     method="post", action=f"/moderation/{kind}")  # fmt: skip


def _list(cards: Sequence[Component], none: str) -> Component:
    if not cards:
        return html.P(none, className="muted")
    return html.Ol([html.Li(card) for card in cards], className="say-list")


def _with(card: Component, form: Component) -> Component:
    card.children = [*card.children, form]
    return card


def _mark(ctx: Context, mark: Mark, picture: Picture | None = None) -> Component:
    return feedback.one(ctx, mark, object_words(ctx, mark.object_ref), 3, picture)


def marks_waiting(ctx: Context, found: Sequence[Mark], token: str) -> Component:
    """Marks that wait, each with a button to show and one to refuse it; with a picture also one to leave that out."""
    sent = feedback.pictures_of(ctx, found, pictures.WAITING)
    cards = [_with(_mark(ctx, mark, sent.get(mark.id)), _verdict(ctx, "mark", mark.id, token, picture=mark.id in sent))
             for mark in found]  # fmt: skip
    return _list(cards, ctx.t("moderation.marks.none"))


def reports_waiting(ctx: Context, found: Sequence[Report], token: str) -> Component:
    """Reports of barriers that wait."""
    with ctx.store.read() as conn:
        sent = pictures.of_sent(conn, [pictures.of_report(one.id) for one in found], pictures.WAITING)
    cards = [_report(ctx, one, token, sent.get(pictures.of_report(one.id))) for one in found]
    return _list(cards, ctx.t("moderation.reports.none"))


def _report(ctx: Context, one: Report, token: str, picture: Picture | None) -> Component:
    spot = f"{one.lat:.{DIGITS}f}, {one.lon:.{DIGITS}f}"
    where = object_words(ctx, one.object_ref) if one.object_ref else f"{one.place} ({spot})"
    sent = html.P(day(ctx, ctx.local_day(one.sent_at)), className="say-line")
    kind = code_words(ctx, "kind", one.kind)
    parts = [html.H3([icon("exclamation-triangle"), kind], className="say-title"),
             html.P(where), html.Blockquote(one.text, className="say-words", **attrs(dir="auto")),
             *([figure(ctx, picture, kind, caption=False)] if picture else []), sent,
             _verdict(ctx, "report", one.id, token, picture=picture is not None)]  # fmt: skip
    return html.Article(parts, className="card say-card")


def answers_due(ctx: Context, found: Sequence[Mark], token: str) -> Component:
    """Marks that are shown and wait for the answer of a body, each with its form."""
    shown = feedback.pictures_of(ctx, found)
    cards = [_with(_mark(ctx, mark, shown.get(mark.id)), _answer(ctx, mark, token)) for mark in found]
    return _list(cards, ctx.t("moderation.answers.none"))


def _answer(ctx: Context, mark: Mark, token: str) -> Component:
    bodies = [(body.id, ctx.words(body.names)) for body in ctx.store.city.bodies]
    chosen = {"name": "body", "className": "input", "defaultValue": mark.body}
    written = {"name": "words", "rows": 3, "className": "input", "maxLength": ANSWER_CHARS, "required": True}
    return html.Details(
        [
            html.Summary(ctx.t("moderation.answers.open")),
            html.Form(
                [
                    hidden("csrf_token", token), hidden("id", mark.id),
                    field(ctx.t("field.body"), f"answer-body-{mark.id}",
                          Native("select", chosen, bodies, f"answer-body-{mark.id}")),
                    field(ctx.t("moderation.answers.words"), f"answer-{mark.id}",
                          Native("textarea", written, id=f"answer-{mark.id}")),
                    html.Button([icon("send"), ctx.t("moderation.answers.send")], type="submit", className="button"),
                ],
                method="post", action="/moderation/answer", className="say-form",
            ),
        ]
    )  # fmt: skip


def removal(ctx: Context, public_id: str, token: str) -> Component:
    """The form that says since when a barrier is gone."""
    key = public_id.replace(".", "-")
    today = city_today(ctx).isoformat()
    when = {"type": "date", "name": "day", "defaultValue": today, "max": today, "required": True, "className": "input"}
    noted = {"type": "text", "name": "note", "maxLength": NOTE_CHARS, "className": "input", "autoComplete": "off"}
    return html.Form(
        [
            hidden("csrf_token", token), hidden("object", public_id),
            field(ctx.t("moderation.barriers.day"), f"day-{key}", Native("input", when, id=f"day-{key}")),
            field(ctx.t("moderation.barriers.note_field"), f"note-{key}", Native("input", noted, id=f"note-{key}")),
            html.Button([icon("check-lg"), ctx.t("moderation.barriers.gone")], type="submit", className="button"),
        ],
        method="post", action="/moderation/barrier", className="say-form",
    )  # fmt: skip


def barriers_due(ctx: Context, found: Sequence[Standing], today: date, token: str) -> Component:
    """Barriers whose removal is past its planned day, the longest first, each with the form that says it is gone."""
    cards = []
    for one in found:
        late = (today - one.plan).days if one.plan else 0
        line = [district_words(ctx, one.district), " · ", ctx.t("moderation.barriers.late", days=ctx.number(late, 0))]
        form = html.Details([html.Summary(ctx.t("moderation.barriers.open")),
                             removal(ctx, one.id, token)])  # fmt: skip
        cards.append(html.Article([
            html.H3([icon("exclamation-triangle"), code_words(ctx, "kind", one.kind)], className="say-title"),
            html.P(object_words(ctx, one.ref or one.id)),
            html.P(line, className="say-line"), form,
        ], className="card say-card"))  # fmt: skip
    return _list(cards, ctx.t("moderation.barriers.none"))


def log(ctx: Context, found: Sequence[Act]) -> Component:
    """The latest decisions: when, who, what, about what."""
    if not found:
        return html.P(ctx.t("moderation.log.none"), className="muted")
    rows: list[list[Child]] = [
        [ctx.moment(one.at), one.by_user, ctx.t(f"moderation.act.{one.act}"),
         object_words(ctx, one.object_ref), day(ctx, one.day), one.note or "–"]
        for one in found
    ]  # fmt: skip
    heads = [ctx.t(f"moderation.column.{name}") for name in ("at", "who", "what", "about", "day", "note")]
    return table(ctx.t("moderation.log.title"), heads, rows)


def removal_of(ctx: Context, public_id: str, state: object, token: str) -> Component | None:
    """On the page of a barrier: the form for those who decide while it still stands."""
    if not public_id.startswith("barriers.") or state == "removed" or not moderation.may_decide(ctx.user):
        return None
    title = ctx.t("moderation.barriers.gone")
    return html.Section([html.H2(title), removal(ctx, public_id, token)], className="section card",
                        **attrs(aria_label=title))  # fmt: skip


def queue_link(ctx: Context, count: int, anchor: str) -> Component:
    """The way to the queue from a page of a module, for those who decide."""
    words = ctx.t("moderation.to_queue", count=ctx.number(count, 0))
    return html.P(link([icon("inbox"), words], f"/moderation#{anchor}", "button button-quiet"))


def by_body(ctx: Context, owed: Mapping[str, int]) -> Component | None:
    """How many answers each body owes, as links that narrow the queue to it."""
    if len(owed) <= 1:
        return None
    items = [html.Li(link(f"{body_words(ctx, body) if body else '–'}: {ctx.number(count, 0)}",
                          f"/moderation?body={body}#answers" if body else "/moderation#answers"))
             for body, count in sorted(owed.items(), key=lambda pair: -pair[1])]  # fmt: skip
    return html.Ul(items, className="say-bodies")


def story_of(ctx: Context, public_id: str, finished: object, token: str) -> Component | None:
    """On the page of a finished work of the participatory budget: for officials, its story in the gallery or not."""
    if not public_id.startswith(f"{gallery.LAYER}.") or not finished or not gallery.may_pick(ctx.user):
        return None
    with ctx.store.read() as conn:
        shown = public_id in gallery.picked(conn)
    verdict, key = ("refuse", "take_out") if shown else ("accept", "put_in")
    title = ctx.t("moderation.story.title")
    button = html.Button([icon("images"), ctx.t(f"moderation.story.{key}")], type="submit", name="verdict",
                         value=verdict, className="button")  # fmt: skip
    form = html.Form([hidden("csrf_token", token), hidden("object", public_id), button], method="post",
                     action="/feedback/story")  # fmt: skip
    parts = [html.H2(title), said(ctx), form]
    return html.Section([part for part in parts if part is not None], id="story", className="section card",
                        **attrs(aria_label=title))  # fmt: skip
