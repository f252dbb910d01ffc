"""The rule by which a road is due for repair again, as the documents give it."""

# The worked example of the programme (l. 804): a road repaired in 2020 is due in 2025.
TERM_YEARS = 5
POOR = "poor"


def next_repair(last: int | None, state: str | None, this_year: int) -> int | None:
    """Year in which a section is due; a past year means overdue, None that nothing is known.

    `last` is the year of its last repair. What is in a poor state is due next year at the latest, however young.
    """
    if state == POOR:
        return this_year + 1 if last is None else min(last + TERM_YEARS, this_year + 1)
    return None if last is None else last + TERM_YEARS
