"""Addresses matched with the real streets: places worked out by hand from the street layer, labelled one by one."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely

from data.addresses.book import AddressBook, Known, Piece
from data.addresses.match import Match, Matcher
from tests import city_world

CASES = list(csv.DictReader(Path(__file__).with_name("cases.csv").read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def matcher(almaty_gpkg: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matcher]:
    """The streets of Almaty as shipped."""
    with city_world.copied(almaty_gpkg, tmp_path_factory.mktemp("addresses")) as url:
        store = city_world.open_city(url)
        with store.read() as conn:
            yield Matcher(AddressBook.of_store(conn, store))
        store.close()


def metres(found: Match, case: dict[str, str]) -> float:
    """How far the place found is from the one worked out by hand."""
    assert found.best.lon is not None
    assert found.best.lat is not None
    across = (found.best.lon - float(case["lon"])) * 111_320 * np.cos(np.radians(43.24))
    return float(np.hypot(across, (found.best.lat - float(case["lat"])) * 111_320))


def right(found: Match, case: dict[str, str]) -> bool:
    if found.best.quality != case["quality"]:
        return False
    if case["lon"]:
        return metres(found, case) <= float(case["within_m"])
    return case["quality"] == "none" or found.best.matched == case["matched"]


def judged(matcher: Matcher, case: dict[str, str]) -> str:
    """`right` and sure, `unsure` (a person looks at it), or `wrong` without anybody noticing."""
    found = matcher.match(case["address"], case["district"])
    if not found.best.sure:
        return "unsure"
    return "right" if right(found, case) else "wrong"


def test_R005_no_labelled_address_is_wrong_unnoticed(matcher: Matcher) -> None:
    assert len(CASES) >= 60
    found = Counter(judged(matcher, case) for case in CASES)
    assert [case["address"] for case in CASES if judged(matcher, case) == "wrong"] == []
    assert found["right"] >= 36


@pytest.mark.parametrize("case", [c for c in CASES if c["quality"] == "crossing"], ids=lambda c: c["address"])
def test_R005_a_corner_is_where_the_streets_meet(matcher: Matcher, case: dict[str, str]) -> None:
    found = matcher.match(case["address"], case["district"])
    assert found.best.quality == "crossing"
    assert metres(found, case) <= float(case["within_m"])
    assert found.best.sure


@pytest.mark.parametrize("case", [c for c in CASES if c["quality"] in ("street", "area")], ids=lambda c: c["address"])
def test_R005_a_house_number_is_never_made_up(matcher: Matcher, case: dict[str, str]) -> None:
    best = matcher.match(case["address"], case["district"]).best
    assert (best.quality, best.matched) == (case["quality"], case["matched"])
    assert best.uncertainty_m >= 10
    if case["district"]:
        assert best.district == case["district"]


@pytest.mark.parametrize("case", [c for c in CASES if c["quality"] == "none"], ids=lambda c: c["address"] or "empty")
def test_what_the_map_does_not_know_is_not_placed_for_sure(matcher: Matcher, case: dict[str, str]) -> None:
    assert not matcher.match(case["address"], case["district"]).best.sure


def test_the_same_address_always_has_the_same_place(matcher: Matcher) -> None:
    again = Matcher(matcher.book)
    for case in reversed(CASES):
        assert again.match(case["address"], case["district"]) == matcher.match(case["address"], case["district"])


def line(name: str, district: str, *points: tuple[float, float]) -> Piece:
    return Piece(name, district, shapely.LineString(points))


@pytest.fixture
def village() -> Matcher:
    """Two streets that cross, one name in two places, one known house."""
    pieces = [
        line("улица Абая", "almaly", (76.90, 43.25), (76.92, 43.25)),
        line("улица Пушкина", "almaly", (76.91, 43.24), (76.91, 43.26)),
        line("улица Школьная", "almaly", (76.90, 43.20), (76.901, 43.20)),
        line("улица Школьная", "medeu", (77.10, 43.30), (77.101, 43.30)),
    ]
    known = [Known("ул. Пушкина, 15а", 76.9101, 43.2450, "Школа № 1")]
    districts = {"almaly": ["Алмалинский"], "medeu": ["Медеуский"]}
    return Matcher(AddressBook(pieces, known, metric_crs=32643, districts=districts))


def test_a_known_object_with_the_address_gives_its_own_point(village: Matcher) -> None:
    best = village.match("Пушкина көшесі 15А").best
    assert (best.quality, best.score, best.matched) == ("object", 1.0, "Школа № 1")
    assert (best.lon, best.lat) == (76.9101, 43.2450)
    assert village.match("Пушкина 15б").best.quality == "street"


def test_a_crossing_is_exact(village: Matcher) -> None:
    best = village.match("Абая / Пушкина").best
    assert best.quality == "crossing"
    assert best.lon == pytest.approx(76.91, abs=1e-4)
    assert best.lat == pytest.approx(43.25, abs=1e-4)


def test_two_streets_of_one_name_are_a_question_until_the_district_is_said(village: Matcher) -> None:
    found = village.match("Школьная 3")
    assert not found.best.sure
    assert {found.best.district, *(other.district for other in found.others)} == {"almaly", "medeu"}
    assert village.match("Школьная 3, Медеуский район").best.district == "medeu"
    assert village.match("Школьная 3", "almaly").best.sure


STRANGE = [
    "", "  ", ",,,", "()", "\x00", "1" * 5000, "ул." * 1000, "<script>x</script>", "'; DROP TABLE roads; --", "﷽" * 50
]  # fmt: skip


@pytest.mark.parametrize("text", STRANGE)
def test_strange_texts_have_no_place_and_no_fault(village: Matcher, text: str) -> None:
    assert village.match(text).best.quality == "none"


def test_an_empty_book_knows_nothing() -> None:
    assert Matcher(AddressBook([], metric_crs=32643)).match("Абая 5").best.quality == "none"
