"""Starts the peers beside the program over one PostGIS and says where each answers the same questions."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from sqlalchemy import make_url

from tests.perf.server import ROOT, free_port

FOLDER = ROOT / ".venv-peers"
PYTHON = FOLDER / "bin" / "python"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
WORKERS = 2
WAIT_SECONDS = 60
SCHEMA = "peer"
# A generated second geometry, which pygeoapi cannot write as JSON, and the place on the curve are not theirs to show.
OWN = ("geom_3857", "curve", "cell")

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Peer:
    """A running server: how its tiles, items in a box and single items are addressed."""

    name: str
    tile: Callable[[str, int, int, int], str]
    items: Callable[[str, Box, int], str]
    item: Callable[[str, int, str], str]


def install() -> None:
    """Make the environment of the peers when it is not there."""
    mark = FOLDER / "installed.txt"
    wanted = REQUIREMENTS.read_text("utf-8")
    if mark.is_file() and mark.read_text("utf-8") == wanted:
        return
    venv.create(FOLDER, with_pip=True, clear=True)
    subprocess.run([str(PYTHON), "-m", "pip", "install", "-q", "-r", str(REQUIREMENTS)], check=True)
    mark.write_text(wanted, "utf-8")


def show(url: str, layers: tuple[str, ...]) -> None:
    """Give the peers a view of each layer: the present rows, all columns but those the store adds for itself."""
    with psycopg.connect(plain(url), autocommit=True) as conn:
        conn.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
        for layer in layers:
            found = conn.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s "
                "ORDER BY ordinal_position", (layer,),
            ).fetchall()  # fmt: skip
            names = ", ".join(f'"{name}"' for (name,) in found if name not in OWN)
            conn.execute(f'CREATE VIEW {SCHEMA}."{layer}" AS SELECT {names} FROM "{layer}" WHERE known_to IS NULL')


def plain(url: str) -> str:
    """The address as libpq reads it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


@contextmanager
def ours(url: str, home: Path) -> Iterator[Peer]:
    """The program with its production server over a store."""
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "-w", str(WORKERS), "--threads", "4",
                "-b", f"127.0.0.1:{port}"]  # fmt: skip
    settings = {"SITCENTER_STORE": url, "SITCENTER_HOME": str(home)}
    with _running([*gunicorn, "app:make_server()"], settings, f"http://127.0.0.1:{port}/healthz") as base:
        yield Peer(
            "Situational Center",
            lambda layer, z, x, y: f"{base}/tiles/{layer}/{z}/{x}/{y}.mvt",
            lambda layer, box, n: f"{base}/api/layers/{layer}/items?bbox={_box(box)}&limit={n}",
            lambda layer, _fid, object_id: f"{base}/api/objects/{layer}.{object_id}",
        )


@contextmanager
def tipg(url: str, home: Path) -> Iterator[Peer]:
    """Tipg under uvicorn, as its documentation starts it; the catalogue is read once."""
    port = free_port()
    settings = {
        "DATABASE_URL": plain(url), "TIPG_DB_SCHEMAS": json.dumps([SCHEMA]), "TIPG_CATALOG_TTL": "3600",
        **{f"TIPG_TABLE_CONFIG__{SCHEMA}_{layer}__PK": "fid" for layer in LAYERS},
    }  # fmt: skip
    uvicorn = [str(PYTHON), "-m", "uvicorn", "tipg.main:app", "--workers", str(WORKERS), "--port", str(port)]
    with _running([*uvicorn, "--log-level", "warning"], settings, f"http://127.0.0.1:{port}/collections") as base:
        at = f"{base}/collections/{SCHEMA}."
        yield Peer(
            "tipg",
            lambda layer, z, x, y: f"{at}{layer}/tiles/WebMercatorQuad/{z}/{x}/{y}",
            lambda layer, box, n: f"{at}{layer}/items?bbox={_box(box)}&limit={n}&f=geojson",
            lambda layer, fid, _object_id: f"{at}{layer}/items/{fid}?f=geojson",
        )


