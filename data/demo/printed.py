"""Single figures of the development plan that the demonstration city is held to."""

import csv

from data.loading.report import LoadError
from data.store import Store

FILE = "plan2025/facts.csv"


def printed(store: Store) -> dict[str, float]:
    """Value of each figure of the plan by its id (`f-053`), in its basic unit; LoadError without the document."""
    path = store.city.seed_path(FILE)
    if not path.exists():
        raise LoadError("demo_needs", layer=FILE)
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: float(row["value_base"]) for row in csv.DictReader(file) if row["value_base"]}
