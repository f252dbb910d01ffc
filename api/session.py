"""Who asks, in which language and theme: the signed session, its CSRF token, and the cookies of preferences."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import cast
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Flask, Response, current_app, g, redirect, request, session
from flask.sessions import SecureCookieSessionInterface
from werkzeug.exceptions import BadRequest

from api import errors, forms
from components.context import store
from config import i18n
from config.limits import PICTURE_FORM_BYTES
from config.policy import VISITOR, User
from config.settings import Settings
from data import accounts
from data.store import utc_now

CSRF_COOKIE, CSRF_HEADER, CSRF_FIELD = "sitcenter_csrf", "X-CSRF-Token", "csrf_token"
LANG_COOKIE, THEME_COOKIE, SEEN_COOKIE = "lang", "theme", "theme_seen"
THEMES = ("light", "dark", "auto")
# Whose scenes a wall of this browser may recall without the server (api/walls.py); another session takes it away.
WALL_READER, WALL_PATH = "sitcenter_wall_reader", "/wall"
YEAR_SECONDS = 31_536_000
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
STATIC = ("/assets/", "/static/", "/vendor/", "/_dash-component-suites/", "/_favicon.ico", "/healthz")
SETTINGS = "sitcenter_settings"


class CookieSession(SecureCookieSessionInterface):
    """Flask's signed cookie, marked Secure by the setting or when the request came by https."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 -- Flask's own signature
        """Whether the cookie goes over https only."""
        return secure()


def settings() -> Settings:
    """Settings of the running application."""
    return cast(Settings, current_app.extensions[SETTINGS])


def secure() -> bool:
    """Whether cookies of this answer are for https only."""
    return settings().secure_cookies or request.is_secure


def put_cookie(response: Response, name: str, value: str, *, readable: bool = False) -> None:
    """Set a cookie of a year that scripts cannot read unless it is meant for them."""
    response.set_cookie(
        name, value, max_age=YEAR_SECONDS, secure=secure(), httponly=not readable, samesite="Lax", path="/"
    )


def _signature(nonce: str) -> str:
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"csrf|{nonce}|{session.get('sid', '')}".encode(), hashlib.sha256).hexdigest()


def new_token() -> str:
    """A CSRF token bound to the present session."""
    nonce = secrets.token_hex(16)
    return f"{nonce}.{_signature(nonce)}"


def _token_holds(token: str) -> bool:
    nonce, _, signature = token.partition(".")
    return hmac.compare_digest(signature, _signature(nonce))


def csrf_token() -> str:
    """Token of this request: the cookie's when it holds, else a new one that the answer will set."""
    if "csrf" not in g:
        sent = request.cookies.get(CSRF_COOKIE, "")
        g.csrf = sent if sent and _token_holds(sent) else new_token()
    return str(g.csrf)


def start(found: accounts.SignIn) -> None:
    """Begin a session under a new id: nothing of the one before is carried over."""
    session.clear()
    session.permanent = True
    session.update(sid=secrets.token_hex(16), name=found.user.name, epoch=found.epoch, at=utc_now().isoformat())
    g.user = found.user
    g.csrf, g.other_reader = new_token(), True


def end() -> None:
    """Forget the session in this browser."""
    session.clear()
    g.user = VISITOR
    g.csrf, g.other_reader = new_token(), True


def _person() -> User:
    name, epoch = session.get("name"), session.get("epoch")
    if not isinstance(name, str) or not isinstance(epoch, int):
        return VISITOR
    with store().read() as conn:
        found = accounts.holder(conn, name, epoch)
    if found is None:
        session.clear()
        return VISITOR
    return found


def referred() -> tuple[str, dict[str, str]] | None:
    """Path and query of the page of ours from which this request was made, or None."""
    parts = urlsplit(request.referrer or "")
    if not parts.path or parts.netloc != request.host:
        return None
    return parts.path, {k: v[-1] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}


def _language() -> i18n.Lang:
    asked = request.args.get("lang") or ((from_page := referred()) and from_page[1].get("lang"))
    for found in (asked, request.cookies.get(LANG_COOKIE)):
        if found in i18n.LANGS:
            return found
    best = request.accept_languages.best_match(i18n.LANGS)
    return cast("i18n.Lang", best or settings().lang)


def _identify() -> Response | None:
    """Put the person, language and theme of the request into `flask.g`."""
    g.lang = _language()
    wish = request.cookies.get(THEME_COOKIE, "auto")
    g.theme_wish = wish if wish in THEMES else "auto"
    seen = request.cookies.get(SEEN_COOKIE)
    g.theme = g.theme_wish if g.theme_wish != "auto" else "dark" if seen == "dark" else "light"
    if request.path.startswith(STATIC):
        return None
    g.user = _person()
    return _chosen_theme()


def _chosen_theme() -> Response | None:
    """A link with `?theme=` sets the cookie and leads to the same address without it."""
    wish = request.args.get("theme")
    if request.method != "GET" or wish not in THEMES or errors.for_machines(request.path):
        return None
    rest = [(k, v) for k, v in request.args.items(multi=True) if k != "theme"]
    answer = cast(Response, redirect(request.path + ("?" + urlencode(rest) if rest else ""), 303))
    put_cookie(answer, THEME_COOKIE, wish, readable=True)
    return answer


def _same_site() -> bool:
    """Whether the browser says the request comes from a page of ours (or says nothing, as machines do)."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _guard() -> Response | None:
    """Refuse unsafe methods without a token of this session or from another site's page."""
    if request.method in SAFE_METHODS:
        return None
    if request.path in forms.PICTURES:
        request.max_content_length = PICTURE_FORM_BYTES
    sent = request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD, "")
    kept = request.cookies.get(CSRF_COOKIE, "")
    holds = bool(sent) and hmac.compare_digest(sent, kept) and _token_holds(kept)
    return None if holds and _same_site() else errors.answer(403, "csrf")


def _known_callback() -> Response | None:
    """A callback request that names no callback is the sender's fault, not ours."""
    if request.path != "/_dash-update-component" or request.method != "POST":
        return None
    body = request.get_json()
    known = current_app.extensions.get("sitcenter_callbacks")
    if not isinstance(body, dict) or (known is not None and body.get("output") not in known):
        raise BadRequest
    return None


def _cookies(response: Response) -> Response:
    if request.path.startswith(STATIC) or response.status_code == 304:
        return response
    if "other_reader" in g:
        response.delete_cookie(WALL_READER, path=WALL_PATH)
    if response.mimetype == "text/html" or "csrf" in g:
        token = csrf_token()
        if request.cookies.get(CSRF_COOKIE) != token:
            put_cookie(response, CSRF_COOKIE, token, readable=True)
        asked = request.args.get("lang")
        if asked in i18n.LANGS and request.cookies.get(LANG_COOKIE) != asked:
            put_cookie(response, LANG_COOKIE, asked)
    # A door that says "public" gives everybody the same, as the tiles of an open layer.
    if g.get("user", VISITOR).name is not None and not response.cache_control.public:
        response.headers["Cache-Control"] = "no-store"
    return response


def install(server: Flask, found: Settings, secret: str) -> None:
    """Give a server sessions, preferences and the guard; before any route is called."""
    server.secret_key = secret
    server.session_interface = CookieSession()
    server.extensions[SETTINGS] = found
    server.config.update(
        SESSION_COOKIE_NAME="sitcenter", SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=found.session_hours), SESSION_REFRESH_EACH_REQUEST=False,
    )  # fmt: skip
    server.before_request(_identify)
    server.before_request(_guard)
    server.before_request(_known_callback)
    server.after_request(_cookies)
