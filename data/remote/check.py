"""Whether the records of layers from elsewhere fit what their servers say: `python -m data remote check`."""

import io
import math
import re
from dataclasses import dataclass

from config.policy import Role, User
from config.remote import RemoteRecord
from data.fetching.client import Ask
from data.fetching.faults import FetchError
from data.remote.addresses import capabilities_url
from data.remote.pictures import exception_text
from data.remote.service import Remote

EVERYTHING = User("check", Role.ADMIN)
SYSTEM = ("3857", "900913")
_TAG = re.compile(r"<(?:\w+:)?(Name|Identifier|CRS|SRS|SupportedCRS|Format)\b[^>]*>\s*([^<]{1,300}?)\s*</")


@dataclass(frozen=True)
class Finding:
    """What was found of a layer: kept texts for `data.loading.report.say`, none when all is well."""

    record: RemoteRecord
    faults: tuple[str, ...]


def check_all(remote: Remote) -> list[Finding]:
    """Ask every layer's server what it can, and for one tile or list in the middle of the city."""
    return [Finding(record, tuple(_faults(remote, record))) for record in remote.seen(EVERYTHING)]


def _faults(remote: Remote, record: RemoteRecord) -> list[str]:
    try:
        said = _capabilities(remote, record)
        found = said or _sample(remote, record)
    except FetchError as error:
        found = [error]
    return [error.message() for error in found]


def _sample(remote: Remote, record: RemoteRecord) -> list[FetchError]:
    """One real request, past the kept copies."""
    if not record.raster:
        remote.caches[record.id].drop("list.geojson")
        remote.listed(record)
        return []
    z = min(max(record.min_zoom, 12), record.max_zoom)
    west, south, east, north = remote.bounds
    x, y = tile_of((west + east) / 2, (south + north) / 2, z)
    remote.caches[record.id].drop(f"{z}/{x}/{y}")
    return [] if remote.tile(record, z, x, y) else [FetchError("fetch.check.no_tile")]


def tile_of(lon: float, lat: float, z: int) -> tuple[int, int]:
    """Column and row of the tile with a place in degrees."""
    size = 2**z
    row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int((lon + 180) / 360 * size), int(row * size)


def _capabilities(remote: Remote, record: RemoteRecord) -> list[FetchError]:
    url = capabilities_url(record)
    if not url:
        return []
    sink = io.BytesIO()
    remote.fetcher.fetch(record, sink, Ask(url, accept="text/xml,application/xml"))
    body = sink.getvalue()
    text = exception_text(body)
    if text:
        return [FetchError("fetch.exception", text=text)]
    words = body.decode("utf-8", "replace")
    if "Capabilities" not in words[:5_000]:
        return [FetchError("fetch.check.no_capabilities")]
    return list(_missing(record, words))


def _missing(record: RemoteRecord, words: str) -> list[FetchError]:
    found: dict[str, set[str]] = {}
    for tag, value in _TAG.findall(words):
        found.setdefault(tag, set()).add(value)
    names = found.get("Name" if record.kind == "wms" else "Identifier", set())
    wanted = [*record.layers.split(","), *([record.matrix_set] if record.matrix_set else [])]
    faults = [FetchError("fetch.check.no_name", name=name) for name in wanted if name not in names]
    systems = found.get("CRS", set()) | found.get("SRS", set()) | found.get("SupportedCRS", set())
    if not any(code in system for system in systems for code in SYSTEM):
        faults.append(FetchError("fetch.check.no_system"))
    if record.format not in found.get("Format", set()):
        faults.append(FetchError("fetch.check.no_format", format=record.format))
    return faults
