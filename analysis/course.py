"""How a building site keeps to its plan: days behind, money above, and whether it is late today."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Course:
    """A site against its plan: `late_days` above zero is late; `over_kzt` above zero is more than planned."""

    late_days: int | None
    over_kzt: float | None

    @property
    def late(self) -> bool:
        """Behind its planned end."""
        return self.late_days is not None and self.late_days > 0

    @property
    def overspent(self) -> bool:
        """More spent than planned for the whole."""
        return self.over_kzt is not None and self.over_kzt > 0


def course(
    plan_end: date | None, fact_end: date | None, today: date, cost_plan: float | None = None,
    cost_fact: float | None = None,
) -> Course:  # fmt: skip
    """Days from the planned end to the actual one, or to today while it is not finished; money above the plan."""
    late = None if plan_end is None else ((fact_end or today) - plan_end).days
    over = None if cost_plan is None or cost_fact is None else cost_fact - cost_plan
    return Course(late, over)
