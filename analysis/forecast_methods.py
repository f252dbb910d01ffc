"""Methods of forecasting that the statistics library reckons; loaded only when a forecast is wanted."""

import os
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

# Threads cannot share work on a few dozen numbers, they only wait for each other: on a busy machine seven times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from scipy.stats import t as student
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.holtwinters import ExponentialSmoothing

CYCLES = 2


def _numbers(found: Any) -> list[float]:
    return [float(value) for value in np.asarray(found)]


def _smoothed(values: Sequence[float], steps: int, **form: Any) -> list[float]:
    """Exponential smoothing of a form, fitted to the values; NaN where it cannot be reckoned.

    Seasons start from their means (fitting each of them too would take seconds), level and trend are fitted.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            model = ExponentialSmoothing(np.asarray(values, float), **form)
            return _numbers(model.fit().forecast(steps))
        except (ValueError, ArithmeticError, np.linalg.LinAlgError):
            return [float("nan")] * steps


def holt(values: Sequence[float], steps: int, season: int) -> list[float]:  # noqa: ARG001 -- one shape for all
    """Holt's smoothing of level and trend."""
    return _smoothed(values, steps, trend="add", initialization_method="estimated")


def damped(values: Sequence[float], steps: int, season: int) -> list[float]:  # noqa: ARG001 -- one shape for all
    """Holt's smoothing with a trend that dies away."""
    return _smoothed(values, steps, trend="add", damped_trend=True, initialization_method="estimated")


def seasonal(values: Sequence[float], steps: int, season: int) -> list[float]:
    """Holt and Winters: level, dying trend and seasons that are added."""
    return _smoothed(values, steps, trend="add", damped_trend=True, seasonal="add", seasonal_periods=season,
                     initialization_method="heuristic")  # fmt: skip


def theta(values: Sequence[float], steps: int, season: int) -> list[float]:
    """The Theta method; seasons are taken out first where there are two rounds of them."""
    deseasoned = season > 1 and len(values) >= CYCLES * season
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            model = ThetaModel(np.asarray(values, float), period=season, deseasonalize=deseasoned, method="additive")
            return _numbers(model.fit().forecast(steps))
        except (ValueError, ArithmeticError, np.linalg.LinAlgError):
            return [float("nan")] * steps


def quantile(level: float, degrees: int) -> float:
    """How many spreads make an interval of that level, by Student's distribution."""
    return float(student.ppf((1 + level) / 2, max(degrees, 1)))
