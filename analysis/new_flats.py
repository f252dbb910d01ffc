"""First-graders that flats beyond the usual building would add: an assumption worked out, not a forecast."""

# Printed floor space of a resident of Almaty (data/seed/sdg/charts.csv, line 260), m2.
M2_PER_RESIDENT = 29.1
# Mean size of a new flat, m2. Assumed: no document at hand prints it.
M2_PER_FLAT = 65.0


def residents_per_flat() -> float:
    """Residents of a new flat under the two figures."""
    return M2_PER_FLAT / M2_PER_RESIDENT


def first_graders_of(flats: int, first_graders: float, residents: float) -> float | None:
    """First-graders a year of so many flats, their people being like the others; None without residents."""
    return flats * residents_per_flat() * first_graders / residents if residents > 0 else None
