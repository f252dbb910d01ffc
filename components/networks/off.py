"""Outages: what is off now, and what those that are over say by month, cause and operator."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import badges
from components.basics import Child, link, table
from components.charts import axis_title, base_layout
from components.context import Context
from components.map_words import attributes, code_words, district_words
from components.module.ask import Ask, here
from components.module.parts import chart_with_table, sheet
from components.networks import look
from components.palette import COLORS
from components.periods import month_words
from config import i18n
from data.queries.networks import Outage, known_sum
from layers.networks import NETWORKS

MONTHS = 24
PATTERNS = ("", "/", "x", ".", "\\", "-", "+")


def _name(ctx: Context, one: Outage) -> str:
    return str(one.name[ctx.lang] or one.name["ru"] or one.id)


def now_off(ctx: Context, ask: Ask) -> Component | None:
    """What is off now: service, place, since when, until when, how many people; the most people first."""
    found = look.off_now(ctx, ask)
    if found is None:
        return None
    if not found:
        return html.P(ctx.t("networks.say.nothing_off"), className="notice")
    names = ("outage", "district", "since", "plan", "people", "buildings", "social", "cause", "operator", "who")
    heads = [ctx.t(f"networks.column.{name}") for name in names]
    drawn = table(ctx.t("networks.off.caption"), heads, [_now_row(ctx, one) for one in found], numeric=(4, 5, 6))
    return sheet(ctx, "off-now", drawn)


def _now_row(ctx: Context, one: Outage) -> list[Child]:
    plan: list[Child] = [ctx.moment(one.plan)]
    if one.late(look.now()):
        plan.append(badges.badge("age-late", ctx.t("networks.late"), "clock-history"))
    title = html.Span(
        [html.Strong(look.capital(look.service(ctx, one.kind))), html.Br(), link(_name(ctx, one), f"/o/{one.id}")]
    )
    cause = [
        code_words(ctx, "event_kind", one.event) if one.event else "",
        code_words(ctx, "cause", one.cause) if one.cause else "",
    ]
    who = html.A(
        ctx.t("networks.off.list"), href=f"/map?area=o.1.{one.id}&list=buildings",
        **attributes(aria_label=ctx.t("networks.off.list_of", name=_name(ctx, one))),
    )  # fmt: skip
    return [
        title, district_words(ctx, one.district), ctx.moment(one.start), html.Span(plan, className="stack"),
        look.count(ctx, one.people), look.count(ctx, one.buildings), look.count(ctx, one.social),
        ": ".join(part for part in cause if part) or i18n.NO_DATA, look.operator(ctx, one.body), who,
    ]  # fmt: skip


def _month(ctx: Context, one: Outage) -> str:
    if one.start is None:
        return ""
    return f"{ctx.local(one.start):%Y-%m}"


def history(ctx: Context, ask: Ask) -> Component | None:
    """Outages by month and network; None when nobody knows when any began."""
    found = look.asked_outages(ctx, ask) or []
    months = sorted({_month(ctx, one) for one in found} - {""})[-MONTHS:]
    if not months:
        return None
    kinds = [kind for kind in NETWORKS if any(one.kind == kind for one in found)]
    number: dict[tuple[str, str], int] = defaultdict(int)
    for one in found:
        number[_month(ctx, one), one.kind] += 1
    totals = {month: sum(number[month, kind] for kind in kinds) for month in months}
    most = max(totals, key=lambda month: totals[month])
    words = ctx.t("networks.history.words", count=look.count(ctx, len(found)), month=month_words(ctx, most),
                  most=look.count(ctx, totals[most]))  # fmt: skip
    names = {month: month_words(ctx, month) for month in months}
    heads = [
        ctx.t("networks.column.month"),
        *(look.capital(look.service(ctx, kind)) for kind in kinds),
        ctx.t("networks.all"),
    ]
    lines = [
        [names[month], *(look.count(ctx, number[month, kind]) for kind in kinds), look.count(ctx, totals[month])]
        for month in months
    ]
    drawn = table(ctx.t("networks.history.caption"), heads, lines, numeric=tuple(range(1, len(heads))))
    figure = _bars(ctx, [*names.values()], {kind: [number[month, kind] for month in months] for kind in kinds})
    return chart_with_table(ctx, "outage-months", figure, words, ctx.t("networks.history.chart"), drawn)


def _bars(ctx: Context, months: Sequence[str], series: dict[str, list[int]]) -> dict[str, Any]:
    colors, layout = COLORS[ctx.theme], base_layout(ctx)
    data = [
        {"type": "bar", "name": look.service(ctx, kind), "x": list(months), "y": values,
         "marker": {"color": colors[NETWORKS[kind]], "pattern": {"shape": PATTERNS[no % len(PATTERNS)], "size": 6,
                                                                "solidity": 0.3}}}
        for no, (kind, values) in enumerate(series.items())
    ]  # fmt: skip
    layout |= {"barmode": "stack", "height": 420}
    layout["xaxis"] = {**layout["xaxis"], "type": "category", "nticks": 12}
    layout["yaxis"] = {**layout["yaxis"], "title": axis_title(ctx.theme, ctx.t("networks.unit.outages"))}
    return {"data": data, "layout": layout}


def causes(ctx: Context, ask: Ask) -> Component | None:
    """Outages that are over by cause and by operator: how many, how long, how many people, how often late."""
    found = look.ended(ctx, ask)
    if not found:
        return None
    by_cause = _grouped(ctx, found, lambda one: one.cause, lambda code: look.capital(code_words(ctx, "cause", code)))
    by_body = _grouped(ctx, found, lambda one: one.body, lambda code: look.operator(ctx, code))
    heads = [ctx.t(f"networks.column.{name}") for name in ("outages", "hours", "late_share", "people_all")]
    numeric = (1, 2, 3, 4)
    drawn = []
    for name, lines in (("cause", by_cause), ("operator", by_body)):
        whole = [ctx.t(f"networks.column.{name}"), *heads]
        drawn.append(
            sheet(ctx, f"outages-{name}", table(ctx.t(f"networks.causes.{name}"), whole, lines, numeric=numeric))
        )
    return html.Div(drawn)


def _grouped(
    ctx: Context, found: Sequence[Outage], key: Callable[[Outage], str | None], words: Callable[[str], Child]
) -> list[list[Child]]:
    groups: dict[str, list[Outage]] = defaultdict(list)
    for one in found:
        groups[key(one) or ""].append(one)
    lines: list[list[Child]] = []
    for code, own in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        late = [one.late(look.now()) for one in own if one.plan is not None]
        lines.append([
            words(code) if code else ctx.t("networks.no_word"), look.count(ctx, len(own)),
            ctx.number(look.mean(one.hours for one in own), 1),
            look.percent(ctx, sum(map(bool, late)) / len(late) if late else None, 0),
            look.count(ctx, known_sum(one.people for one in own)),
        ])  # fmt: skip
    return lines


def shown_of(ctx: Context, ask: Ask) -> str:
    """Address of the list narrowed to what is off."""
    return here(ctx, ask, anchor="list", state="off")
