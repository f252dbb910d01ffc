"""Questions of the leadership and of parents with their answers, and the key figures."""

from collections.abc import Sequence

from dash import html

from analysis.meal_alerts import DAYS
from analysis.school_load import by_district, overloaded, short_of, worst_district
from components.basics import Child
from components.cards import Figure
from components.context import Context
from components.education.facts import Facts, codes, facts, org_link, pct, place, source_of, whole
from components.education.parent import first_free
from components.module.ask import Ask, here
from components.module.screen import Answer
from components.module.shared import shared_note
from data.queries.education import KINDERGARTEN, SCHOOL, SITES, sees_safety
from data.queries.narrative import all_facts

# The plan of development prints how many schools have alarm buttons and turnstiles.
ALARM_FACT, TURNSTILE_FACT = "f-179", "f-178"


def answers(ctx: Context, ask: Ask) -> Sequence[Answer]:
    """Three questions of the leadership and the one of parents."""
    found = facts(ctx, ask)
    if not found.all_orgs:
        keys = ("short", "over", "fail", "parent")
        none = ctx.t("education.a.no_data")
        return [Answer(ctx.t(f"education.q.{key}"), none, tone="unknown") for key in keys]
    return [_short(ctx, ask, found), _over(ctx, ask, found), _fail(ctx, ask, found), _parent(ctx, ask, found)]


def _short(ctx: Context, ask: Ask, found: Facts) -> Answer:
    schools, gardens = found.schools, found.gardens
    said = []
    for kind, load in ((SCHOOL, schools), (KINDERGARTEN, gardens)):
        if not load.orgs:
            continue
        loads = by_district(found.orgs, kind, codes(ctx))
        worst = None if ask.district else worst_district(kind, loads)
        values = {"short": whole(ctx, short_of(kind, load)), "queue": whole(ctx, load.queue),
                  "free": whole(ctx, load.free)}  # fmt: skip
        said.append(ctx.t(f"education.a.short_{kind}", **values))
        if worst is not None:
            most = whole(ctx, short_of(kind, loads[worst]))
            said.append(ctx.t("education.a.most", where=place(ctx, worst), count=most))
    bad = bool(schools.over or gardens.waiting)
    sentence = " ".join(said) or ctx.t("education.a.none_chosen")
    return Answer(ctx.t("education.q.short"), sentence, here(ctx, ask, anchor="schools"), "bad" if bad else "good")


def _over(ctx: Context, ask: Ask, found: Facts) -> Answer:
    question, load = ctx.t("education.q.over"), found.schools
    worst = next(iter(overloaded(found.of(SCHOOL))), None)
    if worst is None:
        return Answer(question, ctx.t("education.a.over_none"), tone="good" if load.known else "unknown")
    counts = ctx.t("education.a.over", over=ctx.n("education.n.overloaded", load.overloaded),
                   of=whole(ctx, load.orgs), three=ctx.n("education.n.three", load.three_shifts))  # fmt: skip
    more = ctx.t("education.a.over_most", where=place(ctx, worst.district), pupils=whole(ctx, worst.pupils),
                 capacity=whole(ctx, worst.capacity), pct=pct(ctx, worst.load_pct))  # fmt: skip
    sentence = html.Span([counts, " ", ctx.t("education.a.most_of_all"), " ", org_link(ctx, worst), " ", more])
    return Answer(question, sentence, here(ctx, ask, anchor="overloaded"), "bad")


def _fail(ctx: Context, ask: Ask, found: Facts) -> Answer:
    parts: list[Child] = []
    worst = found.alerts[0] if found.alerts else None
    if worst is not None:
        not_yet = sum(not alert.inspected for alert in found.alerts)
        parts.append(ctx.t("education.a.meals", schools=ctx.n("education.n.alerts", len(found.alerts)),
                           open=whole(ctx, not_yet)))  # fmt: skip
        org = found.org(worst.org)
        name = org_link(ctx, org) if org is not None else worst.org
        parts += [" ", ctx.t("education.a.most_of_all"), " ", name, " ",
                  ctx.t("education.a.meals_most", count=ctx.n("education.n.complaints", worst.count), days=DAYS)]
    else:
        parts.append(ctx.t("education.a.meals_none"))
    parts += [" ", safety_words(ctx, found)]
    return Answer(ctx.t("education.q.fail"), html.Span(parts), here(ctx, ask, anchor="meals"),
                  "bad" if found.alerts else "good")  # fmt: skip


