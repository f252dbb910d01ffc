"""An address turned into a place: a known object, a crossing, the middle of a street or quarter; no guessed house."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import shapely
from rapidfuzz import process
from rapidfuzz.distance import OSA

from data.addresses.book import AddressBook, Ints, Known
from data.addresses.parse import Address, Name, house_key, parse

Quality = Literal["object", "crossing", "street", "area", "none"]
SURE = 0.6
SAME_CROSSING_M = 120.0
NEAR_CROSSING_M = 35.0
PASSING_M = 400.0
SAME_OBJECT_M = 150.0
AREA_REACH_M = 400.0
LEAST_M = 10
MOST = 5
FUZZY = 0.78
KIND_OFF, RENAMED, PARTLY, FUZZY_VALUE, HOUSE_PART = 0.85, 0.97, 0.85, 0.9, 0.9
OBJECT, CROSSING, QUARTER, ALSO_THERE = 1.0, 0.95, 0.8, 0.75
UNKNOWN_QUARTER, ELSEWHERE, NOT_MET = 0.6, 0.6, 0.5
# Another place about as good makes the best one unsure.
RIVAL, RIVALLED = 0.9, 0.6
# What a middle is worth by how far the true place may be from it, in metres.
_WORTH = ((150.0, 0.75), (300.0, 0.65), (800.0, 0.5), (2_000.0, 0.4), (float("inf"), 0.3))


@dataclass(frozen=True)
class Place:
    """One place that an address may mean: how it was found, what was matched, where (degrees), and how well.

    `score` is 0 to 1; `uncertainty_m` is how far, in metres, the true place may be from the point.
    """

    quality: Quality
    score: float
    matched: str = ""
    lon: float | None = None
    lat: float | None = None
    uncertainty_m: int = 0
    district: str = ""

    @property
    def sure(self) -> bool:
        """Whether nobody has to look at it."""
        return self.score >= SURE


@dataclass(frozen=True)
class Match:
    """The best place of an address and the others it may mean, best first."""

    best: Place
    others: tuple[Place, ...] = ()


NOWHERE = Place("none", 0.0)
Found = tuple[int, float]


class Matcher:
    """Matches addresses against a book; remembers streets and crossings it has worked out."""

    def __init__(self, book: AddressBook) -> None:
        """Take the book."""
        self.book = book
        self.ways = lru_cache(maxsize=20_000)(self._ways)
        self._crossing = lru_cache(maxsize=20_000)(self._cross)
        self._middle = lru_cache(maxsize=20_000)(self._middles)
        self.match = lru_cache(maxsize=50_000)(self._match)

    def _match(self, text: str, district: str = "") -> Match:
        """Place of an address; `district` is a code that is known beside it. Always the same for the same text."""
        said = parse(text)
        code = district if district in self.book.codes else (self.book.district_of(said.district) or "")
        places = self._objects(said) or self._crossings(said, code) or self._streets(said, code)
        if not places:
            places = self._quarter(said, code)
        ranked = _once(places)[:MOST]
        if not ranked:
            return Match(NOWHERE)
        return Match(_weighed(ranked), tuple(ranked[1:]))

    def _ways(self, name: Name) -> tuple[Found, ...]:
        """Streets that a name may mean with how well they fit, best first."""
        if not name:
            return ()
        book, found = self.book, {}
        name = book.same.get(name.stems, name)
        present = book.renamed.get(name.stems)
        if present is not None:
            found.update({way: RENAMED for way, fit in self.ways(present) if fit == 1.0})
        exact = book.by_stems.get(name.stems) or book.by_joined.get(name.joined) or []
        for way in exact:
            same = book.ways[way].name.kind == name.kind
            found[way] = 1.0 if same else KIND_OFF
        if not found:
            found = self._partly(name) or self._fuzzy(name)
        return tuple(sorted(found.items(), key=lambda pair: (-pair[1], -self._length(pair[0])))[:MOST])

    def _length(self, way: int) -> float:
        return float(self.book.lengths[self.book.ways[way].pieces].sum())

    def _partly(self, name: Name) -> dict[int, float]:
        """Streets that have one more or one less word: given names, titles."""
        stems, found = set(name.stems), {}
        for one in sorted(stems, key=len, reverse=True):
            for way in self.book.by_stem.get(one, ()):
                other = set(self.book.ways[way].name.stems)
                small, large = sorted((stems, other), key=len)
                letters = sum(map(len, small)), sum(map(len, large))
                if small < large and max(map(len, small)) > len("abay") - 1 and not any(s.isdigit() for s in large):
                    found[way] = PARTLY * (0.8 + 0.2 * letters[0] / letters[1])
        return found

    def _fuzzy(self, name: Name) -> dict[int, float]:
        hits = process.extract(
            name.joined, self.book.joined_names, scorer=OSA.normalized_similarity, score_cutoff=FUZZY, limit=MOST
        )
        digits = {stem for stem in name.stems if stem.isdigit()}
        found = {}
        for text, alike, _ in hits:
            for way in self.book.by_joined[text]:
                own = {stem for stem in self.book.ways[way].name.stems if stem.isdigit()}
                # A slip of the finger seldom takes the first letter, and never makes 3 of 4.
                if own == digits and text[:1] == name.joined[:1]:
                    found[way] = FUZZY_VALUE * alike
        return found

    def _names(self, said: Address) -> list[tuple[Found, ...]]:
        return [ways for name in (said.street, *said.also) if (ways := self.ways(name))]

    def _objects(self, said: Address) -> list[Place]:
        if not (said.street and said.house):
            return []
        numbers = dict.fromkeys((house_key(said.house), house_key(said.house.split("/")[0].split("-")[0])))
        names = [(said.street.stems, 1.0), *((name.stems, 1.0) for name in said.also)]
        names += [(self.book.ways[way].name.stems, fit) for ways in self._names(said) for way, fit in ways[:1]]
        for turn, number in enumerate(numbers):
            for stems, fit in names:
                if hits := self.book.known.get((stems, number)):
                    return _of_objects(hits, OBJECT * fit * (HOUSE_PART if turn else 1.0))
        return []

    def _crossings(self, said: Address, district: str) -> list[Place]:
        pairs = [(said.street, said.corner)] if said.corner else []
        whole = any(fit == 1.0 for _, fit in self.ways(said.street))
        if said.halves and (said.corner or not whole):
            pairs.append(said.halves)
        pairs = list(dict.fromkeys(pairs))
        found: list[Place] = []
        for first, second in pairs:
            for one, fit in self.ways(first)[:3]:
                for other, also in self.ways(second)[:3]:
                    if one != other:
                        crossings = self._crossing(min(one, other), max(one, other), district)
                        found += [replace(place, score=round(place.score * fit * also, 3)) for place in crossings]
        return sorted(found, key=lambda place: -place.score)

    def _cross(self, one: int, other: int, district: str) -> tuple[Place, ...]:
        """Crossings of two streets, first those of the district."""
        book = self.book
        first, second = (book.shapes[book.ways[way].pieces] for way in (one, other))
        points = _meetings(shapely.multilinestrings(_lines(first)), shapely.multilinestrings(_lines(second)))
        title = f"{book.ways[one].title} \u00d7 {book.ways[other].title}"
        near = [(point, spread, self._district_at(point, one)) for point, spread in points]
        inside = [each for each in near if each[2] == district] if district else []
        return tuple(
            Place("crossing", CROSSING, title, *book.degrees(point.x, point.y), max(LEAST_M, round(spread)), where)
            if spread <= SAME_CROSSING_M else
            Place("street", NOT_MET, title, *book.degrees(point.x, point.y), round(spread), where)
            for point, spread, where in (inside or near)
        )  # fmt: skip

    def _district_at(self, point: Any, way: int) -> str:
        pieces = self.book.ways[way].pieces
        return str(self.book.district[pieces[int(np.argmin(shapely.distance(self.book.shapes[pieces], point)))]])

    def _streets(self, said: Address, district: str) -> list[Place]:
        """Middles of the streets that a name may mean: the best name first, and its longest stretch."""
        found: list[tuple[float, Place]] = []
        area = said.area.stems
        unknown = UNKNOWN_QUARTER if area and area not in self.book.quarters else 1.0
        for ways in self._names(said):
            for way, fit in ways:
                if fit >= ways[0][1] * ALSO_THERE:
                    weight = fit * unknown
                    found += [
                        (share * weight, replace(place, score=round(place.score * share * weight, 3)))
                        for share, place in self._middle(way, district, area)
                    ]
        return [place for _, place in sorted(found, key=lambda pair: -pair[0])]

    def _middles(self, way: int, district: str, area: tuple[str, ...]) -> tuple[tuple[float, Place], ...]:
        """Middles of a street's stretches that lie apart, each with its share of the length."""
        book = self.book
        pieces = book.ways[way].pieces
        inside = pieces[book.district[pieces] == district] if district else pieces
        if area and (within := self._in_quarter(pieces, area)) is not None:
            inside = within
        chosen = inside if len(inside) else pieces
        # A street that is not where it should be may be another one of the same name.
        worth = 1.0 if len(inside) else ELSEWHERE
        total = float(book.lengths[chosen].sum())
        return tuple(
            (float(book.lengths[group].sum()) / total, self._point(group, "street", book.ways[way].title, worth))
            for group in book.clusters(chosen)[:MOST]
        )

    def _in_quarter(self, pieces: Ints, area: tuple[str, ...]) -> Ints | None:
        """Those of the pieces that lie in or at a quarter; None when the quarter is not known."""
        known = self.book.quarters.get(area)
        if known is None:
            return None
        west, south, east, north = shapely.total_bounds(self.book.shapes[known])
        box = shapely.box(west - AREA_REACH_M, south - AREA_REACH_M, east + AREA_REACH_M, north + AREA_REACH_M)
        return pieces[shapely.intersects(self.book.shapes[pieces], box)]

    def _quarter(self, said: Address, district: str) -> list[Place]:
        for name in (said.area, said.street):
            known = self.book.quarters.get(name.stems) if name else None
            if known is not None:
                mine = known[self.book.district[known] == district] if district else known
                groups = self.book.clusters(mine if len(mine) else known)
                title = " ".join(name.words)
                return [self._point(group, "area", title, QUARTER) for group in groups[:MOST]]
        return []

    def _point(self, pieces: Ints, quality: Quality, title: str, worth: float) -> Place:
        point, far = self._spread(pieces)
        where = self.book.district[pieces]
        codes, counts = np.unique(where.astype(str), return_counts=True)
        return Place(
            quality, round(worth * _worth(far), 3), title, *self.book.degrees(point.x, point.y),
            max(LEAST_M, round(far)), str(codes[counts.argmax()]),
        )  # fmt: skip

    def _spread(self, pieces: Ints) -> tuple[Any, float]:
        """The point of a street nearest to the middle of its extent, and how far its furthest point is from there."""
        lines = shapely.multilinestrings(_lines(self.book.shapes[pieces]))
        west, south, east, north = lines.bounds
        middle = shapely.Point((west + east) / 2, (south + north) / 2)
        point = shapely.get_point(shapely.shortest_line(lines, middle), 0)
        return point, float(shapely.hausdorff_distance(lines, point))


