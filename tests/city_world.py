"""Almaty as shipped, built once for each engine and copied for tests that change it; files for tests of loading."""

import csv
import json
import shutil
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import geopandas
import psycopg
import shapely
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url

from config.city import City, LoadRecord, Source, load_city
from data.build import build
from data.demo import demo_chunks
from data.store import Store, make_engine
from layers import layers_of
from tests import shared
from tests.tools import postgis

ENGINES = ("gpkg", "postgis")
CENTRE = (76.95, 43.25)
Row = dict[str, Any]
Fill = Callable[[Store], object]


def open_city(url: str, city: City | None = None, *, demo: bool = True) -> Store:
    """A store of the city with all its layers."""
    found = city or load_city("almaty")
    return Store.open(url, found, layers_of(found, demo=demo))


def again(url: str, city: City | None = None) -> Store:
    """A store whose tables are those of the city already, as a copy of one that was opened with it."""
    found = city or load_city("almaty")
    return Store(make_engine(url), found, layers_of(found, demo=True))


@contextmanager
def opened(url: str, city: City | None = None, *, demo: bool = True) -> Iterator[Store]:
    """A store of the city, closed at the end."""
    store = open_city(url, city, demo=demo)
    try:
        yield store
    finally:
        store.close()


def built(engine: str, server: str) -> str:
    """Address of the city as shipped with its demo rows, one for all workers; nobody is connected to it."""
    return filled("almaty", engine, server, lambda store: build(store, demo=True))


def prepared(engine: str, server: str) -> str:
    """Address of a store of Almaty without a row, one for all workers; nobody is connected to it."""
    return filled("empty", engine, server)


def with_stops(engine: str, server: str) -> str:
    """Address of such a store of Almaty whose bus stops also come as a table (source `stops`)."""
    return filled("stops", engine, server, city=stops_city())


def filled(name: str, engine: str, server: str, fill: Fill | None = None, city: City | None = None) -> str:
    """Address of a store of its name, filled by the first of all workers that asks; nobody is connected to it."""
    return shared.once(f"{name}-{engine}", lambda: _made(engine, server, fill, city))


def begin_file(url: str, model: Callable[[], str] = lambda: prepared("gpkg", "")) -> bool:
    """Have a new GeoPackage begin as a copy of the prepared one (making all its tables takes a second); whether it did.

    `model` gives the address of another one to begin with.
    """
    path = Path(str(make_url(url).database)) if url.startswith("sqlite") else None
    if path is None or path.exists():
        return False
    shutil.copyfile(str(make_url(model()).database), path)
    return True


def _made(engine: str, server: str, fill: Fill | None, city: City | None) -> str:
    if engine == "gpkg":
        url = f"sqlite:///{shared.folder() / f'{uuid4().hex[:8]}.gpkg'}"
    else:
        url = shared.note_database(postgis.new_database(server))
    store = open_city(url, city)
    if fill:
        fill(store)
    rest(store)
    return url


def rest(store: Store) -> None:
    """Close a store so that a copy of its file is whole."""
    if store.kind == "gpkg":
        with store.engine.connect() as conn:
            conn.exec_driver_sql("COMMIT")
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()


@contextmanager
def empty(engine: str, folder: Path, server: str) -> Iterator[str]:
    """Address of a store that does not exist yet."""
    if engine == "gpkg":
        yield f"sqlite:///{folder / f'{uuid4().hex[:8]}.gpkg'}"
        return
    with postgis.fresh_database(server) as url:
        yield url


@contextmanager
def copied(url: str, folder: Path) -> Iterator[str]:
    """Address of a copy of a store to which nobody is connected."""
    made = copy_of(url, folder)
    if url.startswith("sqlite"):
        yield made
        return
    try:
        yield made
    finally:
        with psycopg.connect(_admin(url), autocommit=True) as conn:
            conn.execute(f'DROP DATABASE "{make_url(made).database}" WITH (FORCE)'.encode())


def copy_of(url: str, folder: Path) -> str:
    """Address of a copy of a store to which nobody is connected, for who takes it away himself."""
    if url.startswith("sqlite"):
        path = folder / f"{uuid4().hex[:8]}.gpkg"
        shutil.copyfile(str(make_url(url).database), path)
        return f"sqlite:///{path}"
    name, old = f"c_{uuid4().hex[:12]}", make_url(url)
    with psycopg.connect(_admin(url), autocommit=True) as conn:
        conn.execute(f'CREATE DATABASE "{name}" TEMPLATE "{old.database}"'.encode())
    return old.set(database=name).render_as_string(hide_password=False)


def _admin(url: str) -> str:
    """Address of the database from which others are made and dropped."""
    return make_url(url).set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)


