"""Doors of walls: the page, its scenes as JSON, its pulse, and the exchange of a key for a cookie."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlencode

from dash import get_asset_url
from flask import Flask, Response, current_app, g, jsonify, redirect, request

from api import errors, session
from components import libraries
from components.badges import city_today
from components.context import Context, store
from components.wall import page, scenes
from config import __version__, clock, i18n
from config.icons import ensure_icons
from config.policy import VISITOR, User
from config.settings import ROOT
from config.walls import WallRecord
from data import wall_alarms, wall_keys, walls
from data.queries.kept import shelf_of
from data.queries.scope import row_scope
from data.usage import count
from data.wall_keys import ScreenKey

COOKIE, SALT, READER_SALT = "sitcenter_wall", "wall", "wall-reader"
# By it a page that was kept tells the last key of its browser from another one while the server is away.
KEY_COOKIE, KEY_SALT = "sitcenter_wall_key", "wall-key"
FIRST = "X-Wall-First"
FILES, KEEPER = ("wall/wall.js", "wall/wall.css"), "wall/keeper.js"


def register(server: Flask) -> None:
    """Add the doors."""
    server.add_url_rule("/wall", "wall_first", first)
    server.add_url_rule("/wall/keeper.js", "wall_keeper", keeper)
    server.add_url_rule("/wall/<wall_id>", "wall", shown)
    server.add_url_rule("/api/wall/<wall_id>", "wall_scenes", content)
    server.add_url_rule("/api/wall/<wall_id>/pulse", "wall_pulse", pulse)


@lru_cache(maxsize=1)
def program() -> str:
    """Mark of the running version: a wall whose page has another one loads itself anew."""
    files = b"".join((ROOT / "assets" / name).read_bytes() for name in (*FILES, KEEPER))
    return f"{__version__}-{hashlib.sha256(files).hexdigest()[:10]}"


def _signed(key_id: str) -> str:
    """What the cookie holds: the id of a key with our signature; the secret itself stays in no browser."""
    mark = hmac.new(str(current_app.secret_key).encode(), f"{SALT}|{key_id}".encode(), hashlib.sha256).hexdigest()
    return f"{key_id}.{mark}"


def _key() -> ScreenKey | None:
    """The key of this screen, as long as it opens."""
    sent = request.cookies.get(COOKIE, "")
    key_id = sent.partition(".")[0]
    if not key_id or not hmac.compare_digest(sent.encode(), _signed(key_id).encode()):
        return None
    with store().read() as conn:
        return wall_keys.by_id(conn, key_id)


def _mark(kind: str, *parts: object) -> str:
    """Mark of a reader, by which a browser tells whose scenes it kept; it says nothing about them by itself."""
    text = repr((READER_SALT, kind, *parts)).encode()
    return hmac.new(str(current_app.secret_key).encode(), text, hashlib.sha256).hexdigest()[:20]


def reader(wall_id: str) -> tuple[User, str]:
    """Who looks at a wall, and their mark: a person who signed in, else the role of this wall's key, else a visitor.

    The mark of a visitor is empty; it is another one with another name, right or key.
    """
    person = cast(User, g.get("user", VISITOR))
    if person.name is not None:
        return person, _mark("person", person)
    key = _key()
    if key is None or key.wall != wall_id:
        return VISITOR, ""
    wall_keys.used(store(), key)
    return key.reader, _mark("key", key.id, key.reader)


def _walls() -> dict[str, WallRecord]:
    with store().read() as conn:
        return walls.playlists(conn, store().city)


def _langs(wall: WallRecord) -> tuple[i18n.Lang, ...]:
    asked = request.args.get("lang", "")
    one = next((lang for lang in i18n.LANGS if lang == asked), None)
    return (one,) if one else wall.langs


def _first(found: Mapping[str, WallRecord]) -> str | None:
    """The wall of this screen's key, else the city's first one; None where there are no walls."""
    secret = request.args.get("token")
    with store().read() as conn:
        key = wall_keys.by_secret(conn, secret) if secret else _key()
    return key.wall if key is not None and key.wall in found else next(iter(found), None)


def first() -> Response:
    """The way to the wall that an address without one means."""
    name = _first(_walls())
    if name is None:
        return errors.answer(404)
    query = f"?{urlencode(list(request.args.items(multi=True)))}" if request.args else ""
    return _private(cast(Response, redirect(f"/wall/{name}{query}", 303)))


def _private(reply: Response) -> Response:
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _told(reply: Response, mark: str) -> Response:
    """Tell the browser whose scenes it may recall while the server is away: those of this reader, nobody else's."""
    name, path = session.WALL_READER, session.WALL_PATH
    if mark:
        person = cast(User, g.get("user", VISITOR)).name is not None
        age = session.settings().session_hours * 3600 if person else session.YEAR_SECONDS
        reply.set_cookie(name, mark, max_age=age, secure=session.secure(), samesite="Lax", path=path)
    else:
        reply.delete_cookie(name, path=path)
    return reply


def keeper() -> Response:
    """The script that keeps pages of walls in a browser; it reaches /wall and what is below, and no other page."""
    reply = Response((ROOT / "assets" / KEEPER).read_bytes(), mimetype="text/javascript")
    reply.headers["Cache-Control"] = "no-cache"
    reply.headers["Service-Worker-Allowed"] = session.WALL_PATH
    return reply


