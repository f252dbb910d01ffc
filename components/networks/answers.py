"""The three questions of the leadership: what is off, what is worn and whose, are we ready for the winter."""

from collections.abc import Sequence

from components.cards import Figure
from components.context import Context
from components.map_words import body_words, district_words
from components.module.ask import Ask, here
from components.module.parts import provenance
from components.module.screen import Answer, Tone
from components.networks import light, look
from components.networks.winter import asked_items, by_district
from config import i18n
from data.layer_tables import OUTSIDE
from data.queries.networks import LAMPS, OUTAGES, Length, Outage, by, counted, joined, known_sum, ready

READY = 0.98
# A network with less than this is no measure of a district.
LEAST_M = 1_000.0


def answers(ctx: Context, ask: Ask) -> Sequence[Answer]:
    """The three answers, each in one sentence."""
    return (_off(ctx, ask), _worn(ctx, ask), _winter(ctx, ask))


def _off(ctx: Context, ask: Ask) -> Answer:
    question, found = ctx.t("networks.ask.off"), look.off_now(ctx, ask)
    if found is None:
        return Answer(question, ctx.t("networks.say.unknown"), tone="unknown")
    if not found:
        return Answer(question, ctx.t("networks.say.nothing_off"), tone="good")
    first = min(found, key=lambda one: one.start or look.now())
    people, buildings = known_sum(one.people for one in found), known_sum(one.buildings for one in found)
    said = [
        ctx.t("networks.say.off", people=look.count(ctx, people), buildings=look.count(ctx, buildings),
              outages=ctx.n("networks.say.outages", len(found))),
        ctx.t("networks.say.first", place=look.place(ctx, first), since=ctx.moment(first.start)),
    ]  # fmt: skip
    most = found[0]
    if most.people:
        said.append(ctx.t("networks.say.most", place=look.place(ctx, most), people=look.count(ctx, most.people),
                          since=ctx.moment(most.start)))  # fmt: skip
    return Answer(question, " ".join(said), here(ctx, ask, anchor="off"), "bad")


def _worst_of(rows: dict[str, Length]) -> tuple[str, Length] | None:
    known = [(name, row) for name, row in rows.items() if row.worn_share is not None and row.length_m >= LEAST_M]
    return max(known, key=lambda pair: (pair[1].worn_share or 0.0, pair[0]), default=None)


def _worn(ctx: Context, ask: Ask) -> Answer:
    question, rows = ctx.t("networks.ask.worn"), look.asked_lengths(ctx, ask)
    whole = joined(rows)
    if whole is None or whole.worn_share is None:
        return Answer(question, ctx.t("networks.say.unknown"), tone="unknown")
    said = [ctx.t("networks.say.worn", share=look.percent(ctx, whole.worn_share), worn=look.km(ctx, whole.worn_m),
                  length=look.km(ctx, whole.length_m))]  # fmt: skip
    kind = _worst_of(by(rows, look.KIND))
    if kind is not None:
        body = kind[1].body
        said.append(ctx.t(
            "networks.say.worst_kind", service=look.service(ctx, kind[0]), share=look.percent(ctx, kind[1].worn_share),
            operator=body_words(ctx, body) if body else i18n.NO_DATA,
        ))  # fmt: skip
    district = _worst_of({code: row for code, row in by(rows, "district").items() if code != OUTSIDE})
    if district is not None and not ask.district:
        said.append(ctx.t("networks.say.worst_district", district=district_words(ctx, district[0]),
                          share=look.percent(ctx, district[1].worn_share)))  # fmt: skip
    return Answer(question, " ".join(said), here(ctx, ask, anchor="wear"), "bad" if whole.worn_share > 0.5 else "")


def _winter(ctx: Context, ask: Ask) -> Answer:
    question, items = ctx.t("networks.ask.winter"), asked_items(ctx, ask)
    share = ready(items)
    if share is None:
        return Answer(question, ctx.t("networks.say.unknown"), tone="unknown")
    said = [ctx.t("networks.say.winter", share=look.percent(ctx, share), late=look.count(ctx, _late(items)),
                  total=look.count(ctx, len(items)))]  # fmt: skip
    behind = sorted((part, code) for code, part in by_district(items).items() if part < min(share, READY))[:2]
    if behind and not ask.district:
        names = ", ".join(f"{district_words(ctx, code)} ({look.percent(ctx, part)})" for part, code in behind)
        said.append(ctx.t("networks.say.behind", districts=names))
    tone: Tone = "good" if share >= READY else "bad"
    return Answer(question, " ".join(said), here(ctx, ask, anchor="winter"), tone)


