"""Synthetic proposals of the participatory budget and the works paid from it, along the real streets."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from config import i18n
from data.demo.budget_path import CYCLES, TODAY, Days, Ints, Path, Work, by_cycle, decided_days, known, make_path
from data.demo.budget_path import make_work as make_works
from data.demo.common import population, shares, stretch
from data.demo.streets import Numbers, beside, streets
from data.districts import DISTRICTS
from data.geometry import SRID
from data.loading.chunks import Chunk
from data.loading.shapes import transformer
from data.store import Store

WAYS = frozenset({"tertiary", "residential", "living_street", "unclassified"})
OFF_STREET_M = (10.0, 45.0)
FROM_BORDER_M = 60.0
PROPOSALS, WORKS = "budget_proposals", "budget_works"
# Share of proposals, usual money in millions of tenge and usual days of work.
KINDS = {
    "pb_yard": (0.24, 22.0, 90), "pb_playground": (0.18, 9.0, 60), "pb_sport": (0.12, 14.0, 70),
    "pb_lighting": (0.11, 6.0, 45), "pb_pavement": (0.14, 11.0, 60), "pb_greening": (0.09, 5.0, 50),
    "pb_ditch": (0.07, 8.0, 55), "pb_access": (0.05, 3.0, 40),
}  # fmt: skip
AUTHORS = {"resident": 0.72, "group": 0.14, "owners": 0.10, "organisation": 0.04}
TEXTS, REMARKS, STORIES, CONTRACTORS = 3, 4, 3, 40
KAZAKH = 0.35
GROWTH = 1.06
ROUND_KZT = 10_000.0


@dataclass(frozen=True)
class _Made:
    """All proposals: kind, district, place (degrees), path, money; `work` speaks of the rows `won` only."""

    kind: Ints
    at: NDArray[np.object_]
    district: NDArray[np.object_]
    numbers: list[str]
    path: Path
    author: Ints
    request: Numbers
    given: Numbers
    won: Ints
    work: Work
    state: NDArray[np.object_]


def _make(conn: Connection, store: Store, seed: int) -> _Made:
    dice = np.random.default_rng([seed, 40])
    people = population(conn, store)
    counts = by_cycle(store)
    size = sum(counts)
    codes = dice.permutation(np.repeat(np.arange(len(people)), shares(size, [*people.values()])))
    path = make_path(dice, counts, codes)
    kind = dice.choice(len(KINDS), size, p=[share for share, _, _ in KINDS.values()])
    usual = np.array([money for _, money, _ in KINDS.values()])[kind]
    year = np.array([c.year for c in CYCLES])[path.cycle]
    request = usual * 1e6 * dice.lognormal(0.0, 0.4, size) * GROWTH ** (year - CYCLES[0].year)
    given = request * dice.uniform(0.85, 1.0, size)
    won = np.flatnonzero(path.won & (decided_days(path.cycle) <= np.datetime64(TODAY)))
    days = np.array([days for _, _, days in KINDS.values()])[kind[won]]
    work = make_works(dice, path.cycle[won], days)
    no = np.concatenate([np.arange(1, count + 1) for count in counts])
    numbers = [f"{CYCLES[c].code}-{n:05d}" for c, n in zip(path.cycle.tolist(), no.tolist(), strict=True)]
    return _Made(
        kind, _places(dice, conn, store, [*people], codes), np.array([*people], dtype=object)[codes], numbers, path,
        dice.choice(len(AUTHORS), size, p=list(AUTHORS.values())), _rounded(request), _rounded(given), won, work,
        _states(path, won, work),
    )  # fmt: skip


def _rounded(money: Numbers) -> Numbers:
    return np.asarray(np.round(money / ROUND_KZT) * ROUND_KZT)


def _states(path: Path, won: Ints, work: Work) -> NDArray[np.object_]:
    """Stage that each proposal has reached today."""
    today = np.datetime64(TODAY)
    decided = decided_days(path.cycle) <= today
    state = np.full(len(path.cycle), "filed", dtype=object)
    state[path.filed + np.timedelta64(3, "D") <= today] = "in_review"
    reviewed = path.reviewed <= today
    state[reviewed & (path.result == "returned")] = "in_refinement"
    state[reviewed & (path.result == "rejected")] = "lost"
    state[path.vote <= today] = "in_vote"
    ready = reviewed & (path.result == "accepted") & ~(path.vote <= today)
    state[ready] = "in_review"
    state[decided] = "lost"
    state[won] = "won"
    for name, days in (("funded", work.funded), ("in_work", work.fact_start), ("done", work.fact_end)):
        state[won[days <= today]] = name
    return state


def _places(
    dice: np.random.Generator, conn: Connection, store: Store, names: list[str], codes: Ints
) -> NDArray[np.object_]:
    """Points in degrees beside streets, well inside the district of each proposal."""
    ways = streets(conn, store, WAYS)
    there, back = transformer(SRID, store.city.metric_crs), transformer(store.city.metric_crs, SRID)
    table = store.tables[DISTRICTS]
    rows = conn.execute(select(table.c.district, table.c.geom).where(table.c.known_to.is_(None)))
    outlines = {str(row.district): shapely.from_wkb(row.geom) for row in rows}
    xy = np.zeros((len(codes), 2))
    for number, name in enumerate(names):
        wanted = np.flatnonzero(codes == number)
        own = ways.where(ways.district == name)
        inner = shapely.transform(outlines[name], lambda p: np.column_stack(there.transform(*p.T)))
        inner = shapely.buffer(inner, -FROM_BORDER_M)
        shapely.prepare(inner)
        at = dice.choice(len(own.lines), 3 * len(wanted), p=own.length / own.length.sum())
        side = dice.choice((-1.0, 1.0), len(at)) * dice.uniform(*OFF_STREET_M, len(at))
        found = beside(*own.along(at, dice.random(len(at)) * own.length[at]), side)
        xy[wanted] = found[shapely.contains_xy(inner, found)][: len(wanted)]
    lon, lat = back.transform(xy[:, 0], xy[:, 1])
    return np.asarray(shapely.points(np.round(lon, 6), np.round(lat, 6)), dtype=object)


def _named(made: _Made, rows: Ints) -> dict[str, list[Any]]:
    kinds, mark = [*KINDS], "\x00"
    found = {}
    for lang in i18n.LANGS:
        words = [i18n.t(lang, f"demo.budget.{kind}", no=mark).split(mark) for kind in kinds]
        found[f"name_{lang}"] = [made.numbers[no].join(words[made.kind[no]]) for no in rows.tolist()]
    return found


def _written(dice: np.random.Generator, key: str, versions: int, kinds: list[str]) -> list[str]:
    """A sentence for each row in Kazakh or Russian, as people write; `{kind}` in the key stands for the row's kind."""
    said = {
        (lang, kind, no): i18n.t(lang, f"{key.format(kind=kind)}_{no}")
        for lang in ("kk", "ru") for kind in dict.fromkeys(kinds) for no in range(1, versions + 1)
    }  # fmt: skip
    langs = np.where(dice.random(len(kinds)) < KAZAKH, "kk", "ru").tolist()
    which = dice.integers(1, versions + 1, len(kinds)).tolist()
    return [said[lang, kind, no] for lang, kind, no in zip(langs, kinds, which, strict=True)]


