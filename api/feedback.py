"""Forms around what residents send: a mark on a work, its check, its answer; the check of a report; a barrier gone."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import cast
from urllib.parse import quote, urlencode

from flask import Flask, Response, redirect, request

from api import errors, forms, typed
from api.layers import user
from components.context import store
from data import access_update, barrier_reports, gallery, marks
from data.marks import Wish
from data.moderation import answers_somewhere, may_decide
from data.queries.objects import MAX_ID, get_object
from data.views import KeepError

QUEUE = "/moderation"
# Shown with its picture, refused with it, shown without it.
VERDICTS = ("accept", "refuse", "bare")


def register(server: Flask) -> None:
    """Add the routes: every one takes a form, and nothing else."""
    doors: dict[str, Callable[[], Response]] = {
        "/feedback/mark": _mark, f"{QUEUE}/mark": _check_mark, f"{QUEUE}/report": _check_report,
        f"{QUEUE}/answer": _answer, f"{QUEUE}/barrier": _barrier, "/feedback/story": _story,
    }  # fmt: skip
    for path, view in doors.items():
        server.add_url_rule(path, path, view, methods=["POST"])
        server.add_url_rule(path, f"{path}_get", _needs_post, methods=["GET"])


def _needs_post() -> Response:
    return errors.answer(405)


def _go(path: str, anchor: str, **query: str) -> Response:
    return cast(Response, redirect(f"{path}?{urlencode(query)}#{anchor}", 303))


def _mark() -> Response:
    """A mark from the page of a work, perhaps with a picture; what is wrong is said there, with what was typed."""
    picture = forms.picture()
    given = request.form.get("object", "").strip()[:MAX_ID]
    with store().read() as conn:
        found = get_object(conn, store(), given, user())
    if found is None or not marks.takes_marks(found):
        return errors.answer(404)
    page = f"/o/{quote(found.public_id)}"
    if forms.trapped():
        return _go(page, "feedback", sent="ok")
    values = {name: request.form.get(name, "") for name in ("said", "mark", "comment")}
    try:
        _timely()
        marks.send(store(), found, Wish(**values), forms.sender("mark"), picture)
    except KeepError as error:
        return typed.keep(_go(page, "feedback", sent=error.key), found.public_id, values)
    return typed.forget(_go(page, "feedback", sent="ok"))


def _timely() -> None:
    if not forms.in_time(request.form.get(forms.BEGAN, "")):
        raise KeepError("too_soon")


def _check_mark() -> Response:
    return _decided("marks", partial(marks.decide, store(), user()))


def _check_report() -> Response:
    return _decided("reports", partial(barrier_reports.decide, store(), user()))


def _decided(anchor: str, decide: Callable[..., object | None]) -> Response:
    verdict = request.form.get("verdict", "")
    if not may_decide(user()):
        return errors.answer(403)
    if verdict not in VERDICTS:
        return errors.answer(400)
    number, show, bare = request.form.get("id", "").replace("\0", ""), verdict != VERDICTS[1], verdict == VERDICTS[2]
    try:
        found = decide(number, accept=show, picture=not bare)
    except KeepError as error:
        return _go(QUEUE, anchor, done=error.key)
    return _go(QUEUE, anchor, done="gone" if found is None else verdict)


def _answer() -> Response:
    if not answers_somewhere(user()):
        return errors.answer(403)
    given = [request.form.get(name, "").replace("\0", "") for name in ("id", "words", "body")]
    try:
        found = marks.answer(store(), user(), *given)
    except KeepError as error:
        return _go(QUEUE, "answers", done=error.key)
    return _go(QUEUE, "answers", done="gone" if found is None else "answered")


def _barrier() -> Response:
    if not may_decide(user()):
        return errors.answer(403)
    layer, _, object_id = request.form.get("object", "")[:MAX_ID].partition(".")
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        return _go(QUEUE, "barriers", done="bad_day")
    if layer != access_update.BARRIERS or "\0" in object_id:
        return errors.answer(400)
    try:
        gone = access_update.remove_barrier(store(), user(), object_id, day, request.form.get("note", ""))
    except KeepError as error:
        return _go(QUEUE, "barriers", done=error.key)
    return _go(QUEUE, "barriers", done="removed" if gone else "gone")


def _story() -> Response:
    """An official puts the story of a finished work into the gallery, or takes it out."""
    if not gallery.may_pick(user()):
        return errors.answer(403)
    layer, _, object_id = request.form.get("object", "")[:MAX_ID].partition(".")
    show = request.form.get("verdict", "") == VERDICTS[0]
    if layer != gallery.LAYER or not gallery.pick(store(), user(), object_id, show=show):
        return errors.answer(404)
    return _go(f"/o/{quote(f'{layer}.{object_id}')}", "story", done=gallery.PICKED if show else gallery.UNPICKED)
