"""Forms around what residents send, and the queue: for whom, what they show, what programs and hurried people get."""

from datetime import date
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from dash import Dash
from sqlalchemy import select

from api.forms import in_time, stamp
from config import i18n
from data import barrier_reports, marks
from data.marks import TABLE
from data.store import Store
from tests.app_world import Visitor, nodes

HOUR = 3_600
QUEUE = "/moderation"
DECIDERS, ANSWERERS = {"moderator", "official", "admin"}, {"district_staff", "official", "admin"}
ROLES = ("resident", "moderator", "district_staff", "analyst", "official", "admin")
DOORS = ("/feedback/mark", "/moderation/mark", "/moderation/report", "/moderation/answer", "/moderation/barrier")


def work(store: Store, no: int = 0, layer: str = "works") -> str:
    table = store.tables[layer]
    query = select(table.c.object_id).where(table.c.district == "medeu").order_by(table.c.object_id)
    with store.read() as conn:
        return f"{layer}.{list(conn.execute(query.limit(no + 1)).scalars())[no]}"


def sent(made: Dash, address: str, ref: str, **changes: str) -> str:
    """What came of a mark sent from an address of the net; it was filled in for a minute."""
    visitor = Visitor(made, REMOTE_ADDR=address)
    with made.server.app_context():
        began = stamp(time() - 60)
    form = {"object": ref, "said": "stopped", "mark": "2", "comment": "Стоит", "began": began, **changes}
    answer = visitor.post("/feedback/mark", form)
    if answer.status_code != 303:
        return str(answer.status_code)
    return parse_qs(urlsplit(answer.headers["Location"]).query)["sent"][0]


def kept(store: Store, ref: str) -> list[Any]:
    with store.read() as conn:
        return list(conn.execute(TABLE.select().where(TABLE.c.object_ref == ref, TABLE.c.origin == "user")))


def test_R050_a_mark_goes_through_the_form_and_is_shown_after_the_check(made: Dash, store: Store) -> None:
    ref = work(store)
    assert sent(made, "10.1.0.1", ref, comment="Яма у подъезда") == "ok"
    (row,) = kept(store, ref)
    assert "Яма у подъезда" not in Visitor(made).words(f"/o/{ref}")
    moderator = Visitor(made)
    moderator.sign_in("moderator")
    assert "Яма у подъезда" in moderator.words(QUEUE)
    answer = moderator.post("/moderation/mark", {"id": row.id, "verdict": "accept"})
    assert answer.headers["Location"].endswith("/moderation?done=accept#marks")
    staff = Visitor(made)
    staff.sign_in("district_staff")
    assert "Яма у подъезда" in staff.words(QUEUE)
    reply = staff.post("/moderation/answer", {"id": row.id, "words": "Заделаем к маю", "body": "akimat"})
    assert reply.headers["Location"].endswith("done=answered#answers")
    shown = Visitor(made).words(f"/o/{ref}")
    assert "Яма у подъезда" in shown
    assert "Заделаем к маю" in shown
    for account in ("moderator", "district_staff"):
        assert account not in shown
    assert "Яма у подъезда" in Visitor(made).words("/works?d=medeu")


def test_R050_the_form_needs_its_mark_its_time_and_no_trap(made: Dash, store: Store) -> None:
    ref = work(store, 1)
    assert Visitor(made).client.post("/feedback/mark", data={"object": ref, "said": "stopped"}).status_code == 403
    assert sent(made, "10.1.0.2", ref, began="") == "too_soon"
    assert sent(made, "10.1.0.2", ref, website="http://spam") == "ok"
    assert sent(made, "10.1.0.2", ref, said="bribe") == "bad_said"
    assert sent(made, "10.1.0.2", ref, comment="8 701 123 45 67") == "private"
    assert sent(made, "10.1.0.2", "schools.none") == "404"
    assert sent(made, "10.1.0.2", "cameras.demo-cam-0001") == "404"
    assert kept(store, ref) == []
    assert sent(made, "10.1.0.2", ref) == "ok"
    assert sent(made, "10.1.0.2", ref) == "twice"


def test_R050_too_many_marks_of_one_are_refused(made: Dash, store: Store) -> None:
    found = [sent(made, "10.1.0.3", work(store, 10 + no)) for no in range(6)]
    assert found == ["ok"] * 5 + ["too_many"]


def test_a_stamp_holds_from_seconds_to_a_day_and_only_ours(made: Dash) -> None:
    with made.server.app_context():
        held = stamp(1_000_000)
        found = [in_time(held, 1_000_000 + passed) for passed in (1, 3, HOUR, 24 * HOUR, 25 * HOUR)]
        assert found == [False, True, True, True, False]
        began, _, signature = held.partition(".")
        for wrong in ("", "x", f"{int(began) - HOUR}.{signature}", f"²{held}", f"{began}.", "1000000"):
            assert not in_time(wrong, 1_000_060)


