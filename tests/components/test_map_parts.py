"""Parts of the map page: tree, legend, filters, figures, card, list and start data, over the small city."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from components import map_card, map_figures, map_filters, map_list, map_tree
from components.context import Context
from components.map_boot import boot
from components.map_legend import legend, swatch
from components.map_state import MapState
from components.map_tree import Shelf
from components.map_words import label, row_title, value_words
from components.native import Native
from config import i18n
from config.policy import VISITOR, User
from data.queries.cube import filter_cube
from data.queries.objects import get_object, object_versions
from data.queries.scope import seen_layers
from data.queries.totals import layer_totals
from data.store import Store
from tests.map_world import USERS, fill, open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small city without the probe, which has no words."""
    folder: Path = tmp_path_factory.mktemp("parts")
    found = fill(open_store(f"sqlite:///{folder / 'c.gpkg'}"))
    del found.layers["probe"]
    yield found
    found.close()


def drawn(component: Any) -> Any:
    """A component as the browser gets it."""
    return json.loads(json.dumps(component, cls=PlotlyJSONEncoder))


def parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for item in node:
            yield from parts(item)
    elif isinstance(node, dict) and "props" in node:
        yield node["props"]
        yield from parts(node["props"].get("children"))


def said(node: Any) -> str:
    if isinstance(node, list):
        return " ".join(said(item) for item in node)
    if isinstance(node, dict):
        return said(node.get("props", {}).get("children"))
    return "" if node is None else str(node)


def shelves(store: Store, user: User = VISITOR) -> list[Shelf]:
    with store.read() as conn:
        return [
            Shelf(layer, layer_totals(conn, store, layer.id, user), filter_cube(conn, store, layer.id, user),
                  layer.default_visible)
            for layer in seen_layers(user, store.layers.values())
        ]  # fmt: skip


def context(store: Store, user: User = VISITOR, lang: i18n.Lang = "ru") -> Context:
    return Context(store, user, lang)


def toggles(store: Store, user: User) -> list[str]:
    made = drawn(map_tree.tree(context(store, user), shelves(store, user)))
    inputs = [p["attributes"] for p in parts(made) if p.get("tag") == "input"]
    return [a["data-layer-toggle"] for a in inputs if "data-layer-toggle" in a]


def test_every_switch_is_a_real_checkbox_with_its_layer(store: Store) -> None:
    made = drawn(map_tree.tree(context(store), shelves(store)))
    boxes = {a["data-layer-toggle"]: a for p in parts(made) if "data-layer-toggle" in (a := p.get("attributes", {}))}
    assert set(boxes) == {layer.id for layer in seen_layers(VISITOR, store.layers.values())}
    assert all(box["type"] == "checkbox" for box in boxes.values())
    assert boxes["schools"]["defaultChecked"] is True
    assert boxes["parks"]["defaultChecked"] is False


@pytest.mark.parametrize("role", sorted(USERS))
def test_R026_the_tree_has_no_forbidden_layer(store: Store, role: str) -> None:
    cleared = {"district_staff", "official", "admin"}
    assert ("cameras" in toggles(store, USERS[role])) == (role in cleared)
    assert ("network_nodes" in toggles(store, USERS[role])) == (role in cleared | {"analyst"})


def test_R006_a_layer_says_its_count_age_and_origin(store: Store) -> None:
    made = drawn(map_tree.tree(context(store, USERS["official"]), shelves(store, USERS["official"])))
    rows = {p["data-layer"]: p for p in parts(made) if "data-layer" in p}
    assert "5" in said(rows["schools"]["children"])
    assert "1 июн. 2024" in said(rows["schools"]["children"])
    assert "демо" in said(rows["cameras"]["children"])
    assert "демо" not in said(rows["schools"]["children"])
    assert "мектептер" in rows["schools"]["data-words"]


def test_legend_rows_come_from_the_record(store: Store) -> None:
    made = drawn(legend(context(store), store.layers["roads"]))
    assert "Велодорожка" in said(made)
    assert legend(context(store), store.layers["schools"]) is None
    marks = [p["style"] for p in parts(drawn(swatch(context(store), store.layers["active_faults"]))) if "style" in p]
    assert "dashed" in marks[0]["borderTop"]


