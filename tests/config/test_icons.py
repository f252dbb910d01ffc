"""The font of icons holds those that the program draws, and is made whole or not at all."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from config import icons
from config.settings import ROOT
from config.vendor import ensure_vendor
from tests.tools.icon_names import used


@pytest.fixture(scope="module")
def vendor() -> Path:
    return ensure_vendor(ROOT / "var")


def test_every_icon_of_our_sources_is_in_the_list(vendor: Path) -> None:
    missing = [name for name in used(vendor) if name not in icons.names()]
    assert missing == [], "python -m tests.tools.icon_names writes config/icons.txt anew"


def test_font_and_style_hold_every_icon_of_the_list(vendor: Path, tmp_path: Path) -> None:
    shelf = icons.ensure_icons(vendor, tmp_path)
    codes = icons.known(vendor)
    style = (shelf / icons.STYLE).read_text("utf-8")
    with TTFont(shelf / icons.FONT) as font:
        drawn = font.getBestCmap()
    for name in icons.names():
        assert codes[name] in drawn
        assert f'.bi-{name}::before{{content:"\\{codes[name]:x}"}}' in style
    assert len(drawn) <= len(icons.names())
    assert (shelf / icons.FONT).stat().st_size < 40_000


def test_a_second_start_makes_nothing_and_another_program_loses_nothing(vendor: Path, tmp_path: Path) -> None:
    shelf = icons.ensure_icons(vendor, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in shelf.iterdir()}
    assert icons.ensure_icons(vendor, tmp_path) == shelf
    assert {path.name: path.stat().st_mtime_ns for path in shelf.iterdir()} == before
    assert [path.name for path in shelf.parent.iterdir()] == [shelf.name]


def test_half_a_folder_is_made_whole(vendor: Path, tmp_path: Path) -> None:
    shelf = icons.ensure_icons(vendor, tmp_path)
    (shelf / icons.FONT).unlink()
    assert (icons.ensure_icons(vendor, tmp_path) / icons.FONT).is_file()
