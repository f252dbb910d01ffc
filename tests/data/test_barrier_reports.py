"""Reports of residents: they wait unseen, a check makes them barriers and changes the object; too many are refused."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from config.limits import REPORTS_OF_ONE, REPORTS_WINDOW_MINUTES
from config.policy import VISITOR, Role, User
from data import barrier_reports
from data.access_update import missing
from data.barrier_reports import TABLE, Wish, decide, may_check, send, states, waiting
from data.loading.pipeline import import_source
from data.queries.items import Ask, select_items
from data.store import Store, utc_now
from data.views import KeepError
from tests.city_world import present

OFFICIAL = User("official", Role.OFFICIAL)
PLACE = (76.945, 43.238)
WISH = Wish("no_lift", "Лифт  стоит\nс весны", "Абая", "", PLACE)
HEAD = ("id,kind,name_ru,name_kk,name_en,address,object_ref,ramp,door_width_cm,lift,toilet,parking,tactile_path,"
        "sound_signal,visual_info,sign_language,staff_help,easy_signs,checked_at,checked_by,check_kind,check_note,lon,"
        "lat")  # fmt: skip
FULL = "a1,health,Поликлиника,,,Абая 1,schools.x,yes,92,да,да,да,да,да,да,да,да,да,2026-03-01,survey_team,survey"
HALF = "a2,sport,Зал,,,Абая 2,schools.y,steep,85,,,,нет,,,,,,2026-03-02,owner,survey"
ROWS = (f"{FULL},тайно,76.945,43.238", f"{HALF},,76.946,43.239")


@pytest.fixture
def register(store: Store, tmp_path: Path) -> Store:
    """A store with two objects of an official register."""
    path = tmp_path / "register.csv"
    path.write_text("\n".join((HEAD, *ROWS)), "utf-8")
    assert import_source(store, "access_register", path).status == "ok"
    return store


def shown(store: Store, user: User = VISITOR) -> list[dict[str, Any]]:
    with store.read() as conn:
        return select_items(conn, store, "barriers", user, Ask()).rows


def test_R080_an_official_register_gets_its_states_by_the_rule(register: Store) -> None:
    first, second = sorted(present(register, "access_objects"), key=lambda row: row.object_id)
    assert (first.state, first.access_wheelchair, first.access_mental) == ("access_full", "full", "full")
    found = (second.state, second.access_wheelchair, second.access_vision, second.access_hearing)
    assert found == ("access_partial", "partial", "none", "unknown")
    assert (first.origin, first.valid_from.isoformat(), first.lift) == ("official", "2026-03-01", True)
    with register.read() as conn:
        both = [select_items(conn, register, "access_objects", user, Ask()).rows[0] for user in (VISITOR, OFFICIAL)]
    seen, whole = both
    assert "check_note" not in seen
    assert whole["check_note"] == "тайно"


def test_an_unknown_code_of_a_ramp_is_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("\n".join((HEAD, *ROWS, ROWS[0].replace("a1,", "a3,").replace("yes", "painted"))), "utf-8")
    report = import_source(store, "access_register", path, dry_run=True)
    assert (report.counts.read, report.counts.refused) == (3, 1)


def test_R081_a_report_waits_unseen_until_somebody_checks_it(store: Store) -> None:
    number = send(store, WISH, "one")
    assert shown(store) == []
    assert shown(store, OFFICIAL) == []
    assert waiting(store, VISITOR) == []
    assert [(one.id, one.text, one.state) for one in waiting(store, OFFICIAL)] == [
        (number, "Лифт стоит с весны", "waiting")
    ]
    accepted = decide(store, OFFICIAL, number, accept=True)
    assert accepted is not None
    row = shown(store)[0]
    assert (row["kind"], row["state"], row["origin"], row["source"]) == ("no_lift", "open", "user", "barrier_reports")
    assert (row["barrier"], row["need"], row["checked_by"]) == ("Лифт стоит с весны", "wheelchair", "city_office")
    assert waiting(store, OFFICIAL) == []
    assert decide(store, OFFICIAL, number, accept=True) is None
    with store.read() as conn:
        assert states(conn) == {"accepted": 1}


def test_R081_a_second_report_leaves_the_first_one_standing(store: Store) -> None:
    for text in ("первый", 'второй, с запятой и "кавычками"'):
        number = send(store, Wish("other_barrier", text, "", "", PLACE), "one")
        decide(store, OFFICIAL, number, accept=True)
    assert sorted(row["barrier"] for row in shown(store)) == ['второй, с запятой и "кавычками"', "первый"]
    assert {row["need"] for row in shown(store)} == {"any"}


def test_R081_a_refused_report_is_shown_to_nobody(store: Store) -> None:
    number = send(store, WISH, "one")
    assert decide(store, OFFICIAL, number, accept=False) is not None
    assert (shown(store), waiting(store, OFFICIAL)) == ([], [])


def test_R081_a_checked_report_changes_the_state_of_its_object(register: Store) -> None:
    wish = Wish("no_ramp", "Пандус убрали", "", "access_objects.a1", PLACE)
    decide(register, OFFICIAL, send(register, wish, "one"), accept=True)
    now = {row.object_id: row for row in present(register, "access_objects")}
    assert len(now) == 2
    found = (now["a1"].ramp, now["a1"].access_wheelchair, now["a1"].access_vision, now["a1"].state)
    assert found == ("none", "none", "full", "access_partial")
    assert (now["a1"].checked_by, now["a1"].check_kind) == ("resident", "resident_check")
    table = register.tables["access_objects"]
    with register.read() as conn:
        old = conn.execute(select(table.c.ramp).where(table.c.object_id == "a1", table.c.known_to.is_not(None))).all()
    assert [row.ramp for row in old] == ["yes"]


def test_R081_a_report_on_an_object_that_is_gone_still_becomes_a_barrier(store: Store) -> None:
    wish = Wish("no_ramp", "Нет пандуса", "", "access_objects.gone", PLACE)
    decide(store, OFFICIAL, send(store, wish, "one"), accept=True)
    assert len(shown(store)) == 1


@pytest.mark.parametrize("role", list(Role))
def test_R081_those_who_moderate_decide(store: Store, role: Role) -> None:
    user = User(None if role is Role.VISITOR else role.value, role, "medeu" if role is Role.DISTRICT_STAFF else None)
    number = send(store, WISH, "one")
    editor = role in (Role.MODERATOR, Role.OFFICIAL, Role.ADMIN)
    assert may_check(user) is editor
    assert (decide(store, user, number, accept=False) is not None) is editor


@pytest.mark.parametrize(
    ("wish", "fault"),
    [
        (Wish("bribe", "x", at=PLACE), "bad_kind"), (Wish("", "x", at=PLACE), "bad_kind"),
        (Wish("no_lift", "  ", at=PLACE), "bad_text"), (Wish("no_lift", "x" * 1_001, at=PLACE), "bad_text"),
        (Wish("no_lift", "a\0b", at=PLACE), "bad_text"), (Wish("no_lift", "+7 701 123 45 67", at=PLACE), "private"),
        (Wish("no_lift", "x"), "bad_place"),
        (Wish("no_lift", "x", "y" * 201, at=PLACE), "bad_place"), (Wish("no_lift", "x", at=(999.0, 1.0)), "bad_place"),
    ],
)  # fmt: skip
def test_a_report_that_makes_no_sense_is_refused(wish: Wish, fault: str) -> None:
    with pytest.raises(KeepError) as caught:
        barrier_reports.judge(wish)
    assert caught.value.key == fault


def test_R081_one_sender_has_a_limit_and_is_forgotten_when_it_is_over(store: Store) -> None:
    for _ in range(REPORTS_OF_ONE):
        send(store, WISH, "one")
    with pytest.raises(KeepError, match="too_many"):
        send(store, WISH, "one")
    send(store, WISH, "another")
    old = utc_now() - timedelta(minutes=REPORTS_WINDOW_MINUTES + 1)
    with store.write() as conn:
        conn.execute(update(TABLE).where(TABLE.c.sender == "one").values(sent_at=old))
    send(store, WISH, "one")
    with store.read() as conn:
        senders = [row.sender for row in conn.execute(select(TABLE.c.sender))]
    assert sorted(senders) == ["", "", "", "", "", "another", "one"]


def test_a_full_basket_takes_no_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(barrier_reports, "REPORTS_WAITING", 2)
    send(store, WISH, "a")
    send(store, WISH, "b")
    with pytest.raises(KeepError, match="too_many"):
        send(store, WISH, "c")


def test_a_kind_of_barrier_says_what_is_missing() -> None:
    assert missing("no_ramp") == {"ramp": "none"}
    assert missing("steep_ramp") == {"ramp": "steep"}
    assert missing("narrow_door") == {"door_width_cm": None}
    assert missing("no_sign") == {"sign_language": False}
    assert missing("other_barrier") == {}
    assert missing("nonsense") == {}
