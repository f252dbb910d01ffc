"""Objects of layers on a small picture without lying on each other: signs on a grid, each as large as its number."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float64]

# Up to so many objects stand at their own places: they can be told apart.
FEW = 60
SLOT = 27.0
MOST, LEAST = 12.5, 3.0
KEY_SHARES = (0.3, 1.0)


@dataclass(frozen=True)
class Sign:
    """A sign of a picture: its middle in units of the picture and the number of objects it stands for."""

    x: float
    y: float
    n: int


def inside(places: Places, size: tuple[int, int]) -> Places:
    """Those of (n, 2) places that lie in a picture of that size, edges included."""
    return places[((places >= 0) & (places <= np.array(size))).all(axis=1)] if len(places) else places


def gathered(layers: Mapping[str, Places]) -> dict[str, list[Sign]]:
    """Signs of each layer of (n, 2) places: all objects of a square of a grid are one sign in the layer's part of it.

    With one layer a square is one part, with two it is two beside each other, with more four. A sign stands in the
    middle of its objects, but whole in its part, so that no two signs meet. The numbers of a layer add up to all of
    its places.
    """
    columns = math.ceil(math.sqrt(len(layers)))
    rows = math.ceil(len(layers) / columns) if columns else 0
    return {
        layer: _signs(places, np.array([columns, rows]) * SLOT, np.array([no % columns, no // columns]) * SLOT)
        for no, (layer, places) in enumerate(layers.items())
    }


def _signs(places: Places, square: Places, shift: Places) -> list[Sign]:
    if not len(places):
        return []
    squares, owner, counts = np.unique(np.floor(places / square), axis=0, return_inverse=True, return_counts=True)
    owner = owner.reshape(-1)
    middles = np.stack([np.bincount(owner, weights=places[:, axis]) for axis in (0, 1)], axis=1) / counts[:, None]
    corner = squares * square + shift
    kept = np.clip(middles, corner + MOST, corner + SLOT - MOST)
    return [Sign(round(x, 1), round(y, 1), int(n)) for (x, y), n in zip(kept.tolist(), counts, strict=True)]


def radius(n: int, most: int) -> float:
    """Radius of a sign for `n` objects where the greatest stands for `most`: its area says the number."""
    return round(max(LEAST, MOST * math.sqrt(n / max(most, 1))), 1)


def key_numbers(most: int) -> Sequence[int]:
    """Numbers whose signs explain the sizes, from the least to the greatest; none where every sign stands for one."""
    return sorted({1, *(max(1, round(share * most)) for share in KEY_SHARES)}) if most > 1 else ()
