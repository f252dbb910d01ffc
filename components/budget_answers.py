"""The participatory budget at the top of its page: three answers for the leadership, and the key figures."""

from datetime import date

from components import badges
from components.cards import Figure
from components.context import Context
from components.map_words import code_words, district_words
from components.module.ask import Ask, here, main_layer, rows_ask
from components.module.screen import Answer
from config.city import Source
from data.queries import budget as query
from data.queries.budget import PROPOSALS, WORKS, Sums, WorkCounts
from data.queries.facets import source_days
from data.queries.items import Ask as Rows

BILLION, MILLION = 1e9, 1e6
TENTH = BILLION / 10
PERCENT = 100.0
TOP = 3


def rows_of(ctx: Context, ask: Ask, limit: int = 100) -> Rows | None:
    """The question to the store that the address asks of the proposals; None for whom there are none."""
    layer = main_layer(ctx, PROPOSALS)
    return rows_ask(ctx, layer, ask, limit=limit) if layer is not None else None


def has_works(ctx: Context) -> bool:
    """Whether the reader may see the works."""
    return main_layer(ctx, WORKS) is not None


def money(ctx: Context, value: float | None) -> str:
    """Tenge in billions with as many decimals as a small sum needs not to read as nothing, or a dash."""
    if value is None:
        return ctx.number(None)
    size = abs(value)
    digits = 1 if size >= TENTH or not size else 3 if size >= MILLION else 6
    return ctx.number(value / BILLION, digits)


def share(ctx: Context, part: float | None, whole: float | None) -> str:
    """Part of a whole in percent, or a dash."""
    return ctx.number(part / whole * PERCENT if part is not None and whole else None, 0)


def source_of(ctx: Context, layer_id: str) -> tuple[Source | None, date | None]:
    """The source of a layer's rows with the newest data, and their date."""
    if main_layer(ctx, layer_id) is None:
        return None, None
    with ctx.store.read() as conn:
        found = source_days(conn, ctx.store, layer_id, ctx.user)
    newest = max(found, key=lambda name: (found[name] or date.min, name), default="")
    return ctx.store.city.source(newest), found.get(newest)


def _proposed(ctx: Context, ask: Ask, rows: Rows) -> Answer:
    with ctx.store.read() as conn:
        every = query.sums(conn, ctx.store, ctx.user, rows).get("", Sums())
        kinds = query.sums(conn, ctx.store, ctx.user, rows, "kind")
    question = ctx.t("budget.ask.proposed")
    if not every.filed:
        return Answer(question, ctx.t("budget.answer.nothing"), tone="unknown")
    top = ", ".join(
        ctx.t("budget.answer.kind", kind=code_words(ctx, "kind", kind), share=share(ctx, found.filed, every.filed))
        for kind, found in query.top_kinds(kinds, TOP)
    )
    said = ctx.t(
        "budget.answer.proposed", filed=ctx.n("budget.count.proposals", every.filed), top=top,
        voted=ctx.number(every.voted, 0), won=ctx.number(every.won, 0), waiting=ctx.number(every.waiting, 0),
    )  # fmt: skip
    return Answer(question, said, here(ctx, ask, "funnel"))


def _spent(ctx: Context, ask: Ask, rows: Rows) -> Answer:
    with ctx.store.read() as conn:
        every = query.sums(conn, ctx.store, ctx.user, rows).get("", Sums())
    question = ctx.t("budget.ask.money")
    if every.asked is None:
        return Answer(question, ctx.t("budget.answer.nothing"), tone="unknown")
    said = ctx.t(
        "budget.answer.money", asked=money(ctx, every.asked), given=money(ctx, every.given),
        spent=money(ctx, every.spent), share=share(ctx, every.spent, every.given),
    )  # fmt: skip
    return Answer(question, said, here(ctx, ask, "years"))


