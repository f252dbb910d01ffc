"""Operators of networks: the list of all, and what belongs to one: its planned work and the appeals of its topics."""

from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from components.basics import Child, link, table
from components.context import Context
from components.map_words import body_words, code_words, district_words
from components.module.ask import Ask
from components.module.parts import sheet
from components.networks import look
from components.networks.winter import asked_items
from config import i18n
from data.queries.networks import LAMPS, WINTER, by, counted, ready

OPERATOR = "operator"
APPEALS, SERVICE = "appeals", "appeal_service"
SOON_DAYS = 30


def codes(ctx: Context) -> list[str]:
    """Bodies that run a network, do work before the winter or keep lamps, by name."""
    found = {row.body for row in look.all_lengths(ctx).rows if row.body}
    with ctx.store.read() as conn:
        for layer in (WINTER, LAMPS):
            found |= {key[0] for key in counted(conn, ctx.store, ctx.user, layer, "body") if key[0]}
    return sorted(found, key=lambda code: body_words(ctx, code))


def exists(ctx: Context, operator: str) -> bool:
    """Whether the body runs anything here, or could: a company of the city's directory."""
    known = {body.id for body in ctx.store.city.bodies if body.kind == "company"}
    return operator in known or operator in codes(ctx)


def title(ctx: Context, operator: str) -> str:
    """Name of the operator."""
    return body_words(ctx, operator)


def _year(year: float | None) -> str:
    return i18n.NO_DATA if year is None else f"{year:.0f}"


def every(ctx: Context, ask: Ask) -> Component | None:
    """All operators with their networks, kilometres, wear, mean year of laying and what is off now."""
    rows = by(look.asked_lengths(ctx, ask), look.BODY)
    off = look.off_now(ctx, ask) or []
    lines: list[list[Child]] = []
    for code in codes(ctx):
        own = rows.get(code)
        kinds = sorted({row.kind for row in look.asked_lengths(ctx, ask) if row.body == code})
        lines.append([
            look.operator(ctx, code), ", ".join(look.service(ctx, kind) for kind in kinds) or i18n.NO_DATA,
            look.km(ctx, own.length_m if own else None), look.percent(ctx, own.worn_share if own else None),
            _year(own.mean_year if own else None),
            look.count(ctx, sum(one.body == code for one in off)),
        ])  # fmt: skip
    if not lines:
        return None
    heads = [ctx.t(f"networks.column.{name}") for name in ("operator", "network", "km", "worn", "mean_year", "off")]
    drawn = table(ctx.t("networks.operators.caption"), heads, lines, numeric=(2, 3, 4, 5))
    return sheet(ctx, "networks-operators", drawn)


def planned(ctx: Context, ask: Ask) -> Component | None:
    """Planned outages from a month back on, and work before the winter that is not done."""
    since = look.now() - timedelta(days=SOON_DAYS)
    outages = [
        one for one in look.asked_outages(ctx, ask) or () if one.event == "planned" and (one.start or since) > since
    ]
    items = [item for item in asked_items(ctx, ask) if item.state != "done"]
    heads = [ctx.t(f"networks.column.{name}") for name in ("what", "district", "since", "until", "done")]
    lines: list[list[Child]] = [
        [link(str(one.name[ctx.lang] or one.id), f"/o/{one.id}"), district_words(ctx, one.district),
         ctx.moment(one.start), ctx.moment(one.plan), "" if one.off else ctx.moment(one.fact)]
        for one in sorted(outages, key=lambda one: one.start or since, reverse=True)
    ]  # fmt: skip
    lines += [
        [link(code_words(ctx, "winter_item", item.item), f"/o/{item.id}"), district_words(ctx, item.district),
         i18n.NO_DATA, ctx.date(item.end), look.percent(ctx, ready([item]))]
        for item in sorted(items, key=lambda item: (ready([item]) or 0.0, item.id))
    ]  # fmt: skip
    if not lines:
        return html.P(ctx.t("networks.planned.none"), className="muted")
    return sheet(ctx, "planned-works", table(ctx.t("networks.planned.caption"), heads, lines))


def appeals(ctx: Context, ask: Ask) -> Component | None:
    """Appeals about the services of the operator asked for, by service and state; of all operators without one."""
    bodies = ask.choices.get(look.BODY, ())
    with ctx.store.read() as conn:
        found = counted(conn, ctx.store, ctx.user, APPEALS, "district", SERVICE, "state", "body")
    own: dict[tuple[str, str], int] = {}
    for (district, service, state, body), number in found.items():
        if body and ask.district in (None, district) and (not bodies or body in bodies):
            own[service, state] = own.get((service, state), 0) + number
    if not own:
        return None
    states, services = (sorted({key[at] for key in own}) for at in (1, 0))
    by_state = [code_words(ctx, "state", state) for state in states]
    heads = [ctx.t("field.appeal_service"), *by_state, ctx.t("networks.all")]
    lines: list[list[Child]] = [
        [code_words(ctx, SERVICE, service), *(look.count(ctx, own.get((service, state), 0)) for state in states),
         look.count(ctx, sum(number for key, number in own.items() if key[0] == service))]
        for service in services
    ]  # fmt: skip
    drawn = table(ctx.t("networks.appeals.caption"), heads, lines, numeric=tuple(range(1, len(heads))))
    return sheet(ctx, "operator-appeals", drawn)
