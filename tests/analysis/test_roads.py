"""The road graph on a small town drawn by hand: joints, bridges, directions, speeds, minutes, residents."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from analysis.graph_store import load, save
from analysis.inside import spread
from analysis.metric import plane_of
from analysis.network import Network, NoRoadError
from analysis.reach import BESIDE_M, reached
from analysis.roadgraph import FOOT_KMH, RoadGraph, Ways, build

PLANE = plane_of(32643)
X, Y = 660_000.0, 4_790_000.0
KMH = 1000 / 3600
Way = tuple[Sequence[tuple[float, float]], Mapping[str, Any]]


def town(*ways: Way) -> RoadGraph:
    """Graph of ways in metres east and north of a corner; residential, both directions, level 0 unless said."""
    lines = np.array([shapely.LineString([(X + x, Y + y) for x, y in xy]) for xy, _ in ways], dtype=object)
    said = [{"kind": "residential", "oneway": "both", "limit": None, "level": 0, "district": "west", **more}
            for _, more in ways]  # fmt: skip
    column: dict[str, Any] = {name: [one[name] for one in said] for name in said[0]}
    return build(
        Ways(PLANE.degrees(lines), column["kind"], column["oneway"], column["limit"], column["level"],
             column["district"]), PLANE,
    )  # fmt: skip


CROSS: tuple[Way, Way] = ([(0, 0), (500, 0), (1000, 0)], {}), ([(500, -500), (500, 0), (500, 500)], {})


def test_ways_are_split_where_they_cross() -> None:
    graph = town(*CROSS)
    assert (len(graph.nodes), len(graph.start)) == (5, 4)
    assert graph.length.tolist() == pytest.approx([500] * 4, abs=0.05)
    assert np.bincount(np.r_[graph.start, graph.end]).max() == 4


def test_a_way_that_ends_in_the_middle_of_another_joins_it() -> None:
    graph = town(([(0, 0), (500, 0), (1000, 0)], {}), ([(500, 0), (500, 400)], {}))
    assert (len(graph.nodes), len(graph.start)) == (4, 3)


@pytest.mark.parametrize("level", [1, -1])
def test_a_bridge_and_a_tunnel_do_not_join_what_they_cross(level: int) -> None:
    graph = town(CROSS[0], (CROSS[1][0], {"level": level}))
    assert (len(graph.nodes), len(graph.start)) == (4, 2)


def test_a_bridge_joins_the_road_at_its_ends() -> None:
    graph = town(([(0, 0), (200, 0)], {}), ([(200, 0), (500, 0), (800, 0)], {"level": 1}), ([(800, 0), (1000, 0)], {}),
                 ([(500, -500), (500, 0), (500, 500)], {}))  # fmt: skip
    side = Network(graph).side("foot")
    times = side.times(side.nearest(X, Y))
    assert len(graph.nodes) == 6
    far = times[np.argmin(np.abs(graph.nodes - [X + 1000, Y]).sum(axis=1))]
    assert far == pytest.approx(1000 / (FOOT_KMH * KMH), rel=1e-3)
    assert np.isinf(times).sum() == 2


def test_times_are_those_of_length_class_and_limit() -> None:
    graph = town(([(0, 0), (1000, 0)], {"kind": "primary"}), ([(1000, 0), (2000, 0)], {"limit": 60}),
                 ([(2000, 0), (3000, 0)], {"kind": "steps"}))  # fmt: skip
    car = graph.seconds("car")
    assert car.tolist() == pytest.approx([1000 / (45 * KMH), 1000 / (60 * KMH), np.inf], rel=1e-3)
    assert graph.seconds("foot").tolist() == pytest.approx([750, 750, 1500], rel=1e-3)


def test_nobody_walks_on_a_motorway_and_no_car_goes_on_a_path() -> None:
    graph = town(([(0, 0), (1000, 0)], {"kind": "motorway"}), ([(1000, 0), (2000, 0)], {"kind": "footway"}))
    assert np.isinf(graph.seconds("foot")).tolist() == [True, False]
    assert np.isinf(graph.seconds("car")).tolist() == [False, True]


def test_a_one_way_street_is_driven_in_its_direction_and_walked_in_both() -> None:
    """A triangle: from A to B against the arrow one has to go round."""
    loop: tuple[Way, Way] = ([(0, 0), (1000, 0)], {"oneway": "forward"}), ([(1000, 0), (500, 866), (0, 0)], {})
    network = Network(town(*loop))
    ends = network.graph.nodes
    a, b = (int(np.argmin(np.abs(ends - [X + x, Y]).sum(axis=1))) for x in (0, 1000))
    car, foot = network.side("car"), network.side("foot")
    metre = 1 / (25 * KMH)
    there = car.net.distances(a, b, weights="seconds")[0][0]
    back = car.net.distances(b, a, weights="seconds")[0][0]
    assert (there, back) == pytest.approx((1000 * metre, 2000 * metre), rel=1e-3)
    assert foot.net.distances(b, a, weights="seconds")[0][0] == pytest.approx(750, rel=1e-3)


def test_a_one_way_street_against_its_drawing() -> None:
    network = Network(town(([(0, 0), (1000, 0)], {"oneway": "backward"}), ([(1000, 0), (500, 866), (0, 0)], {})))
    a, b = (int(np.argmin(np.abs(network.graph.nodes - [X + x, Y]).sum(axis=1))) for x in (0, 1000))
    side = network.side("car")
    assert side.net.distances(b, a, weights="seconds")[0][0] == pytest.approx(144, rel=1e-3)
    assert side.net.distances(a, b, weights="seconds")[0][0] == pytest.approx(288, rel=1e-3)


def test_a_start_beside_the_road_walks_to_it() -> None:
    network = Network(town(*CROSS))
    side = network.side("foot")
    start = side.nearest(X + 100, Y + 80)
    assert (start.along, start.off_m) == pytest.approx((100, 80), abs=0.1)
    assert side.times(start).min() == pytest.approx((80 + 100) / (FOOT_KMH * KMH), rel=1e-3)
    with pytest.raises(NoRoadError):
        side.nearest(X + 5000, Y)


def test_R018_a_minute_on_foot_reaches_eighty_metres_each_way() -> None:
    network = Network(town(([(0, 0), (1000, 0)], {})))
    side = network.side("foot")
    (found,) = reached(side, side.nearest(X + 500, Y), [1])
    assert found.road_m == pytest.approx(160, abs=0.2)
    assert found.ground.area == pytest.approx(160 * 2 * BESIDE_M + np.pi * BESIDE_M**2, rel=0.05)
    assert found.home_m == {"west": pytest.approx(160, abs=0.2)}


def test_a_crossing_is_reached_on_all_arms_and_longer_limits_hold_shorter_ones() -> None:
    side = Network(town(*CROSS)).side("foot")
    one, two = reached(side, side.nearest(X + 500, Y), [2, 1])
    assert (one.minutes, two.minutes) == (1, 2)
    assert (one.road_m, two.road_m) == pytest.approx((4 * 80, 4 * 160), abs=0.5)
    assert shapely.covers(shapely.buffer(two.ground, 0.01), one.ground)
    assert shapely.covers(one.ground, shapely.Point(X + 579, Y))
    assert not shapely.covers(one.ground, shapely.Point(X + 579 + 80, Y))


def test_limits_asked_for_together_and_alone_agree() -> None:
    side = Network(town(*CROSS)).side("foot")
    start = side.nearest(X + 500, Y + 100)
    together = reached(side, start, [2, 5, 10])
    for one in together:
        (alone,) = reached(side, start, [one.minutes])
        assert alone.road_m == pytest.approx(one.road_m, abs=0.01)
        assert alone.ground.area == pytest.approx(one.ground.area, rel=1e-3)
    assert together[-1].road_m == pytest.approx(2000, abs=0.5)


def test_a_car_reaches_along_a_one_way_street_only_ahead() -> None:
    loop: tuple[Way, Way] = (
        ([(0, 0), (1000, 0)], {"oneway": "forward"}), ([(1000, 0), (1000, 900), (0, 900), (0, 0)], {}),
    )  # fmt: skip
    side = Network(town(*loop)).side("car")
    (found,) = reached(side, side.nearest(X + 500, Y), [1])
    assert found.road_m == pytest.approx(60 * 25 * KMH, abs=0.5)
    assert not shapely.intersects(found.ground, shapely.Point(X + 400, Y))


def test_residents_are_the_share_of_home_roads_by_district() -> None:
    found = spread({"west": 1000.0, "east": 500.0}, {"west": 250.0, "east": 900.0, "outside": 99.0},
                   {"west": 1000.0, "east": 600.0, "outside": 100.0})  # fmt: skip
    assert found.number == pytest.approx(1000 * 0.25 + 500)
    assert found.shares == {"west": 0.25, "east": 1.0}
    assert not found.exact
    assert spread({}, {"west": 1.0}, {"west": 1.0}).number is None


def test_a_graph_is_kept_in_a_file_without_objects(tmp_path: Path) -> None:
    graph, path = town(*CROSS), tmp_path / "deep" / "roads-a.npz"
    save(path, graph)
    again = load(path)
    assert again is not None
    assert np.array_equal(again.xy, graph.xy)
    assert again.kinds.tolist() == ["residential"]


def test_a_damaged_or_foreign_file_is_no_graph(tmp_path: Path) -> None:
    graph, path = town(*CROSS), tmp_path / "roads-a.npz"
    assert load(path) is None
    path.write_bytes(b"PK not a zip")
    assert load(path) is None
    arrays = {name: getattr(graph, name) for name in graph.__dataclass_fields__}
    for name, bad in (("start", graph.start + 99), ("length", -graph.length), ("first", graph.first[:-1]),
                      ("kinds", np.array([{"a": 1}], dtype=object)), ("xy", graph.xy * np.nan),
                      ("end", graph.end.astype(float))):  # fmt: skip
        np.savez(path, **{**arrays, name: bad})
        assert load(path) is None, name


def test_a_town_without_roads_has_no_start() -> None:
    none = Ways(np.array([], dtype=object), [], [], [], [], [])
    with pytest.raises(NoRoadError):
        Network(build(none, PLANE)).side("car").nearest(X, Y)
