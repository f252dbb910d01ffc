"""Marks of values that may be wrong: beyond what is plausible, stuck, far from the hours around, silent."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config.air import AirRules, Pollutant

RANGE, STUCK, OUTLIER, GAP, OFFLINE = "range", "stuck", "outlier", "gap", "offline"
# Values with these marks are no part of a mean.
UNFIT = frozenset({RANGE, STUCK, GAP, OFFLINE})
MAD_TO_SIGMA = 1.4826
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def marks(values: Floats, pollutant: Pollutant, rules: AirRules) -> list[str]:
    """Marks of a series of hours without holes (NaN where there is no value), joined by blanks; nothing is deleted."""
    missing = np.isnan(values)
    silent = missing & (_runs(missing) >= rules.offline_hours)
    beyond = (values < 0) | (values > pollutant.high)
    found = {
        RANGE: beyond, STUCK: _stuck(values, rules.stuck_hours),
        OUTLIER: _outliers(np.where(beyond, np.nan, values), pollutant.floor, rules),
        GAP: missing & ~silent, OFFLINE: silent,
    }  # fmt: skip
    out = [""] * len(values)
    for name, at in found.items():
        for i in np.flatnonzero(at):
            out[i] = f"{out[i]} {name}".strip()
    return out


def _runs(flags: Flags) -> NDArray[np.int64]:
    """Length of the run that each place belongs to."""
    if not len(flags):
        return np.zeros(0, dtype=np.int64)
    number = np.cumsum(np.concatenate([[True], flags[1:] != flags[:-1]])) - 1
    return np.asarray(np.bincount(number)[number], dtype=np.int64)


def _stuck(values: Floats, hours: int) -> Flags:
    """Equal values in a row. Zeros count too: an instrument that shows nothing but zero is stuck as well."""
    if not len(values):
        return np.zeros(0, dtype=bool)
    same = np.concatenate([[False], values[1:] == values[:-1]])
    number = np.cumsum(~same) - 1
    return np.asarray((np.bincount(number)[number] >= hours) & ~np.isnan(values), dtype=bool)


def _outliers(values: Floats, floor: float, rules: AirRules) -> Flags:
    """Values far from the median of the hours around, in robust deviations; calm hours count with a least spread."""
    series = pd.Series(values)
    around = series.rolling(rules.outlier_hours + 1, center=True, min_periods=rules.outlier_hours // 2)
    middle = around.median()
    spread = (series - middle).abs().rolling(rules.outlier_hours + 1, center=True, min_periods=1).median()
    far = (series - middle).abs().to_numpy(dtype=float)
    # Where too few values stand around nothing can be said: NaN is greater than nothing.
    return np.asarray(far > rules.outlier_score * np.maximum(MAD_TO_SIGMA * spread.to_numpy(dtype=float), floor))
