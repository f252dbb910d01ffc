"""Objects near a place in the order of one person's needs, each with what is in the way there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from analysis.access import Candidate, Obstacle, fit, in_the_way, ranked
from analysis.near import Around, nearest
from config.access import STATES, State, rule
from config.limits import NEAR_MAX
from config.policy import User
from data.queries.inclusion import OBJECTS
from data.queries.items import Ask
from data.store import Store

RADII_M = (500, 1_000, 2_000, 5_000)
RADIUS_M = 1_000


@dataclass(frozen=True)
class Found:
    """An object near a place: its row, metres, whether the person gets in, obstacles, and what else is known."""

    row: dict[str, Any]
    metres: float
    state: State
    obstacles: tuple[Obstacle, ...]

    @property
    def id(self) -> str:
        """Permanent id of the object."""
        return f"{OBJECTS}.{self.row['object_id']}"

    @property
    def fix_plan(self) -> date | None:
        """Day on which the oldest barrier is to be gone."""
        day: date | None = self.row.get("fix_plan")
        return day


def near(
    conn: Connection, store: Store, user: User, ask: Ask, around: Around, needs: Sequence[str]
) -> list[Found]:  # fmt: skip
    """Objects of the register around a place under the filters of a question, best for the needs first.

    All within the radius are ranked, at most NEAR_MAX nearest ones. Raises UnknownLayerError, AskError.
    """
    rows = nearest(conn, store, OBJECTS, user, ask, Around(around.place, around.radius, NEAR_MAX))
    candidates = [Candidate(one.metres, states_of(one.row), one.row) for one in rows]
    return [
        Found(dict(one.row), one.metres, fit(needs, one.states), tuple(in_the_way(needs, one.row)))
        for one in ranked(needs, candidates)[: around.most]
    ]


def states_of(row: Any) -> dict[str, State]:
    """States by need of a row of the register; a state that is no code of the rule is unknown."""
    known = {state: state for state in STATES}
    return {need: known.get(row.get(f"access_{need}"), "unknown") for need in rule().needs}