def test_R023_filters_offer_the_values_there_are_with_counts(store: Store) -> None:
    found = {shelf.layer.id: shelf for shelf in shelves(store)}
    made = drawn(map_filters.filters(context(store), found["roads"].layer, found["roads"].cube))
    values = [a["value"] for p in parts(made) if "data-choice" in (a := p.get("attributes", {}))]
    assert [json.loads(v) for v in values] == ["primary", "footway", "secondary"]
    assert "магистраль" in said(made)
    made = drawn(map_filters.filters(context(store), found["earthquakes"].layer, found["earthquakes"].cube))
    ends = [a for p in parts(made) if "data-range" in (a := p.get("attributes", {}))]
    assert [(a["data-range"], a["data-end"], a["data-usual"]) for a in ends] == [
        ("earthquakes magnitude", "min", "55"), ("earthquakes magnitude", "max", "80"),
        ("earthquakes event_year", "min", "1887"), ("earthquakes event_year", "max", "1990"),
    ]  # fmt: skip
    assert "5,5 – 8" in said(made)
    assert "1887 – 1990" in said(made)
    assert map_filters.filters(context(store), found["schools"].layer, found["schools"].cube) is None


def test_figures_have_a_row_for_each_layer_and_district(store: Store) -> None:
    made = drawn(map_figures.figures(context(store), shelves(store)))
    rows = {p["data-figure"]: p["hidden"] for p in parts(made) if "data-figure" in p}
    assert (rows["schools"], rows["parks"]) == (False, True)
    codes = [p["data-district-row"] for p in parts(made) if "data-district-row" in p]
    assert codes == [*(d.id for d in store.city.districts), "outside"]


def test_the_start_data_count_what_is_there_and_nothing_forbidden(store: Store) -> None:
    data = boot(context(store), MapState(("schools",), district="medeu"), shelves(store), {"medeu": (1, 2, 3, 4)}, None)
    assert sum(row[-1] for row in data["layers"]["roads"]["cube"]["rows"]) == data["layers"]["roads"]["total"] == 4
    assert data["districts"] == {"medeu": {"box": (1, 2, 3, 4)}}
    assert data["signs"] == {"group": "\u00a0", "decimal": ","}
    assert "cameras" not in json.dumps(data)
    json.dumps(data, allow_nan=False)


def test_R022_the_card_has_every_field_source_date_origin_and_address(store: Store) -> None:
    with store.read() as conn:
        found = get_object(conn, store, "schools.sch-0001", VISITOR)
    assert found is not None
    made = drawn(map_card.card(context(store), found))
    words = said(made)
    for expected in ("Школа № 1", "ул. Абая, 5", "Алмалинский район", "OpenStreetMap contributors", "ODbL-1.0",
                     "открытые данные", "для всех", "sch-0001", "№ 1 мектеп", "1 июн. 2024"):  # fmt: skip
        assert expected in words, expected
    assert "/o/schools.sch-0001" in [p.get("data-copy") for p in parts(made)]
    assert "/o/schools.sch-0001" in [p.get("href") for p in parts(made)]
    assert "hash" not in words


def test_R022_an_object_without_a_name_is_called_by_kind_and_id(store: Store) -> None:
    with store.read() as conn:
        found = get_object(conn, store, "schools.sch-0004", VISITOR)
    assert found is not None
    assert map_card.title_of(context(store), found) == "Школа sch-0004"
    assert "за границей города" in said(drawn(map_card.card(context(store, lang="ru"), found)))


def test_R015_a_closed_object_says_so_and_history_names_what_changed(store: Store) -> None:
    with store.read() as conn:
        gone = get_object(conn, store, "schools.sch-gone", VISITOR)
        versions = object_versions(conn, store, "schools", "sch-0005", VISITOR)
    assert gone is not None
    assert "Запись закрыта 1 янв. 2021" in said(drawn(map_card.card(context(store), gone)))
    words = said(drawn(map_card.history(context(store), versions)))
    assert "Старое имя → Новое имя" in words
    assert "Изменилось положение" in words
    assert map_card.history(context(store), versions[:1]) is None


def test_hostile_names_stay_words(store: Store) -> None:
    assert row_title(context(store), {"name_ru": "<script>alert(1)</script>", "kind": "school"}).startswith("<script>")
    with pytest.raises(TypeError):
        Native("input", {"onClick": "alert(1)"})
    with pytest.raises(TypeError):
        Native("input", {"dangerouslySetInnerHTML": {"__html": "x"}})


