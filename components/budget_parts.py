"""Parts of the page of the participatory budget: funnel, years, kinds, cycles, districts and works that are late."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import badges
from components.basics import Child, day, link, table
from components.budget_answers import has_works, money, rows_of, share
from components.charts import NUMBERS, base_layout
from components.context import Context
from components.map_words import code_words, district_words, row_title
from components.module.ask import Ask, here
from components.module.parts import Board, Rank, chart_with_table, ranking, sheet
from components.palette import COLORS
from components.residents import residents_note
from data.queries import budget as query
from data.queries.budget import Sums
from data.queries.items import Ask as Rows
from data.queries.people import residents

STEPS = ("filed", "voted", "won", "funded", "in_work", "done")
PRINTED = ("2019", "2024")
LATE_SHOWN = 12
PER = 1_000.0
FUNNEL_HEIGHT = 300


def _sums(ctx: Context, rows: Rows, by: str = "") -> dict[Any, Sums]:
    with ctx.store.read() as conn:
        return query.sums(conn, ctx.store, ctx.user, rows, by)


def _caption(ctx: Context) -> str:
    return ctx.t("budget.caption")


def funnel(ctx: Context, ask: Ask) -> Component | None:
    """How many proposals reached each stage, as bars and as a table."""
    rows = rows_of(ctx, ask)
    every = _sums(ctx, rows).get("") if rows is not None else None
    if every is None:
        return None
    counts = [getattr(every, name) for name in STEPS]
    words = [ctx.t(f"budget.step.{name}") for name in STEPS]
    shares = [share(ctx, count, every.filed) for count in counts]
    layout = base_layout(ctx)
    layout |= {"height": FUNNEL_HEIGHT, "yaxis": {**layout["yaxis"], "autorange": "reversed", "tickformat": None},
               "xaxis": {**layout["xaxis"], "rangemode": "tozero"}, "bargap": 0.3}  # fmt: skip
    texts = [ctx.t("budget.funnel.bar", count=ctx.number(count, 0), share=part)
             for count, part in zip(counts, shares, strict=True)]  # fmt: skip
    bars = {"type": "bar", "orientation": "h", "x": counts, "y": words, "text": texts, "textposition": "auto",
            "marker": {"color": COLORS[ctx.theme]["cat-1"]}, "hoverinfo": "y+text", "cliponaxis": False}  # fmt: skip
    heads = [ctx.t("budget.column.step"), ctx.t("budget.column.count"), ctx.t("budget.column.share")]
    lines = [[word, ctx.number(count, 0), part] for word, count, part in zip(words, counts, shares, strict=True)]
    lines.append([ctx.t("budget.step.lost"), ctx.number(every.lost, 0), share(ctx, every.lost, every.filed)])
    lines.append([ctx.t("budget.step.waiting"), ctx.number(every.waiting, 0), share(ctx, every.waiting, every.filed)])
    said = "; ".join(f"{word}: {text}" for word, text in zip(words, texts, strict=True))
    return chart_with_table(ctx, "budget-funnel", {"data": [bars], "layout": layout}, said, _caption(ctx),
                            table(ctx.t("budget.funnel.table"), heads, lines, numeric=(1, 2)))  # fmt: skip


def _line(ctx: Context, name: Child, found: Sums) -> list[Child]:
    return [
        name, ctx.number(found.filed, 0), ctx.number(found.won, 0), ctx.number(found.done, 0),
        money(ctx, found.asked), money(ctx, found.given), money(ctx, found.spent),
    ]  # fmt: skip


def _table(ctx: Context, caption: str, first: str, lines: Sequence[Sequence[Child]], every: Sums | None) -> Component:
    heads = [first, *(ctx.t(f"budget.column.{name}") for name in ("filed", "won", "done", "asked", "given", "spent"))]
    foot = _line(ctx, ctx.t("budget.total"), every) if every is not None else None
    return table(caption, heads, lines, numeric=tuple(range(1, len(heads))), foot=foot)


def _year_chart(ctx: Context, found: Mapping[Any, Sums]) -> dict[str, Any]:
    years, colors = [str(year) for year in found], COLORS[ctx.theme]
    layout = base_layout(ctx)
    layout |= {"xaxis": {**layout["xaxis"], "type": "category", "tickformat": None}, "barmode": "group",
               "yaxis": {**layout["yaxis"], "tickformat": NUMBERS}}  # fmt: skip
    shown = (("filed", "cat-1", ""), ("won", "cat-2", "/"), ("done", "cat-3", "x"))
    bars = [
        {"type": "bar", "name": ctx.t(f"budget.column.{name}"), "x": years,
         "y": [getattr(sums, name) for sums in found.values()],
         "marker": {"color": colors[color], "pattern": {"shape": pattern}}}
        for name, color, pattern in shown
    ]  # fmt: skip
    return {"data": bars, "layout": layout}


def years(ctx: Context, ask: Ask) -> Component | None:
    """Proposals, winners, finished works and money by year; printed numbers are told from the others."""
    rows = rows_of(ctx, ask)
    found = dict(sorted(_sums(ctx, rows, "year").items())) if rows is not None else {}
    if not found or rows is None:
        return None
    narrowed = ask.narrowed
    lines = []
    for year, sums in found.items():
        printed = str(year) in PRINTED and not narrowed
        mark = ctx.t("budget.years.printed") if printed else ctx.t("budget.years.demo")
        lines.append(_line(ctx, html.Span([str(year), html.Span(f" {mark}", className="muted")]), sums))
    drawn = _table(ctx, ctx.t("budget.years.table"), ctx.t("budget.column.year"), lines, _sums(ctx, rows).get(""))
    said = "; ".join(f"{year}: {ctx.number(sums.filed, 0)}" for year, sums in found.items())
    return chart_with_table(ctx, "budget-years", _year_chart(ctx, found), said, _caption(ctx), drawn)


def kinds(ctx: Context, ask: Ask) -> Component | None:
    """What is asked for, by kind."""
    rows = rows_of(ctx, ask)
    found = _sums(ctx, rows, "kind") if rows is not None else {}
    if not found or rows is None:
        return None
    lines = [_line(ctx, link(code_words(ctx, "kind", kind), here(ctx, ask, kind=kind)), sums)
             for kind, sums in query.top_kinds(found, len(found))]  # fmt: skip
    drawn = _table(ctx, ctx.t("budget.kinds.table"), ctx.t("budget.column.kind"), lines, _sums(ctx, rows).get(""))
    return sheet(ctx, "budget-kinds", drawn)


def cycles(ctx: Context, ask: Ask) -> Component | None:
    """The cycles, the latest first: several cycles of one year stay apart."""
    rows = rows_of(ctx, ask)
    found = _sums(ctx, rows, "cycle") if rows is not None else {}
    if not found or rows is None:
        return None
    lines = [_line(ctx, link(str(cycle), here(ctx, ask, cycle=str(cycle))), found[cycle])
             for cycle in sorted(found, reverse=True)]  # fmt: skip
    drawn = _table(ctx, ctx.t("budget.cycles.table"), ctx.t("budget.column.cycle"), lines, _sums(ctx, rows).get(""))
    return sheet(ctx, "budget-cycles", drawn)


def districts(ctx: Context, ask: Ask) -> Component | None:
    """All districts by money given to 1,000 residents, the least first, with proposals and finished works."""
    rows = rows_of(ctx, replace(ask, district=None))
    found = _sums(ctx, rows, "district") if rows is not None else {}
    if not found:
        return None
    with ctx.store.read() as conn:
        people = residents(conn, ctx.store)
    ranks = []
    for record in ctx.store.city.districts:
        sums = found.get(record.id, Sums())
        value = _per_thousand(sums.given, people.by_district.get(record.id))
        more = (ctx.number(sums.filed, 0), ctx.number(sums.won, 0), ctx.number(sums.done, 0), money(ctx, sums.given))
        ranks.append(Rank(record.id, value, _millions(ctx, value), more, here(ctx, ask, d=record.id)))
    given = sum(sums.given or 0.0 for sums in found.values())
    mean = _per_thousand(given, people.total or None)
    heads = (ctx.t("budget.column.per_thousand"),
             *(ctx.t(f"budget.column.{name}") for name in ("filed", "won", "done", "given")))  # fmt: skip
    board = Board(ctx.t("budget.districts.table"), heads, tuple(ranks), "high", mean, _millions(ctx, mean),
                  ("", "", "", ""))  # fmt: skip
    return html.Div([ranking(ctx, "budget-districts", board), *residents_note(ctx)])


def _per_thousand(value: float | None, people: float | None) -> float | None:
    return value / people * PER if value is not None and people else None


def _millions(ctx: Context, value: float | None) -> str:
    return ctx.number(None if value is None else value / 1e6, 1)


def late(ctx: Context, ask: Ask) -> Component | None:
    """Works behind their plan, the longest first."""
    rows = rows_of(ctx, ask, LATE_SHOWN)
    if rows is None or not has_works(ctx):
        return None
    with ctx.store.read() as conn:
        found, total = query.late_works(conn, ctx.store, ctx.user, rows, badges.city_today(ctx))
    if not found:
        return html.P(ctx.t("budget.answer.none_late"))
    names = ("work", "district", "contractor", "plan_end", "days", "progress", "given_mln", "spent_mln")
    heads = [ctx.t(f"budget.column.{name}") for name in names]
    lines = [
        [
            link(row_title(ctx, item.row), f"/o/{query.WORKS}.{item.row['object_id']}"),
            district_words(ctx, item.row["district"]), item.row["contractor"] or ctx.t("module.no_data"),
            day(ctx, item.row["plan_end"]), ctx.number(item.days, 0), ctx.number(item.row["progress_pct"], 0),
            _millions(ctx, item.row["budget_given"]), _millions(ctx, item.row["spent"]),
        ]
        for item in found
    ]  # fmt: skip
    drawn = table(ctx.t("budget.late.table"), heads, lines, numeric=(4, 5, 6, 7))
    cut = [html.P(ctx.t("budget.late.cut", shown=ctx.number(len(found), 0), total=ctx.number(total, 0)),
                  className="section-note")] if total > len(found) else []  # fmt: skip
    return html.Div([sheet(ctx, "budget-late", drawn), *cut])