def _base(made: _Made, rows: Ints, prefix: str) -> dict[str, list[Any]]:
    """Columns that proposals and works share."""
    cycles = made.path.cycle[rows].tolist()
    return {
        "object_id": [f"{prefix}{made.numbers[no]}" for no in rows.tolist()],
        "kind": np.array([*KINDS], dtype=object)[made.kind[rows]].tolist(), "state": made.state[rows].tolist(),
        **_named(made, rows), "body": [f"akimat-{code}" for code in made.district[rows].tolist()],
        "proposal_no": [made.numbers[no] for no in rows.tolist()],
        "cycle": [CYCLES[c].code for c in cycles], "year": [CYCLES[c].year for c in cycles],
        "author_kind": np.array([*AUTHORS], dtype=object)[made.author[rows]].tolist(),
    }  # fmt: skip


def _where(flags: NDArray[np.bool_], values: list[Any]) -> list[Any]:
    return [value if flag else None for flag, value in zip(flags.tolist(), values, strict=True)]


def proposals(conn: Connection, store: Store, seed: int) -> Chunk:
    """Every proposal with the days of its path."""
    made = _make(conn, store, seed)
    dice = np.random.default_rng([seed, 41])
    path, rows = made.path, np.arange(len(made.kind))
    counted = ~np.isnat(path.vote) & (decided_days(path.cycle) <= np.datetime64(TODAY))
    reviewed, refined = known(path.reviewed), known(path.refined)
    seen = ~np.isnat(reviewed)
    base = _base(made, rows, "demo-bp-")
    funded = np.full(len(rows), np.datetime64("NaT", "D"))
    funded[made.won] = known(made.work.funded)
    columns = base | {
        "description": _written(dice, "demo.budget_text.{kind}", TEXTS, base["kind"]),
        "filed_at": path.filed.tolist(), "closed_at": _closed(made).tolist(), "reviewed_at": reviewed.tolist(),
        "review_result": _where(seen, path.result.tolist()),
        "remarks": _where(seen & (path.result != "accepted"),
                          _written(dice, "demo.budget_remark", REMARKS, base["kind"])),
        "version_no": np.where(np.isnat(refined), 1, 2).tolist(), "refined_at": refined.tolist(),
        "vote_at": known(path.vote).tolist(), "votes": _where(counted, path.votes.tolist()),
        "vote_place": _where(counted, path.place.tolist()),
        "decided_at": _where(counted, decided_days(path.cycle).tolist()), "funded_at": funded.tolist(),
        "budget_request": made.request.tolist(), "budget_given": _where(~np.isnat(funded), made.given.tolist()),
    }  # fmt: skip
    return replace(stretch(columns, made.at, 0.9), layer=PROPOSALS)


