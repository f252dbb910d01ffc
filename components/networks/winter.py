"""Board of readiness for the winter: services by district, and what of the plan is done."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from components.basics import Child, icon, link, table
from components.context import Context
from components.map_words import code_words, district_words
from components.module.ask import Ask, here
from components.module.parts import bar, sheet
from components.networks import look
from config import i18n
from data.queries.items import Ask as Rows
from data.queries.networks import Item, ready, winter

# All done, and nearly so: what lies below is marked as behind.
DONE, NEARLY = 0.9995, 0.95


def asked_items(ctx: Context, ask: Ask, *, everywhere: bool = False) -> list[Item]:
    """Items of the services, operators and district asked for."""
    with ctx.store.read() as conn:
        found = winter(conn, ctx.store, ctx.user, Rows())
    kinds, bodies = ask.choices.get(look.KIND), ask.choices.get(look.BODY)
    return [
        item for item in found
        if (not kinds or item.kind in kinds) and (not bodies or item.body in bodies)
        and (everywhere or ask.district in (None, item.district))
    ]  # fmt: skip


def by_district(items: Sequence[Item]) -> dict[str, float]:
    """Readiness of each district that has a plan."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.district].append(item)
    found = {code: ready(own) for code, own in groups.items()}
    return {code: share for code, share in found.items() if share is not None}


def _cell(ctx: Context, items: Sequence[Item]) -> Child:
    share = ready(items)
    if share is None:
        return i18n.NO_DATA
    mark = icon("check-circle" if share >= DONE else "clock" if share >= NEARLY else "exclamation-triangle")
    digits = 0 if share >= DONE or share < NEARLY else 1
    words = html.Span([mark, " ", look.percent(ctx, share, digits)], className="rank-words")
    return html.Span([words, bar(share, "" if share >= NEARLY else "rank-worse")], className="rank")


def board(ctx: Context, ask: Ask) -> Component | None:
    """Readiness by district and service, the least ready district first."""
    items = asked_items(ctx, ask, everywhere=True)
    if not items:
        return None
    kinds = list(dict.fromkeys(item.kind for item in items))
    order = sorted(by_district(items).items(), key=lambda pair: (pair[1], pair[0]))

    def row(name: Child, own: Sequence[Item]) -> list[Child]:
        return [name, *(_cell(ctx, [item for item in own if item.kind == kind]) for kind in kinds), _cell(ctx, own)]

    lines = [
        row(link(district_words(ctx, code), here(ctx, ask, anchor="winter", d=code)),
            [item for item in items if item.district == code])
        for code, _ in order if ask.district in (None, code)
    ]  # fmt: skip
    heads = [ctx.t("module.district"), *(look.capital(look.service(ctx, kind)) for kind in kinds),
             ctx.t("networks.column.ready")]  # fmt: skip
    drawn = table(ctx.t("networks.winter.caption"), heads, lines, foot=row(ctx.t("networks.city"), items))
    return html.Div([sheet(ctx, "winter-board", drawn), _items(ctx, ask)])


def _items(ctx: Context, ask: Ask) -> Component:
    """Plan and fact of every item of work, summed over the districts asked for."""
    groups: dict[tuple[str, str, str], list[Item]] = defaultdict(list)
    for item in asked_items(ctx, ask):
        groups[item.kind, item.item, item.unit or ""].append(item)
    lines = [
        [
            f"{look.capital(look.service(ctx, kind))}: {code_words(ctx, 'winter_item', name)}",
            code_words(ctx, "amount_unit", unit), ctx.number(round(sum(i.plan or 0 for i in own), 1)),
            ctx.number(round(sum(i.done or 0 for i in own), 1)), look.percent(ctx, ready(own)),
            look.count(ctx, sum(i.state == "overdue" for i in own)),
            ctx.date(max((i.end for i in own if i.end), default=date.min)) if any(i.end for i in own) else i18n.NO_DATA,
        ]
        for (kind, name, unit), own in groups.items()
    ]  # fmt: skip
    names = ("item", "unit", "plan", "done", "ready", "late", "until")
    heads = [ctx.t(f"networks.column.{name}") for name in names]
    drawn = table(ctx.t("networks.winter.items"), heads, lines, numeric=(2, 3, 4, 5))
    return html.Details([html.Summary(ctx.t("networks.winter.items")), sheet(ctx, "winter-items", drawn)],
                        className="chart-table")  # fmt: skip
