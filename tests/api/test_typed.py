"""What a browser says it kept of a form is somebody's text: it comes back as text, or not at all."""

import base64
import json

import pytest
from flask import Flask, Response

from api import typed
from config.limits import TYPED_BYTES

DEEP = b"[" * 2_900


def cookie(body: bytes) -> str:
    return base64.urlsafe_b64encode(body).decode()


def read(value: str, form: str = "mark") -> dict[str, str]:
    with Flask(__name__).test_request_context("/", headers={"Cookie": f"{typed.COOKIE}={value}"}):
        return typed.kept(form)


@pytest.mark.parametrize(
    "value", ["", "é", "####", cookie(b"\xff\xfe"), cookie(b"{"), cookie(b"[1]"), cookie(b"null"), cookie(DEEP),
              cookie(b'{"form": "mark"}'), cookie(b'{"form": "mark", "values": ["a"]}')],
)  # fmt: skip
def test_a_cookie_that_is_not_ours_gives_nothing(value: str) -> None:
    assert read(value) == {}


def test_only_texts_of_the_same_form_come_back() -> None:
    found = cookie(json.dumps({"form": "mark", "values": {"said": "так", "mark": 2, "deep": {"a": 1}}}).encode())
    assert read(found) == {"said": "так"}
    assert read(found, "barrier") == {}


def test_a_long_text_is_cut_to_what_a_cookie_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed, "secure", lambda: False)
    with Flask(__name__).test_request_context("/"):
        reply = typed.keep(Response(), "mark", {"comment": "Я" * 5_000, "said": "stopped"})
    (kept,) = [part for part in reply.headers.getlist("Set-Cookie") if part.startswith(typed.COOKIE)]
    value = kept.split(";")[0].partition("=")[2].strip('"')
    assert len(value) <= TYPED_BYTES
    back = read(value)
    assert back["said"] == "stopped"
    assert set(back["comment"]) == {"Я"}
