"""Records of walls: what a scene must have, and that those of the city name what there is."""

import pytest
from pydantic import ValidationError

from config.city import load_city
from config.walls import TAKES, SceneRecord, WallRecord
from layers import layers_of

WORDS = {"kk": "Қ", "ru": "Р", "en": "E"}


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "figures"}, {"kind": "chart", "codes": ["a", "b"]}, {"kind": "text"},
        {"kind": "attention", "codes": ["a"]},
        {"kind": "figures", "codes": ["a"], "texts": WORDS},
        {"kind": "text", "texts": {**WORDS, "kk": "x" * 401}},
        {"kind": "map", "codes": ["a"], "seconds": 4}, {"kind": "map", "codes": ["a"], "seconds": 601},
        {"kind": "video"},
    ],
)  # fmt: skip
def test_R103_a_scene_that_has_not_what_it_shows_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SceneRecord.model_validate({"id": "one", **given})


def test_R103_no_scene_and_no_language_stands_twice_on_a_wall() -> None:
    scene = {"id": "one", "kind": "works"}
    assert WallRecord.model_validate({"id": "hall", "names": WORDS, "scenes": [scene]}).langs == ("ru",)
    faults: list[dict[str, object]] = [{"scenes": [scene, scene]}, {"langs": ["ru", "ru"]}, {"langs": []}]
    for given in faults:
        with pytest.raises(ValidationError):
            WallRecord.model_validate({"id": "hall", "names": WORDS, **given})


def test_R103_maps_of_the_city_s_walls_name_layers_that_there_are() -> None:
    city = load_city("almaty")
    known = set(layers_of(city, demo=True))
    named = {code for wall in city.walls for s in wall.scenes if TAKES[s.kind] == "layers" for code in s.codes}
    assert named
    assert named <= known
    assert {wall.id for wall in city.walls} == {"hall", "lobby"}
