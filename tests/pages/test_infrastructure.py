"""The page of infrastructure, drawn without a browser for every role and language: answers, marks, rights, filters."""

import pytest
from dash import Dash

from analysis.course import course
from components.badges import city_today
from components.context import Context
from components.infrastructure import answers, hazards, provision, registers, roads, sites
from components.module.ask import Ask
from components.module.place import drawn
from config import i18n, policy
from config.policy import VISITOR, Role, Sensitivity, Thing, User
from data.store import Store
from pages.infrastructure import SCREEN
from tests.app_world import ROLES, Visitor, nodes, texts

PATH = "/infrastructure"
ADMIN = User("admin", Role.ADMIN)
ANALYST = User("analyst", Role.ANALYST)
STAFF = User("district_staff", Role.DISTRICT_STAFF, "medeu")


def asked(store: Store, user: User = VISITOR, **query: str) -> tuple[Context, Ask]:
    ctx = Context(store, user, "en", path=PATH, query=query)
    return ctx, SCREEN.ask(ctx)


def part_words(visitor: Visitor, key: str, search: str = "") -> str | None:
    """Words of a section of the page, or None when it is not there."""
    for node in nodes(visitor.layout(PATH + search)):
        if node["type"] == "Section" and node["props"].get("id") == key:
            return " ".join(texts(node))
    return None


@pytest.mark.parametrize("lang", i18n.LANGS)
@pytest.mark.parametrize("role", [None, *ROLES])
def test_R027_the_page_answers_three_questions_for_everybody_in_every_language(
    made: Dash, role: str | None, lang: str
) -> None:
    visitor = Visitor(made)
    if role:
        visitor.sign_in(role)
    layout = visitor.layout(f"{PATH}?lang={lang}")
    found = [node for node in nodes(layout) if str(node["props"].get("id", "")).startswith("answer-")]
    assert len(found) == 3
    for node in found:
        words = " ".join(texts(node))
        assert any(sign.isdigit() for sign in words), words
    drawn = {node["props"]["id"] for node in nodes(layout) if node["type"] == "Section" and node["props"].get("id")}
    assert drawn >= {"provision", "rank", "sites", "crossings", "risk", "health", "culture", "repair", "roads", "parks",
                     "green", "transport", "heritage", "plots", "list", "sources"}  # fmt: skip


def test_R029_the_first_answer_names_the_worst_of_the_table(store: Store) -> None:
    ctx, ask = asked(store)
    worst = provision.most_lacked(ctx, ask)[0]
    first = answers.answers(ctx, ask)[0]
    assert next(d.names.en for d in store.city.districts if d.id == worst.district) in str(first.sentence)
    assert first.tone == "bad"
    own = provision.most_lacked(*asked(store, d="almaly"))
    assert {lack.district for lack in own} <= {"almaly"}


def test_R029_filters_of_the_register_narrow_its_kinds(store: Store) -> None:
    ctx, ask = asked(store, kind="library")
    kinds = provision.found(ctx, ask)
    assert "library" in kinds
    assert "hospital" not in kinds
    assert kinds["library"].city.count == 34
    assert kinds["schools"].city.count == 267


def test_R028_sites_stand_with_the_latest_first_and_finished_ones_are_objects(store: Store) -> None:
    ctx, ask = asked(store)
    open_, done = sites.sites(ctx, ask), sites.built(ctx, ask)
    days = [one.course.late_days or 0 for one in open_]
    assert days == sorted(days, reverse=True)
    assert (len(open_), len(done)) == (44, 10)
    assert all(one.row["fact_end"] for one in done)
    for one in open_:
        row = one.row
        assert one.course == course(row["plan_end"], None, city_today(ctx), row["cost_plan"], row["cost_fact"])
    late = sum(one.course.late for one in open_)
    assert f"{late} of 44 sites are late" in str(answers.answers(ctx, ask)[1].sentence)
    own, where = asked(store, d="medeu")
    assert {one.row["district"] for one in sites.sites(own, where)} == {"medeu"}


