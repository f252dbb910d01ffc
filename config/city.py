"""The city as a folder: directories, bodies, sources and modules read from config/cities/<city>/."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from config.entry import ENTERED, EntryRules
from config.feeds import fed_loads
from config.limits import IMPORT_BAD_SHARE
from config.records import Code, Derivation, Origin, Record, RecordError, Words, explain
from config.remote import FetchRecord, RemoteRecord
from config.settings import ROOT
from config.walls import WallRecord

CITIES = ROOT / "config" / "cities"
Rhythm = Literal["once", "hour", "day", "week", "month", "quarter", "year"]
RHYTHM_DAYS: dict[Rhythm, int | None] = {
    "once": None, "hour": 1, "day": 2, "week": 8, "month": 35, "quarter": 100, "year": 400,
}  # fmt: skip


class District(Record):
    """A district of the city in the directory; its drawn outline is a row of the layer `districts`."""

    id: Code
    kato: str
    names: Words
    official_area_km2: float | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class BodyName(Record):
    """A former name of an organisation with the day it ended."""

    names: Words
    valid_to: date


class Body(Record):
    """A public body, operator or publisher; former names are kept."""

    id: Code
    names: Words
    kind: Literal["state", "company", "publisher", "community"]
    former: tuple[BodyName, ...] = ()
    site: str = ""


class Unit(Record):
    """A unit of measurement: symbol beside a number, and spellings in files that mean it."""

    id: Code
    names: Words
    symbol: Words
    spellings: tuple[str, ...] = ()


class Topic(Record):
    """A sphere of city life by which data sets are listed."""

    id: Code
    names: Words


DateOrder = Literal["dmy", "mdy", "ymd", "serial"]
Decimal = Literal["comma", "point"]


class LoadRecord(Record):
    """How one file of a source becomes rows of one layer: which rows, which columns, which fixed values.

    `columns` maps our column to the file's column; `values` gives constants; `where` keeps rows whose file column has
    the value; `key` names the file columns that make a stable object id; `mapping` renames values of a column;
    `derive` fills our column from others of ours by a rule (`year:event_date`, `percent:pupils,capacity`,
    `access:wheelchair`: the state for a need by the published rule). By our column too: `dates` says in which order a
    file writes days, `decimals` which sign its fractions have, `factors` by what its numbers are multiplied. For a
    layer of areas points become circles of `around_m` metres. A load that is not `whole` adds to what is there: objects
    that the file does not name stay. A load with `replaces` false leaves the rows of the sources that its source
    replaces: it names only some of the objects.
    """

    layer: Code
    where: dict[str, str] = {}
    key: tuple[str, ...] = ()
    columns: dict[str, str] = {}
    values: dict[str, str] = {}
    mapping: dict[str, dict[str, str]] = {}
    derive: dict[str, Derivation] = {}
    data_date_column: str | None = None
    valid_from_column: str | None = None
    dates: dict[str, DateOrder] = {}
    decimals: dict[str, Decimal] = {}
    factors: dict[str, float] = {}
    around_m: float = Field(default=0, ge=0, le=5_000)
    whole: bool = True
    replaces: bool = True


Reader = Literal[
    "vector", "table", "plan2025", "sdg", "cra", "crime", "regions", "population", "cohorts", "tariffs", "meters",
    "demo", "demo_districts", "demo_series", "district_people", "osm", "gtfs", "air",
]  # fmt: skip


class AirStation(Record):
    """A place where a source measures or models air, when its files do not tell it."""

    id: Code
    names: Words
    lon: float
    lat: float


class Source(Record):
    """Where data comes from: owner, licence, attribution, rhythm, reader and mapping.

    `credit` is the attribution in the reader's language, for owners who have a name in each.
    `reach_deg` is how far outside the city's bounds a coordinate may lie before its row is refused. `sheet` and
    `header_row` (from 1; 0: the first one, whose names must differ) say where the table of a workbook starts. `place`
    names the file columns that together are an address, `place_district` the one with the district. `accepts` are the
    layers whose tables officials map on the screen. `feeds` are the layers that one file of OpenStreetMap, of a
    timetable or of air stations fills: their loads come from the reader's own table. `replaces` are sources whose rows
    in these layers are closed when this one brings rows: the same objects from an older file. `stations`,
    `station_kind`, `zone` (time zone of the file's times, else the city's) and `unit` (where the file names none) are
    of files of air. With `fetch` the source is fetched on a schedule. `bad_share` is
    the share of refused rows above which nothing is loaded.
    """

    id: Code
    names: Words
    body: Code
    licence: str
    licence_url: str = ""
    attribution: str
    credit: Words | None = None
    origin: Origin
    rhythm: Rhythm
    data_date: date | None = None
    reader: Reader
    seed: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    coordinates: tuple[str, str] | None = None
    loads: tuple[LoadRecord, ...] = ()
    address: str = ""
    reach_deg: float = 0.2
    notes: Words | None = None
    sheet: str = ""
    header_row: int = Field(default=0, ge=0, le=1000)
    place: tuple[str, ...] = ()
    place_district: str = ""
    accepts: tuple[Code, ...] = ()
    feeds: tuple[Code, ...] = ()
    replaces: tuple[Code, ...] = ()
    stations: tuple[AirStation, ...] = ()
    station_kind: Literal["station", "sensor", "model_grid"] = "station"
    zone: str = ""
    unit: str = ""
    fetch: FetchRecord | None = None
    bad_share: float = Field(default=IMPORT_BAD_SHARE, ge=0, le=1)

    @model_validator(mode="before")
    @classmethod
    def _fed_layers(cls, given: Any) -> Any:
        """Write out the loads of the layers that a file of many layers feeds."""
        if isinstance(given, dict) and given.get("feeds") and not given.get("loads"):
            return {**given, "loads": fed_loads(str(given.get("reader")), given["feeds"])}
        return given


class Module(Record):
    """A module of the city map or another service in use: the city question it answers, owner and launch date."""

    id: Code
    names: Words
    question: Words
    owner: Code
    kind: Literal["map", "service", "calculation"] = "map"
    launched: date | None = None
    screens: tuple[str, ...] = ()


class City(Record):
    """One city with everything that distinguishes it from another; `street_names` leads from old names to present.

    `street_same` names one street of our map that stands there under two spellings which no rule of letters joins.
    """

    id: Code
    names: Words
    kato: str
    country: Code
    timezone: str
    bounds: tuple[float, float, float, float]
    zoom: float
    metric_crs: int
    official_area_km2: float | None = None
    official_area_source: str = ""
    districts: tuple[District, ...]
    bodies: tuple[Body, ...]
    units: tuple[Unit, ...]
    topics: tuple[Topic, ...]
    modules: tuple[Module, ...]
    sources: tuple[Source, ...]
    remote: tuple[RemoteRecord, ...] = ()
    walls: tuple[WallRecord, ...] = ()
    module_plan: dict[str, int] = {}
    street_names: dict[str, str] = {}
    street_same: dict[str, str] = {}
    entry: EntryRules | None = None
    folder: Path = Field(default=CITIES, exclude=True)

    @model_validator(mode="after")
    def _links_hold(self) -> "City":
        bodies = {b.id for b in self.bodies}
        for source in self.sources:
            if source.body not in bodies:
                raise ValueError(f"source {source.id}: unknown body {source.body}")
        for module in self.modules:
            if module.owner not in bodies:
                raise ValueError(f"module {module.id}: unknown owner {module.owner}")
        for desk in self.entry.desks if self.entry else ():
            if desk.body not in bodies:
                raise ValueError(f"entry: unknown body {desk.body}")
        for name in ("districts", "bodies", "units", "topics", "modules", "sources", "remote", "walls"):
            ids = [record.id for record in getattr(self, name)]
            if len(ids) != len(set(ids)):
                raise ValueError(f"{name}: the same id twice")
        west, south, east, north = self.bounds
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ValueError("bounds: west, south, east, north in degrees")
        return self

    def source(self, source_id: str) -> Source | None:
        """The source record of that id; a table mapped on the screen (`office-12`) is one of its office's tables.

        What a body entered by hand is a source of its own (`entry-<body>`).
        """
        found = next((s for s in self.sources if s.id == source_id), None)
        if found is None and source_id.startswith(ENTERED):
            return self._entered(source_id)
        office = source_id.partition("-")[0]
        return found or next((s for s in self.sources if s.accepts and s.id == office), None)

    def _entered(self, source_id: str) -> Source | None:
        body = next((b for b in self.bodies if ENTERED + b.id == source_id), None)
        rules = self.entry
        if body is None or rules is None or all(desk.body != body.id for desk in rules.desks):
            return None
        names = {lang: rules.names[lang].format(body=body.names[lang]) for lang in ("kk", "ru", "en")}
        return Source(
            id=source_id, names=Words(**names), body=body.id, licence=rules.licence, attribution=body.names.ru,
            credit=body.names, origin="official", rhythm=rules.rhythm, reader="table",
        )  # fmt: skip

    def sources_of(self, layer_id: str) -> tuple[Source, ...]:
        """Sources that bring rows to a layer."""
        return tuple(s for s in self.sources if any(load.layer == layer_id for load in s.loads))

    def seed_path(self, name: str) -> Path:
        """File of shipped data: in the city folder's `seed/` first, else in `data/seed/`."""
        own = self.folder / "seed" / name
        return own if own.exists() else ROOT / "data" / "seed" / name


def _merge(merged: dict[str, Any], more: dict[str, Any]) -> None:
    """Add what one file says; lists of records go on, everything else is said anew."""
    for key, value in more.items():
        known = merged.get(key)
        merged[key] = [*known, *value] if isinstance(known, list) and isinstance(value, list) else value


def load_city(name: str | Path) -> City:
    """City from a folder name in config/cities or a path; RecordError with one sentence when a record is wrong.

    Records of one kind may stand in several files (`sources.toml`, `sources_works.toml`), in the order of their names.
    """
    folder = Path(name) if Path(name).is_dir() else CITIES / str(name)
    merged: dict[str, Any] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            _merge(merged, tomllib.loads(path.read_text("utf-8")))
        except tomllib.TOMLDecodeError as error:
            raise RecordError(f"{path.name}: {error}") from error
    if not merged:
        raise RecordError(f"{folder}: no city here")
    try:
        return City(**merged, folder=folder)
    except ValidationError as error:
        raise RecordError(f"{folder.name}: {explain(error)}") from error
