"""Doors of background jobs: order a big file, see how far it is, cancel it, fetch it; only for who ordered it."""

import secrets
from datetime import timedelta
from typing import Any, cast

from flask import Flask, Response, current_app, jsonify, request, send_file
from flask import session as cookie

from api import params, session
from api.errors import api_error, hidden
from api.export import file_name, read_format
from api.geojson import plain
from api.job_worker import Worker
from api.layers import user
from components.context import current, store
from data import jobs
from data.queries.extract import survey
from data.queries.filters import AskError
from data.queries.items import seen_layer
from data.queries.scope import may_export
from data.store import utc_now
from reports.exports import mimetype

EXTENSION = "sitcenter_jobs"
PARAMETERS = ("filters", "t", "district", "bbox", "area", "q", "as_of")
KEY = "files"
FOLDER = "exports"


def register(server: Flask) -> None:
    """Add the doors of jobs."""
    server.add_url_rule("/api/jobs", "jobs", ordered, methods=["GET"])
    server.add_url_rule("/api/jobs", "jobs_add", order, methods=["POST"])
    server.add_url_rule("/api/jobs/<job_id>", "job", one, methods=["GET"])
    server.add_url_rule("/api/jobs/<job_id>", "job_drop", drop, methods=["DELETE"])
    server.add_url_rule("/api/jobs/<job_id>/file", "job_file", file, methods=["GET"])


def worker() -> Worker:
    """The worker of this process."""
    found = current_app.extensions.get(EXTENSION)
    if found is None:
        given = session.settings()
        found = Worker(store(), given.home / FOLDER, timedelta(hours=given.export_hours))
        found = current_app.extensions.setdefault(EXTENSION, found)
    return cast(Worker, found)


def resume() -> None:
    """After a start: take away what killed workers left on the disk, and go on with jobs that wait."""
    found = worker()
    jobs.bury(found.store)
    found.sweep(now=True)
    found.wake()


def _owner(*, new: bool = False) -> str:
    """Key of who asks: the account, or for a visitor the browser's session; empty for a visitor without any."""
    who = user()
    if who.name is not None:
        return f"account:{who.name}"
    if KEY not in cookie and new:
        cookie.permanent = True
        cookie[KEY] = secrets.token_hex(16)
    return f"session:{cookie[KEY]}" if KEY in cookie else ""


def _body() -> dict[str, Any]:
    """The order as untrusted JSON. Raises AskError."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise AskError("request", "object")
    return body


def _parameters(body: dict[str, Any]) -> dict[str, str]:
    """Parameters of an order. Raises AskError."""
    found = {name: body[name] for name in PARAMETERS if body.get(name) not in (None, "")}
    for name, value in found.items():
        if not isinstance(value, str) or len(value) > params.MAX_JSON:
            raise AskError(name, "text")
    return found


@params.guarded
def order() -> Response:
    """Order a file: `{layer, format, filters, t, district, bbox, area, q, as_of}`, texts as in an export's query."""
    held, who, body = store(), user(), _body()
    given = _parameters(body)
    layer, _ = seen_layer(held, str(body.get("layer", "")), who)
    if not may_export(who, layer):
        return hidden()
    fmt = read_format(str(body.get("format", "")))
    with held.read() as conn:
        found = survey(conn, held, layer.id, who, params.whole_ask(who, layer, given))
    ordered_by = jobs.Order(_owner(new=True), who, current().lang, layer.id, fmt, given, found.rows)
    try:
        made = jobs.add(held, ordered_by)
    except jobs.TooManyJobsError:
        return api_error(429, "too_many_jobs")
    worker().wake()
    reply = jsonify(_card(made))
    reply.status_code = 202
    return reply


def _card(job: jobs.Job) -> dict[str, Any]:
    ctx, order_ = current(), job.order
    done = job.status == "done"
    return {
        "id": job.id, "layer": order_.layer, "title": ctx.t(f"layer.{order_.layer}.title"), "format": order_.format,
        "status": job.status, "words": ctx.t(f"job.{job.status}"), "rows": order_.rows, "done": job.done,
        "fault": ctx.t(f"job.fault.{job.fault}") if job.fault else "", "bytes": job.bytes,
        "size": _size(job.bytes) if done else "",
        "created_at": plain(job.created_at), "expires_at": plain(job.expires_at),
        "file": f"/api/jobs/{job.id}/file" if done else None,
    }  # fmt: skip


def _size(count: int) -> str:
    return current().t("job.mb", size=current().number(count / 1_000_000, 1))


def ordered() -> Response:
    """The caller's jobs, the latest first; looks after the queue and tidies up on the way."""
    owner = _owner()
    found = jobs.of_owner(store(), owner) if owner else []
    worker().sweep()
    if any(job.status == "waiting" for job in found):
        worker().wake()
    return jsonify({"jobs": [_card(job) for job in found if job.order.layer in store().layers]})


def one(job_id: str) -> Response:
    """A job of the caller's."""
    owner = _owner()
    found = jobs.find(store(), owner, job_id) if owner else None
    return hidden() if found is None or found.order.layer not in store().layers else jsonify(_card(found))


def drop(job_id: str) -> Response:
    """Cancel a job that waits or runs, forget one that ended with its file."""
    owner = _owner()
    found = jobs.drop(store(), owner, job_id) if owner else None
    if found is None:
        return hidden()
    if found.status not in jobs.OPEN:
        worker().path(found).unlink(missing_ok=True)
    return Response(status=204)


@params.guarded
def file(job_id: str) -> Response:
    """The file of a job, while it is kept and the caller still has the rights of then."""
    owner, held, who = _owner(), store(), user()
    found = jobs.find(held, owner, job_id) if owner else None
    if found is None or found.status != "done" or who != found.order.user:
        return hidden()
    layer, _ = seen_layer(held, found.order.layer, who)
    path, late = worker().path(found), found.expires_at is None or found.expires_at < utc_now()
    if late or not may_export(who, layer) or not path.is_file():
        return hidden()
    fmt = read_format(found.order.format)
    return send_file(
        path, mimetype=mimetype(fmt), as_attachment=True, download_name=file_name(current(), layer, fmt),
        conditional=True, max_age=0,
    )  # fmt: skip
