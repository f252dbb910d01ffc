"""The page of digital inclusion: its three answers, who gets in where, what unknown means, its forms and its look."""

from typing import Any

import pytest
from dash import Dash
from sqlalchemy import select

from components.access_look import Look
from components.context import Context
from config.policy import User
from data.barrier_reports import TABLE
from data.queries.inclusion import group_by_district
from data.queries.links import links_of
from data.queries.objects import get_object
from data.store import Store
from pages.inclusion import SCREEN
from tests.app_world import Visitor, nodes, texts
from tests.pages.test_all import to_json

PATH = "/inclusion"


def context(store: Store, **query: str) -> Context:
    return Context(store, User(), "en", path=PATH, query=query)


def said(store: Store, **query: str) -> list[str]:
    ctx = context(store, **query)
    return [str(one.sentence) for one in SCREEN.answers(ctx, SCREEN.ask(ctx))]


def part(store: Store, key: str, **query: str) -> Any:
    ctx = context(store, **query)
    found = next(one for one in SCREEN.parts if one.key == key)
    return to_json(found.draw(ctx, SCREEN.ask(ctx)))


def words(store: Store, key: str, **query: str) -> str:
    return " ".join(texts(part(store, key, **query)))


def test_R080_the_three_questions_are_answered_in_words_and_figures(store: Store) -> None:
    first, second, third = said(store)
    assert "415 of 4,083" in first
    assert "10.2" in first
    assert "2025 is 30" in first
    assert "19.8 points short" in first
    assert "2030 it is 75" in first
    assert "94.6" in first
    assert "unknown is not accessible" in first
    assert "Worst in" in second
    assert "oldest barrier has been known since" in second
    assert "For a wheelchair: 446 objects fully accessible" in third


def test_R080_answers_follow_the_district(store: Store) -> None:
    first, second, _ = said(store, d="medeu")
    assert "4,083" not in first
    assert "Worst in" not in second


def test_R082_districts_are_compared_whatever_district_is_chosen(store: Store) -> None:
    assert words(store, "districts", d="medeu") == words(store, "districts")
    assert words(store, "people", d="medeu") == words(store, "people")
    assert words(store, "districts", kind="health") != words(store, "districts")


def test_R080_figures_carry_source_and_origin(store: Store) -> None:
    ctx = context(store)
    figures = SCREEN.figures(ctx, SCREEN.ask(ctx))
    assert len(figures) == 4
    assert all(one.source is not None for one in figures)
    assert [one.origin for one in figures] == ["synthetic", None, "synthetic", None]


def test_R080_a_person_sees_what_is_near_and_what_is_in_the_way(store: Store) -> None:
    found = words(store, "there", near="43.25, 76.95", wheelchair="1", r="500")
    assert "checked objects" in found
    assert found.rindex("fully accessible") < found.index("partly accessible") < found.index("not accessible")
    assert "In the way or not known:" in found
    assert "this decides" in found
    assert "Removal planned by" in found


def test_R080_a_checked_object_leads_to_what_was_checked_and_to_its_barriers(store: Store) -> None:
    with store.read() as conn:
        table = store.tables["access_objects"]
        query = select(table.c.object_id).where(table.c.object_ref.like("schools.%"), table.c.barrier.is_not(None))
        found = get_object(conn, store, f"access_objects.{conn.execute(query.limit(1)).scalar_one()}", User())
        assert found is not None
        told = {one.layer.id: one for one in links_of(conn, store, User(), found) if one.how == "reference"}
    assert f"schools.{told['schools'].rows[0]['object_id']}" == found.row["object_ref"]
    assert told["barriers"].total >= 1


def test_R080_another_need_gives_another_order(store: Store) -> None:
    def order(**needs: str) -> list[str]:
        drawn = part(store, "there", near="43.238, 76.945", r="1000", **needs)
        return [node["props"]["href"] for node in nodes(drawn) if str(node["props"].get("href")).startswith("/o/")]

    assert order(wheelchair="1") != order(hearing="1")


@pytest.mark.parametrize("near", ["nowhere at all qqq", "0, 0", "' OR 1=1 --", "<script>", "999999, 1"])
def test_a_place_that_is_none_is_said_to_be_none(store: Store, near: str) -> None:
    found = words(store, "there", near=near)
    assert "No place found" in found or "checked objects" in found


def test_where_nobody_checked_the_page_says_so(store: Store) -> None:
    assert "says nothing about whether you get in" in words(store, "there", near="43.05, 77.05", r="500")


def test_R081_barriers_stand_with_age_and_overdue_days(store: Store) -> None:
    found = words(store, "barriers")
    assert "overdue" in found
    assert "years" in found
    assert "Removal planned" in found


def test_R082_people_are_set_against_objects_and_estimates_are_marked(store: Store) -> None:
    found = words(store, "people")
    for printed in ("57,400", "315,000", "20,500", "line 203"):
        assert printed in found
    assert found.count("≈") >= 2 * 8


