"""The city's own streets and addressed objects, prepared for matching: names, pieces in metres, districts, quarters."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from config.policy import Sensitivity
from data.addresses.parse import Address, Name, house_key, name_of, parse
from data.geometry import SRID
from data.loading.shapes import project, transformer
from data.store import Store

ROADS = "roads"
APART_M, APART_IN_DISTRICT_M = 800.0, 2_500.0
_BRACKET = re.compile(r"\(([^()]*)\)")
Shapes = NDArray[np.object_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Piece:
    """A named stretch of road: name as on the map, district, geometry in degrees."""

    name: str
    district: str
    shape: Any


@dataclass(frozen=True)
class Known:
    """An object whose address is known: where it is, what it is called, its permanent id."""

    address: str
    lon: float
    lat: float
    name: str


@dataclass(frozen=True)
class Names:
    """What a city says about names: `renamed` from old to present ones, `same` for one street under two spellings."""

    renamed: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Way:
    """All pieces of one name and kind, wherever they lie; `areas` are the quarters their names mention."""

    name: Name
    title: str
    pieces: Ints
    areas: list[tuple[str, ...]] = field(default_factory=list)


class AddressBook:
    """Streets, quarters and known addresses of a city; made once for a state of the store, then only read."""

    def __init__(
        self, pieces: Sequence[Piece], known: Iterable[Known] = (), *, metric_crs: int,
        names: Names | None = None, districts: Mapping[str, Sequence[str]] | None = None,
    ) -> None:  # fmt: skip
        """Take named roads and objects; `districts` gives the names of districts by code."""
        names = names or Names()
        self.same = {name_of(one).stems: name_of(other) for one, other in names.same.items()}
        self.to_degrees = transformer(metric_crs, SRID)
        shapes = np.array([piece.shape for piece in pieces], dtype=object)
        self.shapes: Shapes = project(shapes, transformer(SRID, metric_crs)) if len(pieces) else shapes
        self.boxes = shapely.bounds(self.shapes) if len(pieces) else np.zeros((0, 4))
        self.lengths = shapely.length(self.shapes) if len(pieces) else np.zeros(0)
        self.district = np.array([piece.district for piece in pieces], dtype=object)
        self.codes = frozenset(str(code) for code in self.district) | frozenset(districts or ())
        self.ways: list[Way] = []
        self.quarters: dict[tuple[str, ...], Ints] = {}
        self._read(pieces)
        self.by_stems: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self.by_joined: dict[str, list[int]] = defaultdict(list)
        self.by_stem: dict[str, list[int]] = defaultdict(list)
        for number, way in enumerate(self.ways):
            self.by_stems[way.name.stems].append(number)
            self.by_joined[way.name.joined].append(number)
            for one in set(way.name.stems):
                self.by_stem[one].append(number)
        self.renamed = {name_of(old).stems: name_of(new) for old, new in names.renamed.items()}
        self.district_codes = {
            name_of(name).stems: code for code, names in (districts or {}).items() for name in (*names, code)
        }
        self.known: dict[tuple[tuple[str, ...], str], list[Known]] = defaultdict(list)
        for each in known:
            self._remember(each)

    @classmethod
    def of_store(cls, conn: Connection, store: Store) -> "AddressBook":
        """The book of a store: present named roads, and present public objects that have an address."""
        districts = {
            d.id: [_district_name(text) for text in (d.names.ru, d.names.kk, d.names.en)] for d in store.city.districts
        }
        return cls(
            _pieces(conn, store), _known(conn, store), metric_crs=store.city.metric_crs,
            names=Names(store.city.street_names, store.city.street_same), districts=districts,
        )  # fmt: skip

    @cached_property
    def joined_names(self) -> list[str]:
        """Plain spellings of all names."""
        return list(self.by_joined)

    def district_of(self, name: Name) -> str | None:
        """Code of a district by its name in any language, if there is one."""
        return self.district_codes.get(name.stems)

    def clusters(self, pieces: Ints) -> list[Ints]:
        """Pieces that lie together, directly or through others; the longest stretch first."""
        if len(pieces) <= 1:
            return [pieces] if len(pieces) else []
        boxes, districts = self.boxes[pieces], self.district[pieces]
        label = np.arange(len(pieces))
        for i, box in enumerate(boxes):
            gap = np.maximum(np.maximum(box[:2] - boxes[:, 2:], boxes[:, :2] - box[2:]).max(axis=1), 0.0)
            near = (gap <= APART_M) | ((gap <= APART_IN_DISTRICT_M) & (districts == districts[i]))
            joined = np.unique(label[near])
            label[np.isin(label, joined)] = joined[0]
        groups = [pieces[label == value] for value in np.unique(label)]
        return sorted(groups, key=lambda group: -float(self.lengths[group].sum()))

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """A point of the metric system as longitude and latitude."""
        lon, lat = self.to_degrees.transform(x, y)
        return round(float(lon), 6), round(float(lat), 6)

    def _read(self, pieces: Sequence[Piece]) -> None:
        groups: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
        names: dict[tuple[tuple[str, ...], str], Name] = {}
        areas: dict[tuple[tuple[str, ...], str], list[tuple[str, ...]]] = defaultdict(list)
        quarters: dict[tuple[str, ...], list[int]] = defaultdict(list)
        read: dict[str, tuple[Name, tuple[str, ...]]] = {}
        for number, piece in enumerate(pieces):
            if piece.name not in read:
                read[piece.name] = _read_name(piece.name)
            name, area = read[piece.name]
            if area:
                quarters[area].append(number)
            if not name:
                continue
            name = self.same.get(name.stems, name)
            key = (name.stems, name.kind)
            groups[key].append(number)
            names.setdefault(key, name)
            if area:
                areas[key].append(area)
        self.quarters = {area: np.array(numbers) for area, numbers in quarters.items()}
        for key, numbers in groups.items():
            found = np.array(numbers)
            self.ways.append(Way(names[key], self._title(pieces, found), found, areas[key]))

    def _title(self, pieces: Sequence[Piece], numbers: Ints) -> str:
        lengths: dict[str, float] = defaultdict(float)
        for number in numbers:
            lengths[_BRACKET.sub("", pieces[number].name).strip()] += float(self.lengths[number])
        return max(sorted(lengths), key=lambda name: lengths[name])

    def _remember(self, one: Known) -> None:
        said: Address = parse(one.address)
        if said.street and said.house:
            for name in (said.street, *said.also):
                self.known[name.stems, house_key(said.house)].append(one)


def _read_name(text: str) -> tuple[Name, tuple[str, ...]]:
    """Name of a way, and the quarter that the map's name mentions; a way named only as its quarter has no name."""
    bare, brackets = _BRACKET.sub(" ", text), _BRACKET.findall(text)
    said = parse(bare)
    area = said.area.stems
    for inner in brackets:
        area = area or parse(inner).area.stems or name_of(inner).stems
    return (Name(()) if said.area else name_of(bare)), area


