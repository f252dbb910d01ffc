"""The data block of a snapshot: words, order, sizes, marks, and nothing that could be taken for markup."""

import json
from datetime import date
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from config import i18n
from data.queries.objects import get_object
from data.store import Store
from reports.snapshot import View
from reports.snapshot.block import LABELLED_POINTS, LONGEST_TEXT, Dictionary, block, columns, plain_json
from reports.snapshot.shapes import UNITS
from tests.map_world import PROBE, line, put, row
from tests.reports.snapshot_world import (
    ANALYST,
    EVERYWHERE,
    HOSTILE,
    OFFICIAL,
    SITE,
    picture_of,
    view,
    words_of,
)


def data(store: Store, asked: View, **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(block(picture_of(store, asked, **given)))
    return found


def layers(store: Store, asked: View, **given: Any) -> dict[str, dict[str, Any]]:
    return {layer["id"]: layer for layer in data(store, asked, **given)["layers"]}


def told(layer: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {words["id"]: words for words in (words_of(layer, one) for one in layer["rows"])}


def test_a_row_tells_its_fields_in_words(world: Store) -> None:
    school = told(layers(world, view())["schools"])["sch-0001"]
    assert school == {
        "id": "sch-0001", "title": "Школа № 1", "Вид": "школа", "Состояние": "существует", "Адрес": "ул. Абая, 5",
        "Район": "Алмалинский район", "Дата данных": i18n.date("ru", date(2024, 6, 1)),
        "Источник": world.city.source("osm_social_points").names.ru,
        "Происхождение": "открытые данные",
    }  # fmt: skip


@pytest.mark.parametrize(("lang", "title", "district"), [
    ("kk", "№ 1 мектеп", "Алмалы ауданы"), ("ru", "Школа № 1", "Алмалинский район"),
    ("en", "Школа № 1", "Almaly District"),
])  # fmt: skip
def test_words_are_in_the_language_of_the_reader(world: Store, lang: i18n.Lang, title: str, district: str) -> None:
    layer = layers(world, view(), lang=lang)["schools"]
    school = told(layer)["sch-0001"]
    assert school["title"] == title
    assert school[layer["labels"][3]] == district
    assert layer["title"] == i18n.t(lang, "layer.schools.title")


def test_a_street_tells_its_length_and_an_area_its_size(world: Store) -> None:
    found = layers(world, view(zoom=14))
    assert told(found["roads"])["1"]["Длина"] == "100 м"
    assert told(found["districts"])["medeu"]["Население (01.01.2023)"] == "1\u00a0000 чел."


@pytest.mark.parametrize("user", [ANALYST, OFFICIAL])
def test_R026_fields_that_are_not_for_everybody_are_in_no_file(
    world: Store, monkeypatch: pytest.MonkeyPatch, user: Any
) -> None:
    for lang in i18n.LANGS:
        monkeypatch.setitem(i18n.words(lang), "layer.probe.title", "Probe")
    assert "wear_pct" not in columns(PROBE)
    probe = layers(world, view(visible=("probe",), box=EVERYWHERE), user=user)["probe"]
    assert told(probe)["p0"]["Мощность"] == "0,5"
    assert not any("12,5" in text for text in probe["texts"])


def test_synthetic_rows_are_marked(world: Store) -> None:
    found = layers(world, view(visible=("cameras", "schools"), box=EVERYWHERE), user=OFFICIAL)
    assert [one[3] for one in found["cameras"]["rows"]] == [1] * 5
    assert {one[3] for one in found["schools"]["rows"]} == {0}
    assert told(found["cameras"])["cam-0"]["Происхождение"] == "демо"


def test_the_greater_number_has_the_greater_circle_and_lies_below(world: Store) -> None:
    quakes = layers(world, view(visible=("earthquakes",), box=EVERYWHERE))["earthquakes"]
    assert [one[4] for one in quakes["rows"]] == ["q2", "q1", "q3", "q4"]
    radii = [one[2] for one in quakes["rows"]]
    assert radii == sorted(radii, reverse=True)
    assert (radii[0], radii[-2], radii[-1]) == (12.0, 3.0, 3.0)


def test_main_roads_lie_above_and_have_their_own_pen(world: Store) -> None:
    roads = layers(world, view(zoom=14))["roads"]
    assert [one[4] for one in roads["rows"]] == ["4", "3", "1", "2"]
    pens = {one[4]: roads["pens"][one[1]] for one in roads["rows"]}
    assert pens["1"]["size"] > pens["3"]["size"] > pens["4"]["size"]
    assert pens["1"]["edge"].startswith("#")
    assert pens["4"]["dash"]


def test_names_stand_in_areas_at_the_place_of_the_record_or_inside(own: Store) -> None:
    put(own, "districts", [
        row("one", 0, 0, district="almaly", kind="district", source="osm_districts", label_lon=76.91, label_lat=43.25,
            geom=area(76.9, 43.2)),
        row("two", 0, 0, district="medeu", kind="district", source="osm_districts", geom=area(76.95, 43.2)),
    ])  # fmt: skip
    names = layers(own, view())["districts"]["names"]
    assert names["zoom"] == 8
    assert names["places"] == [[7691000, 4325000], pytest.approx([round(76.96 * UNITS), round(43.21 * UNITS)], abs=1)]


def area(west: float, south: float) -> bytes:
    return bytes(shapely.to_wkb(shapely.MultiPolygon([shapely.box(west, south, west + 0.02, south + 0.02)])))


@pytest.mark.parametrize(("count", "named"), [(LABELLED_POINTS, True), (LABELLED_POINTS + 1, False)])
def test_names_stand_beside_points_while_they_are_few(own: Store, count: int, named: bool) -> None:
    stations = [row(f"m{n}", 76.9 + n / 10_000, 43.25, name_ru=f"№ {n}", kind="metro_station") for n in range(count)]
    put(own, "metro_stations", stations)
    found = layers(own, view(visible=("metro_stations",)))["metro_stations"]
    assert (found["names"] is not None) is named


def test_the_veil_covers_the_other_districts(world: Store) -> None:
    assert data(world, view())["veil"] == []
    assert len(data(world, view(district="medeu"))["veil"]) == 1
    assert len(data(world, view(district="outside"))["veil"]) == 2


def test_the_selected_row_is_named_by_its_place(world: Store) -> None:
    with world.read() as conn:
        found = get_object(conn, world, "schools.sch-0002", ANALYST)
    block_ = data(world, view(selected=found))
    layer, at = block_["selected"]
    assert block_["layers"][layer]["rows"][at][4] == "sch-0002"
    assert data(world, view())["selected"] is None


def test_a_selected_stub_of_a_street_is_not_thinned_out(own: Store) -> None:
    put(own, "roads", [line(name, [(76.9, 43.25), (76.9 + length, 43.25)], kind="primary")
                       for name, length in (("stub", 1e-5), ("lost", 1e-5), ("street", 0.02))])  # fmt: skip
    with own.read() as conn:
        stub = get_object(conn, own, "roads.stub", ANALYST)
    rows = layers(own, view(zoom=8, selected=stub))["roads"]["rows"]
    assert {one[4] for one in rows} == {"stub", "street"}


def test_attributions_and_site_are_in_the_block(world: Store) -> None:
    found = data(world, view(visible=("earthquakes", "roads"), box=EVERYWHERE))
    assert found["attribution"] == [
        "© OpenStreetMap contributors, Geofabrik GmbH", "USGS National Earthquake Information Center",
    ]  # fmt: skip
    assert found["site"] == SITE


def test_hostile_words_are_in_the_block_as_they_are_and_harmless(hostile: Store) -> None:
    text = block(picture_of(hostile, view()))
    assert not set("<>&\u2028\u2029") & set(text)
    titles = {words["title"] for words in told({la["id"]: la for la in json.loads(text)["layers"]}["schools"]).values()}
    assert set(HOSTILE) <= titles


def test_a_text_is_kept_once_and_an_overlong_one_is_cut() -> None:
    words = Dictionary()
    assert [words.place(text) for text in ("a", "b", "a", "x" * 600)] == [1, 2, 1, 3]
    assert words.texts[2] == "x" * LONGEST_TEXT + "…"


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10))
def test_json_reads_back_and_cannot_end_its_element(value: Any) -> None:
    text = plain_json(value)
    assert json.loads(text) == value
    assert "<" not in text
