"""Rows of a file turned into rows of a layer by the source's record: columns, constants, types, names and checks."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Any

import numpy as np
import shapely

from config import i18n
from config.city import City, LoadRecord, Source
from config.policy import Sensitivity
from config.records import FieldType, LayerRecord
from data.cells import CELL, cells_of
from data.districts import DistrictFinder
from data.geometry import SRID
from data.layer_tables import CITY, OUTSIDE, measure_column
from data.loading.chunks import Chunk, Shapes
from data.loading.derive import derived_of
from data.loading.report import LoadError, Refusal
from data.loading.shapes import around, check_shapes, project, reach, to_degrees, transformer
from data.loading.transforms import transformed
from data.loading.values import BadValueError, convert, num, text

COMMON_TYPES: dict[str, FieldType] = {
    "kind": "text", "name_ru": "text", "name_kk": "text", "name_en": "text", "state": "text", "address": "text",
    "district": "text", "body": "text", "valid_from": "date", "valid_to": "date", "data_date": "date",
    "sensitivity": "text", "doubt": "text",
}  # fmt: skip
REQUIRED = ("kind", "state")
ID_DIGITS = 12
SAMPLE = 100


@dataclass
class Tidy:
    """Rows fit for a layer, by column, and what became of the others."""

    layer: str
    columns: dict[str, list[Any]]
    shapes: Shapes
    read: int
    refusals: list[Refusal] = field(default_factory=list)
    kept_ids: set[str] = field(default_factory=set)
    notes: Counter[str] = field(default_factory=Counter)


class Tidier:
    """Turns stretches of one source's file into rows of one layer; remembers the ids it has given."""

    def __init__(
        self, city: City, source: Source, load: LoadRecord, layer: LayerRecord, finder: DistrictFinder
    ) -> None:
        """Take the records; LoadError `record` when the load maps a column that the layer does not have."""
        self.city, self.source, self.load, self.layer, self.finder = city, source, load, layer, finder
        self.types: dict[str, FieldType] = {**COMMON_TYPES, **{f.name: f.type for f in layer.fields}}
        unknown = (set(load.columns) | set(load.values) | set(load.derive)) - set(self.types)
        if unknown:
            raise LoadError("record", layer=layer.id, columns=", ".join(sorted(unknown)))
        self.box = reach(city.bounds, source.reach_deg)
        self.metric = transformer(SRID, city.metric_crs)
        self.seen: dict[str, bytes] = {}
        self.repeated: dict[str, list[bytes]] = {}

    def tidy(self, chunk: Chunk) -> Tidy:
        """Rows of this layer in a stretch; LoadError when the file lacks a column that the record names."""
        self._need_columns(chunk)
        picked = self._pick(chunk)
        bad: dict[int, Refusal] = {}
        rows = _Rows(chunk, picked)
        columns = self._columns(rows, bad)
        shapes, notes = self._shapes(rows, bad)
        self._codes(rows, columns, bad)
        ids, hashes = self._identify(rows, columns, shapes, bad)
        kept = {ids[i] for i in bad if ids[i]}
        good = np.array([i for i in range(len(picked)) if i not in bad], dtype=int)
        columns |= {"object_id": ids, "row_hash": hashes}
        if bad:
            columns = {name: [values[i] for i in good] for name, values in columns.items()}
        self._place(columns, shapes[good])
        refusals = [bad[i] for i in sorted(bad)]
        return Tidy(self.layer.id, columns, shapes[good], len(picked), refusals, kept, notes)

    def _need_columns(self, chunk: Chunk) -> None:
        load = self.load
        named = {*load.columns.values(), *load.key, *load.where, *(chunk.coordinates or ())}
        named |= {name for name in (load.data_date_column, load.valid_from_column) if name}
        missing = sorted(name for name in named if chunk.column(name) is None)
        if missing:
            raise LoadError("columns_missing", columns=", ".join(missing), found=", ".join(chunk.columns)[:300])
        if chunk.shapes is None and chunk.coordinates is None:
            raise LoadError("no_coordinates")

    def _pick(self, chunk: Chunk) -> list[int]:
        picked: Iterable[int] = range(chunk.size)
        for name, wanted in self.load.where.items():
            values = chunk.values(name)
            picked = [i for i in picked if str(values[i]).strip() == wanted]
        return list(picked)

    def _columns(self, rows: "_Rows", bad: dict[int, Refusal]) -> dict[str, list[Any]]:
        load, out = self.load, {}
        mapped = dict(load.columns)
        if load.valid_from_column:
            mapped.setdefault("valid_from", load.valid_from_column)
        if load.data_date_column:
            mapped.setdefault("data_date", load.data_date_column)
        for name, constant in load.values.items():
            converted, faults = convert([constant], self.types[name], self.city.timezone)
            if faults:
                raise LoadError("record", layer=self.layer.id, columns=name)
            out[name] = converted * len(rows)
        for name, column in mapped.items():
            values, renamed = rows.values(column), load.mapping.get(name)
            given = values if not renamed else [renamed.get(str(v).strip(), v) if v is not None else v for v in values]
            given = transformed(load, name, given)
            out[name], faults = convert(given, self.types[name], self.city.timezone)
            for i, reason in faults.items():
                rows.refuse(bad, i, name, reason, values[i])
        days = [day or self.source.data_date for day in out.get("data_date") or [None] * len(rows)]
        return derived_of(load.derive, self.layer.derive, out, days)

    def _codes(self, rows: "_Rows", columns: dict[str, list[Any]], bad: dict[int, Refusal]) -> None:
        """Refuse codes that nobody knows and rows without a kind or state."""
        for name in REQUIRED:
            if name not in columns:
                raise LoadError("record", layer=self.layer.id, columns=name)
        for name, values in columns.items():
            known = self._known(name)
            for i, value in enumerate(values):
                if value is None and name in REQUIRED:
                    rows.refuse(bad, i, name, "required", None)
                elif value is not None and known is not None and value not in known:
                    rows.refuse(bad, i, name, "code_unknown", value)

    def _known(self, name: str) -> set[str] | None:
        own = self.layer.field(name)
        if name == "body":
            return {body.id for body in self.city.bodies}
        if name == "district":
            return {district.id for district in self.city.districts} | {CITY, OUTSIDE}
        if name == "sensitivity":
            return {str(level) for level in Sensitivity}
        if name == "kind" and self.layer.kinds:
            return set(self.layer.kinds)
        if name in ("kind", "state") or (own is not None and own.type == "code"):
            prefix = f"value.{name}."
            return {key.removeprefix(prefix) for key in i18n.words("ru") if key.startswith(prefix)}
        return None

    def _shapes(self, rows: "_Rows", bad: dict[int, Refusal]) -> tuple[Shapes, Counter[str]]:
        if rows.chunk.shapes is not None:
            shapes = to_degrees(rows.chunk.shapes[rows.picked], rows.chunk.crs)
        else:
            shapes = self._points(rows, bad)
        if self.load.around_m:
            shapes = around(shapes, self.load.around_m, self.city.metric_crs)
        checked = check_shapes(shapes, self.layer.geometry, self.box)
        for i, reason in checked.bad.items():
            value = None if shapes[i] is None else shapely.to_wkt(shapes[i], rounding_precision=6)[:80]
            rows.refuse(bad, i, "geom", reason, value)
        return checked.shapes, checked.notes

    def _points(self, rows: "_Rows", bad: dict[int, Refusal]) -> Shapes:
        pair = []
        for name in rows.chunk.coordinates or ():
            values = rows.values(name)
            numbers, faults = convert(values, "num")
            for i, reason in faults.items():
                rows.refuse(bad, i, name, reason, values[i])
            pair.append(np.array([np.nan if v is None else v for v in numbers], dtype=float))
        shapes = np.asarray(shapely.points(*pair), dtype=object)
        shapes[np.isnan(pair[0]) | np.isnan(pair[1])] = None
        return shapes

    def _identify(
        self, rows: "_Rows", columns: dict[str, list[Any]], shapes: Shapes, bad: dict[int, Refusal]
    ) -> tuple[list[str], list[str]]:
        """Stable ids and fingerprints; a row without a key and a row that repeats another are refused."""
        hashes = fingerprints(columns, shapes, len(rows))
        keys = [rows.values(name) for name in self.load.key]
        ids: list[str] = []
        for i, digest in enumerate(hashes):
            parts = [_key_part(values[i]) for values in keys]
            if "" in parts:
                rows.refuse(bad, i, self.load.key[parts.index("")], "key_missing", None)
                ids.append("")
                continue
            ids.append(self._numbered("-".join(parts) or digest.hex()[:ID_DIGITS], digest, i, rows, bad))
        return ids, [digest.hex() for digest in hashes]

    def _numbered(self, key: str, digest: bytes, i: int, rows: "_Rows", bad: dict[int, Refusal]) -> str:
        first = self.seen.setdefault(key, digest)
        if first is digest:
            return key
        given = self.repeated.setdefault(key, [first])
        if digest in given:
            rows.refuse(bad, i, ",".join(self.load.key), "duplicate", key)
            return key
        given.append(digest)
        return f"{key}-{len(given)}"

    def _place(self, columns: dict[str, list[Any]], shapes: Shapes) -> None:
        """Add the measure, the cell and, unless the record gives it, the district."""
        measure = measure_column(self.layer)
        metric = shapes if measure is None else project(shapes, self.metric)
        if measure is not None:
            sizes = shapely.length(metric) if measure == "length_m" else shapely.area(metric)
            columns[measure] = np.round(sizes, 2).tolist()
        if "district" not in columns:
            columns["district"] = self.finder.of_points(shapes) if measure is None else self.finder.of_parts(metric)
        if self.layer.dense:
            columns[CELL] = cells_of(shapely.get_x(shapes), shapely.get_y(shapes)).tolist()


