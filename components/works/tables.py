"""Tables of works: districts and bodies against the plan, works late now, closed streets, collisions, contractors."""

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from analysis.works import Record, Work
from components.basics import Child, day, link, table
from components.charts import axis_title, base_layout
from components.context import Context
from components.map_words import body_words, code_words, district_words, row_title
from components.module.ask import Ask, here
from components.module.parts import Board, Rank, chart_with_table, ranking, sheet
from components.palette import COLORS
from components.states import cut_off
from components.works.answers import BILLION, percent, tenge
from components.works.found import LEAST, Found, find

MOST = 12


def _link(layer: str, object_id: str, words: str) -> Component:
    return link(words, f"/o/{layer}.{object_id}")


def _rank(ctx: Context, ask: Ask, one: Record) -> Rank:
    more = (ctx.number(one.late, 0), ctx.number(one.mean_delay, 0), percent(ctx, one.over_share),
            tenge(ctx, one.overspent))  # fmt: skip
    share = None if one.late_share is None else 100 * one.late_share
    words = f"{percent(ctx, one.late_share)} %" if share is not None else ctx.number(None)
    return Rank(one.key, share, words, more, here(ctx, ask, "list", d=one.key, term="late"))


def districts(ctx: Context, ask: Ask) -> Component | None:
    """Districts by their share of late works: all of them, whichever is asked for, or there were nothing to compare."""
    found = find(ctx, replace(ask, district=None))
    rows = [_rank(ctx, ask, one) for one in found.by_district]
    if not rows:
        return None
    whole, heads = found.whole, ("share", "late", "days", "over", "sum")
    mean = _rank(ctx, ask, whole)
    board = Board(
        ctx.t("works.districts.caption"), tuple(ctx.t(f"works.column.{name}") for name in heads), tuple(rows), "low",
        mean.value, mean.words, mean.more,
    )  # fmt: skip
    return ranking(ctx, "works-districts", board)


def _record_row(ctx: Context, name: Child, one: Record) -> list[Child]:
    return [
        name, ctx.number(one.works, 0), ctx.number(one.late, 0), percent(ctx, one.late_share),
        ctx.number(one.mean_delay, 0), percent(ctx, one.over_share), tenge(ctx, one.overspent),
    ]  # fmt: skip


RECORD_HEADS = ("works", "late", "share", "days", "over", "sum")


def bodies(ctx: Context, ask: Ask) -> Component | None:
    """Responsible bodies by their share of late works."""
    found = find(ctx, ask).by_body
    if not found:
        return None
    rows = [_record_row(ctx, link(body_words(ctx, one.key), here(ctx, ask, "list", body=one.key, term="late")), one)
            for one in found]  # fmt: skip
    heads = [ctx.t("field.body"), *(ctx.t(f"works.column.{name}") for name in RECORD_HEADS)]
    return sheet(ctx, "works-bodies", table(ctx.t("works.bodies.caption"), heads, rows, numeric=range(1, 7)))


def contractors(ctx: Context, ask: Ask) -> Component | None:
    """Contractors with at least a few works: delays, money, marks of residents, complaints near their works."""
    every = [one for one in find(ctx, ask).by_contractor if one.told >= LEAST]
    if not every:
        return None
    rows = []
    for one in every[:MOST]:
        mark = ctx.t("works.mark", mark=ctx.number(one.mark, 1), count=ctx.number(one.marks, 0)) if one.mark else "–"
        rows.append([*_record_row(ctx, one.key, one), mark, ctx.number(one.complaints, 0)])
    names = (*RECORD_HEADS, "mark", "complaints")
    heads = [ctx.t("field.contractor"), *(ctx.t(f"works.column.{name}") for name in names)]
    caption = ctx.t("works.contractors.caption")
    drawn = [sheet(ctx, "works-contractors", table(caption, heads, rows, numeric=range(1, 9)))]
    return html.Div([*drawn, cut_off(ctx, MOST, len(every))] if len(every) > MOST else drawn)


def late_now(ctx: Context, ask: Ask) -> Component | None:
    """Works that are late and go on, the longest first."""
    late = find(ctx, ask).late_now
    if not late:
        return None
    rows = []
    for row in late[:MOST]:
        work = row.row
        rows.append([
            _link("works", work["object_id"], row_title(ctx, work)), district_words(ctx, work["district"]),
            body_words(ctx, work["body"]) if work["body"] else "–", work["contractor"] or "–",
            day(ctx, work["plan_end"]), ctx.number(work["delay_days"], 0), ctx.number(work["progress_pct"], 0),
        ])  # fmt: skip
    names = ("work", "district", "body", "contractor", "plan_end", "delay", "progress")
    heads = [ctx.t(f"works.column.{name}") for name in names]
    drawn = [sheet(ctx, "works-late", table(ctx.t("works.late.caption"), heads, rows, numeric=(5, 6)))]
    return html.Div([*drawn, cut_off(ctx, MOST, len(late))] if len(late) > MOST else drawn)


