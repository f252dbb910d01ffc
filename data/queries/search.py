"""One search over objects, streets, districts, indicators and layers, in any spelling, of what the person may see."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, get_args

import shapely
from sqlalchemy import Connection, func, or_, select

from config import i18n
from config.limits import SEARCH_MAX, SEARCH_NAMES, SEARCH_QUERY_CHARS
from config.policy import Action, Sensitivity, Thing, User, may
from config.records import LayerRecord
from data import schema
from data.districts import DISTRICTS
from data.layer_tables import measure_column
from data.queries.kept import kept
from data.queries.objects import get_object
from data.queries.scope import RowScope, row_scope, seen_layers
from data.queries.streets import Segment, streets
from data.store import INDICATORS, Store
from data.text import TextIndex

Group = Literal["district", "street", "object", "indicator", "layer"]
GROUPS: tuple[Group, ...] = get_args(Group)
STREETS = "roads"
EACH = 8
NEAR = 0.8
DISTRICT_WEIGHT, STREET_WEIGHT = 5.0, 2.0
ALL = 1_000_000
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Entry:
    """Something that can be found: names by language, other spellings, where it is, and for whom it is meant."""

    group: Group
    id: str
    names: dict[str, str]
    also: tuple[str, ...] = ()
    layer: str = ""
    district: str = ""
    box: Box | None = None
    point: tuple[float, float] | None = None
    sensitivity: str = "public"
    weight: float = 0.0
    fid: int | None = None

    def title(self, lang: str) -> str:
        """Name in a language, or the name there is."""
        return self.names.get(lang) or self.names.get("ru") or next(iter(self.names.values()), self.id)


@dataclass(frozen=True)
class Hit:
    """An entry that answers, with how well: 0 to 100. In a list its `weight` counts as points beside the score."""

    entry: Entry
    score: float


@dataclass(frozen=True)
class _Index:
    entries: list[Entry]
    texts: TextIndex
    owner: list[int]


_Maker = Callable[[Connection, Store, LayerRecord], list[Entry]]


def search(conn: Connection, store: Store, query: str, user: User, limit: int = SEARCH_MAX) -> list[Hit]:
    """Best answers, best group first and best answer first in each; at most `limit` together, EACH a group."""
    words = query.strip()[:SEARCH_QUERY_CHARS]
    if not words:
        return []
    scope = row_scope(user)
    hits: list[Hit] = []
    for index, layer in _indexes(conn, store, user):
        hits += [hit for hit in _ask(index, words) if _seen(hit.entry, layer, scope, user)]
    hits += _by_id(conn, store, words, user)
    return _ranked(hits, limit)


def warm(conn: Connection, store: Store, user: User) -> None:
    """Make the indexes that a search of this person asks, so that the first one need not."""
    _indexes(conn, store, user)


def _ranked(hits: Iterable[Hit], limit: int) -> list[Hit]:
    best: dict[tuple[Group, str], Hit] = {}
    for hit in hits:
        key = (hit.entry.group, hit.entry.id)
        if key not in best or hit.score > best[key].score:
            best[key] = hit
    groups: dict[Group, list[Hit]] = {}
    top = max((hit.score for hit in best.values()), default=0.0)
    near = [hit for hit in best.values() if hit.score >= top * NEAR]
    for hit in sorted(near, key=lambda h: (-_rank(h), h.entry.title("ru"), h.entry.id)):
        groups.setdefault(hit.entry.group, []).append(hit)
    order = sorted(groups, key=lambda g: (-_rank(groups[g][0]), GROUPS.index(g)))
    room = limit
    found: list[Hit] = []
    for at, group in enumerate(order):
        share = max(1, min(EACH, room - (len(order) - at - 1)))
        found += groups[group][: min(share, room)]
        room = limit - len(found)
    return found


def _rank(hit: Hit) -> float:
    return hit.score + hit.entry.weight


def _seen(entry: Entry, layer: LayerRecord | None, scope: RowScope, user: User) -> bool:
    if layer is None:
        return may(user, Action.VIEW, Thing(entry.group, Sensitivity(entry.sensitivity)))
    if Sensitivity(entry.sensitivity) not in scope.sensitivities:
        return False
    public = layer.sensitivity is Sensitivity.PUBLIC and entry.sensitivity == Sensitivity.PUBLIC.value
    return scope.district is None or public or entry.district == scope.district


def _ask(index: _Index, words: str) -> list[Hit]:
    """Best score of each entry; nothing is cut before the policy was asked."""
    found: dict[int, float] = {}
    for match in index.texts.search(words, ALL):
        owner = index.owner[match.place]
        found[owner] = max(found.get(owner, 0.0), match.score)
    return [Hit(index.entries[owner], score) for owner, score in found.items()]


def _by_id(conn: Connection, store: Store, words: str, user: User) -> list[Hit]:
    """The object whose permanent id was typed."""
    if " " in words or not any(c.isdigit() or c == "." for c in words):
        return []
    found = get_object(conn, store, words, user)
    if found is None:
        return []
    names = _names(lambda lang: found.row[f"name_{lang}"])
    box, point = _place(found.wkb)
    district = str(found.row["district"])
    entry = Entry(
        "object", found.public_id, names, layer=found.layer.id, district=district, box=box, point=point, fid=found.fid
    )
    return [Hit(entry, 100.0)]


def _indexes(conn: Connection, store: Store, user: User) -> list[tuple[_Index, LayerRecord | None]]:
    """Indexes of the layers the person may see, of the indicators, and of the titles of those layers."""
    layers = seen_layers(user, store.layers.values())
    makers: dict[str, _Maker] = {STREETS: _streets, DISTRICTS: _districts}
    found: list[tuple[_Index, LayerRecord | None]] = []
    for layer in layers:
        if layer.search:
            make = makers.get(layer.id, _objects)
            found.append((_kept(conn, store, layer.id, partial(make, conn, store, layer)), layer))
    found.append((_kept(conn, store, INDICATORS, partial(_indicators, conn)), None))
    ids = tuple(layer.id for layer in layers)
    titles = kept(conn, store, "", ("titles", ids), lambda: _index(_titles(layers)))
    return [*found, (titles, None)]


def _kept(conn: Connection, store: Store, name: str, make: Callable[[], list[Entry]]) -> _Index:
    found: _Index = kept(conn, store, name, "search", lambda: _index(make()))
    return found


def _index(entries: Sequence[Entry]) -> _Index:
    texts: list[str] = []
    owner: list[int] = []
    for at, entry in enumerate(entries):
        for text in dict.fromkeys((*entry.names.values(), *entry.also)):
            texts.append(text)
            owner.append(at)
    return _Index(list(entries), TextIndex(texts), owner)


def _names(of: Callable[[str], str | None]) -> dict[str, str]:
    """Names by language, those that there are."""
    return {lang: name for lang in i18n.LANGS if (name := of(lang))}


def _column(row: Any, lang: str) -> str | None:
    name: str | None = getattr(row, f"name_{lang}")
    return name


def _titles(layers: Sequence[LayerRecord]) -> list[Entry]:
    return [
        Entry("layer", layer.id, {lang: i18n.t(lang, f"layer.{layer.id}.title") for lang in i18n.LANGS}, layer=layer.id)
        for layer in layers if i18n.has("ru", f"layer.{layer.id}.title")
    ]  # fmt: skip


def _place(wkb: bytes) -> tuple[Box, tuple[float, float]]:
    geometry = shapely.from_wkb(wkb)
    west, south, east, north = geometry.bounds
    point = shapely.point_on_surface(geometry)
    return (west, south, east, north), (round(point.x, 6), round(point.y, 6))


def _objects(conn: Connection, store: Store, layer: LayerRecord) -> list[Entry]:
    """Objects that have a name or an address."""
    t = store.tables[layer.id].c
    columns = [t.fid, t.object_id, t.name_ru, t.name_kk, t.name_en, t.address, t.district, t.sensitivity, t.geom]
    named = or_(t.name_ru.is_not(None), t.name_kk.is_not(None), t.name_en.is_not(None), t.address.is_not(None))
    rows = conn.execute(select(*columns).where(t.known_to.is_(None), named).order_by(t.fid).limit(SEARCH_NAMES)).all()
    found = []
    for row in rows:
        names = _names(partial(_column, row))
        box, point = _place(row.geom)
        found.append(
            Entry("object", f"{layer.id}.{row.object_id}", names, (row.address,) if row.address else (), layer.id,
                  row.district, box, point, row.sensitivity, fid=row.fid)
        )  # fmt: skip
    return found


def _districts(conn: Connection, store: Store, layer: LayerRecord) -> list[Entry]:
    """Districts of the city's directory with the extent of their outline."""
    t = store.tables[layer.id].c
    rows = conn.execute(select(t.district, t.geom, t.sensitivity).where(t.known_to.is_(None))).all()
    outline = {row.district: row for row in rows}
    found = []
    for district in store.city.districts:
        row = outline.get(district.id)
        box, point = _place(row.geom) if row is not None else (None, None)
        names = _names(district.names.__getitem__)
        found.append(
            Entry("district", district.id, names, (), layer.id, district.id, box, point, weight=DISTRICT_WEIGHT)
        )
    return found


