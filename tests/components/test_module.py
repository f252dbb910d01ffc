"""The frame of module pages: the address there and back, hostile values, filters that are equal everywhere."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import flask
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.utils import PlotlyJSONEncoder

from components.context import Context
from components.module import filters, listing, page, parts, place
from components.module.ask import Ask, Wanted, here, query_of, read_ask, rows_ask, rules_of
from components.module.screen import Answer, Screen
from data.queries.facets import facets, source_days, values_of
from data.queries.items import Ask as Rows
from data.queries.items import select_items
from data.store import Store
from tests.app_world import nodes, texts
from tests.map_world import USERS, fill, open_store

WANTED = Wanted("probe", ("kind", "working", "wear_pct"), period=True, extras=("need",), layers=("probe", "schools"))
SCREEN = Screen(
    module="monitoring", key="works", path="/works", layers=("schools", "probe"), shown=("probe",), main="probe",
    choices=("kind", "working"), period=True,
    answers=lambda _ctx, ask: (Answer("?", str(ask.district), "/works?d=medeu", "bad"),), figures=lambda _c, _a: (),
    parts=(), extras=("need",),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small city whose probe has words of another layer."""
    folder: Path = tmp_path_factory.mktemp("module")
    found = fill(open_store(f"sqlite:///{folder / 'c.gpkg'}"))
    yield found
    found.close()


@pytest.fixture(autouse=True)
def running(store: Store) -> Iterator[None]:
    """An application without browser libraries."""
    with flask.Flask("frame").app_context():
        yield


@pytest.fixture
def ctx(store: Store) -> Context:
    return Context(store, path="/works")


def asked(ctx: Context, query: Mapping[str, str]) -> Ask:
    return read_ask(ctx, WANTED, query)


def test_R020_the_address_goes_there_and_back(ctx: Context) -> None:
    query = {"d": "medeu", "kind": "a", "working": "true", "from": "2024-01-01", "to": "2024-02-29", "need": "x y",
             "l": "schools"}  # fmt: skip
    found = asked(ctx, query)
    assert found == Ask("medeu", {"kind": ("a",), "working": ("true",)}, date(2024, 1, 1), date(2024, 2, 29),
                        {"need": "x y"}, ("schools",))  # fmt: skip
    assert query_of(found) == query
    assert asked(ctx, query_of(found)) == found
    assert asked(ctx, {}) == Ask()
    assert query_of(Ask()) == {}


def test_one_part_of_the_address_changes_and_the_others_stay(ctx: Context) -> None:
    found = asked(ctx, {"d": "medeu", "kind": "a,b"})
    to = urlsplit(here(ctx, found, "list", d=None, kind="b"))
    assert (to.path, parse_qs(to.query), to.fragment) == ("/works", {"kind": ["b"]}, "list")


