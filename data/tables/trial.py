"""A table tried out: the first rows as they would be stored, and the values that a column has."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.city import LoadRecord, Source
from config.limits import CODE_SEARCH_ROWS, CODE_VALUES, PREVIEW_ROWS
from config.records import LayerRecord
from data.districts import DistrictFinder
from data.loading.chunks import Chunk
from data.loading.placing import Placed, Placer, note_places
from data.loading.report import LoadReport
from data.loading.table_files import read_csv, read_xlsx
from data.loading.tidy import Tidier
from data.numbers import doubtful
from data.store import Store
from data.tables.look import shown


@dataclass(frozen=True)
class TriedRow:
    """A row of the file: its number there, what would be stored, or the field and reason why it is refused."""

    row_no: int
    values: dict[str, Any]
    field: str = ""
    reason: str = ""
    value: str = ""
    placed: Placed | None = None


@dataclass(frozen=True)
class Trial:
    """The first rows, and by numeric field a value of them that can be read two ways while nothing says which."""

    rows: list[TriedRow] = field(default_factory=list)
    two_ways: dict[str, str] = field(default_factory=dict)


def first_chunk(source: Source, path: Path, rows: int) -> Chunk | None:
    """The first rows of a table; None when there is none under the header. Raises LoadError."""
    reader = read_xlsx if path.suffix.lower() == ".xlsx" else read_csv
    for chunk in reader(source, path, rows):
        if chunk.size:
            return chunk
    return None


def tried(store: Store, source: Source, path: Path, rows: int = PREVIEW_ROWS) -> Trial:
    """The first rows of a file under a record, in the file's order. Raises LoadError."""
    chunk = first_chunk(source, path, rows)
    if chunk is None:
        return Trial()
    with store.read() as conn:
        finder = DistrictFinder.of_store(conn, store)
        placer = Placer.of_store(conn, store, source) if source.place else None
    load = source.loads[0]
    placed = placer.place(chunk) if placer else []
    tidy = Tidier(store.city, source, load, store.layers[load.layer], finder).tidy(chunk)
    if placer:
        note_places(LoadReport(source.id, path.name, "dry_run"), chunk, tidy, placed)
    where = dict(zip(chunk.row_no, placed, strict=True)) if placed else {}
    refused = {refusal.row_no: refusal for refusal in tidy.refusals}
    good = [number for number in chunk.row_no if number not in refused]
    out = [
        TriedRow(refusal.row_no, {}, refusal.field, refusal.reason, refusal.value, where.get(refusal.row_no))
        for refusal in refused.values()
    ]
    for i, number in enumerate(good):
        values = {name: column[i] for name, column in tidy.columns.items()}
        shape = tidy.shapes[i]
        values.update(lon=round(float(shape.x), 6), lat=round(float(shape.y), 6))
        out.append(TriedRow(number, values, placed=where.get(number)))
    return Trial(sorted(out, key=lambda row: row.row_no), two_ways(chunk, load, store.layers[load.layer]))


def two_ways(chunk: Chunk, load: LoadRecord, layer: LayerRecord) -> dict[str, str]:
    """By numeric field the first value that can be read two ways, where neither column nor record says which."""
    numeric = {own.name for own in layer.fields if own.type in ("num", "int")} - set(load.decimals)
    found = {
        name: doubtful(value for value in chunk.values(column) if isinstance(value, str))
        for name, column in load.columns.items()
        if name in numeric and chunk.column(column) is not None
    }
    return {name: text for name, text in found.items() if text is not None}


def values_of(source: Source, path: Path, column: str) -> list[tuple[str, int]]:
    """Values of a column in the first rows of a file with how often they stand there, the commonest first."""
    chunk = first_chunk(source, path, CODE_SEARCH_ROWS)
    if chunk is None or chunk.column(column) is None:
        return []
    found = Counter(text for value in chunk.values(column) if (text := shown(value)))
    return found.most_common(CODE_VALUES)
