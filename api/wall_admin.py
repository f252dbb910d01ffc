"""Forms of those who run walls: the switch of emergency, playlists, keys; each asks the policy first."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, Response, g, redirect, request
from pydantic import ValidationError

from api import errors
from components.context import store
from components.document import plain_page
from config.i18n import LANGS
from config.limits import WALLS_MOST
from config.policy import VISITOR, Action, User, may
from config.records import Words
from config.walls import TAKES, WALLS, SceneRecord, WallRecord
from data import wall_alarms, wall_keys, walls
from data.queries import indicators
from data.wall_alarms import AlarmError, AlarmRecord
from data.wall_keys import ScreenKeyError

HOME = "/admin/walls"
_SEPARATORS = re.compile(r"[\s,;]+")
Door = Callable[..., Response]


def register(server: Flask) -> None:
    """Add the doors; all of them take forms only."""
    for path, name, door in (
        ("/emergency", "start", start), ("/emergency/end", "end", end), ("/keys", "key", make_key),
        ("/keys/<key_id>/revoke", "revoke", revoke), ("/new", "new", new), ("/<wall_id>/save", "save", save),
        ("/<wall_id>/back", "back", back),
    ):  # fmt: skip
        server.add_url_rule(HOME + path, f"wall_admin_{name}", door, methods=["POST"])


def _user() -> User:
    return cast(User, g.get("user", VISITOR))


def only(action: Action) -> Callable[[Door], Door]:
    """Let through who may do the action with walls; to the others the door does not exist."""

    def around(door: Door) -> Door:
        @wraps(door)
        def answer(*args: Any, **kwargs: Any) -> Response:
            return door(*args, **kwargs) if may(_user(), action, WALLS) else errors.answer(404)

        return answer

    return around


def _go(path: str = HOME, **query: str) -> Response:
    return cast(Response, redirect(path + (f"?{urlencode(query)}" if query else ""), 303))


def _by() -> str:
    return _user().name or ""


def _words(name: str) -> Words | None:
    """Words in three languages, or None when there are none; a missing language takes the first given one."""
    texts = {lang: request.form.get(f"{name}-{lang}", "").strip() for lang in LANGS}
    first = texts["ru"] or texts["kk"] or texts["en"]
    return Words(**{lang: text or first for lang, text in texts.items()}) if first else None


@only(Action.EDIT)
def start() -> Response:
    """Turn all walls to one scene."""
    form, scene = request.form, request.form.get("scene", "")
    with store().read() as conn:
        known = walls.playlists(conn, store().city)
    if scene and walls.scene_of(known, scene) is None:
        return _go(failed="scene")
    try:
        texts = wall_alarms.words_of({lang: form.get(f"text-{lang}", "") for lang in LANGS})
        wall_alarms.start(store(), AlarmRecord(texts=texts, scene=scene), form.get("why", ""), _by())
    except AlarmError as error:
        return _go(failed=error.key)
    return _go(done="started")


@only(Action.EDIT)
def end() -> Response:
    """Give the walls back to their playlists."""
    try:
        wall_alarms.end(store(), request.form.get("why", ""), _by())
    except AlarmError as error:
        return _go(failed=error.key)
    return _go(done="ended")


@only(Action.ADMINISTER)
def make_key() -> Response:
    """Make a key and show its address once, on a page that nothing keeps."""
    form, wall = request.form, request.form.get("wall", "")
    with store().read() as conn:
        known = walls.playlists(conn, store().city)
    if wall not in known:
        return errors.answer(404)
    try:
        rights = (form.get("role", ""), form.get("district") or None)
        secret, _ = wall_keys.make(store(), wall, form.get("place", ""), rights, _by())
    except ScreenKeyError as error:
        return _go(failed=error.key)
    address = f"{request.url_root.rstrip('/')}/wall/{wall}?token={secret}"
    page = plain_page(errors.lang(), g.get("theme", "light"), "wall_key", {"address": address})
    reply = Response(page, mimetype="text/html")
    reply.headers["Cache-Control"] = "no-store"
    return reply


@only(Action.ADMINISTER)
def revoke(key_id: str) -> Response:
    """Close a key."""
    return _go(done="revoked") if wall_keys.revoke(store(), key_id, _by()) else errors.answer(404)


@only(Action.ADMINISTER)
def new() -> Response:
    """Add a wall without scenes."""
    form = request.form
    with store().read() as conn:
        known = walls.playlists(conn, store().city)
    if form.get("id", "") in known:
        return _go(failed="taken")
    if len(known) >= WALLS_MOST:
        return _go(failed="walls")
    try:
        names = Words(**{lang: form.get(f"name-{lang}", "").strip() for lang in LANGS})
        wall = WallRecord(id=form.get("id", ""), names=names)
    except ValidationError:
        return _go(failed="record")
    walls.save(store(), wall, _by())
    return _go(f"{HOME}/{wall.id}")


@only(Action.ADMINISTER)
def save(wall_id: str) -> Response:
    """Keep a playlist as the form says."""
    with store().read() as conn:
        wall = walls.playlists(conn, store().city).get(wall_id)
    if wall is None:
        return errors.answer(404)
    try:
        changed = read_wall(wall)
    except (ValidationError, ValueError):
        return _go(f"{HOME}/{wall_id}", failed="record")
    if any(code not in known for scene in changed.scenes for known in [_known(scene)] for code in scene.codes):
        return _go(f"{HOME}/{wall_id}", failed="codes")
    walls.save(store(), changed, _by())
    return _go(f"{HOME}/{wall_id}", done="saved")


def _known(scene: SceneRecord) -> frozenset[str]:
    """Codes that a scene of this kind can name."""
    if TAKES[scene.kind] == "layers":
        return frozenset(store().layers)
    with store().read() as conn:
        return frozenset(entry.code for entry in indicators.catalogue(conn, store(), _user()))


@only(Action.ADMINISTER)
def back(wall_id: str) -> Response:
    """Give a wall back to the city's file."""
    with store().read() as conn:
        known = walls.playlists(conn, store().city)
    if wall_id not in known:
        return errors.answer(404)
    walls.give_back(store(), wall_id, _by())
    return _go(done="back")