class _Rows:
    """The picked rows of a stretch."""

    def __init__(self, chunk: Chunk, picked: list[int]) -> None:
        self.chunk, self.picked = chunk, picked
        self._all = len(picked) == chunk.size

    def __len__(self) -> int:
        return len(self.picked)

    def values(self, name: str) -> list[Any]:
        """Values of a file column in the picked rows."""
        values = self.chunk.values(name)
        return values if self._all else [values[i] for i in self.picked]

    def refuse(self, bad: dict[int, Refusal], i: int, name: str, reason: str, value: object) -> None:
        """Refuse a row; its first fault is the one reported."""
        shown = "" if value is None else str(value)[:200]
        bad.setdefault(i, Refusal(self.chunk.row_no[self.picked[i]], name, reason, shown))


def _key_part(value: Any) -> str:
    try:
        return (text(value) or "") if not isinstance(value, float) else _number_part(value)
    except BadValueError:
        return ""


def _number_part(value: float) -> str:
    number = None if value != value else num(value)  # noqa: PLR0124 -- NaN is no value
    return "" if number is None else (str(int(number)) if number.is_integer() else repr(number))


def fingerprints(columns: Mapping[str, list[Any]], shapes: Shapes, size: int) -> list[bytes]:
    """Digest of each row's content (its values by name and its geometry), by which a later file is compared."""
    names = sorted(columns)
    pieces = [_pieces(name, columns[name]) for name in names]
    wkb = shapely.to_wkb(shapes)
    lines = zip(*pieces, strict=True) if pieces else repeat((), size)
    return [
        hashlib.blake2b("\x1f".join(line).encode("utf-8", "surrogatepass") + (shape or b""), digest_size=12).digest()
        for line, shape in zip(lines, wkb, strict=True)
    ]


def _pieces(name: str, values: list[Any]) -> list[str]:
    if set(map(type, values)) == {str} and len(set(values[:SAMPLE])) > SAMPLE / 2:
        # Names and numbers of objects hardly repeat: remembering them costs more than writing them.
        return [f"{name}={value!r}" for value in values]
    known: dict[Any, str] = {None: ""}
    out = []
    for value in values:
        piece = known.get(value)
        if piece is None:
            # Adding nothing turns -0.0, which equals 0.0, into it.
            shown = value.isoformat() if isinstance(value, date) else value + 0.0 if isinstance(value, float) else value
            piece = known[value] = f"{name}={shown!r}"
        out.append(piece)
    return out
