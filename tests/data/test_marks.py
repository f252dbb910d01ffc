"""Marks of residents wait unseen, are shown after a check, are answered once; a barrier removed leaves history."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from config import clock
from config.limits import REPORTS_OF_ONE, REPORTS_WINDOW_MINUTES
from config.policy import VISITOR, Role, User
from data import marks
from data.access_update import remove_barrier, there
from data.barrier_reports import Wish as ReportWish
from data.barrier_reports import decide as decide_report
from data.barrier_reports import send as send_report
from data.loading.pipeline import import_source
from data.marks import (
    TABLE,
    Mark,
    Of,
    Tally,
    Wish,
    answer,
    decide,
    owed,
    send,
    shown,
    tallies,
    together,
    unanswered,
    waiting,
)
from data.moderation import latest
from data.private import tells_private
from data.queries.objects import CityObject, get_object
from data.store import Store, utc_now
from data.views import KeepError
from tests.city_world import present
from tests.data.test_barrier_reports import FULL, HEAD

OFFICIAL, MODERATOR = User("official", Role.OFFICIAL), User("moderator", Role.MODERATOR)
STAFF = User("staff", Role.DISTRICT_STAFF, "medeu")
WISH = Wish("stopped", "2", "Стоит  с весны")


def yard(store: Store, name: str) -> CityObject:
    """A yard in a store: the layers of works need no file for that."""
    table, day = store.tables["yards"], date(2026, 5, 1)
    import shapely  # noqa: PLC0415 -- only here

    shape = shapely.MultiPolygon([shapely.box(76.95, 43.25, 76.951, 43.251)]).wkb
    with store.write() as conn:
        conn.execute(table.insert().values(
            object_id=name, kind="yard", state="yard_poor", name_ru=f"Двор {name}", district="medeu", body="akimat",
            known_from=utc_now(), loaded_at=utc_now(), source="demo_yards", data_date=day, origin="official",
            sensitivity="public", row_hash=name, geom=shape,
        ))  # fmt: skip
    with store.read() as conn:
        found = get_object(conn, store, f"yards.{name}", VISITOR)
    assert found is not None
    return found


def seen(store: Store) -> list[Mark]:
    with store.read() as conn:
        return shown(conn, Of())


def test_R050_a_mark_waits_unseen_and_is_shown_after_a_check(store: Store) -> None:
    number = send(store, yard(store, "y1"), WISH, "one")
    assert (seen(store), waiting(store, VISITOR), waiting(store, STAFF)) == ([], [], [])
    (found,) = waiting(store, MODERATOR)
    assert (found.id, found.said, found.mark, found.comment) == (number, "stopped", 2, "Стоит с весны")
    assert (found.object_ref, found.district, found.body, found.origin) == ("yards.y1", "medeu", "akimat", "user")
    assert decide(store, STAFF, number, accept=True) is None
    assert decide(store, MODERATOR, number, accept=True) is not None
    assert decide(store, MODERATOR, number, accept=False) is None
    assert [mark.id for mark in seen(store)] == [number]
    assert [(act.by_user, act.act, act.object_ref) for act in latest(store, OFFICIAL)] == [
        ("moderator", "mark_accepted", "yards.y1")
    ]
    assert latest(store, STAFF) == ()


def test_R050_a_refused_mark_is_shown_to_nobody_and_counts_nowhere(store: Store) -> None:
    number = send(store, yard(store, "y1"), WISH, "one")
    decide(store, MODERATOR, number, accept=False)
    with store.read() as conn:
        assert (shown(conn, Of()), tallies(conn, Of())) == ([], {})


def test_R050_marks_are_summed_by_hand_computed_means(store: Store) -> None:
    one, other = yard(store, "y1"), yard(store, "y2")
    three = [(one, Wish("stopped", "2")), (one, Wish("done_well", "5")), (one, Wish("goes_on"))]
    for sender, (found, wish) in enumerate([*three, (other, Wish("disturbs", "1"))]):
        decide(store, MODERATOR, send(store, found, wish, str(sender)), accept=True)
    with store.read() as conn:
        by_object = tallies(conn, Of())
        by_district = tallies(conn, Of(), "district")
        assert tallies(conn, Of(district="almaly")) == {}
        assert len(shown(conn, Of(object_ref="yards.y1"))) == 3
        assert [mark.object_ref for mark in shown(conn, Of(refs=("yards.y2",)))] == ["yards.y2"]
    assert by_object["user", "yards.y1"] == Tally(3, 2, 3.5, 1, 0)
    assert by_district["user", "medeu"] == together([*by_object.values()])
    whole = by_district["user", "medeu"]
    assert (whole.count, whole.stars, whole.bad) == (4, 3, 2)
    assert whole.mean == pytest.approx(8 / 3)


def test_R050_a_body_answers_once_and_staff_answer_for_their_own_district(store: Store) -> None:
    number = send(store, yard(store, "y1"), WISH, "one")
    assert answer(store, OFFICIAL, number, "Рано", "akimat") is None
    decide(store, MODERATOR, number, accept=True)
    other = User("other", Role.DISTRICT_STAFF, "almaly")
    assert (unanswered(store, other), unanswered(store, VISITOR), unanswered(store, MODERATOR)) == ([], [], [])
    assert answer(store, other, number, "Не наше", "akimat") is None
    assert [mark.id for mark in unanswered(store, STAFF)] == [number]
    assert (owed(store, STAFF), owed(store, other), owed(store, VISITOR)) == ({"akimat": 1}, {}, {})
    assert answer(store, STAFF, number, "Продолжим  1 мая", "akimat") is not None
    (found,) = seen(store)
    assert (found.answer, found.answer_body) == ("Продолжим 1 мая", "akimat")
    assert found.answered_at is not None
    assert answer(store, OFFICIAL, number, "Ещё раз", "akimat") is None
    assert unanswered(store, OFFICIAL) == []


@pytest.mark.parametrize(("words", "body", "fault"), [
    ("  ", "akimat", "bad_answer"), ("x" * 1_001, "akimat", "bad_answer"), ("a\0", "akimat", "bad_answer"),
    ("Звоните 8 727 123 45 67", "akimat", "private"), ("Да", "atlantis", "bad_body"),
])  # fmt: skip
def test_an_answer_that_makes_no_sense_is_refused(store: Store, words: str, body: str, fault: str) -> None:
    with pytest.raises(KeepError, match=fault):
        answer(store, OFFICIAL, "x", words, body)


@pytest.mark.parametrize(("wish", "fault"), [
    (Wish("bribe"), "bad_said"), (Wish("stopped", "6"), "bad_mark"), (Wish("stopped", "²"), "bad_mark"),
    (Wish("stopped", "", "x" * 601), "bad_comment"), (Wish("stopped", "", "a\0b"), "bad_comment"),
    (Wish("other"), "bad_comment"), (Wish("stopped", "", "пишите a.b@c.kz"), "private"),
    (Wish("stopped", "", "ИИН 901231 300 456"), "private"),
])  # fmt: skip
def test_a_mark_that_makes_no_sense_is_refused(wish: Wish, fault: str) -> None:
    with pytest.raises(KeepError, match=fault):
        marks.judge(wish)


@pytest.mark.parametrize(("text", "private"), [
    ("+7 (701) 123-45-67", True), ("8 7011234567", True), ("t.me/someone", True), ("пишите @somebody", True),
    ("дом 12, подъезд 3, с 01.05.2026", False), ("200 м от дома 45/7", False), ("", False),
])  # fmt: skip
def test_numbers_and_addresses_of_people_are_found(text: str, private: bool) -> None:
    assert tells_private(text) is private


def test_R050_one_sender_has_a_limit_and_says_one_thing_of_a_work(store: Store) -> None:
    found = [yard(store, f"y{no}") for no in range(REPORTS_OF_ONE + 1)]
    for each in found[:-1]:
        send(store, each, WISH, "one")
    with pytest.raises(KeepError, match="twice"):
        send(store, found[0], WISH, "one")
    with pytest.raises(KeepError, match="too_many"):
        send(store, found[-1], WISH, "one")
    old = utc_now() - timedelta(minutes=REPORTS_WINDOW_MINUTES + 1)
    with store.write() as conn:
        conn.execute(update(TABLE).values(sent_at=old))
    send(store, found[0], WISH, "one")
    with store.read() as conn:
        assert sorted(conn.execute(select(TABLE.c.sender)).scalars()) == ["", "", "", "", "", "one"]


def test_a_full_basket_of_marks_takes_no_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MARKS_WAITING", 1)
    found = yard(store, "y1")
    send(store, found, WISH, "a")
    with pytest.raises(KeepError, match="too_many"):
        send(store, found, WISH, "b")


def barrier(store: Store, tmp_path: Path, *kinds: str) -> list[str]:
    """An object of the register without anything in the way, and checked reports of barriers at it; ids of barriers."""
    path = tmp_path / "register.csv"
    path.write_text(f"{HEAD}\n{FULL},,76.945,43.238", "utf-8")
    assert import_source(store, "access_register", path).status == "ok"
    numbers = []
    for kind in kinds:
        number = send_report(store, ReportWish(kind, "Нет", "", "access_objects.a1", (76.945, 43.238)), "one")
        assert decide_report(store, MODERATOR, number, accept=True) is not None
        numbers.append(number)
    return numbers


def test_R081_a_barrier_removed_changes_barrier_and_object_and_both_keep_history(store: Store, tmp_path: Path) -> None:
    (number,) = barrier(store, tmp_path, "no_ramp")
    today = clock.today(store.city.timezone)
    assert [row.access_wheelchair for row in present(store, "access_objects")] == ["none"]
    assert remove_barrier(store, STAFF, number, today) is False
    assert remove_barrier(store, MODERATOR, number, today, "Построен  пандус") is True
    (row,) = present(store, "barriers")
    assert (row.state, row.fixed_at, row.valid_to, row.checked_by) == ("removed", today, today, "city_office")
    (place,) = present(store, "access_objects")
    assert (place.ramp, place.access_wheelchair, place.state, place.check_kind) == (
        "yes", "full", "access_full", "removal_check"
    )  # fmt: skip
    for layer, column, before in (("barriers", "state", ["open"]), ("access_objects", "ramp", ["yes", "none"])):
        table = store.tables[layer]
        with store.read() as conn:
            old = select(table.c[column]).where(table.c.known_to.is_not(None)).order_by(table.c.fid)
            assert list(conn.execute(old).scalars()) == before
    act = latest(store, MODERATOR)[0]
    assert (act.act, act.object_ref, act.day, act.note) == (
        "barrier_removed", f"barriers.{number}", today, "Построен пандус"
    )  # fmt: skip
    assert remove_barrier(store, MODERATOR, number, today) is False


def test_R081_an_item_stays_missing_while_another_barrier_of_it_stands(store: Store, tmp_path: Path) -> None:
    first, second = barrier(store, tmp_path, "no_ramp", "steep_ramp")
    today = clock.today(store.city.timezone)
    remove_barrier(store, MODERATOR, first, today)
    assert [row.ramp for row in present(store, "access_objects")] == ["steep"]
    remove_barrier(store, MODERATOR, second, today)
    assert [row.ramp for row in present(store, "access_objects")] == ["yes"]


def test_R081_a_removal_has_a_day_that_can_be(store: Store, tmp_path: Path) -> None:
    (number,) = barrier(store, tmp_path, "no_lift")
    today = clock.today(store.city.timezone)
    for day in (today + timedelta(days=5), today - timedelta(days=5)):
        with pytest.raises(KeepError, match="bad_day"):
            remove_barrier(store, MODERATOR, number, day)
    with pytest.raises(KeepError, match="bad_note"):
        remove_barrier(store, MODERATOR, number, today, "x" * 301)
    assert [row.state for row in present(store, "barriers")] == ["open"]


def test_a_door_that_is_wider_now_is_not_measured_yet() -> None:
    assert (there("narrow_door"), there("other_barrier")) == ({}, {})
    assert (there("steep_ramp"), there("no_sign")) == ({"ramp": "yes"}, {"sign_language": True})