@pytest.mark.parametrize("role", ROLES)
def test_R050_the_queue_and_its_doors_are_for_those_who_decide_or_answer(made: Dash, store: Store, role: str) -> None:
    wish = barrier_reports.Wish("no_lift", f"секрет {role}", "", "", (76.945, 43.238))
    number = barrier_reports.send(store, wish, role)
    visitor = Visitor(made)
    visitor.sign_in(role)
    assert visitor.get(QUEUE).status_code == (200 if role in DECIDERS | ANSWERERS else 404)
    assert (f"секрет {role}" in visitor.words(QUEUE)) is (role in DECIDERS)
    assert f"секрет {role}" not in visitor.words("/inclusion")
    assert (f"{QUEUE}#reports" in str(visitor.layout("/inclusion"))) is (role in DECIDERS)
    deciding = {
        "/moderation/mark": {"id": "none", "verdict": "accept"},
        "/moderation/report": {"id": "none", "verdict": "refuse"},
        "/moderation/barrier": {"object": "barriers.none", "day": "2026-01-01"},
    }
    for path, form in deciding.items():
        assert visitor.post(path, form).status_code == (303 if role in DECIDERS else 403), path
    reply = visitor.post("/moderation/answer", {"id": "none", "words": "Да", "body": "akimat"})
    assert reply.status_code == (303 if role in ANSWERERS else 403)
    answer = visitor.post("/moderation/report", {"id": number, "verdict": "accept"})
    assert ("done=accept" in answer.headers.get("Location", "")) is (role in DECIDERS)


def test_hostile_forms_of_the_queue_are_answered_calmly(made: Dash) -> None:
    visitor = Visitor(made)
    visitor.sign_in("admin")
    assert visitor.post("/moderation/mark", {"id": "x", "verdict": "maybe"}).status_code == 400
    assert "done=bad_day" in visitor.post("/moderation/barrier", {"object": "barriers.x"}).headers["Location"]
    assert visitor.post("/moderation/barrier", {"object": "schools.x", "day": "2026-01-01"}).status_code == 400
    assert "done=gone" in visitor.post("/moderation/mark", {"id": "\0", "verdict": "accept"}).headers["Location"]
    assert visitor.get(f"{QUEUE}?done=<b>&body=' OR 1=1").status_code == 200
    for path in DOORS:
        assert visitor.get(path).status_code == 405


def test_R081_a_barrier_is_removed_by_the_form_on_its_page(made: Dash, store: Store) -> None:
    table = store.tables["barriers"]
    with store.read() as conn:
        query = select(table.c.object_id).where(table.c.state == "open", table.c.kind == "no_lift")
        object_id = conn.execute(query.limit(1)).scalar_one()
    page = f"/o/barriers.{object_id}"
    moderator, official = Visitor(made), Visitor(made)
    moderator.sign_in("moderator")
    official.sign_in("official")
    assert "/moderation/barrier" in str(moderator.layout(page))
    assert "/moderation/barrier" not in str(Visitor(made).layout(page))
    form = {"object": f"barriers.{object_id}", "day": "2026-11-29", "note": "акт 12"}
    assert "done=removed" in moderator.post("/moderation/barrier", form).headers["Location"]
    assert "/moderation/barrier" not in str(moderator.layout(page))
    shown = Visitor(made).words(page)
    assert i18n.date("ru", date(2026, 11, 29)) in shown
    assert "акт 12" not in shown
    assert "акт 12" in official.words(QUEUE)


def test_R050_a_form_stands_on_works_and_on_nothing_else(made: Dash, store: Store) -> None:
    for layer in marks.LAYERS:
        found = nodes(Visitor(made).layout(f"/o/{work(store, 0, layer)}"))
        assert any(node["props"].get("action") == "/feedback/mark" for node in found), layer
    assert "/feedback/mark" not in str(Visitor(made).layout(f"/o/{work(store, 0, 'schools')}"))


def test_R071_an_official_picks_the_story_of_a_finished_work(made: Dash, store: Store) -> None:
    table = store.tables["budget_works"]
    query = select(table.c.object_id).where(table.c.fact_end.is_not(None), table.c.story != "")
    with store.read() as conn:
        object_id = conn.execute(query.order_by(table.c.fact_end, table.c.object_id).limit(1)).scalar_one()
    ref = f"budget_works.{object_id}"
    official, moderator = Visitor(made), Visitor(made)
    official.sign_in("official")
    moderator.sign_in("moderator")
    assert "/feedback/story" in str(official.layout(f"/o/{ref}"))
    assert "/feedback/story" not in str(moderator.layout(f"/o/{ref}"))
    form = {"object": ref, "verdict": "accept"}
    assert moderator.post("/feedback/story", form).status_code == 403
    assert f"/o/{ref}" not in str(Visitor(made).layout("/budget"))
    assert "done=picked" in official.post("/feedback/story", form).headers["Location"]
    assert f"/o/{ref}" in str(Visitor(made).layout("/budget"))
    assert "в галерее" in Visitor(made).words("/budget")
    official.post("/feedback/story", {**form, "verdict": "refuse"})
    assert "в галерее" not in Visitor(made).words("/budget")
    assert official.post("/feedback/story", {**form, "object": "budget_works.none"}).status_code == 404
