"""Layers on one map can be told apart from afar, where every point is a dot: neighbours have colours of their own."""

from collections import defaultdict
from itertools import combinations

import pytest

from components.palette import CATEGORIES
from config.city import load_city
from config.records import LayerRecord
from config.walls import SceneRecord
from layers import LAYERS

DATA = [layer for layer in LAYERS.values() if not layer.base]
ALWAYS_ON = [layer for layer in DATA if layer.default_visible]
# Modules with more layers than there are colours: there those of one topic differ.
BY_TOPIC = {"infrastructure"}
SCENES = [scene for wall in load_city("almaty").walls for scene in wall.scenes if scene.kind == "map"]


def colors(layer: LayerRecord) -> set[str]:
    return {layer.style.color, *layer.style.classes.values()}


def neighbours() -> dict[tuple[str, str, str], list[LayerRecord]]:
    """Layers that a reader switches on together, by module, geometry and, where a module is large, topic."""
    found: dict[tuple[str, str, str], list[LayerRecord]] = defaultdict(list)
    for layer in DATA:
        found[layer.module, layer.geometry, layer.topic if layer.module in BY_TOPIC else ""].append(layer)
    return found


def test_what_is_on_by_default_has_a_colour_that_no_other_layer_uses() -> None:
    assert ALWAYS_ON
    for layer in ALWAYS_ON:
        assert colors(layer) <= set(CATEGORIES)
        assert [other.id for other in DATA if other is not layer and colors(other) & colors(layer)] == []


def test_layers_of_one_module_have_colours_of_their_own() -> None:
    same = [
        (one.id, other.id, one.style.color)
        for group in neighbours().values() for one, other in combinations(group, 2)
        if one.style.color == other.style.color
    ]  # fmt: skip
    assert same == []


def test_a_layer_of_one_colour_shares_it_with_no_class_of_its_neighbours() -> None:
    """Dense layers are counted cells from afar and have their own ramp."""
    same = [
        (one.id, other.id)
        for group in neighbours().values() for one in group for other in group
        if one is not other and not one.dense and one.geometry == "point" and not one.style.by
        and colors(one) & colors(other)
    ]  # fmt: skip
    assert same == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: str(scene.id))
def test_R103_layers_of_a_scene_of_a_wall_share_no_colour(scene: SceneRecord) -> None:
    shown = [LAYERS[code] for code in scene.codes]
    for one, other in combinations(shown, 2):
        assert not colors(one) & colors(other), (one.id, other.id)
