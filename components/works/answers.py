"""Three questions of the leadership about works, each answered in words and figures."""

from collections.abc import Sequence
from datetime import date

from dash import html

from analysis.works import Clash, Record, worst
from components.cards import Figure
from components.context import Context
from components.map_words import body_words, district_words
from components.module.ask import Ask, here
from components.module.parts import provenance
from components.module.screen import Answer
from components.works.found import LEAST, Found, find
from data.queries.facets import facets
from data.queries.items import Ask as Rows
from data.queries.items import UnknownLayerError

BILLION, MILLION = 1e9, 1e6
SHOWN = 3


def percent(ctx: Context, share: float | None) -> str:
    """A share as whole percents."""
    return ctx.number(None if share is None else round(100 * share), 0)


def tenge(ctx: Context, value: float | None) -> str:
    """A sum in millions or billions of tenge."""
    if value is None:
        return ctx.number(None)
    if abs(value) >= BILLION:
        return ctx.t("works.bln", sum=ctx.number(value / BILLION, 1))
    return ctx.t("works.mln", sum=ctx.number(value / MILLION, 1))


def street_until(ctx: Context, street: str, last: date | None) -> str:
    """A street with the last day of something; words for no known day."""
    return ctx.t("works.until", street=street or "–", date=ctx.date(last) if last else ctx.t("works.open_end"))


def _late(ctx: Context, ask: Ask, found: Found) -> Answer:
    whole = found.whole
    to = here(ctx, ask, "list", term="late")
    if not whole.told:
        return Answer(ctx.t("works.q.late"), ctx.t("works.a.no_terms"), to, "unknown")
    first = worst(found.by_district, LEAST)
    said = ctx.t("works.a.late", late=ctx.number(whole.late, 0), told=ctx.number(whole.told, 0),
                 share=percent(ctx, whole.late_share), now=ctx.number(len(found.late_now), 0),
                 over=ctx.number(whole.over, 0), sum=tenge(ctx, whole.overspent))  # fmt: skip
    if first is not None and not ask.district:
        said += " " + ctx.t("works.a.late_where", district=district_words(ctx, first.key),
                            share=percent(ctx, first.late_share))  # fmt: skip
    return Answer(ctx.t("works.q.late"), said, to, "bad" if whole.late or whole.over else "good")


def _clash(ctx: Context, clash: Clash) -> str:
    end = ctx.date(clash.last) if clash.last else ctx.t("works.open_end")
    return ctx.t("works.a.clash", street=clash.one.street, first=ctx.date(clash.first), last=end)


def _closed(ctx: Context, ask: Ask, found: Found) -> Answer:
    to, collide = here(ctx, ask, "closures"), found.clashes
    if not found.closed:
        said = ctx.t("works.a.nothing_closed", date=ctx.date(found.today))
    else:
        streets = [street_until(ctx, row["street"], row["valid_to"]) for row in found.closed[:SHOWN]]
        if len(found.closed) > SHOWN:
            streets.append(ctx.t("works.a.more", count=ctx.number(len(found.closed) - SHOWN, 0)))
        said = ctx.t("works.a.closed", count=ctx.n("works.parts", len(found.closed)), streets="; ".join(streets))
    if collide:
        said += " " + ctx.t("works.a.clashes", count=ctx.n("works.pairs", len(collide)),
                            first=_clash(ctx, collide[0]))  # fmt: skip
    else:
        said += " " + ctx.t("works.a.no_clash")
    return Answer(ctx.t("works.q.closed"), said, to, "bad" if found.closed or collide else "good")


def _record(ctx: Context, key: str, name: str, one: Record) -> str:
    return ctx.t(key, name=name, late=ctx.number(one.late, 0), told=ctx.number(one.told, 0),
                 share=percent(ctx, one.late_share), days=ctx.number(one.mean_delay, 0))  # fmt: skip


