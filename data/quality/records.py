"""The checks: what each counts, and from which share on it is watched or bad; their words stand in the locales."""

from typing import Literal

from config.records import Code, Record

Subject = Literal["layer", "values"]
Status = Literal["good", "watch", "bad", "none"]
INDICATORS = "indicators"


class CheckRecord(Record):
    """One check: it finds so many at fault of so many looked at.

    Up to a share of `watch` at fault the result is good, above `bad` it is bad; with nothing to look at it is `none`.
    """

    id: Code
    subject: Subject
    watch: float
    bad: float

    def status(self, found: int, of: int) -> Status:
        """What a result means."""
        if of == 0:
            return "none"
        share = found / of
        return "good" if share <= self.watch else "watch" if share <= self.bad else "bad"


class RangeRecord(Record):
    """Least and greatest value that makes sense in fields of a name, or of names with an ending."""

    name: str = ""
    ending: str = ""
    least: float | None = None
    most: float | None = None


CHECKS = (
    CheckRecord(id="completeness", subject="layer", watch=0.05, bad=0.30),
    CheckRecord(id="inside", subject="layer", watch=0.02, bad=0.20),
    CheckRecord(id="duplicates", subject="layer", watch=0.0, bad=0.01),
    CheckRecord(id="geometry", subject="layer", watch=0.0, bad=0.001),
    CheckRecord(id="range", subject="layer", watch=0.0, bad=0.01),
    CheckRecord(id="doubts", subject="layer", watch=0.0, bad=0.25),
    CheckRecord(id="kazakh", subject="layer", watch=0.05, bad=0.50),
    CheckRecord(id="addresses", subject="layer", watch=0.02, bad=0.10),
    CheckRecord(id="numbers", subject="values", watch=0.05, bad=0.30),
    CheckRecord(id="repeated", subject="values", watch=0.0, bad=0.01),
    CheckRecord(id="city_total", subject="values", watch=0.0, bad=0.20),
    CheckRecord(id="value_doubts", subject="values", watch=0.05, bad=0.30),
    CheckRecord(id="value_kazakh", subject="values", watch=0.05, bad=0.50),
)
BY_ID = {check.id: check for check in CHECKS}
NEXT_YEARS = 30
RANGES = (
    RangeRecord(name="magnitude", least=0, most=10),
    RangeRecord(name="population", least=0, most=10_000_000),
    RangeRecord(name="length_m", least=0.1, most=1_000_000),
    RangeRecord(name="area_m2", least=0.1, most=10_000_000_000),
    RangeRecord(name="maxspeed_kmh", least=0, most=140),
    RangeRecord(name="floors", least=1, most=120),
    RangeRecord(ending="_pct", least=0, most=100),
    RangeRecord(ending="_year", least=1000, most=2100),
    RangeRecord(name="year_laid", least=1850, most=2100),
    RangeRecord(ending="_km", least=0),
    RangeRecord(ending="_m", least=0),
    RangeRecord(ending="_mw", least=0),
    RangeRecord(ending="_kzt", least=0),
)
# Units whose figures of the districts add up to that of the city.
ADDING = frozenset({
    "person", "thousand-person", "mln-person", "piece", "offence", "place", "ha", "km2", "km", "thousand-tonne", "kzt",
    "mln-kzt", "bln-kzt", "module",
})  # fmt: skip
TOLERANCE = 0.01


def range_of(name: str) -> RangeRecord | None:
    """What values of a field may be, if there is a rule."""
    return next((r for r in RANGES if r.name == name or (r.ending and name.endswith(r.ending))), None)
