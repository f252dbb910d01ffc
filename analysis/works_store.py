"""Works of the store made comparable, and the appeals that came near them while they went on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection

from analysis.works import Work
from config.policy import User
from data.queries.items import Ask, UnknownLayerError
from data.queries.kept import kept
from data.queries.moments import Span
from data.queries.scope import row_scope
from data.queries.works import WorkRow, appeal_places, last_appeal, matching, works
from data.store import Store

NEAR_M = 300.0
AFTER_DAYS = 30

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]


def work_of(found: WorkRow) -> Work:
    """A row as a work; what the store does not know is None, and what has not begun is neither late nor in time."""
    row = found.row
    planned = row["state"] == "planned"
    begin = row["fact_start"] or row["plan_start"] or row["valid_from"]
    end = row["fact_end"] or (row["plan_end"] if planned else None)
    return Work(
        id=row["object_id"], street=row["street"] or "", begin=begin, end=end, xy=found.xy, district=row["district"],
        body=row["body"] or "", contractor=row["contractor"] or "", state=row["state"],
        delay=None if planned else row["delay_days"],
        cost_plan=row["cost_plan"], cost_fact=row["cost_fact"], mark=row["mark_mean"], marks=row["mark_count"] or 0,
    )  # fmt: skip


def load(conn: Connection, store: Store, user: User, ask: Ask) -> tuple[list[WorkRow], list[Work]]:
    """Works that answer a question: their rows, and the same ones to compare, with appeals near them.

    All works are read once for each version of the store; a question then only asks which of them it means.
    Raises UnknownLayerError, AskError.
    """
    every = _every(conn, store, user)
    ids = every if ask == Ask() else matching(conn, store, user, ask)
    found = [every[name] for name in ids if name in every]
    return [row for row, _ in found], [work for _, work in found]


def _every(conn: Connection, store: Store, user: User) -> Mapping[str, tuple[WorkRow, Work]]:
    versions = store.versions(conn)

    def read() -> dict[str, tuple[WorkRow, Work]]:
        rows = works(conn, store, user, Ask())
        found = [work_of(row) for row in rows]
        near = complaints(conn, store, user, found)
        return {work.id: (row, replace(work, complaints=near.get(work.id)))
                for row, work in zip(rows, found, strict=True)}  # fmt: skip

    key = ("every", row_scope(user), versions.get("appeals", 0))
    found: dict[str, tuple[WorkRow, Work]] = kept(conn, store, "works", key, read)
    return found


def count_near(xy: Floats, spans: Sequence[tuple[date, date]], appeals: Floats, days: Days, metres: float) -> list[int]:
    """Number of appeals at most so many metres from each place, on days of its span (both ends included)."""
    if not len(appeals) or not len(xy):
        return [0] * len(xy)
    tree = shapely.STRtree(np.asarray(shapely.points(appeals), dtype=object))
    at, near = tree.query(np.asarray(shapely.points(xy), dtype=object), predicate="dwithin", distance=metres)
    first, last = (np.array([span[end] for span in spans], dtype="datetime64[D]") for end in (0, 1))
    kept_ = (days[near] >= first[at]) & (days[near] <= last[at])
    return [int(number) for number in np.bincount(at[kept_], minlength=len(xy))]


def counted_in(work: Work, last: date) -> tuple[date, date] | None:
    """Days in which appeals are counted for a work: from its begin to a month after its end; None where none can be.

    A work that began after the last appeal has no count: nobody counted then.
    """
    if work.begin is None or work.begin > last or work.state == "planned":
        return None
    end = work.end + timedelta(days=AFTER_DAYS) if work.end is not None else last
    return work.begin, min(end, last)


def complaints(conn: Connection, store: Store, user: User, every: Sequence[Work]) -> Mapping[str, int]:
    """Appeals near each work by its id, for the works in whose time appeals were counted.

    `every` are all works that the person may see.
    """
    version = store.versions(conn).get("works", 0)

    def count() -> dict[str, int]:
        last = last_appeal(conn, store, user)
        spans = {work.id: span for work in every if last and (span := counted_in(work, last)) is not None}
        if not spans:
            return {}
        try:
            when = Span(min(begin for begin, _ in spans.values()), max(end for _, end in spans.values()))
            xy, days = appeal_places(conn, store, user, when)
        except UnknownLayerError:
            return {}
        here = np.array([work.xy for work in every if work.id in spans])
        return dict(zip(spans, count_near(here, [*spans.values()], xy, days, NEAR_M), strict=True))

    if "appeals" not in store.tables:
        return {}
    found: dict[str, int] = kept(conn, store, "appeals", ("complaints", row_scope(user), version), count)
    return found
