"""Classes of wear, the same for every network, whoever measured it."""

# Upper ends of the classes, per cent. From WORN_PCT on a section has served its norm and counts as worn.
WORN_PCT = 60.0
CLASSES = (("good", 30.0), ("fair", WORN_PCT), ("worn", 80.0), ("critical", float("inf")))
WORN = ("worn", "critical")


def wear_class(percent: float | None) -> str | None:
    """Class of a wear in per cent; none for an unknown wear."""
    return None if percent is None else next(name for name, top in CLASSES if percent < top)