def read_wall(wall: WallRecord) -> WallRecord:
    """The wall of the form. Raises ValidationError or ValueError for one that cannot be."""
    numbers = range(1, len(wall.scenes) + 1)
    parts = [f"s{no}" for no in numbers if f"s{no}-id" in request.form and not request.form.get(f"s{no}-remove")]
    parts.sort(key=lambda part: int(request.form.get(f"{part}-order", "99")))
    listed = [_scene(part) for part in parts]
    if request.form.get("new-kind"):
        listed.append(_added({scene.id for scene in listed}))
    langs = tuple(lang for lang in LANGS if request.form.get(f"lang-{lang}"))
    return WallRecord.model_validate({"id": wall.id, "names": _words("name"), "langs": langs, "scenes": listed})


def _codes(name: str) -> tuple[str, ...]:
    return tuple(code for code in _SEPARATORS.split(request.form.get(name, "").strip()) if code)


def _scene(part: str) -> SceneRecord:
    form = request.form
    return SceneRecord.model_validate({
        "id": form.get(f"{part}-id"), "kind": form.get(f"{part}-kind"), "seconds": int(form.get(f"{part}-seconds", "")),
        "enabled": bool(form.get(f"{part}-on")), "sensitivity": form.get(f"{part}-for"),
        "codes": _codes(f"{part}-codes"), "titles": _words(f"{part}-title"), "texts": _words(f"{part}-text"),
    })  # fmt: skip


def _added(taken: set[str]) -> SceneRecord:
    """A new scene under the first free name of its kind."""
    kind = request.form.get("new-kind", "")
    name = next(name for number in range(1, 100) if (name := f"{kind}-{number}") not in taken)
    texts = _words("new-text") if kind == "text" else None
    return SceneRecord.model_validate({"id": name, "kind": kind, "codes": _codes("new-codes"), "texts": texts})
