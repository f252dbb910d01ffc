"""Doors of quality and loads: results of the checks with their history, and the log, as far as the caller may see."""

from typing import Any

from flask import Flask, Response, jsonify, request

from api import params
from api.errors import hidden
from api.geojson import plain
from components.badges import city_today
from components.context import Context, current
from data.loading.report import say
from data.quality.read import (
    PAGE,
    STATUSES,
    Quality,
    Result,
    get_load,
    load_page,
    load_sources,
    may_read_rows,
    qualities,
    reasons,
    refused_rows,
)
from data.quality.records import CHECKS
from data.queries.filters import AskError
from data.queries.status import Load

MAX_ID = 2**31 - 1


def register(server: Flask) -> None:
    """Add the doors of quality and loads."""
    server.add_url_rule("/api/quality", view_func=quality)
    server.add_url_rule("/api/loads", view_func=loads)
    server.add_url_rule("/api/loads/<int:load_id>", view_func=load)


def quality() -> Response:
    """Definitions of the checks, and every source with the results of its last load."""
    ctx = current()
    with ctx.store.read() as conn:
        found = qualities(conn, ctx.store, ctx.user, city_today(ctx))
    checks = [
        {"id": check.id, "title": ctx.t(f"quality.check.{check.id}.title"), "watch": check.watch, "bad": check.bad,
         "definition": ctx.t(f"quality.check.{check.id}.definition")}
        for check in CHECKS
    ]  # fmt: skip
    return jsonify({"checks": checks, "sources": [_source(ctx, one) for one in found]})


def _source(ctx: Context, one: Quality) -> dict[str, Any]:
    state, fetch = one.state, one.fetch
    told = {"tried_at": plain(fetch.tried_at), "good_at": plain(fetch.good_at), "changed_at": plain(fetch.changed_at),
            "next_at": plain(fetch.next_at), "failures": fetch.failures} if fetch else None  # fmt: skip
    return {
        "source": one.source.id, "title": ctx.words(one.source.names), "origin": one.source.origin,
        "rows": state.total, "data_date": plain(state.data_date), "age_days": state.age_days,
        "rhythm": one.source.rhythm, "freshness": state.freshness, "worst": one.worst,
        "last_load": _load(ctx, one.last) if one.last else None, "fetch": told,
        "results": [_result(result) for result in one.results],
    }  # fmt: skip


def _result(result: Result) -> dict[str, Any]:
    return {
        "check": result.check, "layer": result.layer, "found": result.found, "of": result.of, "share": result.share,
        "status": result.status, "history": list(result.history),
    }  # fmt: skip


@params.guarded
def loads() -> Response:
    """Entries of the log, newest first: `source=`, `status=`, `offset=`."""
    ctx = current()
    source, status = request.args.get("source", ""), request.args.get("status", "")
    offset = params.whole("offset", 0)
    if status and status not in STATUSES:
        raise AskError("status", "unknown")
    if not 0 <= offset <= MAX_ID:
        raise AskError("offset", "number")
    with ctx.store.read() as conn:
        if source and source not in load_sources(conn, ctx.store, ctx.user):
            return hidden()
        page = load_page(conn, ctx.store, ctx.user, source, status, offset)
    found = [_load(ctx, one) for one in page.loads]
    return jsonify({"loads": found, "total": page.total, "offset": offset, "limit": PAGE})


def load(load_id: int) -> Response:
    """One load with the reasons of refusals; refused rows, file and person for those who may read them."""
    ctx = current()
    with ctx.store.read() as conn:
        found = get_load(conn, ctx.store, ctx.user, load_id) if load_id <= MAX_ID else None
        if found is None:
            return hidden()
        told = _load(ctx, found)
        told["reasons"] = [{"field": f, "reason": r, "rows": n} for f, r, n in reasons(conn, load_id)]
        if may_read_rows(ctx.user):
            told["refused_rows"] = [
                {"row_no": r.row_no, "field": r.field, "reason": r.reason, "value": r.value}
                for r in refused_rows(conn, load_id)
            ]
    return jsonify(told)


def _load(ctx: Context, one: Load) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": one.id, "source": one.source, "status": one.status, "started_at": plain(one.started_at),
        "finished_at": plain(one.finished_at), "rows": one.rows,
    }  # fmt: skip
    if may_read_rows(ctx.user):
        told |= {"file_name": one.file_name, "sha256": one.sha256, "by_user": one.by_user,
                 "message": say(ctx.lang, one.message)}  # fmt: skip
    return told
