"""Where a series may go: the method that a back-test chooses, its interval and its error, or a refusal with reason."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from statistics import fmean
from typing import Literal, NamedTuple

Method = Literal["naive", "drift", "seasonal_naive", "theta", "holt", "damped", "seasonal"]
Kind = Literal["year", "half_year", "quarter", "month"]
Reason = Literal["short", "irregular", "broken", "numbers", "kind", "old", "busy"]
Bounds = tuple[float | None, float | None]
Model = Callable[[Sequence[float], int, int], Sequence[float]]


class Rhythm(NamedTuple):
    """What a kind of period asks for: periods a year, points at least, points of the first test, steps at most."""

    season: int
    least: int
    train: int
    steps: int


RHYTHMS: Mapping[str, Rhythm] = {
    "year": Rhythm(1, 8, 5, 5), "half_year": Rhythm(2, 12, 8, 6), "quarter": Rhythm(4, 16, 12, 8),
    "month": Rhythm(12, 30, 24, 12),
}  # fmt: skip
METHODS: tuple[Method, ...] = ("naive", "drift", "seasonal_naive", "theta", "holt", "damped", "seasonal")
# Of methods that do nearly as well as the best one the simplest is taken: METHODS are in that order.
NEARLY = 1.05
ORIGINS_MAX = 8
LEVELS = (0.80, 0.95)
MONTHS = 12


class Step(NamedTuple):
    """One period ahead: its first day, the value, and the ends of the intervals of 80 and 95 per cent."""

    day: date
    value: float
    low80: float
    high80: float
    low95: float
    high95: float


@dataclass(frozen=True)
class Forecast:
    """Values ahead (kind `forecast`, origin `model`: they are never facts) and how well the method did in the past.

    `mae` is the mean error of the back-test in the unit of the series, `smape` the same in per cent of the size (None
    where values are zero or of both signs), `mase` against repeating the last value (or the season), None where the
    series never moved. `scores` is the mean error of every method that was tried; `origins` how often each was tried;
    `season` the number of periods to a year.
    """

    method: Method
    steps: tuple[Step, ...]
    mae: float
    smape: float | None
    mase: float | None
    origins: int
    tested: int
    used: int
    first: date
    last: date
    cut: bool
    scores: Mapping[Method, float]
    season: int
    kind: str = "forecast"
    origin: str = "model"


@dataclass(frozen=True)
class Refusal:
    """Why there is no forecast; `have` of `need` points in a row are there.

    For `old` they are periods: as many as can be foretold, and as many as would be needed to reach the present. `busy`
    says that another forecast is being made.
    """

    reason: Reason
    have: int = 0
    need: int = 0


class _Trial(NamedTuple):
    """What a method foretold and what came: pairs by origin, each list from the first step on."""

    pairs: tuple[tuple[tuple[float, float], ...], ...]

    @property
    def mae(self) -> float:
        return fmean(abs(said - came) for run in self.pairs for said, came in run)


def forecast(
    points: Sequence[tuple[date, float]], horizon: int, period_kind: str, breaks: Sequence[date] = (),
    bounds: Bounds = (None, None),
) -> Forecast | Refusal:  # fmt: skip
    """Forecast of a series (first day of a period, value) for `horizon` periods, at most those of its RHYTHMS.

    Only the unbroken run of periods up to the last one counts, and nothing from before the last of `breaks` (first day
    of a period by a new method). `bounds` are the least and the greatest value that make sense. ValueError for a
    horizon below one.
    """
    if horizon < 1:
        raise ValueError(horizon)
    rhythm = RHYTHMS.get(period_kind)
    if rhythm is None:
        return Refusal("kind")
    if not all(math.isfinite(value) for _, value in points):
        return Refusal("numbers")
    run, refusal = _run(points, rhythm, breaks)
    if refusal is not None:
        return refusal
    steps = min(horizon, rhythm.steps, len(run) // 2)
    values = [value for _, value in run]
    trials = _trials(values, steps, rhythm, bounds)
    method = chosen({name: trial.mae for name, trial in trials.items()})
    return _told(run, method, trials, rhythm, (steps, bounds, len(run) < len(dict(points))))


def chosen(scores: Mapping[Method, float]) -> Method:
    """The simplest method whose mean error is nearly as small as the smallest."""
    best = min(scores.values())
    return next(name for name in METHODS if name in scores and scores[name] <= best * NEARLY + 1e-12)


def number_of(day: date, season: int) -> int:
    """Number of the period that a day is in, `season` of them to a year."""
    return day.year * season + (day.month - 1) * season // MONTHS


def day_of(number: int, season: int) -> date:
    """First day of the period of a number."""
    year, part = divmod(number, season)
    return date(year, 1 + part * MONTHS // season, 1)


def _run(
    points: Sequence[tuple[date, float]], rhythm: Rhythm, breaks: Sequence[date]
) -> tuple[list[tuple[int, float]], Refusal | None]:  # fmt: skip
    """The periods in a row up to the last one, after the last break; or why they do not do."""
    series = sorted({number_of(day, rhythm.season): value for day, value in points}.items())
    after = [item for item in series if all(item[0] >= number_of(day, rhythm.season) for day in breaks)]
    run = after[-1:]
    for item in reversed(after[:-1]):
        if item[0] != run[0][0] - 1:
            break
        run.insert(0, item)
    if len(run) >= rhythm.least:
        return run, None
    reason: Reason = "short"
    if len(after) >= rhythm.least:
        reason = "irregular"
    elif len(series) >= rhythm.least and len(after) < len(series):
        reason = "broken"
    return run, Refusal(reason, len(run), rhythm.least)


def _models(count: int, rhythm: Rhythm) -> dict[Method, Model]:
    """Methods that a series of that many points is enough for; those of the library are loaded when first wanted."""
    library = import_module("analysis.forecast_methods")
    found: dict[Method, Model] = {"naive": _naive, "drift": _drift, "theta": library.theta, "holt": library.holt,
                                  "damped": library.damped}  # fmt: skip
    if rhythm.season > 1 and count >= 2 * rhythm.season:
        found |= {"seasonal_naive": _seasonal_naive, "seasonal": library.seasonal}
    return found


def _naive(values: Sequence[float], steps: int, season: int) -> Sequence[float]:  # noqa: ARG001 -- one shape for all
    return [values[-1]] * steps


def _drift(values: Sequence[float], steps: int, season: int) -> Sequence[float]:  # noqa: ARG001 -- one shape for all
    slope = (values[-1] - values[0]) / (len(values) - 1)
    return [values[-1] + slope * step for step in range(1, steps + 1)]


def _seasonal_naive(values: Sequence[float], steps: int, season: int) -> Sequence[float]:
    return [values[len(values) - season + step % season] for step in range(steps)]


def _within(values: Sequence[float], bounds: Bounds) -> list[float]:
    low, high = bounds
    return [min(max(float(v), -math.inf if low is None else low), math.inf if high is None else high) for v in values]


def _trials(values: Sequence[float], steps: int, rhythm: Rhythm, bounds: Bounds) -> dict[Method, _Trial]:
    """Each method tried from rolling origins: it sees only what came before and tells the next `steps` values.

    A method that cannot be reckoned at an origin (it gives no finite number) is left out.
    """
    first = max(rhythm.train, len(values) - ORIGINS_MAX)
    found: dict[Method, _Trial] = {}
    for name, model in _models(first, rhythm).items():
        runs = []
        for origin in range(first, len(values)):
            came = values[origin : origin + steps]
            said = _within(model(values[:origin], len(came), rhythm.season), bounds)
            runs.append(tuple(zip(said, came, strict=True)))
        if all(math.isfinite(said) for run in runs for said, _ in run):
            found[name] = _Trial(tuple(runs))
    return found


def _told(
    run: Sequence[tuple[int, float]], method: Method, trials: Mapping[Method, _Trial], rhythm: Rhythm,
    asked: tuple[int, Bounds, bool],
) -> Forecast:  # fmt: skip
    steps, bounds, cut = asked
    values, trial = [value for _, value in run], trials[method]
    said = _within(_models(len(values), rhythm)[method](values, steps, rhythm.season), bounds)
    ahead = [_step(run[-1][0] + n, rhythm, value, _spread(trial, n), bounds) for n, value in enumerate(said, 1)]
    pairs = [pair for found in trial.pairs for pair in found]
    return Forecast(
        method, tuple(ahead), trial.mae, smape(pairs), mase(pairs, values, rhythm.season), len(trial.pairs),
        len(pairs), len(run), day_of(run[0][0], rhythm.season), day_of(run[-1][0], rhythm.season), cut,
        {name: found.mae for name, found in trials.items()}, rhythm.season,
    )  # fmt: skip


def _spread(trial: _Trial, step: int) -> tuple[float, float]:
    """Half widths of the two intervals at a step.

    The errors of the back-test, each brought to one step by the root of its distance, give the spread; Student's
    quantile with as many degrees as there were origins but one makes few trials say less.
    """
    squares = [(said - came) ** 2 / n for run in trial.pairs for n, (said, came) in enumerate(run, 1)]
    spread = math.sqrt(fmean(squares) * step)
    quantile = import_module("analysis.forecast_methods").quantile
    narrow, wide = (quantile(level, len(trial.pairs) - 1) * spread for level in LEVELS)
    return narrow, wide


def _step(number: int, rhythm: Rhythm, value: float, half: tuple[float, float], bounds: Bounds) -> Step:
    narrow, wide = half
    ends = _within([value - narrow, value + narrow, value - wide, value + wide], bounds)
    return Step(day_of(number, rhythm.season), value, *ends)


def smape(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Mean error in per cent of the mean size of what was said and what came; None for zeros and mixed signs."""
    if not pairs or any(said * came <= 0 for said, came in pairs):
        return None
    return 100 * fmean(2 * abs(said - came) / (abs(said) + abs(came)) for said, came in pairs)


def mase(pairs: Sequence[tuple[float, float]], values: Sequence[float], season: int) -> float | None:
    """Mean error against that of repeating the value of the season before; None where the series never moved."""
    moves = [abs(b - a) for a, b in zip(values[:-season], values[season:], strict=True)]
    usual = fmean(moves) if moves else 0.0
    return fmean(abs(said - came) for said, came in pairs) / usual if pairs and usual > 0 else None
