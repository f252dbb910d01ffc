"""Which reader takes a file that feeds several layers, with the limits of size and rows that hold for all files."""

from collections.abc import Callable
from pathlib import Path

from config.city import City, Source
from data.importers.gtfs import read_gtfs
from data.importers.osm_pbf import read_osm
from data.importers.overpass import read_overpass
from data.loading.chunks import Chunks
from data.loading.readers import limited
from data.loading.report import LoadError

Reader = Callable[[City, Source, Path], Chunks]
READERS: dict[str, dict[str, Reader]] = {
    "osm": {
        ".pbf": read_osm, ".osm": read_osm, ".gz": read_osm, ".bz2": read_osm, ".json": read_overpass,
    },
    "gtfs": {".zip": read_gtfs},
}  # fmt: skip


def read_whole(city: City, source: Source, path: Path) -> Chunks:
    """Rows of all layers of a file in stretches; LoadError when it is missing, of an unknown kind, too big or empty."""
    endings = READERS[source.reader]
    reader = endings.get(path.suffix.lower())
    if reader is None:
        raise LoadError("format", ending=path.suffix or path.name, known=", ".join(sorted(endings)))
    return limited(path, lambda: reader(city, source, path))
