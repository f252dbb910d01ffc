"""Records of what lives elsewhere: sources fetched on a schedule, and layers that are passed on by our own doors."""

import re
from datetime import timedelta
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, field_validator, model_validator

from config.policy import Sensitivity
from config.records import Code, Record, Words

Pause = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3}[mhd]$")]
EnvName = Annotated[str, StringConstraints(pattern=r"^([A-Z][A-Z0-9_]{0,80})?$")]
FileName = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9_-]{0,80}\.[a-z0-9]{1,8})?$")]
HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,60}$")]
QueryName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,60}$")]
RemoteKind = Literal["xyz", "wmts", "wms", "geojson", "features"]
RASTER: frozenset[RemoteKind] = frozenset({"xyz", "wmts", "wms"})
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
TILE_PLACES = ("{z}", "{x}", "{y}")
WMTS_PLACES = ("{TileMatrix}", "{TileRow}", "{TileCol}")


def seconds_of(text: Pause) -> float:
    """Seconds of a pause written as `30m`, `6h` or `1d`."""
    return timedelta(**{UNITS[text[-1]]: int(text[:-1])}).total_seconds()


class Access(Record):
    """How something elsewhere is reached: address, limits, hosts a redirect may lead to, and a secret by its name.

    The secret stands in the environment variable `token_env` only. It is sent in the header `token_header` after
    `token_prefix`, or as the query parameter `token_query` when one is named.
    """

    url: str = Field(max_length=2_000)
    seconds: float = Field(default=30, gt=0, le=3_600)
    max_bytes: int = Field(default=100_000_000, ge=1_000, le=1_000_000_000)
    hosts: tuple[str, ...] = ()
    token_env: EnvName = ""
    token_header: HeaderName = "Authorization"  # noqa: S105 -- the name of a header
    token_prefix: str = "Bearer "  # noqa: S105 -- the word before the secret, not the secret
    token_query: QueryName = ""

    @field_validator("url")
    @classmethod
    def _plain_web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("an address that starts with http:// or https://")
        if parts.username or parts.password:
            raise ValueError("no name and password in an address: name an environment variable in token_env")
        if re.search(r"[\s\x00-\x1f]", value):
            raise ValueError("no blanks in an address")
        return value

    @property
    def host(self) -> str:
        """Host of the address in lower case."""
        return (urlsplit(self.url).hostname or "").lower()


class FetchRecord(Access):
    """Scheduled fetch of a source; `file` is the name its content is read under when the address does not tell."""

    every: Pause
    file: FileName = ""

    @property
    def period(self) -> float:
        """Seconds between two fetches."""
        return seconds_of(self.every)


class RemoteRecord(Access):
    """A layer from elsewhere: pictures by tile (`xyz`, `wmts`, `wms`) or objects (`geojson`, OGC API `features`).

    `refresh` is the age at which a kept copy is asked for again, `cache_bytes` bounds all kept copies of the layer.
    `info` is the form in which a WMS tells what lies at a place, empty when it is not asked.
    `layers`, `styles`, `version` belong to WMS and WMTS, `matrix_set` to WMTS, `collection` to `features`.
    """

    id: Code
    kind: RemoteKind
    names: Words
    attribution: str = Field(min_length=1, max_length=500)
    licence: str = ""
    licence_url: str = ""
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    seconds: float = Field(default=6, gt=0, le=30)
    max_bytes: int = Field(default=4_000_000, ge=1_000, le=50_000_000)
    refresh: Pause = "1d"
    cache_bytes: int = Field(default=200_000_000, ge=10_000, le=20_000_000_000)
    min_zoom: int = Field(default=0, ge=0, le=22)
    max_zoom: int = Field(default=18, ge=0, le=22)
    tile_size: Literal[256, 512] = 256
    opacity: float = Field(default=1.0, ge=0, le=1)
    visible: bool = False
    layers: str = ""
    styles: str = ""
    version: str = ""
    format: Literal["image/png", "image/jpeg", "image/webp"] = "image/png"
    matrix_set: str = ""
    collection: str = ""
    features: int = Field(default=5_000, ge=1, le=50_000)
    color: str = "cat-5"
    info: Literal["", "application/json", "text/plain"] = "application/json"

    @model_validator(mode="after")
    def _kind_has_what_it_needs(self) -> "RemoteRecord":
        if self.max_zoom < self.min_zoom:
            raise ValueError("max_zoom: below min_zoom")
        if self.kind == "xyz" and not all(place in self.url for place in TILE_PLACES):
            raise ValueError("url: an xyz layer needs {z}, {x} and {y}")
        if self.kind in ("wms", "wmts") and not self.layers:
            raise ValueError("layers: the name of a layer is needed")
        if self.kind == "wmts" and not self.matrix_set:
            raise ValueError("matrix_set: the name of a set of tiles in EPSG:3857 is needed")
        if self.kind == "wmts" and "{" in self.url and not all(place in self.url for place in WMTS_PLACES):
            raise ValueError("url: {TileMatrix}, {TileRow} and {TileCol} are needed")
        if self.kind == "features" and not self.collection:
            raise ValueError("collection: the id of a collection is needed")
        return self

    @property
    def raster(self) -> bool:
        """Whether the layer comes as pictures."""
        return self.kind in RASTER

    @property
    def asked(self) -> bool:
        """Whether a picture of the layer can be asked what it shows at a place."""
        return self.kind == "wms" and bool(self.info)

    @property
    def max_age(self) -> float:
        """Seconds after which a kept copy is asked for again."""
        return seconds_of(self.refresh)
