"""Three answers for the leadership and the key figures of city infrastructure."""

from typing import Any

from analysis.infrastructure import coverage
from analysis.provision import Lack
from components.badges import city_today
from components.cards import Figure
from components.context import Context
from components.infrastructure import hazards, provision, roads, sites
from components.infrastructure.common import KEY, kind_words, money_words, names, percent_words, source_of
from components.map_words import district_words, row_title
from components.module.ask import Ask, here, main_layer, rows_ask
from components.module.screen import Answer, Tone
from components.module.shared import shared_note
from data.queries import infrastructure as query
from data.queries.facets import facets

TOLD = 3
MAIN = "city_objects"


def answers(ctx: Context, ask: Ask) -> list[Answer]:
    """What is lacked most and where, which sites are late, what is out of work or in danger now."""
    return [_lacked(ctx, ask), _late(ctx, ask), _now(ctx, ask)]


def _question(ctx: Context, name: str) -> str:
    return ctx.t(f"{KEY}.question.{name}")


def _lack_words(ctx: Context, lack: Lack, key: str) -> str:
    return ctx.t(f"{KEY}.answer.{key}", district=district_words(ctx, lack.district), kind=kind_words(ctx, lack.kind),
                 share=percent_words(ctx, lack.share), missing=ctx.number(lack.missing, 1))  # fmt: skip


def _lacked(ctx: Context, ask: Ask) -> Answer:
    found, question = provision.most_lacked(ctx, ask), _question(ctx, "lack")
    if not found:
        return Answer(question, ctx.t(f"{KEY}.answer.nothing_lacked"), here(ctx, ask, "provision"), "unknown")
    first, rest = found[0], _others(found)
    words = _lack_words(ctx, first, "lack" if first.share < 1 else "none")
    if rest:
        words += " " + ctx.t(f"{KEY}.answer.then", list="; ".join(_lack_words(ctx, one, "less") for one in rest))
    return Answer(question, words, here(ctx, ask, "provision"), "bad")


def _others(found: list[Lack]) -> list[Lack]:
    """The next ones, each of another kind, so that the answer tells more than one thing."""
    rest: list[Lack] = []
    for one in found[1:]:
        if one.kind not in {found[0].kind, *(other.kind for other in rest)}:
            rest.append(one)
    return rest[: TOLD - 1]


def _late(ctx: Context, ask: Ask) -> Answer:
    found, question = sites.sites(ctx, ask), _question(ctx, "late")
    href = here(ctx, ask, "sites")
    if not found:
        return Answer(question, ctx.t(f"{KEY}.answer.no_sites"), href, "unknown")
    late = [one for one in found if one.course.late]
    over = [one for one in found if one.course.overspent]
    planned = sum(one.course.late_days is not None for one in found)
    if not planned:
        words = ctx.t(f"{KEY}.answer.no_plans", whole=ctx.number(len(found), 0), over=ctx.number(len(over), 0))
        return Answer(question, words, href, "unknown")
    if not late:
        words = ctx.t(f"{KEY}.answer.in_time", whole=ctx.number(planned, 0), over=ctx.number(len(over), 0))
        return Answer(question, words, href, "good")
    worst = [
        ctx.t(f"{KEY}.answer.site", name=row_title(ctx, one.row), district=district_words(ctx, one.row["district"]),
              days=ctx.n(f"{KEY}.days", one.course.late_days or 0))
        for one in late[:TOLD]
    ]  # fmt: skip
    words = ctx.t(f"{KEY}.answer.late", late=ctx.number(len(late), 0), whole=ctx.number(len(found), 0),
                  over=ctx.number(len(over), 0), list="; ".join(worst))  # fmt: skip
    return Answer(question, words, href, "bad")


def _now(ctx: Context, ask: Ask) -> Answer:
    rows, question = hazards.crossings(ctx, ask), _question(ctx, "now")
    words, out = [], hazards.out_of_work(rows)
    if out:
        since = out[0]["out_of_work_since"]
        key = "crossings" if since else "crossings_undated"
        words.append(ctx.t(f"{KEY}.answer.{key}", out=ctx.number(len(out), 0), whole=ctx.number(len(rows), 0),
                           name=row_title(ctx, out[0]), since=ctx.date(since)))  # fmt: skip
    words += _repairs(ctx, ask) + _danger(ctx, ask)
    if not words:
        working = any(row["state"] == hazards.WORKING for row in rows)
        tone: Tone = "good" if working else "unknown"
        said = ctx.t(f"{KEY}.answer.{'all_works' if working else 'unknown_now'}")
        return Answer(question, said, here(ctx, ask, "crossings"), tone)
    return Answer(question, " ".join(words), here(ctx, ask, "crossings"), "bad")


