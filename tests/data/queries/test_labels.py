"""Names of areas and their places come from the present public rows of layers that keep label points."""

from pathlib import Path

from data.queries.labels import AreaLabel, area_labels
from data.store import Store
from tests.map_world import DISTRICTS, STAMP, open_store, put


def test_labels_stand_at_the_places_of_present_public_rows(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'city.gpkg'}")
    placed = {"label_lon": 76.9, "label_lat": 43.2}
    almaly, medeu = DISTRICTS
    rows = [
        {**almaly, **placed}, medeu, {**medeu, **placed, "object_id": "past", "known_to": STAMP},
        {**medeu, **placed, "object_id": "closed", "sensitivity": "official"},
    ]  # fmt: skip
    put(store, "districts", rows)
    with store.read() as conn:
        found = area_labels(conn, store, store.layers["districts"])
    store.close()
    names = {"ru": "Алмалинский район", "kk": "Алмалы ауданы", "en": "Almaly District"}
    assert found == (AreaLabel(76.9, 43.2, names, "almaly"),)


def test_layers_without_label_points_have_no_labels(world: Store) -> None:
    with world.read() as conn:
        for layer in world.layers.values():
            if layer.id != "districts":
                assert area_labels(conn, world, layer) == ()


def test_a_name_missing_in_a_language_is_taken_from_another() -> None:
    assert AreaLabel(0, 0, {"kk": "Алмалы", "en": "Almaly"}).name("ru") == "Алмалы"
    assert AreaLabel(0, 0, {"ru": "Алмалинский", "kk": "Алмалы"}).name("en") == "Алмалинский"
    assert AreaLabel(0, 0, {}).name("ru") == ""
