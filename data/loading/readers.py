"""Which reader opens a file, by the ending of its name; limits of size and rows."""

from collections.abc import Callable
from pathlib import Path

from config.city import Source
from config.limits import IMPORT_BYTES, IMPORT_ROWS
from data.loading.chunks import Chunks
from data.loading.report import LoadError
from data.loading.table_files import read_csv, read_xlsx
from data.loading.vector_files import read_geojson, read_gpkg, read_shapefile_zip

READERS: dict[str, Callable[[Source, Path], Chunks]] = {
    ".geojson": read_geojson, ".json": read_geojson, ".gpkg": read_gpkg, ".zip": read_shapefile_zip,
    ".csv": read_csv, ".tsv": read_csv, ".txt": read_csv, ".xlsx": read_xlsx,
}  # fmt: skip


def read_file(source: Source, path: Path) -> Chunks:
    """Rows of a file in stretches; LoadError when it is missing, of an unknown kind, too big, or has no row at all."""
    reader = READERS.get(path.suffix.lower())
    if reader is None and path.is_file():
        raise LoadError("format", ending=path.suffix or path.name, known=", ".join(sorted(READERS)))
    yield from limited(path, lambda: (reader or read_csv)(source, path))


def limited(path: Path, read: Callable[[], Chunks]) -> Chunks:
    """Stretches of a file within the limits; LoadError when it is missing, empty, too big or has too many rows."""
    if not path.is_file():
        raise LoadError("no_file", path=str(path))
    size = path.stat().st_size
    if size == 0:
        raise LoadError("empty")
    if size > IMPORT_BYTES:
        raise LoadError("bytes_limit", limit=IMPORT_BYTES // 1_000_000)
    rows = 0
    for chunk in read():
        rows += chunk.size + len(chunk.refusals) + chunk.behind + chunk.notes["outside_city"]
        if rows > IMPORT_ROWS:
            raise LoadError("rows_limit", limit=IMPORT_ROWS)
        yield chunk
    if rows == 0:
        raise LoadError("empty")
