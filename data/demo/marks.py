"""Made-up marks and comments on made-up works, in Russian and in Kazakh, some with the answer of the body."""

from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, select

from config import i18n
from data import schema
from data.marks import ACCEPTED
from data.store import Store

MARKS, SALT = 360, 47
LAYER, SYNTHETIC = "works", "synthetic"
TODAY = date(2026, 11, 30)
# What is said of works by their state, with its weight, and the marks that go with it.
SAID: dict[str, dict[str, float]] = {
    "done": {"done_well": 0.55, "badly_done": 0.3, "disturbs": 0.05, "other": 0.1},
    "running": {"goes_on": 0.5, "stopped": 0.2, "disturbs": 0.25, "other": 0.05},
    "stopped": {"stopped": 0.8, "disturbs": 0.2},
}
STARS: dict[str, tuple[int, ...]] = {
    "done_well": (4, 5, 5), "badly_done": (1, 2, 2), "goes_on": (3, 4, 5), "stopped": (1, 2), "disturbs": (1, 2, 3),
    "other": (3, 4),
}  # fmt: skip
PRAISE = ("done_well", "goes_on")
VARIANTS, KAZAKH, STARRED, ANSWERED = 3, 0.4, 0.85, 0.5


def _works(conn: Connection, store: Store) -> list[Row[Any]]:
    table = store.tables[LAYER]
    columns = (table.c.object_id, table.c.state, table.c.district, table.c.body, table.c.fact_start, table.c.fact_end)
    present = table.c.known_to.is_(None), table.c.origin == SYNTHETIC, table.c.state.in_(SAID)
    query = select(*columns).where(*present, table.c.fact_start.is_not(None))
    return list(conn.execute(query.order_by(table.c.object_id)))


def _moment(dice: np.random.Generator, work: Row[Any]) -> datetime:
    """A moment while the work went on, or within the season after its end."""
    first = work.fact_end or work.fact_start
    last = min(TODAY, (work.fact_end or TODAY) + timedelta(days=90))
    days = max(0, (last - first).days)
    clock = time(int(dice.integers(3, 17)), int(dice.integers(0, 60)))
    return datetime.combine(first + timedelta(days=int(dice.integers(0, days + 1))), clock)


def _row(dice: np.random.Generator, no: int, work: Row[Any]) -> dict[str, Any]:
    weights = SAID[work.state]
    said = str(dice.choice([*weights], p=[*weights.values()]))
    lang: i18n.Lang = "kk" if dice.random() < KAZAKH else "ru"
    sent = _moment(dice, work)
    told = dice.random() < ANSWERED and bool(work.body) and sent.date() < TODAY - timedelta(days=14)
    words = i18n.t(lang, f"demo_marks.{said}.v{int(dice.integers(1, VARIANTS + 1))}")
    answered = sent + timedelta(days=int(dice.integers(1, 14))) if told else None
    return {
        "id": f"demo-mark-{no:04d}", "object_ref": f"{LAYER}.{work.object_id}", "layer": LAYER,
        "district": work.district, "body": work.body or "", "said": said,
        "mark": int(dice.choice(STARS[said])) if dice.random() < STARRED else None, "comment": words,
        "state": ACCEPTED, "origin": SYNTHETIC, "sent_at": sent, "decided_at": sent + timedelta(hours=4),
        "answer": i18n.t(lang, "demo_marks.thanks" if said in PRAISE else "demo_marks.answer") if told else "",
        "answer_body": (work.body or "") if told else "",
        "answered_at": answered,
    }  # fmt: skip


def fill_marks(store: Store, seed: int) -> int:
    """Make marks on the works of the demonstration, the same each time; how many. No more where some are there."""
    dice, table = np.random.default_rng([seed, SALT]), schema.resident_mark
    if LAYER not in store.tables:
        return 0
    with store.write() as conn:
        found = _works(conn, store)
        if not found or conn.execute(select(table.c.id).where(table.c.origin == SYNTHETIC).limit(1)).first():
            return 0
        picked = dice.choice(len(found), size=min(MARKS, len(found)), replace=False)
        rows = [_row(dice, no, found[int(at)]) for no, at in enumerate(sorted(picked.tolist()), start=1)]
        conn.execute(table.insert(), rows)
    return len(rows)
