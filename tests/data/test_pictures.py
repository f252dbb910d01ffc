"""Pictures of officials are shown and taken back, those of residents wait with what they came with; on both engines."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from config.limits import PICTURES_OF_OBJECT, PICTURES_WAITING
from config.policy import VISITOR, Role, User
from data import barrier_reports, marks, pictures
from data.moderation import latest
from data.pictures import TABLE, Wish
from data.queries.objects import CityObject, get_object
from data.queries.picture_addresses import addresses
from data.store import Store, utc_now
from data.views import KeepError
from tests.data.test_barrier_reports import WISH as REPORT
from tests.data.test_marks import WISH, yard
from tests.picture_world import photo

TODAY = date(2026, 11, 30)
OFFICIAL, MODERATOR = User("official", Role.OFFICIAL), User("moderator", Role.MODERATOR)
STAFF = User("staff", Role.DISTRICT_STAFF, "medeu")
GOOD = Wish("before", "2026-05-01", photo())


def rows(store: Store) -> list[Any]:
    with store.read() as conn:
        return list(conn.execute(select(TABLE).order_by(TABLE.c.at, TABLE.c.id)))


def opened(store: Store, number: str, user: User = VISITOR) -> bool | None:
    """Whether everybody may see the picture; None when the person may not."""
    with store.read() as conn:
        found = pictures.opened(conn, store, number, user)
        return None if found is None else found[1]


def add(store: Store, found: CityObject, wish: Wish = GOOD, user: User = OFFICIAL) -> str:
    number = pictures.add(store, user, found, wish, TODAY)
    assert number is not None
    return number


def test_R054_pictures_of_officials_are_shown_at_once_and_taken_back_for_good(store: Store) -> None:
    found = yard(store, "y1")
    after = add(store, found, Wish("after", "2026-06-30", photo()))
    before = add(store, found)
    with store.read() as conn:
        shown = pictures.of_objects(conn, ["yards.y1"])["yards.y1"]
        assert [(one.id, one.which, one.day) for one in shown] == [
            (before, "before", date(2026, 5, 1)), (after, "after", date(2026, 6, 30))
        ]  # fmt: skip
        assert (shown[0].origin, shown[0].width, shown[0].height) == ("official", 60, 40)
        assert set(pictures.of_layer(conn, "yards")) == {"yards.y1"}
        for small in (True, False):
            body = pictures.bytes_of(conn, before, small=small)
            assert body is not None
            assert body.startswith(b"\xff\xd8\xff")
    assert opened(store, before) is True
    assert pictures.take_back(store, MODERATOR, before) is None
    assert pictures.take_back(store, VISITOR, before) is None
    assert pictures.take_back(store, STAFF, before) is not None
    assert pictures.take_back(store, STAFF, before) is None
    gone = next(row for row in rows(store) if row.id == before)
    assert (gone.state, gone.image, gone.small, gone.decided_by) == ("refused", None, None, "staff")
    assert opened(store, before, OFFICIAL) is None
    acts = [(act.act, act.by_user, act.day) for act in latest(store, OFFICIAL)]
    assert acts[0] == ("picture_removed", "staff", date(2026, 5, 1))
    assert {act for act, _, _ in acts} == {"picture_added", "picture_removed"}


@pytest.mark.parametrize(("user", "may"), [
    (VISITOR, False), (User("r", Role.RESIDENT), False), (MODERATOR, False), (User("a", Role.ANALYST), False),
    (STAFF, True), (User("s", Role.DISTRICT_STAFF, "almaly"), False), (User("s", Role.DISTRICT_STAFF), False),
    (OFFICIAL, True), (User("o", Role.OFFICIAL, body="akimat"), True), (User("o", Role.OFFICIAL, body="other"), False),
    (User("x", Role.ADMIN), True),
])  # fmt: skip
def test_R054_pictures_come_from_the_body_and_the_district_of_a_work(store: Store, user: User, may: bool) -> None:
    found = yard(store, "y1")
    assert pictures.may_add(user, found) is may
    assert (pictures.add(store, user, found, GOOD, TODAY) is not None) is may
    assert len(rows(store)) == may


@pytest.mark.parametrize(("wish", "fault"), [
    (Wish("during", "2026-05-01", photo()), "picture_which"), (Wish("after", "", photo()), "picture_day"),
    (Wish("after", "2026-12-01", photo()), "picture_day"), (Wish("after", "1812-12-01", photo()), "picture_day"),
    (Wish("after", "2026-05-01", b""), "picture_empty"), (Wish("after", "2026-05-01", b"no"), "picture_kind"),
])  # fmt: skip
def test_R054_what_is_wrong_with_a_picture_is_told_and_nothing_kept(store: Store, wish: Wish, fault: str) -> None:
    with pytest.raises(KeepError) as error:
        pictures.add(store, OFFICIAL, yard(store, "y1"), wish, TODAY)
    assert (error.value.key, rows(store)) == (fault, [])


def test_R050_a_picture_of_a_resident_is_shown_with_its_mark_or_without_or_refused(store: Store) -> None:
    found = yard(store, "y1")
    numbers = [marks.send(store, found, WISH, sender, photo()) for sender in ("one", "two", "three")]
    with store.read() as conn:
        sent = pictures.of_sent(conn, [pictures.of_mark(number) for number in numbers], pictures.WAITING)
    one, two, three = (sent[pictures.of_mark(number)].id for number in numbers)
    assert [opened(store, one, user) for user in (VISITOR, STAFF, MODERATOR)] == [None, None, False]
    marks.decide(store, MODERATOR, numbers[0], accept=True)
    marks.decide(store, MODERATOR, numbers[1], accept=True, picture=False)
    marks.decide(store, MODERATOR, numbers[2], accept=False)
    assert [opened(store, number) for number in (one, two, three)] == [True, None, None]
    kept = {row.id: (row.state, row.image is None, row.small is None) for row in rows(store)}
    assert kept == {one: ("shown", False, False), two: ("refused", True, True), three: ("refused", True, True)}
    with store.read() as conn:
        assert len(marks.shown(conn, marks.Of())) == 2
        (shown,) = pictures.of_sent(conn, [pictures.of_mark(number) for number in numbers]).values()
    assert (shown.id, shown.which, shown.origin, shown.taken_on) == (one, "report", "user", None)
    assert pictures.take_back(store, STAFF, one) is None
    assert pictures.take_back(store, MODERATOR, one) is not None
    assert opened(store, one, MODERATOR) is None


def test_R050_a_mark_with_a_bad_picture_is_not_kept_and_one_sender_has_one_limit(store: Store) -> None:
    found = yard(store, "y1")
    with pytest.raises(KeepError, match="picture_kind"):
        marks.send(store, found, WISH, "one", b"no picture")
    with pytest.raises(KeepError, match="picture_empty"):
        marks.send(store, found, WISH, "one", b"")
    with store.read() as conn:
        assert conn.execute(select(marks.TABLE)).first() is None
    marks.send(store, found, WISH, "one", photo())
    with pytest.raises(KeepError, match="twice"):
        marks.send(store, found, WISH, "one", photo())
    assert len(rows(store)) == 1


def test_R081_the_picture_of_a_report_goes_with_its_barrier(store: Store) -> None:
    shown, bare = (barrier_reports.send(store, REPORT, sender, photo()) for sender in ("one", "two"))
    by = {row.about: row.id for row in rows(store)}
    first, second = by[pictures.of_report(shown)], by[pictures.of_report(bare)]
    assert [opened(store, first, user) for user in (VISITOR, STAFF, MODERATOR)] == [None, None, False]
    barrier_reports.decide(store, MODERATOR, shown, accept=True)
    barrier_reports.decide(store, MODERATOR, bare, accept=True, picture=False)
    assert [opened(store, number) for number in (first, second)] == [True, None]
    with store.read() as conn:
        ref = f"barriers.{shown}"
        assert get_object(conn, store, ref, VISITOR) is not None
        assert [one.id for one in pictures.of_objects(conn, [ref, f"barriers.{bare}"])[ref]] == [first]


def hide(store: Store, name: str) -> None:
    """A newer version of a yard is restricted."""
    table = store.tables["yards"]
    with store.write() as conn:
        own, now = table.c.object_id == name, utc_now() + timedelta(seconds=1)
        row = dict(conn.execute(select(table).where(own)).mappings().one())
        conn.execute(update(table).where(own).values(known_to=now))
        row.pop("fid")
        conn.execute(table.insert().values(**{**row, "sensitivity": "restricted", "known_from": now, "row_hash": "2"}))


def test_R026_a_picture_follows_the_sensitivity_of_the_last_version_of_its_object(store: Store) -> None:
    number = add(store, yard(store, "y1"))
    hide(store, "y1")
    other = User("s", Role.DISTRICT_STAFF, "almaly")
    seen = [opened(store, number, user) for user in (VISITOR, MODERATOR, other, STAFF, OFFICIAL)]
    assert seen == [None, None, None, False, False]
    assert [opened(store, wrong, OFFICIAL) for wrong in ("", "none", "' OR 1=1")] == [None, None, None]


def test_R026_files_name_pictures_as_their_door_opens_them(store: Store) -> None:
    found = yard(store, "y1")
    after, first, then = (add(store, found, Wish(which, day, photo())) for which, day in (
        ("after", "2026-06-30"), ("before", "2026-05-01"), ("before", "2026-05-02")))  # fmt: skip
    closed = add(store, yard(store, "y2"))
    hide(store, "y2")
    number = marks.send(store, found, WISH, "one", photo())

    def told(user: User) -> Any:
        with store.read() as conn:
            return addresses(conn, store, "yards", user)

    y1 = {"before": f"/picture/{first} /picture/{then}", "after": f"/picture/{after}", "report": ""}
    assert told(VISITOR) == {"y1": y1}
    marks.decide(store, MODERATOR, number, accept=True)
    with store.read() as conn:
        sent = pictures.of_sent(conn, [pictures.of_mark(number)])[pictures.of_mark(number)]
    y1["report"] = f"/picture/{sent.id}"
    assert told(OFFICIAL) == {"y1": y1, "y2": {"before": f"/picture/{closed}", "after": "", "report": ""}}
    for user in (VISITOR, STAFF, OFFICIAL):
        named = set(" ".join(" ".join(kinds.values()) for kinds in told(user).values()).split())
        assert named == {f"/picture/{row.id}" for row in rows(store) if opened(store, row.id, user) is not None}


def test_an_object_and_the_queue_have_a_limit_of_pictures(store: Store) -> None:
    found = yard(store, "y1")
    number = add(store, found)
    marks.send(store, found, WISH, "one", photo())
    with store.write() as conn:
        for state, most in (("shown", PICTURES_OF_OBJECT), ("waiting", PICTURES_WAITING)):
            row = dict(conn.execute(select(TABLE).where(TABLE.c.state == state)).mappings().one())
            conn.execute(TABLE.insert(), [{**row, "id": f"{state}{no}"} for no in range(most - 1)])
    with pytest.raises(KeepError, match="picture_full"):
        add(store, found)
    with pytest.raises(KeepError, match="too_many"):
        marks.send(store, yard(store, "y2"), WISH, "two", photo())
    with store.read() as conn:
        assert conn.execute(select(marks.TABLE).where(marks.TABLE.c.object_ref == "yards.y2")).first() is None
    assert opened(store, number) is True
