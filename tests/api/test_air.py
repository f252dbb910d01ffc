"""The door of air answers with hours or days of a station, and shows a model as a model."""

import json
from pathlib import Path

import pytest

from data.loading.pipeline import import_source
from data.store import Store
from tests.app_world import Visitor, city_store, make_app, people_store

STATION = "/api/air/cams-almaty"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return city_store(tmp_path_factory.mktemp("air"))


@pytest.fixture
def visitor(city: Store, tmp_path: Path) -> Visitor:
    return Visitor(make_app(city, tmp_path))


def test_the_last_week_is_the_answer_when_no_days_are_asked_for(visitor: Visitor) -> None:
    answer = visitor.get(STATION).json
    assert (answer["origin"], answer["unit"], answer["timezone"]) == ("model", "µg/m³", "Asia/Almaty")
    assert (answer["from"], answer["to"]) == ("2025-12-25", "2025-12-31")
    assert {line["pollutant"] for line in answer["latest"]} == {"pm25", "pm10", "no2", "so2", "o3", "co"}
    assert all(len(line["values"]) == 7 * 24 for line in answer["series"])
    assert [source["id"] for source in answer["sources"]] == ["air_model"]
    assert {line["origin"] for line in answer["series"]} == {"model"}


def test_days_are_those_of_the_clock_of_the_city(visitor: Visitor) -> None:
    answer = visitor.get(f"{STATION}?from=2024-02-28&to=2024-03-01&period=day&pollutant=pm25").json
    (line,) = answer["series"]
    assert [(value["at"], value["hours"]) for value in line["values"]] == [
        ("2024-02-28", 24), ("2024-02-29", 24), ("2024-03-01", 24),
    ]  # fmt: skip
    hours = visitor.get(f"{STATION}?from=2024-02-29&to=2024-02-29&pollutant=pm25").json["series"][0]["values"]
    assert len(hours) == 25
    assert [value["flags"] for value in hours if value["value"] is None] == [["gap"]]


@pytest.mark.parametrize("query", [
    "from=yesterday", "to=2025-13-01", "from=2025-02-01&to=2025-01-01", "from=2024-01-01&to=2025-12-31", "period=month",
])  # fmt: skip
def test_wrong_days_are_named(visitor: Visitor, query: str) -> None:
    answer = visitor.get(f"{STATION}?{query}")
    assert (answer.status_code, answer.json["error"]) == (400, "bad_air_time")


def test_an_unknown_pollutant_is_named_and_an_unknown_station_is_not_found(visitor: Visitor) -> None:
    answer = visitor.get(f"{STATION}?pollutant=colour")
    assert (answer.status_code, answer.json["error"]) == (400, "bad_air_pollutant")
    for path in ("/api/air/ghost", "/api/air/%00", "/api/air/" + "x" * 400):
        assert visitor.get(path).status_code == 404


def test_the_card_of_the_station_shows_the_latest_values_as_a_model(visitor: Visitor) -> None:
    words = visitor.words("/o/air_stations.cams-almaty")
    assert "PM2.5" in words
    assert "мкг/м³" in words
    assert "модель" in words


def test_layers_without_rows_are_in_the_tree_of_officials_only(tmp_path: Path) -> None:
    store = people_store(tmp_path)
    import_source(store, "osm_districts", store.city.seed_path("geo/almaty_districts.geojson"))
    app = make_app(store, tmp_path)
    official = Visitor(app)
    official.sign_in("official")
    toggle = '"data-layer-toggle": "{}"'
    seen = {who: json.dumps(who.layout("/map")) for who in (Visitor(app), official)}
    for who, page in seen.items():
        assert toggle.format("districts") in page
        assert (toggle.format("pharmacies") in page) is (who is official)
