"""Values go from an official over a second pair of eyes into the store, on both engines, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from config.policy import VISITOR, User
from data import schema
from data.entry import proposals, review
from data.entry.desks import body_of, lines, own_desks
from data.entry.proposals import EntryError, Proposal, enter
from data.indicators import READERS
from data.indicators.publish import publish
from data.queries import entry_history, indicators
from data.store import Store
from tests import indicator_world
from tests.entry_world import (
    ADMIN,
    AIGUL,
    ANALYST,
    BERIK,
    CITY,
    EARLY,
    EDUCATION,
    HEALTH,
    STAFF,
    a_wish,
    desk,
    line_of,
)
from tests.robust.acting import acting, deed

PISA, COVER = "plan-052", "plan-051a"
OWN = (EDUCATION, f"{COVER}|almaty|")


def proposed(store: Store, value: str = "93.4", period: str = "2022", reason: str = "", nonce: str = "n1") -> Proposal:
    return enter(store, AIGUL, OWN, a_wish(value, period, reason), nonce)


def present(store: Store, code: str = COVER, user: User = VISITOR) -> list[dict[str, Any]]:
    with store.read() as conn:
        return [row for row in indicators.values(conn, user, code) if row["kind"] == "fact"]


def refusal(store: Store, user: User, number: str, **given: Any) -> str:
    with pytest.raises(EntryError) as error:
        review.decide(store, user, number, **{"approve": True, **given})
    return error.value.key


def test_R100_the_body_named_first_as_responsible_answers_for_an_indicator(plan: Store) -> None:
    city = plan.city
    assert body_of(city, "Нусупова А.Б., УО, УЭиОС", "plan2025") == EDUCATION
    assert body_of(city, "Абдыкадыров А.Е., УЭиОС, УО, УРКИ", "plan2025") == "dept-ecology"
    assert body_of(city, "Нусупова А.Б., УОЗ", "plan2025") == "dept-health"
    assert body_of(city, "Суханбеков К.С., Аппарат акима", "plan2025") == "akimat"
    assert body_of(city, "", "vlr2023") == "cra"
    assert body_of(city, "", "crime_1m") is None
    with plan.read() as conn:
        codes = {line.code for line in lines(conn, plan, AIGUL, desk(plan, EDUCATION))}
        every = [line.code for one in city.entry.desks for line in lines(conn, plan, ADMIN, one) if not one.district]
    assert {PISA, COVER, "plan-049"} <= codes
    assert "plan-004" not in codes
    # Every indicator of the plan has exactly one desk.
    assert len(set(every)) == 134
    assert [one.body for one in own_desks(city, AIGUL)] == [EDUCATION]
    assert [one.body for one in own_desks(city, STAFF)] == ["akimat-medeu"]
    assert own_desks(city, CITY) == own_desks(city, ANALYST) == own_desks(city, VISITOR) == []
    assert len(own_desks(city, ADMIN)) == len(city.entry.desks)


def test_R140_a_value_is_unseen_until_another_person_approves_it(plan: Store) -> None:
    before = present(plan)
    one = proposed(plan)
    assert one.state == "proposed"
    assert present(plan) == before
    assert refusal(plan, AIGUL, one.id) == "own"
    for nobody in (HEALTH, STAFF, ANALYST, VISITOR):
        assert refusal(plan, nobody, one.id) == "gone"
    versions = plan_version(plan)
    done = review.decide(plan, BERIK, one.id, approve=True)
    assert (done.state, done.decided_by) == ("approved", "berik")
    row = present(plan)[-1]
    assert (row["value"], row["period"], row["source"], row["origin"], row["revision"], row["edition"]) == (
        93.4, "2022", "entry-education-dept", "official", 1, "entry",
    )  # fmt: skip
    assert plan_version(plan) == versions + 1
    with plan.read() as conn:
        query = select(schema.source.c.body).where(schema.source.c.id == row["source"])
        assert conn.execute(query).scalar() == EDUCATION
        steps = [(who, what) for _, who, what, _ in review.events(conn, [one.id])[one.id]]
    assert steps == [("aigul", "draft"), ("aigul", "proposed"), ("berik", "approved")]


def plan_version(store: Store) -> int:
    with store.read() as conn:
        return store.versions(conn)["indicators"]


@pytest.mark.parametrize("reviewer", [BERIK, CITY, ADMIN], ids=lambda user: str(user.name))
def test_who_reviews(plan: Store, reviewer: User) -> None:
    one = proposed(plan)
    with plan.read() as conn:
        assert [each.id for each in review.waiting(conn, plan, reviewer)[0]] == [one.id]
        assert review.waiting(conn, plan, HEALTH)[0] == []
    assert review.decide(plan, reviewer, one.id, approve=True).state == "approved"
    assert refusal(plan, reviewer, one.id) == "gone"


def test_a_refusal_needs_a_reason_and_publishes_nothing(plan: Store) -> None:
    one, before = proposed(plan), present(plan)
    assert refusal(plan, BERIK, one.id, approve=False, reason=" \n ") == "no_reason"
    done = review.decide(plan, BERIK, one.id, approve=False, reason="Not the yearly\nfigure")
    assert (done.state, done.decision) == ("rejected", "Not the yearly figure")
    assert present(plan) == before
    with plan.read() as conn:
        assert proposals.untold(conn, AIGUL) == 1
        assert proposals.untold(conn, BERIK) == 0
    proposals.tell(plan, AIGUL)
    with plan.read() as conn:
        assert proposals.untold(conn, AIGUL) == 0


def test_a_correction_keeps_both_values_and_a_later_load_loses_neither(plan: Store) -> None:
    with pytest.raises(EntryError) as error:
        proposed(plan, "88", "2019")
    assert [one.key for one in error.value.findings] == ["correction"]
    one = proposed(plan, "88", "2019", "Recount of groups")
    review.decide(plan, BERIK, one.id, approve=True)
    both = [(row["source"], row["value"]) for row in present(plan) if row["period"] == "2019"]
    assert sorted(both) == [("entry-education-dept", 88.0), ("plan2025", 87.0)]
    # The same document again, then one where the passport is gone: the approved value stands.
    assert indicator_world.load(plan, "plan2025", EARLY + timedelta(days=9)).changed == 0
    with plan.read() as conn:
        (apart,) = entry_history.conflicts(conn, VISITOR, COVER)
        told = [one for one in entry_history.revisions(conn, VISITOR, COVER) if one.entered]
        inside = [one for one in entry_history.revisions(conn, BERIK, COVER) if one.entered]
    assert {each.value for each in apart} == {87.0, 88.0}
    assert [(each.reason, each.author, each.reviewer) for each in told] == [("Recount of groups", "", "")]
    assert [(each.author, each.reviewer) for each in inside] == [("aigul", "berik")]


def test_R141_a_second_correction_is_the_next_revision(plan: Store) -> None:
    for number, value in enumerate(("88", "88.5")):
        one = proposed(plan, value, "2019", "Recount", f"n{number}")
        review.decide(plan, CITY, one.id, approve=True)
    with plan.read() as conn:
        own = [each for each in entry_history.revisions(conn, VISITOR, COVER) if each.entered]
    assert [(each.value, each.revision, each.known_to is None) for each in own] == [(88.0, 1, False), (88.5, 2, True)]
    assert len([row for row in present(plan) if row["source"].startswith("entry-")]) == 1
    with plan.read() as conn:
        before = plan.end_of(proposals.city_today(plan) - timedelta(days=2))
        assert entry_history.revisions(conn, VISITOR, COVER, before) == []
        assert entry_history.conflicts(conn, VISITOR, COVER, before) == []
        then = entry_history.revisions(conn, VISITOR, COVER, plan.end_of(proposals.city_today(plan)))
        assert [each.value for each in then if each.entered and each.known_to is None] == [88.5]
        (last,) = [point for point in indicators.points(present(plan)) if point.source.startswith("entry-")]
        assert (last.value, last.origin) == (88.5, "official")


def test_a_passport_that_left_its_document_stays_for_the_value_of_the_body(plan: Store) -> None:
    review.decide(plan, BERIK, proposed(plan).id, approve=True)
    source = plan.city.source("plan2025")
    assert source is not None
    bundle = READERS[source.reader](source, plan.city.seed_path(source.seed[0]))
    less = replace(
        bundle, indicators=tuple(i for i in bundle.indicators if i.code != COVER),
        values=tuple(v for v in bundle.values if v.code != COVER),
    )  # fmt: skip
    for later in (1, 2):
        with plan.write() as conn:
            publish(conn, plan, source, less, EARLY + timedelta(days=later))
    assert [row["value"] for row in present(plan)] == [93.4]


def test_the_same_form_sent_twice_is_one_value(plan: Store) -> None:
    first, second = proposed(plan), proposed(plan)
    assert first.id == second.id
    with pytest.raises(EntryError, match="waiting"):
        proposed(plan, "93", nonce="other")
    with pytest.raises(EntryError, match="waiting"):
        enter(plan, BERIK, OWN, a_wish("93", "2022"), "other")
    with plan.read() as conn:
        assert conn.execute(select(func.count()).select_from(schema.entry_proposal)).scalar() == 1


def test_own_values_are_taken_back_and_nobody_elses(plan: Store) -> None:
    one = proposed(plan)
    assert proposals.withdraw(plan, BERIK, [one.id]) == 0
    assert proposals.withdraw(plan, AIGUL, [one.id, "nothing"]) == 1
    assert refusal(plan, BERIK, one.id) == "gone"
    again = proposed(plan, nonce="n2")
    review.decide(plan, BERIK, again.id, approve=True)
    assert proposals.withdraw(plan, AIGUL, [again.id]) == 0


def test_drafts_are_sent_by_their_author_and_looked_at_again(plan: Store) -> None:
    one = enter(plan, AIGUL, OWN, a_wish("93.4", "2022"), "d1", draft=True)
    with plan.read() as conn:
        assert review.waiting(conn, plan, BERIK)[0] == []
    assert proposals.send(plan, BERIK, [one.id]) == {one.id: "gone"}
    other = enter(plan, BERIK, OWN, a_wish("93.4", "2022"), "d2")
    assert proposals.send(plan, AIGUL, [one.id]) == {one.id: "waiting"}
    review.decide(plan, AIGUL, other.id, approve=True)
    assert proposals.send(plan, AIGUL, [one.id]) == {one.id: "found"}


def test_a_list_is_sent_in_one_transaction_and_cut_at_the_rows_of_a_file(
    plan: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three drafts, of which one cannot go, and a list that is far too long: one transaction, the good ones go."""
    drafts = [enter(plan, AIGUL, OWN, a_wish("93.4", str(year)), f"d{year}", draft=True) for year in (2022, 2023)]
    twin = enter(plan, AIGUL, OWN, a_wish("93.5", "2022"), "twin", draft=True)
    written, write = [], Store.write

    def counted(store: Store) -> Any:
        written.append(1)
        return write(store)

    monkeypatch.setattr(Store, "write", counted)
    monkeypatch.setattr(proposals, "ENTRY_ROWS", 4)
    numbers = [drafts[0].id, drafts[0].id, twin.id, "nothing", drafts[1].id, "over"]
    held = proposals.send(plan, AIGUL, numbers)
    assert held == {twin.id: "waiting", "nothing": "gone", "over": "rest"}
    assert len(written) == 1
    with plan.read() as conn:
        states = [found.state for one in (*drafts, twin) if (found := proposals.find(conn, one.id))]
    assert states == ["proposed", "proposed", "draft"]
    assert proposals.withdraw(plan, AIGUL, [*("nothing",) * 9, "a", "b", "c", drafts[0].id]) == 0
    assert proposals.withdraw(plan, AIGUL, [one.id for one in drafts]) == 2


