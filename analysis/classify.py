"""Classes of a map's figures: quantiles, equal intervals, natural breaks; their limits and how many lie in each."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Method = Literal["quantile", "equal", "natural"]
METHODS: tuple[Method, ...] = get_args(Method)
LEAST, MOST, USUAL = 2, 7, 4


@dataclass(frozen=True)
class Classes:
    """Classes from the lowest up: `low` is the least figure, `uppers` the upper limit of each class, which is in it.

    `counts` says how many of the figures lie in each class, `missing` how many territories have none.
    """

    low: float
    uppers: tuple[float, ...]
    counts: tuple[int, ...]
    missing: int = 0

    def of(self, value: float | None) -> int | None:
        """Class of a figure from 0; None for no figure. What lies beyond the ends belongs to the outer classes."""
        if value is None or not self.uppers:
            return None
        return next((at for at, upper in enumerate(self.uppers) if value <= upper), len(self.uppers) - 1)

    def limits(self, at: int) -> tuple[float, float]:
        """Lower and upper limit of a class; the lower one belongs to the class below, but for the first."""
        return (self.uppers[at - 1] if at else self.low), self.uppers[at]


def classify(values: Sequence[float | None], method: Method, classes: int) -> Classes:
    """At most that many classes of figures; fewer where there are fewer different figures, none without any.

    `quantile`: as many figures in each as can be; `equal`: intervals of one width, which may be empty; `natural`:
    the groups whose figures differ least from their mean (Fisher and Jenks). Raises ValueError for fewer than
    two classes.
    """
    if classes < LEAST:
        raise ValueError("at least two classes")
    known = sorted(value for value in values if value is not None and math.isfinite(value))
    missing = len(values) - len(known)
    if not known:
        return Classes(0.0, (), (), missing)
    most = min(classes, len(set(known)))
    uppers = _UPPERS[method](known, most)
    found = Classes(known[0], uppers, (), missing)
    places = [found.of(value) for value in known]
    return Classes(known[0], uppers, tuple(places.count(at) for at in range(len(uppers))), missing)


def _quantile(known: Sequence[float], classes: int) -> tuple[float, ...]:
    count = len(known)
    return tuple(sorted({known[math.ceil((at + 1) * count / classes) - 1] for at in range(classes)}))


def _equal(known: Sequence[float], classes: int) -> tuple[float, ...]:
    low, high = known[0], known[-1]
    step = (high - low) / classes
    return (*(low + step * (at + 1) for at in range(classes - 1)), high)


def _natural(known: Sequence[float], classes: int) -> tuple[float, ...]:
    """Upper limits of the groups with the least sum of squared differences, found exactly, step by step."""
    different = sorted(set(known))
    weights = [known.count(value) for value in different]
    spread = _Spread(different, weights)
    size = len(different)
    # best[end]: least sum for the figures up to `end` in the groups of this round; cuts[end]: where the last begins.
    best = [spread(0, end) for end in range(size)]
    rounds: list[list[int]] = []
    for groups in range(2, classes + 1):
        now, cuts = [math.inf] * size, [0] * size
        for end in range(groups - 1, size):
            starts = range(groups - 1, end + 1)
            now[end], cuts[end] = min((best[start - 1] + spread(start, end), start) for start in starts)
        best = now
        rounds.append(cuts)
    ends, end = [size - 1], size - 1
    for cuts in reversed(rounds):
        end = cuts[end] - 1
        ends.append(end)
    return tuple(different[end] for end in reversed(ends))


class _Spread:
    """Sums of squared differences to the mean of runs of figures, from running sums."""

    def __init__(self, values: Sequence[float], weights: Sequence[int]) -> None:
        middle = sum(values) / len(values)
        self._sums = [(0.0, 0.0, 0)]
        for value, weight in zip(values, weights, strict=True):
            total, squares, count = self._sums[-1]
            off = value - middle
            self._sums.append((total + off * weight, squares + off * off * weight, count + weight))

    def __call__(self, start: int, end: int) -> float:
        """Of the figures from `start` to `end`, both of them in."""
        (total0, squares0, count0), (total1, squares1, count1) = self._sums[start], self._sums[end + 1]
        return max(0.0, squares1 - squares0 - (total1 - total0) ** 2 / (count1 - count0))


_UPPERS = {"quantile": _quantile, "equal": _equal, "natural": _natural}


def fit(values: Sequence[float | None], classes: Classes) -> float | None:
    """How well classes tell figures apart (goodness of variance fit): from 0 to 1; None where all are equal."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    if len(set(known)) < LEAST:
        return None
    whole = _squares(known)
    inside = sum(_squares([v for v in known if classes.of(v) == at]) for at in range(len(classes.uppers)))
    return 1 - inside / whole


def _squares(values: Sequence[float]) -> float:
    mean = sum(values) / len(values) if values else 0.0
    return sum((value - mean) ** 2 for value in values)
