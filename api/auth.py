"""Sign-in, sign-out and change of password: plain forms that work without a script."""

from typing import cast
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, g, redirect, request

from api import errors, session
from components.context import store
from config.policy import VISITOR, User
from data import accounts

SIGN_IN, ACCOUNT = "/account/signin", "/account"


def safe_next(target: str | None) -> str:
    """A path of ours to go on to; anything that could lead elsewhere becomes the start page."""
    path = target or "/"
    parts = urlsplit(path)
    strange = parts.scheme or parts.netloc or not path.startswith("/") or path.startswith("//")
    if strange or "\\" in path or any(ord(sign) < 33 for sign in path) or parts.path.startswith(SIGN_IN):
        return "/"
    return path


def _go(path: str, **query: str) -> Response:
    """See another page; words of the outcome travel as a key."""
    return cast(Response, redirect(path + ("?" + urlencode(query) if query else ""), 303))


def _sign_in() -> Response:
    name, target = request.form.get("name", ""), safe_next(request.form.get("next"))
    try:
        found = accounts.sign_in(store(), name, request.form.get("password", ""), request.remote_addr or "")
    except accounts.AccountError as error:
        query = {"failed": error.key.removeprefix("account."), **({"next": target} if target != "/" else {})}
        if error.key == "account.wait":
            query["minutes"] = str(error.values["minutes"])
        return _go(SIGN_IN, **query)
    session.start(found)
    return _go(target)


def _sign_out() -> Response:
    user = cast(User, g.get("user", VISITOR))
    if user.name is not None:
        with store().write() as conn:
            accounts.end_sessions(conn, user.name)
    session.end()
    return _go("/")


def _password() -> Response:
    user = cast(User, g.get("user", VISITOR))
    if user.name is None:
        return _go(SIGN_IN, next=ACCOUNT)
    fresh = request.form.get("fresh", "")
    if fresh != request.form.get("again", ""):
        return _go(ACCOUNT, failed="differ")
    try:
        accounts.sign_in(store(), user.name, request.form.get("present", ""), request.remote_addr or "")
        with store().write() as conn:
            epoch = accounts.set_password(conn, user.name, fresh)
    except accounts.AccountError as error:
        return _go(ACCOUNT, failed=error.key.removeprefix("account."))
    session.start(accounts.SignIn(user, epoch))
    return _go(ACCOUNT, done="password")


def _needs_post() -> Response:
    return errors.answer(405)


def register(server: Flask) -> None:
    """Add the routes of accounts; the form of sign-in itself is a page."""
    server.add_url_rule(SIGN_IN, "account_sign_in", _sign_in, methods=["POST"])
    for path, view in (("/account/signout", _sign_out), ("/account/password", _password)):
        server.add_url_rule(path, f"account{path}", view, methods=["POST"])
        server.add_url_rule(path, f"account{path}_get", _needs_post, methods=["GET"])
