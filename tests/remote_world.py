"""Servers of others for tests: an XYZ, a WMS, a WMTS, a list and an OGC API, and records that lead to them."""

import json
import struct
import zlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

from config.city import City, load_city
from config.policy import Sensitivity
from config.remote import RemoteRecord
from tests.http_world import Request, Web

WORDS = {"kk": "Аэрофотосурет", "ru": "Аэрофотоснимок", "en": "Aerial photo"}
HOSTILE = '<img src=x onerror="document.title=1">'


def png(width: int = 256, height: int = 256, shade: int = 120) -> bytes:
    """A real picture of one colour."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = (b"\x00" + bytes([shade, shade, 200]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


def collection(size: int = 3, start: int = 0, **more: Any) -> dict[str, Any]:
    """Some points in the middle of the city."""
    return {"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [76.9 + (start + i) / 1000, 43.25, 800.0]},
         "properties": {"name": HOSTILE, "no": start + i, "deep": {"a": 1}}}
        for i in range(size)
    ], **more}  # fmt: skip


def as_json(found: Any) -> bytes:
    return json.dumps(found).encode()


EXCEPTION = b"""<?xml version="1.0"?><ServiceExceptionReport><ServiceException code="LayerNotDefined">
Layer <![CDATA[<b>streets</b>]]> is not defined</ServiceException></ServiceExceptionReport>"""
WMS_CAPABILITIES = b"""<WMS_Capabilities><Capability><Request><GetMap><Format>image/png</Format></GetMap>
</Request><Layer><CRS>EPSG:3857</CRS><Layer><Name>plan</Name></Layer></Layer></Capability></WMS_Capabilities>"""
SAID = {"name": HOSTILE, "floors": 9, "built": None, "deep": {"a": 1}}
TOLD = {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": None, "properties": SAID}]}
PLAIN = b"GetFeatureInfo results:\n\x00Layer 'plan'\n  floors = '9'\n"
WMTS_CAPABILITIES = b"""<Capabilities xmlns:ows="x"><Contents><Layer><ows:Identifier>ortho</ows:Identifier>
<Format>image/png</Format></Layer><TileMatrixSet><ows:Identifier>web</ows:Identifier>
<ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS></TileMatrixSet></Contents></Capabilities>"""


def elsewhere(request: Request) -> None:
    """All of them in good health, at one address."""
    parts = urlsplit(request.path)
    query = {name.upper(): values[0] for name, values in parse_qs(parts.query).items()}
    asked = query.get("REQUEST", "")
    if asked == "GetCapabilities":
        request.answer(200, WMS_CAPABILITIES if parts.path == "/wms" else WMTS_CAPABILITIES, Content_Type="text/xml")
    elif parts.path.startswith(("/xyz/", "/rest/")) or asked in ("GetMap", "GetTile"):
        request.answer(200, png(), Content_Type="image/png")
    elif asked == "GetFeatureInfo":
        request.answer(200, as_json(TOLD) if query["INFO_FORMAT"] == "application/json" else PLAIN)
    elif parts.path == "/list.geojson":
        request.answer(200, as_json(collection()), Content_Type="application/geo+json")
    elif parts.path == "/api/collections/trees/items":
        second = "page" in parts.query
        links = [] if second else [{"rel": "next", "href": "/api/collections/trees/items?page=2"}]
        request.answer(200, as_json(collection(2, 2 if second else 0, links=links)))
    else:
        request.answer(404)


def record(place: Web, usually: str, **given: Any) -> RemoteRecord:
    """A record of a kind that leads to the server."""
    usual: dict[str, Any] = {
        "xyz": {"url": "/xyz/{z}/{x}/{y}.png"}, "wms": {"url": "/wms?map=a", "layers": "plan"},
        "wmts": {"url": "/wmts", "layers": "ortho", "matrix_set": "web"}, "geojson": {"url": "/list.geojson"},
        "features": {"url": "/api", "collection": "trees"},
    }[usually]  # fmt: skip
    values = {"id": usually, "kind": usually, "names": WORDS, "attribution": "© Elsewhere", "seconds": 3, **usual}
    values |= given
    return RemoteRecord(**{**values, "url": place.url + values["url"]})


def remote_city(place: Web, **given: dict[str, Any]) -> City:
    """Almaty with a layer of each kind from elsewhere, and one for officials only."""
    kinds = ("xyz", "wms", "wmts", "geojson", "features")
    records = [record(place, kind, **given.get(kind, {})) for kind in kinds]
    secret = record(place, "xyz", id="hidden", names={lang: f"Secret {lang}" for lang in WORDS},
                    sensitivity=Sensitivity.RESTRICTED, attribution="Secret office")  # fmt: skip
    return load_city("almaty").model_copy(update={"remote": (*records, secret)})
