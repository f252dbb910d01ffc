"""The city is a folder of records; a wrong record stops with one sentence."""

from pathlib import Path

import pytest

from config.city import CITIES, load_city
from config.records import RecordError
from layers import LAYERS, layers_of


def _tiny(folder: Path, **changes: str) -> Path:
    text = (CITIES / "almaty" / "city.toml").read_text("utf-8").split("[[districts]]", maxsplit=1)[0]
    words = '{ kk = "К", ru = "Р", en = "E" }'
    body = changes.get("body", "town-hall")
    records = f"""
[[districts]]
id = "north"
kato = "111111111"
names = {words}
[[bodies]]
id = "town-hall"
kind = "state"
names = {words}
[[topics]]
id = "education"
names = {words}
[[modules]]
id = "education"
owner = "town-hall"
names = {words}
question = {changes.get("question", words)}
[[units]]
id = "m"
names = {words}
symbol = {words}
[[sources]]
id = "schools_file"
names = {words}
body = "{body}"
licence = "CC0-1.0"
attribution = "town"
origin = "official"
rhythm = "year"
reader = "vector"
[[sources.loads]]
layer = "{changes.get("layer", "schools")}"
key = ["id"]
"""
    (folder / "city.toml").write_text(text.replace('id = "almaty"', 'id = "tiny"') + records, "utf-8")
    return folder


def test_almaty_has_its_eight_districts_and_seven_modules() -> None:
    city = load_city("almaty")
    assert len(city.districts) == 8
    assert {d.kato[:2] for d in city.districts} == {"75"}
    assert sum(m.kind == "map" for m in city.modules) == 7
    assert city.metric_crs == 32643


def test_R014_a_second_city_is_another_folder(tmp_path: Path) -> None:
    city = load_city(_tiny(tmp_path))
    assert [d.id for d in city.districts] == ["north"]
    assert list(layers_of(city, demo=True)) == ["schools"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"body": "nobody"}, "nobody"),
        ({"question": '{ ru = "Р", en = "E" }'}, "question.kk"),
        ({"question": '{ kk = "", ru = "Р", en = "E" }'}, "question.kk"),
    ],
)
def test_a_wrong_record_is_named_in_one_sentence(tmp_path: Path, change: dict[str, str], named: str) -> None:
    with pytest.raises(RecordError, match=named) as error:
        load_city(_tiny(tmp_path, **change))
    assert "\n" not in str(error.value)


def test_an_unknown_layer_in_a_source_is_named(tmp_path: Path) -> None:
    city = load_city(_tiny(tmp_path, layer="unicorns"))
    with pytest.raises(RecordError, match="unicorns"):
        layers_of(city, demo=True)


def test_an_empty_folder_is_no_city(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no city"):
        load_city(tmp_path)


def test_without_demo_no_synthetic_layer_is_left() -> None:
    city = load_city("almaty")
    with_demo, without = layers_of(city, demo=True), layers_of(city, demo=False)
    assert set(with_demo) - set(without) >= {"cameras", "network_nodes", "appeals"}
    assert set(without) <= set(LAYERS)


def test_records_of_one_kind_may_stand_in_several_files(tmp_path: Path) -> None:
    folder = _tiny(tmp_path)
    words = '{ kk = "К", ru = "Р", en = "E" }'
    (folder / "zz_more.toml").write_text(f'[[topics]]\nid = "later"\nnames = {words}\n', "utf-8")
    assert [topic.id for topic in load_city(folder).topics] == ["education", "later"]
