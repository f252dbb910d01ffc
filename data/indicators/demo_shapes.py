"""Shapes of made-up series: levels that grow and stumble, shares within a hundred, measures that follow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Years = NDArray[np.int64]
PERCENT = 100.0
PER = 10.0
# The city grew in 2014, the nineties were hard, and 2020 was a year of the pandemic.
BORDERS, BEFORE_BORDERS = 2014, 0.94
HARD_YEAR, HARD_WIDTH = 1996, 3.0
PANDEMIC = 2020
NOISE, CALM_NOISE, KEPT = 0.018, 0.005, 0.6
LOGIT_PACE = 5.5
DIGITS = 4


@dataclass(frozen=True)
class World:
    """What a level is set against: residents in thousands and the regional product, both by its years."""

    residents: Numbers
    grp: Numbers | None = None


def between(known: Mapping[str, float], years: Years) -> Numbers:
    """Values of all years from those of some years, on straight lines between them."""
    places = sorted((int(year), value) for year, value in known.items())
    return np.interp(years, [year for year, _ in places], [value for _, value in places])


def _noise(dice: np.random.Generator, size: int, width: float = NOISE) -> Numbers:
    """Noise of which a part stays from year to year."""
    steps = dice.normal(0.0, width, size)
    for no in range(1, size):
        steps[no] += KEPT * steps[no - 1]
    return steps


def amount(dice: np.random.Generator, level: float, growth: float, years: Years, gone: Years) -> Numbers:
    """A number that grows by a share a year, stands near `level` where `gone` is 0, and knew the hard years."""
    dip, fall = dice.uniform(0.05, 0.3), dice.uniform(0.0, 0.09)
    found = level * (1 + growth) ** gone * np.exp(_noise(dice, len(years)))
    found *= 1 - dip * np.exp(-(((years - HARD_YEAR) / HARD_WIDTH) ** 2))
    found *= np.where(years < BORDERS, BEFORE_BORDERS, 1.0) * np.where(years == PANDEMIC, 1 - fall, 1.0)
    return np.asarray(found, dtype=np.float64)


def calm(dice: np.random.Generator, level: float, growth: float, years: Years, gone: Years, *, city: bool) -> Numbers:
    """A number that changes slowly; `city`: it is of the whole city, whose borders moved."""
    found = level * (1 + growth) ** gone * np.exp(_noise(dice, len(years), CALM_NOISE))
    return np.asarray(found * np.where(city & (years < BORDERS), BEFORE_BORDERS, 1.0), dtype=np.float64)


def share(dice: np.random.Generator, level: float, growth: float, gone: Years) -> Numbers:
    """A share in percent on a logistic curve: it never leaves 0 to 100."""
    start = np.log(level / (PERCENT - level))
    return _logistic(start + growth * LOGIT_PACE * gone + _noise(dice, len(gone)) * 2)


def _logistic(x: Numbers) -> Numbers:
    return np.asarray(PERCENT / (1 + np.exp(-x)), dtype=np.float64)


def by_part(dice: np.random.Generator, level: Numbers, parts: int, *, flows: bool) -> Numbers:
    """Years by parts (months, quarters): a flow is divided among its year, a level swings about it."""
    season = 1 + dice.uniform(0.02, 0.14) * np.sin(2 * np.pi * (np.arange(parts) / parts + dice.random()))
    weights = season[None, :] * np.exp(dice.normal(0.0, 0.02, (len(level), parts)))
    weights /= weights.mean(axis=1, keepdims=True)
    return np.asarray(level[:, None] * weights / (parts if flows else 1), dtype=np.float64)


def rounded(values: Numbers, *, whole: bool = False) -> Numbers:
    """Values with about four significant digits of their usual size, at most three after the point (`whole`: none)."""
    if whole:
        return np.asarray(np.round(values), dtype=np.float64)
    usual = float(np.nanmedian(np.abs(values)))
    digits = int(np.clip(DIGITS - 1 - np.floor(np.log10(usual)), 0, 3)) if usual > 0 else 3
    return np.asarray(np.round(values, digits), dtype=np.float64)


def _against(level: Numbers, years: int) -> Numbers:
    found = np.full(len(level), np.nan)
    found[years:] = level[years:] / level[:-years] * PERCENT
    return found


def _real(dice: np.random.Generator, index: Numbers) -> Numbers:
    return PERCENT + (index - PERCENT) * 0.3 + dice.normal(0.0, 0.8, len(index))


def _mean(level: Numbers, years: int) -> Numbers:
    found = np.full(len(level), np.nan)
    found[years - 1 :] = np.convolve(level, np.ones(years) / years, "valid")
    return found


def _of(dice: np.random.Generator, low: float, high: float, size: int) -> Numbers:
    return share(dice, dice.uniform(low, high), dice.uniform(-0.004, 0.006), np.arange(size) - size)


def _shifted(dice: np.random.Generator, level: Numbers, low: float, high: float) -> Numbers:
    inside = np.clip(level, 0.1, 99.9)
    return _logistic(np.log(inside / (PERCENT - inside)) + dice.uniform(low, high) + _noise(dice, len(level)))


Measure = Callable[[np.random.Generator, Numbers, World], Numbers]
MEASURES: Mapping[str, Measure] = MappingProxyType({
    "total": lambda _dice, level, _world: level,
    "per10k": lambda _dice, level, world: level / world.residents * PER,
    "thousand": lambda _dice, level, world: level / world.residents,
    "resident": lambda _dice, level, world: level / world.residents,
    "index": lambda _dice, level, _world: _against(level, 1),
    "real": lambda dice, level, _world: _real(dice, _against(level, 1)),
    "five": lambda _dice, level, _world: _against(level, 5) - PERCENT,
    "mean5": lambda _dice, level, _world: _mean(level, 5),
    "grp": lambda _dice, level, world: level / (level if world.grp is None else world.grp) * PERCENT,
    "national": lambda dice, level, _world: _of(dice, 7.0, 24.0, len(level)),
    "women_of": lambda dice, level, _world: _of(dice, 36.0, 64.0, len(level)),
    "young_of": lambda dice, level, _world: _of(dice, 17.0, 42.0, len(level)),
    "women": lambda dice, level, _world: _shifted(dice, level, -0.15, 0.15),
    "men": lambda dice, level, _world: _shifted(dice, level, -0.15, 0.15),
    "young": lambda dice, level, _world: _shifted(dice, level, -0.1, 0.35),
    "points": lambda _dice, level, _world: np.concatenate([[np.nan], np.diff(level)]),
})  # fmt: skip