def _clash_rows(ctx: Context, found: Found) -> list[list[Child]]:
    rows = {row.row["object_id"]: row.row for row in found.rows}

    def work(one: Work) -> Component:
        return _link("works", one.id, row_title(ctx, rows[one.id]))

    return [
        [clash.one.street, html.Ul([html.Li(work(one)) for one in (clash.one, clash.other)], className="link-pair"),
         day(ctx, clash.first), day(ctx, clash.last) if clash.last else ctx.t("works.open_end"),
         ctx.number(clash.metres, 0)]
        for clash in found.clashes[:MOST]
    ]  # fmt: skip


def closures(ctx: Context, ask: Ask) -> Component | None:
    """What is closed today and until when, and works that collide on one street."""
    found = find(ctx, ask)
    parts: list[Component] = [_closed(ctx, found)]
    collide = found.clashes
    if collide:
        heads = [ctx.t(f"works.column.{name}") for name in ("street", "both", "from", "to", "metres")]
        drawn = table(ctx.t("works.clashes.caption"), heads, _clash_rows(ctx, found), numeric=(4,))
        parts.append(sheet(ctx, "works-clashes", drawn))
    if len(collide) > MOST:
        parts.append(cut_off(ctx, MOST, len(collide)))
    return html.Div(parts, className="module-stack")


def _closed(ctx: Context, found: Found) -> Component:
    if not found.closed:
        return html.P(ctx.t("works.a.nothing_closed", date=ctx.date(found.today)))
    rows = [
        [_link("closures", row["object_id"], row["street"] or row["object_id"]),
         code_words(ctx, "kind", row["kind"]), district_words(ctx, row["district"]), day(ctx, row["valid_from"]),
         day(ctx, row["valid_to"]) if row["valid_to"] else ctx.t("works.open_end"),
         link(ctx.t("works.open_work"), f"/o/{row['work_ref']}") if row["work_ref"] else "–"]
        for row in found.closed
    ]  # fmt: skip
    heads = [ctx.t(f"works.column.{name}") for name in ("street", "how", "district", "from", "to", "work")]
    return sheet(ctx, "works-closed", table(ctx.t("works.closed.caption", date=ctx.date(found.today)), heads, rows))


def money(ctx: Context, ask: Ask) -> Component | None:
    """Money by the year of the planned start: plan against fact, billions of tenge."""
    years: dict[int, list[float]] = {}
    for row in find(ctx, ask).rows:
        if row.row["plan_start"] is not None:
            both = years.setdefault(row.row["plan_start"].year, [0.0, 0.0])
            both[0] += row.row["cost_plan"] or 0.0
            both[1] += row.row["cost_fact"] or 0.0
    if not years:
        return None
    names = [str(year) for year in sorted(years)]
    sums = [years[year] for year in sorted(years)]
    layout = base_layout(ctx)
    colors = COLORS[ctx.theme]
    bars = [
        {"type": "bar", "name": ctx.t(f"works.money.{key}"), "x": names, "y": [row[at] / BILLION for row in sums],
         "marker": {"color": colors[color], "pattern": {"shape": shape}}}
        for at, (key, color, shape) in enumerate((("plan", "cat-2", "/"), ("fact", "cat-1", "")))
    ]  # fmt: skip
    layout |= {"barmode": "group", "xaxis": {**layout["xaxis"], "type": "category"},
               "yaxis": {**layout["yaxis"], "title": axis_title(ctx.theme, ctx.t("works.money.axis"))}}  # fmt: skip
    rows = [[name, tenge(ctx, row[0]), tenge(ctx, row[1])] for name, row in zip(names, sums, strict=True)]
    heads = [ctx.t("works.column.year"), ctx.t("works.money.plan"), ctx.t("works.money.fact")]
    caption = ctx.t("works.money.caption")
    return chart_with_table(ctx, "works-money", {"data": bars, "layout": layout}, caption, caption,
                            table(caption, heads, rows, numeric=(1, 2)))  # fmt: skip