@contextmanager
def pygeoapi(url: str, home: Path) -> Iterator[Peer]:
    """Pygeoapi under gunicorn, its layers served by the providers for PostgreSQL."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    config, openapi = home / "pygeoapi.yml", home / "openapi.yml"
    config.write_text(json.dumps(_pygeoapi_config(url, base, port)), "utf-8")  # JSON is YAML
    settings = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(openapi)}
    subprocess.run(
        [str(FOLDER / "bin" / "pygeoapi"), "openapi", "generate", str(config), "--output-file", str(openapi)],
        env=os.environ | settings, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    gunicorn = [str(PYTHON), "-m", "gunicorn", "-w", str(WORKERS), "--threads", "4", "-b", f"127.0.0.1:{port}"]
    with _running([*gunicorn, "pygeoapi.flask_app:APP"], settings, f"{base}/collections"):
        yield Peer(
            "pygeoapi",
            lambda layer, z, x, y: f"{base}/collections/{layer}/tiles/WebMercatorQuad/{z}/{y}/{x}?f=mvt",
            lambda layer, box, n: f"{base}/collections/{layer}/items?bbox={_box(box)}&limit={n}&f=json",
            lambda layer, fid, _object_id: f"{base}/collections/{layer}/items/{fid}?f=json",
        )


PEERS = (ours, tipg, pygeoapi)
LAYERS = ("roads", "bus_stops")


def _pygeoapi_config(url: str, base: str, port: int) -> Mapping[str, object]:
    parts = make_url(url)
    data = {"host": parts.host, "port": parts.port, "dbname": parts.database, "user": parts.username,
            "password": "-", "search_path": [SCHEMA]}  # fmt: skip
    words = {"title": "-", "description": "-", "keywords": ["-"]}
    extent = {"spatial": {"bbox": [76, 43, 78, 44], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}
    resources = {}
    for layer in LAYERS:
        table = {"data": data, "id_field": "fid", "table": layer, "geom_field": "geom"}
        picture = {"name": "pbf", "mimetype": "application/vnd.mapbox-vector-tile"}
        zooms = {"zoom": {"min": 0, "max": 18}}
        resources[layer] = {
            "type": "collection", **words, "links": [], "extents": extent,
            "providers": [
                {"type": "feature", "name": "PostgreSQL", **table},
                {"type": "tile", "name": "MVT-postgresql", **table, "options": zooms, "format": picture},
            ],
        }  # fmt: skip
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port}, "url": base, "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8", "gzip": False, "languages": ["en-US"], "pretty_print": False,
            "limits": {"default_items": 1000, "max_items": 10000}, "map": {"url": "-", "attribution": "-"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {**words, "keywords_type": "theme", "terms_of_service": "-", "url": base},
            "license": {"name": "-", "url": base}, "provider": {"name": "-", "url": base},
            "contact": {"name": "-", "position": "-"},
        },
        "resources": resources,
    }  # fmt: skip


def _box(box: Box) -> str:
    return ",".join(f"{degrees:.5f}" for degrees in box)


@contextmanager
def _running(command: list[str], settings: Mapping[str, str], ready: str) -> Iterator[str]:
    """Run a server until it is no longer needed; gives its address. RuntimeError when it does not answer."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SITCENTER_")}
    process = subprocess.Popen(
        command, cwd=ROOT, env=clean | settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        began = time.monotonic()
        while not _answers(ready):
            if process.poll() is not None or time.monotonic() - began > WAIT_SECONDS:
                raise RuntimeError(f"{command[2]} did not start")
            time.sleep(0.2)
        yield "/".join(ready.split("/")[:3])
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # it is still at an answer
            process.kill()
            process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address + "?" + urlencode({"f": "json"}), timeout=10):  # noqa: S310 -- our own
            return True
    except OSError:
        return False