def _streets(conn: Connection, store: Store, layer: LayerRecord) -> list[Entry]:
    t = store.tables[layer.id].c
    length = t[measure_column(layer) or "fid"]
    rows = conn.execute(
        select(t.name_ru, t.district, func.coalesce(length, 0), t.geom)
        .where(t.known_to.is_(None), t.name_ru.is_not(None), t.sensitivity == Sensitivity.PUBLIC.value)
        .order_by(t.fid).limit(SEARCH_NAMES)
    )  # fmt: skip
    found = []
    for at, street in enumerate(streets(Segment(*row) for row in rows)):
        names = {lang: street.title(lang) for lang in ("ru", "kk")}
        weight = STREET_WEIGHT * max(0.0, math.log10(street.length_m + 1) - 2)
        found.append(
            Entry("street", f"{layer.id}:{at}", names, (*street.names, *street.joined()), layer.id, street.district,
                  street.bbox, (street.lon, street.lat), weight=weight)
        )  # fmt: skip
    return found


def _indicators(conn: Connection) -> list[Entry]:
    t = schema.indicator.c
    rows: Any = conn.execute(select(t.code, t.name_ru, t.name_kk, t.name_en, t.sensitivity).order_by(t.position))
    return [
        Entry("indicator", row.code, _names(partial(_column, row)),
              sensitivity=row.sensitivity)
        for row in rows
    ]  # fmt: skip
