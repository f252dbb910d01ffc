"""Yards, dumps, disputed sites, services of the season and pictures of finished works on the page of works."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.badges import city_today
from components.basics import Child, day, link, table
from components.context import Context
from components.map_words import code_words, district_words
from components.module.ask import Ask, here
from components.module.parts import Board, Rank, ranking, sheet
from components.native import Native
from components.pictures import pair, shown
from components.story_picture import SYNTHETIC
from components.works.answers import percent
from components.works.found import LAYER, find
from data import pictures
from data.queries.items import Ask as Rows
from data.queries.moments import Span
from data.queries.works import appeals_by_day, last_appeal, rows_on, service_day, service_days
from layers.works import SERVICES

MOST = 10
STORIES = 6
SERVICE, SNOW = "service", "snow"
DAYS = 14
Row = Mapping[str, Any]
# What is read of each layer: rows have many columns, and a thousand of them take their time.
OF_ALL = ("object_id", "name_ru", "name_kk", "name_en", "district", "address")
OF = {
    "yards": ("state", "yard_score", "works_asked", "works_done"),
    "dumps": ("removed_at", "due_date", "dump_volume_m3", "valid_from"),
    "infill": ("dispute_state", "appeal_count", "decision_on"),
}


def _rows(ctx: Context, layer: str, ask: Ask) -> list[Row]:
    with ctx.store.read() as conn:
        return rows_on(conn, ctx.store, layer, ctx.user, Rows(district=ask.district), (*OF_ALL, *OF[layer]))


def _share(ctx: Context, part: int, whole: int) -> tuple[float | None, str]:
    share = part / whole if whole else None
    return (None if share is None else 100 * share), f"{percent(ctx, share)} %" if share is not None else "–"


def _by_district(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["district"], []).append(row)
    return found


def yards(ctx: Context, ask: Ask) -> Component | None:
    """Districts by their share of yards in a poor state, and the worst yards with what was asked for and done."""
    rows = _rows(ctx, "yards", ask)
    if not rows:
        return None

    def rank(code: str, own: Sequence[Row]) -> Rank:
        poor = sum(row["state"] == "yard_poor" for row in own)
        value, words = _share(ctx, poor, len(own))
        sums = [ctx.number(sum(row[name] or 0 for row in own), 0) for name in ("works_asked", "works_done")]
        return Rank(code, value, words, (ctx.number(len(own), 0), *sums), here(ctx, ask, "yards", d=code))

    every = rows if ask.district is None else _rows(ctx, "yards", replace(ask, district=None))
    city = rank("", every)
    heads = tuple(ctx.t(f"works.column.{name}") for name in ("poor", "yards", "asked", "done"))
    ranks = tuple(rank(code, own) for code, own in sorted(_by_district(every).items()))
    board = Board(ctx.t("works.yards.caption"), heads, ranks, "low", city.value, city.words, city.more)
    worst = sorted(rows, key=lambda row: (row["yard_score"] is None, row["yard_score"] or 0, row["object_id"]))[:MOST]
    lines: list[list[Child]] = [
        [link(row[f"name_{ctx.lang}"] or row["name_ru"] or row["object_id"], f"/o/yards.{row['object_id']}"),
         row["address"] or "–", ctx.number(row["yard_score"], 0), ctx.number(row["works_asked"], 0),
         ctx.number(row["works_done"], 0)]
        for row in worst
    ]  # fmt: skip
    names = [ctx.t(f"works.column.{name}") for name in ("yard", "street", "score", "asked", "done")]
    drawn = table(ctx.t("works.yards.worst"), names, lines, numeric=(2, 3, 4))
    both = [ranking(ctx, "works-yards", board), sheet(ctx, "works-worst-yards", drawn)]
    return html.Div(both, className="module-stack")


def dumps(ctx: Context, ask: Ask) -> Component | None:
    """Dumps that are still there: by district with those past their term, and the largest ones."""
    rows, today = _rows(ctx, "dumps", ask), city_today(ctx)
    if not rows:
        return None
    left = [row for row in rows if row["removed_at"] is None]
    lines: list[list[Child]] = []
    for code, own in sorted(_by_district(rows).items()):
        there = [row for row in own if row["removed_at"] is None]
        late = sum(row["due_date"] is not None and row["due_date"] < today for row in there)
        volume = sum(row["dump_volume_m3"] or 0 for row in there)
        lines.append([district_words(ctx, code), ctx.number(len(own), 0), ctx.number(len(there), 0),
                      ctx.number(late, 0), ctx.number(volume, 0)])  # fmt: skip
    heads = [ctx.t(f"works.column.{name}") for name in ("district", "reported", "left", "past_due", "volume")]
    parts: list[Component] = [
        sheet(ctx, "works-dumps", table(ctx.t("works.dumps.caption"), heads, lines, numeric=range(1, 5)))
    ]
    big = sorted(left, key=lambda row: (-(row["dump_volume_m3"] or 0), row["object_id"]))[:MOST]
    items = [[link(row["address"] or row["object_id"], f"/o/dumps.{row['object_id']}"),
              district_words(ctx, row["district"]), ctx.number(row["dump_volume_m3"], 0), day(ctx, row["valid_from"]),
              day(ctx, row["due_date"])] for row in big]  # fmt: skip
    if items:
        names = [ctx.t(f"works.column.{name}") for name in ("place", "district", "volume", "seen", "due")]
        parts.append(sheet(ctx, "works-big-dumps", table(ctx.t("works.dumps.left"), names, items, numeric=(2,))))
    return html.Div(parts, className="module-stack")


def infill(ctx: Context, ask: Ask) -> Component | None:
    """Disputed building sites by the state of the dispute, and those with most appeals."""
    rows = _rows(ctx, "infill", ask)
    if not rows:
        return None
    counts = Counter(row["dispute_state"] for row in rows)
    lines = [[code_words(ctx, "dispute_state", code), ctx.number(count, 0)] for code, count in counts.most_common()]
    heads = [ctx.t("field.dispute_state"), ctx.t("works.column.sites")]
    most = sorted(rows, key=lambda row: (-(row["appeal_count"] or 0), row["object_id"]))[:MOST]
    items = [[link(row[f"name_{ctx.lang}"] or row["name_ru"], f"/o/infill.{row['object_id']}"),
              district_words(ctx, row["district"]), code_words(ctx, "dispute_state", row["dispute_state"]),
              day(ctx, row["decision_on"]), ctx.number(row["appeal_count"], 0)] for row in most]  # fmt: skip
    names = [ctx.t(f"works.column.{name}") for name in ("site", "district", "dispute", "decided", "appeals")]
    return html.Div(
        [
            sheet(ctx, "works-infill", table(ctx.t("works.infill.caption"), heads, lines, numeric=(1,))),
            sheet(ctx, "works-sites", table(ctx.t("works.infill.most"), names, items, numeric=(4,))),
        ],
        className="module-stack",
    )


def _service_choice(ctx: Context, kind: str) -> Component:
    options = [(name, code_words(ctx, "kind", name)) for name in SERVICES]
    given = {"className": "input", "data-ask": SERVICE, "data-usual": SNOW, "defaultValue": kind}
    box = Native("select", given, options, "works-service")
    return html.Div([html.Label(ctx.t("works.services.which"), htmlFor="works-service"), box], className="field")


def services(ctx: Context, ask: Ask) -> Component | None:
    """A service of the season on its last day: plan, done and appeals by district, and the days before."""
    asked = ask.extra.get(SERVICE, "")
    kind, until = asked if asked in SERVICES else SNOW, ask.until or city_today(ctx)
    with ctx.store.read() as conn:
        last = service_day(conn, ctx.store, ctx.user, kind, until)
        if last is None:
            return html.Div([_service_choice(ctx, kind), html.P(ctx.t("works.services.none"))])
        span = Span(last - timedelta(days=DAYS - 1), last)
        found = service_days(conn, ctx.store, ctx.user, kind, span)
        counted = last_appeal(conn, ctx.store, ctx.user)
        near = appeals_by_day(conn, ctx.store, ctx.user, span)

    def appeals(district: str, on: date) -> str:
        return ctx.number(near.get((district, on), 0) if counted is not None and on <= counted else None, 0)

    here_ = [one for one in found if one.day == last and ask.district in (None, one.district)]
    rows: list[list[Child]] = []
    for one in sorted(here_, key=lambda one: ((one.done or 0) / (one.plan or 1), one.district)):
        share = one.done / one.plan if one.plan and one.done is not None else None
        rows.append([district_words(ctx, one.district), ctx.number(one.plan, 1), ctx.number(one.done, 1),
                     percent(ctx, share), appeals(one.district, last)])  # fmt: skip
    heads = [ctx.t(f"works.column.{name}") for name in ("district", "plan_km", "done_km", "share_done", "appeals")]
    caption = ctx.t("works.services.caption", service=code_words(ctx, "kind", kind), date=ctx.date(last))
    own = [one for one in found if ask.district in (None, one.district)]
    days = [[day(ctx, on), *_totals(ctx, [one for one in own if one.day == on])]
            for on in sorted({one.day for one in own}, reverse=True)]  # fmt: skip
    before = table(ctx.t("works.services.before"), [ctx.t("works.column.day"), *heads[1:4]], days, numeric=(1, 2, 3))
    past = html.Details([html.Summary(ctx.t("works.services.before")), sheet(ctx, "works-days", before)],
                        className="chart-table")  # fmt: skip
    return html.Div([_service_choice(ctx, kind),
                     sheet(ctx, "works-services", table(caption, heads, rows, numeric=range(1, 5))), past])  # fmt: skip


def _totals(ctx: Context, own: Sequence[Any]) -> list[str]:
    plan, done = sum(one.plan or 0 for one in own), sum(one.done or 0 for one in own)
    return [ctx.number(plan, 1), ctx.number(done, 1), percent(ctx, done / plan if plan else None)]


def stories(ctx: Context, ask: Ask) -> Component | None:
    """The works with real pictures, the latest first; then made-up ones finished last that have drawn ones."""
    with ctx.store.read() as conn:
        sent = pictures.of_layer(conn, LAYER)
    every = {f"{LAYER}.{row.row['object_id']}": row.row for row in find(ctx, ask).rows}
    real = sorted((max(one.day for one in found), ref) for ref, found in sent.items() if ref in every)
    made_up = sorted(
        (row["photo_after_at"], ref) for ref, row in every.items()
        if row["origin"] == SYNTHETIC and ref not in sent and row["photo_before_at"] and row["photo_after_at"]
    )  # fmt: skip
    items = []
    for _, ref in [*reversed(real), *reversed(made_up)][:STORIES]:
        name = every[ref].get(f"name_{ctx.lang}") or every[ref]["name_ru"] or ref
        both = shown(ctx, ref, every[ref], pair(sent.get(ref, [])))
        items.append(html.Li(html.Article([html.H3(link(name, f"/o/{ref}")), both], className="card")))
    return html.Ul(items, className="stories") if items else None
