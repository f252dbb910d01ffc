"""Sign-in and sessions at the HTTP door: cookies, CSRF, rotation, lock-out, expiry, addresses to go on to."""

import time
from http.cookies import SimpleCookie

import pytest
from dash import Dash

from api.auth import safe_next
from api.session import CSRF_COOKIE, CSRF_FIELD, CSRF_HEADER
from config.limits import SIGN_IN_TRIES
from data import accounts
from data.store import Store
from tests.app_world import PASSWORD, Visitor, make_app

SESSION = "sitcenter"


def cookie_line(answer: object, name: str) -> str:
    lines = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith(name + "=")]  # type: ignore[attr-defined]
    assert len(lines) == 1, lines
    return str(lines[0])


def test_R007_sign_in_by_the_form_opens_a_session_and_goes_on(visitor: Visitor) -> None:
    answer = visitor.sign_in("analyst", next="/districts?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/districts?x=1")
    assert "analyst" in visitor.words("/account")


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(visitor: Visitor) -> None:
    line = cookie_line(visitor.sign_in("analyst"), SESSION)
    assert "HttpOnly" in line
    assert "SameSite=Lax" in line
    assert "Secure" not in line
    assert PASSWORD not in line


@pytest.mark.parametrize("how", ["setting", "https"])
def test_behind_https_cookies_are_secure(store: Store, tmp_path: object, how: str) -> None:
    made = make_app(store, tmp_path, secure_cookies=how == "setting")  # type: ignore[arg-type]
    visitor = Visitor(made, **({"wsgi.url_scheme": "https"} if how == "https" else {}))
    visitor.client.set_cookie(CSRF_COOKIE, "")
    page = visitor.get("/about")
    token = SimpleCookie(cookie_line(page, CSRF_COOKIE))[CSRF_COOKIE].value
    visitor.client.set_cookie(CSRF_COOKIE, token)
    answer = visitor.client.post(
        "/account/signin", data={CSRF_FIELD: token, "name": "analyst", "password": PASSWORD},
        environ_overrides=visitor.environ,
    )  # fmt: skip
    assert "Secure" in cookie_line(answer, SESSION)
    assert "Secure" in cookie_line(answer, CSRF_COOKIE)


def test_the_session_begins_under_another_id(visitor: Visitor) -> None:
    visitor.sign_in("analyst")
    with visitor.client.session_transaction() as first:
        before = first["sid"]
        first["planted"] = "by an attacker"
    visitor.sign_in("official")
    with visitor.client.session_transaction() as second:
        assert second["sid"] != before
        assert "planted" not in second


def test_the_csrf_token_changes_with_the_session(visitor: Visitor) -> None:
    before = visitor.token()
    visitor.sign_in("analyst")
    assert visitor.token() != before


@pytest.mark.parametrize("token", [None, "", "forged.token", "0" * 32 + "." + "0" * 64])
@pytest.mark.parametrize("cookie", [True, False])
def test_a_form_without_its_own_token_is_refused(visitor: Visitor, token: str | None, cookie: bool) -> None:
    real = visitor.token()
    if not cookie:
        visitor.client.delete_cookie(CSRF_COOKIE)
    elif token:
        visitor.client.set_cookie(CSRF_COOKIE, token)
    data = {"name": "analyst", "password": PASSWORD, **({} if token is None else {CSRF_FIELD: token})}
    answer = visitor.client.post("/account/signin", data=data)
    assert answer.status_code == 403
    assert f"{SESSION}=" not in str(answer.headers.getlist("Set-Cookie"))
    assert real not in answer.text


def test_a_token_of_another_session_is_refused(made: Dash, visitor: Visitor) -> None:
    other = Visitor(made)
    other.sign_in("analyst")
    visitor.sign_in("official")
    stolen = other.token()
    visitor.client.set_cookie(CSRF_COOKIE, stolen)
    assert visitor.client.post("/account/signout", data={CSRF_FIELD: stolen}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
     {"Origin": "null"}],
)  # fmt: skip
def test_a_post_from_another_site_is_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    answer = visitor.post("/account/signin", {"name": "analyst", "password": PASSWORD}, headers=headers)
    assert answer.status_code == 403


def test_a_post_from_our_own_page_passes(visitor: Visitor) -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert (
        visitor.post("/account/signin", {"name": "analyst", "password": PASSWORD}, headers=headers).status_code == 303
    )


def test_callbacks_need_the_token_too(visitor: Visitor) -> None:
    assert visitor.go("/about").status_code == 200
    body = {"output": "app-title.data", "inputs": [], "changedPropIds": []}
    refused = visitor.client.post("/_dash-update-component", json=body)
    assert refused.status_code == 403
    assert refused.get_json()["error"] == "csrf"


def test_an_unknown_callback_is_the_askers_fault(visitor: Visitor) -> None:
    headers = {CSRF_HEADER: visitor.token()}
    for body in ({"output": "nothing.children"}, [1], "text"):
        assert visitor.client.post("/_dash-update-component", json=body, headers=headers).status_code == 400
    bad = visitor.client.post("/_dash-update-component", data="{", headers=headers, content_type="application/json")
    assert bad.status_code == 400