@pytest.mark.parametrize(
    "query",
    [
        {"d": "nowhere"}, {"d": "medeu'--"}, {"kind": "zzz"}, {"kind": "a,zzz"}, {"kind": "a\0"}, {"working": "maybe"},
        {"from": "2024-02-30"}, {"to": "tomorrow"}, {"from": "2024-02-01", "to": "2024-01-01"}, {"from": "0000-00-00"},
        {"need": "x" * 301}, {"need": "a\nb"}, {"kind": "<script>alert(1)</script>"}, {"kind": ","},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_left_out_and_said(ctx: Context, query: dict[str, str]) -> None:
    found = asked(ctx, query)
    assert found.dropped
    assert replace(found, dropped=False) in (Ask(), Ask(choices={"kind": ("a",)}))


@given(st.dictionaries(st.sampled_from(["d", "kind", "working", "from", "to", "need", "l"]), st.text(max_size=60)))
def test_no_address_breaks_the_reading(store: Store, query: dict[str, str]) -> None:
    ctx = Context(store, path="/works")
    found = asked(ctx, query)
    with store.read() as conn:
        assert select_items(conn, store, "probe", ctx.user, rows_ask(ctx, store.layers["probe"], found)).matched <= 3
    assert asked(ctx, query_of(found)) == replace(found, dropped=False)


def test_R026_values_of_hidden_rows_and_fields_are_no_choice(store: Store) -> None:
    with store.read() as conn:
        assert set(values_of(conn, store, "probe", USERS["visitor"], ["kind", "working"])["kind"]) == {"a", "b"}
        found = values_of(conn, store, "roads", USERS["visitor"], ["kind", "name_ru", "row_hash"])
        assert found == {"kind": ["primary", "footway", "secondary"]}
    assert read_ask(Context(store), Wanted("cameras", ("state",)), {"state": "working"}).dropped
    wanted, official = Wanted("cameras", ("state",)), Context(store, USERS["official"])
    assert not read_ask(official, wanted, {"state": "working"}).dropped


def test_counts_of_a_filter_are_those_under_the_other_filters(ctx: Context, store: Store) -> None:
    def counted(query: dict[str, str]) -> tuple[int, int, dict[str, dict[object, int]]]:
        rows = rows_ask(ctx, store.layers["probe"], asked(ctx, query))
        with store.read() as conn:
            found = facets(conn, store, "probe", ctx.user, rows, ["kind", "working"])
        return found.total, found.matched, {name: dict(counts) for name, counts in found.by.items()}

    total, matched, by = counted({})
    assert (total, matched) == (3, 3)
    assert (by["kind"], by["working"]) == ({"a": 2, "b": 1}, {True: 1, False: 1})
    assert (by["district"]["medeu"], by["district"]["almaly"], by["district"]["outside"]) == (1, 2, 0)
    total, matched, by = counted({"kind": "a", "d": "almaly"})
    assert (total, matched) == (3, 1)
    assert by["kind"] == {"a": 1, "b": 1}
    assert by["working"] == {False: 1}
    assert (by["district"]["medeu"], by["district"]["almaly"]) == (1, 1)


@pytest.mark.parametrize("query", [{}, {"kind": "a"}, {"d": "almaly"}, {"kind": "a,b", "working": "false"}])
def test_count_list_map_and_files_keep_the_same_rows(ctx: Context, store: Store, query: dict[str, str]) -> None:
    layer, ask = store.layers["probe"], asked(ctx, query)
    rows = listing.rows(ctx, {"startRow": 0, "endRow": 100}, listing.now_of(ctx, layer, ask))
    with store.read() as conn:
        count = facets(conn, store, "probe", ctx.user, rows_ask(ctx, layer, ask), ["kind"]).matched
    assert rows["rowCount"] == count == len(rows["rowData"])
    assert all(row["href"] == f"/o/{row['id']}" for row in rows["rowData"])
    assert place.map_filters(ctx, SCREEN, ask) == ({"probe": rules_of(ctx, layer, ask)} if ask.choices else {})
    door = listing.door_query(ctx, layer, ask)
    assert json.loads(door.get("filters", "{}")) == rules_of(ctx, layer, ask)
    assert door.get("district") == ask.district


def test_a_period_keeps_what_was_valid_on_some_day_of_it(ctx: Context, store: Store) -> None:
    wanted, layer = Wanted("works", (), period=True), store.layers["works"]
    ask = read_ask(ctx, wanted, {"from": "2024-06-01"})
    assert str(ask.span) == "2024-06-01..9999-12-31"
    assert rows_ask(ctx, layer, ask).span == ask.span
    assert listing.door_query(ctx, layer, ask)["t"] == str(ask.span)
    assert rows_ask(ctx, store.layers["schools"], ask).span is None


def test_boxes_say_counts_and_keep_several_choices(ctx: Context, store: Store) -> None:
    ask = asked(ctx, {"kind": "a,b"})
    with store.read() as conn:
        values = values_of(conn, store, "probe", ctx.user, ["kind"])
        found = facets(conn, store, "probe", ctx.user, Rows(), ["kind"])
    boxes = filters.options(ctx, ask, found, values)
    assert [value for value, _ in boxes["kind"]] == ["", "a,b", "a", "b"]
    assert boxes["kind"][2][1].endswith("2")
    assert next(value for value, _ in boxes["d"]) == ""
    assert "outside" not in dict(boxes["d"])
    drawn = json.dumps(filters.bar(ctx, SCREEN, ask, boxes), cls=PlotlyJSONEncoder)
    assert '"defaultValue": "a,b"' in drawn
    assert drawn.count('"type": "date"') == 2


@pytest.mark.parametrize("role", sorted(USERS))
def test_R026_the_page_shows_each_reader_what_is_for_them(store: Store, role: str) -> None:
    ctx = Context(store, USERS[role], path="/works", query={"d": "medeu"})
    screen = replace(SCREEN, main="schools", choices=("kind",), layers=("schools", "cameras"), shown=("cameras",))
    drawn = page.layout(ctx, screen, dict.fromkeys(store.layers, "1"))
    found = json.loads(json.dumps(drawn, cls=PlotlyJSONEncoder))
    told = json.dumps(found, ensure_ascii=False)
    assert ("cameras" in told) == (role in ("district_staff", "official", "admin"))
    words = " ".join(texts(found))
    assert "Что строят и ремонтируют" in words
    assert "1 из 5" in words
    assert sum(node["type"] == "H1" for node in nodes(found)) == 1


def test_without_the_layer_the_page_is_still_a_page(store: Store) -> None:
    ctx = Context(store, path="/works", query={"kind": "a"})
    screen = replace(SCREEN, main="cameras", layers=("cameras",), shown=())
    drawn = page.layout(ctx, screen, dict.fromkeys(store.layers, "1"))
    found = json.loads(json.dumps(drawn, cls=PlotlyJSONEncoder))
    ids = {node["props"].get("id") for node in nodes(found)}
    assert {listing.GRID, page.FILES, place.MAP} <= ids


def test_sources_are_those_of_rows_that_are_there(ctx: Context, store: Store) -> None:
    with store.read() as conn:
        assert source_days(conn, store, "schools", ctx.user) == {"osm_social_points": date(2024, 6, 1)}


def test_a_ranking_has_the_worst_first_and_marks_it_by_words(ctx: Context) -> None:
    rows = (parts.Rank("medeu", 2.0, "2"), parts.Rank("almaly", 8.0, "8"), parts.Rank("auezov", None, "–"))
    board = parts.Board("caption", ("value",), rows, good="low", mean=5.0, mean_words="5")
    assert [row.district for row in parts.ordered(rows, "low")] == ["almaly", "medeu", "auezov"]
    assert [row.district for row in parts.ordered(rows, "high")] == ["medeu", "almaly", "auezov"]
    found = json.loads(json.dumps(parts.ranking(ctx, "rank", board), cls=PlotlyJSONEncoder))
    words = list(texts(found))
    assert words.index("Алмалинский район") < words.index("Медеуский район") < words.index("Ауэзовский район")
    assert words.count("хуже среднего") == 1
    assert words.count("лучше среднего") == 1
    assert words.count("нет данных") == 1


def test_answers_wear_their_tone_in_words(ctx: Context) -> None:
    there = replace(ctx, query={"d": "medeu"})
    screen = replace(SCREEN, main="roads")
    found = page.live(there, screen, screen.ask(there))
    words = list(texts(json.loads(json.dumps(found.answers, cls=PlotlyJSONEncoder))))
    assert "внимание:" in words
    assert "medeu" in words
