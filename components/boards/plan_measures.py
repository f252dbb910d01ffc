"""Measures of the city plan with deadlines, districts, places and the money that the text prints, a page at a time."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components.basics import Child, attrs, link, table
from components.boards.parts import address, asked, russian
from components.context import Context
from components.indicator_remarks import remarks
from components.map_words import district_words
from components.module.parts import sheet
from components.states import state
from config.i18n import NO_DATA
from data.queries.city_plan import CityPlan, Measure

PAGE = 50
PAGE_ASK = "p"


def _text(ctx: Context, measure: Measure) -> Component:
    parts: list[Child] = [russian(ctx, measure.text_ru)]
    if measure.same_as:
        parts.append(html.Span(ctx.t("plan.measure.same", other=measure.same_as), className="board-unit"))
    parts += [html.Span([ctx.t("badge.doubt"), ": ", html.Span(remark.words, lang=remark.lang)], className="board-unit")
              for remark in remarks(ctx.lang, measure.doubt)]  # fmt: skip
    return html.Div(parts, className="board-name board-long")


def _deadline(ctx: Context, measure: Measure) -> Child:
    if not measure.deadline:
        return NO_DATA
    taken = html.Span(ctx.t("plan.measure.of_heading"), className="board-unit")
    return [russian(ctx, measure.deadline), taken] if measure.basis == "parent" else russian(ctx, measure.deadline)


def _where(ctx: Context, measure: Measure) -> Child:
    names = ", ".join(district_words(ctx, name) for name in measure.districts)
    place = [russian(ctx, measure.place_ru)] if measure.place_ru else []
    return html.Div([*([html.Span(names, className="board-district")] if names else []), *place],
                    className="board-name") if names or place else NO_DATA  # fmt: skip


def _sums(ctx: Context, measure: Measure) -> Child:
    printed = list(dict.fromkeys(one.printed for one in measure.sums))
    said = [russian(ctx, text) for text in (*printed, measure.funding_ru) if text]
    return html.Div([html.Div(one) for one in said]) if said else NO_DATA


def _line(ctx: Context, measure: Measure) -> list[Child]:
    return [
        _text(ctx, measure), measure.goal, _deadline(ctx, measure), _where(ctx, measure), _sums(ctx, measure),
        measure.source_line,
    ]  # fmt: skip


def _pages(ctx: Context, asks: Mapping[str, str], page: int, pages: int) -> Component | None:
    if pages < 2:
        return None
    items: Sequence[Component] = [
        html.Li(link(ctx.number(no, 0), address(ctx, asks, "board", **{PAGE_ASK: str(no) if no > 1 else ""}),
                     **attrs(aria_current="page" if no == page else None)))
        for no in range(1, pages + 1)
    ]  # fmt: skip
    return html.Nav(html.Ul(items), className="board-tabs board-pages", **attrs(aria_label=ctx.t("boards.pages")))


def page_of(ctx: Context, rows: int) -> tuple[int, int]:
    """The page asked for and how many there are."""
    pages = max(1, -(-rows // PAGE))
    text = asked(ctx, PAGE_ASK)
    page = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    return min(max(page, 1), pages), pages


def measures(ctx: Context, plan: CityPlan, asks: Mapping[str, str]) -> Component:
    """Measures as chosen."""
    if not plan.measures:
        return state(ctx, "empty", 3)
    page, pages = page_of(ctx, len(plan.measures))
    part = plan.measures[(page - 1) * PAGE : page * PAGE]
    heads = [ctx.t(f"plan.column.{name}") for name in ("measure", "goal_no", "deadline", "where", "sums", "line")]
    caption = ctx.t("plan.measures.caption", shown=f"{(page - 1) * PAGE + 1}\u2013{(page - 1) * PAGE + len(part)}",
                    total=ctx.number(len(plan.measures), 0))  # fmt: skip
    drawn = sheet(ctx, "plan-measures", table(caption, heads, [_line(ctx, one) for one in part]))
    found = [drawn, _pages(ctx, asks, page, pages), html.P(ctx.t("plan.measures.note"), className="section-note")]
    return html.Div([one for one in found if one is not None])
