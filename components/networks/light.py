"""Street lighting: lamps by district and state, and the way to appeals laid over them."""

from collections import defaultdict

from dash import html
from dash.development.base_component import Component

from components.basics import link
from components.context import Context
from components.map_state import MapState, address, default_visible
from components.module.ask import Ask, here
from components.module.parts import Board, Rank, ranking
from components.networks import look
from data.layer_tables import OUTSIDE
from data.queries.networks import LAMPS, counted

# States of lamps that are out, and those in which anybody knows whether they burn.
OUT = ("broken", "repair")
KNOWN = ("working", *OUT)
APPEALS, SERVICE, TOPIC = "appeals", "appeal_service", "lighting"


def share_out(out: int, known: int) -> float | None:
    """Share of lamps that are out in those whose state is known; None when none is."""
    return out / known if known else None


def lighting(ctx: Context, ask: Ask) -> Component | None:
    """Share of lamps that are out by district, and appeals about lighting beside them."""
    with ctx.store.read() as conn:
        lamps = counted(conn, ctx.store, ctx.user, LAMPS, "district", "state", "body")
        appeals = counted(conn, ctx.store, ctx.user, APPEALS, "district", SERVICE)
    bodies = ask.choices.get(look.BODY)
    total: dict[str, int] = defaultdict(int)
    out: dict[str, int] = defaultdict(int)
    known: dict[str, int] = defaultdict(int)
    for (district, state, body), number in lamps.items():
        if not bodies or body in bodies:
            total[district] += number
            out[district] += number * (state in OUT)
            known[district] += number * (state in KNOWN)
    if not total:
        return None
    said = {code: appeals.get((code, TOPIC)) for code in total}
    ranks = tuple(
        Rank(code, share_out(out[code], known[code]), look.percent(ctx, share_out(out[code], known[code])),
             (look.count(ctx, out[code] if known[code] else None), look.count(ctx, number),
              look.count(ctx, said[code])),
             here(ctx, ask, anchor="light", d=code))
        for code, number in total.items() if code != OUTSIDE
    )  # fmt: skip
    every, dark = sum(total.values()), sum(out.values())
    heads = tuple(ctx.t(f"networks.column.{name}") for name in ("out_share", "out", "lamps", "appeals"))
    told = [number for number in said.values() if number is not None]
    seen = sum(known.values())
    mean = (look.count(ctx, dark if seen else None), look.count(ctx, every),
            look.count(ctx, sum(told) if told else None))  # fmt: skip
    caption, share = ctx.t("networks.light.caption"), share_out(dark, seen)
    board = Board(caption, heads, ranks, "low", share, look.percent(ctx, share), mean)
    return html.Div([ranking(ctx, "lamps-districts", board), _over(ctx, ask)])


def _over(ctx: Context, ask: Ask) -> Component:
    usual = default_visible(ctx.store, ctx.user)
    base = tuple(name for name in usual if ctx.store.layers[name].base)
    filters = {LAMPS: {"state": {"in": list(OUT)}}, APPEALS: {SERVICE: {"in": [TOPIC]}}}
    shown = MapState((*base, APPEALS, LAMPS), filters, ask.district)
    return html.P([link(ctx.t("networks.light.over"), address(shown, usual), "button button-quiet")])