def _who(ctx: Context, ask: Ask, found: Found) -> Answer:
    contractor, district = worst(found.by_contractor, LEAST), worst(found.by_district, LEAST)
    to = here(ctx, ask, "contractors")
    said = []
    if contractor is not None:
        said.append(_record(ctx, "works.a.contractor", contractor.key, contractor))
    if district is not None and not ask.district:
        said.append(_record(ctx, "works.a.district", district_words(ctx, district.key), district))
    body = worst(found.by_body, LEAST)
    if body is not None:
        said.append(_record(ctx, "works.a.body", body_words(ctx, body.key), body))
    if not said:
        return Answer(ctx.t("works.q.who"), ctx.t("works.a.nobody", least=ctx.number(LEAST, 0)), to, "unknown")
    return Answer(ctx.t("works.q.who"), html.Span(" ".join(said)), to, "bad")


def answers(ctx: Context, ask: Ask) -> Sequence[Answer]:
    """The three answers under what is asked."""
    found = find(ctx, ask)
    return _late(ctx, ask, found), _closed(ctx, ask, found), _who(ctx, ask, found)


def _count(ctx: Context, layer: str, field: str, value: str, district: str | None) -> tuple[int, int] | None:
    """How many rows of a layer have a value, and how many there are; None for a layer that the reader may not see."""
    with ctx.store.read() as conn:
        try:
            found = facets(conn, ctx.store, layer, ctx.user, Rows(district=district), [field])
        except UnknownLayerError:
            return None
    return found.by.get(field, {}).get(value, 0), found.matched


def figures(ctx: Context, ask: Ask) -> Sequence[Figure]:
    """Key figures of works, closed streets, yards and dumps."""
    found, here_from = find(ctx, ask), provenance(ctx, "works")
    whole = found.whole
    if not whole.works:
        return ()

    def figure(key: str, value: str, unit: str = "", note: str = "", href: str = "") -> Figure:
        return Figure(ctx.t(f"works.figure.{key}"), value, unit, source=here_from.source,
                      data_date=here_from.data_date, notes=(note,) if note else (), href=href)  # fmt: skip

    running = sum(work.state == "running" for work in found.works)
    mean = ctx.t("works.note.mean_delay", days=ctx.number(whole.mean_delay, 0))
    shown = [
        figure("works", ctx.number(whole.works, 0), note=ctx.t("works.note.running", count=ctx.number(running, 0)),
               href=here(ctx, ask, "list")),
        figure("late", percent(ctx, whole.late_share), "%", mean, here(ctx, ask, "list", term="late")),
        figure("over", percent(ctx, whole.over_share), "%", ctx.t("works.note.over", sum=tenge(ctx, whole.overspent)),
               here(ctx, ask, "list", money="over")),
        figure("money", tenge(ctx, whole.cost_fact), note=ctx.t("works.note.plan", sum=tenge(ctx, whole.cost_plan))),
    ]  # fmt: skip
    return [*shown, *_others(ctx, ask, found)]


def _others(ctx: Context, ask: Ask, found: Found) -> list[Figure]:
    made = []
    for key, layer, field, value, anchor in (
        ("yards", "yards", "state", "yard_poor", "yards"), ("dumps", "dumps", "state", "dump_removed", "dumps"),
    ):  # fmt: skip
        counts = _count(ctx, layer, field, value, ask.district)
        if counts is None or not counts[1]:
            continue
        source, number = provenance(ctx, layer), counts[0] if key == "yards" else counts[1] - counts[0]
        made.append(Figure(
            ctx.t(f"works.figure.{key}"), ctx.number(number, 0), source=source.source, data_date=source.data_date,
            notes=(ctx.t("works.note.of", total=ctx.number(counts[1], 0)),), href=here(ctx, ask, anchor),
        ))  # fmt: skip
    closed = provenance(ctx, "closures")
    if closed.source is not None:
        made.insert(0, Figure(
            ctx.t("works.figure.closed"), ctx.number(len(found.closed), 0), period=ctx.date(found.today),
            source=closed.source, data_date=closed.data_date, href=here(ctx, ask, "closures"),
        ))  # fmt: skip
    return made
