"""Addresses of tiles and lists of layers from elsewhere: XYZ and WMTS templates, WMS by tile, OGC API Features."""

import math
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from config.remote import RemoteRecord

HALF = 20037508.342789244
FORMAT = "1.0.0"
# A picture of this many pixels around a place is asked about its middle, for so many objects at most.
INFO_PX, INFO_MOST = 101, 5


def tile_url(record: RemoteRecord, z: int, x: int, y: int) -> str:
    """Address of one tile of a raster layer."""
    if record.kind == "wms":
        return with_query(record.url, _get_map(record, z, x, y))
    if record.kind == "wmts":
        return _wmts(record, z, x, y)
    places = {"z": z, "x": x, "y": y, "-y": 2**z - 1 - y}
    return _filled(record.url, {name: str(value) for name, value in places.items()})


def list_url(record: RemoteRecord, bounds: tuple[float, float, float, float]) -> str:
    """Address of the objects of a layer; of OGC API Features those around the city."""
    if record.kind == "geojson":
        return record.url
    parts = urlsplit(record.url)
    path = f"{parts.path.rstrip('/')}/collections/{quote(record.collection, safe='')}/items"
    box = ",".join(f"{degrees:.6f}" for degrees in bounds)
    whole = urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
    return with_query(whole, {"f": "json", "bbox": box, "limit": str(min(record.features, 1_000))})


def info_url(record: RemoteRecord, lon: float, lat: float, zoom: float) -> str:
    """Address at which a WMS tells what it shows at a place in degrees, seen at a zoom (tiles of 512 pixels)."""
    x = HALF * lon / 180
    y = HALF / math.pi * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    reach = INFO_PX / 2 * 2 * HALF / (512 * 2**zoom)
    old = (record.version or "1.3.0").startswith("1.1")
    return with_query(record.url, {
        **_system(record), "SERVICE": "WMS", "VERSION": record.version or "1.3.0", "REQUEST": "GetFeatureInfo",
        "LAYERS": record.layers, "QUERY_LAYERS": record.layers, "STYLES": record.styles,
        "BBOX": ",".join(f"{metres:.6f}" for metres in (x - reach, y - reach, x + reach, y + reach)),
        "WIDTH": str(INFO_PX), "HEIGHT": str(INFO_PX), "X" if old else "I": str(INFO_PX // 2),
        "Y" if old else "J": str(INFO_PX // 2), "INFO_FORMAT": record.info, "FEATURE_COUNT": str(INFO_MOST),
    })  # fmt: skip


def capabilities_url(record: RemoteRecord) -> str:
    """Address of what a service says it can; of a layer without such a thing its own address."""
    if record.kind == "wms":
        return with_query(record.url, {"SERVICE": "WMS", "REQUEST": "GetCapabilities"})
    if record.kind == "wmts" and "{" not in record.url:
        return with_query(record.url, {"SERVICE": "WMTS", "REQUEST": "GetCapabilities"})
    return ""


def with_query(url: str, values: dict[str, str]) -> str:
    """The address with these parameters; what it has under the same name, in whatever case, gives way."""
    parts = urlsplit(url)
    names = {name.lower() for name in values}
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k.lower() not in names]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode([*kept, *values.items()]), ""))


def tile_box(z: int, x: int, y: int) -> tuple[float, float, float, float]:
    """Bounds of a tile in metres of EPSG:3857."""
    size = 2 * HALF / 2**z
    west, north = -HALF + x * size, HALF - y * size
    return west, north - size, west + size, north


def _system(record: RemoteRecord) -> dict[str, str]:
    """The metres of the map, under the name that the version has for it."""
    return {"SRS" if record.version.startswith("1.1") else "CRS": "EPSG:3857"}


def _get_map(record: RemoteRecord, z: int, x: int, y: int) -> dict[str, str]:
    return {
        **_system(record), "SERVICE": "WMS", "VERSION": record.version or "1.3.0", "REQUEST": "GetMap",
        "LAYERS": record.layers, "STYLES": record.styles,
        "BBOX": ",".join(f"{metres:.6f}" for metres in tile_box(z, x, y)),
        "WIDTH": str(record.tile_size), "HEIGHT": str(record.tile_size), "FORMAT": record.format,
        "TRANSPARENT": "FALSE" if record.format == "image/jpeg" else "TRUE",
    }  # fmt: skip


def _wmts(record: RemoteRecord, z: int, x: int, y: int) -> str:
    if "{" in record.url:
        return _filled(record.url, {
            "TileMatrix": str(z), "TileRow": str(y), "TileCol": str(x), "TileMatrixSet": record.matrix_set,
            "Layer": record.layers, "Style": record.styles or "default", "style": record.styles or "default",
        })  # fmt: skip
    return with_query(record.url, {
        "SERVICE": "WMTS", "VERSION": record.version or FORMAT, "REQUEST": "GetTile", "LAYER": record.layers,
        "STYLE": record.styles or "default", "FORMAT": record.format, "TILEMATRIXSET": record.matrix_set,
        "TILEMATRIX": str(z), "TILEROW": str(y), "TILECOL": str(x),
    })  # fmt: skip


def _filled(template: str, places: dict[str, str]) -> str:
    for name, value in places.items():
        template = template.replace(f"{{{name}}}", quote(value, safe=""))
    return template
