"""Pictures before and after: drawn for made-up objects that the caller may see, marked, and for nothing else."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from components.story_picture import Scene, dice_of, draw
from data.store import Store
from tests.app_world import Visitor, add_people, make_app
from tests.map_world import fill, open_store, put, row

DAY = date(2026, 5, 12)
WORKS = [
    row("shown", 76.9, 43.25, kind="repair", state="done", source="demo_works", origin="synthetic",
        photo_before_at=DAY, photo_after_at=DAY),
    row("half", 76.9, 43.25, kind="repair", state="running", source="demo_works", origin="synthetic",
        photo_before_at=DAY),
    row("real", 76.9, 43.25, kind="repair", state="done", source="office", origin="official", photo_before_at=DAY),
    row("secret", 76.9, 43.25, kind="repair", state="done", source="demo_works", origin="synthetic",
        sensitivity="restricted", photo_before_at=DAY),
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("pictures")
    found = add_people(fill(open_store(f"sqlite:///{folder / 'c.gpkg'}")))
    del found.layers["probe"]
    put(found, "works", WORKS)
    yield found
    found.close()


@pytest.fixture(scope="module")
def visitor(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    return Visitor(make_app(store, tmp_path_factory.mktemp("home")))


@pytest.mark.parametrize(
    ("lang", "mark", "day"),
    [("ru", "Демо: рисунок", "12 мая 2026"), ("kk", "Демо: сурет", "2026"), ("en", "Demo: a drawing", "May 12, 2026")],
)
def test_R054_a_picture_says_that_it_is_drawn_and_of_which_day(
    visitor: Visitor, lang: str, mark: str, day: str
) -> None:
    reply = visitor.get(f"/api/pictures/works.shown/after.svg?lang={lang}")
    assert (reply.status_code, reply.mimetype) == (200, "image/svg+xml")
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", reply.text))
    assert mark in words
    assert day in words.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    "path",
    ["works.half/after", "works.real/before", "works.secret/before", "works.none/before", "works.shown/during",
     "schools.sch-0001/before", "cameras.cam-1/before"],
)  # fmt: skip
def test_R026_what_has_no_picture_for_the_caller_is_the_one_404(visitor: Visitor, path: str) -> None:
    reply = visitor.get(f"/api/pictures/{path}.svg")
    assert reply.status_code == 404
    assert reply.json == visitor.get("/api/pictures/nothing/before.svg").json


def test_those_who_may_see_the_object_see_its_picture(store: Store, tmp_path: Path) -> None:
    official = Visitor(make_app(store, tmp_path))
    official.sign_in("official")
    assert official.get("/api/pictures/works.secret/before.svg").status_code == 200


def test_both_pictures_show_one_place_and_differ() -> None:
    dice = dice_of("works.shown")
    before, after = (draw(Scene("x", "y", which, dice)) for which in ("before", "after"))
    assert before != after
    assert draw(Scene("x", "y", "after", dice)) == after
    assert draw(Scene("x", "y", "after", dice_of("works.other"))) != after
    assert "<script" not in draw(Scene("<script>", "y", "after", dice))


def test_the_card_shows_both_pictures_with_their_days(visitor: Visitor) -> None:
    layout = str(visitor.layout("/o/works.shown"))
    assert "/api/pictures/works.shown/before.svg" in layout
    assert "/api/pictures/works.shown/after.svg" in layout
    assert "/api/pictures" not in str(visitor.layout("/o/works.real"))
