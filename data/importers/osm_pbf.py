"""OpenStreetMap files (.osm.pbf and kin) read as a stream: nodes, ways and assembled areas become rows of layers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import osmium
import osmium.filter
import osmium.geom
import osmium.io

from config.city import City, Source
from config.osm import tag_table
from data.importers.batches import Batches, Make
from data.importers.tags import TagReader
from data.loading.chunks import Chunk, Chunks
from data.loading.report import LoadError
from data.loading.shapes import reach

# Places of nodes by number: in memory for the file of a city, in a temporary file on disk for that of a country.
SMALL_BYTES = 150_000_000
IN_MEMORY, ON_DISK = "flex_mem", "sparse_file_array"
DATES = ("osmosis_replication_timestamp", "timestamp")
MARGIN_DEG = 0.02
_OF_NODE: dict[str, Make] = {"point": "same"}
_OF_LINE: dict[str, Make] = {"point": "middle", "line": "same"}
_OF_AREA: dict[str, Make] = {"point": "inner", "polygon": "area"}
_FAULTS = (RuntimeError, OSError, ValueError)


def read_osm(city: City, source: Source, path: Path) -> Chunks:
    """Rows of the layers that the source feeds; LoadError when the file is broken or ends too early.

    Closed ways and multipolygons become areas, or a point on them for layers of points; open ways become lines, or
    the point in their middle. Objects wholly outside the city's bounds are left out. Object ids are `n`, `w` or `r`
    and the number in OpenStreetMap. The date of the data is the file's own.
    """
    reader = TagReader(tag_table(), [load.layer for load in source.loads])
    batches = Batches(reach(city.bounds, MARGIN_DEG))
    try:
        file = osmium.io.File(str(path.resolve()), _format(path))
        head = osmium.io.Reader(file, osmium.osm.NOTHING).header()
        batches.data_date = _date(head)
        yield from _stream(file, path, reader, batches)
    except _FAULTS as error:
        raise LoadError("unreadable", cause="OpenStreetMap") from error


def _format(path: Path) -> str:
    """Format by the ending of the name, so that nothing else in the name is taken for one."""
    name = path.name.lower()
    return next((ending for ending in ("pbf", "osm.gz", "osm.bz2", "osm") if name.endswith(f".{ending}")), "pbf")


def _date(head: Any) -> date | None:
    for name in DATES:
        text = head.get(name)
        if text:
            try:
                return datetime.fromisoformat(text).astimezone(UTC).date()
            except ValueError:
                continue
    return None


def _stream(file: Any, path: Path, reader: TagReader, batches: Batches) -> Iterator[Chunk]:
    index = IN_MEMORY if path.stat().st_size < SMALL_BYTES else ON_DISK
    areas = osmium.filter.KeyFilter(*reader.keys_of("point", "polygon"))
    objects = osmium.FileProcessor(file).with_locations(index).with_areas(areas)
    walk = _Walk(reader, batches, dated=batches.data_date is not None)
    for found in objects.with_filter(osmium.filter.KeyFilter(*reader.keys)):
        walk.take(found)
        yield from batches.ready()
    walk.finish()
    if walk.newest is not None:
        batches.data_date = walk.newest
    yield from batches.rest()


class _Walk:
    """Takes object after object; remembers multipolygons whose area has not come yet."""

    def __init__(self, reader: TagReader, batches: Batches, *, dated: bool) -> None:
        self.reader, self.batches, self.dated = reader, batches, dated
        self.newest: date | None = None
        self.wkb = osmium.geom.WKBFactory()
        self.missing: dict[str, tuple[str, ...]] = {}
        self.drawn: set[str] = set()

    def take(self, found: Any) -> None:
        """One object of the file."""
        if found.is_area() and found.from_way():
            return  # made from the way itself, which also tells when one of its nodes is not there
        kind = "r" if found.is_area() else found.type_str()
        ident = f"{kind}{found.orig_id() if found.is_area() else found.id}"
        try:
            tags = {tag.k: tag.v for tag in found.tags}
        except UnicodeDecodeError:
            self.batches.refuse(min(self.reader.wanted), ident, "osm_text")
            return
        layers = self.reader.layers_of(tags)
        if not layers:
            return
        if not self.dated and found.timestamp.year > 1970:
            self.newest = max(self.newest or date.min, found.timestamp.date())
        if found.is_relation():
            self._expect(ident, tags, layers)
        else:
            self._draw(found, ident, tags, layers)

    def _expect(self, ident: str, tags: dict[str, str], layers: dict[str, str]) -> None:
        """A relation that is an area: its area comes by itself when all its parts are in the file and fit."""
        if tags.get("type") in ("multipolygon", "boundary"):
            kinds = self.reader.table.layers
            self.missing[ident] = tuple(sorted(layer for layer in layers if kinds[layer].geometry != "line"))

    def _draw(self, found: Any, ident: str, tags: dict[str, str], layers: dict[str, str]) -> None:
        if found.is_area():
            self.drawn.add(ident)
        for layer, kind in sorted(layers.items()):
            make = _make(found, self.reader.table.layers[layer].geometry)
            if make is None:
                continue
            try:
                shape = self._shape(found)
            except osmium.InvalidLocationError:
                self.batches.refuse(layer, ident, "osm_node_missing")
            except RuntimeError:
                self.batches.refuse(layer, ident, "osm_shape")
            else:
                self.batches.add(layer, self.reader.values(layer, kind, tags, ident), shape, make)

    def _shape(self, found: Any) -> Any:
        """Shape of an object as the file has it. Raises InvalidLocationError when a node of it is not in the file."""
        if found.is_node():
            if not found.location.valid():
                raise osmium.InvalidLocationError(str(found.id))
            return self.wkb.create_point(found)
        return self.wkb.create_linestring(found) if found.is_way() else self.wkb.create_multipolygon(found)

    def finish(self) -> None:
        """Refuse the multipolygons that never became areas: parts are not in the file, or do not close."""
        for ident, layers in self.missing.items():
            if ident not in self.drawn:
                for layer in layers:
                    self.batches.refuse(layer, ident, "osm_area")


def _make(found: Any, geometry: str) -> Make | None:
    """What is to be made of an object for a layer of that geometry; None when it has no place there."""
    if found.is_node():
        return _OF_NODE.get(geometry)
    if found.is_way() and not found.is_closed():
        return _OF_LINE.get(geometry)
    return _OF_AREA.get(geometry) or ("same" if found.is_way() else None)