@pytest.mark.parametrize(
    ("user", "place"),
    [(HEALTH, OWN), (CITY, OWN), (ANALYST, OWN), (VISITOR, OWN), (STAFF, OWN), (AIGUL, ("dept-health", OWN[1])),
     (AIGUL, (EDUCATION, "plan-004|almaty|")), (AIGUL, (EDUCATION, "nothing")), (AIGUL, ("nobody", OWN[1]))],
)  # fmt: skip
def test_R026_nobody_enters_what_is_not_theirs(plan: Store, user: User, place: tuple[str, str]) -> None:
    with pytest.raises(EntryError, match="not_yours"):
        enter(plan, user, place, a_wish("93"), "n1")


def test_of_two_reviewers_at_once_one_decides(plan: Store) -> None:
    one = proposed(plan)

    def act(given: tuple[User, bool]) -> str:
        user, approve = given
        try:
            return review.decide(plan, user, one.id, approve=approve, reason="why").state
        except EntryError as error:
            return error.key

    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(act, [(BERIK, True), (CITY, False), (ADMIN, True), (BERIK, False)]))
    assert sorted(ends)[1:] in (["gone"] * 3, ["gone", "gone", "rejected"])
    assert len([end for end in ends if end != "gone"]) == 1
    held = [row for row in present(plan) if row["source"].startswith("entry-")]
    assert len(held) == (1 if "approved" in ends else 0)


