"""What residents say of a work: counts, comments with answers, and the form to say something, without a script."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components.badges import origin_badge
from components.basics import Child, attrs, day, heading, icon, link
from components.context import Context
from components.map_words import body_words
from components.native import Native
from components.pictures import chooser, figure, hidden
from components.pictures import said as said_of_picture
from config.limits import MARK_CHARS, REPORTS_OF_ONE, REPORTS_WINDOW_MINUTES
from data import marks, pictures
from data.marks import Mark, Of, Tally
from data.pictures import Picture
from data.queries.objects import CityObject

ICONS = {
    "goes_on": "cone-striped", "stopped": "pause-circle", "done_well": "hand-thumbs-up",
    "badly_done": "hand-thumbs-down", "disturbs": "exclamation-triangle", "other": "chat-left-text",
}  # fmt: skip
FAILURES = ("bad_said", "bad_mark", "bad_comment", "private", "twice", "too_many", "too_soon", "no_object")
MOST_STARS = marks.STARS[-1]


def limits() -> dict[str, int]:
    """Numbers that the words of the forms name."""
    return {"most": REPORTS_OF_ONE, "minutes": REPORTS_WINDOW_MINUTES, "chars": MARK_CHARS}


def field(words: str, name: str, control: Component, hint: str = "") -> Component:
    """A control of a form under its label; `name` is the id of the control."""
    parts = [html.Label(words, htmlFor=name), control]
    if hint:
        parts.append(html.Span(hint, className="field-hint", id=f"{name}-hint"))
    return html.Div(parts, className="field")


def notice(ctx: Context, key: str, *, good: bool) -> Component:
    """What the last form came to."""
    symbol = "check-circle" if good else "exclamation-triangle"
    return html.P([icon(symbol), ctx.t(key, **limits())], className="notice" if good else "notice notice-bad",
                  role="status" if good else "alert")  # fmt: skip


def stars_words(ctx: Context, value: float | None) -> str:
    """A number of stars of five."""
    return ctx.t("feedback.of_five", mark=ctx.number(value, 1 if isinstance(value, float) else 0))


def tally_words(ctx: Context, tally: Tally) -> str:
    """One sentence about marks: how many, their mean, how many were answered."""
    said = [ctx.n("feedback.count", tally.count)]
    if tally.stars:
        said.append(ctx.t("feedback.mean", mean=stars_words(ctx, tally.mean), stars=ctx.number(tally.stars, 0)))
    said.append(ctx.t("feedback.answered", count=ctx.number(tally.answered, 0)))
    return ", ".join(said)


def _sums(ctx: Context, by_origin: Mapping[str, Tally]) -> list[Component]:
    """Sums by origin: what is made up is never one figure with what residents wrote."""
    return [
        html.P([tally_words(ctx, tally), " ", origin_badge(ctx, origin)], className="say-sum")
        for origin, tally in sorted(by_origin.items())
    ]


def _of_object(ctx: Context, found: CityObject) -> dict[str, Tally]:
    with ctx.store.read() as conn:
        every = marks.tallies(conn, Of((found.layer.id,), object_ref=found.public_id))
    return {origin: tally for (origin, _), tally in every.items()}


def _register(ctx: Context, found: CityObject) -> list[Component]:
    """What the register of works itself says of marks, where it has them."""
    count, mean = found.row.get("mark_count"), found.row.get("mark_mean")
    if not count:
        return []
    said = ctx.t("feedback.register", count=ctx.n("feedback.count", count), mean=stars_words(ctx, mean))
    return [html.P([said, " ", origin_badge(ctx, str(found.row["origin"]))], className="say-sum")]


def short(ctx: Context, found: CityObject, level: int) -> Component | None:
    """Part of the card on the map: what residents say in one line, and the way to say something."""
    if not marks.takes_marks(found):
        return None
    sums = [*_register(ctx, found), *_sums(ctx, _of_object(ctx, found))]
    sums = sums or [html.P(ctx.t("feedback.none"), className="muted")]
    way = link([icon("chat-left-text"), ctx.t("feedback.say")], f"/o/{found.public_id}#feedback", "button button-quiet")
    return html.Section([heading(ctx.t("feedback.title"), level), *sums, html.P(way)], className="card-say")


def pictures_of(ctx: Context, found: Sequence[Mark], state: str = pictures.SHOWN) -> dict[str, Picture]:
    """Pictures that came with marks, by the number of the mark."""
    by = {pictures.of_mark(mark.id): mark.id for mark in found}
    with ctx.store.read() as conn:
        return {by[about]: one for about, one in pictures.of_sent(conn, list(by), state).items()}


def one(
    ctx: Context, mark: Mark, about: Child = None, level: int = 4, picture: Picture | None = None
) -> Component:
    """A mark with its comment, picture, day, origin and answer; `about` names the object."""
    stars = [html.Span(stars_words(ctx, mark.mark), className="say-stars")] if mark.mark else []
    title = heading([icon(ICONS[mark.said]), ctx.t(f"feedback.said.{mark.said}")], level, className="say-title")
    sent = day(ctx, ctx.local_day(mark.sent_at))
    marked = html.P([sent, *stars, origin_badge(ctx, mark.origin)], className="say-line")
    parts: list[Component] = [title]
    if about is not None:
        parts.append(html.P(about))
    if mark.comment:
        parts.append(html.Blockquote(mark.comment, className="say-words", **attrs(dir="auto")))
    if picture is not None:
        parts.append(figure(ctx, picture, ctx.t(f"feedback.said.{mark.said}"), caption=False))
    parts.append(marked)
    if mark.answer:
        head: list[Child] = [html.Strong(body_words(ctx, mark.answer_body)), ", "]
        if mark.answered_at is not None:
            head.append(day(ctx, ctx.local_day(mark.answered_at)))
        parts.append(html.Div([html.P(head), html.P(mark.answer)], className="say-answer"))
    return html.Article(parts, className="card say-card")


def section(ctx: Context, found: CityObject, token: str, began: str, typed: Mapping[str, str]) -> Component | None:
    """The part of an object's page: sums, the latest comments, and the form; None where nobody can say anything.

    `typed` is what was typed into the form when it was refused.
    """
    if not marks.takes_marks(found):
        return None
    with ctx.store.read() as conn:
        latest = marks.shown(conn, Of((found.layer.id,), object_ref=found.public_id))
    sums = [*_register(ctx, found), *_sums(ctx, _of_object(ctx, found))]
    sums = sums or [html.P(ctx.t("feedback.none"), className="muted")]
    drawn: list[Component] = [html.H2(ctx.t("feedback.title"), id="feedback-title"), *sums]
    if latest:
        seen = pictures_of(ctx, latest)
        cards = [html.Li(one(ctx, mark, level=3, picture=seen.get(mark.id))) for mark in latest]
        drawn.append(html.Ul(cards, className="say-list"))
    sent = ctx.query.get("sent", "")
    outcome = said_of_picture(ctx, sent) if sent in pictures.FAULTS else None
    if sent == "ok":
        drawn.append(notice(ctx, "feedback.thanks", good=True))
    elif sent in FAILURES:
        drawn.append(notice(ctx, f"feedback.{sent}", good=False))
    elif outcome is not None:
        drawn.append(outcome)
    drawn.append(_form(ctx, found, (token, began), typed if sent and sent != "ok" else {}))
    return html.Section(drawn, id="feedback", className="section say", **attrs(aria_labelledby="feedback-title"))


def _form(ctx: Context, found: CityObject, marked: tuple[str, str], typed: Mapping[str, str]) -> Component:
    said = [(code, ctx.t(f"feedback.said.{code}")) for code in marks.SAID]
    stars = [("", ctx.t("feedback.no_mark")), *((str(n), stars_words(ctx, n)) for n in reversed(marks.STARS))]
    words = {"name": "comment", "rows": 4, "className": "input", "maxLength": MARK_CHARS,
             "aria-describedby": "say-comment-hint", "defaultValue": typed.get("comment", "")}  # fmt: skip
    trap = {"name": "website", "type": "text", "tabIndex": -1, "autoComplete": "off"}
    return html.Form(
        [
            hidden("csrf_token", marked[0]), hidden("object", found.public_id), hidden("began", marked[1]),
            html.H3(ctx.t("feedback.form")),
            field(ctx.t("feedback.what"), "say-said", _select("said", said, typed)),
            field(ctx.t("feedback.mark"), "say-mark", _select("mark", stars, typed)),
            field(ctx.t("feedback.comment"), "say-comment", Native("textarea", words, id="say-comment"),
                  ctx.t("feedback.comment_hint", **limits())),
            chooser(ctx, "say-picture"),
            html.Div([html.Label(ctx.t("feedback.trap"), htmlFor="say-website"),
                      Native("input", trap, id="say-website")], className="say-trap", **attrs(aria_hidden="true")),
            html.Button([icon("send"), ctx.t("feedback.send")], type="submit", className="button"),
            html.P(ctx.t("feedback.what_next", **limits()), className="field-hint"),
        ],
        method="post", action="/feedback/mark", encType="multipart/form-data", className="card say-form",
    )  # fmt: skip


def _select(name: str, options: Sequence[tuple[str, str]], typed: Mapping[str, str]) -> Component:
    given = typed.get(name, options[0][0])
    chosen = given if given in {value for value, _ in options} else options[0][0]
    return Native("select", {"name": name, "className": "input", "defaultValue": chosen}, options, f"say-{name}")
