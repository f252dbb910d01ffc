"""Scenes of what happens: what is behind its plan, what is off now, how the works go, and announcements."""

from collections.abc import Sequence

from sqlalchemy import Connection

from analysis import attention
from analysis.attention import Gap
from components import badges, indicator_words
from components.attention import gap_words
from components.context import Context
from components.indicator_status import ICONS, state_words
from components.map_words import code_words
from components.module.ask import Ask
from components.networks import look
from components.wall.markup import Html, icon, tag
from components.wall.parts import Drawn, due_of, empty, rank_row, source_lines
from components.wall.places import short_name
from config import i18n
from config.walls import SceneRecord
from data.queries import supply
from data.queries.networks import OUTAGES, Outage, counted, known_sum
from data.queries.totals import layer_totals
from data.queries.whence import by_source as by_newest

WORKS = "works"
ROWS, OUTAGE_ROWS = 5, 5


def _gap(ctx: Context, gap: Gap) -> Html:
    name = indicator_words.name_of(ctx.lang, gap.entry)
    said, state = gap_words(ctx, gap)[0], gap.verdict.state
    look = "w-off w-off-bad" if state == "off_track" else "w-off"
    off = tag("span", icon(ICONS[state]), " ", state_words(ctx, state), class_=look)
    return tag("li", tag("span", tag("strong", name.words, lang=name.lang), tag("span", said), class_="w-event"), off)


def _fact(number: str, words: str) -> Html:
    return tag("p", tag("span", number, class_="w-number"), tag("span", words, class_="w-said"), class_="w-fact")


def draw_attention(ctx: Context, conn: Connection, _scene: SceneRecord) -> Drawn:
    """Indicators that are off track or at risk, the worst first, and sources that are late."""
    plans = attention.plans(conn, ctx.store, ctx.user)
    found = supply.statuses(conn, ctx.store, badges.city_today(ctx))
    late = [s for s in ctx.store.city.sources if found[s.id].freshness == "late"]
    title = ctx.n("home.plans_behind", len(plans.behind)) if plans.behind else ctx.t("home.attention")
    if not plans.compared:
        return Drawn(title, empty(ctx))
    rows = tag("ul", *(_gap(ctx, gap) for gap in plans.behind[:ROWS]), class_="w-events")
    shown = [gap.entry for gap in plans.behind[:ROWS]]
    by_source = by_newest([(entry.from_source, entry.from_origin, entry.from_date)] for entry in shown)
    sources = [(s, by_source[s.id]) for s in ctx.store.city.sources if s.id in by_source]
    facts = tag("div", _fact(ctx.number(plans.compared, 0), ctx.t("wall.compared")),
                _fact(ctx.number(len(late), 0), ctx.t("wall.late_sources")), class_="w-facts")  # fmt: skip
    body = tag("div", rows, tag("div", facts, source_lines(ctx, sources), class_="w-side"), class_="w-two w-two-list")
    return Drawn(title, body, tuple(due for source, day in sources for due in due_of(ctx, source, day)))


def _outage(ctx: Context, one: Outage) -> Html:
    cause = code_words(ctx, "cause", one.cause) if one.cause else ""
    when = ctx.t("wall.off_until", since=ctx.moment(one.start), until=ctx.moment(one.plan))
    late = None
    if one.late(look.now()):
        late = tag("span", icon("clock-history"), " ", ctx.t("networks.late"), class_="w-off")
    head = tag("strong", f"{look.capital(look.service(ctx, one.kind))}, {short_name(ctx, one.district)}")
    people = tag("span", tag("strong", look.count(ctx, one.people)), " ", ctx.t("wall.people"), class_="w-people")
    said = tag("span", " · ".join(word for word in (when, cause) if word))
    return tag("li", tag("span", head, said, late, class_="w-event"), people)


def draw_outages(ctx: Context, conn: Connection, _scene: SceneRecord) -> Drawn:
    """What is off now, most people first."""
    off = look.off_now(ctx, Ask())
    title = ctx.t("wall.kind.outages")
    if off is None:
        return Drawn(title, empty(ctx))
    totals = layer_totals(conn, ctx.store, OUTAGES, ctx.user)
    sources = [(s, totals.data_date) for s in ctx.store.city.sources_of(OUTAGES) if s.origin in totals.by_origin]
    rows = tag("ul", *(_outage(ctx, one) for one in off[:OUTAGE_ROWS]), class_="w-events") if off else empty(ctx, "off")
    people = known_sum(one.people for one in off)
    facts = tag("div", _fact(ctx.number(len(off), 0), ctx.t("wall.off_now")),
                _fact(ctx.number(people, 0), ctx.t("wall.people_off")), class_="w-facts")  # fmt: skip
    body = tag("div", rows, tag("div", facts, source_lines(ctx, sources), class_="w-side"), class_="w-two w-two-list")
    return Drawn(title, body, tuple(due for source, day in sources for due in due_of(ctx, source, day)))


def _by_district(ctx: Context, found: Sequence[tuple[str, int, int]]) -> Html:
    lines = []
    for code, late, every in found:
        number = ctx.t("wall.late_of", late=ctx.number(late, 0), all=ctx.number(every, 0)) if every else i18n.NO_DATA
        lines.append(rank_row(short_name(ctx, code), number, late / every if every else None, "w-bar-late"))
    return tag("ol", *lines, class_="w-rank")


def draw_works(ctx: Context, conn: Connection, _scene: SceneRecord) -> Drawn:
    """Works by district: how many of those with a known term are late, the largest share first."""
    title, known = ctx.t("wall.kind.works"), {}
    if WORKS in ctx.store.layers:
        known = counted(conn, ctx.store, ctx.user, WORKS, "district", "term")
    if not known:
        return Drawn(title, empty(ctx))
    totals = layer_totals(conn, ctx.store, WORKS, ctx.user)
    lines = []
    for district in ctx.store.city.districts:
        late, fine = (known.get((district.id, term), 0) for term in ("late", "on_time"))
        lines.append((district.id, late, late + fine))
    lines.sort(key=lambda line: (-(line[1] / line[2] if line[2] else 0), line[0]))
    sources = [(s, totals.data_date) for s in ctx.store.city.sources_of(WORKS) if s.origin in totals.by_origin]
    every = {term: sum(number for (_, found), number in known.items() if found == term) for term in ("late", "on_time")}
    facts = tag("div", _fact(ctx.number(totals.total, 0), ctx.t("wall.works_all")),
                _fact(ctx.number(every["late"], 0), ctx.t("wall.works_late")),
                _fact(ctx.number(every["on_time"], 0), ctx.t("wall.works_on_time")), class_="w-facts")  # fmt: skip
    left = tag("div", tag("p", ctx.t("wall.works_lead"), class_="w-lead"), _by_district(ctx, lines))
    body = tag("div", left, tag("div", facts, source_lines(ctx, sources), class_="w-side"), class_="w-two w-two-list")
    return Drawn(title, body, tuple(due for source, day in sources for due in due_of(ctx, source, day)))


def draw_text(ctx: Context, _conn: Connection, scene: SceneRecord) -> Drawn:
    """An announcement."""
    words = ctx.words(scene.texts) if scene.texts else ""
    return Drawn(ctx.t("wall.kind.text"), tag("p", words, class_="w-announcement"))
