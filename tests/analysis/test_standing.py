"""How districts stand by figures, by hand: periods, basis, mean of the city, better and worse, changes."""

from datetime import date, datetime

import pytest

from analysis.standing import Ranking, basis_of, categories, change_share, ranking, rankings, standing
from config.policy import VISITOR
from data.queries.indicators import Entry, Point, catalogue
from data.store import Store

PEOPLE = {"a": 1_000.0, "b": 4_000.0, "city": 5_000.0}


def entry(code: str = "x", unit: str | None = "percent", direction: str | None = "up", origin: str = "open") -> Entry:
    return Entry(
        code, "c", "ru", None, "en", unit, "", "", direction, "", None, "", "s", origin, "public", None,
        datetime(2026, 1, 1), 1, "",
    )  # fmt: skip


def point(territory: str, year: int, value: float | None) -> Point:
    return Point(territory, str(year), "year", date(year, 1, 1), "", "", "fact", value, "", "=", "", "", 1, None)


def series(values: dict[str, tuple[float, ...]], first: int = 2023) -> list[Point]:
    """Points of territories from a first year on, in time."""
    years = range(len(next(iter(values.values()))))
    return [point(name, first + no, found[no]) for no in years for name, found in values.items()]


def made(values: dict[str, tuple[float, ...]], found: Entry) -> Ranking:
    out = ranking(found, series(values), ["a", "b"], "city", PEOPLE)
    assert out is not None
    return out


def test_R059_a_percentage_is_compared_as_it_is_with_the_citys_own_figure() -> None:
    found = made({"a": (50.0, 60.0), "b": (80.0, 72.0), "city": (74.0, 70.0)}, entry())
    assert found.basis == "value"
    assert found.period == "2024"
    assert [*found.places] == ["b", "a"]
    a = found.places["a"]
    assert (a.value, a.rank, a.of, a.mean, a.before) == (60.0, 2, 2, 70.0, 50.0)
    assert a.gap == pytest.approx(-1 / 7)


def test_R059_an_amount_is_compared_by_a_thousand_residents() -> None:
    found = made({"a": (10.0, 20.0), "b": (40.0, 40.0), "city": (50.0, 60.0)}, entry(unit="mln-kzt", direction="down"))
    assert found.basis == "per_thousand"
    assert found.places["a"].value == 20.0
    assert found.places["b"].value == 10.0
    assert found.places["a"].mean == 12.0
    assert (found.places["a"].rank, found.places["b"].rank) == (2, 1)
    assert found.places["a"].before == 10.0
    assert found.points["a"].value == 20.0


def test_R060_people_themselves_are_compared_with_the_mean_of_the_districts() -> None:
    found = made({"a": (1.0, 2.0), "b": (4.0, 4.0), "city": (5.0, 6.0)}, entry("population", "person", None))
    assert found.basis == "value"
    assert found.places["b"].mean == 3.0
    assert basis_of(entry("district-area", "km2")) == "value"


def test_R058_figures_of_an_older_year_do_not_count_for_the_latest() -> None:
    points = [point("a", 2023, 1.0), point("b", 2023, 2.0), point("a", 2024, 5.0)]
    found = ranking(entry(), points, ["a", "b"], "city", PEOPLE)
    assert found is not None
    assert [*found.places] == ["a"]
    assert found.places["a"].before == 1.0
    assert found.places["a"].mean == 5.0
    assert ranking(entry(), [point("city", 2024, 5.0)], ["a", "b"], "city", PEOPLE) is None


def test_R058_standing_tells_better_from_worse_and_what_changed() -> None:
    up = made({"a": (50.0, 60.0), "b": (80.0, 72.0), "city": (74.0, 70.0)}, entry("up"))
    down = made({"a": (10.0, 30.0), "b": (20.0, 20.0), "city": (18.0, 22.0)}, entry("down", direction="down"))
    none = made({"a": (1.0, 9.0), "b": (2.0, 2.0), "city": (2.0, 3.0)}, entry("none", direction=None))
    found = standing({"up": up, "down": down, "none": none}, "a")
    assert [r.entry.code for r in found.worse] == ["down", "up"]
    assert found.better == ()
    assert [(r.entry.code, round(share, 3)) for r, share in found.up] == [("up", 0.2)]
    assert [(r.entry.code, round(share, 3)) for r, share in found.down] == [("down", 2.0)]
    assert [r.entry.code for r in standing({"up": up, "down": down}, "b").better] == ["down", "up"]
    assert change_share(up, "nowhere") is None
    assert change_share(up, "city") == pytest.approx(-4 / 74)


def test_R058_the_store_has_eight_categories_with_real_figures_first(almaty: Store) -> None:
    with almaty.read() as conn:
        entries = catalogue(conn, almaty, VISITOR)
        found = rankings(conn, almaty, VISITOR)
    kinds = categories(entries)
    names = "population district-budget sme improvement networks crime taxes local-bodies"
    assert [kind.id for kind in kinds] == names.split()
    assert kinds[0].codes[:2] == ("population", "district-area")
    assert found["population"].real
    assert all(len(found[code].places) == 8 for kind in kinds for code in kind.codes if code.startswith("demo-"))
    assert "crime-1m-001" in kinds[5].city
    assert all(code.startswith("demo-") for kind in kinds[1:] for code in kind.codes)


def test_R059_places_of_the_store_are_those_of_its_figures(almaty: Store) -> None:
    with almaty.read() as conn:
        found = rankings(conn, almaty, VISITOR)["demo-crime-registered"]
    people = {name: p.value for name, p in _people(almaty).items()}
    rates = {name: (found.points[name].value or 0) / (people[name] or 1) * 1_000 for name in found.places}
    assert {name: place.value for name, place in found.places.items()} == pytest.approx(rates)
    assert [*found.places] == sorted(rates, key=lambda name: rates[name])
    assert next(iter(found.places.values())).mean == pytest.approx((found.points["almaty"].value or 0) / 2161.695)


def _people(store: Store) -> dict[str, Point]:
    with store.read() as conn:
        return dict(rankings(conn, store, VISITOR)["population"].points)
