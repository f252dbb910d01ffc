"""Pictures that people sent: the door of their files, and the forms by which officials add and take back."""

from typing import cast
from urllib.parse import quote, urlencode

from flask import Flask, Response, redirect, request

from api import errors, forms
from api.errors import hidden
from api.layers import user
from components.badges import city_today
from components.context import current, store
from config.limits import PICTURE_KEPT_SECONDS
from data import pictures
from data.queries.objects import MAX_ID, get_object
from data.views import KeepError

ADD, BACK = "/feedback/picture", "/feedback/picture/back"


def register(server: Flask) -> None:
    """Add the doors."""
    server.add_url_rule("/picture/<number>", "picture_file", picture_file)
    server.add_url_rule("/picture/<number>/small", "picture_small", lambda number: picture_file(number, small=True))
    for path, view in ((ADD, _add), (BACK, _back)):
        server.add_url_rule(path, path, view, methods=["POST"])
        server.add_url_rule(path, f"{path}_get", _needs_post, methods=["GET"])


def _needs_post() -> Response:
    return errors.answer(405)


def picture_file(number: str, *, small: bool = False) -> Response:
    """A picture as JPEG; the one 404 for none, for one that waits or was taken back, for one of what is hidden.

    What everybody may see never changes under its address and is kept for a day; everything else is kept by nobody.
    """
    held = store()
    with held.read() as conn:
        found = pictures.opened(conn, held, number.replace("\0", ""), user())
        body = pictures.bytes_of(conn, found[0].id, small=small) if found is not None else None
    if found is None or body is None:
        return hidden()
    kept = f"public, max-age={PICTURE_KEPT_SECONDS}, immutable" if found[1] else "private, no-store"
    headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return Response(body, mimetype="image/jpeg", headers=headers)


def _go(public_id: str, **query: str) -> Response:
    return cast(Response, redirect(f"/o/{quote(public_id)}?{urlencode(query)}#pictures", 303))


def _add() -> Response:
    """A picture before or after from the page of its object; what is wrong is said there."""
    body = forms.picture()
    given = request.form.get("object", "").strip()[:MAX_ID]
    held = store()
    with held.read() as conn:
        found = get_object(conn, held, given, user())
    if found is None:
        return errors.answer(404)
    if not pictures.may_add(user(), found):
        return errors.answer(403)
    wish = pictures.Wish(request.form.get("which", ""), request.form.get("day", ""), body or b"")
    try:
        pictures.add(held, user(), found, wish, city_today(current()))
    except KeepError as error:
        return _go(found.public_id, pictured=error.key, which=wish.which[:10], day=wish.day[:10])
    return _go(found.public_id, pictured="added")


def _back() -> Response:
    """A picture that is shown is taken away by those who may."""
    if user().name is None:
        return errors.answer(403)
    gone = pictures.take_back(store(), user(), request.form.get("id", "").replace("\0", ""))
    return errors.answer(404) if gone is None else _go(gone.object_ref, pictured="removed")
