"""One proposal followed by its number, with the days of its path; stories of finished works before and after."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import badges
from components.basics import attrs, day, heading, icon, link
from components.budget_answers import has_works, rows_of
from components.cards import cards
from components.context import Context
from components.map_words import code_words, district_words, label, row_title, written
from components.module.ask import Ask, main_layer
from components.native import Native
from components.pictures import pair, shown
from components.story_picture import WHICH
from config.i18n import NO_DATA
from data import pictures
from data.gallery import picked
from data.pictures import Picture
from data.queries import budget as query
from data.queries.budget import NUMBER_CHARS, PROPOSALS, WORKS

NUMBER = "no"
STORIES = 6
Row = Mapping[str, Any]
# Steps of the path with the column of the day on which each was reached; those of the work stand in its own row.
STEPS = (
    ("filed", "valid_from"), ("in_review", "reviewed_at"), ("in_refinement", "refined_at"), ("in_vote", "vote_at"),
    ("decided", "decided_at"), ("funded", "funded_at"), ("in_work", "fact_start"), ("done", "fact_end"),
)  # fmt: skip
SIGNS = {"past": "check-circle-fill", "next": "circle", "skipped": "dash-circle"}


def _box(ctx: Context, number: str) -> Component:
    key = "budget-number"
    given = {
        "type": "search", "className": "input", "data-ask": NUMBER, "defaultValue": number,
        "maxLength": NUMBER_CHARS, "placeholder": ctx.t("budget.path.example"), "autoComplete": "off",
        "enterKeyHint": "search",
    }  # fmt: skip
    button = html.Button([icon("search"), ctx.t("budget.path.find")], type="button", className="button")
    return html.Div(
        [html.Div([html.Label(ctx.t("budget.path.label"), htmlFor=key), Native("input", given, id=key)],
                  className="field"), button],
        className="budget-search", role="search",
    )  # fmt: skip


def path(ctx: Context, ask: Ask) -> Component | None:
    """The search box, and the path of the proposal whose number is asked for."""
    if main_layer(ctx, PROPOSALS) is None:
        return None
    number = ask.extra.get(NUMBER, "").strip()
    if not number:
        return html.Div([_box(ctx, ""), html.P(ctx.t("budget.path.hint"), className="section-note")])
    with ctx.store.read() as conn:
        found = query.by_number(conn, ctx.store, ctx.user, number)
    if found is None:
        missing = html.P([icon("question-circle"), ctx.t("budget.path.none", number=number)], role="status",
                         className="notice")  # fmt: skip
        return html.Div([_box(ctx, number), missing])
    return html.Div([_box(ctx, number), followed(ctx, *found)])


def followed(ctx: Context, proposal: Row, work: Row | None) -> Component:
    """A proposal with its path, money and votes, and the way to its cards."""
    links = [link(ctx.t("budget.path.card"), f"/o/{PROPOSALS}.{proposal['object_id']}", "button button-quiet")]
    if work is not None:
        links.append(link(ctx.t("budget.path.work"), f"/o/{WORKS}.{work['object_id']}", "button button-quiet"))
    marks = html.Div(badges.origin_badge(ctx, str(proposal["origin"])), className="marks")
    return html.Div(
        [
            heading(row_title(ctx, proposal), 3),
            html.P([html.Strong(code_words(ctx, "state", proposal["state"])), ", ",
                    district_words(ctx, proposal["district"])]),
            marks, steps(ctx, proposal, work), _facts(ctx, proposal, work), html.Div(links, className="card-actions"),
        ],
        className="card budget-path", role="status",
    )  # fmt: skip


def reached(proposal: Row, work: Row | None) -> list[tuple[str, date | None, str]]:
    """Steps of the path: name, day, and whether it is past, was left out, or is still to come.

    The day of a decision that went against the proposal is its last step.
    """
    rows = {**proposal, **{name: (work or {}).get(name) for name in ("fact_start", "fact_end")}}
    days = {name: rows.get(column) for name, column in STEPS}
    lost = proposal["state"] == "lost"
    last = max((no for no, (name, _) in enumerate(STEPS) if days[name]), default=0)
    found: list[tuple[str, date | None, str]] = []
    for no, (name, _) in enumerate(STEPS):
        if days[name]:
            found.append((name, days[name], "past"))
        elif no < last:
            found.append((name, None, "skipped"))
        elif not lost:
            found.append((name, None, "next"))
    return found


def steps(ctx: Context, proposal: Row, work: Row | None) -> Component:
    """The path as a list in order: done, left out, to come."""
    items = []
    for name, reached_at, sign in reached(proposal, work):
        words = ctx.t(f"budget.path.step.{name}")
        if name == "decided" and reached_at is not None:
            words = ctx.t("budget.path.step.lost" if proposal["state"] == "lost" else "budget.path.step.won")
        when = day(ctx, reached_at) if reached_at else ctx.t(f"budget.path.{sign}")
        items.append(html.Li([icon(SIGNS[sign]), html.Span(words, className="step-name"), html.Span(when)],
                             className=f"step step-{sign}"))  # fmt: skip
    return html.Ol(items, className="budget-steps", **attrs(aria_label=ctx.t("budget.path.title")))


def _facts(ctx: Context, proposal: Row, work: Row | None) -> Component:
    rows = {**proposal, "spent": (work or {}).get("spent"), "contractor": (work or {}).get("contractor")}
    pairs = [(label(ctx, name), _said(ctx, name, rows.get(name)))
             for name in ("description", "author_kind", "review_result", "remarks", "votes", "vote_place",
                          "budget_request", "budget_given", "spent", "contractor")]  # fmt: skip
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs], className="card-facts")


def _said(ctx: Context, name: str, value: object) -> str:
    if value is None or value == "":
        return NO_DATA
    if isinstance(value, int | float):
        money = name in ("budget_request", "budget_given", "spent")
        return f"{ctx.number(value, 0)} {ctx.t('budget.unit.kzt')}" if money else ctx.number(value, 0)
    return code_words(ctx, name, value)


def stories(ctx: Context, ask: Ask) -> Component | None:
    """Finished works, the latest first: what people asked for, when it was done, pictures before and after."""
    rows = rows_of(ctx, ask)
    if rows is None or not has_works(ctx):
        return None
    with ctx.store.read() as conn:
        found = query.stories(conn, ctx.store, ctx.user, rows, STORIES)
        chosen = picked(conn)
        sent = pictures.of_objects(conn, [ref_of(row) for row in found])
    drawn = [story(ctx, row, sent.get(ref_of(row), []), chosen=ref_of(row) in chosen) for row in found]
    return cards(drawn) if drawn else None


def ref_of(row: Row) -> str:
    """Permanent id of a work."""
    return f"{WORKS}.{row['object_id']}"


def _seen(ctx: Context, row: Row, sent: Sequence[Picture]) -> Component:
    """Pictures before and after with their days: real ones, drawn ones of made-up works, else the days alone."""
    both = shown(ctx, ref_of(row), row, pair(sent))
    if both is not None:
        return both
    days = [(ctx.t(f"budget.story.{which}"), day(ctx, row[f"photo_{which}_at"])) for which in WHICH]
    return html.Dl([html.Div([html.Dt(words), html.Dd(when)]) for words, when in days], className="card-facts")


def _picked(ctx: Context, chosen: bool) -> list[Component]:
    return [badges.badge("picked", ctx.t("moderation.story.picked"), "images")] if chosen else []


def story(ctx: Context, row: Row, sent: Sequence[Picture] = (), *, chosen: bool = False) -> Component:
    """One finished work as a card; a mark says that officials picked it."""
    told = written(ctx, row, "story")
    said = html.Blockquote(told, className="budget-story") if told else None
    finished = ctx.t("budget.story.finished", day=ctx.date(row["fact_end"]),
                     district=district_words(ctx, row["district"]))  # fmt: skip
    parts = [
        heading(link(row_title(ctx, row), f"/o/{WORKS}.{row['object_id']}"), 3, className="tile-title"),
        html.P(finished), said, _seen(ctx, row, sent),
        html.Div([badges.origin_badge(ctx, str(row["origin"])), *_picked(ctx, chosen)], className="marks"),
    ]  # fmt: skip
    return html.Article([part for part in parts if part is not None], className="card")