def test_a_reviewer_who_looked_at_an_older_state_looks_again(plan: Store) -> None:
    one = proposed(plan, "88", "2019", "Recount")
    with plan.read() as conn:
        seen = review.basis(conn, one)
    assert refusal(plan, BERIK, one.id, seen=f"{seen}-0") == "changed"
    assert review.decide(plan, BERIK, one.id, approve=True, seen=seen).state == "approved"


def test_a_failure_in_the_middle_of_an_approval_leaves_nothing(plan: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    one, before, version = proposed(plan), present(plan), plan_version(plan)

    def broken(*_given: object) -> None:
        raise RuntimeError("pulled the plug")

    with monkeypatch.context() as patch:
        patch.setattr(review, "note", broken)
        with pytest.raises(RuntimeError):
            review.decide(plan, BERIK, one.id, approve=True)
    assert (present(plan), plan_version(plan)) == (before, version)
    with plan.read() as conn:
        assert proposals.find(conn, one.id).state == "proposed"
    assert review.decide(plan, BERIK, one.id, approve=True).state == "approved"


def test_an_approval_killed_before_its_end_leaves_nothing(plan: Store, plan_url: str) -> None:
    one, before, version = proposed(plan), present(plan), plan_version(plan)
    with acting(deed("approve", plan_url, one.id)) as actor:
        actor.until(step="written")
        actor.kill_when(lambda: True)
    assert (present(plan), plan_version(plan)) == (before, version)
    assert review.decide(plan, CITY, one.id, approve=True).decided_by == "official"
    assert present(plan)[-1]["value"] == 93.4


def test_R026_what_is_not_for_everybody_has_no_history_for_them(plan: Store) -> None:
    review.decide(plan, BERIK, proposed(plan, "88", "2019", "Recount").id, approve=True)
    one = proposed(plan, "93.4", "2022", nonce="n2")
    with plan.write() as conn:
        table = schema.indicator
        conn.execute(table.update().where(table.c.code == COVER).values(sensitivity="restricted"))
        plan.raise_version(conn, "indicators")
    with plan.read() as conn:
        for user, seen in ((VISITOR, 0), (ANALYST, 0), (STAFF, 0), (BERIK, 1), (ADMIN, 1)):
            assert len(entry_history.conflicts(conn, user, COVER)) == seen, user
            assert bool(entry_history.revisions(conn, user, COVER)) is bool(seen), user
        assert [each.id for each in review.waiting(conn, plan, BERIK)[0]] == [one.id]


def test_made_up_series_take_no_values(plan: Store) -> None:
    indicator_world.load(plan, "demo_district_series")
    with plan.read() as conn:
        codes = {line.code for line in lines(conn, plan, STAFF, desk(plan, "akimat-medeu"))}
        query = select(schema.indicator.c.code).where(schema.indicator.c.origin == "synthetic")
        made_up = set(conn.execute(query).scalars())
    assert made_up
    assert not codes & made_up


def test_district_staff_enter_their_own_district_alone(plan: Store) -> None:
    indicator_world.load(plan, "vlr2023")
    with plan.read() as conn:
        found = lines(conn, plan, STAFF, desk(plan, "akimat-medeu"))
    assert found
    assert {line.territory for line in found} == {"medeu"}
    other = line_of(plan, ADMIN, "akimat-alatau", found[0].code)
    with pytest.raises(EntryError, match="not_yours"):
        enter(plan, STAFF, ("akimat-alatau", other.id), a_wish("1"), "n1")
