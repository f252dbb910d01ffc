"""Plans of a district judged by the method of the city's: by hand, and as the store has them; outlines of districts."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import shapely

from analysis.district_status import judged, verdicts_of
from config.policy import VISITOR
from data.queries.outlines import EDGE, WIDTH, drawn, outlines
from data.store import Store
from tests.analysis.test_standing import entry, point


def plan(year: int, value: float) -> Any:
    return replace(point("a", year, value), kind="plan")


def test_R061_a_plan_of_a_district_is_judged_by_its_own_facts() -> None:
    facts = [point("a", year, value) for year, value in ((2023, 90.0), (2024, 95.0), (2025, 101.0))]
    met = judged(entry(), [*facts, plan(2025, 100.0)], "a", date(2026, 11, 30))
    assert (met.state, met.fact, met.expected, met.period) == ("on_track", 101.0, 100.0, "2025")
    missed = judged(entry(), [*facts, plan(2025, 120.0)], "a", date(2026, 11, 30))
    assert missed.state == "off_track"
    assert judged(entry(), [*facts, plan(2025, 100.0)], "b", date(2026, 11, 30)).fact in (101.0, None)
    assert judged(entry(direction=None), [*facts, plan(2025, 100.0)], "a", date(2026, 11, 30)).state == "no_data"


def test_R066_every_plan_of_a_district_in_the_store_has_a_verdict(almaty: Store) -> None:
    with almaty.read() as conn:
        own = {d.id: verdicts_of(conn, almaty, VISITOR, d.id, date(2026, 11, 30)) for d in almaty.city.districts}
        again = verdicts_of(conn, almaty, VISITOR, "medeu", date(2026, 11, 30))
    assert again is own["medeu"]
    assert all({"demo-tax-received", "demo-budget-spent"} <= found.keys() for found in own.values())
    assert {found["demo-tax-received"].period for found in own.values()} == {"2025"}
    facts = {found["demo-tax-received"].fact for found in own.values()}
    assert len(facts) == len(own)
    with almaty.read() as conn:
        assert verdicts_of(conn, almaty, VISITOR, "nowhere", date(2026, 11, 30)) == {}


def test_R059_neighbours_keep_one_border_in_small_pictures() -> None:
    shapes = np.array([shapely.box(0, 0, 10_000, 10_000), shapely.box(10_000, 0, 20_000, 10_000)], dtype=object)
    found = drawn(["west", "east"], shapes)
    middle = WIDTH / 2
    assert found.height == (WIDTH - 2 * EDGE) / 2 + 2 * EDGE
    assert f"{middle},{EDGE}" in found.paths["west"]
    assert f"{middle},{EDGE}" in found.paths["east"]
    assert found.paths["west"].startswith("M")
    assert found.paths["west"].endswith("Z")
    assert EDGE < found.labels["west"][0] < middle < found.labels["east"][0] < WIDTH - EDGE


def test_R059_the_store_has_an_outline_for_every_district(almaty: Store) -> None:
    with almaty.read() as conn:
        found = outlines(conn, almaty)
        assert outlines(conn, almaty) is found
    assert found.paths.keys() == found.labels.keys() == {d.id for d in almaty.city.districts}
    assert sum(map(len, found.paths.values())) < 20_000
    assert all(0 < x < found.width and 0 < y < found.height for x, y in found.labels.values())
