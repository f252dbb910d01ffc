"""Playlists, keys of screens and times of emergency in the store, on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from config.policy import Role, User
from config.walls import WallRecord
from data import schema, wall_alarms, wall_keys, walls
from data.store import Store, utc_now
from data.wall_alarms import AlarmError, AlarmRecord
from data.wall_keys import ScreenKeyError

WORDS = {"kk": "Қ", "ru": "Р", "en": "E"}
RIGHTS = (Role.OFFICIAL.value, None)


def hall(*kinds: str) -> WallRecord:
    scenes = [{"id": f"{kind}-{no}", "kind": kind} for no, kind in enumerate(kinds)]
    return WallRecord.model_validate({"id": "hall", "names": WORDS, "scenes": scenes})


def test_R103_a_changed_wall_goes_first_and_can_be_given_back(store: Store) -> None:
    shipped = {wall.id: wall for wall in store.city.walls}
    with store.read() as conn:
        assert walls.playlists(conn, store.city) == shipped
        assert walls.last_change(conn) == 0
    walls.save(store, hall("works"), "admin")
    walls.save(store, hall("works", "outages"), "admin")
    walls.save(store, hall("works").model_copy(update={"id": "own"}), "admin")
    with store.read() as conn:
        found = walls.playlists(conn, store.city)
        assert [scene.kind for scene in found["hall"].scenes] == ["works", "outages"]
        assert list(found) == ["hall", "lobby", "own"]
        assert found["lobby"] == shipped["lobby"]
        assert walls.scene_of(found, "hall/outages-1") == found["hall"].scenes[1]
        assert walls.scene_of(found, "hall/none") is None
        assert walls.scene_of(found, "no/none") is None
    walls.give_back(store, "hall", "other")
    walls.give_back(store, "own", "other")
    with store.read() as conn:
        assert walls.playlists(conn, store.city) == shipped
        log = walls.changes(conn, "hall")
    assert [(one.by, one.back) for one in log] == [("other", True), ("admin", False), ("admin", False)]


def test_R103_a_record_that_this_program_cannot_read_falls_back_to_the_shipped_one(store: Store) -> None:
    with store.write() as conn:
        row = {"wall": "hall", "record": '{"id": "hall", "kind": "of tomorrow"}', "changed_by": "x"}
        conn.execute(schema.wall_playlist.insert().values(**row, changed_at=utc_now()))
    with store.read() as conn:
        assert walls.playlists(conn, store.city)["hall"] == store.city.walls[0]


def test_R103_a_key_is_told_once_and_kept_as_a_hash(store: Store) -> None:
    secret, key = wall_keys.make(store, "hall", "  3rd  floor ", RIGHTS, "admin")
    assert (key.place, key.reader) == ("3rd floor", User(None, Role.OFFICIAL))
    with store.read() as conn:
        row = conn.execute(select(schema.wall_token)).mappings().one()
        assert secret not in {str(value) for value in row.values()}
        assert wall_keys.by_secret(conn, secret) == key
        assert wall_keys.by_secret(conn, secret + "x") is None
        assert wall_keys.by_id(conn, key.id) == key
    wall_keys.used(store, key)
    with store.read() as conn:
        seen = wall_keys.by_id(conn, key.id)
    assert seen is not None
    assert seen.used_at is not None
    assert wall_keys.revoke(store, key.id, "admin")
    assert not wall_keys.revoke(store, key.id, "admin")
    with store.read() as conn:
        assert wall_keys.by_secret(conn, secret) is None
        (closed,) = wall_keys.listed(conn)
    assert (closed.revoked_by, closed.open_at(utc_now())) == ("admin", False)


def test_R103_a_key_ends_by_itself(store: Store) -> None:
    secret, key = wall_keys.make(store, "hall", "x", RIGHTS, "admin")
    assert key.open_at(key.ends_at - timedelta(seconds=1))
    assert not key.open_at(key.ends_at)
    with store.write() as conn:
        conn.execute(schema.wall_token.update().values(ends_at=utc_now() - timedelta(seconds=1)))
    with store.read() as conn:
        assert wall_keys.by_secret(conn, secret) is None


@pytest.mark.parametrize(
    ("place", "rights", "fault"),
    [
        (" ", RIGHTS, "place"), ("x" * 101, RIGHTS, "place"), ("x", ("admin", None), "rights"),
        ("x", ("moderator", None), "rights"), ("x", ("nobody", None), "rights"),
        ("x", ("district_staff", None), "rights"),
        ("x", ("official", "medeu"), "rights"),
    ],
)  # fmt: skip
def test_R103_no_key_has_more_rights_than_a_reader(
    store: Store, place: str, rights: tuple[str, str | None], fault: str
) -> None:
    with pytest.raises(ScreenKeyError) as caught:
        wall_keys.make(store, "hall", place, rights, "admin")
    assert caught.value.key == fault


def test_R103_an_emergency_is_logged_with_who_and_why_on_and_off(store: Store) -> None:
    with store.read() as conn:
        assert wall_alarms.present(conn) is None
    texts = wall_alarms.words_of({"kk": "", "ru": " Сбор   в зале ", "en": ""})
    assert (texts.kk, texts.ru, texts.en) == ("Сбор в зале",) * 3
    first = wall_alarms.start(store, AlarmRecord(texts=texts), "drill", "duty")
    second = wall_alarms.start(store, AlarmRecord(texts=texts, scene="hall/outages"), "flood", "chief")
    with store.read() as conn:
        assert wall_alarms.present(conn) == second
    assert wall_alarms.end(store, "over", "duty")
    assert not wall_alarms.end(store, "over", "duty")
    with store.read() as conn:
        assert wall_alarms.present(conn) is None
        log = wall_alarms.log(conn)
    assert [(one.id, one.started_by, one.why, one.ended_by, one.why_ended) for one in log] == [
        (second.id, "chief", "flood", "duty", "over"), (first.id, "duty", "drill", "chief", "flood"),
    ]  # fmt: skip


def test_R103_an_emergency_without_words_or_reason_is_refused(store: Store) -> None:
    texts = wall_alarms.words_of({"en": "Meet in the hall"})
    for given in ({}, {"ru": "x" * 401}):
        with pytest.raises(AlarmError, match="texts"):
            wall_alarms.words_of(given)
    for why in ("", "  ", "x" * 401):
        with pytest.raises(AlarmError, match="why"):
            wall_alarms.start(store, AlarmRecord(texts=texts), why, "duty")
    wall_alarms.start(store, AlarmRecord(texts=texts), "drill", "duty")
    with pytest.raises(AlarmError, match="why"):
        wall_alarms.end(store, " ", "duty")
    with store.read() as conn:
        assert wall_alarms.present(conn) is not None