def _finished(ctx: Context, ask: Ask, rows: Rows) -> Answer:
    question, today = ctx.t("budget.ask.finished"), badges.city_today(ctx)
    if not has_works(ctx):
        return Answer(question, ctx.t("budget.answer.nothing"), tone="unknown")
    with ctx.store.read() as conn:
        works = query.work_counts(conn, ctx.store, ctx.user, rows, today)
        worst, late = query.late_works(conn, ctx.store, ctx.user, rows, today)
        by = query.late_by_district(conn, ctx.store, ctx.user, rows, today)
    if not works.total:
        return Answer(question, ctx.t("budget.answer.no_works"), tone="unknown")
    done = ctx.t("budget.answer.done", done=ctx.number(works.done, 0), total=ctx.number(works.total, 0),
                 share=share(ctx, works.done, works.total))  # fmt: skip
    if not late:
        return Answer(question, f"{done} {ctx.t('budget.answer.none_late')}", here(ctx, ask, "late"), "good")
    most = max(by, key=lambda code: (by[code], code))
    said = ctx.t("budget.answer.late", late=ctx.n("budget.count.late", late), district=district_words(ctx, most),
                 there=ctx.number(by[most], 0), days=ctx.n("budget.count.days", worst[0].days))  # fmt: skip
    return Answer(question, f"{done} {said}", here(ctx, ask, "late"), "bad")


def answers(ctx: Context, ask: Ask) -> list[Answer]:
    """What was proposed and won; how much was asked, given and spent; what is finished and what is late."""
    rows = rows_of(ctx, ask)
    if rows is None:
        return []
    return [_proposed(ctx, ask, rows), _spent(ctx, ask, rows), _finished(ctx, ask, rows)]


def _money_figures(ctx: Context, every: Sums) -> list[Figure]:
    source, day = source_of(ctx, PROPOSALS)
    spent_source, spent_day = source_of(ctx, WORKS)
    unit = ctx.t("budget.unit.bln")
    return [
        Figure(ctx.t("budget.figure.asked"), money(ctx, every.asked), unit, "", source, day),
        Figure(ctx.t("budget.figure.given"), money(ctx, every.given), unit, "", source, day,
               notes=(ctx.t("budget.figure.of_asked", share=share(ctx, every.given, every.asked)),)),
        Figure(ctx.t("budget.figure.spent"), money(ctx, every.spent), unit, "", spent_source, spent_day,
               notes=(ctx.t("budget.figure.of_given", share=share(ctx, every.spent, every.given)),)),
    ]  # fmt: skip


def _work_figures(ctx: Context, ask: Ask, works: WorkCounts) -> list[Figure]:
    source, day = source_of(ctx, WORKS)
    overspent = ctx.t("budget.figure.overspent", count=ctx.number(works.overspent, 0))
    return [
        Figure(ctx.t("budget.figure.done"), ctx.number(works.done, 0), ctx.t("budget.unit.works"), "", source, day,
               href=here(ctx, ask, "stories"),
               notes=(ctx.t("budget.figure.done_late", count=ctx.number(works.done_late, 0)),)),
        Figure(ctx.t("budget.figure.late"), ctx.number(works.late, 0), ctx.t("budget.unit.works"), "", source, day,
               href=here(ctx, ask, "late"), notes=(overspent,)),
    ]  # fmt: skip


def figures(ctx: Context, ask: Ask) -> list[Figure]:
    """Key figures: proposals, winners, money, works."""
    rows = rows_of(ctx, ask)
    if rows is None:
        return []
    today = badges.city_today(ctx)
    with ctx.store.read() as conn:
        every = query.sums(conn, ctx.store, ctx.user, rows).get("", Sums())
        works = query.work_counts(conn, ctx.store, ctx.user, rows, today) if has_works(ctx) else None
    source, day = source_of(ctx, PROPOSALS)
    found = [
        Figure(ctx.t("budget.figure.filed"), ctx.number(every.filed, 0), ctx.t("budget.unit.proposals"), "", source,
               day, href="/indicators/bnu-proposals", notes=(ctx.t("budget.figure.printed"),)),
        Figure(ctx.t("budget.figure.won"), ctx.number(every.won, 0), ctx.t("budget.unit.proposals"), "", source, day,
               href=here(ctx, ask, "funnel"),
               notes=(ctx.t("budget.figure.of_voted", share=share(ctx, every.won, every.voted)),)),
        *_money_figures(ctx, every),
    ]  # fmt: skip
    return found + (_work_figures(ctx, ask, works) if works is not None else [])
