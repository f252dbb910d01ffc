"""The three questions of the leadership with their answers, and the key figures."""

from collections.abc import Sequence

from analysis.access import by_district, gap, overdue, waiting, worst_first
from components import badges
from components.cards import Figure
from components.context import Context
from components.inclusion.facts import DIGITS, SHARED, Register, chosen, percent, printed, register, standing
from components.inclusion.there import Asked, looked
from components.map_words import code_words, district_words
from components.module.ask import Ask, here
from components.module.parts import provenance
from components.module.screen import Answer, Tone
from components.module.shared import shared_note
from data.queries import inclusion as query
from data.queries.inclusion import Standing
from data.queries.indicators import Point

YEAR_DAYS = 365.25


def plans(ctx: Context) -> list[Point]:
    """Planned shares by year."""
    with ctx.store.read() as conn:
        return query.plan(conn, ctx.user)


def plan_now(ctx: Context, found: Sequence[Point]) -> Point | None:
    """The plan of this year, else the last one before it."""
    year = str(badges.city_today(ctx).year)
    return next((point for point in reversed(found) if point.period <= year), None)


def answers(ctx: Context, ask: Ask) -> list[Answer]:
    """How many and against which plan; where it is worst and what stays longest; can I get in."""
    found = register(ctx, ask)
    return [_how_many(ctx, ask, found), _where(ctx, ask, found), _can_i(ctx, ask, found)]


def _question(ctx: Context, no: int) -> str:
    return ctx.t(f"inclusion.question_{no}")


def _how_many(ctx: Context, ask: Ask, found: Register | None) -> Answer:
    if found is None or not found.all.total:
        return Answer(_question(ctx, 1), ctx.t("inclusion.nothing"), here(ctx, ask, "plan"), "unknown")
    whole, known = found.all, plans(ctx)
    share, plan = whole.share("full"), plan_now(ctx, known)
    said = ctx.t("inclusion.answer_count", full=ctx.number(whole.full, 0), total=ctx.number(whole.total, 0),
                 share=percent(ctx, share))  # fmt: skip
    short = gap(share, plan.value if plan else None)
    if plan is not None and short is not None:
        key = "inclusion.answer_short" if short > 0 else "inclusion.answer_met"
        said += " " + ctx.t(key, year=plan.period, plan=percent(ctx, plan.value), gap=ctx.number(abs(short), DIGITS),
                            last=known[-1].period, goal=percent(ctx, known[-1].value))  # fmt: skip
    blank = unknown_share(ctx)
    if blank is not None:
        said += " " + ctx.t("inclusion.answer_unknown", share=percent(ctx, blank))
    tone: Tone = "" if short is None else "bad" if short > 0 else "good"
    return Answer(_question(ctx, 1), said, here(ctx, ask, "plan"), tone)


def unknown_share(ctx: Context) -> float | None:
    """Share of the objects of the city that no map of accessibility has data of, from printed figures."""
    known = printed(ctx)
    if not {"city", "listed"} <= set(known):
        return None
    return 100.0 * (known["city"].value - known["listed"].value) / known["city"].value


def _where(ctx: Context, ask: Ask, found: Register | None) -> Answer:
    said = []
    if found is not None and found.all.total and ask.district is None:
        spreads = by_district(found.tallies, [district.id for district in ctx.store.city.districts])
        worst = worst_first(spreads)[0]
        share, city = (percent(ctx, one.share("full")) for one in (spreads[worst], found.all))
        said.append(ctx.t("inclusion.answer_worst", district=district_words(ctx, worst), share=share, city=city))
    longest = longest_words(ctx, standing(ctx, ask))
    said += [longest] if longest else []
    return Answer(_question(ctx, 2), " ".join(said) or ctx.t("inclusion.nothing"), here(ctx, ask, "barriers"),
                  "bad" if said else "unknown")  # fmt: skip


def longest_words(ctx: Context, rows: Sequence[Standing]) -> str:
    """Which kind of barrier stays longest, in a sentence; nothing without barriers."""
    today = badges.city_today(ctx)
    found = waiting([(row.kind, row.since) for row in rows if row.since is not None], today)
    if not found:
        return ""
    top, first = found[0], min(row.since for row in rows if row.since is not None)
    return ctx.t("inclusion.answer_longest", kind=code_words(ctx, "kind", top.kind), count=ctx.number(top.count, 0),
                 years=ctx.number(top.median_days / YEAR_DAYS, DIGITS), first=ctx.date(first))  # fmt: skip