def _late(items: Sequence[object]) -> int:
    return sum(getattr(item, "state", "") == "overdue" for item in items)


def figures(ctx: Context, ask: Ask) -> Sequence[Figure]:
    """Key figures: length, wear, who is without service, how fast it comes back, lamps, readiness."""
    return [*_line_figures(ctx, ask), *_outage_figures(ctx, ask), *_other_figures(ctx, ask)]


def _line_figures(ctx: Context, ask: Ask) -> list[Figure]:
    whole, found = joined(look.asked_lengths(ctx, ask)), look.all_lengths(ctx)
    if whole is None:
        return []
    source = look.source_of(ctx, found.sources)
    year = whole.mean_year
    age = "" if year is None else ctx.t("networks.note.year", year=f"{year:.0f}")
    return [
        Figure(ctx.t("networks.figure.length"), look.km(ctx, whole.length_m), ctx.t("networks.unit.km"), source=source,
               data_date=found.data_date, origin=whole.origin or None, notes=(age,),
               href=here(ctx, ask, anchor="wear")),
        Figure(ctx.t("networks.figure.worn"), look.percent(ctx, whole.worn_share), source=source,
               data_date=found.data_date, origin=whole.origin or None, notes=(ctx.t("networks.note.worn"),),
               href=here(ctx, ask, anchor="wear")),
    ]  # fmt: skip


def _outage_figures(ctx: Context, ask: Ask) -> list[Figure]:
    off = look.off_now(ctx, ask)
    if off is None:
        return []
    over = look.ended(ctx, ask)
    late = [one.late(look.now()) for one in over if one.plan is not None]
    sample: Outage | None = next(iter(off or over), None)
    source = ctx.store.city.source(sample.source) if sample else None
    origin = sample.origin if sample else None
    day = provenance(ctx, OUTAGES).data_date
    people = known_sum(one.people for one in off) if off else 0
    hours = look.mean(one.hours for one in over)
    return [
        Figure(ctx.t("networks.figure.off"), look.count(ctx, people), ctx.t("networks.unit.people"), source=source,
               data_date=day, origin=origin, href=here(ctx, ask, anchor="off"),
               notes=(ctx.n("networks.say.outages", len(off)), ctx.t("networks.note.twice"))),
        Figure(ctx.t("networks.figure.hours"), ctx.number(hours, 1), ctx.t("networks.unit.hours"), source=source,
               data_date=day, origin=origin, href=here(ctx, ask, anchor="history"), notes=(ctx.t(
                   "networks.note.late", share=look.percent(ctx, sum(map(bool, late)) / len(late) if late else None),
                   outages=ctx.n("networks.say.outages", len(over))),)),
    ]  # fmt: skip


def _other_figures(ctx: Context, ask: Ask) -> list[Figure]:
    found: list[Figure] = []
    items = asked_items(ctx, ask)
    if items:
        found.append(Figure(
            ctx.t("networks.figure.ready"), look.percent(ctx, ready(items)), data_date=items[0].data_date,
            source=ctx.store.city.source(items[0].source), origin=items[0].origin,
            href=here(ctx, ask, anchor="winter"),
        ))  # fmt: skip
    with ctx.store.read() as conn:
        lamps = counted(conn, ctx.store, ctx.user, LAMPS, "district", "state", "origin", "source", "body")
    bodies = ask.choices.get(look.BODY)
    own = {key: number for key, number in lamps.items()
           if ask.district in (None, key[0]) and (not bodies or key[4] in bodies)}  # fmt: skip
    if own:
        total, (_, _, origin, source, _) = sum(own.values()), next(iter(own))
        out, known = (sum(number for key, number in own.items() if key[1] in states)
                      for states in (light.OUT, light.KNOWN))  # fmt: skip
        found.append(Figure(
            ctx.t("networks.figure.lamps"), look.percent(ctx, light.share_out(out, known)),
            source=ctx.store.city.source(source), data_date=provenance(ctx, LAMPS).data_date, origin=origin,
            href=here(ctx, ask, anchor="light"),
            notes=(ctx.t("networks.note.lamps", out=look.count(ctx, out if known else None),
                         total=look.count(ctx, total)),),
        ))  # fmt: skip
    return found
