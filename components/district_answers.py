"""How a district stands, in three sentences; and how the districts stand among each other."""

from collections.abc import Mapping, Sequence

from analysis.standing import Category, Ranking, Standing, standing
from components.context import Context
from components.district_words import PERCENT, plain_name, signed
from components.map_words import district_words
from components.module.screen import Answer, Tone

WORST, CHANGED = 3, 2


def _demo(ctx: Context, rankings: Sequence[Ranking]) -> str:
    """How many of the figures were made up, said with every answer that leans on them."""
    made_up = sum(not found.real for found in rankings)
    if not made_up:
        return ""
    return ctx.t("standing.answer.demo", count=ctx.number(made_up, 0), of=ctx.number(len(rankings), 0))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _against(ctx: Context, found: Standing) -> Answer:
    question, both = ctx.t("standing.ask.against"), [*found.better, *found.worse]
    if not both:
        return Answer(question, ctx.t("standing.answer.nothing"), tone="unknown")
    said = ctx.t("standing.answer.against", better=ctx.number(len(found.better), 0),
                 worse=ctx.number(len(found.worse), 0))  # fmt: skip
    tone: Tone = "good" if len(found.better) > len(found.worse) else "bad"
    return Answer(question, _joined(said, _demo(ctx, both)), "#categories", tone)


def _worst(ctx: Context, found: Standing, district: str) -> Answer:
    question = ctx.t("standing.ask.worst")
    if not found.worse:
        return Answer(question, ctx.t("standing.answer.none_worse" if found.better else "standing.answer.nothing"),
                      tone="good" if found.better else "unknown")  # fmt: skip
    named = "; ".join(
        ctx.t("standing.answer.item", name=plain_name(ctx, r.entry), rank=r.places[district].rank,
              of=r.places[district].of, share=ctx.number(abs(r.places[district].gap or 0.0) * PERCENT, 0))
        for r in found.worse[:WORST]
    )  # fmt: skip
    return Answer(question, ctx.t("standing.answer.worst", list=named), "#categories", "bad")


def _changed(ctx: Context, found: Standing) -> Answer:
    question = ctx.t("standing.ask.changed")
    if not found.up and not found.down:
        return Answer(question, ctx.t("standing.answer.nothing"), tone="unknown")

    def told(changes: Sequence[tuple[Ranking, float]]) -> str:
        return "; ".join(
            ctx.t("standing.answer.change", name=plain_name(ctx, r.entry), share=signed(ctx, share * PERCENT))
            for r, share in changes[:CHANGED]
        )

    parts = []
    if found.up:
        parts.append(ctx.t("standing.answer.up", list=told(found.up)))
    if found.down:
        parts.append(ctx.t("standing.answer.down", list=told(found.down)))
    return Answer(question, _joined(*parts), "#categories", "good" if len(found.up) >= len(found.down) else "bad")


def answers(ctx: Context, found: Mapping[str, Ranking], district: str) -> list[Answer]:
    """How the district stands against the city, where it is worst, what changed in a year."""
    own = standing(found, district)
    return [_against(ctx, own), _worst(ctx, own, district), _changed(ctx, own)]


def mean_rank(found: Mapping[str, Ranking], codes: Sequence[str], district: str) -> float | None:
    """Mean place of a district by the figures among the codes that have a good direction; None without any."""
    ranks = [found[c].places[district].rank for c in codes
             if c in found and found[c].direction and district in found[c].places]  # fmt: skip
    return sum(ranks) / len(ranks) if ranks else None


def city_answers(ctx: Context, found: Mapping[str, Ranking], kinds: Sequence[Category]) -> list[Answer]:
    """Which districts stand first and last, where each is worst, what changed most."""
    codes = [code for kind in kinds for code in kind.codes]
    places = {d.id: rank for d in ctx.store.city.districts if (rank := mean_rank(found, codes, d.id)) is not None}
    asks = [ctx.t(f"standing.ask.{name}") for name in ("first", "city_worst", "city_changed")]
    if not places:
        return [Answer(ask, ctx.t("standing.answer.nothing"), tone="unknown") for ask in asks]
    order = sorted(places, key=lambda name: (places[name], name))
    judged = [found[code] for code in codes if code in found and found[code].direction]
    first = ctx.t("standing.answer.first", best=district_words(ctx, order[0]), last=district_words(ctx, order[-1]),
                  best_rank=ctx.number(places[order[0]], 1), last_rank=ctx.number(places[order[-1]], 1))  # fmt: skip
    return [
        Answer(asks[0], _joined(first, _demo(ctx, judged)), "#ranks"),
        _city_worst(ctx, asks[1], found, order), _city_changed(ctx, asks[2], found, order),
    ]  # fmt: skip


def _city_worst(ctx: Context, question: str, found: Mapping[str, Ranking], districts: Sequence[str]) -> Answer:
    """The figure by which some district is farthest behind the city."""
    behind = [(own.worse[0].places[name].gap or 0.0, name, own.worse[0])
              for name in districts if (own := standing(found, name)).worse]  # fmt: skip
    if not behind:
        return Answer(question, ctx.t("standing.answer.none_worse"), tone="good")
    share, name, ranking = min(behind, key=lambda item: (item[0], item[1]))
    said = ctx.t("standing.answer.city_worst", district=district_words(ctx, name),
                 name=plain_name(ctx, ranking.entry), share=ctx.number(abs(share) * PERCENT, 0))  # fmt: skip
    return Answer(question, said, f"/districts/{name}", "bad")


def _city_changed(ctx: Context, question: str, found: Mapping[str, Ranking], districts: Sequence[str]) -> Answer:
    """The largest changes of a year, for the better and for the worse."""
    parts = []
    for key, side in (("city_up", "up"), ("city_down", "down")):
        changes = [(abs(own[0][1]), name, own[0]) for name in districts
                   if (own := getattr(standing(found, name), side))]  # fmt: skip
        if changes:
            _, name, (ranking, share) = max(changes, key=lambda item: (item[0], item[1]))
            parts.append(ctx.t(f"standing.answer.{key}", district=district_words(ctx, name),
                               name=plain_name(ctx, ranking.entry), share=signed(ctx, share * PERCENT)))  # fmt: skip
    said = _joined(*parts) or ctx.t("standing.answer.nothing")
    return Answer(question, said, "#ranks", "" if parts else "unknown")
