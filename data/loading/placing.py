"""Rows with an address instead of a geometry: their points, what was matched, and which of them are unsure."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import shapely
from sqlalchemy import Connection

from config import i18n
from config.city import Source
from config.limits import REFUSED_KEPT
from config.policy import Sensitivity
from data import schema
from data.addresses.book import AddressBook
from data.addresses.match import Match, Matcher, Place
from data.addresses.memory import MIDDLE, Decision, memory_key, present_decisions
from data.addresses.parse import name_of, parse
from data.loading.chunks import Chunk
from data.loading.report import LoadError, LoadReport, Refusal, Unsure
from data.loading.tidy import Tidy
from data.loading.values import BadValueError, text
from data.store import Store

ADDRESS, NOTE = "#address", "#doubt"
NOTED = ("crossing", "street", "area")
State = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Placed:
    """What became of the address of one row."""

    address: str
    district: str
    match: Match
    decided: bool = False


class Placer:
    """Gives points to the rows of a source by its address columns; decisions of people come before any matching."""

    def __init__(self, matcher: Matcher, decisions: dict[str, Decision], source: Source) -> None:
        """Take the matcher, the decisions by key and the source's record."""
        self.matcher, self.decisions, self.source = matcher, decisions, source

    @classmethod
    def of_store(cls, conn: Connection, store: Store, source: Source) -> "Placer":
        """The placer of a store in its present state."""
        return cls(matcher_of(conn, store), present_decisions(conn), source)

    def place(self, chunk: Chunk) -> list[Placed]:
        """Put points, addresses and remarks into a stretch; what became of each row. LoadError for a missing column."""
        wanted = [*self.source.place, *filter(None, [self.source.place_district])]
        missing = [name for name in wanted if chunk.column(name) is None]
        if missing:
            raise LoadError("columns_missing", columns=", ".join(missing), found=", ".join(chunk.columns)[:300])
        columns = [chunk.values(name) for name in self.source.place]
        known = self.source.place_district
        districts = chunk.values(known) if known else [None] * chunk.size
        found = [
            self.one(", ".join(filter(None, map(_said, parts))), _said(district))
            for parts, district in zip(zip(*columns, strict=True), districts, strict=True)
        ]
        shapes = np.full(chunk.size, None, dtype=object)
        for i, placed in enumerate(found):
            best = placed.match.best
            if best.lon is not None and best.lat is not None:
                shapes[i] = shapely.Point(best.lon, best.lat)
        chunk.shapes, chunk.crs = shapes, None
        chunk.columns[ADDRESS] = [placed.address or None for placed in found]
        chunk.columns[NOTE] = [note_of(placed.match.best) for placed in found]
        return found

    def one(self, address: str, district: str) -> Placed:
        """Place of one address; `district` is the district's name or code as the file says it."""
        code = self._code(district)
        decision = self.decisions.get(memory_key(address, code)) if address else None
        if decision is not None and decision.how == MIDDLE:
            return Placed(address, code, self.matcher.match(address, code), decided=True)
        if decision is not None:
            place = Place("object", 1.0, address, decision.lon, decision.lat, 0, code)
            return Placed(address, code, Match(place), decided=True)
        return Placed(address, code, self.matcher.match(address, code))

    def _code(self, said: str) -> str:
        if not said or said in self.matcher.book.codes:
            return said
        return self.matcher.book.district_of(parse(said).district or name_of(said)) or ""


_matchers: "WeakKeyDictionary[Store, tuple[State, Matcher]]" = WeakKeyDictionary()
_lock = Lock()


def matcher_of(conn: Connection, store: Store) -> Matcher:
    """The matcher for the present streets and public objects of a store; one is kept, that of the last state."""
    versions = store.versions(conn)
    public = [name for name, layer in store.layers.items() if layer.sensitivity is Sensitivity.PUBLIC]
    state = tuple(sorted((name, versions.get(name, 0)) for name in public))
    with _lock:
        held = _matchers.get(store)
        if held is None or held[0] != state:
            held = _matchers[store] = (state, Matcher(AddressBook.of_store(conn, store)))
        return held[1]


def note_places(report: LoadReport, chunk: Chunk, tidy: Tidy, found: Sequence[Placed]) -> None:
    """Tell in the report which rows are unsure, and say "address" where a refused row only lacked a place."""
    by_row = dict(zip(chunk.row_no, found, strict=True))
    for i, refusal in enumerate(tidy.refusals):
        if refusal.reason == "geometry_missing":
            address = by_row[refusal.row_no].address
            reason = "address_unknown" if address else "address_missing"
            tidy.refusals[i] = Refusal(refusal.row_no, ADDRESS.lstrip("#"), reason, address[:200])
    refused = {refusal.row_no: refusal.reason for refusal in tidy.refusals}
    good = [number for number in chunk.row_no if number not in refused]
    ids = dict(zip(good, tidy.columns["object_id"], strict=False))
    for number, placed in by_row.items():
        unplaced = refused.get(number) == "address_unknown"
        if len(report.unsure) >= REFUSED_KEPT:
            return
        if unplaced or (number in ids and not placed.decided and not placed.match.best.sure):
            places = [place for place in (placed.match.best, *placed.match.others) if place.lon is not None]
            report.unsure.append(
                Unsure(number, tidy.layer, str(ids.get(number, "")), placed.address, placed.district,
                       json.dumps([asdict(place) for place in places], ensure_ascii=False))
            )  # fmt: skip


def write_unsure(conn: Connection, report: LoadReport) -> None:
    """Keep the unsure rows of a load that has its number, in the transaction of the load."""
    if report.unsure and report.load_id is not None:
        conn.execute(
            schema.address_review.insert(), [{"load": report.load_id, **asdict(one)} for one in report.unsure]
        )


def _said(value: Any) -> str:
    try:
        return text(value) or "" if value is not None and value == value else ""  # noqa: PLR0124 -- NaN is no value
    except BadValueError:
        return ""


def note_of(place: Place) -> str | None:
    """The remark that goes with a point that is not the object itself; None for a point that is."""
    if place.quality not in NOTED:
        return None
    metres = i18n.number("ru", place.uncertainty_m)
    return i18n.t("ru", f"address.note.{place.quality}", matched=place.matched, metres=metres)