def test_R034_crossings_out_of_work_stand_out_longest_first(made: Dash, store: Store) -> None:
    ctx, ask = asked(store)
    rows = hazards.crossings(ctx, ask)
    out = hazards.out_of_work(rows)
    since = [row["out_of_work_since"] for row in out]
    assert since == sorted(since)
    assert f"{len(out)} of {len(rows)} crossings are out of work" in str(answers.answers(ctx, ask)[2].sentence)
    words = part_words(Visitor(made), "crossings", "?lang=en")
    assert words is not None
    assert "Department of Urban Mobility" in words


@pytest.mark.parametrize(
    ("role", "shares", "cameras"),
    [(None, False, False), ("resident", False, False), ("moderator", False, False), ("analyst", True, False),
     ("official", True, True), ("district_staff", True, True), ("admin", True, True)],
)  # fmt: skip
def test_R035_R026_watched_shares_and_cameras_are_for_whom_the_policy_says(
    made: Dash, role: str | None, shares: bool, cameras: bool
) -> None:
    visitor = Visitor(made)
    if role:
        visitor.sign_in(role)
    words = part_words(visitor, "cameras", "?lang=en")
    assert (words is not None) == shares
    assert ("Working cameras" in (words or "")) == cameras
    layout = visitor.words(f"{PATH}?lang=en")
    assert ("Area watched by cameras" in layout) == shares
    assert (i18n.t("en", "layer.cameras.title") in layout) == cameras


def test_R035_one_word_of_the_policy_opens_the_shares_to_everybody(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx, ask = asked(store)
    assert hazards.cameras_part(ctx, ask) is None
    monkeypatch.setattr(policy, "COVERAGE", Thing("coverage", Sensitivity.PUBLIC))
    found = hazards.cameras_part(ctx, ask)
    assert found is not None
    assert "Working cameras" not in str(found)


def test_R035_staff_of_a_district_see_the_share_of_their_own(store: Store) -> None:
    ctx, ask = asked(store, STAFF)
    found = str(hazards.cameras_part(ctx, ask))
    assert "Medeu District" in found
    assert "Auezov District" not in found


def test_R037_the_buffer_of_the_address_moves_the_figures(store: Store) -> None:
    near, far = (hazards.at_risk(*asked(store, near=metres)) for metres in ("250", "2000"))
    assert (near.buffer_m, far.buffer_m) == (250, 2000)
    assert near.both("schools")[0] < far.both("schools")[0]
    assert hazards.at_risk(*asked(store, near="7; DROP")).buffer_m == 500


def test_R030_loads_by_district_are_those_of_its_clinics(store: Store) -> None:
    ctx, ask = asked(store)
    words = str(registers.health_part(ctx, ask))
    assert "2,161,695" in words


def test_R032_unsurveyed_parks_are_said_to_be_unknown(store: Store) -> None:
    words = str(registers.parks_part(*asked(store)))
    assert "129 of 211 territories were surveyed; the state of the other 82 is unknown" in words


def test_R033_R117_the_need_of_repair_adds_up_to_the_roads(store: Store) -> None:
    ctx, _ = asked(store)
    city = roads.road_need(ctx, None)
    own = [roads.road_need(ctx, district.id).total_km for district in store.city.districts]
    assert sum(own) == pytest.approx(city.total_km)
    assert city.total_km == pytest.approx(sum(city.by_year.values()) + city.overdue_km + city.unknown_km)


def test_R036_the_metro_has_its_line_and_its_stations_to_come(store: Store) -> None:
    words = str(roads.transport_part(*asked(store)))
    assert "(2022)" in words
    assert words.count("Building of metro station") == 3


def test_a_query_that_makes_no_sense_is_left_out(made: Dash) -> None:
    words = Visitor(made).words(f"{PATH}?d=nowhere&kind=dragon&from=2030-99-99&what=x&near=0&measure=y&lang=en")
    assert "389 of 389" in words


def test_R036_lines_and_stops_of_timetables_are_layers_of_the_page_where_the_city_has_them(store: Store) -> None:
    ctx = Context(store, VISITOR, "ru", path=PATH)
    offered = {layer.id for layer in drawn(ctx, SCREEN)}
    for name in ("transit_routes", "transit_stops"):
        assert name in SCREEN.layers
        assert (name in offered) == (name in store.layers)
