"""Forms of values that officials enter: one value, a filled table, sending, taking back, the second pair of eyes."""

import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import wraps
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request

from api import errors
from api.errors import lang
from api.layers import user
from components.context import store
from components.entry import reading
from config.limits import ENTRY_REASON_CHARS
from data.entry import proposals, review, sheet
from data.entry.check import KINDS, PERIOD_KINDS, Wish, tidy_reason
from data.entry.desks import desk_of, own_desks, reviewed_desks
from data.entry.proposals import EntryError, city_today
from data.periods import parse
from reports.entry_template import Wanted, template

PAGE, REVIEW = "/entry", "/entry/review"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SENT_CHARS = 200


def register(server: Flask) -> None:
    """Add the routes."""
    views = {"propose": _propose, "upload": _upload, "send": _send, "withdraw": _withdraw, "seen": _seen,
             "decide": _decide}  # fmt: skip
    for name, view in views.items():
        server.add_url_rule(f"{PAGE}/{name}", f"entry_{name}", view, methods=["POST"])
        server.add_url_rule(f"{PAGE}/{name}", f"entry_{name}_get", _needs_post, methods=["GET"])
    server.add_url_rule(f"{PAGE}/template.xlsx", "entry_template", _template, methods=["GET"])


def _needs_post() -> Response:
    return errors.answer(405)


def _go(path: str, anchor: str = "", **query: str) -> Response:
    said = urlencode({name: value for name, value in query.items() if value})
    return cast(Response, redirect(f"{path}?{said}" + (f"#{anchor}" if anchor else ""), 303))


def entering(door: Callable[[], Response]) -> Callable[[], Response]:
    """For those who enter values at some desk; for all others there is no such door."""

    @wraps(door)
    def answer() -> Response:
        return door() if own_desks(store().city, user()) else errors.answer(404)

    return answer


def _sent(name: str, most: int = SENT_CHARS) -> str:
    return request.form.get(name, "").replace("\0", "")[:most]


@entering
def _propose() -> Response:
    reason = tidy_reason(request.form.get("reason", ""))
    # The chosen way is that of the signs that were asked about: another number is read anew.
    way = reading.asked_way(_sent("way")) if _sent("asked") == _sent("value") else None
    wish = Wish(_sent("kind"), _sent("period"), _sent("value"), reason, way)
    place, draft = (_sent("body"), _sent("line", 600)), _sent("what") == "draft"
    typed = {"body": place[0], "line": place[1], "kind": wish.kind, "period": wish.period, "value": wish.value,
             "way": way or "", "reason": reason[: ENTRY_REASON_CHARS + 1]}  # fmt: skip
    try:
        proposals.enter(store(), user(), place, wish, request.form.get("nonce", ""), draft=draft)
    except EntryError as error:
        return errors.answer(404) if error.key == "not_yours" else _go(PAGE, "form", failed=error.key, **typed)
    return _go(PAGE, "mine", done="draft" if draft else "proposed", body=place[0])


@entering
def _upload() -> Response:
    given, body = request.files.get("file"), _sent("body")
    if given is None or not given.filename:
        return _go(PAGE, "file", failed="no_file", body=body)
    name = given.filename.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "")
    if not name.lower().endswith(".xlsx"):
        return _go(PAGE, "file", failed="file", body=body)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sent.xlsx"
            with closing(given):
                given.save(path)
            batch = sheet.bring(store(), user(), body, path, name)
    except EntryError as error:
        return errors.answer(404) if error.key == "not_yours" else _go(PAGE, "file", failed=error.key, body=body)
    return _go(PAGE, "batch", batch=batch, body=body)


def _numbers() -> list[str]:
    """Proposals that a form names: one by one, or the drafts of a file."""
    batch = _sent("batch")
    if batch:
        with store().read() as conn:
            return [draft.id for draft in proposals.drafts_of(conn, user(), batch)]
    return [number[:SENT_CHARS] for number in request.form.getlist("id") if "\0" not in number]


@entering
def _send() -> Response:
    numbers = _numbers()
    held = proposals.send(store(), user(), numbers)
    batch = _sent("batch")
    if held:
        failed = next(iter(held.values()))
        return _go(PAGE, "batch" if batch else "mine", failed=failed, held=str(len(held)), batch=batch,
                   body=_sent("body"))  # fmt: skip
    return _go(PAGE, "mine", done="sent" if numbers else "", body=_sent("body"))


@entering
def _withdraw() -> Response:
    gone = proposals.withdraw(store(), user(), _numbers())
    return _go(PAGE, "mine", body=_sent("body"), **({"done": "withdrawn"} if gone else {"failed": "gone"}))


@entering
def _seen() -> Response:
    proposals.tell(store(), user())
    return _go(PAGE, "mine", done="seen", body=_sent("body"))


def _decide() -> Response:
    if not reviewed_desks(store().city, user()):
        return errors.answer(404)
    verdict, number = _sent("verdict"), _sent("id")
    if verdict not in ("approve", "reject"):
        return errors.answer(400)
    reason = request.form.get("reason", "")
    try:
        review.decide(store(), user(), number, approve=verdict == "approve", reason=reason, seen=_sent("seen"))
    except EntryError as error:
        return _go(REVIEW, f"value-{number}" if number.isalnum() else "", failed=error.key, at=number)
    return _go(REVIEW, "main", done=verdict)


def _template() -> Response:
    """The table of a desk for a period; for a desk that is not this person's there is none."""
    body, kind = request.args.get("body", ""), request.args.get("kind", "fact")
    desk = desk_of(store().city, body)
    if desk is None or desk not in own_desks(store().city, user()):
        return errors.answer(404)
    period = " ".join(request.args.get("period", "").split())[:20] or str(city_today(store()).year - 1)
    if kind not in KINDS or parse(period).kind not in PERIOD_KINDS:
        return _go(PAGE, "file", failed="period", body=body)
    with store().read() as conn:
        found = sheet.own_lines(conn, store(), user(), desk)
    name = next(one.names[lang()] for one in store().city.bodies if one.id == body)
    kinds = parse(period).kind
    rows = [line for line in found if not line.known or line.series.period_kind == kinds]
    reply = Response(template(store().city, rows, Wanted(lang(), name, kind, period)), mimetype=XLSX)
    reply.headers["Content-Disposition"] = f'attachment; filename="{body}-{parse(period).start:%Y}.xlsx"'
    return reply