@pytest.mark.parametrize(
    ("layer", "name", "value", "lang", "expected"),
    [
        ("roads", "length_m", 12.34, "ru", "12\u00a0м"), ("roads", "length_m", 1534.0, "ru", "1,53\u00a0км"),
        ("districts", "area_m2", 2_500_000.0, "en", "2.50\u00a0km²"),
        ("districts", "population", 23456, "ru", "23\u00a0456\u00a0чел."),
        ("metro_stations", "opened_year", 2011, "ru", "2011"), ("roads", "osm_way_id", 1000223691, "ru", "1000223691"),
        ("roads", "bridge", True, "kk", "иә"), ("roads", "kind", "primary", "ru", "магистраль"),
        ("roads", "kind", "no_such_kind", "ru", "no_such_kind"), ("roads", "ref", None, "ru", "–"),
        ("roads", "data_date", date(2024, 5, 1), "en", "May 1, 2024"),
        ("roads", "body", "osm", "en", "OpenStreetMap community"),
        ("roads", "loaded_at", datetime(2024, 5, 1, 10, 30, tzinfo=UTC), "en", "May 1, 2024, 15:30"),
        ("roads", "district", "medeu", "kk", "Медеу ауданы"),
        ("roads", "district", "outside", "en", "outside the city"),
    ],
)  # fmt: skip
def test_values_are_written_as_people_do(
    store: Store, layer: str, name: str, value: Any, lang: i18n.Lang, expected: str
) -> None:
    found = value_words(context(store, lang=lang), store.layers[layer], name, value)
    assert found.replace(" ", "\u00a0") == expected.replace(" ", "\u00a0")


def test_the_unit_stands_beside_the_value_and_not_in_the_words(store: Store) -> None:
    assert label(context(store), "capacity_mw") == "Мощность"


NOW: dict[str, Any] = {"filters": {}, "district": None, "q": ""}


def rows(store: Store, layer: str, request: Any, now: Any, user: User = VISITOR) -> dict[str, Any]:
    return map_list.rows(context(store, user), layer, request, now)


def test_the_list_gives_pages_in_the_order_of_its_head(store: Store) -> None:
    page = rows(store, "schools", {"startRow": 0, "endRow": 2, "sortModel": [{"colId": "name", "sort": "desc"}]}, NOW)
    assert page["rowCount"] == 5
    assert [r["id"] for r in page["rowData"]] == ["schools.sch-0003", "schools.sch-0001"]
    first = page["rowData"][1]
    assert (first["name"], first["district"]) == ("Школа № 1", "Алмалинский район")
    assert (first["lon"], first["lat"]) == (76.9, 43.25)


def test_R023_the_list_has_the_filters_of_the_map(store: Store) -> None:
    now = {"filters": {"earthquakes": {"magnitude": {"min": 7}}}, "district": None, "q": ""}
    assert rows(store, "earthquakes", {"startRow": 0, "endRow": 100}, now)["rowCount"] == 2
    assert rows(store, "schools", {"startRow": 0, "endRow": 9}, {**NOW, "district": "medeu"})["rowCount"] == 1
    assert rows(store, "schools", {"startRow": 0, "endRow": 9}, {**NOW, "q": "абая"})["rowCount"] == 1


@pytest.mark.parametrize(
    ("layer", "request_", "now"),
    [
        ("cameras", {}, NOW), ("atlantis", {}, NOW), (None, {}, NOW), ("schools", {"startRow": "x"}, NOW),
        ("schools", {"startRow": -5, "endRow": 0}, NOW), ("schools", {"sortModel": [{"colId": "geom"}]}, NOW),
        ("schools", {}, {"district": "atlantis"}), ("roads", {}, {"filters": {"roads": {"geom": {"in": [1]}}}}),
        ("schools", {"sortModel": "x"}, {"q": "x" * 1000}),
    ],
)  # fmt: skip
def test_nonsense_and_forbidden_layers_have_no_rows(store: Store, layer: Any, request_: Any, now: Any) -> None:
    assert rows(store, layer, request_, now) == {"rowData": [], "rowCount": 0}


def test_R026_the_list_of_district_staff_has_their_rows_only(store: Store) -> None:
    page = rows(store, "cameras", {"startRow": 0, "endRow": 100}, NOW, USERS["district_staff"])
    assert {r["district"] for r in page["rowData"]} == {"Медеуский район"}
    assert page["rowCount"] == 2
    assert map_list.grid_of(context(store), "cameras") is None
    assert map_list.grid_of(context(store, USERS["official"]), "cameras") is not None
