"""Security headers on every answer; cookies, language, theme and compression."""

import base64
import gzip
import hashlib
import re

import flask
import pytest
from dash import Dash

from tests.app_world import Visitor, make_app

PATHS = [
    "/",
    "/about",
    "/nothing",
    "/healthz",
    "/api/nothing",
    "/_dash-layout",
    "/_dash-dependencies",
    "/assets/base.css",
]


def directives(text: str) -> dict[str, str]:
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in text.split(";"))}


@pytest.mark.parametrize("path", PATHS)
def test_R007_every_answer_has_the_headers(visitor: Visitor, path: str) -> None:
    headers = visitor.get(path).headers
    policy = directives(headers["Content-Security-Policy"])
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == policy["form-action"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers
    assert headers["Cache-Control"]
    assert "werkzeug" not in headers.get("Server", "").lower()


def test_https_is_held_once_it_was_used(made: Dash) -> None:
    visitor = Visitor(made, **{"wsgi.url_scheme": "https"})
    assert "max-age=31536000" in visitor.get("/about").headers["Strict-Transport-Security"]


def test_every_inline_script_of_the_document_is_allowed_by_its_hash(visitor: Visitor) -> None:
    answer = visitor.get("/")
    allowed = directives(answer.headers["Content-Security-Policy"])["script-src"]
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", answer.text, re.DOTALL)
    running = [body for attributes, body in inline if "application/json" not in attributes]
    assert running
    for body in running:
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in allowed
    assert not re.search(r"\son[a-z]+=", answer.text)


def test_what_a_person_sees_is_not_kept_by_shared_caches(visitor: Visitor) -> None:
    assert "private" in visitor.get("/_dash-layout", headers={"Referer": "http://localhost/"}).headers["Cache-Control"]
    visitor.sign_in("official")
    for path in ("/", "/_dash-layout"):
        assert visitor.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "cookie", "accept", "expected"),
    [
        ("?lang=kk", "en", "ru", "kk"), ("?lang=xx", "en", "ru", "en"), ("", "kk", "en", "kk"),
        ("", None, "en-GB,en", "en"),
        ("", None, "kk;q=0.9, ru;q=0.5", "kk"), ("", None, "de", "ru"), ("", "nonsense", "", "ru"),
    ],
)  # fmt: skip
def test_language_by_address_cookie_browser_and_setting(
    visitor: Visitor, query: str, cookie: str | None, accept: str, expected: str
) -> None:
    if cookie:
        visitor.client.set_cookie("lang", cookie)
    answer = visitor.get(f"/about{query}", headers={"Accept-Language": accept})
    assert f'<html lang="{expected}"' in answer.text


def test_language_of_the_address_is_remembered(visitor: Visitor) -> None:
    assert '<html lang="kk"' in visitor.get("/about?lang=kk").text
    assert '<html lang="kk"' in visitor.get("/").text
    assert "Жүйе туралы" in visitor.words("/about")


def test_the_page_keeps_the_language_of_its_address(visitor: Visitor) -> None:
    visitor.client.set_cookie("lang", "ru")
    assert "About the system" in visitor.words("/about?lang=en")


@pytest.mark.parametrize(
    ("cookies", "theme", "wish"),
    [({}, "light", "auto"), ({"theme": "dark"}, "dark", "dark"), ({"theme_seen": "dark"}, "dark", "auto"),
     ({"theme": "light", "theme_seen": "dark"}, "light", "light"), ({"theme": "<b>"}, "light", "auto")],
)  # fmt: skip
def test_theme_by_wish_and_by_system(visitor: Visitor, cookies: dict[str, str], theme: str, wish: str) -> None:
    for name, value in cookies.items():
        visitor.client.set_cookie(name, value)
    assert f'data-bs-theme="{theme}" data-theme-wish="{wish}"' in visitor.get("/about").text


def test_a_theme_link_sets_the_cookie_and_keeps_the_page(visitor: Visitor) -> None:
    answer = visitor.get("/districts?a=1&theme=dark&b=2")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/districts?a=1&b=2")
    assert 'data-bs-theme="dark"' in visitor.get("/districts").text
    assert visitor.get("/districts?theme=pink").status_code == 200


def test_text_is_compressed_once(visitor: Visitor) -> None:
    page = visitor.get("/about", headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert b"<html" in gzip.decompress(page.data)
    for _ in ("compressed now", "kept from before"):
        style = visitor.get("/assets/base.css?m=1", headers={"Accept-Encoding": "gzip"})
        assert style.headers["Content-Encoding"] == "gzip"
        assert b"--accent" in gzip.decompress(style.data)


def test_behind_proxies_address_and_scheme_come_from_the_nearest(store: object, tmp_path: object) -> None:
    made = make_app(store, tmp_path, proxy_hops=1)  # type: ignore[arg-type]
    seen: list[tuple[str | None, bool]] = []

    made.server.before_request(lambda: seen.append((flask.request.remote_addr, flask.request.is_secure)))

    Visitor(made).get("/healthz", headers={"X-Forwarded-For": "9.9.9.9, 10.1.1.1", "X-Forwarded-Proto": "https"})
    assert seen == [("10.1.1.1", True)]


def test_without_a_proxy_nobody_chooses_their_address(made: Dash) -> None:
    seen: list[str | None] = []

    made.server.before_request(lambda: seen.append(flask.request.remote_addr))

    Visitor(made).get("/healthz", headers={"X-Forwarded-For": "9.9.9.9"})
    assert seen == ["127.0.0.1"]