def _repairs(ctx: Context, ask: Ask) -> list[str]:
    """Objects under the filters that are closed."""
    layer = main_layer(ctx, MAIN)
    if layer is None:
        return []
    with ctx.store.read() as conn:
        found = query.tally(conn, ctx.store, MAIN, ctx.user, rows_ask(ctx, layer, ask), query.Group("state"))
    closed = sum(one.count for one in found if one.value in hazards.OUT)
    return [ctx.t(f"{KEY}.answer.repairs", count=ctx.number(closed, 0))] if closed else []


def _danger(ctx: Context, ask: Ask) -> list[str]:
    risk = hazards.at_risk(ctx, ask)
    layers = [layer for layer in ("schools", "kindergartens", MAIN) if layer in risk.faults]
    if not layers or not risk.known:
        return []
    near, zone = (
        ", ".join(ctx.t(f"{KEY}.answer.counted", kind=kind_words(ctx, layer),
                        count=ctx.number(risk.both(layer, ask.district)[which], 0)) for layer in layers)
        for which in (0, 1)
    )  # fmt: skip
    return [ctx.t(f"{KEY}.answer.danger", metres=ctx.number(risk.buffer_m, 0), near=near, zone=zone)]


def figures(ctx: Context, ask: Ask) -> list[Figure]:
    """Key figures under the filters, each with its source, date and origin."""
    found = [_objects(ctx, ask), _sites(ctx, ask), _crossings(ctx, ask), _clinics(ctx, ask), _parks(ctx, ask),
             _roads(ctx, ask), _metro(ctx), _watched(ctx, ask), _near(ctx, ask)]  # fmt: skip
    return [figure for figure in found if figure is not None]


def _figure(ctx: Context, name: str, layer: str, value: str, **more: Any) -> Figure:
    source, day = source_of(ctx, layer)
    return Figure(ctx.t(f"{KEY}.figure.{name}"), value, source=source, data_date=day, **more)


def _objects(ctx: Context, ask: Ask) -> Figure | None:
    layer = main_layer(ctx, MAIN)
    if layer is None:
        return None
    with ctx.store.read() as conn:
        found = facets(conn, ctx.store, MAIN, ctx.user, rows_ask(ctx, layer, ask), ())
    note = ctx.t(f"{KEY}.figure.of_all", whole=ctx.number(found.total, 0))
    return _figure(ctx, "objects", MAIN, ctx.number(found.matched, 0), href=here(ctx, ask, "list"), notes=(note,))


def _sites(ctx: Context, ask: Ask) -> Figure | None:
    found = sites.sites(ctx, ask)
    if not found:
        return None
    late = sum(one.course.late for one in found)
    plan, fact = (sum(one.row[name] or 0.0 for one in found) for name in ("cost_plan", "cost_fact"))
    notes = (
        ctx.t(f"{KEY}.figure.late", late=ctx.number(late, 0)),
        ctx.t(f"{KEY}.figure.money", plan=money_words(ctx, plan), fact=money_words(ctx, fact)),
        *shared_note(ctx, sites.SITES, ask, sites.SHARED),
    )
    return _figure(ctx, "sites", sites.SITES, ctx.number(len(found), 0), href=here(ctx, ask, "sites"), notes=notes)


def _crossings(ctx: Context, ask: Ask) -> Figure | None:
    rows = hazards.crossings(ctx, ask)
    if not rows:
        return None
    out = hazards.out_of_work(rows)
    unplanned = sum(row["repair_plan"] is None for row in out)
    notes = (ctx.t(f"{KEY}.figure.of_all", whole=ctx.number(len(rows), 0)),
             ctx.t(f"{KEY}.figure.unplanned", count=ctx.number(unplanned, 0)),
             *shared_note(ctx, hazards.CROSSINGS, ask, hazards.SHARED))  # fmt: skip
    return _figure(ctx, "crossings", hazards.CROSSINGS, ctx.number(len(out), 0), href=here(ctx, ask, "crossings"),
                   notes=notes)  # fmt: skip