def test_R082_a_series_by_district_stands_where_there_is_one_of_the_printed_year(store: Store) -> None:
    with store.read() as conn:
        found, origin = group_by_district(conn, store, User(), "vulnerable", "2024")
    assert (round(sum(found.values())), origin) == (315_000, "synthetic")
    assert f"{found['medeu']:,.0f}" in words(store, "people")
    assert "demo" in words(store, "people")


def test_R083_social_support_has_places_and_free_ones(store: Store) -> None:
    found = words(store, "social")
    assert "rehabilitation centre" in found
    assert "Free" in found


def test_the_rule_is_published_on_the_page(store: Store) -> None:
    found = words(store, "rule")
    assert "90 cm" in found
    assert "It is not counted as accessible" in found


def test_the_plan_is_beside_the_facts_in_a_table(store: Store) -> None:
    found = words(store, "plan")
    for figure in ("15", "20", "25", "30", "75", "10.2", "10.5", "2562", "2593"):
        assert figure in found


@pytest.mark.parametrize("query", [
    {"wheelchair": "\0", "near": "x" * 400}, {"r": "-1", "near": "Абая"}, {"object": "access_objects.none"},
    {"reported": "<b>"}, {"checked": "accept"}, {"size": "9999", "contrast": "x"}, {"kind": "health,nothing"},
])  # fmt: skip
def test_hostile_addresses_are_drawn_calmly(store: Store, query: dict[str, str]) -> None:
    ctx = context(store, **query)
    for one in SCREEN.parts:
        one.draw(ctx, SCREEN.ask(ctx))
    assert len(SCREEN.answers(ctx, SCREEN.ask(ctx))) == 3


def test_R084_size_and_contrast_come_from_the_address_then_from_the_cookie() -> None:
    assert Look.read({}) == Look("100", "usual")
    assert Look.read({"size": "150"}, "200-high") == Look("150", "high")
    assert Look.read({"size": "77"}, "200-high") == Look("200", "high")
    assert Look.read({}, "77-loud-x") == Look("100", "usual")
    assert Look("125", "high").classes == "access-size-125 access-contrast-high"


def test_R084_a_choice_of_size_is_kept(made: Dash) -> None:
    visitor = Visitor(made)
    answer = visitor.get("/inclusion/look?size=200&contrast=high")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/inclusion?size=200&contrast=high#main")
    found = nodes(visitor.layout(PATH))
    assert any("access-size-200 access-contrast-high" in str(node["props"].get("className")) for node in found)


def sent(visitor: Visitor, **changes: str) -> str:
    form = {"kind": "no_lift", "text": "Лифт стоит", "place": "43.238, 76.945", **changes}
    answer = visitor.post("/inclusion/report", form)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def kept(store: Store) -> int:
    with store.read() as conn:
        return len(conn.execute(TABLE.select()).all())


def test_R081_a_report_goes_through_the_form_with_its_mark(made: Dash, store: Store) -> None:
    visitor = Visitor(made, REMOTE_ADDR="10.0.0.1")
    before = kept(store)
    assert visitor.client.post("/inclusion/report", data={"kind": "no_lift", "text": "x"}).status_code == 403
    assert "reported=ok" in sent(visitor)
    assert "reported=bad_place" in sent(visitor, place="qqq zzz nowhere")
    assert "reported=bad_place" in sent(visitor, object="access_objects.none")
    assert "reported=bad_place" in sent(visitor, object="cameras.demo-cam-0001")
    assert "reported=private" in sent(visitor, text="звоните +7 701 123 45 67")
    assert "reported=bad_kind" in sent(visitor, kind="bribe")
    assert "reported=ok" in sent(visitor, website="http://spam")
    assert kept(store) == before + 1
    assert "Лифт стоит" not in visitor.words(PATH)


def test_R081_too_many_reports_of_one_are_refused(made: Dash) -> None:
    visitor = Visitor(made, REMOTE_ADDR="10.0.0.2")
    assert [("too_many" in sent(visitor)) for _ in range(6)] == [False] * 5 + [True]


def test_the_door_of_the_form_takes_forms_only(made: Dash) -> None:
    visitor = Visitor(made)
    assert visitor.get("/inclusion/report").status_code == 405


def test_R080_unknown_is_the_largest_state_of_the_whole_city(store: Store) -> None:
    found = words(store, "needs")
    # 75,000 printed objects less 4,083 of the register; all of those are known for everybody (415 full).
    assert "other 70,917 of more than 75,000 objects" in found
    assert "70,917 (94.6\u00a0%)" in found
    assert "415 (0.6\u00a0%)" in found
    bar = next(node["props"]["figure"] for node in nodes(part(store, "needs")) if "figure" in node["props"])
    assert {one["y"][-1] for one in bar["data"]} == {"Whole city, for everybody"}
    last = {one["name"]: one["x"][-1] for one in bar["data"]}
    assert max(last, key=lambda name: last[name]) == "not known"
    assert "Whole city" not in words(store, "needs", d="medeu")