def _can_i(ctx: Context, ask: Ask, found: Register | None) -> Answer:
    needs = chosen(ask)
    seen = looked(ctx, ask)
    if seen is not None and seen.place is not None:
        tone: Tone = "" if seen.found else "unknown"
        return Answer(_question(ctx, 3), _near_words(ctx, seen), here(ctx, ask, "there"), tone)
    need = needs[0] if needs else "wheelchair"
    if found is None or not found.all.total:
        return Answer(_question(ctx, 3), ctx.t("inclusion.nothing"), here(ctx, ask, "there"), "unknown")
    counts = {state: sum(t.count for t in found.tallies if t.needs[need] == state) for state in
              ("full", "partial", "none", "unknown")}  # fmt: skip
    said = {state: ctx.number(count, 0) for state, count in counts.items()}
    return Answer(_question(ctx, 3), ctx.t("inclusion.answer_need", need=ctx.t(f"field.access_{need}"), **said)
                  + " " + ctx.t("inclusion.answer_choose"), here(ctx, ask, "there"))  # fmt: skip


def _near_words(ctx: Context, seen: Asked) -> str:
    open_ = [one for one in seen.found if one.state in ("full", "partial")]
    return ctx.t("inclusion.answer_near", place=seen.title, count=ctx.number(len(open_), 0),
                 total=ctx.number(len(seen.found), 0),
                 unknown=ctx.number(sum(one.state == "unknown" for one in seen.found), 0))  # fmt: skip


def figures(ctx: Context, ask: Ask) -> list[Figure]:
    """Key figures: adapted, share against plan, unknown, barriers, people, each with where it is from."""
    found, known = register(ctx, ask), printed(ctx)
    drawn = [*_of_register(ctx, ask, found), *_of_barriers(ctx, ask)]
    city = known.get("city")
    blank = unknown_share(ctx)
    if city is not None and blank is not None:
        note = ctx.t("inclusion.figure_unknown_note", listed=ctx.number(known["listed"].value, 0),
                     city=ctx.number(city.value, 0))  # fmt: skip
        drawn.insert(1, Figure(
            ctx.t("inclusion.figure_unknown"), ctx.number(blank, DIGITS), "%", notes=(note,),
            href=here(ctx, ask, "needs"), source=ctx.store.city.source(city.source), data_date=city.data_date,
        ))  # fmt: skip
    special = known.get("special")
    if special is not None:
        drawn.append(Figure(
            ctx.t("inclusion.figure_people"), ctx.number(special.value, 0), ctx.t("inclusion.people_unit"),
            source=ctx.store.city.source(special.source), data_date=special.data_date, href=here(ctx, ask, "people"),
            doubtful=bool(special.doubt),
        ))  # fmt: skip
    return drawn


def _of_register(ctx: Context, ask: Ask, found: Register | None) -> list[Figure]:
    if found is None or not found.all.total:
        return []
    origin = "synthetic" if "synthetic" in found.origins else next(iter(found.origins), None)
    whole, plan = found.all, plan_now(ctx, plans(ctx))
    short = gap(whole.share("full"), plan.value if plan else None)
    note = _plan_note(ctx, plan, short)
    source = provenance(ctx, query.OBJECTS).source
    count = ctx.t("inclusion.figure_of", full=ctx.number(whole.full, 0), total=ctx.number(whole.total, 0))
    return [
        Figure(ctx.t("inclusion.figure_full"), ctx.number(whole.share("full"), DIGITS), "%", source=source,
               data_date=found.data_date, origin=origin, href=here(ctx, ask, "plan"), notes=(count, *note))
    ]  # fmt: skip


def _plan_note(ctx: Context, plan: Point | None, short: float | None) -> tuple[str, ...]:
    if plan is None or short is None:
        return ()
    key = "inclusion.figure_short" if short > 0 else "inclusion.figure_plan"
    return (ctx.t(key, year=plan.period, plan=percent(ctx, plan.value), gap=ctx.number(abs(short), DIGITS)),)


def _of_barriers(ctx: Context, ask: Ask) -> list[Figure]:
    rows, today = standing(ctx, ask), badges.city_today(ctx)
    if not rows:
        return []
    late = sum(overdue(row.plan, today) for row in rows)
    made_up = any(row.origin == "synthetic" for row in rows)
    whence = provenance(ctx, query.BARRIERS)
    return [
        Figure(ctx.t("inclusion.figure_barriers"), ctx.number(len(rows), 0), source=whence.source,
               data_date=whence.data_date, origin="synthetic" if made_up else None, href=here(ctx, ask, "barriers"),
               notes=(ctx.t("inclusion.figure_late", count=ctx.number(late, 0)),
                      *shared_note(ctx, query.BARRIERS, ask, SHARED)))
    ]  # fmt: skip