def _clinics(ctx: Context, ask: Ask) -> Figure | None:
    with ctx.store.read() as conn:
        means = query.means(conn, ctx.store, MAIN, ctx.user, "load_pct", "clinic")
    mean = means.get(ask.district or "")
    if mean is None:
        return None
    note = ctx.t(f"{KEY}.figure.clinics", count=ctx.number(mean[1], 0))
    return _figure(ctx, "load", MAIN, percent_words(ctx, mean[0] / 100), href=here(ctx, ask, "health"), notes=(note,))


def _parks(ctx: Context, ask: Ask) -> Figure | None:
    with ctx.store.read() as conn:
        found = query.tally(conn, ctx.store, "green_areas", ctx.user, None, query.Group(total="green_area_ha"))
    own = [one for one in found if one.district in ((ask.district,) if ask.district else names(ctx))]
    if not found:
        return None
    value = ctx.number(sum(one.total or 0.0 for one in own), 1)
    note = ctx.t(f"{KEY}.note.parks", count=ctx.number(sum(one.count for one in own), 0))
    return _figure(ctx, "parks", "green_areas", value, unit=ctx.t(f"{KEY}.ha"), href=here(ctx, ask, "parks"),
                   notes=(note,))  # fmt: skip


def _roads(ctx: Context, ask: Ask) -> Figure | None:
    found = roads.road_need(ctx, ask.district)
    if found.fair_share is None:
        return None
    due = found.by_year.get(city_today(ctx).year + 1, 0.0)
    target = roads.plan(ctx).get("f-436")
    notes = [ctx.t(f"{KEY}.figure.due", year=city_today(ctx).year + 1, km=ctx.number(due, 0))]
    if target:
        notes.append(ctx.t(f"{KEY}.roads.plan", share=ctx.number(target.value, 0)))
    return _figure(ctx, "roads", roads.ROADS, percent_words(ctx, found.fair_share), href=here(ctx, ask, "repair"),
                   notes=tuple(notes))  # fmt: skip


def _metro(ctx: Context) -> Figure | None:
    with ctx.store.read() as conn:
        stations = query.rows(conn, ctx.store, roads.STATIONS, ctx.user)
        building = query.tally(conn, ctx.store, roads.SITES, ctx.user)
    if not stations:
        return None
    more = sum(one.count for one in building if one.value == "metro_station")
    note = ctx.t(f"{KEY}.note.metro", count=ctx.number(more, 0))
    return _figure(ctx, "metro", roads.STATIONS, ctx.number(len(stations), 0), notes=(note,))


def _watched(ctx: Context, ask: Ask) -> Figure | None:
    """Watched share, for whom the policy lets see it."""
    with ctx.store.read() as conn:
        found = coverage(conn, ctx.store, ctx.user)
    own = [row for row in found or () if ask.district in (None, row.district)]
    whole = sum(row.km2 for row in own)
    if not whole:
        return None
    seen = sum(row.watched_km2 for row in own)
    source = ctx.store.city.sources_of(hazards.CAMERAS)
    note = ctx.t(f"{KEY}.figure.watched", seen=ctx.number(seen, 2), whole=ctx.number(whole, 1))
    return Figure(ctx.t(f"{KEY}.figure.share"), percent_words(ctx, seen / whole, 2), source=next(iter(source), None),
                  href=here(ctx, ask, "cameras"), notes=(note,))  # fmt: skip


def _near(ctx: Context, ask: Ask) -> Figure | None:
    risk = hazards.at_risk(ctx, ask)
    if "schools" not in risk.faults or not risk.known:
        return None
    near, _ = risk.both("schools", ask.district)
    note = ctx.t(f"{KEY}.figure.near", metres=ctx.number(risk.buffer_m, 0),
                 share=percent_words(ctx, risk.faults["schools"].share(ask.district)))  # fmt: skip
    return _figure(ctx, "danger", "active_faults", ctx.number(near, 0), href=here(ctx, ask, "risk"), notes=(note,))
