"""A second city made of a folder alone: two square districts side by side and a few stops."""

from pathlib import Path

import shapely

from config.city import City, load_city
from tests.city_world import write_geojson

WORDS = '{ kk = "Кентау", ru = "Городок", en = "Little Town" }'
WEST = shapely.box(10.00, 50.00, 10.02, 50.02)
EAST = shapely.box(10.02, 50.00, 10.04, 50.02)
STOPS = {"a": (10.01, 50.01), "b": (10.03, 50.01), "c": (10.031, 50.011), "far": (10.06, 50.01)}

RECORDS = {
    "city.toml": f"""
id = "tiny"
names = {WORDS}
kato = "1"
country = "nowhere"
timezone = "Europe/Berlin"
bounds = [10.0, 50.0, 10.04, 50.02]
zoom = 12.0
metric_crs = 32632
[[districts]]
id = "west"
kato = "11"
names = {WORDS}
[[districts]]
id = "east"
kato = "12"
names = {WORDS}
""",
    "bodies.toml": f"""
[[bodies]]
id = "hall"
kind = "state"
names = {WORDS}
[[bodies.former]]
names = {{ kk = "Ескі әкімдік", ru = "Старая управа", en = "Old Hall" }}
valid_to = 2020-12-31
""",
    "rest.toml": f"""
[[units]]
id = "km2"
names = {WORDS}
symbol = {WORDS}
[[units]]
id = "person"
names = {WORDS}
symbol = {WORDS}
[[topics]]
id = "territory"
names = {WORDS}
[[topics]]
id = "transport"
names = {WORDS}
[[modules]]
id = "infrastructure"
owner = "hall"
names = {WORDS}
question = {WORDS}
[[modules]]
id = "district-indicators"
owner = "hall"
names = {WORDS}
question = {WORDS}
""",
    "sources.toml": f"""
[[sources]]
id = "town_stops"
names = {WORDS}
body = "hall"
licence = "CC0-1.0"
attribution = "x"
origin = "official"
rhythm = "month"
data_date = 2026-01-01
reader = "vector"
seed = ["stops.geojson"]
[[sources.loads]]
layer = "bus_stops"
key = ["id"]
values = {{ kind = "bus_stop", state = "existing" }}
[[sources]]
id = "town_districts"
names = {WORDS}
body = "hall"
licence = "CC0-1.0"
attribution = "x"
origin = "official"
rhythm = "once"
reader = "vector"
seed = ["districts.geojson"]
[[sources.loads]]
layer = "districts"
key = ["id"]
columns = {{ district = "id", name_ru = "name" }}
values = {{ kind = "district", state = "existing" }}
""",
}


def write_districts(path: Path, west: shapely.Geometry = WEST, east: shapely.Geometry = EAST) -> Path:
    """Outlines of the two districts."""
    return write_geojson(path, [(west, {"id": "west", "name": "Запад"}), (east, {"id": "east", "name": "Восток"})])


def write_stops(path: Path, stops: dict[str, tuple[float, float]] | None = None) -> Path:
    """Stops as points."""
    found = STOPS if stops is None else stops
    return write_geojson(path, [(shapely.Point(*at), {"id": no}) for no, at in found.items()])


def make_city(folder: Path) -> City:
    """The city of a folder that has just been written."""
    seed = folder / "seed"
    seed.mkdir(parents=True, exist_ok=True)
    for name, text in RECORDS.items():
        (folder / name).write_text(text, "utf-8")
    write_districts(seed / "districts.geojson")
    write_stops(seed / "stops.geojson")
    return load_city(folder)
