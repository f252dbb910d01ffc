"""A module page put together: question, filters, answers, figures, map, parts and list; and what follows a filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import badges
from components.basics import attrs, breadcrumbs, hidden, icon, link, page_head, section
from components.cards import cards, figure_card
from components.context import Context
from components.module import filters, listing, place
from components.module.ask import Ask, main_layer, rows_ask
from components.module.screen import Answer, Part, Screen
from components.states import state
from config import i18n
from config.records import LayerRecord
from data.queries.facets import Facets, facets, source_days, values_of

ANSWERS, COUNT, FIGURES, PARTS = "module-answers", "module-count", "module-figures", "module-parts"
CONTENTS = "module-contents"
FILES, QUERY, BOOT, NOW = "module-files", "module-query", "module-boot", "module-now"
FACETS, BIG = "module-facets", "module-big"
Texts = Mapping[str, str]
TONES = {"": "info-circle", "good": "check-circle", "bad": "exclamation-triangle", "unknown": "question-circle"}


@dataclass(frozen=True)
class Live:
    """Everything on the page that follows the filters, ready to be put in its place."""

    count: str
    answers: Component
    figures: Component
    parts: list[Component]
    contents: list[Component]
    files: list[Component]
    boxes: dict[str, filters.Options]
    now: dict[str, Any]


def _answer(ctx: Context, no: int, answer: Answer) -> Component:
    words = [icon(TONES[answer.tone], "answer-icon"), hidden(ctx.t(f"module.tone.{answer.tone or 'plain'}"))]
    more = html.P(link(ctx.t("module.more"), answer.href, "answer-more")) if answer.href else None
    parts = [
        html.H3(answer.question, className="answer-question"), html.P([*words, html.Span(answer.sentence)]), more,
    ]  # fmt: skip
    return html.Article([part for part in parts if part is not None], id=f"answer-{no}",
                        className=f"card answer answer-{answer.tone or 'plain'}")  # fmt: skip


def answer_cards(ctx: Context, given: Sequence[Answer]) -> Component:
    """Questions with their answers, side by side."""
    return cards([_answer(ctx, no, answer) for no, answer in enumerate(given, 1)], "answers")


def _answers(ctx: Context, screen: Screen, ask: Ask) -> Component:
    return answer_cards(ctx, screen.answers(ctx, ask))


def _part(ctx: Context, screen: Screen, part: Part, ask: Ask) -> Component | None:
    body = part.draw(ctx, ask)
    if body is None:
        return None
    key = f"{screen.key}.{part.key}"
    note = ctx.t(f"{key}.note") if i18n.has(ctx.lang, f"{key}.note") else None
    drawn = section(ctx.t(f"{key}.title"), body, part.key, note=note)
    return html.Div(drawn, className="part part-wide" if part.wide else "part")


def _facets(ctx: Context, screen: Screen, layer: LayerRecord | None, ask: Ask) -> tuple[Facets, dict[str, list[Any]]]:
    """Counts for the filters, and the values that can be chosen by field."""
    if layer is None:
        return Facets(0, 0), {}
    with ctx.store.read() as conn:
        values = values_of(conn, ctx.store, layer.id, ctx.user, screen.choices)
        found = facets(conn, ctx.store, layer.id, ctx.user, rows_ask(ctx, layer, ask), screen.choices)
    return found, {name: known for name, known in values.items() if len(known) > 1 or name in ask.choices}


def _contents(ctx: Context, screen: Screen, drawn: Sequence[str]) -> list[Component]:
    """Links to the sections of the page in their order; `drawn` are the keys of the parts that are there."""
    parts = [(key, ctx.t(f"{screen.key}.{key}.title")) for key in drawn]
    first, last = [(key, ctx.t(f"module.{key}")) for key in ("figures", "map")], ("list", "sources")
    entries = [*first, *parts, *((key, ctx.t(f"module.{key}")) for key in last)]
    return [html.Li(html.A(words, href=f"#{key}")) for key, words in entries]


def live(ctx: Context, screen: Screen, ask: Ask) -> Live:
    """What the page shows under what is asked; the same rows stand behind count, figures, list, map and files."""
    layer = main_layer(ctx, screen.main)
    found, values = _facets(ctx, screen, layer, ask)
    figures = [figure_card(ctx, figure) for figure in screen.figures(ctx, ask)]
    parts = {part.key: drawn for part in screen.parts if (drawn := _part(ctx, screen, part, ask)) is not None}
    return Live(
        filters.count_words(ctx, screen, found), _answers(ctx, screen, ask),
        cards(figures) if figures else state(ctx, "empty", 3), list(parts.values()),
        _contents(ctx, screen, tuple(parts)),
        listing.files(ctx, layer, ask) if layer is not None else [],
        filters.options(ctx, ask, found, values), listing.now_of(ctx, layer, ask) if layer is not None else {},
    )  # fmt: skip


def question_of(ctx: Context, screen: Screen) -> str:
    """The question that the module answers, as its record says it."""
    found = next(module for module in ctx.store.city.modules if module.id == screen.module)
    return ctx.words(found.question)


def _sources(ctx: Context, screen: Screen) -> Component:
    """Where the layers of the page come from, with age and origin."""
    shown = [layer.id for layer in place.drawn(ctx, screen) if layer.id in screen.layers]
    with ctx.store.read() as conn:
        found: dict[str, date | None] = {}
        for name in shown:
            found |= source_days(conn, ctx.store, name, ctx.user)
    if not found:
        return state(ctx, "empty", 3)
    return html.Ul([_source(ctx, name, day) for name, day in sorted(found.items())], className="source-list")


def _source(ctx: Context, name: str, day: date | None) -> Component:
    source = ctx.store.city.source(name)
    if source is None:
        return html.Li(name)
    notes = [html.P(ctx.words(source.notes), className="section-note")] if source.notes is not None else []
    return html.Li([html.Span(ctx.words(source.names)), *badges.source_badges(ctx, source, day), *notes])


def _list(ctx: Context, layer: LayerRecord | None, now: Live) -> Component:
    label = attrs(aria_label=ctx.t("module.files"))
    files = html.Div(now.files, id=FILES, className="module-files", role="group", **label)
    shown = [listing.grid(ctx, layer)] if layer is not None else [listing.no_grid(), state(ctx, "empty", 3)]
    return html.Div([files, *shown])


def layout(ctx: Context, screen: Screen, stamps: Texts, parts: Texts | None = None) -> Component:
    """The whole page in the state of its address; `stamps` are the marks of all layers' present versions."""
    ask, layer = screen.ask(ctx, parts), main_layer(ctx, screen.main)
    now, title = live(ctx, screen, ask), ctx.t(f"page.{screen.key}.title")
    notice = html.P([icon("info-circle"), ctx.t("map.dropped")], className="notice notice-warn", role="status")
    big = place.big_map(ctx, screen, ask)
    to_map = link([icon("map"), ctx.t("module.big_map")], big, "button button-quiet", id=BIG)
    body = [
        breadcrumbs(ctx, [(ctx.t("page.home.title"), "/"), (ctx.t("page.modules.title"), "/modules")], title),
        page_head(title, question_of(ctx, screen), to_map), notice if ask.dropped else None,
        filters.bar(ctx, screen, ask, now.boxes),
        html.P(now.count, id=COUNT, className="found", role="status"),
        html.Section([html.H2(ctx.t("module.answers"), className="visually-hidden"), html.Div(now.answers, id=ANSWERS)],
                     **attrs(aria_label=ctx.t("module.answers"))),
        html.Nav(html.Ol(now.contents, id=CONTENTS), className="module-contents",
                 **attrs(aria_label=ctx.t("module.contents"))),
        section(ctx.t("module.figures"), html.Div(now.figures, id=FIGURES), "figures"),
        section(ctx.t("module.map"), place.block(ctx, screen, ask, stamps), "map"),
        html.Div(now.parts, id=PARTS, className="module-parts"),
        section(ctx.t("module.list"), _list(ctx, layer, now), "list", note=ctx.t("module.list_note")),
        section(ctx.t("module.sources"), _sources(ctx, screen), "sources"),
        dcc.Store(id=QUERY), dcc.Store(id=NOW, data=now.now), dcc.Store(id=FACETS),
        dcc.Store(id=BOOT, data={"path": ctx.path, "asks": ["d", *screen.choices, "from", "to", *screen.extras]}),
    ]  # fmt: skip
    mine = attrs(data_path=ctx.path)
    return html.Div([part for part in body if part is not None], className="module-page", id="module-page", **mine)
