"""What new flats would add to the first-graders expected: chosen by the reader, marked as modelled."""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from analysis.new_flats import M2_PER_FLAT, M2_PER_RESIDENT, first_graders_of
from components import badges
from components.basics import Child
from components.context import Context
from components.module.ask import Ask
from components.native import Native
from components.residents import residents_note
from data.queries.inclusion import people

FLATS = "flats"
NONE = "0"
CHOICES = (NONE, "1000", "5000", "10000", "20000")


def flats_term(ctx: Context, ask: Ask, first: Mapping[int, float]) -> Component | None:
    """Choice of flats beyond the usual building and what they add; None where residents are not known."""
    with ctx.store.read() as conn:
        known = people(conn, ctx.store)
    residents = known.get(ask.district, 0) if ask.district else sum(known.values())
    if not residents or not first:
        return None
    asked = ask.extra.get(FLATS, NONE)
    chosen = asked if asked in CHOICES else NONE
    options = [(one, ctx.number(int(one), 0)) for one in CHOICES]
    given = {"className": "input", "data-ask": FLATS, "data-usual": NONE, "defaultValue": chosen}
    box = Native("select", given, options, "education-flats")
    label = html.Label(ctx.t("education.flats.label"), htmlFor="education-flats")
    said: list[Child] = [_said(ctx, int(chosen), first, residents), " "] if chosen != NONE else []
    how = ctx.t("education.flats.method", flat=ctx.number(M2_PER_FLAT, 0), resident=ctx.number(M2_PER_RESIDENT, 1))
    words = html.P([*said, html.Span(how, className="muted"), " ", badges.origin_badge(ctx, "model")])
    return html.Div([html.Div([label, box], className="field"), words, *residents_note(ctx)])


def _said(ctx: Context, flats: int, first: Mapping[int, float], residents: int) -> str:
    year = max(first)
    added = first_graders_of(flats, first[year], residents)
    return ctx.t("education.flats.said", flats=ctx.number(flats, 0), year=year,
                 number=ctx.number(None if added is None else round(added), 0))  # fmt: skip
