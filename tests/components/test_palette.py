"""Colours of data can be told apart by everybody and stand off the ground, in both themes."""

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from components.palette import CATEGORIES, COLORS, Theme, color, known, ramp

THEMES: tuple[Theme, ...] = ("light", "dark")
# How people without one of the three kinds of cones see linear RGB (Machado, Oliveira, Fernandes 2009).
SIGHT = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
XYZ = np.array([
    [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041],
])  # fmt: skip
WHITE = np.array([0.95047, 1.0, 1.08883])
CLEAR_DIFFERENCE = 19.0
GRAPHICS_CONTRAST = 3.0
TEXT_CONTRAST = 4.5
Values = NDArray[np.float64]


def linear(name: str) -> Values:
    part = np.array([int(name[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(rgb: Values) -> Values:
    share = np.clip(XYZ @ rgb, 0, None) / WHITE
    f = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    light = sorted(float(XYZ[1] @ linear(name)) + 0.05 for name in (one, other))
    return light[1] / light[0]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_every_two_categories_differ_for_every_kind_of_sight(theme: Theme, sight: str) -> None:
    seen = {name: lab(np.clip(np.array(SIGHT[sight]) @ linear(color(theme, name)), 0, 1)) for name in CATEGORIES}
    for one, other in itertools.combinations(CATEGORIES, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > CLEAR_DIFFERENCE, (one, other)


@pytest.mark.parametrize("theme", THEMES)
def test_data_and_words_stand_off_every_ground(theme: Theme) -> None:
    for ground in ("land", "city-ground"):
        for name in (*CATEGORIES, "risk", "city", "district", "mark"):
            assert contrast(color(theme, name), color(theme, ground)) >= GRAPHICS_CONTRAST, (name, ground)
        for name in ("label", "label-quiet"):
            assert contrast(color(theme, name), color(theme, ground)) >= TEXT_CONTRAST, (name, ground)


def test_both_themes_know_the_same_names() -> None:
    assert set(COLORS["light"]) == set(COLORS["dark"])
    assert known("cat-1")
    assert not known("cat-99")
    with pytest.raises(KeyError):
        color("light", "cat-99")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["sequential", "warm"])
@pytest.mark.parametrize("classes", [2, 5, 9])
def test_a_ramp_goes_steadily_away_from_the_ground(theme: Theme, name: str, classes: int) -> None:
    steps = ramp(theme, name, classes)
    assert len(set(steps)) == classes
    light = [lab(linear(step))[0] for step in steps]
    assert light == sorted(light, reverse=theme == "light")


def test_a_diverging_ramp_is_quiet_in_the_middle_and_has_two_ends() -> None:
    steps = ramp("light", "diverging", 7)
    light = [lab(linear(step))[0] for step in steps]
    assert max(light) == light[3]
    assert steps[0] != steps[-1]


def test_a_ramp_needs_two_classes_and_a_known_name() -> None:
    with pytest.raises(ValueError, match="two"):
        ramp("light", "warm", 1)
    with pytest.raises(KeyError):
        ramp("light", "rainbow", 5)
