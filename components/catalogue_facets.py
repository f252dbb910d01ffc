"""By what the catalogue is narrowed: spheres, plan, goals, status, remarks, who answers, place, rhythm, origin."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analysis.course_of_indicator import Verdict
from analysis.indicator_status import today_of
from components import indicator_words as words
from components.context import Context
from components.indicator_rows import age_words
from components.indicator_status import state_words
from data.entry.desks import body_of
from data.queries.indicators import Entry

PLAN, SDG = "plan2025", "sdg"
NO_FACT, EARLIER = "none", "earlier"
YEARS_BACK = 4
# What to mind about an indicator: its plan repeats the fact, documents disagree, a doubt, new data are overdue.
COPIED, CONFLICT, DOUBT, LATE = REMARKS = ("copied_plan", "conflict", "doubt", "late")
FACETS = ("topic", "collection", "direction", "goal", "sdg", "category", "status", "remark", "last", "rhythm",
          "territory", "responsible", "body", "source", "origin")  # fmt: skip


@dataclass
class Facet:
    """One way of narrowing: options in their order (code, words, language of the words), and what each row has."""

    id: str
    options: list[tuple[str, str, str]] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)


def last_year(ctx: Context, entry: Entry) -> str:
    """Year of the last fact; `earlier` for an old one, `none` without a dated fact."""
    start = entry.last.period_start if entry.last and entry.last.period_kind != "none" else None
    if start is None:
        return NO_FACT
    return str(start.year) if start.year > reference_year(ctx) - YEARS_BACK else EARLIER


def reference_year(ctx: Context) -> int:
    """The last full year: facts of it may be expected."""
    return today_of(ctx.store).year - 1


def goal_code(entry: Entry) -> str:
    """Number of a goal of the city plan: 1.1."""
    return entry.goal.split(" ", 1)[0] if entry.collection == PLAN and entry.goal else ""


def sdg_code(entry: Entry) -> str:
    """Number of a Sustainable Development Goal of which the review tells."""
    return entry.goal.split(".", 1)[0] if entry.collection == SDG and entry.goal else ""


def remarks_of(ctx: Context, entry: Entry, verdict: Verdict | None, disputed: Collection[str]) -> list[str]:
    """What to mind about an indicator, of REMARKS; `disputed` are codes whose documents disagree."""
    stands = {
        COPIED: verdict is not None and verdict.copied_plan, CONFLICT: entry.code in disputed,
        DOUBT: entry.doubtful, LATE: age_words(ctx, entry)[1],
    }  # fmt: skip
    return [name for name in REMARKS if stands[name]]


def codes_of(
    ctx: Context, entry: Entry, verdict: Verdict | None, disputed: Collection[str] = ()
) -> Mapping[str, Sequence[str]]:
    """Codes of one indicator in every facet."""
    # The source and origin of the last figure come first: a row shows them; the passport's find it too.
    sources = dict.fromkeys((entry.from_source, entry.source))
    bodies = dict.fromkeys(found.body for found in map(ctx.store.city.source, sources) if found and found.body)
    plan = entry.category.startswith("plan-")
    one: dict[str, str] = {
        "topic": entry.topic or "", "collection": entry.collection, "direction": entry.category if plan else "",
        "goal": goal_code(entry), "sdg": sdg_code(entry), "category": "" if plan else entry.category,
        "status": verdict.state if verdict else "no_data", "last": last_year(ctx, entry), "rhythm": entry.rhythm,
        "responsible": body_of(ctx.store.city, entry.responsible, entry.source) or "",
    }  # fmt: skip
    places = dict.fromkeys(place for joined in entry.territories for place in joined.split(";") if place)
    several: dict[str, list[str]] = {
        "territory": [*places], "remark": remarks_of(ctx, entry, verdict, disputed),
        "body": [*bodies], "source": [*sources], "origin": [*dict.fromkeys((entry.from_origin, entry.origin))],
    }  # fmt: skip
    return {**{name: [code] if code else [] for name, code in one.items()}, **several}


def _labels(ctx: Context, entries: Sequence[Entry]) -> Mapping[str, Callable[[str], tuple[str, str]]]:
    city, lang = ctx.store.city, ctx.lang
    goals = {goal_code(e): e.goal for e in entries}
    bodies = {b.id: ctx.words(b.names) for b in city.bodies}

    def goal(code: str) -> tuple[str, str]:
        said = words.goal(lang, goals[code])
        return said.words, "" if said.lang == lang else said.lang

    def source(code: str) -> str:
        found = city.source(code)
        return ctx.words(found.names) if found else code

    def plain(make: Callable[[str], str]) -> Callable[[str], tuple[str, str]]:
        return lambda code: (make(code), "")

    return {
        "topic": plain(lambda code: words.topic(lang, city, code)),
        "collection": plain(lambda code: words.collection(lang, code)),
        "direction": plain(lambda code: f"{code.removeprefix('plan-')}. {words.category(lang, code)}"),
        "goal": goal, "sdg": plain(lambda code: f"{code}. {ctx.t(f'catalogue.sdg.{code}')}"),
        "category": plain(lambda code: words.category(lang, code)),
        "status": plain(lambda code: state_words(ctx, code)),  # type: ignore[arg-type]  # codes are states
        "remark": plain(lambda code: ctx.t(f"catalogue.remark.{code}")),
        "last": plain(lambda code: code if code.isdigit() else ctx.t(f"catalogue.last.{code}", year=_old(ctx))),
        "rhythm": plain(lambda code: ctx.t(f"catalogue.rhythm.{code}")),
        "territory": plain(lambda code: words.territory(lang, city, code)),
        "responsible": plain(lambda code: bodies.get(code, code)),
        "body": plain(lambda code: bodies.get(code, code)), "source": plain(source),
        "origin": plain(lambda code: ctx.t(f"value.origin.{code}")),
    }  # fmt: skip


def _old(ctx: Context) -> int:
    return reference_year(ctx) - YEARS_BACK


def _order(ctx: Context, name: str) -> Callable[[str], Any]:
    """Order of the options: the city's directories, numbers as numbers, years from the newest."""
    city = ctx.store.city
    lists: dict[str, list[str]] = {
        "topic": [t.id for t in city.topics], "source": [s.id for s in city.sources],
        "body": [b.id for b in city.bodies], "responsible": [b.id for b in city.bodies], "remark": [*REMARKS],
        "territory": [city.id, *(d.id for d in city.districts), city.country],
        "status": ["off_track", "at_risk", "on_track", "no_data"],
        "rhythm": ["month", "quarter", "half_year", "year", "several_years", "irregular", "once"],
        "origin": ["official", "open", "model", "user", "synthetic"],
    }  # fmt: skip
    if name in lists:
        return lambda code: (lists[name].index(code) if code in lists[name] else len(lists[name]), code)
    if name == "last":
        return lambda code: (-int(code) if code.isdigit() else 0 if code == EARLIER else 1, code)
    return lambda code: [(int(part), "") if part.isdigit() else (0, part) for part in code.split(".")]


def facets(
    ctx: Context, entries: Sequence[Entry], verdicts: Mapping[str, Verdict], disputed: Collection[str] = ()
) -> list[Facet]:  # fmt: skip
    """All facets with the options that some indicator has, and for each indicator the places of its options."""
    codes = [codes_of(ctx, entry, verdicts.get(entry.code), disputed) for entry in entries]
    labels = _labels(ctx, entries)
    found = []
    for name in FACETS:
        seen = sorted({code for row in codes for code in row[name]}, key=_order(ctx, name))
        places = {code: place for place, code in enumerate(seen)}
        options = [(code, *labels[name](code)) for code in seen]
        found.append(Facet(name, options, [[places[code] for code in row[name]] for row in codes]))
    return found


def ordinal(day: date | None) -> int | None:
    """A day as a number to sort by."""
    return day.toordinal() if day else None
