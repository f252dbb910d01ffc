"""Streets made from road segments: segments of one name that lie together, however the name is spelled."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from data.text import fold, skeleton, stem

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_KIND_OF = {fold(word): kind for kind, words in _WORDS["kinds"].items() for word in words}
_PLAIN = frozenset({"street", "avenue"})
_KAZAKH = {word.casefold() for word in _WORDS["kk"]}
APART_DEG, APART_IN_DISTRICT_DEG = 0.008, 0.03
Boxes = NDArray[np.float64]


@dataclass(frozen=True)
class Segment:
    """A piece of road with a name; `length_m` in metres."""

    name: str
    district: str
    length_m: float
    wkb: bytes


@dataclass(frozen=True)
class Street:
    """A street: its spellings (the longest stretch first), where it is, and the district with most of it."""

    names: tuple[str, ...]
    lon: float
    lat: float
    bbox: tuple[float, float, float, float]
    district: str
    length_m: float

    def joined(self) -> tuple[str, ...]:
        """Names of several words as people also write them, in one: what stands beside the kind of way."""
        found = []
        for name in self.names:
            words = [word for word in fold(name).split() if word not in _KIND_OF]
            found += ["".join(words)] if len(words) > 1 else []
        return tuple(dict.fromkeys(found))

    def title(self, lang: str) -> str:
        """The spelling that fits a language best."""
        kazakh = [name for name in self.names if is_kazakh(name)]
        other = [name for name in self.names if name not in kazakh]
        wanted = kazakh if lang == "kk" else other
        return (wanted or list(self.names))[0]


def is_kazakh(name: str) -> bool:
    """Whether a name has a Kazakh word for the kind of way."""
    return any(word in _KAZAKH for word in name.casefold().split())


def street_key(name: str) -> tuple[str, ...]:
    """The same for spellings of one name: kinds of way that are no street or avenue, then stems of the other words.

    Streets and avenues count as one, because the pieces of one long street are often drawn as either.
    """
    words = fold(name).split()
    kinds = {_KIND_OF[word] for word in words if word in _KIND_OF} - _PLAIN
    stems = sorted(stem(part) for word in words if word not in _KIND_OF for part in skeleton(word).split())
    return ("/".join(sorted(kinds)), *stems)


def streets(segments: Iterable[Segment]) -> list[Street]:
    """Streets of named segments.

    Pieces of one name further apart than APART_DEG (APART_IN_DISTRICT_DEG in the same district) are different streets.
    """
    by_key: dict[tuple[str, ...], list[Segment]] = defaultdict(list)
    keys: dict[str, tuple[str, ...]] = {}
    for segment in segments:
        if segment.name not in keys:
            keys[segment.name] = street_key(segment.name)
        by_key[keys[segment.name]].append(segment)
    found: list[Street] = []
    for pieces in by_key.values():
        geoms = np.asarray(shapely.from_wkb([piece.wkb for piece in pieces]), dtype=object)
        groups = _together(shapely.bounds(geoms), np.asarray([piece.district for piece in pieces]))
        found.extend(_street([pieces[i] for i in group], geoms[group]) for group in groups)
    return found


def _together(boxes: Boxes, districts: NDArray[np.str_]) -> list[NDArray[np.int64]]:
    """Groups of boxes that lie near each other, directly or through others."""
    label = np.arange(len(boxes))
    for i, box in enumerate(boxes):
        gap = np.maximum(np.maximum(box[:2] - boxes[:, 2:], boxes[:, :2] - box[2:]).max(axis=1), 0.0)
        near = (gap <= APART_DEG) | ((gap <= APART_IN_DISTRICT_DEG) & (districts == districts[i]))
        joined = np.unique(label[near])
        label[np.isin(label, joined)] = joined[0]
    return [np.flatnonzero(label == value) for value in np.unique(label)]


def _street(pieces: Sequence[Segment], geoms: NDArray[Any]) -> Street:
    names: Counter[str] = Counter()
    districts: Counter[str] = Counter()
    for piece in pieces:
        names[piece.name] += max(1, round(piece.length_m))
        districts[piece.district] += max(1, round(piece.length_m))
    west, south, east, north = (float(v) for v in shapely.total_bounds(geoms))
    middle = shapely.Point((west + east) / 2, (south + north) / 2)
    nearest = geoms[int(np.argmin(shapely.distance(geoms, middle)))]
    longest = max(shapely.get_parts(nearest), key=lambda part: part.length)
    at = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    return Street(
        tuple(name for name, _ in names.most_common()), round(at.x, 6), round(at.y, 6), (west, south, east, north),
        districts.most_common(1)[0][0], float(sum(piece.length_m for piece in pieces)),
    )  # fmt: skip