def lacking(found: Facts, name: str) -> int:
    """Schools that are known to lack something."""
    return sum(org.row.get(name) is False for org in found.of(SCHOOL))


def safety_words(ctx: Context, found: Facts) -> str:
    """What schools lack, for those who may know; for others what the documents print of the city."""
    if sees_safety(ctx.store, ctx.user):
        return ctx.t("education.a.safety", alarm=whole(ctx, lacking(found, "alarm_button")),
                     turnstile=whole(ctx, lacking(found, "turnstile")))  # fmt: skip
    with ctx.store.read() as conn:
        printed = {row["id"]: row["value"] for row in all_facts(conn, ctx.store)}
    return ctx.t("education.a.safety_hidden", alarm=whole(ctx, printed.get(ALARM_FACT)),
                 turnstile=whole(ctx, printed.get(TURNSTILE_FACT)))  # fmt: skip


def _parent(ctx: Context, ask: Ask, found: Facts) -> Answer:
    near = first_free(ctx, ask)
    question = ctx.t("education.q.parent")
    if near is not None:
        said = [org_link(ctx, near.org), ctx.t("education.a.parent_found", minutes=whole(ctx, near.minutes),
                                               free=whole(ctx, near.org.free_places))]  # fmt: skip
        return Answer(question, html.Span(said), here(ctx, ask, anchor="parent"), "good")
    words = ctx.t("education.a.parent", gardens=ctx.n("education.n.gardens_free", found.gardens.with_free),
                  schools=ctx.n("education.n.schools_free", found.schools.with_free))  # fmt: skip
    return Answer(question, words, here(ctx, ask, anchor="parent"))


def figures(ctx: Context, ask: Ask) -> Sequence[Figure]:
    """Key figures, each with its source, day and origin."""
    found = facts(ctx, ask)
    schools, gardens = found.schools, found.gardens
    of_schools = source_of(ctx, [org.row for org in found.of(SCHOOL)])
    of_gardens = source_of(ctx, [org.row for org in found.of(KINDERGARTEN)])
    of_sites = source_of(ctx, [site.row for site in found.sites])
    late = sum(site.state == "late" for site in found.sites)
    places = sum(site.capacity or 0 for site in found.sites if site.state == "late")
    rows = [
        ("schools", schools.orgs, "", of_schools, bool(schools.orgs)),
        ("pupils", schools.pupils, _note(ctx, "load", pct(ctx, schools.pct)), of_schools, bool(schools.known)),
        ("short", schools.over, _note(ctx, "overloaded", whole(ctx, schools.overloaded)), of_schools,
         bool(schools.known)),
        ("three_shifts", schools.three_shifts, "", of_schools, bool(schools.orgs)),
        ("gardens", gardens.orgs, _note(ctx, "children", whole(ctx, gardens.pupils)), of_gardens, bool(gardens.orgs)),
        ("queue", gardens.queue, "", of_gardens, bool(gardens.orgs)),
        ("free", gardens.free, _note(ctx, "with_free", whole(ctx, gardens.with_free)), of_gardens,
         bool(gardens.known)),
        ("late_sites", late, _note(ctx, "late_places", whole(ctx, places)), of_sites, bool(found.sites)),
    ]  # fmt: skip
    own = shared_note(ctx, SITES, ask, ())
    drawn = [
        Figure(ctx.t(f"education.figure.{key}"), whole(ctx, value if known else None), source=source, data_date=day,
               origin=origin, notes=((note,) if note and known else ()) + (own if key == "late_sites" else ()))
        for key, value, note, (source, day, origin), known in rows
    ]  # fmt: skip
    return [*drawn, _alert_figure(ctx, found)]


def _note(ctx: Context, key: str, value: str) -> str:
    return ctx.t(f"education.note.{key}", value=value)


def _alert_figure(ctx: Context, found: Facts) -> Figure:
    source, _, origin = source_of(ctx, [event.row for event in found.all_meals])
    known = found.as_of is not None
    return Figure(
        ctx.t("education.figure.alerts"), whole(ctx, len(found.alerts) if known else None), source=source,
        data_date=found.as_of, origin=origin, notes=(ctx.t("education.note.alerts", days=DAYS),),
    )  # fmt: skip