def _worth(metres: float) -> float:
    return next(value for limit, value in _WORTH if metres <= limit)


def _lines(shapes: Any) -> list[Any]:
    return [line for line in shapely.get_parts(shapes) if not line.is_empty]


def _meetings(first: Any, second: Any) -> list[tuple[Any, float]]:
    """Points where two streets meet, those of one crossing as one, with the distance to the furthest of them."""
    common = shapely.intersection(first, second)
    points = [shapely.line_interpolate_point(part, 0.5, normalized=True) if part.geom_type == "LineString" else part
              for part in shapely.get_parts(common) if not part.is_empty]  # fmt: skip
    if not points:
        near = shapely.shortest_line(first, second)
        if near is None or near.length > PASSING_M:
            return []
        far = near.length / 2 if near.length <= NEAR_CROSSING_M else near.length + SAME_CROSSING_M
        return [(shapely.line_interpolate_point(near, 0.5, normalized=True), far)]
    groups: list[list[Any]] = []
    for point in points:
        group = next((g for g in groups if any(point.distance(one) <= SAME_CROSSING_M for one in g)), None)
        if group is None:
            groups.append([point])
        else:
            group.append(point)
    found = []
    for group in sorted(groups, key=len, reverse=True):
        middle = shapely.Point(np.mean([[p.x, p.y] for p in group], axis=0))
        found.append((middle, max(p.distance(middle) for p in group)))
    return found


def _of_objects(hits: Sequence[Known], score: float) -> list[Place]:
    """One place for objects that stand together, several for an address that stands for far ones."""
    first = hits[0]
    found = [Place("object", round(score, 3), first.name, first.lon, first.lat, 0)]
    for one in hits[1:]:
        metres = np.hypot((one.lon - first.lon) * 81_000, (one.lat - first.lat) * 111_000)
        if metres > SAME_OBJECT_M:
            found.append(Place("object", round(score, 3), one.name, one.lon, one.lat, 0))
    return found


def _once(places: Sequence[Place]) -> list[Place]:
    """Places without those that say the same again."""
    return list({(place.quality, place.lon, place.lat): place for place in reversed(places)}.values())[::-1]


def _weighed(ranked: Sequence[Place]) -> Place:
    """The best place; its score falls when another one is about as good."""
    best = ranked[0]
    rivals = [place for place in ranked[1:] if place.score >= best.score * RIVAL]
    return replace(best, score=round(best.score * RIVALLED, 3)) if rivals else best
