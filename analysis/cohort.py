"""First-graders from births six years before: a cohort times what moving to the city adds, with its interval."""

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

AGE = 6
LEAST_PAIRS = 4
LEVEL = 95
# Two-sided 95 % quantiles of Student's t by degrees of freedom.
_T = {3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228, 15: 2.131, 20: 2.086, 30: 2.042}
Reason = Literal["no_births", "few_pairs", "no_future"]


@dataclass(frozen=True)
class Expected:
    """First-graders expected in a year, with the ends of the interval and the births they come from."""

    year: int
    number: float
    low: float
    high: float
    births: float


@dataclass(frozen=True)
class Cohort:
    """A forecast: mean factor of movement over `pairs` years, its spread, and the years it reaches."""

    factor: float
    spread: float
    pairs: tuple[tuple[int, float], ...]
    years: tuple[Expected, ...]


@dataclass(frozen=True)
class Refusal:
    """No forecast, and why; `pairs` counts the years with both births and first-graders."""

    reason: Reason
    pairs: int


def cohort(births: Mapping[int, float], first: Mapping[int, float]) -> Cohort | Refusal:
    """Forecast for every year after the last known first-graders for which births of AGE years before are known.

    The factor of a year is its first-graders over the births AGE years before: above one, families move in. Expected
    is births times the mean factor; the interval is that of a new year (Student's t, 95 %), from the spread of the
    factors. Refused with fewer than LEAST_PAIRS such years.
    """
    if not births:
        return Refusal("no_births", 0)
    pairs = tuple((year, number / births[year - AGE]) for year, number in sorted(first.items())
                  if births.get(year - AGE))  # fmt: skip
    if len(pairs) < LEAST_PAIRS:
        return Refusal("few_pairs", len(pairs))
    ahead = [year + AGE for year in sorted(births) if year + AGE > max(first)]
    if not ahead:
        return Refusal("no_future", len(pairs))
    factors = [factor for _, factor in pairs]
    factor, spread = statistics.fmean(factors), statistics.stdev(factors)
    reach = student(len(factors) - 1) * spread * math.sqrt(1 + 1 / len(factors))
    years = tuple(
        Expected(year, births[year - AGE] * factor, births[year - AGE] * max(factor - reach, 0.0),
                 births[year - AGE] * (factor + reach), births[year - AGE]) for year in ahead
    )  # fmt: skip
    return Cohort(factor, spread, pairs, years)


def student(freedom: int) -> float:
    """Quantile for some degrees of freedom; between the rows of the table the smaller one, hence a wider interval."""
    return _T[max(known for known in _T if known <= max(freedom, min(_T)))]
