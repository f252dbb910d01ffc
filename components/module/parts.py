"""Building blocks of the parts of a module page: ranking of districts, table with its file, chart with its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dash import html
from dash.development.base_component import Component

from components.basics import Child, icon, link, table
from components.charts import chart
from components.context import Context
from components.map_words import attributes, district_words
from config.city import Source
from data.queries.facets import source_days
from data.queries.items import UnknownLayerError

Good = Literal["low", "high", ""]


@dataclass(frozen=True)
class Rank:
    """A district's value in a ranking (None: not known) with its words, further cells and where it leads."""

    district: str
    value: float | None
    words: str
    more: tuple[Child, ...] = ()
    href: str = ""


@dataclass(frozen=True)
class Provenance:
    """Where the rows of a layer come from: the source with the newest data, their day, and their origin."""

    source: Source | None = None
    data_date: date | None = None
    origin: str | None = None


def provenance(ctx: Context, layer_id: str) -> Provenance:
    """Where the present rows of a layer come from, for figures; empty for a layer that the reader may not see."""
    with ctx.store.read() as conn:
        try:
            days = source_days(conn, ctx.store, layer_id, ctx.user)
        except UnknownLayerError:
            return Provenance()
    name = max(days, key=lambda one: (days[one] or date.min, one), default=None)
    source = ctx.store.city.source(name) if name else None
    return Provenance(source, days.get(name or ""), source.origin if source else None)


@dataclass(frozen=True)
class Board:
    """A ranking: `heads` name the value and the further cells, `mean` is the city's value with words and cells.

    `good` says which end is good, so that districts worse than the city can be marked.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Rank, ...]
    good: Good = ""
    mean: float | None = None
    mean_words: str = ""
    mean_more: tuple[Child, ...] = ()


def sheet(ctx: Context, key: str, drawn: Component) -> Component:
    """A table with a button that takes it as a file; `key` is an id of its own on the page and the file's name."""
    button = html.Button(
        [icon("filetype-csv"), ctx.t("module.table_file")], type="button", className="link-button table-file",
        **attributes(data_table_file=key),
    )  # fmt: skip
    return html.Div([drawn, button], id=key, className="sheet")


def chart_with_table(
    ctx: Context, key: str, figure: Mapping[str, Any], words: str, caption: Child, drawn: Component
) -> Component:
    """A chart, what it says in words, and the same figures as a table that can be taken as a file."""
    made = chart(ctx, f"{key}-chart", figure, words=words, caption=caption, name=key)
    twin = html.Details([html.Summary(ctx.t("module.table")), sheet(ctx, key, drawn)], className="chart-table")
    return html.Div([made, twin], className="chart-twin")


def bar(share: float, tone: str = "") -> Component:
    """A bar as long as a share (0 to 1) of its place; the figure stands beside it."""
    width = f"{100 * min(max(share, 0.0), 1.0):.1f}%"
    return html.Span(html.Span(style={"width": width}), className=f"rank-bar {tone}".strip(),
                     **attributes(aria_hidden="true"))  # fmt: skip


def ordered(rows: Sequence[Rank], good: Good) -> list[Rank]:
    """Rows with the worst first (the largest where nothing is worse), those without a value last."""
    sign = 1 if good == "high" else -1
    return sorted(rows, key=lambda row: (row.value is None, sign * (row.value or 0.0), row.district))


def _against(ctx: Context, value: float | None, mean: float | None, good: Good) -> tuple[str, str]:
    """How a value stands to the mean: words, and the tone of its bar."""
    if value is None:
        return ctx.t("module.no_data"), ""
    if mean is None or not good or value == mean:
        return "", ""
    better = value < mean if good == "low" else value > mean
    return ctx.t(f"module.{'better' if better else 'worse'}"), "" if better else "rank-worse"


def ranking(ctx: Context, key: str, board: Board) -> Component:
    """Districts by a value, the worst first, with bars; those worse than the city wear a word and a pattern."""
    mean, most = board.mean, max([row.value or 0.0 for row in board.rows] + [board.mean or 0.0], default=0.0) or 1.0
    lines: list[list[Child]] = []
    for row in ordered(board.rows, board.good):
        said, tone = _against(ctx, row.value, mean, board.good)
        name = district_words(ctx, row.district)
        value = html.Span([html.Span(row.words, className="rank-words"), bar((row.value or 0.0) / most, tone)],
                          className="rank")  # fmt: skip
        lines.append([link(name, row.href) if row.href else name, value, *([said] if board.good else []), *row.more])
    gap = [""] if board.good else []
    against = [ctx.t("module.against")] if board.good else []
    foot = [ctx.t("module.mean"), board.mean_words, *gap, *board.mean_more] if board.mean_words else None
    head = [ctx.t("module.district"), board.heads[0], *against, *board.heads[1:]]
    numeric = tuple(range(2 + len(gap), len(head)))
    return sheet(ctx, key, table(board.caption, head, lines, numeric=numeric, foot=foot))
