"""Small pieces of MapLibre's style language, written once."""

from collections.abc import Mapping, Sequence
from typing import Any

Expression = Any

# Share of the size at zoom 14; a street of a city grows with the zoom, but slower than the ground.
LINE_ZOOMS = ((8, 0.18), (10, 0.28), (12, 0.5), (14, 1.0), (16, 2.1), (18, 4.5))
POINT_ZOOMS = ((8, 0.5), (11, 0.7), (14, 1.0), (17, 1.6))
COUNT_SHARE = 0.32


def by_zoom(zooms: Sequence[tuple[float, float]], size: Expression) -> Expression:
    """A size that grows with the zoom; `size` is a number, or an expression over the object."""
    steps: list[Expression] = []
    for zoom, share in zooms:
        steps += [zoom, round(size * share, 2) if isinstance(size, int | float) else ["*", share, size]]
    return ["interpolate", ["exponential", 1.5], ["zoom"], *steps]


def by_value(field: str, values: Mapping[str, Any], other: Any) -> Expression:
    """One result for each value of a field, and one for all others; plain when there is no difference."""
    groups: dict[Any, list[str]] = {}
    for value, result in values.items():
        if result != other:
            groups.setdefault(result, []).append(value)
    if not groups:
        return other
    pairs = [part for result, found in groups.items() for part in (found, result)]
    return ["match", ["get", field], *pairs, other]


def counted(size: Expression) -> Expression:
    """A size that grows with the logarithm of `n`, the number of objects a thinned point stands for."""
    return ["*", size, ["+", 1, ["*", COUNT_SHARE, ["ln", ["coalesce", ["get", "n"], 1]]]]]


def between(field: str, low: tuple[float, float], high: tuple[float, float]) -> Expression:
    """A size between two ends by a number: `low` and `high` are pairs of value and size; no value gives the least."""
    value = ["coalesce", ["get", field], low[0]]
    return ["interpolate", ["linear"], value, low[0], low[1], high[0], high[1]]


def name_of(lang: str) -> Expression:
    """The name in a language, or in the first other one there is."""
    order = [lang, *(other for other in ("ru", "kk", "en") if other != lang)]
    return ["coalesce", *(["get", f"name_{name}"] for name in order)]