def made(store: Store, source_id: str) -> list[tuple[str | None, dict[str, list[Any]], list[bytes]]]:
    """What the generator makes of a source now: layer, columns and shapes of each stretch of rows."""
    source = store.city.source(source_id)
    assert source is not None
    with store.read() as conn:
        chunks = list(demo_chunks(conn, store, source))
    return [(c.layer, c.columns, [] if c.shapes is None else shapely.to_wkb(c.shapes).tolist()) for c in chunks]


def source_of(city: City, source_id: str = "osm_bus_stops", **changes: Any) -> City:
    """The city with one source's record changed."""
    old = city.source(source_id)
    assert old is not None
    return with_source(city, old.model_copy(update=changes))


def with_source(city: City, source: Source) -> City:
    """The city with a source added or replaced."""
    others = tuple(s for s in city.sources if s.id != source.id)
    return city.model_copy(update={"sources": (*others, source)})


STOPS = Source(
    id="stops", names={"kk": "x", "ru": "x", "en": "x"}, body="akimat", licence="ODbL-1.0", attribution="x",
    origin="open", rhythm="month", reader="table", coordinates=("lon", "lat"),
    loads=(
        LoadRecord(
            layer="bus_stops", key=("id",), columns={"name_ru": "name", "valid_from": "since"},
            values={"kind": "bus_stop", "state": "existing"},
        ),
    ),
)  # fmt: skip


def stops_city() -> City:
    """Almaty with a source of bus stops that comes as a table."""
    return with_source(load_city("almaty"), STOPS)


def stop(no: int, **changes: Any) -> Row:
    """A row of the table of bus stops, in the middle of the city."""
    lon, lat = round(CENTRE[0] + no * 1e-4, 6), round(CENTRE[1] + no * 1e-4, 6)
    return {"id": f"s{no}", "name": f"Остановка {no}", "since": "2020-01-31", "lon": lon, "lat": lat, **changes}


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Rows as a CSV file."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_geojson(path: Path, features: Iterable[tuple[Any, Row]], crs: str | None = None) -> Path:
    """Geometries (shapely or GeoJSON or None) with properties as a GeoJSON file."""
    found = [
        {"type": "Feature", "properties": row,
         "geometry": json.loads(shapely.to_geojson(shape)) if isinstance(shape, shapely.Geometry) else shape}
        for shape, row in features
    ]  # fmt: skip
    whole: Row = {"type": "FeatureCollection", "features": found}
    if crs:
        whole["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    return path


def frame(rows: Sequence[Row], crs: str | None = "EPSG:4326") -> geopandas.GeoDataFrame:
    """Stops as features, in another coordinate system if one is named."""
    points = [shapely.Point(row["lon"], row["lat"]) for row in rows]
    data = {name: [row[name] for row in rows] for name in ("id", "name", "since")}
    found = geopandas.GeoDataFrame(data, geometry=points, crs="EPSG:4326")
    return found.to_crs(crs) if crs else found.set_crs(None, allow_override=True)


def write_shapefile_zip(path: Path, data: geopandas.GeoDataFrame, encoding: str, *, cpg: bool = True) -> Path:
    """Features as a Shapefile in a zip file, with or without the file that names its encoding."""
    folder = path.with_suffix("")
    folder.mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a file without a coordinate system is meant
        data.to_file(folder / "stops.shp", encoding=encoding, engine="pyogrio")
    if not cpg:
        (folder / "stops.cpg").unlink()
        table = bytearray((folder / "stops.dbf").read_bytes())
        table[29] = 0
        (folder / "stops.dbf").write_bytes(table)
    with zipfile.ZipFile(path, "w") as archive:
        for part in folder.iterdir():
            archive.write(part, part.name)
    return path


def present(store: Store, layer: str, *names: str) -> list[Any]:
    """Present rows of a layer by number, all columns or the named ones."""
    table = store.tables[layer]
    columns = [table.c[name] for name in names] or list(table.c)
    with store.read() as conn:
        return list(conn.execute(select(*columns).where(table.c.known_to.is_(None)).order_by(table.c.fid)))


def count(store: Store, layer: str, where: str = "known_to IS NULL") -> int:
    """Rows of a layer under a condition."""
    with store.read() as conn:
        return int(conn.execute(select(func.count()).select_from(store.tables[layer]).where(text(where))).scalar_one())


def content(store: Store) -> dict[str, list[Any]]:
    """Every row of every table of the store but the log, to compare two states of it."""
    with store.read() as conn:
        found = {}
        for name in sorted({*store.tables, "indicator", "indicator_value", "fact", "register_row", "layer_version"}):
            order = "fid" if name in store.tables else "1, 2"
            found[name] = [tuple(row) for row in conn.execute(text(f'SELECT * FROM "{name}" ORDER BY {order}'))]
        return found