def test_R007_the_door_closes_after_too_many_tries(visitor: Visitor) -> None:
    for _ in range(SIGN_IN_TRIES):
        answer = visitor.sign_in("analyst", "wrong password")
        assert "failed=wrong" in answer.headers["Location"]
    answer = visitor.sign_in("analyst")
    assert "failed=wait" in answer.headers["Location"]
    assert "Слишком много попыток" in visitor.words(answer.headers["Location"])
    assert "analyst" not in visitor.words("/account")


def test_wrong_name_and_wrong_password_look_the_same(visitor: Visitor) -> None:
    first = visitor.sign_in("analyst", "wrong password").headers["Location"]
    second = visitor.sign_in("nobody-here", "wrong password").headers["Location"]
    assert first == second


def test_a_stranger_cannot_choose_the_words_of_a_failure(visitor: Visitor) -> None:
    page = visitor.words("/account/signin?failed=<script>&minutes=<b>9</b>")
    assert "script" not in page
    page = visitor.words("/account/signin?failed=wait&minutes=<b>9</b>x")
    assert "9 мин" in page
    assert "<b>" not in page


def test_sign_out_ends_the_sessions_of_all_devices(made: Dash, visitor: Visitor) -> None:
    other = Visitor(made)
    visitor.sign_in("analyst")
    other.sign_in("analyst")
    assert visitor.post("/account/signout", {}).status_code == 303
    for each in (visitor, other):
        assert "Выйти" not in each.words("/account")


def test_a_changed_password_keeps_this_session_and_ends_others(made: Dash, visitor: Visitor) -> None:
    other = Visitor(made)
    visitor.sign_in("analyst")
    other.sign_in("analyst")
    fresh = "an even longer password"
    answer = visitor.post("/account/password", {"present": PASSWORD, "fresh": fresh, "again": fresh})
    assert answer.headers["Location"] == "/account?done=password"
    assert "Выйти" in visitor.words("/account")
    assert "Выйти" not in other.words("/account")
    assert "failed=wrong" in other.sign_in("analyst").headers["Location"]
    assert other.sign_in("analyst", fresh).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("given", "failed"),
    [
        ({"present": "wrong", "fresh": "x" * 20, "again": "x" * 20}, "wrong"),
        ({"present": PASSWORD, "fresh": "x" * 20, "again": "y" * 20}, "differ"),
        ({"present": PASSWORD, "fresh": "short", "again": "short"}, "password_length"),
    ],
)
def test_a_password_is_not_changed_by_mistake(visitor: Visitor, given: dict[str, str], failed: str) -> None:
    visitor.sign_in("analyst")
    answer = visitor.post("/account/password", given)
    assert answer.headers["Location"] == f"/account?failed={failed}"
    assert "Выйти" in visitor.words(answer.headers["Location"])
    assert Visitor(visitor.app).sign_in("analyst").headers["Location"] == "/"


def test_a_visitor_has_no_password_to_change(visitor: Visitor) -> None:
    answer = visitor.post("/account/password", {"present": "a", "fresh": "b", "again": "b"})
    assert answer.headers["Location"].startswith("/account/signin")


def test_a_session_ends_after_its_hours(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.sign_in("analyst")
    now = time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + 12 * 3600 - 60)
    assert "Выйти" in visitor.words("/account")
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + 12 * 3600 + 60)
    assert "Выйти" not in visitor.words("/account")


def test_a_session_of_a_closed_account_is_over(visitor: Visitor, store: Store) -> None:
    visitor.sign_in("analyst")
    with store.write() as conn:
        accounts.end_sessions(conn, "analyst")
    assert "Выйти" not in visitor.words("/account")


def test_a_session_signed_by_another_key_is_nothing(store: Store, tmp_path: object) -> None:
    mine = Visitor(make_app(store, tmp_path, secret="one key"))  # type: ignore[arg-type]
    theirs = Visitor(make_app(store, tmp_path, secret="another key"))  # type: ignore[arg-type]
    theirs.sign_in("admin")
    cookie = theirs.client.get_cookie(SESSION)
    assert cookie is not None
    mine.client.set_cookie(SESSION, cookie.value)
    assert "Выйти" not in mine.words("/account")


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "http:evil.example", "/\\evil.example", "\\\\evil.example",
     "javascript:alert(1)",
     "/\t/evil.example", "/%0d%0a\nx", "evil", "", None, "/account/signin", "/account/signin?next=/account/signin"],
)  # fmt: skip
def test_sign_in_leads_nowhere_outside(target: str | None) -> None:
    assert safe_next(target) == "/"


@pytest.mark.parametrize("target", ["/", "/map?l=schools", "/districts/medeu", "/indicators/eiu-place#values"])
def test_sign_in_leads_on_to_our_pages(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize("path", ["/account/signout", "/account/password"])
def test_accounts_change_by_post_only(visitor: Visitor, path: str) -> None:
    visitor.sign_in("analyst")
    assert visitor.get(path).status_code == 405
    assert "Выйти" in visitor.words("/account")