def _closed(made: _Made) -> Days:
    """Day on which the path of a proposal ended: rejected, lost in the vote, or its work finished."""
    path = made.path
    rejected = (path.result == "rejected") & (path.reviewed <= decided_days(path.cycle))
    ended = np.where(made.state == "lost", np.where(rejected, path.reviewed, decided_days(path.cycle)),
                     np.datetime64("NaT", "D"))  # fmt: skip
    ended[made.won] = made.work.fact_end
    return known(ended)


def works(conn: Connection, store: Store, seed: int) -> Chunk:
    """Works of the proposals that got their money."""
    made = _make(conn, store, seed)
    dice = np.random.default_rng([seed, 42])
    work, path = made.work, made.path
    paid = work.funded <= np.datetime64(TODAY)
    rows = made.won[paid]
    days = {name: getattr(work, name)[paid] for name in ("plan_start", "plan_end", "fact_start", "fact_end")}
    start, end = known(days["fact_start"]), known(days["fact_end"])
    done = ~np.isnat(end)
    progress = _progress(days["fact_start"], days["fact_end"])
    spent = np.where(done, np.clip(dice.normal(0.965, 0.03, len(rows)), 0.85, 1.07), 0.9 * progress / 100)
    base = _base(made, rows, "demo-bw-")
    who = dice.integers(1, CONTRACTORS + 1, len(rows)).tolist()
    columns = base | {
        "votes": path.votes[rows].tolist(), "budget_given": made.given[rows].tolist(),
        "spent": _where(~np.isnat(start), _rounded(spent * made.given[rows]).tolist()),
        "contractor": [i18n.t("ru", "demo.budget_contractor", no=no) for no in who],
        "plan_start": days["plan_start"].tolist(), "plan_end": days["plan_end"].tolist(),
        "fact_start": start.tolist(), "fact_end": end.tolist(), "progress_pct": progress.tolist(),
        "photo_before_at": (start - np.timedelta64(5, "D")).tolist(),
        "photo_after_at": known(end + np.timedelta64(3, "D")).tolist(),
        **_stories(dice, done),
    }  # fmt: skip
    return replace(stretch(columns, made.at[rows], 1.0), layer=WORKS)


def _stories(dice: np.random.Generator, done: NDArray[np.bool_]) -> dict[str, list[Any]]:
    """A story of each finished work in the three languages."""
    which = dice.integers(1, STORIES + 1, len(done)).tolist()
    names: dict[str, i18n.Lang] = {"story": "ru", "story_kk": "kk", "story_en": "en"}
    return {
        name: _where(done, [i18n.t(lang, f"demo.budget_story_{no}") for no in which]) for name, lang in names.items()
    }


def _progress(start: Days, end: Days) -> NDArray[np.float64]:
    """Share of the work done today in percent, in steps of five; never a hundred before the end."""
    gone = (np.datetime64(TODAY) - start).astype(np.int64) / np.maximum((end - start).astype(np.int64), 1)
    steps = np.clip(np.round(gone * 20) * 5.0, 0.0, 95.0)
    return np.where(end <= np.datetime64(TODAY), 100.0, steps)


BUDGET = {PROPOSALS: proposals, WORKS: works}