def _district_name(text: str) -> str:
    said = parse(text).district
    return " ".join(said.words) or text


def _pieces(conn: Connection, store: Store) -> list[Piece]:
    if ROADS not in store.tables:
        return []
    table = store.tables[ROADS]
    query = select(table.c.name_ru, table.c.name_kk, table.c.district, table.c.geom).where(
        table.c.known_to.is_(None), table.c.name_ru.is_not(None) | table.c.name_kk.is_not(None)
    )
    rows = conn.execute(query.order_by(table.c.fid)).all()
    shapes = shapely.from_wkb(np.array([row.geom for row in rows], dtype=object))
    return [
        Piece(row.name_ru or row.name_kk, row.district, shape) for row, shape in zip(rows, shapes, strict=True)
    ]


def _known(conn: Connection, store: Store) -> list[Known]:
    """Addressed points of public layers only: an address must not give away what its reader may not see."""
    found = []
    for layer_id, layer in store.layers.items():
        if layer.geometry != "point" or layer.sensitivity is not Sensitivity.PUBLIC or layer.dense:
            continue
        table = store.tables[layer_id]
        query = select(table.c.address, table.c.name_ru, table.c.doubt, table.c.geom).where(
            table.c.known_to.is_(None), table.c.address.is_not(None), table.c.sensitivity == Sensitivity.PUBLIC.value,
            table.c.origin != "synthetic", table.c.doubt.is_(None),
        )  # fmt: skip
        for row in conn.execute(query):
            point = shapely.from_wkb(row.geom)
            found.append(Known(row.address, point.x, point.y, row.name_ru or row.address))
    return found
