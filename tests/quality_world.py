"""Rows with known faults for tests of the checks."""

from data.store import Store
from tests.map_world import day, put, row

SOURCE = "osm_social_points"


def fill_schools(store: Store) -> None:
    """Six present schools: one twice, one outside, one with a doubt and no name, one with a Kazakh name only."""
    put(store, "schools", [
        row("1", 76.90, 43.25, name_ru="Школа № 1", name_kk="№ 1 мектеп"),
        row("2", 76.91, 43.25, name_ru="Школа № 2"),
        row("3", 76.91, 43.25, name_ru="Школа № 2"),
        row("4", 77.30, 43.60, name_kk="Мектеп", district="outside"),
        row("5", 76.93, 43.25, doubt="<script>alert(1)</script>"),
        row("6", 76.94, 43.25, name_en="School 6", sensitivity="official"),
        row("7", 76.95, 43.25, name_ru="Старая", known_to=day("2024-01-01")),
        row("8", 76.96, 43.25, name_ru="Чужая", source="other"),
    ])  # fmt: skip
