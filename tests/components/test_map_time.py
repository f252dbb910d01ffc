"""The time bar and the list in time, over a small city whose earthquakes have days."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from components import map_list
from components.context import Context
from components.map_state import read_state
from components.map_time import bar, frame
from config import i18n
from config.city import load_city
from config.policy import VISITOR
from data.queries.dated import Dated, dated_rows, known_counts
from data.queries.items import Ask, UnknownLayerError
from data.store import Store
from layers import layers_of
from tests.map_world import ROWS, USERS, day, put, row

DAYS = (date(2019, 3, 5), date(2019, 3, 9), date(2021, 7, 1), None)
QUAKES = [
    row(f"d{at}", 76.9, 43.2, kind="earthquake", state="past", event_year=2020, magnitude=6.0,
        source="usgs_earthquakes", valid_from=began, valid_to=began, district="medeu" if at else "almaly")
    for at, began in enumerate(DAYS)
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("time")
    city = load_city("almaty")
    found = Store.open(f"sqlite:///{folder / 'c.gpkg'}", city, layers_of(city, demo=True))
    for layer in ("schools", "roads", "earthquakes", "cameras"):
        put(found, layer, [*ROWS[layer], *(QUAKES if layer == "earthquakes" else [])])
    yield found
    found.close()


def test_R025_rows_are_counted_by_the_month_in_which_they_begin(store: Store) -> None:
    with store.read() as conn:
        found = dated_rows(conn, store, "earthquakes", VISITOR)
        assert found == Dated(date(2019, 3, 5), date(2021, 7, 1), {"2019-03": 2, "2021-07": 1}, 5)
        assert dated_rows(conn, store, "roads", VISITOR) == Dated()
        with pytest.raises(UnknownLayerError):
            dated_rows(conn, store, "cameras", VISITOR)


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_R025_the_bar_knows_its_ends_and_what_has_no_dates(store: Store, lang: i18n.Lang) -> None:
    found = frame(Context(store, lang=lang))
    assert (found["first"], list(found["layers"])) == ("2019-01-01", ["earthquakes"])
    assert found["last"] >= found["today"]
    assert found["undated"]["schools"] == i18n.t(lang, "layer.schools.title")
    assert not {"earthquakes", "roads", "cameras"} & set(found["undated"])
    assert "cameras" in frame(Context(store, USERS["admin"], lang))["undated"]


def test_the_bar_is_marked_when_the_address_has_a_time(store: Store) -> None:
    for query, mark in (({}, ""), ({"t": "2019-03-05"}, "1")):
        ctx = Context(store, query=query)
        drawn: Any = bar(ctx, read_state(store, VISITOR, query))
        assert drawn.to_plotly_json()["props"]["data-set"] == mark


@pytest.mark.parametrize(
    ("now", "count"),
    [
        ({"time": "2019-03-01..2019-03-31"}, 7), ({"time": "2019-03-05"}, 6), ({"time": ""}, 8), ({"time": "soon"}, 0),
        ({"time": "2019-03-05", "district": "almaly"}, 2), ({"at": "2020-01-01"}, 0), ({"at": "2025-06-01"}, 5),
        ({"at": "never"}, 0),
    ],
)  # fmt: skip
def test_R025_the_list_follows_the_time_and_the_day_of_knowledge(store: Store, now: dict[str, Any], count: int) -> None:
    found = map_list.rows(Context(store), "earthquakes", {"startRow": 0, "endRow": 100}, now)
    assert found["rowCount"] == len(found["rowData"]) == count


def test_R025_layers_without_a_time_are_listed_whole_at_any_time(store: Store) -> None:
    found = map_list.rows(Context(store), "roads", {"startRow": 0, "endRow": 100}, {"time": "1950-01-01"})
    assert found["rowCount"] == 4


def test_R019_rows_known_on_a_day_are_counted_by_district(store: Store) -> None:
    with store.read() as conn:
        matched, districts = known_counts(conn, store, "schools", VISITOR, Ask(as_of=day("2020-06-01").date()))
        assert (matched, {name: n for name, n in districts.items() if n}) == (2, {"auezov": 2})
        ask = Ask(as_of=day("2020-06-01").date(), district="medeu")
        assert known_counts(conn, store, "schools", VISITOR, ask) == (0, districts)
