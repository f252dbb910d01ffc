"""Accounts: hashes, refusals, bounded tries, sessions that end."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from config.limits import (
    PASSWORD_MIN_CHARS,
    SIGN_IN_KEPT_DAYS,
    SIGN_IN_TRIES,
    SIGN_IN_TRIES_WIDE,
    SIGN_IN_WINDOW_MINUTES,
)
from config.policy import Role, User
from data import accounts, schema
from data.accounts import AccountError
from data.store import Store, utc_now
from tests.app_world import empty_store
from tests.cheap import REAL

PASSWORD, HOME = "correct horse battery", "127.0.0.1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = empty_store(tmp_path)
    with found.write() as conn:
        accounts.add_account(conn, "aigul", "analyst", None, PASSWORD)
        accounts.add_account(conn, "medeu.staff", "district_staff", "medeu", PASSWORD)
    yield found
    found.close()


def fail(store: Store, name: str = "aigul", address: str = HOME) -> str:
    with pytest.raises(AccountError) as caught:
        accounts.sign_in(store, name, "not the password", address)
    return caught.value.key


def test_R007_a_password_is_kept_as_an_argon2id_hash_only(store: Store) -> None:
    with store.read() as conn:
        kept = conn.execute(select(schema.account.c.password_hash)).scalars().all()
    assert all(text.startswith("$argon2id$") and PASSWORD not in text for text in kept)
    assert len(set(kept)) == len(kept)


def test_verify_knows_the_person_by_name_in_any_letters(store: Store) -> None:
    with store.read() as conn:
        assert accounts.verify(conn, " Aigul ", PASSWORD) == User("aigul", Role.ANALYST)
        assert accounts.verify(conn, "medeu.staff", PASSWORD) == User("medeu.staff", Role.DISTRICT_STAFF, "medeu")
        assert accounts.verify(conn, "aigul", PASSWORD + "x") is None
        assert accounts.verify(conn, "nobody", PASSWORD) is None


@pytest.mark.parametrize(
    ("name", "role", "district", "password", "key"),
    [
        ("a", "analyst", None, PASSWORD, "account.name"),
        ("имя", "analyst", None, PASSWORD, "account.name"),
        ("two words", "analyst", None, PASSWORD, "account.name"),
        ("AIGUL", "analyst", None, PASSWORD, "account.taken"),
        ("other", "king", None, PASSWORD, "account.role"),
        ("other", "visitor", None, PASSWORD, "account.role"),
        ("other", "district_staff", None, PASSWORD, "account.district_needed"),
        ("other", "analyst", "medeu", PASSWORD, "account.district_needed"),
        ("other", "district_staff", "nowhere", PASSWORD, "account.district"),
        ("other", "analyst", None, "x" * (PASSWORD_MIN_CHARS - 1), "account.password_length"),
        ("other", "analyst", None, "x" * 201, "account.password_length"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    store: Store, name: str, role: str, district: str | None, password: str, key: str
) -> None:
    with pytest.raises(AccountError) as caught, store.write() as conn:
        accounts.add_account(conn, name, role, district, password)
    assert caught.value.key == key
    with store.read() as conn:
        assert conn.execute(select(func.count()).select_from(schema.account)).scalar() == 2


def test_sign_in_says_who_it_is_and_notes_the_time(store: Store) -> None:
    found = accounts.sign_in(store, "aigul", PASSWORD, HOME)
    assert found == accounts.SignIn(User("aigul", Role.ANALYST), 0)
    with store.read() as conn:
        assert conn.execute(select(schema.account.c.signed_in_at).where(schema.account.c.name == "aigul")).scalar()
        assert accounts.holder(conn, "aigul", found.epoch) == found.user


def test_an_unknown_name_is_hashed_like_a_known_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    real = accounts._matches

    def watched(stored: str, given: str) -> bool:
        compared.append(stored)
        return real(stored, given)

    monkeypatch.setattr(accounts, "_HASHER", REAL)
    with store.write() as conn:
        accounts.add_account(conn, "dear", "analyst", None, PASSWORD)
    monkeypatch.setattr(accounts, "_matches", watched)
    assert fail(store, "nobody") == fail(store, "dear") == "account.wrong"
    unknown, known = (text.rsplit("$", 2)[0] for text in compared)
    assert unknown == known
    assert "$m=" in unknown


def test_R007_too_many_failures_close_the_door_for_the_pair_only(store: Store) -> None:
    assert [fail(store) for _ in range(SIGN_IN_TRIES)] == ["account.wrong"] * SIGN_IN_TRIES
    with pytest.raises(AccountError) as caught:
        accounts.sign_in(store, "aigul", PASSWORD, HOME)
    assert caught.value.key == "account.wait"
    assert 1 <= int(str(caught.value.values["minutes"])) <= SIGN_IN_WINDOW_MINUTES + 1
    assert accounts.sign_in(store, "aigul", PASSWORD, "127.0.0.2").user.name == "aigul"
    assert accounts.sign_in(store, "medeu.staff", PASSWORD, HOME).user.district == "medeu"


def shift(store: Store, back: timedelta) -> None:
    """Let time pass: all tries were made earlier."""
    table = schema.sign_in_try
    with store.write() as conn:
        for number, at in conn.execute(select(table.c.id, table.c.at)).all():
            conn.execute(update(table).where(table.c.id == number).values(at=at - back))


def test_the_door_opens_again_after_the_window(store: Store) -> None:
    for _ in range(SIGN_IN_TRIES):
        fail(store)
    shift(store, timedelta(minutes=SIGN_IN_WINDOW_MINUTES + 1))
    assert accounts.sign_in(store, "aigul", PASSWORD, HOME).user.name == "aigul"


def test_a_success_forgets_the_failures_before_it(store: Store) -> None:
    for _ in range(SIGN_IN_TRIES - 1):
        fail(store)
    accounts.sign_in(store, "aigul", PASSWORD, HOME)
    assert [fail(store) for _ in range(SIGN_IN_TRIES - 1)] == ["account.wrong"] * (SIGN_IN_TRIES - 1)


@pytest.mark.parametrize("same", ["address", "name"])
def test_one_address_or_one_name_cannot_be_tried_for_ever(store: Store, same: str) -> None:
    with store.write() as conn:
        rows = [
            {"name": "aigul" if same == "name" else f"n{i}", "address": HOME if same == "address" else f"10.0.0.{i}",
             "at": utc_now(), "ok": False}
            for i in range(SIGN_IN_TRIES_WIDE)
        ]  # fmt: skip
        conn.execute(schema.sign_in_try.insert(), rows)
    name, address = ("aigul", "10.9.9.9") if same == "name" else ("fresh", HOME)
    assert fail(store, name, address) == "account.wait"


def test_tries_of_long_ago_are_removed(store: Store) -> None:
    fail(store)
    shift(store, timedelta(days=SIGN_IN_KEPT_DAYS + 1))
    fail(store)
    with store.read() as conn:
        assert conn.execute(select(func.count()).select_from(schema.sign_in_try)).scalar() == 1


def test_another_password_ends_sessions_and_the_old_password(store: Store) -> None:
    before = accounts.sign_in(store, "aigul", PASSWORD, HOME)
    with store.write() as conn:
        epoch = accounts.set_password(conn, "aigul", "another long password")
    with store.read() as conn:
        assert accounts.holder(conn, "aigul", before.epoch) is None
        assert accounts.holder(conn, "aigul", epoch) == before.user
        assert accounts.verify(conn, "aigul", PASSWORD) is None
    with pytest.raises(AccountError) as caught, store.write() as conn:
        accounts.set_password(conn, "nobody", "another long password")
    assert caught.value.key == "account.unknown"


def test_a_closed_account_opens_nothing(store: Store) -> None:
    session = accounts.sign_in(store, "aigul", PASSWORD, HOME)
    with store.write() as conn:
        conn.execute(update(schema.account).where(schema.account.c.name == "aigul").values(active=False))
    assert fail(store) == "account.wrong"
    with pytest.raises(AccountError):
        accounts.sign_in(store, "aigul", PASSWORD, HOME)
    with store.read() as conn:
        assert accounts.holder(conn, "aigul", session.epoch) is None