def _exchange(wall_id: str) -> Response:
    """A key in the address becomes a cookie and leaves the address; one that does not open changes nothing."""
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != "token"]
    target = f"/wall/{wall_id}" + (f"?{urlencode(rest)}" if rest else "")
    reply = _private(cast(Response, redirect(target, 303)))
    with store().read() as conn:
        key = wall_keys.by_secret(conn, request.args["token"])
    if key is not None and key.wall == wall_id:
        wall_keys.used(store(), key)
        reply.set_cookie(COOKIE, _signed(key.id), max_age=session.YEAR_SECONDS, secure=session.secure(), httponly=True,
                         samesite="Lax", path="/")  # fmt: skip
        _told(reply, "")
        last = hashlib.sha256(f"{KEY_SALT}|{request.args['token']}".encode()).hexdigest()[:20]
        reply.set_cookie(KEY_COOKIE, last, max_age=session.YEAR_SECONDS, secure=session.secure(), samesite="Lax",
                         path=session.WALL_PATH)  # fmt: skip
    return reply


def shown(wall_id: str) -> Response:
    """The page of a wall; a header says to which one /wall leads here, for starts without a server."""
    found = _walls()
    wall = found.get(wall_id)
    if wall is None:
        return errors.answer(404)
    if request.args.get("token"):
        return _exchange(wall_id)
    count(store(), "wall")
    script, style = (str(get_asset_url(name)) for name in FILES)  # type: ignore[no-untyped-call]  # no types in Dash
    styles = [*_sheets(), style]
    reply = Response(page.document(wall, _langs(wall), program(), styles, script), mimetype="text/html")
    reply.headers["Cache-Control"] = "private, no-cache"
    reply.headers[FIRST] = _first(found) or wall_id
    return _told(reply, reader(wall_id)[1])


def _sheets() -> list[str]:
    """Stylesheets of letters and icons; the wall needs no other library."""
    vendor = libraries.folder()
    if vendor is None:
        return []
    return libraries.styles(vendor, ensure_icons(vendor, session.settings().home))[1:]


def _stamp(who: User, wall: WallRecord, alarm: wall_alarms.Alarm | None, conn: Any) -> str:
    """Mark of all that a wall's scenes depend on; the same mark, the same scenes."""
    parts = (program(), repr(row_scope(who)), wall.model_dump_json(), walls.last_change(conn), alarm.id if alarm else 0,
             str(city_today(Context(store()))), sorted(store().versions(conn).items()))  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class _State:
    wall: WallRecord
    who: User
    mark: str
    alarm: wall_alarms.Alarm | None
    stamp: str


def _state(wall_id: str) -> _State | None:
    who, mark = reader(wall_id)
    with store().read() as conn:
        wall = walls.playlists(conn, store().city).get(wall_id)
        if wall is None:
            return None
        alarm = wall_alarms.present(conn)
        return _State(wall, who, mark, alarm, _stamp(who, wall, alarm, conn))


def pulse(wall_id: str) -> Response:
    """What a wall asks every few seconds: marks of its scenes, version and reader, if there is an emergency."""
    found = _state(wall_id)
    if found is None:
        return errors.hidden()
    marks = {"stamp": found.stamp, "program": program(), "reader": found.mark}
    return _private(jsonify({**marks, "alarm": found.alarm is not None}))


def content(wall_id: str) -> Response:
    """All scenes of a wall that its reader may see, in its languages, and the emergency if there is one."""
    found = _state(wall_id)
    if found is None:
        return errors.hidden()
    langs = _langs(found.wall)
    made = shelf_of(store()).get(
        ("wall", wall_id, langs, found.stamp), lambda: _content(found.wall, found.who, found.alarm, langs)
    )
    told = {**made, "stamp": found.stamp, "program": program(), "reader": found.mark}
    return _told(_private(jsonify(told)), found.mark)


def _content(
    wall: WallRecord, who: User, alarm: wall_alarms.Alarm | None, langs: tuple[i18n.Lang, ...]
) -> dict[str, Any]:
    rounds, alarms = {}, {}
    today = city_today(Context(store()))
    with store().read() as conn:
        known = walls.playlists(conn, store().city)
        scene = walls.scene_of(known, alarm.shown.scene) if alarm else None
        for lang in langs:
            ctx = Context(store(), who, lang, "dark", f"/wall/{wall.id}")
            rounds[lang] = [scenes.drawn(ctx, conn, each) for each in scenes.scenes_of(ctx, wall)]
            alarms[lang] = scenes.alarm_of(ctx, conn, alarm, scene) if alarm else None
    return {
        "wall": wall.id, "scenes": rounds, "alarm": alarms if alarm else None, "offset": _offset(),
        "days": {lang: i18n.date(lang, today, "long") for lang in langs}, "today": today.isoformat(),
    }  # fmt: skip


def _offset() -> int:
    """Minutes by which the clock of the city is before UTC now."""
    shift = clock.now(store().city.timezone).utcoffset()
    return int(shift.total_seconds() // 60) if shift else 0
